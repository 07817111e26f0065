"""Whether a node answers."""

from collections.abc import Iterable

from gatewright import _gatewright
from gatewright._model import Release, SecretText
from gatewright._typing import Seconds, seconds
from gatewright.client._callbacks import HeadersFunction
from gatewright.client._options import options
from gatewright.client._retry import RetryOptions

__all__ = ["wait_until_ready"]


def wait_until_ready(  # noqa: PLR0913 - all but the URL are named
    url: str,
    *,
    timeout: Seconds,
    release: Release | str | None = None,
    publisher_url: str | None = None,
    devportal_url: str | None = None,
    admin_url: str | None = None,
    token_url: str | None = None,
    revoke_url: str | None = None,
    registration_url: str | None = None,
    tenant: str | None = None,
    ca_certificates: Iterable[str] = (),
    client_certificate: tuple[str, str | SecretText] | None = None,
    proxy: str | SecretText | None = None,
    without_environment_proxy: bool = False,
    user_agent: str | None = None,
    headers: HeadersFunction | None = None,
    connect_timeout: Seconds | None = None,
    request_timeout: Seconds | None = None,
    retry: RetryOptions | None = None,
    max_concurrency: int | None = None,
    danger_allow_plain_http: bool = False,
    danger_accept_invalid_certificates: bool = False,
) -> None:
    """Wait until a node answers at its management URL, such as `https://gateway-1:9444`.

    Nobody signs in; the options are those of `ControlPlane.connect`. Raises `TimedOutError`, code
    `not-ready`, when it does not in time. On an event loop, leave it to `asyncio.to_thread`.

    >>> from gatewright import TimedOutError
    >>> from gatewright.client import wait_until_ready
    >>> try:
    ...     wait_until_ready("https://localhost:1", timeout=0)
    ... except TimedOutError as error:
    ...     print(error.code)
    not-ready
    """
    known = options(
        release=release,
        publisher_url=publisher_url,
        devportal_url=devportal_url,
        admin_url=admin_url,
        token_url=token_url,
        revoke_url=revoke_url,
        registration_url=registration_url,
        tenant=tenant,
        ca_certificates=ca_certificates,
        client_certificate=client_certificate,
        proxy=proxy,
        without_environment_proxy=without_environment_proxy,
        user_agent=user_agent,
        headers=headers,
        connect_timeout=connect_timeout,
        request_timeout=request_timeout,
        retry=retry,
        max_concurrency=max_concurrency,
        danger_allow_plain_http=danger_allow_plain_http,
        danger_accept_invalid_certificates=danger_accept_invalid_certificates,
    )
    _gatewright.wait_until_ready(url, known, seconds(timeout)).wait()
