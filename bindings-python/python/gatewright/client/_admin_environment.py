"""Gateway environments that are made at run time, in the Admin Portal, since 4.0."""

from collections.abc import Iterable
from dataclasses import dataclass

from gatewright._gatewright import NativeAdminEnvironment, NativeAdminVirtualHost
from gatewright._typing import instance, override, several, unsigned

__all__ = ["AdminEnvironment", "AdminVirtualHost", "GatewayInstance"]


class AdminVirtualHost:
    """A host at which an environment's gateways offer APIs, with its ports.

    What a release says of it beyond that is kept.

    >>> from gatewright.client import AdminVirtualHost
    >>> AdminVirtualHost("eu.gw.example", https_port=443)
    AdminVirtualHost('eu.gw.example', https_port=443)
    """

    __slots__ = ("_native",)

    def __init__(  # noqa: PLR0913 - all but the host are named
        self,
        host: str,
        *,
        http_context: str | None = None,
        http_port: int | None = None,
        https_port: int | None = None,
        ws_port: int | None = None,
        wss_port: int | None = None,
    ) -> None:
        """Name a host, never a URL; its ports are API-M's own unless they are given.

        These are 8280 for HTTP, 8243 for HTTPS, 9099 for WebSocket and 8099 for secure WebSocket.
        `http_context` stands before an API's context in its URLs.
        """
        ports = {
            "http_port": http_port,
            "https_port": https_port,
            "ws_port": ws_port,
            "wss_port": wss_port,
        }
        given = [None if port is None else unsigned(port, 16, name) for name, port in ports.items()]
        self._native = NativeAdminVirtualHost(host, http_context, *given)

    @property
    def host(self) -> str:
        """The host."""
        return self._native.host

    @property
    def http_port(self) -> int | None:
        """The port for HTTP, where there is one."""
        return self._native.ports[0]

    @property
    def https_port(self) -> int | None:
        """The port for HTTPS, where there is one."""
        return self._native.ports[1]

    @property
    def ws_port(self) -> int | None:
        """The port for WebSocket, where there is one."""
        return self._native.ports[2]

    @property
    def wss_port(self) -> int | None:
        """The port for secure WebSocket, where there is one."""
        return self._native.ports[3]

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, AdminVirtualHost) and self._native == other._native

    __hash__ = None  # type: ignore[assignment]

    @override
    def __repr__(self) -> str:
        return f"AdminVirtualHost({self.host!r}, https_port={self.https_port!r})"


class AdminEnvironment:
    """A gateway environment as the Admin Portal has it.

    What a release says of it beyond these attributes is kept, so that a change leaves it alone.

    >>> from gatewright.client import AdminEnvironment, AdminVirtualHost
    >>> host = AdminVirtualHost("eu.gw.example", https_port=443)
    >>> AdminEnvironment("eu-west", [host], display_name="EU West").replace(description="Frankfurt")
    <AdminEnvironment 'eu-west'>
    """

    __slots__ = ("_native",)

    def __init__(
        self,
        name: str,
        virtual_hosts: Iterable[AdminVirtualHost],
        *,
        display_name: str | None = None,
        description: str | None = None,
        gateway_type: str | None = None,
    ) -> None:
        """Describe an environment, with the default one of its virtual hosts first.

        Its name has letters, digits, `_` and `-`. `gateway_type` is the kind of its gateways, such
        as `Regular` or `APK`, since 4.3.
        """
        native = NativeAdminEnvironment(name, _hosts(virtual_hosts))
        self._native = native.replace(display_name, description, None, gateway_type)

    def replace(
        self,
        *,
        display_name: str | None = None,
        description: str | None = None,
        virtual_hosts: Iterable[AdminVirtualHost] | None = None,
        gateway_type: str | None = None,
    ) -> "AdminEnvironment":
        """Return the same environment with other values for those that are given."""
        hosts = None if virtual_hosts is None else _hosts(virtual_hosts)
        return _from_native(self._native.replace(display_name, description, hosts, gateway_type))

    @property
    def id(self) -> str:
        """API-M's identifier; empty for one that is not there yet."""
        return self._native.id

    @property
    def name(self) -> str:
        """The name."""
        return self._native.name

    @property
    def display_name(self) -> str:
        """What people are shown."""
        return self._native.shown_name

    @property
    def is_read_only(self) -> bool:
        """Whether it is of the control plane's `deployment.toml`, and cannot be changed here."""
        return self._native.is_read_only

    @property
    def virtual_hosts(self) -> tuple[AdminVirtualHost, ...]:
        """Its virtual hosts, the default one first."""
        return tuple(map(_host, self._native.hosts()))

    @override
    def __repr__(self) -> str:
        return f"<AdminEnvironment {self.name!r}>"


@dataclass(frozen=True, slots=True)
class GatewayInstance:
    """A gateway node that stands behind an environment and reports to the control plane.

    >>> from gatewright import ControlPlane
    >>> def show(control_plane: ControlPlane) -> None:
    ...     environment = control_plane.admin_environment("eu-west")
    ...     for node in control_plane.environment_gateways(environment.id):
    ...         print(node.id, node.status)
    """

    id: str
    """What the node calls itself."""

    last_active: str
    """When it reported last, as API-M writes it."""

    status: str
    """`ACTIVE`, or `EXPIRED` when it has not reported for a while."""


def _hosts(given: Iterable[AdminVirtualHost]) -> list[NativeAdminVirtualHost]:
    hosts = enumerate(several(given, "virtual_hosts"))
    return [
        instance(host, AdminVirtualHost, f"virtual_hosts[{index}]")._native  # noqa: SLF001 - its own
        for index, host in hosts
    ]


def _host(native: NativeAdminVirtualHost) -> AdminVirtualHost:
    host = AdminVirtualHost.__new__(AdminVirtualHost)
    host._native = native  # noqa: SLF001 - its own
    return host


def _from_native(native: NativeAdminEnvironment) -> AdminEnvironment:
    environment = AdminEnvironment.__new__(AdminEnvironment)
    environment._native = native  # noqa: SLF001 - its own
    return environment
