"""Whether a gateway has an API."""

from dataclasses import dataclass, field

from gatewright._enums import ProbeState
from gatewright._typing import override

__all__ = ["Probe"]


@dataclass(frozen=True, slots=True)
class Probe:
    """What a gateway answered when it was asked for an API. `str(probe)` is one line.

    >>> from gatewright import ControlPlane
    >>> from gatewright.client import ProbeState
    >>> def is_live(control_plane: ControlPlane) -> bool:
    ...     probe = control_plane.probe("Pets", "1.0.0", "Production Gateway")
    ...     return probe.state is ProbeState.LIVE
    """

    environment: str
    """The environment's name."""

    url: str
    """The URL that was asked."""

    state: ProbeState
    """What the answer means."""

    detail: str
    """The answer in words, such as `401: 900902: Missing Credentials`."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
