//! The query parameters that the Admin API's operations take: REST reference §2.7, §7.1, and WSO2's documents.

use super::super::schema::{Field, Kind, TEXT, WHOLE, field};

use Kind::{Flag, OneOf, Per};

pub(super) const IMPORT: &[Field] = &[field("preserveProvider", Flag), field("overwrite", Flag)];
pub(super) const EXPORT: &[Field] = &[
    field("name", TEXT).required(),
    field("version", TEXT).required(),
    field("providerName", TEXT),
    field("format", OneOf(&["JSON", "YAML"])),
    field("preserveStatus", Flag),
];
pub(super) const WORKFLOWS: &[Field] = &[
    field("limit", WHOLE),
    field("offset", WHOLE),
    field(
        "workflowType",
        Per(|release| OneOf(if release.is_classic() { CLASSIC } else { CURRENT })),
    ),
];
pub(super) const SETTLE: &[Field] = &[field("workflowReferenceId", TEXT).required()];

const CLASSIC: &[&str] = &[
    "APPLICATION_CREATION",
    "SUBSCRIPTION_CREATION",
    "USER_SIGNUP",
    "APPLICATION_REGISTRATION_PRODUCTION",
    "APPLICATION_REGISTRATION_SANDBOX",
    "SUBSCRIPTION_DELETION",
    "APPLICATION_DELETION",
    "API_STATE",
    "SUBSCRIPTION_UPDATE",
];
const CURRENT: &[&str] = &[
    "AM_APPLICATION_CREATION",
    "AM_SUBSCRIPTION_CREATION",
    "AM_SUBSCRIPTION_UPDATE",
    "AM_APPLICATION_UPDATE",
    "AM_USER_SIGNUP",
    "AM_APPLICATION_REGISTRATION_PRODUCTION",
    "AM_APPLICATION_REGISTRATION_SANDBOX",
    "AM_SUBSCRIPTION_DELETION",
    "AM_APPLICATION_DELETION",
    "AM_API_STATE",
    "AM_API_PRODUCT_STATE",
    "AM_REVISION_DEPLOYMENT",
];
