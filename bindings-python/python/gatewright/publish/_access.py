"""What applications should have, and where their secrets go."""

import os
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from gatewright._enums import KeyType, SecretFileFormat, SecretKind
from gatewright._model import SecretsByName, SecretText
from gatewright._typing import Seconds, StrPath, exposed, instances, seconds, several
from gatewright.publish._access_outcome import EnvironmentAccess

__all__ = ["ApplicationAccess", "ProvidedSecret", "SecretFile", "WantedSubscription"]


@dataclass(frozen=True, slots=True)
class WantedSubscription:
    """An API an application should be subscribed to.

    >>> from gatewright.publish import WantedSubscription
    >>> WantedSubscription("Payments", "2.1.0", "Gold").plan
    'Gold'
    """

    api: str
    """The API's name."""

    version: str
    """The API's version."""

    plan: str | None = None
    """The plan; `Unlimited`, or the API's first one, when None."""


@dataclass(frozen=True, slots=True, init=False)
class ApplicationAccess:
    """An application, the APIs it should be subscribed to, and the keys and tokens it should have.

    What is there stays as it is, and what is missing is made; nothing is ever taken away.

    >>> from gatewright import ControlPlane, KeyType
    >>> from gatewright.publish import ApplicationAccess, SecretFile, WantedSubscription
    >>> checkout = ApplicationAccess(
    ...     "checkout",
    ...     subscriptions=[
    ...         WantedSubscription("Orders", "1.0.0"),
    ...         WantedSubscription("Payments", "2.1.0", "Gold"),
    ...     ],
    ...     key_types=[KeyType.PRODUCTION, KeyType.SANDBOX],
    ...     tokens=True,
    ... )
    >>> def provide(control_plane: ControlPlane) -> None:
    ...     outcome = control_plane.provide_access([checkout], SecretFile("secrets.json"))
    ...     print(outcome.into_result())
    """

    name: str
    """The application's name."""

    plan: str | None
    """The plan of an application that is made; `Unlimited` when None."""

    description: str | None
    """The description of an application that is made."""

    subscriptions: tuple[WantedSubscription, ...]
    """The APIs it should be subscribed to."""

    key_types: tuple[KeyType, ...]
    """The types of the keys it should have."""

    key_manager: str | None
    """The key manager that the keys are of (since 3.2); API-M's own when None."""

    grants: tuple[str, ...] | None
    """The grants of new keys; client credentials, password and refresh token when None."""

    callback_url: str | None
    """Where authorisation codes are sent, of new keys."""

    tokens: bool
    """Whether an access token per key type is wanted as well."""

    token_validity: float | None
    """How many seconds the tokens shall live; what the server is set to when None."""

    scopes: tuple[str, ...]
    """The scopes of the tokens. Those that are not granted are told among the differences."""

    environments: tuple[str, ...]
    """The environments the keys are for; without any, all in which a subscribed API is offered."""

    consumer_secrets: Mapping[KeyType, SecretText] = field(repr=False)
    """Consumer secrets that were kept when the keys were made."""

    def __init__(  # noqa: PLR0913 - each has a name
        self,
        name: str,
        *,
        plan: str | None = None,
        description: str | None = None,
        subscriptions: Iterable[WantedSubscription] = (),
        key_types: Iterable[KeyType | str] = (),
        key_manager: str | None = None,
        grants: Iterable[str] | None = None,
        callback_url: str | None = None,
        tokens: bool = False,
        token_validity: Seconds | None = None,
        scopes: Iterable[str] = (),
        environments: Iterable[str] = (),
        consumer_secrets: Mapping[KeyType, str | SecretText] | None = None,
    ) -> None:
        """Say what an application should have.

        `consumer_secrets` are those of keys that are there: a server that does not show a secret
        again (4.7) gives a token for it.
        """
        known = {} if consumer_secrets is None else consumer_secrets
        if not isinstance(known, Mapping):
            raise TypeError(f"consumer_secrets must be a mapping, not {type(known).__name__}")
        values = {
            "name": name,
            "plan": plan,
            "description": description,
            "subscriptions": instances(subscriptions, WantedSubscription, "subscriptions"),
            "key_types": tuple(KeyType(one) for one in several(key_types, "key_types")),
            "key_manager": key_manager,
            "grants": None if grants is None else instances(grants, str, "grants"),
            "callback_url": callback_url,
            "tokens": tokens,
            "token_validity": None if token_validity is None else seconds(token_validity),
            "scopes": instances(scopes, str, "scopes"),
            "environments": instances(environments, str, "environments"),
            "consumer_secrets": SecretsByName(
                {
                    KeyType(key_type): SecretText(exposed(secret))
                    for key_type, secret in known.items()
                }
            ),
        }
        for field_name, value in values.items():
            object.__setattr__(self, field_name, value)

    @property
    def _secrets(self) -> list[tuple[KeyType, SecretText]]:
        return list(self.consumer_secrets.items())


@dataclass(frozen=True, slots=True)
class ProvidedSecret:
    """A secret on its way to whoever shall have it, with what it is for. The value does not print.

    >>> from gatewright.publish import ProvidedSecret
    >>> def store(secret: ProvidedSecret) -> None:
    ...     path = f"{secret.application}/{secret.key_type}/{secret.kind}"
    ...     value = secret.value.expose()  # for the vault, below that path
    """

    application: str
    """The application's name."""

    key_type: KeyType
    """The type of its keys."""

    key_manager: str
    """Whose they are; empty before 3.2."""

    consumer_key: str
    """The public half of the keys."""

    kind: SecretKind
    """Which secret it is."""

    value: SecretText
    """The secret."""

    expires_at: datetime | None
    """When a token expires; None for one that does not, and for a consumer secret."""

    scopes: tuple[str, ...]
    """The scopes of a token."""

    environments: tuple[EnvironmentAccess, ...]
    """The environments that take tokens of these keys, with the URLs of the APIs."""


@dataclass(frozen=True, slots=True, init=False)
class SecretFile:
    """A file that secrets go to: its owner's alone (mode 0600), and replaced whole.

    What else it holds stays. A consumer secret and a token that it holds are not asked for again.

    >>> from gatewright.publish import SecretFile
    >>> SecretFile("secrets.env", format="dotenv").format
    <SecretFileFormat.DOTENV: 'dotenv'>
    """

    path: Path
    """Where it is, or will be."""

    format: SecretFileFormat
    """How it is written."""

    def __init__(
        self,
        path: StrPath,
        *,
        format: SecretFileFormat | str = SecretFileFormat.JSON,  # noqa: A002 - the field's name
    ) -> None:
        """Name the file."""
        object.__setattr__(self, "path", Path(os.fspath(path)))
        object.__setattr__(self, "format", SecretFileFormat(format))


SecretSink: TypeAlias = (
    SecretFile | Callable[[ProvidedSecret], object] | Callable[[ProvidedSecret], Awaitable[object]]
)
"""Where secrets go: a file, or a function or coroutine function that gets each of them."""
