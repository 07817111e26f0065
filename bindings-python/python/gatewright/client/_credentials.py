"""Who talks to the control plane."""

from gatewright._gatewright import NativeCredentials
from gatewright._model import SecretText
from gatewright._typing import exposed, override

__all__ = ["Credentials"]


class Credentials:
    """How a `ControlPlane` proves who it is. It does not print its secrets.

    >>> from gatewright.client import Credentials
    >>> Credentials.basic("admin", "hunter2")
    Credentials.basic('admin', ***)
    """

    __slots__ = ("_native", "_shown")

    def __init__(self, native: NativeCredentials, shown: str) -> None:
        """Wrap native credentials; `password`, `client`, `token` and `basic` make some."""
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
    def basic(cls, user: str, password: str | SecretText) -> "Credentials":
        """Send a user's name and password with each request; roles stand in for scopes."""
        return cls(NativeCredentials.basic(user, exposed(password)), f"basic({user!r}, ***)")

    @override
    def __repr__(self) -> str:
        return f"Credentials.{self._shown}"
