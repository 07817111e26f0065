//! The query parameters that the Publisher's operations take, per release: REST reference §2.2 to §2.7, and WSO2's documents.

use super::super::schema::{Field, Kind, TEXT, Text, WHOLE, field};

use Kind::{Flag, OneOf, Per};

const LIMIT: Field = field("limit", WHOLE);
const OFFSET: Field = field("offset", WHOLE);
const QUERY: Field = field("query", TEXT);
const API: Field = field("apiId", TEXT);
const REVISION: Field = field("revisionId", TEXT);
const SUBSCRIPTION: Field = field("subscriptionId", TEXT).required();

pub(super) const APIS: &[Field] = &[
    LIMIT,
    OFFSET,
    QUERY,
    field("expand", Flag),
    field("sortBy", OneOf(&["apiName", "version", "createdTime", "status"])).since(4, 1),
    field("sortOrder", OneOf(&["asc", "desc"])).since(4, 1),
];
pub(super) const PAGE: &[Field] = &[LIMIT, OFFSET, QUERY];
pub(super) const ONE_API: &[Field] = &[API.required()];
pub(super) const CREATE: &[Field] = &[field(
    "openAPIVersion",
    Per(|release| OneOf(if release.is_classic() { &["V2", "V3"] } else { &["v2", "v3"] })),
)];
pub(super) const COPY: &[Field] = &[
    field("newVersion", Kind::Text(Text::at_most(30))).required(),
    field("defaultVersion", Flag),
    API.required(),
];
/// Which actions there are depends on the state: the operation looks at it.
pub(super) const LIFECYCLE: &[Field] =
    &[field("action", TEXT).required(), field("lifecycleChecklist", TEXT), API.required()];
pub(super) const UNDEPLOY: &[Field] =
    &[REVISION, field("revisionNumber", TEXT), field("allEnvironments", Flag)];
pub(super) const EXPORT: &[Field] = &[
    API,
    field("name", TEXT),
    field("version", TEXT),
    field("revisionNumber", TEXT).since(4, 0),
    field("providerName", TEXT),
    field("format", OneOf(&["JSON", "YAML"])),
    field("preserveStatus", Flag),
    field("latestRevision", Flag).since(4, 0),
];
pub(super) const IMPORT: &[Field] = &[
    field("preserveProvider", Flag),
    field("rotateRevision", Flag),
    field("overwrite", Flag),
    field("dryRun", Flag).since(4, 5),
];
pub(super) const BLOCK: &[Field] =
    &[SUBSCRIPTION, field("blockState", OneOf(&["BLOCKED", "PROD_ONLY_BLOCKED"])).required()];
pub(super) const UNBLOCK: &[Field] = &[SUBSCRIPTION];
