"""Faults on order: what goes wrong, for which requests, how often."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gatewright._enums import FaultAction
from gatewright._typing import Seconds, seconds, unsigned

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True, init=False)
class Fault:
    """One fault: an action, the requests it meets, and how many of them.

    What nodes say to each other meets a fault only when the fault's path names it, so that counts
    are those of a client's requests.

    >>> from gatewright.emulator import Fault
    >>> second_deploy = Fault("status", status=503, path="/deploy-revision", after=1, times=1)
    >>> second_deploy.action
    'status'
    """

    action: str
    """What goes wrong: one of `FaultAction`."""

    delay: float | None
    """Seconds, for `delay` alone; 0 counts requests without changing them."""

    status: int | None
    """A status from 200 to 599, for `status` and `echo`."""

    body: str | None
    """The answer's body, for `status` alone; empty when None."""

    headers: tuple[tuple[str, str], ...]
    """Headers of the answer, for `status` and `echo`."""

    node: str | None
    """Only requests that reach this node."""

    method: str | None
    """Only requests of this method."""

    path: str | None
    """Only requests whose path, with its query, has this text in it; `*` stands for any text."""

    after: int | None
    """The first so many matching requests pass."""

    times: int | None
    """So many matching requests meet it; all when None."""

    met: int
    """How many requests have met it, in what `Emulator.faults` lists."""

    def __init__(  # noqa: PLR0913 - all but the action are named
        self,
        action: FaultAction | str,
        *,
        delay: Seconds | None = None,
        status: int | None = None,
        body: str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        node: str | None = None,
        method: str | None = None,
        path: str | None = None,
        after: int | None = None,
        times: int | None = None,
    ) -> None:
        """Describe a fault; `Emulator.add_fault` says when it cannot be played."""
        pairs = headers.items() if isinstance(headers, Mapping) else headers
        values = {
            "action": str(action),
            "delay": None if delay is None else seconds(delay),
            "status": None if status is None else unsigned(status, 16, "status"),
            "body": body,
            "headers": tuple((name, value) for name, value in pairs),
            "node": node,
            "method": method,
            "path": path,
            "after": None if after is None else unsigned(after, 32, "after"),
            "times": None if times is None else unsigned(times, 32, "times"),
            "met": 0,
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)


def from_native(
    what: tuple[str, float | None, int | None, str | None, list[tuple[str, str]]],
    where: tuple[str | None, str | None, str | None, int, int | None, int],
) -> Fault:
    """Make a fault of what the emulator lists."""
    action, delay, status, body, headers = what
    node, method, path, after, times, met = where
    fault = Fault(
        action,
        delay=delay,
        status=status,
        body=body,
        headers=headers,
        node=node,
        method=method,
        path=path,
        after=after,
        times=times,
    )
    object.__setattr__(fault, "met", met)
    return fault
