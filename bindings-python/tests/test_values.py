"""Names, offsets, releases, ports and secrets."""

import copy
import json
import pickle
from itertools import product

import pytest
from gatewright import (
    Credentials,
    Edit,
    Endpoints,
    EnvironmentName,
    EnvironmentType,
    Fix,
    GatewrightError,
    InvalidInputError,
    KeyType,
    NodeFile,
    Pack,
    Port,
    PortOffset,
    Ports,
    Release,
    RevertOutcome,
    Role,
    Safety,
    SecretText,
    Topology,
    WriteOutcome,
    _gatewright,
    error_codes,
    rules,
)


def test_an_offset_is_a_number_in_its_range() -> None:
    assert PortOffset(0) == 0
    assert PortOffset(54_424) + 11_111 == 65_535
    assert json.dumps({"offset": PortOffset(2)}) == '{"offset": 2}'
    for offset in (-1, 54_425, 70_000, 10**30, -(10**30)):
        with pytest.raises(InvalidInputError) as caught:
            PortOffset(offset)
        assert caught.value.code == "invalid-offset"


def test_an_environment_name_is_a_string_that_api_m_can_work_with() -> None:
    assert EnvironmentName("Production and Sandbox") == "Production and Sandbox"
    for name in ("", "a,b", "none", " a", "a ", "a<b", "a\0"):
        with pytest.raises(InvalidInputError, match="it ") as caught:
            EnvironmentName(name)
        assert caught.value.code in {"invalid-environment-name", "empty-environment-name"}


def test_releases_compare_by_age() -> None:
    assert Release("4.7.0") == "4.7"
    assert Release("4.10") > Release("4.9")
    assert Release("4.10") >= "4.9"
    assert Release("3.2") < "4.0"
    assert Release("3.2") <= "3.2.0"
    assert max(Release.known()) == "4.7"
    assert list(Release.known()) == sorted(Release.known())
    assert {Release("4.7"), Release("4.7.0")} == {"4.7"}


def test_releases_know_their_model() -> None:
    assert Release("3.2").is_classic
    assert not Release("4.0").is_classic
    assert Release("4.7").is_known
    assert not Release("5.0").is_known


@pytest.mark.parametrize("release", ["", "4", "2.6", "3.9", "4.7.0.1", "four"])
def test_what_is_no_release_is_refused(release: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        Release(release)
    assert caught.value.code == "invalid-release"


def test_which_environment_takes_which_key() -> None:
    taken = {
        (environment.value, key.value)
        for environment, key in product(EnvironmentType, KeyType)
        if environment.accepts(key)
    }
    assert taken == {
        ("production", "PRODUCTION"),
        ("sandbox", "SANDBOX"),
        ("hybrid", "PRODUCTION"),
        ("hybrid", "SANDBOX"),
    }
    assert EnvironmentType.HYBRID.accepts("SANDBOX")


def test_packs_are_known_by_wso2s_names() -> None:
    assert Pack("gateway-worker") is Pack.GATEWAY
    assert Pack("api-control-plane") is Pack.CONTROL_PLANE


def test_what_is_no_member_is_refused() -> None:
    with pytest.raises(ValueError, match="'gatway' is not a valid Role"):
        Role("gatway")
    with pytest.raises(ValueError, match="'Production' is not a valid EnvironmentType"):
        EnvironmentType("Production")
    with pytest.raises(ValueError, match="'none' is not a valid Pack"):
        Pack("none")
    with pytest.raises(ValueError, match="3 is not a valid Pack"):
        Pack(3)  # type: ignore[arg-type]


def test_ports_are_a_mapping_by_name() -> None:
    ports = Ports("gateway", "4.7", 1)
    assert ports["pass-through-https"] == ports[Port.PASS_THROUGH_HTTPS] == 8244
    assert ports.get("amqp") is None
    assert "amqp" not in ports
    with pytest.raises(KeyError):
        ports["amqp"]
    assert dict(ports)["servlet-https"] == 9444
    assert len(ports) == len(list(ports)) == 10
    assert (ports.pack, ports.release, ports.offset) == (Pack.GATEWAY, "4.7", 1)
    assert ports.find(9444) is Port.SERVLET_HTTPS
    assert ports.find(1) is None
    assert ports.find(1_000_000) is None
    assert ports.collisions(Ports("gateway", "4.7", 2)) == []
    same = ports.collisions(Ports("gateway", "4.7", 1))
    assert [(mine, theirs) for mine, theirs, _ in same] == [(name, name) for name in ports]
    assert repr(ports) == "Ports('gateway', '4.7', 1)"


def test_ports_refuse_what_no_node_has() -> None:
    with pytest.raises(InvalidInputError, match="release"):
        Ports("gateway", "four", 0)
    with pytest.raises(InvalidInputError, match="offset"):
        Ports("gateway", "4.7", -1)
    with pytest.raises(ValueError, match="Pack"):
        Ports("gatway", "4.7", 0)


def test_secrets_do_not_print() -> None:
    secret = SecretText("hunter2")
    shown = f"{secret} {secret!r} {[secret]} {Credentials('admin', secret)}"
    assert "hunter2" not in shown
    assert "***" in shown
    assert repr(SecretText("$secret{km}")) == "$secret{km}"
    assert secret.expose() == "hunter2"
    assert secret == SecretText("hunter2")
    assert secret != SecretText("hunter3")
    assert secret != "hunter2"  # noqa: S105 - not one of ours


def values(topology: Topology) -> list[object]:
    return [
        EnvironmentName("Default"),
        PortOffset(3),
        Release("4.7"),
        SecretText("hunter2"),
        Credentials("admin", SecretText("hunter2")),
        Endpoints(https="https://gw"),
        Ports("gateway", "4.7", 1),
        NodeFile("a", text="[server]", roles=["gateway"], pack="gateway", release="4.7"),
        Edit("a", (0, 1), "b"),
        Fix((Edit(None, (0, 1), "b"),), Safety.SAFE),
        WriteOutcome((), (), ("a",)),
        RevertOutcome((), ()),
        rules()[0],
        error_codes()[0],
        topology,
        *topology.nodes,
        *topology.environments,
    ]


def test_values_are_equal_hashable_and_survive_pickling_and_copying(topology: Topology) -> None:
    for value in values(topology):
        for again in (pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
            assert type(again) is type(value)
            assert again == value
            assert hash(again) == hash(value)
        assert value != object()


def test_values_cannot_be_changed(topology: Topology) -> None:
    for value in values(topology):
        with pytest.raises((AttributeError, TypeError)):
            value.name = value.offset = value.extra = 1  # type: ignore[attr-defined]


def test_wrong_types_are_type_errors() -> None:
    for call in (
        lambda: PortOffset("1"),  # type: ignore[arg-type]
        lambda: PortOffset(1.5),  # type: ignore[arg-type]
        lambda: EnvironmentName(1),  # type: ignore[arg-type]
        lambda: Release(4.7),  # type: ignore[arg-type]
        lambda: Release("4.7") < 5,  # type: ignore[operator]
        lambda: Ports("gateway", "4.7", "1"),  # type: ignore[arg-type]
    ):
        with pytest.raises(TypeError, match=r"'(int|float|str)'") as caught:
            call()
        assert not isinstance(caught.value, GatewrightError)


def test_the_native_module_refuses_names_the_enumerations_do_not_have() -> None:
    with pytest.raises(ValueError, match="Production"):
        _gatewright.accepts("Production", "SANDBOX")
    with pytest.raises(ValueError, match="sandbox"):
        _gatewright.accepts("hybrid", "sandbox")
