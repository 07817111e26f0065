"""An application's keys, consumer secrets and API keys."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from gatewright._enums import KeyType
from gatewright._model import SecretText
from gatewright._typing import Seconds, seconds, several

__all__ = ["ApiKey", "ApiKeyInfo", "ApplicationKeyInfo", "ConsumerSecret"]


@dataclass(frozen=True, slots=True)
class ApplicationKeyInfo:
    """A key of an application, as the Developer Portal has it. Its secret does not print.

    >>> from gatewright.client import Application
    >>> def show(application: Application) -> None:
    ...     for key in application.all_keys():
    ...         print(key.consumer_key, key.key_manager, key.grants)
    """

    mapping_id: str
    """API-M's identifier of the key, since 3.2; empty before."""

    key_type: KeyType | None
    """Which gateways take tokens of it, when it is one of the known key types."""

    key_manager: str
    """Whose it is, since 3.2; empty before."""

    consumer_key: str
    """The public half; empty while an approval is awaited."""

    consumer_secret: SecretText | None
    """The secret half; none where the server does not show it again, as 4.7."""

    state: str
    """`COMPLETED`, or `CREATED` while an approval is awaited."""

    grants: tuple[str, ...]
    """The grants it can be used with."""

    callback_url: str
    """Where authorisation codes are sent; empty when nowhere."""


@dataclass(frozen=True, slots=True)
class ConsumerSecret:
    """A secret of a key, since 4.7. It is shown once, when it is made, and does not print.

    >>> from gatewright.client import Application
    >>> def renew(application: Application, mapping_id: str) -> None:
    ...     old = application.secrets(mapping_id)
    ...     new = application.generate_secret(mapping_id)  # once every client uses it:
    ...     for secret in old:
    ...         application.revoke_secret(mapping_id, secret.id)
    """

    id: str
    """API-M's identifier: what it is revoked by."""

    value: SecretText | None
    """The secret itself, of a new one."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key. It does not print.

    >>> from gatewright.client import Application
    >>> def header(application: Application) -> dict[str, str]:
    ...     made = application.generate_api_key("PRODUCTION", validity=3600)
    ...     return {"apikey": made.key.expose()}
    """

    key: SecretText
    """What is sent in the header `apikey`."""

    name: str
    """Its name, since 4.7; empty before."""

    expires_in: timedelta | None
    """How long it lives; None when it does not expire."""


@dataclass(frozen=True, slots=True)
class ApiKeyInfo:
    """An API key as API-M lists it, without the key itself, since 4.7.

    >>> from gatewright.client import Application
    >>> def revoke_all(application: Application) -> None:
    ...     for known in application.api_keys("PRODUCTION"):
    ...         application.revoke_api_key_by_id("PRODUCTION", known.id)
    """

    id: str
    """API-M's identifier."""

    name: str
    """The name it was given."""

    issued_on: str
    """When it was issued, as API-M writes it."""


@dataclass(frozen=True, slots=True)
class KeyRequest:
    """What new keys shall be like, as the native module reads it."""

    key_type: KeyType
    grants: tuple[str, ...] | None
    callback_url: str | None
    scopes: tuple[str, ...] | None
    key_manager: str | None


@dataclass(frozen=True, slots=True)
class ApiKeyOptions:
    """Who may use a new API key, and how long, as the native module reads it."""

    name: str | None
    validity: float | None
    permitted_ips: tuple[str, ...]
    permitted_referers: tuple[str, ...]


def key_request(
    key_type: KeyType | str,
    *,
    grants: Iterable[str] | None,
    callback_url: str | None,
    scopes: Iterable[str] | None,
    key_manager: str | None,
) -> KeyRequest:
    """Return what new keys shall be like."""
    return KeyRequest(
        key_type=KeyType(key_type),
        grants=None if grants is None else several(grants, "grants"),
        callback_url=callback_url,
        scopes=None if scopes is None else several(scopes, "scopes"),
        key_manager=key_manager,
    )


def api_key_options(
    *,
    name: str | None,
    validity: Seconds | None,
    permitted_ips: Iterable[str],
    permitted_referers: Iterable[str],
) -> ApiKeyOptions:
    """Return who may use a new API key."""
    return ApiKeyOptions(
        name=name,
        validity=None if validity is None else seconds(validity),
        permitted_ips=several(permitted_ips, "permitted_ips"),
        permitted_referers=several(permitted_referers, "permitted_referers"),
    )
