"""The half of the bridge to `asyncio` that is easier to say in Python."""

from asyncio import CancelledError, shield
from collections.abc import Callable, Generator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from asyncio import Future

__all__: list[str] = []

T = TypeVar("T")


def result_of(
    future: "Future[T]", gone: "Future[None]", abandon: Callable[[], None]
) -> Generator[Any, None, T]:
    """Await a future; whatever ends the wait ends the native call as well.

    Who is cancelled waits until the call has let go of what it held, such as the file of a journal:
    the next call may need it.
    """
    try:
        return (yield from future)
    except CancelledError:
        abandon()
        yield from _until(gone)
        raise
    finally:
        abandon()


def _until(gone: "Future[None]") -> Generator[Any, None, None]:
    """Wait for the end of a native call, which takes no time of the network's; once is enough."""
    while not gone.done():
        with suppress(CancelledError):  # by somebody else as well: the first is on its way already
            yield from shield(gone)


def settle(
    future: "Future[T]", gone: "Future[None]", value: T, error: BaseException | None
) -> None:
    """Tell a future what the native call came to, unless nobody waits for it any more."""
    leave(gone)
    if future.done():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)


def leave(gone: "Future[None]") -> None:
    """Say that the native call is gone, and what it held with it."""
    if not gone.done():
        gone.set_result(None)
