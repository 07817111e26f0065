"""What can be said about a connection."""

from collections.abc import Iterable
from dataclasses import dataclass

from gatewright._model import SecretText
from gatewright._typing import Seconds, exposed, instance, seconds, several, unsigned
from gatewright.client._callbacks import HeadersFunction
from gatewright.client._retry import RetryOptions

__all__: list[str] = []


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a connection; the core knows what holds where nothing is said."""

    release: str | None
    publisher_url: str | None
    devportal_url: str | None
    admin_url: str | None
    token_url: str | None
    revoke_url: str | None
    registration_url: str | None
    tenant: str | None
    ca_certificates: tuple[str, ...]
    client_certificate: tuple[str, SecretText] | None
    proxy: SecretText | None
    without_environment_proxy: bool
    user_agent: str | None
    headers: HeadersFunction | None
    connect_timeout: float | None
    request_timeout: float | None
    retry: RetryOptions | None
    max_concurrency: int | None
    danger_allow_plain_http: bool
    danger_accept_invalid_certificates: bool


def options(  # noqa: PLR0913 - all are named
    *,
    release: str | None,
    publisher_url: str | None,
    devportal_url: str | None,
    admin_url: str | None,
    token_url: str | None,
    revoke_url: str | None,
    registration_url: str | None,
    tenant: str | None,
    ca_certificates: Iterable[str],
    client_certificate: tuple[str, str | SecretText] | None,
    proxy: str | SecretText | None,
    without_environment_proxy: bool,
    user_agent: str | None,
    headers: HeadersFunction | None,
    connect_timeout: Seconds | None,
    request_timeout: Seconds | None,
    retry: RetryOptions | None,
    max_concurrency: int | None,
    danger_allow_plain_http: bool,
    danger_accept_invalid_certificates: bool,
) -> Options:
    """Return the options as the native module reads them."""
    if headers is not None and not callable(headers):
        raise TypeError(f"headers must be a function, not {type(headers).__name__}")
    return Options(
        release=release,
        publisher_url=publisher_url,
        devportal_url=devportal_url,
        admin_url=admin_url,
        token_url=token_url,
        revoke_url=revoke_url,
        registration_url=registration_url,
        tenant=tenant,
        ca_certificates=several(ca_certificates, "ca_certificates"),
        client_certificate=None if client_certificate is None else _pair(*client_certificate),
        proxy=None if proxy is None else SecretText(exposed(proxy)),
        without_environment_proxy=without_environment_proxy,
        user_agent=user_agent,
        headers=headers,
        connect_timeout=None if connect_timeout is None else seconds(connect_timeout),
        request_timeout=None if request_timeout is None else seconds(request_timeout),
        retry=None if retry is None else instance(retry, RetryOptions, "retry"),
        max_concurrency=None
        if max_concurrency is None
        else unsigned(max_concurrency, 32, "max_concurrency"),
        danger_allow_plain_http=danger_allow_plain_http,
        danger_accept_invalid_certificates=danger_accept_invalid_certificates,
    )


def _pair(certificates: str, key: str | SecretText) -> tuple[str, SecretText]:
    return certificates, SecretText(exposed(key))
