"""Taking an API off one environment, with proof."""

from dataclasses import dataclass, field

from gatewright._typing import override
from gatewright.client._probe import Probe
from gatewright.publish._proof import LiveVerification

__all__ = ["Undeployment"]


@dataclass(frozen=True, slots=True)
class Undeployment:
    """What an undeployment did and proved. The first line of `str(undeployment)` is the verdict.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import VerifyOptions
    >>> def take_off(control_plane: ControlPlane) -> bool:
    ...     proof = VerifyOptions(probed=True, timeout=60)
    ...     undeployed = control_plane.undeploy_with(
    ...         "Pets", "1.0.0", "Hybrid Gateway", gone=60, others_serve=proof
    ...     )
    ...     print(undeployed)
    ...     return undeployed.is_ok
    """

    environment: str
    """The environment's name."""

    was_there: bool
    """Whether the API was there."""

    gone: tuple[Probe, ...]
    """What the environment's gateways answered last, when that was asked for."""

    others: LiveVerification | None
    """How the environments stand that keep the API, when that was asked for and one keeps it."""

    is_ok: bool
    """True when all that was asked for is proven."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
