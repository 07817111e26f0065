"""What the tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gatewright import Topology
from gatewright.examples import THREE_NODES
from installation import RELEASES, Installation, installed

_SHIPPED = """\
[super_admin]
username = "admin"
password = "admin"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
http_endpoint = "http://localhost:${http.nio.port}"
https_endpoint = "https://localhost:${https.nio.port}"
"""


@pytest.fixture
def shipped() -> str:
    """A file as API-M ships it, cut short."""
    return _SHIPPED


@pytest.fixture
def homes(tmp_path: Path, shipped: str) -> list[Path]:
    """Three homes with a shipped file each."""
    homes = [tmp_path / node for node in ("control-plane", "gateway-1", "gateway-2")]
    for home in homes:
        file = home / "repository/conf/deployment.toml"
        file.parent.mkdir(parents=True)
        file.write_text(shipped, encoding="utf-8")
    return homes


@pytest.fixture
def topology() -> Topology:
    """The original procedure's three nodes, without homes."""
    return Topology.parse(THREE_NODES)


@pytest.fixture
def topology_at_home(homes: list[Path]) -> Topology:
    """The same three nodes with their homes."""
    document = Topology.parse(THREE_NODES).to_dict()
    for node, home in zip(document["node"], homes, strict=True):
        node["home"] = home
    return Topology.from_dict(document)


@pytest.fixture(params=RELEASES)
def installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """The three nodes, emulated: the classic model, then the revision model."""
    with installed(request.param) as running:
        yield running


@pytest.fixture
def newest() -> Iterator[Installation]:
    """The three nodes, emulated, of the revision model alone."""
    with installed(RELEASES[-1]) as running:
        yield running
