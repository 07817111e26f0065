"""The connection to a control plane."""

from collections.abc import Iterable

from gatewright import _gatewright
from gatewright._gatewright import NativeControlPlane
from gatewright._model import Release, SecretText
from gatewright._typing import Seconds, exposed, instance, instances, override, seconds, several
from gatewright.client._application import Application
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

__all__ = ["ControlPlane"]


class ControlPlane:
    """A running control plane.

    While a method waits, other threads run, and Ctrl-C ends the wait. Any number of threads may
    share one connection; a forked child opens its own when it first uses it.

    >>> import os
    >>> from gatewright import ControlPlane
    >>> from gatewright.client import Credentials
    >>> def show() -> None:
    ...     credentials = Credentials.password("admin", os.environ["APIM_PASSWORD"])
    ...     control_plane = ControlPlane.connect("https://localhost:9443", credentials)
    ...     for environment in control_plane.environments():
    ...         print(environment.name, environment.type)
    """

    __slots__ = ("_native",)

    def __init__(self, native: NativeControlPlane) -> None:
        """Wrap the native connection; `connect` opens one."""
        self._native = native

    @classmethod
    def connect(  # noqa: PLR0913 - all but the first two are named
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
    ) -> "ControlPlane":
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
        return cls(_gatewright.connect(url, native, known).wait())

    @property
    def url(self) -> str:
        """The URL that was connected to, without a slash at its end."""
        return self._native.url

    @property
    def release(self) -> Release:
        """The server's release, as it was given or asked."""
        return Release(self._native.release)

    def environments(self) -> tuple[GatewayEnvironment, ...]:
        """Return the environments that APIs can be published to, in the server's order."""
        return self._native.environments().wait()

    def apis(self) -> tuple[ApiSummary, ...]:
        """Return every API the user may see."""
        return self._native.apis().wait()

    def api(self, name: str, version: str) -> ApiSummary:
        """Return the API of exactly this name and version; `NotFoundError` when there is none."""
        return self._native.api(name, version).wait()

    def endpoint_urls(self, name: str, version: str) -> tuple[EndpointUrls, ...]:
        """Return where the Developer Portal offers a published API: one entry per environment."""
        return self._native.endpoint_urls(name, version).wait()

    def is_on_gateway(
        self, gateway_url: str, user: str, password: str | SecretText, name: str, version: str
    ) -> bool:
        """Return whether one gateway node holds this API, by the node's own REST API (since 4.0).

        `gateway_url` is the node's management address, such as `https://gateway-1:9444`; the user
        is one of that node's.
        """
        return self._native.is_on_gateway(
            gateway_url, user, exposed(password), name, version
        ).wait()

    def application(self, name: str) -> Application:
        """Return the user's application of this name: the one that is there, or a new one."""
        return Application(self._native.application(name).wait())

    def token_endpoints(self) -> tuple[TokenEndpoint, ...]:
        """Return where applications get their tokens.

        In 3.x at each environment's gateway, since 4.0 at the control plane.
        """
        return self._native.token_endpoints().wait()

    def token(self, token_url: str, keys: ApplicationKeys, grant: Grant) -> AccessToken:
        """Take a token for an application, from a `TokenEndpoint`'s URL or any other."""
        instance(keys, ApplicationKeys, "keys")
        native = instance(grant, Grant, "grant")._native  # noqa: SLF001 - the package's own
        return AccessToken(self._native.token(token_url, keys, native).wait())

    def revoke_token(self, keys: ApplicationKeys, token: AccessToken) -> None:
        """Make a token worthless at the control plane."""
        instance(keys, ApplicationKeys, "keys")
        native = instance(token, AccessToken, "token")._native  # noqa: SLF001 - the package's own
        self._native.revoke_token(keys, native).wait()

    def call(self, request: ApiRequest) -> ApiResponse:
        """Call an API through a gateway. Whatever it answers is returned, refusals included.

        Only what was not answered is raised: no connection, TLS, time that ran out.
        """
        native = instance(request, ApiRequest, "request")._native  # noqa: SLF001 - the package's own
        return self._native.call(native).wait()

    def probe(self, name: str, version: str, environment: str) -> Probe:
        """Ask an environment's gateway once, without a token, whether it has an API."""
        return self._native.probe(name, version, environment).wait()

    def wait_until_live(
        self, name: str, version: str, environments: Iterable[str], *, timeout: Seconds
    ) -> tuple[Probe, ...]:
        """Wait until the gateways of all these environments have an API.

        Raises `TimedOutError`, code `not-live`, when one of them does not in time.
        """
        return self._native.wait_until_live(
            name, version, several(environments, "environments"), seconds(timeout)
        ).wait()

    def wait_until_absent(
        self, name: str, version: str, environment: str, *, timeout: Seconds
    ) -> Probe:
        """Wait until an environment's gateway has an API no more, after an undeploy.

        Raises `TimedOutError`, code `still-live`, when it still does.
        """
        return self._native.wait_until_absent(name, version, environment, seconds(timeout)).wait()

    def plan(self, publications: Iterable[Publication]) -> Plan:
        """Check publications against the server and return what is missing. Nothing is written."""
        return Plan(self._native.plan(instances(publications, Publication, "publications")).wait())

    def apply(self, plan: Plan) -> Outcome:
        """Do what a plan says, step by step, API by API.

        What fails stands in the outcome; `Outcome.into_result` raises it. When it was interrupted,
        plan again: what is there by then is not done twice.
        """
        native = instance(plan, Plan, "plan")._native  # noqa: SLF001 - the package's own
        return self._native.apply(native).wait()

    def publish(self, publications: Iterable[Publication]) -> Outcome:
        """Plan and apply; the first error is raised, and its context says what had been done."""
        return self._native.publish(instances(publications, Publication, "publications")).wait()

    def undeploy(self, name: str, version: str, environment: str) -> bool:
        """Take an API off one environment; the others keep it. False when it was not there."""
        return self._native.undeploy(name, version, environment).wait()

    def verify(self, publication: Publication) -> Verification:
        """Read back how a publication stands: deployed, pending, and at which URLs."""
        return self._native.verify(instance(publication, Publication, "publication")).wait()

    @override
    def __repr__(self) -> str:
        return f"<ControlPlane {self.url} {self.release}>"
