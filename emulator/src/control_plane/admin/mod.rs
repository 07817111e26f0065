//! The Admin REST API: REST reference §4, §7.1, and the workflows of §2.7.

mod environment_body;
mod environments;

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
    Operation {
        method: "GET",
        path: "environments",
        releases: V4_0,
        scopes: READS,
        answer: |desk, _| Ok(environments::list(desk)),
    },
    Operation {
        method: "POST",
        path: "environments",
        releases: V4_0,
        scopes: WRITES,
        answer: |desk, _| environments::create(desk),
    },
    Operation {
        method: "GET",
        path: "environments/{environmentId}",
        releases: V4_0,
        scopes: READS,
        answer: |desk, [id, ..]| environments::get(desk, id),
    },
    Operation {
        method: "PUT",
        path: "environments/{environmentId}",
        releases: V4_0,
        scopes: WRITES,
        answer: |desk, [id, ..]| environments::update(desk, id),
    },
    Operation {
        method: "DELETE",
        path: "environments/{environmentId}",
        releases: V4_0,
        scopes: WRITES,
        answer: |desk, [id, ..]| environments::delete(desk, id),
    },
    Operation {
        method: "GET",
        path: "environments/{environmentId}/gateways",
        releases: V4_6,
        scopes: READS,
        answer: |desk, [id, ..]| environments::gateways(desk, id),
    },
    Operation {
        method: "POST",
        path: "import/api",
        releases: ALWAYS,
        scopes: ARCHIVES,
        answer: |desk, _| archive::import(desk),
    },
    Operation {
        method: "GET",
        path: "export/api",
        releases: ALWAYS,
        scopes: ARCHIVES,
        answer: |desk, _| archive::export(desk),
    },
    Operation {
        method: "GET",
        path: "workflows",
        releases: V3_2,
        scopes: SEES_WORKFLOWS,
        answer: |desk, _| Ok(workflows::list(desk)),
    },
    Operation {
        method: "POST",
        path: "workflows/update-workflow-status",
        releases: V3_2,
        scopes: ["admin api_workflow_approve"; 3],
        answer: |desk, _| workflows::settle(desk),
    },
    Operation {
        method: "GET",
        path: "workflows/{externalWorkflowRef}",
        releases: V3_2,
        scopes: SEES_WORKFLOWS,
        answer: |desk, [reference, ..]| workflows::get(desk, reference),
    },
];
