"""Topologies: how they are made, and what they tell."""

import copy
import pickle
from pathlib import Path

import pytest
from gatewright import (
    Endpoints,
    EnvironmentName,
    EnvironmentType,
    InvalidInputError,
    LoadBalancers,
    NodeFile,
    NotFoundError,
    Pack,
    PortOffset,
    Ports,
    Release,
    Role,
    SecretText,
    Topology,
)
from gatewright.examples import THREE_NODES


def test_a_topology_tells_what_its_text_says(topology: Topology) -> None:
    assert isinstance(topology.release, Release)
    assert topology.release == "4.7"
    assert [node.name for node in topology.nodes] == ["control-plane", "gateway-1", "gateway-2"]
    assert topology.control_plane == topology.nodes[0]
    node = topology.node("gateway-1")
    assert node is topology.nodes[1]
    assert node is not None
    assert (node.roles, node.pack, node.host) == ((Role.GATEWAY,), Pack.GATEWAY, "localhost")
    assert isinstance(node.offset, PortOffset)
    assert (node.offset, node.home, node.key_manager) == (1, None, None)
    assert node.ports == Ports("gateway", "4.7", 1)
    environment = topology.environment("Production Gateway")
    assert environment is topology.environments[0]
    assert environment is not None
    assert isinstance(environment.name, EnvironmentName)
    assert environment.type is EnvironmentType.PRODUCTION
    assert environment.description == "Production Gateway Environment"
    assert environment.display_in_api_console
    assert environment.show_as_token_endpoint_url
    assert environment.gateways == ("gateway-1",)
    assert environment.endpoints.https is None
    assert (environment.username, environment.password) == (None, None)
    assert topology.check().ok


def test_an_environment_of_another_vendor_is_a_value(topology: Topology) -> None:
    document = topology.to_dict()
    given = {
        "name": "Events",
        "type": "production",
        "display_name": "Ereignisse",
        "provider": "aws",
        "gateway_type": "AWS",
        "visibility": ["admin"],
        "properties": {"region": "eu-west-1", "account": "$secret{account}"},
        "https_endpoint": "https://aws.example.com",
    }
    document["environment"].append(given)
    environment = Topology.from_dict(document).environment("Events")
    assert environment is not None
    assert environment.display_name == "Ereignisse"
    assert (environment.provider, environment.gateway_type) == ("aws", "AWS")
    assert environment.is_federated
    assert (environment.gateways, environment.visibility) == ((), ("admin",))
    assert environment.properties == {
        "region": SecretText("eu-west-1"),
        "account": SecretText("$secret{account}"),
    }
    assert list(environment.properties) == ["account", "region"]
    assert repr(environment.properties) == (
        "Properties({'account': $secret{account}, 'region': ***})"
    )
    assert environment.virtual_hosts == ()
    for again in (pickle.loads(pickle.dumps(environment)), copy.deepcopy(environment)):
        assert again == environment
        assert hash(again) == hash(environment)
    assert not topology.environments[0].is_federated


def test_nodes_are_found_by_their_roles(topology: Topology) -> None:
    document = topology.to_dict()
    document["load_balancer"] = {"control-plane": "https://api.example.com/"}
    second = {"name": "second", "roles": ["control-plane"], "host": "localhost", "offset": 3}
    document["node"].append(second)
    document["node"][1]["https_proxy_port"] = 443
    topology = Topology.from_dict(document)
    both = (topology.node("control-plane"), topology.node("second"))
    assert topology.control_plane == both[0]
    assert topology.control_planes == topology.holders(Role.KEY_MANAGER) == both
    assert topology.address("key-manager") == "https://api.example.com"
    assert topology.address(Role.GATEWAY) is None
    assert topology.load_balancers == LoadBalancers(control_plane="https://api.example.com")
    assert topology.nodes[1].https_proxy_port == 443
    assert topology.nodes[1].http_proxy_port is None
    with pytest.raises(ValueError, match="'gatway' is not a valid Role"):
        topology.holders("gatway")


def test_a_virtual_host_has_urls(topology: Topology) -> None:
    document = topology.to_dict()
    document["environment"][0]["virtual_host"] = [{"https_endpoint": "https://eu.example.com"}]
    environment = Topology.from_dict(document).environments[0]
    assert environment.virtual_hosts == (Endpoints(https="https://eu.example.com"),)


def test_what_there_is_not_is_none(topology: Topology) -> None:
    assert topology.node("gateway-3") is None
    assert topology.environment("Default") is None
    assert topology.endpoints("Default") is None


def test_urls_follow_from_the_gateway(topology: Topology) -> None:
    urls = topology.endpoints(topology.environments[0])
    assert urls == topology.endpoints("Production Gateway")
    assert urls.service_url == "https://localhost:9444/services/"
    assert (urls.http, urls.https) == ("http://localhost:8281", "https://localhost:8244")
    assert (urls.ws, urls.wss) == ("ws://localhost:9100", "wss://localhost:8100")
    assert (urls.websub_http, urls.websub_https) == (
        "http://localhost:9022",
        "https://localhost:8022",
    )


def test_an_environment_of_another_topology_is_refused(topology: Topology) -> None:
    other = Topology.parse(THREE_NODES.replace("Production Gateway", "Other"))
    with pytest.raises(KeyError, match="Other"):
        topology.endpoints(other.environments[0])


def test_topologies_are_loaded_from_paths(tmp_path: Path, topology: Topology) -> None:
    path = tmp_path / "topology.toml"
    path.write_text(THREE_NODES, encoding="utf-8")
    assert Topology.load(path) == Topology.load(str(path)) == topology
    with pytest.raises(NotFoundError):
        Topology.load(tmp_path / "none.toml")
    path.write_text('release = "4.7"\n', encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        Topology.load(path)
    assert {found.path for found in caught.value.diagnostics} == {str(path)}


def test_topologies_come_and_go_as_dictionaries(topology: Topology, tmp_path: Path) -> None:
    document = topology.to_dict()
    assert document["node"][1]["offset"] == 1
    assert Topology.from_dict(document) == topology
    document["node"][1] |= {"roles": (Role.GATEWAY,), "home": tmp_path, "offset": PortOffset(1)}
    assert Topology.from_dict(document).nodes[1].home == tmp_path


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"offest": 1}, "unknown-key"),
        ({"offset": "one"}, "invalid-offset"),
        ({"host": 1}, "wrong-value-type"),
        ({"offset": 70_000}, "invalid-offset"),
        ({"pack": "gatway"}, "unknown-pack"),
    ],
)
def test_a_wrong_dictionary_is_refused(
    topology: Topology, change: dict[str, object], code: str
) -> None:
    document = topology.to_dict()
    document["node"][1] |= change
    with pytest.raises(InvalidInputError) as caught:
        Topology.from_dict(document)
    assert code in [found.code for found in caught.value.diagnostics]


def test_topologies_come_and_go_as_toml(topology: Topology) -> None:
    assert Topology.parse(topology.to_toml()) == topology


def test_a_topology_is_read_from_an_installation(topology: Topology) -> None:
    files = [
        NodeFile(file.path, text=file.after, name=node.name, host=node.host, roles=node.roles)
        for file, node in zip(topology.render(), topology.nodes, strict=True)
    ]
    assert Topology.from_deployment(files) == topology


def test_the_schema_names_the_keys() -> None:
    schema = Topology.json_schema()
    assert {"release", "node", "environment"} <= set(schema["properties"])


def test_equal_topologies_are_one_key(topology: Topology) -> None:
    assert {topology, Topology.parse(THREE_NODES)} == {topology}
    assert topology != Topology.parse(THREE_NODES.replace("offset = 2", "offset = 3"))
    assert repr(topology) == (
        "<Topology 4.7: nodes ['control-plane', 'gateway-1', 'gateway-2'],"
        " environments ['Production Gateway', 'Production and Sandbox']>"
    )


def test_wrong_types_are_type_errors() -> None:
    with pytest.raises(TypeError, match="'bytes' object"):
        Topology.parse(b"")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="not int"):
        Topology.load(42)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="set"):
        Topology.from_dict({"release": {1}})
    with pytest.raises(TypeError, match="files must be a list"):
        Topology.from_deployment("deployment.toml")
