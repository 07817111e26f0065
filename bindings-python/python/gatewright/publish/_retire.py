"""Moving everything off an environment."""

from dataclasses import dataclass, field

from gatewright._enums import Fate
from gatewright._typing import override
from gatewright.errors import GatewrightError

__all__ = ["RetiredApi", "Retirement"]


@dataclass(frozen=True, slots=True)
class RetiredApi:
    """What became of one API. `str(api)` is one line.

    >>> from gatewright.publish import Fate, Retirement
    >>> def kept(retirement: Retirement) -> list[str]:
    ...     return [api.name for api in retirement.apis if api.fate is Fate.KEPT]
    """

    name: str
    """The API's name."""

    version: str
    """The API's version."""

    id: str
    """API-M's identifier."""

    fate: Fate
    """What became of it."""

    error: GatewrightError | None
    """Why it is still there."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Retirement:
    """What became of each API that was in the environment.

    The first line of `str(retirement)` is the verdict.

    >>> from gatewright import ControlPlane
    >>> def retire(control_plane: ControlPlane) -> bool:
    ...     retirement = control_plane.retire("Hybrid Gateway", replacement="eu-west")
    ...     print(retirement)
    ...     return retirement.is_ok
    """

    environment: str
    """The environment's name."""

    replacement: str | None
    """Where the APIs were to go."""

    apis: tuple[RetiredApi, ...]
    """One entry per API that was there, in the order of the server's listing."""

    is_ok: bool
    """True when no API is left: the environment can go."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text
