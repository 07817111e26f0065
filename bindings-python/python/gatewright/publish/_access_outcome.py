"""What providing access did. It holds consumer keys, and no secret."""

from dataclasses import dataclass, field

from gatewright._enums import AccessAction, EnvironmentType, Handover, KeyType
from gatewright._typing import override
from gatewright.errors import GatewrightError

__all__ = [
    "AccessFailure",
    "AccessOutcome",
    "ApiAddress",
    "ApplicationAccessOutcome",
    "EnvironmentAccess",
    "ProvidedKey",
]


@dataclass(frozen=True, slots=True)
class ApiAddress:
    """Where an API is offered in an environment.

    >>> from gatewright.publish import AccessOutcome
    >>> def urls(outcome: AccessOutcome) -> list[str | None]:
    ...     all_of = [it for one in outcome.applications for it in one.environments]
    ...     return [address.https for environment in all_of for address in environment.apis]
    """

    api: str
    """The API's name."""

    version: str
    """The API's version."""

    http: str | None
    """Its URL over HTTP, when offered."""

    https: str | None
    """Its URL over HTTPS, when offered."""

    ws: str | None
    """Its URL over WebSocket, when offered."""

    wss: str | None
    """Its URL over secure WebSocket, when offered."""


@dataclass(frozen=True, slots=True)
class EnvironmentAccess:
    """An environment an application has access to. `str(environment)` is one line.

    >>> from gatewright.publish import ApplicationAccessOutcome
    >>> def show(application: ApplicationAccessOutcome) -> None:
    ...     for environment in application.environments:
    ...         print(environment.environment, environment.key_types)
    """

    environment: str
    """The environment's name."""

    environment_type: EnvironmentType
    """Its type, as the Developer Portal says it."""

    key_types: tuple[KeyType, ...]
    """The wanted key types whose tokens its gateways take; empty when they take none of them."""

    apis: tuple[ApiAddress, ...]
    """Where the subscribed APIs are offered there."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class ProvidedKey:
    """Keys that an application has.

    >>> from gatewright.publish import ApplicationAccessOutcome
    >>> def consumer_keys(application: ApplicationAccessOutcome) -> dict[str, str]:
    ...     return {key.key_type: key.consumer_key for key in application.keys}
    """

    key_type: KeyType
    """Which gateways take tokens of them."""

    key_manager: str
    """Whose they are; empty before 3.2."""

    mapping_id: str
    """API-M's identifier of them, since 3.2; empty before."""

    consumer_key: str
    """The public half; empty while an approval is awaited."""

    secret: Handover
    """Whether the sink has the consumer secret."""

    token: Handover | None
    """Whether the sink has a token; None when none is wanted."""


@dataclass(frozen=True, slots=True)
class AccessFailure:
    """A step that failed.

    >>> from gatewright.publish import ApplicationAccessOutcome
    >>> def codes(application: ApplicationAccessOutcome) -> list[str]:
    ...     return [failure.error.code for failure in application.failures]
    """

    action: AccessAction
    """What the step does."""

    api: str | None
    """The API's name, of a step about an API."""

    version: str | None
    """The API's version."""

    key_type: KeyType | None
    """The type of the keys, of a step about keys."""

    error: GatewrightError
    """Why, and what to do."""


@dataclass(frozen=True, slots=True)
class ApplicationAccessOutcome:
    """What was done for one application.

    >>> from gatewright.publish import AccessOutcome
    >>> def waiting(outcome: AccessOutcome) -> list[str]:
    ...     return [application.name for application in outcome.applications if application.pending]
    """

    name: str
    """The application's name."""

    id: str | None
    """API-M's identifier, when the application exists."""

    done: tuple[str, ...]
    """What was done, in words, in order."""

    pending: tuple[str, ...]
    """What the server accepted and somebody has to approve, in words."""

    differences: tuple[str, ...]
    """What is there and is otherwise than wanted, in words: it stays as it is."""

    failures: tuple[AccessFailure, ...]
    """What failed, with the reason."""

    keys: tuple[ProvidedKey, ...]
    """The keys that are there."""

    environments: tuple[EnvironmentAccess, ...]
    """For each environment whose tokens it takes, and where the subscribed APIs are."""

    is_ok: bool
    """True when nothing failed. Something may still await an approval."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class AccessOutcome:
    """What was done, application by application, and what went wrong.

    >>> from gatewright import ControlPlane
    >>> from gatewright.publish import ApplicationAccess, SecretFile
    >>> def provide(control_plane: ControlPlane, wanted: list[ApplicationAccess]) -> bool:
    ...     outcome = control_plane.provide_access(wanted, SecretFile("secrets.json"))
    ...     print(outcome)
    ...     return outcome.is_ok
    """

    applications: tuple[ApplicationAccessOutcome, ...]
    """One entry per application, in the order they were given."""

    is_ok: bool
    """True when nothing failed. Something may still await an approval."""

    _first: GatewrightError | None = field(default=None, repr=False, compare=False)
    _text: str = field(default="", repr=False, compare=False)

    def into_result(self) -> "AccessOutcome":
        """Return the outcome, or raise the first error, which says what had been done."""
        if self._first is not None:
            raise self._first
        return self

    @override
    def __str__(self) -> str:
        return self._text
