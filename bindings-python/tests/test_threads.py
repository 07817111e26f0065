"""Whatever reads, checks, renders or writes lets other threads run meanwhile."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gatewright import NodeFile, Topology, check

_MANY = 500
_NODES = """
release = "4.7"
node = [
    { name = "cp", roles = ["control-plane"], host = "cp" },
    { name = "gw", roles = ["gateway"], host = "gw" },
]
"""
_ENVIRONMENT = """
[[environment]]
name = "E{0}"
type = "hybrid"
gateways = ["gw"]
"""


@pytest.fixture(scope="module")
def text() -> str:
    return _NODES + "".join(_ENVIRONMENT.format(number) for number in range(_MANY))


@pytest.fixture(scope="module")
def topology(text: str) -> Topology:
    return Topology.parse(text)


def longest_pause(call: Callable[[], object]) -> float:
    """Return for which part of the call this thread had no turn while another made it."""

    def timed() -> float:
        started = time.perf_counter()
        call()
        return time.perf_counter() - started

    with ThreadPoolExecutor(1) as threads:
        pause, last = 0.0, time.perf_counter()
        running = threads.submit(timed)
        while not running.done():
            time.sleep(0)
            now = time.perf_counter()
            pause, last = max(pause, now - last), now
    return pause / running.result()


def test_a_call_that_keeps_the_lock_is_noticed() -> None:
    assert longest_pause(lambda: sum(range(3_000_000))) > 0.5


def test_other_threads_run(topology: Topology, text: str, tmp_path: Path) -> None:
    path = tmp_path / "topology.toml"
    path.write_text(text, encoding="utf-8")
    files = topology.render()
    installed = [
        NodeFile(file.path, text=file.after, name=node.name, host=node.host, roles=node.roles)
        for file, node in zip(files, topology.nodes, strict=True)
    ]
    calls: list[Callable[[], object]] = [
        lambda: Topology.load(path),
        lambda: Topology.parse(text),
        lambda: Topology.from_deployment(installed),
        topology.render,
        lambda: files.diff,
        lambda: files.write_to(tmp_path / "out"),
        lambda: check(installed),
    ]
    for call in calls:
        # A busy machine may keep this thread waiting as well, but not every time.
        assert any(longest_pause(call) < 0.5 for _ in range(5))
