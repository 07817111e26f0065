"""What the Developer Portal shows."""

from dataclasses import dataclass

from gatewright.client._listing import EndpointUrls

__all__ = ["ApplicationSummary", "KeyManager", "PortalApi"]


@dataclass(frozen=True, slots=True)
class PortalApi:
    """An API as the Developer Portal shows it.

    >>> from gatewright import ControlPlane
    >>> def plans(control_plane: ControlPlane, api_id: str) -> tuple[str, ...]:
    ...     return control_plane.portal_api(api_id).plans
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

    description: str
    """What it is for."""

    lifecycle: str
    """The lifecycle state as API-M spells it: `PUBLISHED`, `DEPRECATED`, …"""

    plans: tuple[str, ...]
    """The plans that can be subscribed with."""

    endpoint_urls: tuple[EndpointUrls, ...]
    """At which URLs it is offered, one entry per environment."""


@dataclass(frozen=True, slots=True)
class KeyManager:
    """A key manager: what issues keys and tokens to applications, since 3.2.

    >>> from gatewright import ControlPlane
    >>> def show(control_plane: ControlPlane) -> None:
    ...     for manager in control_plane.key_managers():
    ...         print(manager.name, manager.token_endpoint)
    """

    id: str
    """API-M's identifier."""

    name: str
    """Its name, such as `Resident Key Manager`."""

    kind: str
    """Its kind, such as `default`."""

    display_name: str
    """What people are shown."""

    enabled: bool
    """Whether keys can be had of it."""

    token_endpoint: str | None
    """Where its tokens are got."""

    revoke_endpoint: str | None
    """Where its tokens are revoked."""

    available_grant_types: tuple[str, ...]
    """The grants that keys of it can be used with."""


@dataclass(frozen=True, slots=True)
class ApplicationSummary:
    """An application as the Developer Portal lists it.

    >>> from gatewright import ControlPlane
    >>> def names(control_plane: ControlPlane) -> list[str]:
    ...     return [application.name for application in control_plane.applications()]
    """

    id: str
    """API-M's identifier."""

    name: str
    """The name."""

    plan: str
    """The plan, such as `Unlimited`."""

    description: str
    """What whoever made it wrote."""

    status: str
    """`APPROVED`, or `CREATED` while an approval is awaited."""

    owner: str
    """Whose it is."""
