"""The half of the bridge to `asyncio` that is easier to say in Python."""

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from asyncio import Future

__all__: list[str] = []

T = TypeVar("T")


def result_of(future: "Future[T]", abandon: Callable[[], None]) -> Generator[Any, None, T]:
    """Await a future; whatever ends the wait ends the native call as well."""
    try:
        return (yield from future)
    finally:
        abandon()


def settle(future: "Future[T]", value: T, error: BaseException | None) -> None:
    """Tell a future what the native call came to, unless nobody waits for it any more."""
    if future.done():
        return
    if error is None:
        future.set_result(value)
    else:
        future.set_exception(error)
