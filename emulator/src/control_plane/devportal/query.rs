//! The query parameters that the portal's operations take: REST reference §3.1, §3.2, and WSO2's documents.

use super::super::schema::{Field, Kind, TEXT, WHOLE, field};

const LIMIT: Field = field("limit", WHOLE);
const OFFSET: Field = field("offset", WHOLE);

pub(super) const PAGE: &[Field] = &[LIMIT, OFFSET];
pub(super) const APPLICATIONS: &[Field] = &[
    LIMIT,
    OFFSET,
    field("query", TEXT),
    field("sortBy", Kind::OneOf(&["name", "throttlingPolicy", "status"])),
    field("sortOrder", Kind::OneOf(&["asc", "desc"])),
];
