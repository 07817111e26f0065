"""Reading back what the server says of a publication."""

from dataclasses import dataclass, field

from gatewright._enums import Lifecycle
from gatewright._typing import override
from gatewright.client._listing import EndpointUrls

__all__ = ["EnvironmentState", "Verification"]


@dataclass(frozen=True, slots=True)
class EnvironmentState:
    """How an API stands in one environment. `str(state)` is one line.

    >>> from gatewright.publish import Verification
    >>> def missing(verification: Verification) -> list[str]:
    ...     return [state.environment for state in verification.environments if not state.is_ok]
    """

    environment: str
    """The environment's name."""

    is_deployed: bool
    """Whether the API is in it, by the control plane's word."""

    is_pending: bool
    """Whether a deployment there awaits an approval (since 4.3), beside what is there or alone."""

    is_rejected: bool
    """Whether a deployment there was refused an approval (since 4.3).

    One that is older than what is there does not count.
    """

    is_shown: bool
    """Whether the Developer Portal should show it."""

    urls: EndpointUrls | None
    """At which URLs the Developer Portal offers it."""

    is_ok: bool
    """True when the API is in it, and the portal shows what it should.

    A deployment that awaits an approval, or was refused one, is not as it should be.
    """

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Verification:
    """What the control plane and the Developer Portal say of a publication.

    That a gateway serves the API is shown only by asking it: `ControlPlane.probe`, or a call.
    `str(verification)` is one line for the lifecycle and one for each environment.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Publication
    >>> def show(control_plane: ControlPlane, publication: Publication) -> None:
    ...     print(control_plane.verify(publication))
    """

    lifecycle: str
    """The lifecycle state as API-M spells it."""

    wanted_lifecycle: Lifecycle
    """The one that the publication names."""

    environments: tuple[EnvironmentState, ...]
    """One entry per environment the publication names, in its order."""

    is_ok: bool
    """True when the lifecycle state is the wanted one and every environment is as it should be."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
