//! The operations of the Publisher, with the scopes of REST reference §1.3 and, where it has no row, of
//! WSO2's documents.

use super::super::archive;
use super::super::operation::{ALWAYS, Handler, Operation, Releases};
use super::super::problem::Problem;
use super::{
    apis, body, change, copy, deployments, environment_keys, import, internal_key, lifecycle,
    query, revisions, settings, subscriptions,
};

const OLDER: Releases = Releases::between((3, 0), (3, 2));
const REVISIONS: Releases = Releases::from(4, 0);

const READS_LISTS: [&str; 3] = [
    "api_view",
    "api_view api_import_export",
    "api_view api_manage api_import_export api_list_view",
];
const CREATES: [&str; 3] = ["api_create", "api_create", "api_create api_manage"];
const REVISES: [&str; 3] = [
    "",
    "api_create api_publish api_import_export",
    "api_create api_publish api_import_export api_manage",
];
const DEPLOYS: [&str; 3] = ["", "api_create api_publish", "api_create api_publish api_manage"];
const SEES_SUBSCRIPTIONS: [&str; 3] =
    ["subscription_view", "subscription_view", "api_view subscription_view subscription_manage"];
const BLOCKS: [&str; 3] =
    ["subscription_block", "subscription_block", "subscription_block subscription_manage"];

const fn of(
    method: &'static str,
    path: &'static str,
    releases: Releases,
    scopes: [&'static str; 3],
    answer: Handler,
) -> Operation {
    Operation::new(method, path, releases, scopes, answer)
}

/// The operations there are. What has no parameter in its path comes before what has.
pub(crate) const OPERATIONS: &[Operation] = &[
    of(
        "GET",
        "settings",
        ALWAYS,
        ["publisher_settings", "publisher_settings", "api_view publisher_settings"],
        |desk, _| Ok(settings::settings(desk)),
    ),
    of("GET", "settings/gateway-environments", OLDER, ["api_view", "", ""], |desk, _| {
        settings::environments(desk)
    })
    .asks(query::ONE_API),
    of("GET", "apis", ALWAYS, READS_LISTS, |desk, _| Ok(apis::list(desk))).asks(query::APIS),
    of("GET", "search", ALWAYS, READS_LISTS, |desk, _| Ok(apis::search(desk))).asks(query::PAGE),
    of("POST", "apis", ALWAYS, CREATES, |desk, _| apis::create(desk))
        .asks(query::CREATE)
        .takes(body::API),
    of("POST", "apis/import-openapi", ALWAYS, CREATES, |desk, _| import::openapi(desk)),
    of("POST", "apis/copy-api", ALWAYS, CREATES, |desk, _| copy::copy(desk)).asks(query::COPY),
    of(
        "POST",
        "apis/import",
        REVISIONS,
        ["", "api_import_export admin", "api_import_export admin"],
        |desk, _| archive::import(desk),
    )
    .asks(query::IMPORT),
    of(
        "GET",
        "apis/export",
        Releases::from(3, 2),
        [
            "api_publish api_create",
            "api_view api_publish api_create api_import_export",
            "api_view api_publish api_create api_import_export api_manage",
        ],
        |desk, _| archive::export(desk),
    )
    .asks(query::EXPORT),
    of(
        "POST",
        "apis/change-lifecycle",
        ALWAYS,
        [
            "api_publish",
            "api_publish api_import_export",
            "api_publish api_import_export api_manage",
        ],
        |desk, _| lifecycle::change(desk),
    )
    .asks(query::LIFECYCLE),
    of(
        "GET",
        "apis/{apiId}",
        ALWAYS,
        [
            "api_view",
            "api_view api_import_export",
            "api_view api_manage api_import_export api_product_import_export",
        ],
        |desk, [id, ..]| apis::get(desk, id),
    ),
    of(
        "PUT",
        "apis/{apiId}",
        ALWAYS,
        ["api_create api_publish", "api_create api_publish", "api_create api_publish api_manage"],
        |desk, [id, ..]| change::update(desk, id),
    )
    .takes(body::API),
    of(
        "DELETE",
        "apis/{apiId}",
        ALWAYS,
        ["api_delete", "api_delete api_import_export", "api_delete api_manage api_import_export"],
        |desk, [id, ..]| change::delete(desk, id),
    ),
    of(
        "GET",
        "apis/{apiId}/swagger",
        ALWAYS,
        ["api_view", "api_view", "api_view api_manage api_definition_view"],
        |desk, [id, ..]| import::get(desk, id),
    ),
    of("PUT", "apis/{apiId}/swagger", ALWAYS, CREATES, |desk, [id, ..]| import::put(desk, id)),
    of(
        "GET",
        "apis/{apiId}/lifecycle-state",
        ALWAYS,
        [
            "api_publish api_create",
            "api_publish api_create",
            "api_view api_publish api_create api_manage",
        ],
        |desk, [id, ..]| lifecycle::state(desk, id),
    ),
    of(
        "GET",
        "apis/{apiId}/lifecycle-history",
        ALWAYS,
        ["api_publish", "api_publish", "api_view api_publish api_manage"],
        |desk, [id, ..]| lifecycle::history(desk, id),
    ),
    of(
        "DELETE",
        "apis/{apiId}/lifecycle-state/pending-tasks",
        ALWAYS,
        ["api_publish", "api_publish", "api_publish api_manage"],
        |desk, [id, ..]| lifecycle::drop_pending(desk, id),
    ),
    of(
        "GET",
        "apis/{apiId}/revisions",
        REVISIONS,
        [
            "",
            "api_create api_publish api_import_export",
            "api_view api_create api_publish api_import_export api_manage",
        ],
        |desk, [id, ..]| revisions::list(desk, id),
    ),
    of("POST", "apis/{apiId}/revisions", REVISIONS, REVISES, |desk, [id, ..]| {
        revisions::create(desk, id)
    })
    .takes(body::REVISION),
    of(
        "DELETE",
        "apis/{apiId}/revisions/{revisionId}",
        REVISIONS,
        REVISES,
        |desk, [id, revision, _]| revisions::delete(desk, id, revision),
    ),
    of(
        "GET",
        "apis/{apiId}/deployments",
        REVISIONS,
        ["", "api_view api_create api_publish", "api_view api_create api_publish api_manage"],
        |desk, [id, ..]| deployments::list(desk, id),
    ),
    of(
        "PUT",
        "apis/{apiId}/deployments/{deploymentId}",
        REVISIONS,
        DEPLOYS,
        |desk, [id, name, _]| deployments::update(desk, id, name),
    )
    .takes(body::DEPLOYMENT),
    of("POST", "apis/{apiId}/deploy-revision", REVISIONS, DEPLOYS, |desk, [id, ..]| {
        deployments::deploy(desk, id)
    })
    .takes(body::DEPLOYMENTS),
    of("POST", "apis/{apiId}/undeploy-revision", REVISIONS, REVISES, |desk, [id, ..]| {
        deployments::undeploy(desk, id)
    })
    .asks(query::UNDEPLOY)
    .takes(body::DEPLOYMENTS),
    of("POST", "apis/{apiId}/restore-revision", REVISIONS, DEPLOYS, |desk, [id, ..]| {
        revisions::restore(desk, id)
    }),
    of(
        "DELETE",
        "apis/{apiId}/cancel-revision-workflow/{revisionId}/{envName}",
        Releases::from(4, 3),
        ["", "", "api_publish api_manage"],
        |desk, [id, revision, name]| deployments::cancel(desk, id, revision, name),
    ),
    of(
        "POST",
        "apis/{apiId}/generate-key",
        REVISIONS,
        ["", "api_generate_key", "api_generate_key api_manage"],
        |desk, [id, ..]| internal_key::generate(desk, id),
    ),
    of(
        "GET",
        "apis/{apiId}/environments/{envId}/keys",
        Releases::from(4, 1),
        ["", "", "api_create api_manage"],
        |desk, [id, environment, _]| environment_keys::get(desk, id, environment),
    ),
    of(
        "PUT",
        "apis/{apiId}/environments/{envId}/keys",
        Releases::from(4, 1),
        ["", "", "api_create api_manage"],
        |desk, [id, environment, _]| environment_keys::put(desk, id, environment),
    )
    .takes(body::KEYS),
    of("GET", "subscriptions", ALWAYS, SEES_SUBSCRIPTIONS, |desk, _| subscriptions::list(desk))
        .asks(query::PAGE),
    of("POST", "subscriptions/block-subscription", ALWAYS, BLOCKS, |desk, _| {
        subscriptions::block(desk)
    })
    .asks(query::BLOCK),
    of("POST", "subscriptions/unblock-subscription", ALWAYS, BLOCKS, |desk, _| {
        subscriptions::unblock(desk)
    })
    .asks(query::UNBLOCK),
];

/// What API-M's documents have and its server answers 501 (REST reference §2.7).
pub(crate) fn is_not_there(method: &str, parts: &[&str]) -> Option<Problem> {
    (method == "GET" && matches!(parts, ["apis", _, "revisions", _])).then(|| {
        let description = "GET /apis/{apiId}/revisions/{revisionId} is documented by API-M, and not implemented by it";
        Problem::new(501, 501, "Not Implemented", description)
    })
}
