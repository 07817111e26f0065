"""Reading back what the server says of a publication."""

from dataclasses import dataclass, field

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
    """Whether it awaits an approval (since 4.3)."""

    is_shown: bool
    """Whether the Developer Portal should show it."""

    urls: EndpointUrls | None
    """At which URLs the Developer Portal offers it."""

    is_ok: bool
    """True when the API is in it, that awaits no approval, and the portal shows what it should."""

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

    environments: tuple[EnvironmentState, ...]
    """One entry per environment the publication names, in its order."""

    is_ok: bool
    """True when every environment has the API as it should."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
