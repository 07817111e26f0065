"""A call of an API through a gateway, and its answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from gatewright._gatewright import NativeApiRequest
from gatewright._model import SecretText
from gatewright._typing import override
from gatewright.client._token import AccessToken

__all__ = ["ApiRequest", "ApiResponse", "GatewayFault"]


class ApiRequest:
    """A call of an API, which `ControlPlane.call` sends and `to_curl` prints; a GET by default.

    What is given is checked when it is sent. It does not print its token, headers such as
    `Authorization`, parameters such as `apikey`, nor its body.

    >>> from gatewright.client import ApiRequest
    >>> request = ApiRequest("https://localhost:8244/pets/1.0.0/pets", token="t0ken")
    >>> request.method, "t0ken" in repr(request)
    ('GET', False)
    """

    __slots__ = ("_native",)

    def __init__(  # noqa: PLR0913 - all but the URL are named
        self,
        url: str,
        *,
        method: str | None = None,
        token: AccessToken | SecretText | str | None = None,
        headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        body: bytes | str | None = None,
        content_type: str | None = None,
    ) -> None:
        """Describe a call: a `token` is sent as `Authorization: Bearer`, text as UTF-8."""
        if (body is None) != (content_type is None):
            raise TypeError("body and content_type belong together")
        if isinstance(token, AccessToken):
            token = token.token
        elif isinstance(token, str):
            token = SecretText(token)
        content = None
        if body is not None and content_type is not None:
            content = (content_type, body.encode() if isinstance(body, str) else body)
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        self._native = NativeApiRequest(method, url, token, pairs, content)

    @property
    def method(self) -> str:
        """The method."""
        return self._native.method

    @property
    def url(self) -> str:
        """The URL as it was given: a query parameter may be secret."""
        return self._native.url

    def to_curl(self) -> str:
        """Return the same call as a `curl` command; secrets are variables of the shell.

        >>> from gatewright.client import ApiRequest
        >>> ApiRequest("https://localhost:8244/pets/1.0.0", token="t0ken").to_curl()
        ... # doctest: +ELLIPSIS
        'curl...Bearer $ACCESS_TOKEN...'
        """
        return self._native.to_curl()

    @override
    def __eq__(self, other: object) -> bool:
        return isinstance(other, ApiRequest) and self._native == other._native

    __hash__ = None  # type: ignore[assignment] # its body may be long

    @override
    def __repr__(self) -> str:
        return f"<{self._native!r}>"


@dataclass(frozen=True, slots=True)
class GatewayFault:
    """A gateway's refusal, in its own words. `str(fault)` is one line.

    >>> from gatewright.client import GatewayFault
    >>> GatewayFault("900902", "Missing Credentials", None).code
    '900902'
    """

    code: str | None
    """API-M's code, such as `900902`; None when a key is of the wrong type for the gateway."""

    message: str
    """What went wrong, such as `Missing Credentials`."""

    description: str | None
    """What went wrong in more words."""

    _text: str = field(default="", repr=False, compare=False)

    @override
    def __str__(self) -> str:
        return self._text


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """An answer that came through a gateway, of any status: the back end's, or a refusal.

    >>> from gatewright import ControlPlane
    >>> from gatewright.client import ApiRequest
    >>> def ask(control_plane: ControlPlane, url: str) -> str:
    ...     response = control_plane.call(ApiRequest(url))
    ...     return response.text if response.is_success else str(response.fault)
    """

    status: int
    """The HTTP status, such as 200."""

    content_type: str | None
    """The `Content-Type`, when the answer has one."""

    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """The headers in the order in which they came, with names in lower case."""

    body: bytes = field(repr=False)
    """The body."""

    fault: GatewayFault | None
    """What a gateway says in its own words, when the answer is an error in one of their forms."""

    text: str = field(repr=False)
    """The body as text; what is no UTF-8 in it is replaced."""

    is_success: bool
    """True for a status from 200 to 299."""

    def header(self, name: str) -> str | None:
        """Return the first header of this name, in any letter case, such as `Retry-After`."""
        wanted = name.lower()
        return next((value for known, value in self.headers if known == wanted), None)
