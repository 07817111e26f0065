"""The emulator in Python: what it starts, what it refuses, and that nothing is left of it."""

import asyncio
import math
import os
import socket
from pathlib import Path

import pytest
from gatewright import (
    ConflictError,
    ConnectError,
    GatewrightError,
    InvalidInputError,
    NotFoundError,
    ServerError,
    UnauthenticatedError,
)
from gatewright.client import Credentials, wait_until_ready
from gatewright.emulator import Emulator, EmulatorNode, Fault, FaultAction, free_offset_block
from installation import Installation, installed


def node(base: int, name: str = "all-in-one") -> EmulatorNode:
    text = f'[server]\noffset = {base}\n[super_admin]\nusername = "admin"\npassword = "admin"\n'
    return EmulatorNode(text=text, name=name, release="4.7")


def test_nodes_from_their_homes(homes: list[Path]) -> None:
    block = free_offset_block(3)
    for offset, home in enumerate(homes, block.base):
        file = home / "repository/conf/deployment.toml"
        text = f"[server]\noffset = {offset}\n" + file.read_text(encoding="utf-8")
        file.write_text(text, encoding="utf-8")
    emulator = Emulator.start(
        nodes=[EmulatorNode(home=home, release_if_unknown="3.2") for home in homes],
        offset_block=block,
        token_life=60,
    )
    with emulator:
        found = [(each.name, each.release, each.pack, each.running) for each in emulator.nodes]
        assert found == [(home.name, "3.2.0", "all-in-one", True) for home in homes]
        assert [each.port(9443) for each in emulator.nodes] == [
            9443 + block.base + number for number in range(3)
        ]
        url = f"https://localhost:{emulator.nodes[2].port(9443)}"
        wait_until_ready(url, timeout=20, ca_certificates=[emulator.ca_pem])
    assert not any(each.running for each in emulator.nodes)
    emulator.stop()


def test_stopping_leaves_no_port(newest: Installation) -> None:
    emulator = newest.emulator
    ports = [each.port(base) for each in emulator.nodes for base in (9443, 9763, 8243, 8280, 5672)]
    taken = []
    for port in ports:
        with socket.socket() as client:
            taken.append(client.connect_ex(("127.0.0.1", port)) == 0)
    assert sum(taken) >= len(emulator.nodes)
    emulator.stop()
    for port in ports:
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("127.0.0.1", port))
            server.listen()


def test_awaited() -> None:
    async def begin() -> Emulator:
        block = free_offset_block(1)
        async with Emulator(nodes=[node(block.base)], offset_block=block) as emulator:
            assert emulator.nodes[0].running
        return emulator

    assert not asyncio.run(begin()).nodes[0].running


@pytest.mark.skipif(not Path("/proc").exists(), reason="who has a port is told on Linux")
def test_a_taken_port_names_the_program() -> None:
    block = free_offset_block(1)
    base = block.base
    del block
    with socket.socket() as server:
        server.bind(("127.0.0.1", 9443 + base))
        server.listen()
        with pytest.raises(ConflictError) as caught:
            Emulator(nodes=[node(base)])
    assert caught.value.code == "port-taken"
    assert f"port {9443 + base}" in caught.value.message
    assert f"(process {os.getpid()})" in caught.value.message


def test_what_cannot_start(tmp_path: Path) -> None:
    for nodes, error, code in [
        ([], InvalidInputError, "no-nodes"),
        ([node(0), node(1)], InvalidInputError, "duplicate-node"),
        ([EmulatorNode(home=tmp_path, release="4.7")], GatewrightError, "unreadable-file"),
        ([EmulatorNode(text="", name="a", release="2.6")], InvalidInputError, "unknown-release"),
        ([EmulatorNode(text="", name="a")], InvalidInputError, "unknown-release"),
        (
            [EmulatorNode(text="", name="a", release="4.7", pack="micro")],
            InvalidInputError,
            "unknown-pack",
        ),
        (
            [EmulatorNode(text="[server]\noffset = 'x'", name="a", release="4.7")],
            InvalidInputError,
            "node-refused",
        ),
    ]:
        with pytest.raises(error) as caught:
            Emulator(nodes=nodes)
        assert (caught.value.code, caught.value.operation) == (code, "start")
    with pytest.raises(InvalidInputError):
        Emulator(nodes=[node(0)], propagation_delay=math.nan)
    for wrong in ({}, {"home": "a", "text": "b"}, {"text": "b"}):
        with pytest.raises(TypeError):
            EmulatorNode(**wrong)


def test_a_block_serves_one_emulator() -> None:
    block = free_offset_block(1)
    with Emulator(nodes=[node(block.base)], offset_block=block), pytest.raises(RuntimeError):
        Emulator(nodes=[node(block.base)], offset_block=block)


def test_faults(newest: Installation) -> None:
    control_plane, emulator = newest.connect(), newest.emulator
    fault = Fault(
        FaultAction.STATUS, status=503, body="{}", headers={"Retry-After": "0"}, path="/apis"
    )
    emulator.add_fault(fault)
    emulator.add_fault(Fault("delay", delay=0, node="gateway-1", method="get", after=2, times=3))
    with pytest.raises(ServerError):
        control_plane.apis()
    first, second = emulator.faults
    assert (first.action, first.status, first.headers) == ("status", 503, (("Retry-After", "0"),))
    assert (first.met, second.met) == (4, 0)  # reading is repeated three times
    assert (second.node, second.method, second.after, second.times) == ("gateway-1", "GET", 2, 3)
    emulator.clear_faults()
    assert emulator.faults == ()
    assert control_plane.apis() == ()
    for wrong in [
        Fault("explode"),
        Fault("delay"),
        Fault("delay", delay=math.nan),
        Fault("reset", status=503),
        Fault("status", status=99),
    ]:
        with pytest.raises(InvalidInputError) as caught:
            emulator.add_fault(wrong)
        assert caught.value.code == "invalid-fault"


def test_nodes_users_and_logs(newest: Installation) -> None:
    emulator = newest.emulator
    with pytest.raises(UnauthenticatedError):
        newest.connect("other")
    emulator.add_user("admin", "other", ["admin"])
    control_plane = newest.connect("other")
    emulator.stop_node("control-plane")
    assert [each.running for each in emulator.nodes] == [False, True, True]
    with pytest.raises(ConnectError):
        control_plane.environments()
    emulator.start_node("control-plane")
    assert control_plane.environments()
    assert isinstance(emulator.log("gateway-1"), tuple)
    for call in (emulator.log, emulator.start_node, emulator.stop_node):
        with pytest.raises(NotFoundError) as caught:
            call("gateway-9")
        assert caught.value.code == "unknown-node"


def test_many_at_once() -> None:
    with installed("3.2") as one, installed("3.2") as other, installed("4.7") as third:
        urls = {each.connect().url for each in (one, other, third)}
    assert len(urls) == 3
    with pytest.raises(ConnectError):
        one.connect()
    assert repr(Credentials.client("id", "secret")) == "Credentials.client('id', ***)"
