"""The connection to a control plane, for `asyncio`."""

from collections.abc import Iterable

from gatewright import _gatewright
from gatewright._gatewright import NativeControlPlane
from gatewright._model import Release, SecretText
from gatewright._typing import Seconds, exposed, instance, instances, override, seconds, several
from gatewright.client._application import AsyncApplication
from gatewright.client._credentials import Credentials
from gatewright.client._listing import (
    ApiSummary,
    EndpointUrls,
    GatewayEnvironment,
    TokenEndpoint,
)
from gatewright.client._options import options
from gatewright.client._probe import Probe
from gatewright.client._request import ApiRequest, ApiResponse
from gatewright.client._token import AccessToken, ApplicationKeys, Grant
from gatewright.publish._outcome import Outcome
from gatewright.publish._plan import Plan
from gatewright.publish._publication import Publication
from gatewright.publish._verification import Verification

__all__ = ["AsyncControlPlane"]


class AsyncControlPlane:
    """A running control plane, for `asyncio`: the methods of `ControlPlane` as coroutines.

    Cancelling a task ends its request; the connection can be used on. One connection serves any
    number of event loops, in any threads.

    >>> import os
    >>> from gatewright import AsyncControlPlane
    >>> from gatewright.client import Credentials
    >>> async def show() -> None:
    ...     credentials = Credentials.password("admin", os.environ["APIM_PASSWORD"])
    ...     control_plane = await AsyncControlPlane.connect("https://localhost:9443", credentials)
    ...     for environment in await control_plane.environments():
    ...         print(environment.name, environment.type)
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeControlPlane) -> None:
        """Wrap the native connection; `connect` opens one."""
        self._native = native

    @classmethod
    async def connect(  # noqa: PLR0913 - all but the first two are named
        cls,
        url: str,
        credentials: Credentials,
        *,
        release: Release | str | None = None,
        devportal_url: str | None = None,
        token_url: str | None = None,
        tenant: str | None = None,
        ca_certificates: Iterable[str] = (),
        connect_timeout: Seconds | None = None,
        request_timeout: Seconds | None = None,
        danger_allow_plain_http: bool = False,
        danger_accept_invalid_certificates: bool = False,
    ) -> "AsyncControlPlane":
        """Connect: ask for the release unless it is given, and take a first token.

        So wrong credentials fail here; those that are sent as they are, `Credentials.token` and
        `Credentials.basic`, are tried by the first operation.

        `devportal_url` and `token_url` say where these are when they are not at the control plane's
        URL. `ca_certificates` are PEM texts, trusted beside the platform's. Times are seconds or a
        `timedelta`: 5 seconds to connect and 60 for a request unless said otherwise.
        `danger_allow_plain_http` lets `http://` URLs of other computers carry credentials;
        `danger_accept_invalid_certificates` accepts any certificate of anybody.
        """
        known = options(
            release=release,
            devportal_url=devportal_url,
            token_url=token_url,
            tenant=tenant,
            ca_certificates=ca_certificates,
            connect_timeout=connect_timeout,
            request_timeout=request_timeout,
            danger_allow_plain_http=danger_allow_plain_http,
            danger_accept_invalid_certificates=danger_accept_invalid_certificates,
        )
        native = instance(credentials, Credentials, "credentials")._native  # noqa: SLF001 - the package's own
        return cls(await _gatewright.connect(url, native, known))

    @property
    def url(self) -> str:
        """The URL that was connected to, without a slash at its end."""
        return self._native.url

    @property
    def release(self) -> Release:
        """The server's release, as it was given or asked."""
        return Release(self._native.release)

    async def environments(self) -> tuple[GatewayEnvironment, ...]:
        """Return the environments that APIs can be published to, in the server's order."""
        return await self._native.environments()

    async def apis(self) -> tuple[ApiSummary, ...]:
        """Return every API the user may see."""
        return await self._native.apis()

    async def api(self, name: str, version: str) -> ApiSummary:
        """Return the API of exactly this name and version; `NotFoundError` when there is none."""
        return await self._native.api(name, version)

    async def endpoint_urls(self, name: str, version: str) -> tuple[EndpointUrls, ...]:
        """Return where the Developer Portal offers a published API: one entry per environment."""
        return await self._native.endpoint_urls(name, version)

    async def is_on_gateway(
        self, gateway_url: str, user: str, password: str | SecretText, name: str, version: str
    ) -> bool:
        """Return whether one gateway node holds this API, by the node's own REST API (since 4.0).

        `gateway_url` is the node's management address, such as `https://gateway-1:9444`; the user
        is one of that node's.
        """
        return await self._native.is_on_gateway(gateway_url, user, exposed(password), name, version)

    async def application(self, name: str) -> AsyncApplication:
        """Return the user's application of this name: the one that is there, or a new one."""
        return AsyncApplication(await self._native.application(name))

    async def token_endpoints(self) -> tuple[TokenEndpoint, ...]:
        """Return where applications get their tokens.

        In 3.x at each environment's gateway, since 4.0 at the control plane.
        """
        return await self._native.token_endpoints()

    async def token(self, token_url: str, keys: ApplicationKeys, grant: Grant) -> AccessToken:
        """Take a token for an application, from a `TokenEndpoint`'s URL or any other."""
        instance(keys, ApplicationKeys, "keys")
        native = instance(grant, Grant, "grant")._native  # noqa: SLF001 - the package's own
        return AccessToken(await self._native.token(token_url, keys, native))

    async def revoke_token(self, keys: ApplicationKeys, token: AccessToken) -> None:
        """Make a token worthless at the control plane."""
        instance(keys, ApplicationKeys, "keys")
        native = instance(token, AccessToken, "token")._native  # noqa: SLF001 - the package's own
        await self._native.revoke_token(keys, native)

    async def call(self, request: ApiRequest) -> ApiResponse:
        """Call an API through a gateway. Whatever it answers is returned, refusals included.

        Only what was not answered is raised: no connection, TLS, time that ran out.
        """
        native = instance(request, ApiRequest, "request")._native  # noqa: SLF001 - the package's own
        return await self._native.call(native)

    async def probe(self, name: str, version: str, environment: str) -> Probe:
        """Ask an environment's gateway once, without a token, whether it has an API."""
        return await self._native.probe(name, version, environment)

    async def wait_until_live(
        self, name: str, version: str, environments: Iterable[str], *, timeout: Seconds
    ) -> tuple[Probe, ...]:
        """Wait until the gateways of all these environments have an API.

        Raises `TimedOutError`, code `not-live`, when one of them does not in time.
        """
        return await self._native.wait_until_live(
            name, version, several(environments, "environments"), seconds(timeout)
        )

    async def wait_until_absent(
        self, name: str, version: str, environment: str, *, timeout: Seconds
    ) -> Probe:
        """Wait until an environment's gateway has an API no more, after an undeploy.

        Raises `TimedOutError`, code `still-live`, when it still does.
        """
        return await self._native.wait_until_absent(name, version, environment, seconds(timeout))

    async def plan(self, publications: Iterable[Publication]) -> Plan:
        """Check publications against the server and return what is missing. Nothing is written."""
        return Plan(await self._native.plan(instances(publications, Publication, "publications")))

    async def apply(self, plan: Plan) -> Outcome:
        """Do what a plan says, step by step, API by API.

        What fails stands in the outcome; `Outcome.into_result` raises it. When it was interrupted,
        plan again: what is there by then is not done twice.
        """
        native = instance(plan, Plan, "plan")._native  # noqa: SLF001 - the package's own
        return await self._native.apply(native)

    async def publish(self, publications: Iterable[Publication]) -> Outcome:
        """Plan and apply; the first error is raised, and its context says what had been done."""
        return await self._native.publish(instances(publications, Publication, "publications"))

    async def undeploy(self, name: str, version: str, environment: str) -> bool:
        """Take an API off one environment; the others keep it. False when it was not there."""
        return await self._native.undeploy(name, version, environment)

    async def verify(self, publication: Publication) -> Verification:
        """Read back how a publication stands: deployed, pending, and at which URLs."""
        return await self._native.verify(instance(publication, Publication, "publication"))

    @override
    def __repr__(self) -> str:
        return f"<AsyncControlPlane {self.url} {self.release}>"
