"""Revisions of APIs and where they are deployed, since 4.0."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gatewright._typing import instance, several

__all__ = ["Deployment", "DeploymentTarget", "Revision"]


@dataclass(frozen=True, slots=True)
class DeploymentTarget:
    """Where a revision is deployed to.

    >>> from gatewright.client import DeploymentTarget
    >>> DeploymentTarget("eu-west", virtual_host="eu.gw.example", hidden=True).environment
    'eu-west'
    """

    environment: str
    """The environment's name."""

    virtual_host: str | None = None
    """The host of the environment; its first one when None."""

    hidden: bool = False
    """Leaves its URLs out of the Developer Portal."""


@dataclass(frozen=True, slots=True)
class Deployment:
    """A revision at one environment. `dataclasses.replace` makes one with something changed.

    >>> from dataclasses import replace
    >>> from gatewright import ControlPlane
    >>> def hide(control_plane: ControlPlane, api_id: str) -> None:
    ...     for deployment in control_plane.deployments(api_id):
    ...         hidden = replace(deployment, display_on_devportal=False)
    ...         control_plane.update_deployment(api_id, hidden)
    """

    environment: str
    """The environment's name."""

    virtual_host: str
    """The virtual host it is offered at."""

    revision_id: str | None = None
    """The revision's identifier, where API-M says it."""

    display_on_devportal: bool = False
    """Whether the Developer Portal shows its URLs."""

    status: str | None = None
    """`CREATED` while an approval is awaited, `APPROVED`, `REJECTED`; since 4.3."""

    live_gateway_count: int | None = None
    """How many gateway nodes of the environment are alive, since 4.6."""

    deployed_gateway_count: int | None = None
    """How many of them have deployed the revision, since 4.6."""

    failed_gateway_count: int | None = None
    """How many of them have failed to, since 4.6."""

    is_approved: bool = field(default=True, compare=False)
    """False while an approval is awaited, or refused."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of an API.

    >>> from gatewright import ControlPlane
    >>> def show(control_plane: ControlPlane, api_id: str) -> None:
    ...     for revision in control_plane.revisions(api_id):
    ...         print(revision.number, [found.environment for found in revision.deployments])
    """

    id: str
    """API-M's identifier."""

    display_name: str
    """`Revision 3`"""

    description: str
    """What whoever made it wrote, at most 255 characters."""

    created_time: str
    """When it was made, as API-M writes it."""

    deployments: tuple[Deployment, ...]
    """Where it is deployed, or will be once that is approved."""

    number: int
    """The number API-M counts with; 0 when it says none."""


def targets(given: Iterable[DeploymentTarget | str]) -> tuple[DeploymentTarget, ...]:
    """Return where a revision is deployed to; a lone name is an environment's."""
    return tuple(
        DeploymentTarget(target)
        if isinstance(target, str)
        else instance(target, DeploymentTarget, f"targets[{index}]")
        for index, target in enumerate(several(given, "targets"))
    )
