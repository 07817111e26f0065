"""What a control plane lists."""

from dataclasses import dataclass

from gatewright._enums import EnvironmentType

__all__ = ["ApiSummary", "EndpointUrls", "GatewayEnvironment", "TokenEndpoint", "VirtualHost"]


@dataclass(frozen=True, slots=True)
class VirtualHost:
    """A host name at which an environment's gateways offer APIs, since 4.0.

    >>> from gatewright.client import VirtualHost
    >>> VirtualHost("gw.example.com", None, "https://gw.example.com:8243").host
    'gw.example.com'
    """

    host: str
    """The host."""

    http_url: str | None
    """The HTTP base URL."""

    https_url: str | None
    """The HTTPS base URL."""


@dataclass(frozen=True, slots=True)
class GatewayEnvironment:
    """A gateway environment as the Publisher lists it.

    >>> from gatewright import ControlPlane
    >>> def names(control_plane: ControlPlane) -> list[str]:
    ...     return [environment.name for environment in control_plane.environments()]
    """

    name: str
    """Its name: what publications name."""

    display_name: str
    """What people are shown; empty in 3.x."""

    type: EnvironmentType
    """Which keys it accepts."""

    display_in_api_console: bool
    """Whether the try-out lists it: `display_in_api_console` of its control plane's file."""

    http_url: str | None
    """The HTTP base URL of its gateways."""

    https_url: str | None
    """The HTTPS base URL of its gateways; of its first virtual host since 4.0."""

    virtual_hosts: tuple[VirtualHost, ...]
    """Its virtual hosts, the default one first; none in 3.x."""


@dataclass(frozen=True, slots=True)
class ApiSummary:
    """An API as the Publisher lists it.

    >>> from gatewright import ControlPlane
    >>> def published(control_plane: ControlPlane) -> list[str]:
    ...     return [api.name for api in control_plane.apis() if api.lifecycle == "PUBLISHED"]
    """

    id: str
    """API-M's identifier."""

    name: str
    """The name."""

    version: str
    """The version."""

    context: str
    """The context, such as `/pets`."""

    provider: str
    """Who made it."""

    lifecycle: str
    """The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED`, …"""


@dataclass(frozen=True, slots=True)
class EndpointUrls:
    """At which URLs the Developer Portal offers an API in one environment.

    >>> from gatewright import ControlPlane
    >>> def show(control_plane: ControlPlane) -> None:
    ...     for urls in control_plane.endpoint_urls("Pets", "1.0.0"):
    ...         print(urls.environment, urls.https)
    """

    environment: str
    """The environment's name."""

    type: EnvironmentType | None
    """Its type, when the portal names a known one."""

    http: str | None
    """The API's URL over HTTP, when offered."""

    https: str | None
    """The API's URL over HTTPS, when offered."""

    ws: str | None
    """The API's URL over WebSocket, when offered."""

    wss: str | None
    """The API's URL over secure WebSocket, when offered."""


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Where applications get their tokens.

    >>> from gatewright.client import TokenEndpoint
    >>> TokenEndpoint(None, "https://localhost:9443/oauth2/token").url
    'https://localhost:9443/oauth2/token'
    """

    environment: str | None
    """The environment whose gateway it is (3.x); None for the control plane's."""

    url: str
    """The whole URL."""
