"""No secret appears in anything that is printed; `RenderedFile.after` is the file itself."""

import traceback
from pathlib import Path

import pytest
from gatewright import (
    ControlPlane,
    Format,
    GatewrightError,
    NodeFile,
    SecretText,
    Topology,
    check,
    revert,
)
from gatewright.client import ApiRequest, Credentials, Grant
from gatewright.emulator import EmulatorNode
from installation import Installation

CANARY = "c4n4ry-p4ssw0rd"

TOPOLOGY = f"""
release = "4.7"

[[node]]
name = "cp"
roles = ["control-plane"]
host = "cp.example"

[[node]]
name = "gw"
roles = ["gateway"]
host = "gw.example"
key_manager = {{ username = "km", password = "{CANARY}" }}

[[environment]]
name = "A"
type = "hybrid"
gateways = ["gw"]
username = "publisher"
password = "{CANARY}"

[environment.properties]
key = "{CANARY}"
"""

FILE = f"""
[super_admin]
username = "admin"
password = "{CANARY}"

[apim.key_manager]
service_url = "https://cp.example:9443/services/"
username = "admin"
password = "{CANARY}" oops
"""


def assert_silent(*shown: object) -> None:
    for value in shown:
        assert CANARY not in f"{value}{value!r}", type(value)


def test_values_are_silent() -> None:
    topology = Topology.parse(TOPOLOGY)
    assert_silent(topology, topology.nodes, topology.environments, topology.check())
    node = topology.node("gw")
    assert node is not None
    assert node.key_manager is not None
    assert node.key_manager.password.expose() == CANARY
    password = topology.environments[0].password
    assert password is not None
    assert password.expose() == CANARY
    assert topology.environments[0].properties["key"].expose() == CANARY
    assert_silent(NodeFile("a", text=FILE))


def test_rendering_is_silent(tmp_path: Path) -> None:
    topology = Topology.parse(TOPOLOGY)
    files = topology.render({"cp": '[super_admin]\nusername = "admin"\npassword = "x"\n'})
    assert any(CANARY in file.after for file in files)
    assert_silent(files, files.diff, *[file.diff for file in files])
    outcome = Topology.parse(TOPOLOGY).render().write_to(tmp_path)
    assert_silent(outcome)
    for path in outcome.written:
        path.write_text(path.read_text(encoding="utf-8").replace("password", "passwort"), "utf-8")
    with pytest.raises(GatewrightError) as caught:
        revert(tmp_path / node.name for node in topology.nodes)
    assert_silent(caught.value, caught.value.context)


def test_reports_are_silent() -> None:
    report = check([NodeFile("a", text=FILE)], notes=True)
    assert not report.ok
    assert_silent(report, *report, *map(report.format, Format))


def test_errors_of_dictionaries_are_silent() -> None:
    document = Topology.parse(TOPOLOGY).to_dict()
    document["node"][1]["key_manager"] = {"username": "km", "pass": CANARY, "password": [CANARY]}
    document["environment"][0]["password"] = {"": CANARY}
    with pytest.raises(GatewrightError) as caught:
        Topology.from_dict(document)
    assert_silent(caught.value, caught.value.context, *caught.value.diagnostics)


def test_the_client_is_silent(newest: Installation) -> None:
    newest.emulator.add_user("alice", CANARY, ["admin"])
    assert_silent(
        Credentials.password("alice", CANARY),
        Credentials.password("alice", CANARY, client_id="id", client_secret=SecretText(CANARY)),
        Credentials.client("id", CANARY),
        Credentials.token(CANARY),
        Credentials.basic("alice", SecretText(CANARY)),
        Grant.password("alice", CANARY),
        Grant.refresh_token(CANARY),
        EmulatorNode(text=FILE, name="cp"),
        newest.emulator,
        *newest.emulator.nodes,
    )
    control_plane = ControlPlane.connect(
        newest.url, Credentials.password("alice", CANARY), ca_certificates=[newest.emulator.ca_pem]
    )
    application = control_plane.application("tester")
    keys = application.keys("PRODUCTION")
    grant = Grant.password("alice", CANARY)
    url = control_plane.token_endpoints()[0].url
    token = control_plane.token(url, keys, grant)
    request = ApiRequest(
        f"{url}?apikey={CANARY}",
        token=token,
        headers={"Authorization": CANARY},
        body=CANARY,
        content_type="text/plain",
    )
    shown = [control_plane, application, keys, token, request, ApiRequest(url, token=CANARY)]
    assert_silent(*shown, keys.to_curl(url, grant), ApiRequest(url, token=CANARY).to_curl())
    refresh = token.refresh_token
    assert refresh is not None
    for secret in (keys.consumer_secret, token.token, refresh):
        assert secret.expose() not in f"{shown!r}{shown}{keys.to_curl(url, grant)}"
    with pytest.raises(GatewrightError) as caught:
        newest.connect(CANARY)
    assert_silent(caught.value, caught.value.context, caught.value.__cause__)
    assert CANARY not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "text",
    [
        TOPOLOGY.replace('"4.7"', '"2.6"'),
        TOPOLOGY.replace("password = ", "passwrd = "),
        TOPOLOGY + "oops",
        TOPOLOGY.replace(f'"{CANARY}"', f'"{CANARY}" oops'),
        TOPOLOGY.replace(f'"{CANARY}"', f'["{CANARY}"]'),
    ],
)
def test_errors_are_silent(text: str) -> None:
    with pytest.raises(GatewrightError) as caught:
        Topology.parse(text)
    error = caught.value
    assert error.report is not None
    assert_silent(error, error.context, *error.diagnostics, *map(error.report.format, Format))
    assert CANARY not in "".join(traceback.format_exception_only(error))
