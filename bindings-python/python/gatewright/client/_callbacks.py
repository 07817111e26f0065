"""Asking functions of the user's: for credentials, for headers."""

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from gatewright._model import SecretText
from gatewright._typing import exposed, instance

if TYPE_CHECKING:
    from concurrent.futures import Future

    from gatewright._gatewright import NativeCredentials
    from gatewright.client._credentials import Credentials

__all__: list[str] = []

Answer: TypeAlias = Callable[["NativeCredentials | None", BaseException | None], None]
"""What is told what a function gave, or raised."""

Headers: TypeAlias = Mapping[str, str | SecretText] | Iterable[tuple[str, str | SecretText]]
"""Headers: a mapping, or pairs of name and value."""


def ask(
    function: Callable[[], Any],
    event_loop: asyncio.AbstractEventLoop | None,
    answer: Answer,
) -> Callable[[], object]:
    """Ask a function, or a coroutine function, for credentials; return what cancels it."""
    try:
        given = function()
        if not inspect.isawaitable(given):
            answer(_native(given), None)
        elif event_loop is None:
            answer(asyncio.run(_awaited(given)), None)
        else:
            return _begin(given, event_loop, answer)
    except BaseException as error:  # noqa: BLE001 - it becomes the cause of the operation's error
        answer(None, error)
    return _done


def _begin(
    given: "Awaitable[Credentials]", event_loop: asyncio.AbstractEventLoop, answer: Answer
) -> Callable[[], object]:
    coroutine = _awaited(given)
    try:
        future = asyncio.run_coroutine_threadsafe(coroutine, event_loop)
    except BaseException:
        coroutine.close()
        raise

    def tell(future: "Future[NativeCredentials]") -> None:
        if future.cancelled():
            answer(None, asyncio.CancelledError("the credentials callback was cancelled"))
        elif (error := future.exception()) is not None:
            answer(None, error)
        else:
            answer(future.result(), None)

    future.add_done_callback(tell)
    return future.cancel


def _done() -> None:
    """Cancel nothing: the answer was given."""


async def _awaited(given: "Awaitable[Credentials]") -> "NativeCredentials":
    return _native(await given)


def _native(given: "Credentials") -> "NativeCredentials":
    from gatewright.client._credentials import Credentials  # noqa: PLC0415 - it imports this module

    return instance(given, Credentials, "what the credentials callback gives")._native  # noqa: SLF001 - the package's own


def headers(function: Callable[[], Headers]) -> list[tuple[str, str]]:
    """Ask a function for headers."""
    given = function()
    pairs = given.items() if isinstance(given, Mapping) else given
    return [(name, exposed(value)) for name, value in pairs]
