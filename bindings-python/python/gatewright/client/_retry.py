"""How failures are repeated."""

from dataclasses import dataclass

from gatewright._typing import Seconds, seconds, unsigned

__all__ = ["RetryOptions"]


@dataclass(frozen=True, slots=True, init=False)
class RetryOptions:
    """How a session repeats requests that failed, where that is safe.

    What may have been done already is never sent again before the server was read. The pause before
    a repetition is drawn between nothing and a bound that doubles from `first_delay` up to
    `longest_delay`. A server that says when to come back (`Retry-After`) is obeyed.

    After a broken connection or a timeout the server may still be at work. It is read at once, and
    while what was asked for is not there, again after one, two and four times `first_delay`, before
    the request is sent again. Give a server that is slower a longer `first_delay`.

    An error that was given up says in its `context` how many `attempts` were made and why it
    `gave_up`: for `attempts`, the `budget` or the `deadline`.

    >>> from gatewright.client import RetryOptions
    >>> RetryOptions(attempts=8, deadline=600).attempts
    8
    >>> RetryOptions.off().is_off
    True
    """

    attempts: int | None
    """How often a request is sent at most, the first time included; 4 when None."""

    first_delay: float | None
    """The longest first pause, and the first between two readings, in seconds; 0.5 when None."""

    longest_delay: float | None
    """Where the pauses stop growing, in seconds; 20 when None."""

    budget: int | None
    """How many repetitions a session has in store; 100 when None.

    Each takes one, after a timeout two; a repetition that succeeds gives back what it took, any
    other success a fifth of one. With an empty store failures are told at once.
    """

    deadline: float | None
    """How long one request may take with all its repetitions, in seconds; 180 when None."""

    is_off: bool
    """Whether nothing is repeated at all."""

    def __init__(
        self,
        *,
        attempts: int | None = None,
        first_delay: Seconds | None = None,
        longest_delay: Seconds | None = None,
        budget: int | None = None,
        deadline: Seconds | None = None,
    ) -> None:
        """Say how failures are repeated; what makes no sense is said when connecting."""
        values = {
            "attempts": None if attempts is None else unsigned(attempts, 32, "attempts"),
            "first_delay": None if first_delay is None else seconds(first_delay),
            "longest_delay": None if longest_delay is None else seconds(longest_delay),
            "budget": None if budget is None else unsigned(budget, 32, "budget"),
            "deadline": None if deadline is None else seconds(deadline),
            "is_off": False,
        }
        for field, value in values.items():
            object.__setattr__(self, field, value)

    @classmethod
    def off(cls) -> "RetryOptions":
        """Repeat nothing: every failure is told at once. The deadline stays."""
        options = cls()
        object.__setattr__(options, "is_off", True)
        return options
