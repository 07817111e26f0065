"""The exceptions: `GatewrightError`, and one subclass for each kind of failure."""

from typing import ClassVar

from gatewright._enums import ErrorKind, Retry
from gatewright._gatewright import NativeReport
from gatewright._report import Diagnostic, Report
from gatewright._typing import override

__all__ = [
    "CancelledError",
    "ConcurrentChangeError",
    "ConflictError",
    "ConnectError",
    "GatewrightError",
    "InvalidInputError",
    "IoError",
    "MissingScopeError",
    "NotFoundError",
    "RateLimitedError",
    "RejectedError",
    "ServerError",
    "TimedOutError",
    "TlsError",
    "UnauthenticatedError",
    "UnexpectedError",
    "UnsupportedError",
]


class GatewrightError(Exception):
    """What went wrong, where, why, and what to do: the base of every exception of this package.

    The text of the exception is its message, with the findings below it when there are any. What
    the operating system reported is the exception's `__cause__`.

    Exceptions can be pickled; `diagnostics` are kept then, `report` is not.

    >>> import gatewright
    >>> try:
    ...     gatewright.check(["no/such/deployment.toml"])
    ... except gatewright.GatewrightError as error:
    ...     print(error.kind, error.code, error.operation, error.retry)
    NotFound unreadable-file check Never
    """

    kind: ClassVar[ErrorKind]
    """What went wrong, in one word; the class says the same."""

    code: str
    """A stable kebab-case name for exactly this failure; `explain` gives its page."""

    message: str
    """The text of the exception."""

    operation: str
    """The function that failed, as it is called in Rust; empty when there is none to name."""

    context: dict[str, str]
    """Facts that tell this failure from others of its code: paths, names. Never secrets."""

    retry: Retry
    """Whether the same call may be made again."""

    diagnostics: tuple[Diagnostic, ...]
    """The findings behind the failure; empty when the input was no file or text."""

    report: Report | None
    """The report that holds the findings."""

    def __init__(  # noqa: PLR0913 - all but the message are named
        self,
        message: str,
        *,
        code: str = "",
        operation: str = "",
        context: dict[str, str] | None = None,
        retry: Retry = Retry.NEVER,
        report: Report | None = None,
    ) -> None:
        """Make an exception; the package does this itself."""
        super().__init__(message)
        self.message = message
        self.code = code
        self.operation = operation
        self.context = context or {}
        self.retry = retry
        self.report = report
        self.diagnostics = report.diagnostics if report else ()

    @override
    def __reduce__(self) -> tuple[type["GatewrightError"], tuple[str], dict[str, object]]:
        """Pickle everything but the report, which holds the texts of the files."""
        return type(self), (self.message,), {**self.__dict__, "report": None}


class InvalidInputError(GatewrightError, ValueError):
    """What the caller gave is wrong; `diagnostics` often say where.

    >>> import gatewright
    >>> try:
    ...     gatewright.Topology.parse('release = "2.6"')
    ... except gatewright.InvalidInputError as error:
    ...     print(error.code, [found.code for found in error.diagnostics][:1])
    invalid-topology ['invalid-release']
    """

    kind = ErrorKind.INVALID_INPUT


class IoError(GatewrightError):
    """The operating system refused to read or write.

    >>> from gatewright import IoError
    >>> IoError.kind
    <ErrorKind.IO: 'Io'>
    """

    kind = ErrorKind.IO


class ConnectError(GatewrightError):
    """No connection could be made.

    >>> from gatewright import ConnectError
    >>> ConnectError.kind
    <ErrorKind.CONNECT: 'Connect'>
    """

    kind = ErrorKind.CONNECT


class TimedOutError(GatewrightError):
    """Time ran out.

    >>> from gatewright import TimedOutError
    >>> TimedOutError.kind
    <ErrorKind.TIMEOUT: 'Timeout'>
    """

    kind = ErrorKind.TIMEOUT


class TlsError(GatewrightError):
    """The TLS handshake failed, or the certificate is not trusted.

    >>> from gatewright import TlsError
    >>> TlsError.kind
    <ErrorKind.TLS: 'Tls'>
    """

    kind = ErrorKind.TLS


class UnauthenticatedError(GatewrightError):
    """The server does not accept the credentials.

    >>> from gatewright import UnauthenticatedError
    >>> UnauthenticatedError.kind
    <ErrorKind.UNAUTHENTICATED: 'Unauthenticated'>
    """

    kind = ErrorKind.UNAUTHENTICATED


class MissingScopeError(GatewrightError):
    """The credentials are valid but lack a scope the operation needs.

    >>> from gatewright import MissingScopeError
    >>> MissingScopeError.kind
    <ErrorKind.MISSING_SCOPE: 'MissingScope'>
    """

    kind = ErrorKind.MISSING_SCOPE


class NotFoundError(GatewrightError):
    """The thing named does not exist.

    >>> import gatewright
    >>> try:
    ...     gatewright.Topology.load("no/such/topology.toml")
    ... except gatewright.NotFoundError as error:
    ...     print(error.code, type(error.__cause__).__name__)
    unreadable-file FileNotFoundError
    """

    kind = ErrorKind.NOT_FOUND


class ConflictError(GatewrightError):
    """What exists already contradicts what was asked.

    >>> from gatewright import ConflictError
    >>> ConflictError.kind
    <ErrorKind.CONFLICT: 'Conflict'>
    """

    kind = ErrorKind.CONFLICT


class ConcurrentChangeError(GatewrightError):
    """Somebody else changed the same thing meanwhile; nothing was written.

    >>> from gatewright import ConcurrentChangeError
    >>> ConcurrentChangeError.kind
    <ErrorKind.CONCURRENT_CHANGE: 'ConcurrentChange'>
    """

    kind = ErrorKind.CONCURRENT_CHANGE


class RateLimitedError(GatewrightError):
    """The server asks for fewer requests.

    >>> from gatewright import RateLimitedError
    >>> RateLimitedError.kind
    <ErrorKind.RATE_LIMITED: 'RateLimited'>
    """

    kind = ErrorKind.RATE_LIMITED


class RejectedError(GatewrightError):
    """The server understood and refused.

    >>> from gatewright import RejectedError
    >>> RejectedError.kind
    <ErrorKind.REJECTED: 'Rejected'>
    """

    kind = ErrorKind.REJECTED


class UnsupportedError(GatewrightError):
    """This release, pack or platform cannot do it.

    >>> from gatewright import UnsupportedError
    >>> UnsupportedError.kind
    <ErrorKind.UNSUPPORTED: 'Unsupported'>
    """

    kind = ErrorKind.UNSUPPORTED


class ServerError(GatewrightError):
    """The server failed.

    >>> from gatewright import ServerError
    >>> ServerError.kind
    <ErrorKind.SERVER: 'Server'>
    """

    kind = ErrorKind.SERVER


class CancelledError(GatewrightError):
    """The caller cancelled the operation.

    >>> from gatewright import CancelledError
    >>> CancelledError.kind
    <ErrorKind.CANCELLED: 'Cancelled'>
    """

    kind = ErrorKind.CANCELLED


class UnexpectedError(GatewrightError):
    """A fault of Gatewright's own, or an answer nobody foresaw: please report it.

    >>> from gatewright import UnexpectedError
    >>> UnexpectedError.kind
    <ErrorKind.UNEXPECTED: 'Unexpected'>
    """

    kind = ErrorKind.UNEXPECTED


_BY_KIND: dict[str, type[GatewrightError]] = {
    error.kind: error for error in GatewrightError.__subclasses__()
}


def _from_native(  # noqa: PLR0913, PLR0917 - the native module calls it with a failure's fields
    kind: str,
    message: str,
    code: str,
    operation: str,
    context: dict[str, str],
    retry: str,
    report: NativeReport | None,
    cause: BaseException | None,
) -> GatewrightError:
    error = _BY_KIND[kind](
        message,
        code=code,
        operation=operation,
        context=context,
        retry=Retry(retry),
        report=None if report is None else Report(report),
    )
    error.__cause__ = cause
    return error
