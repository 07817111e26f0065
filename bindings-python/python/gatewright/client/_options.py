"""What can be said about a connection."""

from collections.abc import Iterable
from dataclasses import dataclass

from gatewright._typing import Seconds, seconds, several

__all__: list[str] = []


@dataclass(frozen=True, slots=True)
class Options:
    """The options of a connection; the core knows what holds where nothing is said."""

    release: str | None
    devportal_url: str | None
    token_url: str | None
    tenant: str | None
    ca_certificates: tuple[str, ...]
    connect_timeout: float | None
    request_timeout: float | None
    danger_allow_plain_http: bool
    danger_accept_invalid_certificates: bool


def options(  # noqa: PLR0913 - all are named
    *,
    release: str | None,
    devportal_url: str | None,
    token_url: str | None,
    tenant: str | None,
    ca_certificates: Iterable[str],
    connect_timeout: Seconds | None,
    request_timeout: Seconds | None,
    danger_allow_plain_http: bool,
    danger_accept_invalid_certificates: bool,
) -> Options:
    """Return the options as the native module reads them."""
    return Options(
        release=release,
        devportal_url=devportal_url,
        token_url=token_url,
        tenant=tenant,
        ca_certificates=several(ca_certificates, "ca_certificates"),
        connect_timeout=None if connect_timeout is None else seconds(connect_timeout),
        request_timeout=None if request_timeout is None else seconds(request_timeout),
        danger_allow_plain_http=danger_allow_plain_http,
        danger_accept_invalid_certificates=danger_accept_invalid_certificates,
    )
