"""Keys, grants and tokens."""

from dataclasses import dataclass
from datetime import timedelta

from gatewright import _gatewright
from gatewright._enums import KeyType
from gatewright._gatewright import NativeAccessToken, NativeGrant
from gatewright._model import SecretText
from gatewright._typing import exposed, instance, override

__all__ = ["AccessToken", "ApplicationKeys", "Grant"]


class Grant:
    """How an application proves for whom it asks. It does not print its secrets.

    >>> from gatewright.client import Grant
    >>> Grant.password("alice", "s3cret")
    Grant.password('alice', ***)
    """

    __slots__ = ("_native", "_shown")

    def __init__(self, native: NativeGrant, shown: str) -> None:
        """Wrap a native grant; `client_credentials`, `password` and `refresh_token` make one."""
        self._native = native
        self._shown = shown

    @classmethod
    def client_credentials(cls) -> "Grant":
        """Ask for the application itself."""
        return cls(NativeGrant.client_credentials(), "client_credentials()")

    @classmethod
    def password(cls, user: str, password: str | SecretText) -> "Grant":
        """Ask for a user."""
        native = NativeGrant.password(user, exposed(password))
        return cls(native, f"password({user!r}, ***)")

    @classmethod
    def refresh_token(cls, token: str | SecretText) -> "Grant":
        """Ask for whom was asked before."""
        return cls(NativeGrant.refresh_token(exposed(token)), "refresh_token(***)")

    @override
    def __repr__(self) -> str:
        return f"Grant.{self._shown}"


@dataclass(frozen=True, slots=True, init=False)
class ApplicationKeys:
    """The consumer key and secret of an application for one key type. The secret does not print.

    Made in code, they are keys that were obtained earlier, such as those of a 4.7, which shows a
    secret only once.

    >>> from gatewright.client import ApplicationKeys
    >>> ApplicationKeys("SANDBOX", "key", "s3cret")
    ApplicationKeys(key_type=<KeyType.SANDBOX: 'SANDBOX'>, consumer_key='key', consumer_secret=***)
    """

    key_type: KeyType
    """Which gateways take tokens of these keys."""

    consumer_key: str
    """The public half."""

    consumer_secret: SecretText
    """The secret half."""

    def __init__(
        self, key_type: KeyType | str, consumer_key: str, consumer_secret: str | SecretText
    ) -> None:
        """Keep keys that were obtained earlier."""
        object.__setattr__(self, "key_type", KeyType(key_type))
        object.__setattr__(self, "consumer_key", consumer_key)
        object.__setattr__(self, "consumer_secret", SecretText(exposed(consumer_secret)))

    def to_curl(self, token_url: str, grant: Grant) -> str:
        """Return the `curl` command that takes a token; what is secret is a variable of the shell.

        >>> from gatewright.client import ApplicationKeys, Grant
        >>> keys = ApplicationKeys("PRODUCTION", "key", "s3cret")
        >>> command = keys.to_curl("https://localhost:8244/token", Grant.client_credentials())
        >>> "$CONSUMER_SECRET" in command, "s3cret" in command
        (True, False)
        """
        return _gatewright.token_curl(
            self,
            token_url,
            instance(grant, Grant, "grant")._native,  # noqa: SLF001 - the package's own
        )


class AccessToken:
    """An access token of an application. It does not print its secrets.

    >>> from gatewright import ControlPlane
    >>> from gatewright.client import ApplicationKeys, Grant
    >>> def header(control_plane: ControlPlane, url: str, keys: ApplicationKeys) -> str:
    ...     issued = control_plane.token(url, keys, Grant.client_credentials())
    ...     return f"Bearer {issued.token.expose()}"
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeAccessToken) -> None:
        """Wrap a native token; `ControlPlane.token` gives tokens."""
        self._native = native

    @property
    def token(self) -> SecretText:
        """What is sent as `Authorization: Bearer`."""
        return self._native.token

    @property
    def refresh_token(self) -> SecretText | None:
        """What renews it, when there is such a thing."""
        return self._native.refresh_token

    @property
    def expires_in(self) -> timedelta | None:
        """How long it lives; None when it does not expire."""
        return self._native.expires_in

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that were granted."""
        return self._native.scopes

    @override
    def __repr__(self) -> str:
        return f"AccessToken(token=***, expires_in={self.expires_in!r}, scopes={self.scopes!r})"
