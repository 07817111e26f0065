"""The codes of errors, each with its page."""

from dataclasses import dataclass

from gatewright import _gatewright
from gatewright._enums import ErrorKind, Retry

__all__ = ["ErrorCode", "error_codes"]


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """A code of a `GatewrightError`, its kinds and its page; `explain` gives the page whole.

    >>> import gatewright
    >>> code = next(code for code in gatewright.error_codes() if code.code == "file-changed")
    >>> code.kinds
    (<ErrorKind.CONCURRENT_CHANGE: 'ConcurrentChange'>,)
    """

    code: str
    """The stable kebab-case code; it reads as the problem."""

    kinds: tuple[ErrorKind, ...]
    """The kinds that errors of this code have; mostly one."""

    retries: tuple[Retry, ...]
    """The retry classes that errors of this code have; with several, the operation decides."""

    context: tuple[str, ...]
    """The keys that the context of such an error may have."""

    summary: str
    """What went wrong, in one line."""

    documentation: str
    """What happened, the usual causes, how to fix it: Markdown."""


def error_codes() -> tuple[ErrorCode, ...]:
    """Return every code that an error of this package can have, ordered by code.

    The errors of `gatewright.emulator` are not among them; `Emulator.explain` has their pages.

    >>> import gatewright
    >>> codes = [code.code for code in gatewright.error_codes()]
    >>> codes == sorted(codes)
    True
    """
    return _gatewright.error_codes()
