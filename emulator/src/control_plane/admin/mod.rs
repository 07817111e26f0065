//! The Admin REST API: REST reference §4, §7.1, and the workflows of §2.7.

mod body;
mod environment_body;
mod environments;
mod query;

use super::operation::{ALWAYS, Operation, Releases};
use super::{archive, workflows};

const V3_2: Releases = Releases::from(3, 2);
const V4_0: Releases = Releases::from(4, 0);
const V4_6: Releases = Releases::from(4, 6);

const READS: [&str; 3] = ["", "admin environment_read", "admin environment_read"];
const WRITES: [&str; 3] = ["", "admin environment_manage", "admin environment_manage"];
const ARCHIVES: [&str; 3] = ["admin api_import_export"; 3];
const SEES_WORKFLOWS: [&str; 3] =
    ["api_workflow_view", "admin api_workflow_view", "admin api_workflow_view"];

/// The operations there are.
pub(crate) const OPERATIONS: &[Operation] = &[
    Operation::new("GET", "environments", V4_0, READS, |desk, _| Ok(environments::list(desk))),
    Operation::new("POST", "environments", V4_0, WRITES, |desk, _| environments::create(desk))
        .takes(body::ENVIRONMENT),
    Operation::new("GET", "environments/{environmentId}", V4_0, READS, |desk, [id, ..]| {
        environments::get(desk, id)
    }),
    Operation::new("PUT", "environments/{environmentId}", V4_0, WRITES, |desk, [id, ..]| {
        environments::update(desk, id)
    })
    .takes(body::ENVIRONMENT),
    Operation::new("DELETE", "environments/{environmentId}", V4_0, WRITES, |desk, [id, ..]| {
        environments::delete(desk, id)
    }),
    Operation::new(
        "GET",
        "environments/{environmentId}/gateways",
        V4_6,
        READS,
        |desk, [id, ..]| environments::gateways(desk, id),
    ),
    Operation::new("POST", "import/api", ALWAYS, ARCHIVES, |desk, _| archive::import(desk))
        .asks(query::IMPORT),
    Operation::new("GET", "export/api", ALWAYS, ARCHIVES, |desk, _| archive::export(desk))
        .asks(query::EXPORT),
    Operation::new("GET", "workflows", V3_2, SEES_WORKFLOWS, |desk, _| Ok(workflows::list(desk)))
        .asks(query::WORKFLOWS),
    Operation::new(
        "POST",
        "workflows/update-workflow-status",
        V3_2,
        ["admin api_workflow_approve"; 3],
        |desk, _| workflows::settle(desk),
    )
    .asks(query::SETTLE)
    .takes(body::DECISION),
    Operation::new(
        "GET",
        "workflows/{externalWorkflowRef}",
        V3_2,
        SEES_WORKFLOWS,
        |desk, [reference, ..]| workflows::get(desk, reference),
    ),
];
