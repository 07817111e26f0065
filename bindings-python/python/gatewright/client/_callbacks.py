"""Asking functions of the user's: for credentials, for headers, whether a roll-out may go on."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from gatewright._model import SecretText
from gatewright._typing import exposed, instance

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gatewright._gatewright import NativeCredentials
    from gatewright.client._credentials import Credentials

__all__: list[str] = []

Answer: TypeAlias = Callable[[object, BaseException | None], None]
"""What is told what a function gave, or raised."""

Read: TypeAlias = Callable[[Any], object]
"""What makes of what a function gave what the native module takes."""

Headers: TypeAlias = Mapping[str, str | SecretText] | Iterable[tuple[str, str | SecretText]]
"""Headers: a mapping, or pairs of name and value."""

HeadersFunction: TypeAlias = Callable[[], Headers | Awaitable[Headers]]
"""A function that gives headers, or a coroutine function."""


def credentials(
    function: Callable[[], Any],
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    """Ask a function, or a coroutine function, for credentials; return what cancels it."""
    return _ask(function, _native, event_loop, answer)


def headers(
    function: HeadersFunction,
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    """Ask a function, or a coroutine function, for headers; return what cancels it."""
    return _ask(function, _pairs, event_loop, answer)


def check(
    function: Callable[[], Any],
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    """Ask a function, or a coroutine function, what must hold; return what cancels it."""
    return _ask(function, _held, event_loop, answer)


def store(
    function: Callable[[], Any],
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    """Hand a function, or a coroutine function, a secret; return what cancels it."""
    return _ask(function, _stored, event_loop, answer)


def _ask(
    function: Callable[[], Any],
    read: Read,
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    try:
        given = function()
        if not inspect.isawaitable(given):
            answer(read(given), None)
        elif event_loop is None:
            answer(asyncio.run(_awaited(given, read)), None)
        else:
            return _begin(_awaited(given, read), event_loop, answer)
    except BaseException as error:  # noqa: BLE001 - it becomes the cause of the operation's error
        answer(None, error)
    return _done


def _begin(
    coroutine: Coroutine[Any, Any, object],
    event_loop: asyncio.AbstractEventLoop,
    answer: Answer,
) -> Callable[[], object]:
    try:
        future = asyncio.run_coroutine_threadsafe(coroutine, event_loop)
    except BaseException:
        coroutine.close()
        raise

    def tell(future: "Future[object]") -> None:
        if future.cancelled():
            answer(None, asyncio.CancelledError("the callback was cancelled"))
        elif (error := future.exception()) is not None:
            answer(None, error)
        else:
            answer(future.result(), None)

    future.add_done_callback(tell)
    return future.cancel


def _done() -> None:
    """Cancel nothing: the answer was given."""


async def _awaited(given: Awaitable[Any], read: Read) -> object:
    return read(await given)


def _native(given: "Credentials") -> "NativeCredentials":
    from gatewright.client._credentials import Credentials  # noqa: PLC0415 - it imports this module

    return instance(given, Credentials, "what the credentials callback gives")._native  # noqa: SLF001 - the package's own


def _held(given: object) -> bool:
    if given is False:
        raise ValueError("the check returned False")
    return True


def _stored(given: object) -> bool:
    if given is False:
        raise ValueError("the function returned False")
    return True


def _pairs(given: Headers) -> list[tuple[str, str]]:
    pairs = given.items() if isinstance(given, Mapping) else given
    return [(name, exposed(value)) for name, value in pairs]
