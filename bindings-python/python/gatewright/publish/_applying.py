"""How a plan is applied, and what becomes of what a function of the user's raises meanwhile."""

import asyncio
import inspect
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from gatewright._typing import StrPath
from gatewright.publish._event import Event, EventCallbackError
from gatewright.publish._outcome import Outcome
from gatewright.publish._rollout import RolloutOutcome

if TYPE_CHECKING:
    from typing_extensions import Self

__all__: list[str] = []

Done = TypeVar("Done", Outcome, RolloutOutcome)

Listener: TypeAlias = Callable[[Event], object]
"""What is told of events."""


class Applying:
    """How a plan is applied, and the user's function that is told of it until it raises.

    With an event loop it is called there, else on a thread of the package's own.
    """

    __slots__ = ("_error", "_event_loop", "_function", "audit_log", "journal", "stop_on_failure")

    def __init__(
        self,
        function: Listener | None,
        *,
        stop_on_failure: bool,
        journal: StrPath | None,
        audit_log: StrPath | None,
        event_loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        if function is not None and not callable(function):
            raise TypeError(f"on_event must be a function, not {type(function).__name__}")
        if inspect.iscoroutinefunction(function):
            raise TypeError("on_event must be a plain function, not a coroutine function")
        self.stop_on_failure = stop_on_failure
        self.journal = journal
        self.audit_log = audit_log
        self._function = function
        self._event_loop = event_loop
        self._error: BaseException | None = None

    @property
    def listener(self) -> Listener | None:
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
        """Keep what the function raised beside what the operation did; tell it nothing more."""
        self._function = None
        if failure is not None and failure.__cause__ is not self._error:
            failure.__context__ = failure.__context__ or self._error
