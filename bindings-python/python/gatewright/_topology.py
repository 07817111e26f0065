"""The topology: releases, nodes and environments that fit together."""

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any, overload

from gatewright import _gatewright
from gatewright._check import NodeFile, node_files
from gatewright._draft import TopologyDraft
from gatewright._enums import Role
from gatewright._gatewright import NativeTopology
from gatewright._model import Endpoints, Environment, LoadBalancers, Node, Release
from gatewright._render import RenderedFiles
from gatewright._report import Report
from gatewright._typing import StrPath, override

__all__ = ["Topology"]


class Topology:
    """A set of nodes and the gateway environments they serve. An invalid one cannot exist.

    Whatever makes one raises `InvalidInputError` with all findings when it is not valid.

    >>> from gatewright import Topology, examples
    >>> topology = Topology.parse(examples.THREE_NODES)
    >>> topology.control_plane.name
    'control-plane'
    >>> topology.endpoints("Production Gateway").https
    'https://localhost:8244'
    >>> [file.node for file in topology.render()]
    ['control-plane', 'gateway-1', 'gateway-2']
    """

    __slots__ = ("_environments", "_native", "_nodes")

    def __init__(self, native: NativeTopology) -> None:
        """Wrap the native topology; `load`, `parse`, `from_dict` and `from_deployment` make one."""
        self._native = native
        self._nodes: tuple[Node, ...] | None = None
        self._environments: tuple[Environment, ...] | None = None

    @classmethod
    def load(cls, path: StrPath) -> "Topology":
        """Read a `topology.toml`.

        >>> import tempfile
        >>> from pathlib import Path
        >>> from gatewright import InvalidInputError, Topology
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     path = Path(folder, "topology.toml")
        ...     _ = path.write_text('release = "4.7"')
        ...     try:
        ...         Topology.load(path)
        ...     except InvalidInputError as error:
        ...         print("no-control-plane" in [found.code for found in error.diagnostics])
        True
        """
        return cls(_gatewright.load_topology(path))

    @classmethod
    def parse(cls, text: str) -> "Topology":
        """Read the text of a `topology.toml`."""
        return cls(_gatewright.parse_topology(text))

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> "Topology":
        """Make a topology of what a `topology.toml` says, as a dictionary with the same keys.

        >>> from gatewright import Topology
        >>> topology = Topology.from_dict({
        ...     "release": "4.7",
        ...     "node": [{
        ...         "name": "all", "roles": ["control-plane", "gateway"], "host": "localhost",
        ...     }],
        ...     "environment": [{"name": "Default", "type": "hybrid", "gateways": ["all"]}],
        ... })
        >>> Topology.from_dict(topology.to_dict()) == topology
        True
        """
        return cls(_gatewright.topology_from_json(json.dumps(document, default=os.fspath)))

    @classmethod
    def from_deployment(cls, files: Iterable[StrPath | NodeFile]) -> "Topology":
        """Read the files of an existing installation into a topology.

        What a file does not say is taken from the `NodeFile`s, and otherwise inferred;
        `draft_from_deployment` says what that is.

        >>> from gatewright import NodeFile, Topology
        >>> text = '''
        ... [[apim.gateway.environment]]
        ... name = "Default"
        ... type = "hybrid"
        ... service_url = "https://localhost:9443/services/"
        ... username = "${admin.username}"
        ... password = "${admin.password}"
        ... https_endpoint = "https://localhost:8243"
        ... '''
        >>> topology = Topology.from_deployment(
        ...     [NodeFile("all/deployment.toml", text=text, release="3.2")]
        ... )
        >>> topology.environments[0].gateways
        ('all',)
        """
        return cls(_gatewright.topology_from_deployment(node_files(files)))

    @staticmethod
    def draft_from_deployment(files: Iterable[StrPath | NodeFile]) -> TopologyDraft:
        """Read the files of an existing installation into the text of a `topology.toml`.

        Comments in it mark what could not be decided, for a person to fill in, and what was
        assumed, for a person to check.

        >>> from gatewright import NodeFile, Topology
        >>> text = '''
        ... [[apim.gateway.environment]]
        ... name = "A"
        ... type = "hybrid"
        ... https_endpoint = "https://lb.example.com"
        ... '''
        >>> draft = Topology.draft_from_deployment([
        ...     NodeFile("cp.toml", text=text, name="cp", host="cp", roles=["control-plane"],
        ...              release="3.2"),
        ...     NodeFile("gw.toml", text="", name="gw", host="gw", roles=["gateway"],
        ...              release="3.2"),
        ... ])
        >>> draft.topology is None
        True
        >>> filled_in = draft.text.replace("# gateways", "gateways")
        >>> Topology.parse(filled_in).environments[0].gateways
        ('gw',)
        """
        return TopologyDraft(_gatewright.draft_from_deployment(node_files(files)))

    @staticmethod
    def json_schema() -> dict[str, Any]:
        """Return the JSON Schema of a `topology.toml`, for editors.

        >>> from gatewright import Topology
        >>> Topology.json_schema()["type"]
        'object'
        """
        schema: dict[str, Any] = json.loads(_gatewright.topology_json_schema())
        return schema

    @property
    def release(self) -> Release:
        """The API-M release of all nodes."""
        return Release(self._native.release)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes, in the order they were given."""
        if self._nodes is None:
            self._nodes = self._native.nodes()
        return self._nodes

    @property
    def environments(self) -> tuple[Environment, ...]:
        """The environments, in the order they were given."""
        if self._environments is None:
            self._environments = self._native.environments()
        return self._environments

    @property
    def control_plane(self) -> Node:
        """The control plane; the first, when several are highly available together."""
        return self._native.control_plane()

    @property
    def control_planes(self) -> tuple[Node, ...]:
        """The control planes: one, or several that are highly available together (since 4.0)."""
        return self._native.control_planes()

    @property
    def load_balancers(self) -> LoadBalancers:
        """What stands before several nodes of one role."""
        return self._native.load_balancers()

    def holders(self, role: Role | str) -> tuple[Node, ...]:
        """Return the nodes that do the work of a role.

        Those that have it, and otherwise the control planes, which have every role but the
        gateway's when no other node has.

        >>> from gatewright import Topology, examples
        >>> topology = Topology.parse(examples.THREE_NODES)
        >>> [node.name for node in topology.holders("key-manager")]
        ['control-plane']
        """
        return self._native.holders(Role(role))

    def address(self, role: Role | str) -> str | None:
        """Return where other nodes reach the services of a role, without a slash at the end.

        The load balancer's address, or that of the first node that has the role. None for gateways,
        which others reach by the endpoints of environments.

        >>> from gatewright import Topology, examples
        >>> Topology.parse(examples.THREE_NODES).address("key-manager")
        'https://localhost:9443'
        """
        return self._native.address(Role(role))

    def node(self, name: str) -> Node | None:
        """Return the node of that name; None when there is none."""
        return next((node for node in self.nodes if node.name == name), None)

    def environment(self, name: str) -> Environment | None:
        """Return the environment of that name; None when there is none."""
        return next((found for found in self.environments if found.name == name), None)

    @overload
    def endpoints(self, environment: Environment) -> Endpoints: ...
    @overload
    def endpoints(self, environment: str) -> Endpoints | None: ...
    def endpoints(self, environment: Environment | str) -> Endpoints | None:
        """Return every URL of an environment, given or derived from its gateway's host and ports.

        The environment is one of this topology, or its name; None when there is none of that name.
        """
        if not isinstance(environment, Environment):
            return self._native.endpoints(environment)
        if environment not in self.environments:
            raise KeyError(environment.name)
        return self._native.endpoints(environment.name)

    def check(self) -> Report:
        """Return what is worth knowing about a valid topology: its warnings."""
        return Report(self._native.check())

    def render(self, files: Mapping[str, str] | None = None) -> RenderedFiles:
        """Render the `deployment.toml` of every node. Nothing is written.

        Rendering starts from the texts in `files`, by node name; otherwise from the file in the
        node's home; otherwise from a short default file.
        """
        return RenderedFiles(self._native.render(dict(files or {})))

    def to_toml(self) -> str:
        """Return the topology as the text of a `topology.toml`."""
        return self._native.to_toml()

    def to_dict(self) -> dict[str, Any]:
        """Return what `to_toml` writes, as a dictionary with the same keys."""
        document: dict[str, Any] = json.loads(self._native.to_json())
        return document

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Topology) and self._native == other._native

    @override
    def __hash__(self) -> int:
        return hash((self.release, self.nodes, self.environments))

    @override
    def __repr__(self) -> str:
        nodes = [node.name for node in self.nodes]
        environments = [str(environment.name) for environment in self.environments]
        return f"<Topology {self.release}: nodes {nodes}, environments {environments}>"

    @override
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return Topology.parse, (self.to_toml(),)
