"""An emulated installation: the original procedure's three nodes, on ports that are free."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from gatewright import AsyncControlPlane, ControlPlane, Topology
from gatewright.client import Credentials, RetryOptions
from gatewright.emulator import Emulator, EmulatorNode, OffsetBlock, free_offset_block
from gatewright.examples import THREE_NODES
from gatewright.publish import ApiDefinition, Publication

RELEASES = ["3.2", "4.7"]
ENVIRONMENTS = ["Production Gateway", "Production and Sandbox"]
# Repeats as often as the defaults, without their pauses.
QUICK = RetryOptions(first_delay=0.001, longest_delay=0.005)


@dataclass
class Installation:
    release: str
    topology: Topology
    emulator: Emulator
    base: int

    @property
    def url(self) -> str:
        return f"https://localhost:{9443 + self.base}"

    def connect(self, password: str = "admin") -> ControlPlane:  # noqa: S107 - nobody's
        return ControlPlane.connect(
            self.url,
            Credentials.password("admin", password),
            ca_certificates=[self.emulator.ca_pem],
            retry=QUICK,
        )

    async def connect_async(self) -> AsyncControlPlane:
        return await AsyncControlPlane.connect(
            self.url,
            Credentials.password("admin", "admin"),
            ca_certificates=[self.emulator.ca_pem],
            retry=QUICK,
        )

    def publication(self, name: str = "Pets", context: str = "/pets") -> Publication:
        definition = ApiDefinition(
            context,
            production_endpoint=self.emulator.echo_url,
            sandbox_endpoint=self.emulator.echo_url,
            plans=["Unlimited"],
        )
        return Publication(name, "1.0.0", environments=ENVIRONMENTS, definition=definition)


def topology(release: str, base: int) -> Topology:
    document = Topology.parse(THREE_NODES).to_dict()
    document["release"] = release
    for offset, node in enumerate(document["node"], base):
        node["offset"] = offset
    return Topology.from_dict(document)


def nodes(topology: Topology) -> list[EmulatorNode]:
    packs = {node.name: node.pack for node in topology.nodes}
    return [
        EmulatorNode(
            text=file.after, name=file.node, release=topology.release, pack=packs[file.node]
        )
        for file in topology.render()
    ]


@contextmanager
def installed(release: str, block: OffsetBlock | None = None) -> Iterator[Installation]:
    block = block or free_offset_block(3)
    made = topology(release, block.base)
    with Emulator(nodes=nodes(made), offset_block=block, propagation_delay=0.02) as emulator:
        yield Installation(release, made, emulator, block.base)
