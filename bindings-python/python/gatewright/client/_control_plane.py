"""The connection to a control plane."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gatewright import _gatewright
from gatewright._enums import Decision
from gatewright._gatewright import NativeControlPlane
from gatewright._model import Release, SecretText
from gatewright._typing import (
    Seconds,
    exposed,
    instance,
    override,
    seconds,
    several,
    unsigned,
)
from gatewright.client._admin_environment import AdminEnvironment, GatewayInstance
from gatewright.client._api_document import ApiDocument, document
from gatewright.client._application import Application
from gatewright.client._archives import ExportOptions, ImportOptions
from gatewright.client._callbacks import HeadersFunction
from gatewright.client._credentials import Credentials
from gatewright.client._gateway_node import GatewayNode
from gatewright.client._lifecycle import LifecycleEvent, LifecycleOutcome, LifecycleState
from gatewright.client._listing import (
    ApiSummary,
    EndpointUrls,
    GatewayEnvironment,
    TokenEndpoint,
)
from gatewright.client._options import options
from gatewright.client._portal import ApplicationSummary, KeyManager, PortalApi
from gatewright.client._probe import Probe
from gatewright.client._publishing import Publishing
from gatewright.client._request import ApiRequest, ApiResponse
from gatewright.client._retry import RetryOptions
from gatewright.client._revisions import Deployment, DeploymentTarget, Revision
from gatewright.client._revisions import targets as deployment_targets
from gatewright.client._search import ApiQuery, asked, found
from gatewright.client._token import AccessToken, ApplicationKeys, Grant
from gatewright.client._warning import ConnectWarning
from gatewright.client._workflows import WorkflowTask

__all__ = ["ControlPlane"]


class ControlPlane(Publishing):
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
    ) -> "ControlPlane":
        """Connect: ask for the release unless it is given, and take a first token.

        So wrong credentials fail here; those that are sent as they are, `Credentials.token` and
        `Credentials.basic`, are tried by the first operation.

        `publisher_url`, `devportal_url`, `admin_url` and `registration_url` say where these are
        when not at the control plane's URL; `token_url` and `revoke_url` are whole addresses.
        `ca_certificates` are PEM texts, trusted beside the platform's. `client_certificate` is a
        chain and its private key, as PEM texts, for mutual TLS. `proxy` goes before the
        environment's proxies, which `without_environment_proxy` leaves alone. `user_agent` follows
        `gatewright/<version>`.

        `headers` is a function that is asked for headers of your own before each request to API-M:
        a mapping, or pairs. It runs on a thread of the package's own. A coroutine function runs on
        the event loop of whoever awaits the call, and on one of its own when nobody does. The
        request waits for its answer.

        Times are seconds or a `timedelta`: 5 seconds to connect and 60 for an attempt of a request
        unless said otherwise; `retry` says how attempts are repeated. `max_concurrency` is how many
        requests are under way at most, 16 unless said otherwise.

        `danger_allow_plain_http` lets `http://` URLs of other computers carry credentials;
        `danger_accept_invalid_certificates` accepts any certificate of anybody.
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

    @property
    def warnings(self) -> tuple[ConnectWarning, ...]:
        """What is worth knowing about this connection and stopped nothing."""
        return self._native.warnings

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

    def create_api(self, api: Mapping[str, Any]) -> ApiDocument:
        """Make an API of a document, or dictionary, with at least `name`, `version`, `context`.

        In 3.x it names its gateways in `gatewayEnvironments`. When the answer is lost, the API of
        this name and version is looked for: there was none before. Raises `ConflictError`, code
        `api-exists`, when there is one.
        """
        return self._native.create_api(document(api, "api")).wait()

    def import_openapi(self, openapi: str | bytes, properties: Mapping[str, Any]) -> ApiDocument:
        """Make an API of an OpenAPI document, YAML or JSON, and further properties.

        These are at least `name`, `version` and `context`, and what the document does not say, such
        as `endpointConfig` and `policies`. Raises what `create_api` raises.
        """
        text = openapi.encode() if isinstance(openapi, str) else openapi
        return self._native.import_openapi(text, document(properties, "properties")).wait()

    def get_api(self, id: str) -> ApiDocument:  # noqa: A002 - its name everywhere
        """Return an API as it is stored; by a revision's identifier, as that revision has it."""
        return self._native.get_api(id).wait()

    def update_api(self, api: Mapping[str, Any]) -> ApiDocument:
        """Replace an API by this document, which was read before.

        The API is read again: what somebody changed meanwhile is not overwritten, but for the
        moment between that reading and the writing; `ConcurrentChangeError`, code
        `changed-meanwhile`, says so. When the answer is lost, the API is read once more, and the
        update sent again only if the API did not change; code `update-uncertain` says that it
        changed to something else. API-M ignores another context here, and the lifecycle state is
        changed by `change_lifecycle`.
        """
        return self._native.update_api(document(api, "api")).wait()

    def api_definition(self, api_id: str) -> str:
        """Return an API's definition as the server keeps it, with the server's own additions.

        By a revision's identifier it is the definition as that revision has it.
        """
        return self._native.api_definition(api_id).wait()

    def update_api_definition(self, api_id: str, document: str) -> str:
        """Replace an API's definition by an OpenAPI document; return what the server keeps of it.

        The document is JSON or YAML. The API's operations become those of the document. Since 4.0
        gateways go on with what they have until a revision is made and deployed. When the answer is
        lost, the definition is read, and the document sent again only if nothing changed;
        `ConcurrentChangeError`, code `update-uncertain`, says that it changed to something else.
        """
        return self._native.update_api_definition(api_id, document).wait()

    def delete_api(self, id: str) -> None:  # noqa: A002 - its name everywhere
        """Delete an API; `ConflictError` while it has subscriptions."""
        self._native.delete_api(id).wait()

    def search_apis(self, query: ApiQuery | None = None) -> Iterator[ApiSummary]:
        """Search the Publisher's APIs: one page of them is held, and the next one asked for.

        Nothing is sent before the first one is taken. APIs that are made or deleted meanwhile may
        be missed or given twice: API-M counts anew for each page.
        """
        return found(self._native.search_apis(asked(query)))

    def search_portal_apis(self, query: ApiQuery | None = None) -> Iterator[ApiSummary]:
        """Search what the Developer Portal shows, in the portal's own order.

        A query that names an order is refused.
        """
        return found(self._native.search_portal_apis(asked(query)))

    def import_archive(
        self,
        archive: bytes,
        *,
        overwrite: bool = False,
        preserve_provider: bool = False,
        rotate_revision: bool = False,
        dry_run: bool = False,
    ) -> str:
        """Import the zip archive of an API, and return the server's own words.

        `overwrite` updates the API that is there. `preserve_provider` keeps the provider that the
        archive names. `rotate_revision` makes room when the API has as many revisions as API-M
        keeps: the oldest one is undeployed and deleted (since 4.0). `dry_run` only says what it
        would do (since 4.5).

        An import is no unit: one that names an unknown environment fails with the API already
        changed. When the answer is lost, nobody can read whether it was done, and the error's
        `retry` is `Retry.AMBIGUOUS`: look at the API, then import again with `overwrite`.
        """
        known = ImportOptions(overwrite, preserve_provider, rotate_revision, dry_run)
        return self._native.import_archive(archive, known).wait()

    def export_archive(  # noqa: PLR0913 - all but the first two are named
        self,
        name: str,
        version: str,
        *,
        provider: str | None = None,
        preserve_status: bool = False,
        revision: int | None = None,
        latest_revision: bool = False,
    ) -> bytes:
        """Return the zip archive of an API: its working copy, as a new API.

        `provider` says whose API, where several have one of this name; `preserve_status` keeps its
        lifecycle state; `revision` is the number of a revision, and `latest_revision` the latest
        one, with its deployments (since 4.0).
        """
        number = None if revision is None else unsigned(revision, 64, "revision")
        known = ExportOptions(provider, preserve_status, number, latest_revision)
        return self._native.export_archive(name, version, known).wait()

    def create_revision(self, api_id: str, description: str) -> Revision:
        """Make a revision of the API as it is now (since 4.0).

        Raises `ConflictError`, code `revision-limit`, when API-M keeps no more: five.
        """
        return self._native.create_revision(api_id, description).wait()

    def revisions(self, api_id: str) -> tuple[Revision, ...]:
        """Return the revisions of an API, each with where it is deployed (since 4.0)."""
        return self._native.revisions(api_id).wait()

    def delete_revision(self, api_id: str, revision_id: str) -> None:
        """Delete a revision that is deployed nowhere (since 4.0)."""
        self._native.delete_revision(api_id, revision_id).wait()

    def deploy_revision(
        self, api_id: str, revision_id: str, targets: Iterable[DeploymentTarget | str]
    ) -> tuple[Deployment, ...]:
        """Deploy a revision to environments, in one request; another one there is replaced.

        The answer is a promise: gateways fetch the API afterwards, see `wait_until_live`. When it
        is lost, the revision's deployments are read. Since 4.0.
        """
        return self._native.deploy_revision(api_id, revision_id, deployment_targets(targets)).wait()

    def undeploy_revision(self, api_id: str, revision_id: str, environments: Iterable[str]) -> None:
        """Take a revision off environments (since 4.0)."""
        names = several(environments, "environments")
        self._native.undeploy_revision(api_id, revision_id, names).wait()

    def undeploy_revision_everywhere(self, api_id: str, revision_id: str) -> None:
        """Take a revision off every environment (since 4.0)."""
        self._native.undeploy_revision_everywhere(api_id, revision_id).wait()

    def restore_revision(self, api_id: str, revision_id: str) -> ApiDocument:
        """Make the API's working copy what a revision is (since 4.0). Nothing is deployed by it."""
        return self._native.restore_revision(api_id, revision_id).wait()

    def deployments(self, api_id: str) -> tuple[Deployment, ...]:
        """Return where an API is deployed: one entry per environment (since 4.0)."""
        return self._native.deployments(api_id).wait()

    def update_deployment(self, api_id: str, deployment: Deployment) -> Deployment:
        """Change what `deployments` gave: whether the portal shows it, and its virtual host."""
        changed = instance(deployment, Deployment, "deployment")
        return self._native.update_deployment(api_id, changed).wait()

    def cancel_deployment(self, api_id: str, revision_id: str, environment: str) -> None:
        """Take back a deployment that awaits an approval (since 4.3)."""
        self._native.cancel_deployment(api_id, revision_id, environment).wait()

    def lifecycle(self, api_id: str) -> LifecycleState:
        """Return an API's lifecycle state and what can be done from there."""
        return self._native.lifecycle(api_id).wait()

    def lifecycle_history(self, api_id: str) -> tuple[LifecycleEvent, ...]:
        """Return the changes of an API's lifecycle state, the oldest first."""
        return self._native.lifecycle_history(api_id).wait()

    def change_lifecycle(
        self, api_id: str, action: str, *, checks: Mapping[str, bool] | None = None
    ) -> LifecycleOutcome:
        """Change an API's lifecycle state; when the answer is lost, the state is read.

        `action` is API-M's own name: `Publish`, `Deploy as a Prototype`, `Demote to Created`,
        `Block`, `Re-Publish`, `Deprecate` or `Retire`; `lifecycle` says what is possible. `checks`
        chooses items of `LifecycleState.check_items`, or not. Where an approval workflow stands
        before the change, it succeeds with `is_pending` and the state the API had.
        """
        chosen = list((checks or {}).items())
        return self._native.change_lifecycle(api_id, action, chosen).wait()

    def cancel_lifecycle_change(self, api_id: str) -> None:
        """Take back a change of the lifecycle state that awaits an approval.

        That nothing waits is a success too.
        """
        self._native.cancel_lifecycle_change(api_id).wait()

    def portal_api(self, id: str) -> PortalApi:  # noqa: A002 - its name everywhere
        """Return an API as the Developer Portal shows it, by its identifier.

        Raises `RejectedError` when it is not published or was retired: the portal answers 403.
        """
        return self._native.portal_api(id).wait()

    def portal_definition(
        self,
        id: str,  # noqa: A002 - its name everywhere
        environment: str | None = None,
    ) -> str:
        """Return an API's definition as text, with the addresses of the environment it names."""
        return self._native.portal_definition(id, environment).wait()

    def key_managers(self) -> tuple[KeyManager, ...]:
        """Return the key managers that applications can have keys of (since 3.2)."""
        return self._native.key_managers().wait()

    def applications(self) -> tuple[ApplicationSummary, ...]:
        """Return the user's applications."""
        return self._native.applications().wait()

    def create_application(self, name: str, plan: str, description: str) -> ApplicationSummary:
        """Make an application; `application` takes the one that is there.

        Raises `ConflictError`, code `application-exists`, when the user has one of this name.
        """
        return self._native.create_application(name, plan, description).wait()

    def application_by_id(self, id: str) -> Application:  # noqa: A002 - its name everywhere
        """Return the application with this identifier of API-M's."""
        return Application(self._native.application_by_id(id).wait())

    def admin_environments(self) -> tuple[AdminEnvironment, ...]:
        """Return the environments as the Admin Portal has them (since 4.0).

        Those of the control plane's file are among them.
        """
        return self._native.admin_environments().wait()

    def admin_environment(self, name: str) -> AdminEnvironment:
        """Return the environment of exactly this name; `NotFoundError` when there is none."""
        return self._native.admin_environment(name).wait()

    def create_admin_environment(self, environment: AdminEnvironment) -> AdminEnvironment:
        """Make an environment (since 4.0); gateways serve it when their files name it."""
        native = instance(environment, AdminEnvironment, "environment")._native  # noqa: SLF001 - the package's own
        return self._native.create_admin_environment(native).wait()

    def update_admin_environment(self, environment: AdminEnvironment) -> AdminEnvironment:
        """Change an environment that was read before (since 4.0). Its name stays."""
        native = instance(environment, AdminEnvironment, "environment")._native  # noqa: SLF001 - the package's own
        return self._native.update_admin_environment(native).wait()

    def delete_admin_environment(self, id: str) -> None:  # noqa: A002 - its name everywhere
        """Delete an environment (since 4.0); `ConflictError` while an API is deployed there."""
        self._native.delete_admin_environment(id).wait()

    def environment_gateways(
        self,
        id: str,  # noqa: A002 - its name everywhere
    ) -> tuple[GatewayInstance, ...]:
        """Return the gateway nodes behind an environment that report (since 4.6)."""
        return self._native.environment_gateways(id).wait()

    def workflow_tasks(self, kind: str | None = None) -> tuple[WorkflowTask, ...]:
        """Return the tasks that await a decision (since 3.2).

        `kind` names one kind of them, such as `API_STATE` or `REVISION_DEPLOYMENT`.
        """
        return self._native.workflow_tasks(kind).wait()

    def workflow_task(self, id: str) -> WorkflowTask:  # noqa: A002 - its name everywhere
        """Return one task (since 3.2)."""
        return self._native.workflow_task(id).wait()

    def decide_workflow(
        self,
        id: str,  # noqa: A002 - its name everywhere
        decision: Decision | str,
        comment: str,
    ) -> None:
        """Decide a task; the comment may be empty.

        Raises `ConflictError`, code `decided-otherwise`, when somebody else was faster.
        """
        self._native.decide_workflow(id, Decision(decision), comment).wait()

    def gateway(self, url: str, user: str, password: str | SecretText) -> GatewayNode:
        """Return a gateway node of this control plane's. Nothing is sent to it yet.

        `url` is the node's management address, such as `https://gateway-1:9444`; the account is one
        of that node's own.
        """
        return GatewayNode(self._native.gateway(url, user, exposed(password)).wait())

    @override
    def __repr__(self) -> str:
        return f"<ControlPlane {self.url} {self.release}>"
