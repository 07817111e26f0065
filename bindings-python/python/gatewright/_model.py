"""Values: names, offsets, releases, ports, and the nodes and environments of a topology."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from gatewright import _gatewright
from gatewright._enums import EnvironmentType, Pack, Port, Role
from gatewright._typing import override

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = [
    "Credentials",
    "Endpoints",
    "Environment",
    "EnvironmentName",
    "LoadBalancers",
    "Node",
    "PortOffset",
    "Ports",
    "Properties",
    "Release",
    "SecretText",
]

_Name = TypeVar("_Name", bound=str)


class EnvironmentName(str):
    """The name of a gateway environment: a string that API-M can work with.

    Not empty, no comma, not `none`, no control or XML-breaking character, no blank at either end;
    otherwise `InvalidInputError`.

    >>> from gatewright import EnvironmentName
    >>> EnvironmentName("Production Gateway")
    'Production Gateway'
    >>> EnvironmentName("Production, Sandbox")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    gatewright.errors.InvalidInputError: it holds a comma, at which API-M splits lists of...
    """

    __slots__ = ()

    def __new__(cls, name: str) -> "Self":
        """Make a name of a string, or say which rule it breaks."""
        return super().__new__(cls, _gatewright.environment_name(name))


class PortOffset(int):
    """What `[server] offset` adds to every default port of a node: a number from 0 to 54424.

    >>> from gatewright import PortOffset
    >>> PortOffset(1)
    1
    >>> PortOffset(-1)
    Traceback (most recent call last):
    gatewright.errors.InvalidInputError: a port offset is 0 or more
    """

    __slots__ = ()

    def __new__(cls, offset: int) -> "Self":
        """Make an offset of a number, or say which bound it breaks."""
        return super().__new__(cls, _gatewright.port_offset(offset))


class Release(str):
    """An API-M release, `3.0` to `4.7`, or a newer one: a string that compares by age.

    >>> from gatewright import Release
    >>> Release("4.3.0")
    '4.3'
    >>> Release("4.10") > "4.7"
    True
    >>> Release("2.6")
    Traceback (most recent call last):
    gatewright.errors.InvalidInputError: releases before 3.0 have no deployment.toml
    """

    __slots__ = ()

    def __new__(cls, release: str) -> "Self":
        """Make a release of a text such as `4.7` or `4.7.0`."""
        return super().__new__(cls, _gatewright.release(release))

    @classmethod
    def known(cls) -> tuple["Self", ...]:
        """Return every known release, oldest first.

        >>> from gatewright import Release
        >>> Release.known()[0]
        '3.0'
        """
        return tuple(map(cls, _gatewright.known_releases()))

    @property
    def is_known(self) -> bool:
        """False for a release newer than the newest known one."""
        return _gatewright.is_known_release(self)

    @property
    def is_classic(self) -> bool:
        """True for 3.x, where the Publisher pushes an API to a list of environments."""
        return _gatewright.is_classic_release(self)

    @override
    def __lt__(self, other: str) -> bool:
        return _gatewright.compare_releases(self, other) < 0

    @override
    def __le__(self, other: str) -> bool:
        return _gatewright.compare_releases(self, other) <= 0

    @override
    def __gt__(self, other: str) -> bool:
        return _gatewright.compare_releases(self, other) > 0

    @override
    def __ge__(self, other: str) -> bool:
        return _gatewright.compare_releases(self, other) >= 0


class SecretText:
    """A password or another value that may be secret. It does not print.

    >>> from gatewright import SecretText
    >>> password = SecretText("hunter2")
    >>> print(password, repr(SecretText("$env{KM_PASSWORD}")))
    *** $env{KM_PASSWORD}
    >>> password.expose()
    'hunter2'
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Wrap a value."""
        self._value = value

    def expose(self) -> str:
        """Return the value itself: for the place it belongs in, never for a message."""
        return self._value

    @override
    def __repr__(self) -> str:
        return _gatewright.masked(self._value)

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretText) and self._value == other._value

    @override
    def __hash__(self) -> int:
        return hash((SecretText, self._value))


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name and a password. References such as `$env{KM_USER}` stay references.

    >>> from gatewright import Credentials, SecretText
    >>> Credentials("admin", SecretText("hunter2"))
    Credentials(username='admin', password=***)
    """

    username: str
    """The user name."""

    password: SecretText
    """The password."""


@dataclass(frozen=True, slots=True)
class Endpoints:
    """The URLs of an environment; None for those that are not given or do not exist.

    >>> from gatewright import Endpoints
    >>> Endpoints(https="https://gw.example.com").http is None
    True
    """

    service_url: str | None = None
    """Where 3.x pushes APIs to: the gateway's admin services."""

    http: str | None = None
    """`http_endpoint`"""

    https: str | None = None
    """`https_endpoint`"""

    ws: str | None = None
    """`ws_endpoint`"""

    wss: str | None = None
    """`wss_endpoint`"""

    websub_http: str | None = None
    """`websub_event_receiver_http_endpoint`, since 4.0."""

    websub_https: str | None = None
    """`websub_event_receiver_https_endpoint`, since 4.0."""


@dataclass(frozen=True, slots=True)
class LoadBalancers:
    """The addresses of load balancers or proxies, by the role of the nodes behind them.

    Scheme, host and, unless usual, port, without a slash at the end; None where there is none.
    Gateways have theirs in the endpoints of their environments.

    >>> from gatewright import LoadBalancers
    >>> LoadBalancers(control_plane="https://api.example.com").key_manager is None
    True
    """

    control_plane: str | None = None
    """Before the control planes."""

    traffic_manager: str | None = None
    """Before the traffic managers."""

    key_manager: str | None = None
    """Before the key managers."""


class Ports(Mapping[str, int]):
    """The ports that a node opens, by name, after the offset.

    What is open depends on the pack and the release. The names are those of `Port`.

    >>> from gatewright import Pack, Ports
    >>> gateway = Ports(Pack.GATEWAY, "4.7", 1)
    >>> gateway["pass-through-https"]
    8244
    >>> "amqp" in gateway  # a gateway has no broker
    False
    """

    __slots__ = ("_native", "_numbers", "_offset", "_pack", "_release")

    def __init__(self, pack: Pack | str, release: Release | str, offset: int) -> None:
        """Tell the ports of a node that is started as `pack`."""
        self._pack = Pack(pack)
        self._release = Release(release)
        self._offset = PortOffset(offset)
        self._native = _gatewright.NativePorts(self._pack, self._release, self._offset)
        self._numbers = self._native.numbers()

    @property
    def pack(self) -> Pack:
        """What is started on the node."""
        return self._pack

    @property
    def release(self) -> Release:
        """The node's release."""
        return self._release

    @property
    def offset(self) -> PortOffset:
        """What is added to the default ports."""
        return self._offset

    def find(self, number: int) -> Port | None:
        """Return the name of the open port with this number.

        >>> from gatewright import Ports
        >>> Ports("gateway", "4.7", 1).find(8244)
        <Port.PASS_THROUGH_HTTPS: 'pass-through-https'>
        """
        name = self._native.find(number)
        return None if name is None else Port(name)

    def collisions(self, other: "Ports") -> list[tuple[Port, Port, int]]:
        """Return the pairs of ports, this node's and the other's, that have one number.

        On one host two such nodes cannot both run.

        >>> from gatewright import Ports
        >>> gateway, control_plane = Ports("gateway", "4.7", 1), Ports("all-in-one", "4.7", 38)
        >>> [(str(mine), str(theirs), number)
        ...  for mine, theirs, number in gateway.collisions(control_plane)]
        [('pass-through-http', 'pass-through-https', 8281)]
        """
        pairs = self._native.collisions(other._native)  # noqa: SLF001 - of this class
        return [(Port(mine), Port(theirs), number) for mine, theirs, number in pairs]

    @override
    def __getitem__(self, name: str) -> int:
        return self._numbers[name]

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    @override
    def __len__(self) -> int:
        return len(self._numbers)

    @override
    def __repr__(self) -> str:
        return f"Ports({self._pack.value!r}, {self._release!r}, {self._offset!r})"

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, Ports) and self._key() == other._key()

    @override
    def __hash__(self) -> int:
        return hash(self._key())

    @override
    def __reduce__(self) -> tuple[type["Ports"], tuple[Pack, Release, PortOffset]]:
        return Ports, self._key()

    def _key(self) -> tuple[Pack, Release, PortOffset]:
        return self._pack, self._release, self._offset


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a topology.

    >>> from gatewright import Topology, examples
    >>> node = Topology.parse(examples.THREE_NODES).node("gateway-2")
    >>> node.offset, node.ports["servlet-https"]
    (2, 9445)
    """

    name: str
    """Its name, unique in the topology."""

    roles: tuple[Role, ...]
    """What it does, at least one role."""

    pack: Pack
    """What is started on it."""

    host: str
    """The computer it runs on, as other nodes and clients reach it."""

    offset: PortOffset
    """What is added to its default ports."""

    home: Path | None
    """The folder of its pack, when its files are on this computer."""

    http_proxy_port: int | None
    """The port of a proxy before it, over HTTP, which API-M then writes into its own URLs.

    The node itself opens its own port all the same.
    """

    https_proxy_port: int | None
    """The same over HTTPS."""

    key_manager: Credentials | None
    """How it signs in at the key manager; None when its file is to say so."""

    ports: Ports
    """The ports it opens."""


class SecretsByName(Mapping[_Name, SecretText]):
    """Values that may be secrets, by name: they neither change nor print."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[_Name, SecretText]) -> None:
        """Keep a copy of the values."""
        self._values = dict(values)

    @override
    def __getitem__(self, name: _Name) -> SecretText:
        return self._values[name]

    @override
    def __iter__(self) -> Iterator[_Name]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)

    @override
    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    @override
    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._values!r})"


class Properties(SecretsByName[str]):
    """The properties of an environment by name; their values may be secrets, and do not print.

    >>> from gatewright import Properties, SecretText
    >>> properties = Properties({"region": SecretText("eu-west-1")})
    >>> properties["region"].expose()
    'eu-west-1'
    >>> properties
    Properties({'region': ***})
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Environment:
    """One gateway environment of a topology.

    >>> from gatewright import Topology, examples
    >>> environment = Topology.parse(examples.THREE_NODES).environment("Production and Sandbox")
    >>> environment.type, environment.gateways
    (<EnvironmentType.HYBRID: 'hybrid'>, ('gateway-2',))
    """

    name: EnvironmentName
    """Its name, unique in the topology."""

    type: EnvironmentType
    """Which keys it accepts."""

    display_name: str | None
    """What the portals call it; its name when None. Since 4.0."""

    description: str | None
    """Shown in the portals; a file's own description stays when this is None."""

    provider: str | None
    """Whose gateway it is; `wso2` when None. Since 4.1."""

    gateway_type: str | None
    """Which kind of gateway it is; `Regular` when None. Since 4.3."""

    visibility: tuple[str, ...]
    """The roles whose users see it; everybody when empty. Since 4.3."""

    properties: Properties
    """What another vendor's gateway needs to know, by name. Since 4.1."""

    is_federated: bool
    """True for another vendor's gateway, by `provider` or `gateway_type`: no node is behind it."""

    display_in_api_console: bool
    """Whether the Developer Portal's try-out lists it."""

    show_as_token_endpoint_url: bool
    """Whether its token endpoint is shown (3.x)."""

    gateways: tuple[str, ...]
    """The names of the nodes behind it: at least one, and none when it is another vendor's."""

    endpoints: Endpoints
    """The URLs that were given; `Topology.endpoints` tells the others as well."""

    virtual_hosts: tuple[Endpoints, ...]
    """Further hosts under which its gateways are reached, each without a `service_url`. Since 4.0.

    The first virtual host is always the environment's own `endpoints`.
    """

    username: str | None
    """The user that 3.x publishes with."""

    password: SecretText | None
    """The password of that user."""
