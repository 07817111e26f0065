//! The table of every operation the client can send.
//!
//! Paths: `rest-api.md` §1–§4 and WSO2's `OpenAPI` documents. Scopes: §1.3; where that table is silent, the documents.

use crate::rest::capability::Capability;
use crate::rest::operation::{Operation, Scopes};
use crate::rest::paths::Service;
use crate::rest::request::Method;

macro_rules! operations {
    ($($constant:ident $id:ident = $name:literal, $service:ident $method:ident $path:literal, $capability:ident,
        $repeat:ident $answer:ident, $classic:expr, $v4_0:expr, $since_4_1:expr;)*) => {
        /// Which operation: to be matched without a wildcard, so that a new operation is remembered wherever each one counts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum OperationId {
            $($id),*
        }

        $(
            pub(crate) static $constant: Operation = Operation {
                id: OperationId::$id,
                name: $name,
                service: Service::$service,
                method: Method::$method,
                path: $path,
                capability: Capability::$capability,
                scopes: Scopes { classic: &$classic, v4_0: &$v4_0, since_4_1: &$since_4_1 },
                is_idempotent: is!(repeatable $repeat),
                answers_secrets: is!(secret $answer),
            };
        )*

        impl OperationId {
            #[cfg(test)]
            pub(crate) fn operation(self) -> &'static Operation {
                match self {
                    $(Self::$id => &$constant),*
                }
            }
        }

        /// Every operation.
        pub(crate) static ALL: &[&Operation] = &[$(&$constant),*];
    };
}

macro_rules! is {
    (repeatable repeatable) => {
        true
    };
    (repeatable once) => {
        false
    };
    (secret secret) => {
        true
    };
    (secret plain) => {
        false
    };
}

const ADMIN: &str = "admin";
const API_KEY: &str = "api_key";
const APP: &str = "app_manage";
const APPROVE: &str = "api_workflow_approve";
const CREATE: &str = "api_create";
const DELETE: &str = "api_delete";
const ENV: &str = "environment_manage";
const ENV_READ: &str = "environment_read";
const IMPORT: &str = "api_import_export";
const MANAGE: &str = "api_manage";
const PUBLISH: &str = "api_publish";
const SETTINGS: &str = "publisher_settings";
const SUB: &str = "sub_manage";
const SUBSCRIBE: &str = "subscribe";
const TASKS: &str = "api_workflow_view";
const VIEW: &str = "api_view";

// The columns: constant and identifier, name; part, method and path; what a release must be able to do; whether sending it
// twice is as good as sending it once, and whether its answer can hold secrets; the scopes in 3.x, in 4.0 and since 4.1,
// any one of which is enough. The first is the one the client asks for: the narrowest.
//
// A deletion is sent once: the second answer, 404, would tell a success as a failure. So is the update of an API, though it
// replaces the whole object: API-M tells when an API last changed, so what somebody else wrote between two attempts can be
// seen, and is not overwritten. The other PUTs are repeatable by nature. Each says all that the object is to be (a
// deployment its host and visibility, a subscription its plan, an application and an environment every field), so the
// second has no effect that the first had not; and API-M gives these objects no time of their last change, so that the last
// writer wins with one attempt as with two.
operations! {
    VERSION ReadVersion = "read the version", Root Get "/services/Version", Always, repeatable plain, [], [], [];
    REGISTER_CLIENT RegisterClient = "register the client", Registration Post "/register", Always, repeatable secret,
        [], [], [];
    // The address of a token endpoint is a whole one.
    TOKEN IssueToken = "get a token", Token Post "", Always, repeatable secret, [], [], [];
    REVOKE_TOKEN RevokeToken = "revoke a token", Revoke Post "", Always, repeatable plain, [], [], [];

    SETTINGS_OF_PUBLISHER ReadPublisherSettings = "read the Publisher's settings", Publisher Get "/settings",
        Always, repeatable secret, [SETTINGS], [SETTINGS], [VIEW, SETTINGS];
    LIST_APIS ListApis = "list APIs", Publisher Get "/apis", Always, repeatable plain,
        [VIEW], [VIEW, IMPORT], [VIEW, MANAGE, IMPORT, "api_list_view"];
    GET_API ReadApi = "read an API", Publisher Get "/apis/{apiId}", Always, repeatable secret,
        [VIEW], [VIEW, IMPORT], [VIEW, MANAGE, IMPORT];
    CREATE_API CreateApi = "create an API", Publisher Post "/apis", Always, once secret,
        [CREATE], [CREATE], [CREATE, MANAGE];
    IMPORT_OPENAPI ImportOpenApi = "create an API from an OpenAPI document", Publisher Post "/apis/import-openapi",
        Always, once secret, [CREATE], [CREATE], [CREATE, MANAGE];
    UPDATE_API UpdateApi = "update an API", Publisher Put "/apis/{apiId}", Always, once secret,
        [PUBLISH, CREATE], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    DELETE_API DeleteApi = "delete an API", Publisher Delete "/apis/{apiId}", Always, once plain,
        [DELETE], [DELETE], [DELETE, MANAGE, IMPORT];
    GET_DEFINITION ReadDefinition = "read an API's definition", Publisher Get "/apis/{apiId}/swagger", Always,
        repeatable secret, [VIEW], [VIEW], [VIEW, MANAGE, "api_definition_view"];
    UPDATE_DEFINITION UpdateDefinition = "replace an API's definition", Publisher Put "/apis/{apiId}/swagger", Always,
        once secret, [CREATE], [CREATE], [CREATE, MANAGE];
    IMPORT_ARCHIVE ImportArchive = "import an archive", Publisher Post "/apis/import", PublisherArchives, once plain,
        [], [IMPORT, ADMIN], [IMPORT, ADMIN];
    EXPORT_ARCHIVE ExportArchive = "export an archive", Publisher Get "/apis/export", PublisherArchives,
        repeatable secret, [], [PUBLISH, CREATE, IMPORT], [VIEW, PUBLISH, CREATE, IMPORT, MANAGE];

    GET_LIFECYCLE ReadLifecycle = "read an API's lifecycle state", Publisher Get "/apis/{apiId}/lifecycle-state",
        Always, repeatable plain, [PUBLISH, CREATE], [PUBLISH, CREATE], [VIEW, PUBLISH, CREATE, MANAGE];
    GET_LIFECYCLE_HISTORY ReadLifecycleHistory = "read an API's lifecycle history",
        Publisher Get "/apis/{apiId}/lifecycle-history", Always, repeatable plain,
        [PUBLISH], [PUBLISH], [VIEW, PUBLISH, MANAGE];
    CHANGE_LIFECYCLE ChangeLifecycle = "change an API's lifecycle state", Publisher Post "/apis/change-lifecycle",
        Always, once plain, [PUBLISH], [PUBLISH, IMPORT], [PUBLISH, MANAGE, IMPORT];
    CANCEL_LIFECYCLE_TASK CancelLifecycleTask = "take back a change of an API's lifecycle state",
        Publisher Delete "/apis/{apiId}/lifecycle-state/pending-tasks", Always, once plain,
        [PUBLISH], [PUBLISH], [PUBLISH, MANAGE];

    CREATE_REVISION CreateRevision = "create a revision", Publisher Post "/apis/{apiId}/revisions", Revisions, once plain,
        [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];
    LIST_REVISIONS ListRevisions = "list revisions", Publisher Get "/apis/{apiId}/revisions", Revisions, repeatable plain,
        [], [PUBLISH, CREATE, IMPORT], [VIEW, PUBLISH, CREATE, MANAGE, IMPORT];
    DELETE_REVISION DeleteRevision = "delete a revision", Publisher Delete "/apis/{apiId}/revisions/{revisionId}",
        Revisions, once plain, [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];
    DEPLOY_REVISION DeployRevision = "deploy a revision", Publisher Post "/apis/{apiId}/deploy-revision",
        Revisions, once plain, [], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    UNDEPLOY_REVISION UndeployRevision = "undeploy a revision", Publisher Post "/apis/{apiId}/undeploy-revision",
        Revisions, once plain, [], [PUBLISH, CREATE, IMPORT], [PUBLISH, CREATE, MANAGE, IMPORT];
    RESTORE_REVISION RestoreRevision = "restore a revision", Publisher Post "/apis/{apiId}/restore-revision",
        Revisions, once secret, [], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    LIST_DEPLOYMENTS ListDeployments = "list an API's deployments", Publisher Get "/apis/{apiId}/deployments",
        Revisions, repeatable plain, [], [PUBLISH, CREATE], [VIEW, PUBLISH, CREATE, MANAGE];
    UPDATE_DEPLOYMENT UpdateDeployment = "change a deployment",
        Publisher Put "/apis/{apiId}/deployments/{deploymentId}", Revisions, repeatable plain,
        [], [PUBLISH, CREATE], [PUBLISH, CREATE, MANAGE];
    CANCEL_DEPLOYMENT CancelDeployment = "take back a deployment that awaits an approval",
        Publisher Delete "/apis/{apiId}/cancel-revision-workflow/{revisionId}/{envName}", DeploymentApprovals, once plain,
        [], [], [PUBLISH, MANAGE];

    PORTAL_LIST_APIS ListPortalApis = "list APIs in the Developer Portal", DevPortal Get "/apis", Always,
        repeatable plain, [], [], [];
    PORTAL_GET_API ReadPortalApi = "read an API in the Developer Portal", DevPortal Get "/apis/{apiId}", Always,
        repeatable plain, [], [], [];
    PORTAL_GET_DEFINITION ReadPortalDefinition = "read an API's definition in the Developer Portal",
        DevPortal Get "/apis/{apiId}/swagger", Always, repeatable plain, [], [], [];

    LIST_APPLICATIONS ListApplications = "list applications", DevPortal Get "/applications", Always, repeatable plain,
        [SUBSCRIBE, APP], [SUBSCRIBE, APP], [SUBSCRIBE, APP];
    GET_APPLICATION ReadApplication = "read an application", DevPortal Get "/applications/{applicationId}", Always,
        repeatable secret, [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    CREATE_APPLICATION CreateApplication = "create an application", DevPortal Post "/applications", Always, once secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    UPDATE_APPLICATION UpdateApplication = "change an application", DevPortal Put "/applications/{applicationId}",
        Always, repeatable secret, [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    DELETE_APPLICATION DeleteApplication = "delete an application", DevPortal Delete "/applications/{applicationId}",
        Always, once plain, [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];

    LIST_SUBSCRIPTIONS ListSubscriptions = "list subscriptions", DevPortal Get "/subscriptions", Always, repeatable plain,
        [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];
    SUBSCRIBE_API CreateSubscription = "subscribe an application to an API", DevPortal Post "/subscriptions",
        Always, once plain, [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];
    UPDATE_SUBSCRIPTION UpdateSubscription = "change a subscription", DevPortal Put "/subscriptions/{subscriptionId}",
        SubscriptionChanges, repeatable plain, [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];
    UNSUBSCRIBE DeleteSubscription = "end a subscription", DevPortal Delete "/subscriptions/{subscriptionId}",
        Always, once plain, [SUB, SUBSCRIBE], [SUB, SUBSCRIBE], [SUB, SUBSCRIBE];

    LIST_KEYS ListKeys = "list an application's keys", DevPortal Get "/applications/{applicationId}/keys",
        Always, repeatable secret, [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    LIST_OAUTH_KEYS ListOAuthKeys = "list an application's keys by key manager",
        DevPortal Get "/applications/{applicationId}/oauth-keys", KeyMappings, repeatable secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    GET_OAUTH_KEY ReadOAuthKey = "read an application's key",
        DevPortal Get "/applications/{applicationId}/oauth-keys/{keyMappingId}", KeyMappings, repeatable secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    GENERATE_KEYS GenerateKeys = "generate an application's keys",
        DevPortal Post "/applications/{applicationId}/generate-keys", Always, once secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    GENERATE_TOKEN GenerateToken = "have the Developer Portal get a token",
        DevPortal Post "/applications/{applicationId}/keys/{keyType}/generate-token", Always, repeatable secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    GENERATE_OAUTH_TOKEN GenerateOAuthToken = "have the Developer Portal get a token for a key manager's key",
        DevPortal Post "/applications/{applicationId}/oauth-keys/{keyMappingId}/generate-token", KeyMappings,
        repeatable secret, [APP, SUBSCRIBE], [APP, SUBSCRIBE], [APP, SUBSCRIBE];
    LIST_SECRETS ListSecrets = "list a key's secrets",
        DevPortal Get "/applications/{applicationId}/oauth-keys/{keyMappingId}/secrets", SeveralSecrets, repeatable secret,
        [], [], [APP, SUBSCRIBE];
    GENERATE_SECRET GenerateSecret = "generate a secret",
        DevPortal Post "/applications/{applicationId}/oauth-keys/{keyMappingId}/generate-secret", SeveralSecrets,
        once secret, [], [], [APP, SUBSCRIBE];
    REVOKE_SECRET RevokeSecret = "revoke a secret",
        DevPortal Post "/applications/{applicationId}/oauth-keys/{keyMappingId}/revoke-secret", SeveralSecrets,
        once plain, [], [], [APP, SUBSCRIBE];
    GENERATE_API_KEY GenerateApiKey = "generate an API key",
        DevPortal Post "/applications/{applicationId}/api-keys/{keyType}/generate", Always, once secret,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE, API_KEY], [APP, SUBSCRIBE, API_KEY];
    LIST_API_KEYS ListApiKeys = "list an application's API keys",
        DevPortal Get "/applications/{applicationId}/api-keys/{keyType}", ApiKeyListing, repeatable plain,
        [], [], [APP, SUBSCRIBE, API_KEY];
    REVOKE_API_KEY RevokeApiKey = "revoke an API key",
        DevPortal Post "/applications/{applicationId}/api-keys/{keyType}/revoke", ApiKeyRevocation, once plain,
        [APP, SUBSCRIBE], [APP, SUBSCRIBE, API_KEY], [APP, SUBSCRIBE, API_KEY];
    LIST_KEY_MANAGERS ListKeyManagers = "list key managers", DevPortal Get "/key-managers", KeyManagers, repeatable plain,
        [SUBSCRIBE], [SUBSCRIBE], [SUBSCRIBE];

    LIST_ENVIRONMENTS ListEnvironments = "list environments in the Admin Portal", Admin Get "/environments",
        AdminEnvironments, repeatable secret, [], [ENV_READ, ADMIN], [ENV_READ, ADMIN];
    CREATE_ENVIRONMENT CreateEnvironment = "create an environment", Admin Post "/environments", AdminEnvironments,
        once secret, [], [ENV, ADMIN], [ENV, ADMIN];
    UPDATE_ENVIRONMENT UpdateEnvironment = "change an environment", Admin Put "/environments/{environmentId}",
        AdminEnvironments, repeatable secret, [], [ENV, ADMIN], [ENV, ADMIN];
    DELETE_ENVIRONMENT DeleteEnvironment = "delete an environment", Admin Delete "/environments/{environmentId}",
        AdminEnvironments, once plain, [], [ENV, ADMIN], [ENV, ADMIN];
    LIST_GATEWAYS ListGateways = "list an environment's gateways", Admin Get "/environments/{environmentId}/gateways",
        GatewayInstances, repeatable plain, [], [], [ENV_READ, ADMIN];
    LIST_WORKFLOWS ListWorkflows = "list tasks that await a decision", Admin Get "/workflows", WorkflowListing,
        repeatable plain, [TASKS], [TASKS, ADMIN], [TASKS, ADMIN];
    GET_WORKFLOW ReadWorkflow = "read a task that awaits a decision", Admin Get "/workflows/{externalWorkflowRef}",
        WorkflowListing, repeatable plain, [TASKS], [TASKS, ADMIN], [TASKS, ADMIN];
    DECIDE_WORKFLOW DecideWorkflow = "decide a task", Admin Post "/workflows/update-workflow-status", Always, once plain,
        [APPROVE, ADMIN], [APPROVE, ADMIN], [APPROVE, ADMIN];
    ADMIN_IMPORT_ARCHIVE ImportClassicArchive = "import an archive by the Admin API", Admin Post "/import/api",
        AdminArchives, once plain, [IMPORT, ADMIN], [], [];
    ADMIN_EXPORT_ARCHIVE ExportClassicArchive = "export an archive by the Admin API", Admin Get "/export/api",
        AdminArchives, repeatable secret, [IMPORT, ADMIN], [], [];

    LIST_ARTEFACTS ListArtefacts = "list what a gateway node holds of an API", Gateway Get "/api-artifact", GatewayApi,
        repeatable secret, [], [], [];
    REDEPLOY_API RedeployApi = "have a gateway node deploy an API again", Gateway Post "/redeploy-api", GatewayApi,
        repeatable plain, [], [], [];
    GATEWAY_HEALTH CheckGatewayHealth = "ask for a gateway node's health", Gateway Get "/server-startup-healthcheck",
        GatewayHealth, repeatable plain, [], [], [];
}
