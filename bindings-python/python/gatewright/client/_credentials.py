"""Who talks to the control plane."""

import os
from collections.abc import Awaitable, Callable

from gatewright._gatewright import NativeCredentials
from gatewright._model import SecretText
from gatewright._typing import Seconds, StrPath, exposed, override, seconds

__all__ = ["Credentials"]


class Credentials:
    """How a `ControlPlane` proves who it is. It does not print its secrets.

    >>> from gatewright.client import Credentials
    >>> Credentials.basic("admin", "hunter2")
    Credentials.basic('admin', ***)
    """

    __slots__ = ("_native", "_shown")

    def __init__(self, native: NativeCredentials, shown: str) -> None:
        """Wrap native credentials; the class methods make some."""
        self._native = native
        self._shown = shown

    @classmethod
    def password(
        cls,
        user: str,
        password: str | SecretText,
        *,
        client_id: str | None = None,
        client_secret: str | SecretText | None = None,
    ) -> "Credentials":
        """Sign in as a user: tokens are taken by the password grant and renewed in time.

        A client is registered under a name of the user's own, or found again; `client_id` and
        `client_secret` name one that is registered already.
        """
        if (client_id is None) != (client_secret is None):
            raise TypeError("client_id and client_secret belong together")
        client = None
        if client_id is not None and client_secret is not None:
            client = (client_id, exposed(client_secret))
        native = NativeCredentials.password(user, exposed(password), client)
        return cls(native, f"password({user!r}, ***)")

    @classmethod
    def client(cls, client_id: str, client_secret: str | SecretText) -> "Credentials":
        """Sign in as a client without a user, by the client-credentials grant."""
        native = NativeCredentials.client(client_id, exposed(client_secret))
        return cls(native, f"client({client_id!r}, ***)")

    @classmethod
    def token(cls, token: str | SecretText) -> "Credentials":
        """Send an access token that was obtained elsewhere. It cannot be renewed."""
        return cls(NativeCredentials.token(exposed(token)), "token(***)")

    @classmethod
    def expiring_token(cls, token: str | SecretText, expires_in: Seconds) -> "Credentials":
        """Send an access token that was obtained elsewhere and lives that long from now.

        From a `callback`, it is asked for again in time.
        """
        native = NativeCredentials.expiring_token(exposed(token), seconds(expires_in))
        return cls(native, "expiring_token(***)")

    @classmethod
    def from_environment(cls) -> "Credentials":
        """Take what the environment says, for programs that are configured by it.

        `GATEWRIGHT_USERNAME` and `GATEWRIGHT_PASSWORD` make `password`, also with a
        `GATEWRIGHT_CLIENT_ID` and `GATEWRIGHT_CLIENT_SECRET`, and `basic` with
        `GATEWRIGHT_BASIC=true`; the client's two alone make `client`; `GATEWRIGHT_TOKEN` makes
        `token`. An empty variable counts as one that is not set. Raises `InvalidInputError`, code
        `no-credentials`, `incomplete-credentials` or `ambiguous-credentials`.
        """
        return cls(NativeCredentials.from_environment(), "from_environment()")

    @classmethod
    def from_file(cls, path: StrPath) -> "Credentials":
        """Read a file: TOML, or JSON when its name ends in `.json`.

        Its keys are `username`, `password`, `client_id`, `client_secret`, `token` and `basic`; they
        go together as the variables of `from_environment` do. It is read once, here. On Unix a file
        that others may write is refused, and one that others may read is told in
        `ControlPlane.warnings`. No message shows a value.
        """
        shown = f"from_file({os.fspath(path)!r})"
        return cls(NativeCredentials.from_file(path), shown)

    @classmethod
    def callback(
        cls, function: Callable[[], "Credentials | Awaitable[Credentials]"]
    ) -> "Credentials":
        """Ask a function, such as one that asks a vault, or a coroutine function.

        It is asked when credentials are first needed, and again when a token it gave expires
        (`expiring_token`) or what it gave is refused: by one task at a time, however many wait. It
        runs on a thread of the package's own; the coroutine of a coroutine function runs on the
        event loop of whoever awaits, and is cancelled when nobody does any more.

        What it raises is the `__cause__` of the operation's error: `UnauthenticatedError`, code
        `credentials-callback-failed`.
        """
        if not callable(function):
            raise TypeError(f"function must be callable, not {type(function).__name__}")
        return cls(NativeCredentials.callback(function), "callback(...)")

    @classmethod
    def basic(cls, user: str, password: str | SecretText) -> "Credentials":
        """Send a user's name and password with each request; roles stand in for scopes."""
        return cls(NativeCredentials.basic(user, exposed(password)), f"basic({user!r}, ***)")

    @override
    def __repr__(self) -> str:
        return f"Credentials.{self._shown}"
