"""What an apply did."""

from dataclasses import dataclass, field

from gatewright._enums import OutcomeFormat
from gatewright._gatewright import NativeOutcome
from gatewright._typing import override
from gatewright.errors import GatewrightError
from gatewright.publish._plan import Step

__all__ = ["ApiOutcome", "Outcome"]


@dataclass(frozen=True, slots=True)
class ApiOutcome:
    """What was done for one API.

    >>> from gatewright.publish import Outcome
    >>> def failed(outcome: Outcome) -> list[str]:
    ...     return [api.name for api in outcome.apis if api.error]
    """

    name: str
    """The API's name."""

    version: str
    """The API's version."""

    id: str | None
    """API-M's identifier, when the API exists."""

    done: tuple[Step, ...]
    """The steps that were done, in order."""

    pending: tuple[str, ...]
    """What the server accepted and somebody has to approve, in words."""

    failed: Step | None
    """The step that failed."""

    error: GatewrightError | None
    """Why it failed; or why the API could not be planned."""

    is_stopped: bool
    """True when steps were left out because another API failed and the apply was to stop then."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done, API by API, and what went wrong. One API's failure does not stop the others.

    `str(outcome)` is one line for each thing that was done, awaits an approval or failed.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Plan
    >>> def apply(control_plane: ControlPlane, plan: Plan) -> None:
    ...     print(control_plane.apply(plan).into_result())
    """

    apis: tuple[ApiOutcome, ...]
    """One entry per API of the plan."""

    not_recorded: GatewrightError | None
    """Why the journal or the audit log does not tell all of it."""

    is_ok: bool
    """True when nothing failed, and what was to be written down is. Something may be pending."""

    _native: NativeOutcome = field(repr=False, compare=False)

    def into_result(self) -> "Outcome":
        """Return the outcome, or raise the first error; its context says what had been done."""
        self._native.require_ok()
        return self

    def format(self, format: OutcomeFormat | str = OutcomeFormat.TEXT) -> str:  # noqa: A002 - its name everywhere
        """Return the outcome in one of the formats: a text that ends in a line break."""
        return self._native.format(OutcomeFormat(format))

    @override
    def __str__(self) -> str:
        return str(self._native)
