//! Every row of the REST reference's §2.3 to §2.7, §4 and §5.1 that states an answer, in the
//! reference's own words, and the test that it must be in. Rows about applications and subscriptions
//! are the Developer Portal's, rows about operations that the emulator does not have (207 apart) are
//! not here.

/// Section, and the row's words.
const ROWS: &[(&str, &str)] = &[
    // The table of operations.
    ("§2.3", "201, 400, 415"),
    ("§2.3", "replaces the full object"),
    ("§2.3", "a PUT with another context answers 200 and **ignores** it"),
    ("§2.3", "Name length 50 (4.0), 60 (4.1+); context 82 (4.0), 232 (4.1+); version 30"),
    (
        "§2.3",
        "Optional query `openAPIVersion` (`V2`/`V3` in 3.x, `v2`/`v3` with default `v3` from 4.0",
    ),
    (
        "§2.3",
        "multipart with exactly one of `file`, `url` (4.x also `inlineAPIDefinition`) plus `additionalProperties`",
    ),
    ("§2.3", "a **JSON string** with at least `name`, `version`, `context`"),
    // "API schema differences".
    (
        "§2.3",
        "`gatewayEnvironments` [string], `labels`, `endpointSecurity`, `destinationStatsEnabled`",
    ),
    ("§2.3", "object of name to value in 3.x; array of `{name,value,display}` in 4.x"),
    ("§2.3", "default `ALL_TENANTS` (3.x), `CURRENT_TENANT` (4.x)"),
    (
        "§2.3",
        "`isRevision`, `revisionedApiId`, `revisionId`, `serviceInfo`, `advertiseInfo`, `websubSubscriptionConfiguration`",
    ),
    ("§2.3", "`gatewayVendor`, `audience`, `asyncTransportProtocols`"),
    ("§2.3", "`gatewayType` (API level; default `wso2/synapse`"),
    ("§2.3", "`apiPolicies`, `apiKeyHeader`, `lastUpdatedTimestamp`"),
    (
        "§2.3",
        "`audiences` 4.4; `organizationPolicies`, `visibleOrganizations` 4.5; `displayName`, `primaryProductionEndpointId`, `primarySandboxEndpointId`, `initiatedFromGateway` 4.6",
    ),
    ("§2.3", "HTTP, WS, SOAP, SOAPTOREST, GRAPHQL; + WEBSUB, SSE (4.0); + WEBHOOK, ASYNC (4.1)"),
    // "Create behaviour on 4.7".
    ("§2.3", "blank name, context or version; invalid context"),
    ("§2.3", "no `endpointConfig`"),
    ("§2.3", "empty `operations`"),
    ("§2.3", "context already in use"),
    ("§2.3", "existing name with another context (as if a new version)"),
    ("§2.3", "name differing only by letter case"),
    ("§2.3", "copy to an existing version"),
    ("§2.3", "publish with no `policies`"),
    (
        "§2.4",
        "Created to {Publish, Deploy as a Prototype}; Published to {Deploy as a Prototype, Block, Demote to Created, Deprecate}; Blocked to {Re-Publish, Deprecate}; Deprecated to {Retire}",
    ),
    ("§2.4", "`Demote to Prototyped` in 3.x specs only"),
    ("§2.4", "`lifecycleChecklist` is `name:true,name2:false`"),
    (
        "§2.4",
        "States in this response are title case (\\\"Published\\\"); `lifeCycleStatus` in the API object is upper case (\\\"PUBLISHED\\\")",
    ),
    (
        "§2.4",
        "**With an approval workflow the call still answers 200 while the state stays Created**",
    ),
    ("§2.4", "An action not allowed from the current state: 400 (900381 or 903234"),
    ("§2.4", "`DELETE /apis/{id}/lifecycle-state/pending-tasks`"),
    ("§2.4", "4.x: lifecycle and deployment are independent; both are needed"),
    ("§2.5", "`GET /settings/gateway-environments?apiId=` (required `apiId`; `api_view`)"),
    ("§2.5", "removed in 4.0"),
    ("§2.5", "No top-level `/environments` path exists in any publisher spec"),
    ("§2.5", "`name`, `type`, `serverUrl`, `showInApiConsole`"),
    ("§2.5", "`endpoints` {http, https, ws, wss}"),
    ("§2.5", "`displayName`, `vhosts[]`"),
    (
        "§2.5",
        "`id`, `provider`, `endpointURIs[]` {protocol, endpointURI}, `additionalProperties[]` {key, value}",
    ),
    (
        "§2.5",
        "VHost: `host`, `httpContext`, `httpPort`, `httpsPort`, `wsPort`, `wssPort`; `websubHttpPort`, `websubHttpsPort` from 4.1",
    ),
    ("§2.5", "`storeUrl` (3.1, 3.2), renamed `devportalUrl` (4.x)"),
    ("§2.5", "`gatewayTypes[]` from 4.3"),
    ("§2.5", "`defaultSubscriptionPolicy` from 4.2"),
    ("§2.6", "list of configured names"),
    ("§2.6", "empty list"),
    ("§2.6", "unknown or removed name"),
    ("§2.6", "`production` environment, API without production endpoint (or sandbox / sandbox)"),
    ("§2.6", "one gateway fails"),
    ("§2.6", "field absent on create"),
    ("§2.6", "To change gateways: `GET`, edit the list, `PUT`"),
    // The table of operations.
    ("§2.7", "`{\\\"description\\\":\\\"...\\\"}` at most 255 characters; `{}` accepted"),
    ("§2.7", "`query=deployed:true` or `deployed:false`"),
    ("§2.7", "documented but not implemented in both server versions read"),
    ("§2.7", "200, remaining list"),
    ("§2.7", "**201** (spec says 200), array of **all** deployments of the API"),
    ("§2.7", "`?revisionId=` or `?revisionNumber=`, `allEnvironments` (false); array with `name`"),
    ("§2.7", "201 with the API"),
    ("§2.7", "id = base64url of the environment name"),
    ("§2.7", "cancels a pending deployment approval"),
    // Fields of a deployment.
    ("§2.7", "`revisionUuid`, `name`, `vhost`, `displayOnDevportal`, `deployedTime`"),
    ("§2.7", "`successDeployedTime`"),
    ("§2.7", "`status` `CREATED`, `APPROVED`, `REJECTED` (default CREATED)"),
    ("§2.7", "`liveGatewayCount`, `deployedGatewayCount`, `failedGatewayCount`"),
    ("§2.7", "No field `deployedGatewayTime` was found in any version"),
    // The notes.
    ("§2.7", "A revision can be read as an API"),
    ("§2.7", "missing: 400, code 900511"),
    ("§2.7", "**Limit of five revisions per API**"),
    ("§2.7", "Remedy for the limit"),
    ("§2.7", "Deploying another revision to an environment **replaces** the one there"),
    ("§2.7", "Re-posting the deploy of a revision already there is accepted"),
    ("§2.7", "from 4.6, `deployedGatewayCount` against `liveGatewayCount`"),
    ("§2.7", "An API without an endpoint for the environment's type is not put on it"),
    ("§2.7", "Lifecycle: a Created API can be deployed"),
    ("§2.7", "`POST /apis/{id}/generate-key`, header `Internal-Key`"),
    ("§2.7", "A retired API cannot: 400, code 903227"),
    ("§2.7", "From 4.1, `GET`/`PUT /apis/{id}/environments/{envId}/keys`"),
    // "Errors of the revision calls (4.7)".
    ("§2.7", "create for an unknown API"),
    ("§2.7", "delete, deploy, restore, undeploy for an unknown API"),
    ("§2.7", "unknown revision id"),
    ("§2.7", "unknown environment name on deploy or undeploy"),
    ("§2.7", "vhost not in that environment"),
    ("§2.7", "revision still deployed on delete"),
    ("§2.7", "third-party (advertise-only) API"),
    ("§2.7", "blocked by a governance policy set on deploy"),
    ("§2.7", "environment whose external gateway fails or has no deployer"),
    ("§2.7", "transient server fault"),
    ("§2.7", "one wrong name fails the whole call"),
    // Approval.
    ("§2.7", "deploy answers 201 with `status: CREATED`, the gateway gets nothing until approval"),
    ("§2.7", "`query=deployed:true` **includes pending** revisions"),
    ("§2.7", "undeploy is not gated"),
    ("§2.7", "Pending items are at Admin `GET /workflows?workflowType=`"),
    (
        "§2.7",
        "settled by `POST /workflows/update-workflow-status?workflowReferenceId=` with `{\\\"status\\\":\\\"APPROVED\\\"}`",
    ),
    ("§4", "only in deployment.toml (`[[apim.gateway.environment]]`)"),
    ("§4", "`GET`, `POST /environments`"),
    ("§4", "`PUT`, `DELETE /environments/{id}`"),
    ("§4", "not in the spec; works on 4.7"),
    ("§4", "`{count,list[{gatewayId,lastActive,status}]}`, status `ACTIVE`/`EXPIRED`"),
    (
        "§4",
        "`id`, `name` (letters, digits, `_`, `-`; at most 255), `displayName`, `description` (1023), `isReadOnly`, `vhosts`",
    ),
    ("§4", "`provider`, `endpointURIs`, `additionalProperties`"),
    ("§4", "`gatewayType` (default \\\"Regular\\\")"),
    (
        "§4",
        "`permissions` {`permissionType` `PUBLIC`/`ALLOW`/`DENY`, `roles`}, `apiDiscoveryScheduledWindow` (60)",
    ),
    ("§4", "no vhost"),
    ("§4", "bad name; empty `displayName` (absent is fine, 201)"),
    ("§4", "existing name"),
    ("§4", "two vhosts with one host"),
    ("§4", "odd characters in a vhost host"),
    (
        "§4",
        "change or delete of \\\"Default\\\" or any environment from the TOML (read-only; TOML wins)",
    ),
    ("§4", "rename"),
    ("§4", "delete of an unknown id"),
    ("§4", "delete while an API or product revision is deployed there"),
    ("§4", "For a TOML environment the `id` equals its `name`"),
    ("§4", "Non-Regular (APK) environments refuse websocket ports"),
    (
        "§5.1",
        "`code` is an **integer** that is either the HTTP status (401, 404, 409, 500) or a 9xxxxx number",
    ),
    ("§5.1", "unauthenticated **or missing scope**"),
    ("§5.1", "state-related permission"),
    ("§5.1", "unknown API"),
    ("§5.1", "API name / context / version exists"),
    ("§5.1", "no endpoint / no tiers when publishing"),
    ("§5.1", "invalid tier"),
    ("§5.1", "workflow task pending"),
    ("§5.1", "unknown property in the body"),
    ("§5.1", "\\\"Malformed request body.\\\""),
    ("§5.1", "\\\"Request payload cannot be empty.\\\""),
    ("§5.1", "ETag/If-Match"),
    ("§5.1", "429 from the management APIs"),
];

const TESTS: &[&str] = &[
    include_str!("admin.rs"),
    include_str!("archive_layouts.rs"),
    include_str!("archives.rs"),
    include_str!("classic.rs"),
    include_str!("copies.rs"),
    include_str!("create.rs"),
    include_str!("errors.rs"),
    include_str!("faults.rs"),
    include_str!("imports.rs"),
    include_str!("lifecycle.rs"),
    include_str!("lists.rs"),
    include_str!("revision_errors.rs"),
    include_str!("revisions.rs"),
    include_str!("schema.rs"),
    include_str!("settings.rs"),
    include_str!("subscriptions.rs"),
    include_str!("workflows.rs"),
];

#[test]
fn every_row_has_its_test() {
    let missing: Vec<_> = ROWS
        .iter()
        .filter(|(_, words)| {
            let literal = format!("\"{words}");
            !TESTS.iter().any(|test| test.contains(&literal))
        })
        .collect();
    assert!(missing.is_empty(), "rows without a test: {missing:#?}");
}

#[test]
fn no_row_is_listed_twice() {
    let mut seen = std::collections::BTreeSet::new();
    assert!(ROWS.iter().all(|row| seen.insert(row)));
}
