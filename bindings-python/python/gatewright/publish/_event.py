"""What is told of an apply while it goes on."""

import asyncio
import inspect
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from gatewright._enums import EventKind
from gatewright._typing import override
from gatewright.publish._outcome import Outcome
from gatewright.publish._plan import Step
from gatewright.publish._rollout import RolloutOutcome

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["Event", "EventCallbackError"]

Done = TypeVar("Done", Outcome, RolloutOutcome)


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


class Listener:
    """A function of the user's that is told of events, until it raises.

    With an event loop it is called there, else on a thread of the package's own.
    """

    __slots__ = ("_error", "_event_loop", "_function")

    def __init__(
        self,
        function: Callable[[Event], object] | None,
        event_loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        if function is not None and not callable(function):
            raise TypeError(f"on_event must be a function, not {type(function).__name__}")
        if inspect.iscoroutinefunction(function):
            raise TypeError("on_event must be a plain function, not a coroutine function")
        self._function = function
        self._event_loop = event_loop
        self._error: BaseException | None = None

    @property
    def native(self) -> Callable[[Event], object] | None:
        """What the native module calls."""
        if self._function is None:
            return None
        return self._tell if self._event_loop is None else self._hand_over

    def _hand_over(self, event: Event) -> None:
        if self._event_loop is not None and not self._event_loop.is_closed():
            self._event_loop.call_soon_threadsafe(self._tell, event)

    def _tell(self, event: Event) -> None:
        if self._function is None or self._error is not None:
            return
        try:
            self._function(event)
        except BaseException as error:
            self._error = error
            if self._event_loop is not None and not isinstance(error, Exception):
                raise  # what ends the loop

    def checked(self, outcome: Done) -> Done:
        """Return the outcome, unless the function raised."""
        if self._error is not None:
            raise EventCallbackError(outcome) from self._error
        return outcome

    def __enter__(self) -> "Self":
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        failure: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Keep what the function raised beside what the operation did."""
        if failure is not None and failure.__cause__ is not self._error:
            failure.__context__ = failure.__context__ or self._error
