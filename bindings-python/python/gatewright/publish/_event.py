"""What is told of an apply while it goes on."""

from dataclasses import dataclass, field

from gatewright._enums import EventKind
from gatewright._typing import override
from gatewright.publish._outcome import Outcome
from gatewright.publish._plan import Step
from gatewright.publish._rollout import RolloutOutcome

__all__ = ["Event", "EventCallbackError"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened while a plan was applied. `str(event)` is one line.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import Event, Plan
    >>> def show(event: Event) -> None:
    ...     print(f"{event.finished} of {event.total}", event)
    >>> def apply(control_plane: ControlPlane, plan: Plan) -> None:
    ...     control_plane.apply(plan, on_event=show).into_result()
    """

    kind: EventKind
    """What happened."""

    api: str
    """The API's name."""

    version: str
    """The API's version."""

    step: Step | None
    """The step it is about; None at the end of an API."""

    message: str | None
    """What awaits an approval, or went wrong, in words."""

    finished: int
    """How many APIs are finished."""

    total: int
    """How many APIs the plan changes."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


class EventCallbackError(Exception):
    """A function given as `on_event` raised: its exception is the cause of this one.

    It stopped nothing: what was applied was applied to its end, as `outcome` says. The function was
    not called again.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import EventCallbackError, Plan
    >>> def apply(control_plane: ControlPlane, plan: Plan) -> None:
    ...     try:
    ...         outcome = control_plane.apply(plan, on_event=print)
    ...     except EventCallbackError as error:
    ...         print(error.outcome)
    """

    outcome: Outcome | RolloutOutcome
    """What was done all the same."""

    def __init__(self, outcome: Outcome | RolloutOutcome) -> None:
        """Make the exception; the methods that take `on_event` raise it."""
        super().__init__(outcome)
        self.outcome = outcome

    @override
    def __str__(self) -> str:
        return (
            "the function given as on_event raised; see the cause, and what was done in `outcome`"
        )
