//! Revisions and their deployments: REST reference §2.7.

use super::super::super::schema::{Kind, OBJECT, TEXT, Text, WHOLE, field};

/// What a person writes is the description; the rest stands there because the revision was read before.
pub(super) const REVISION: Kind = Kind::Object(&[
    field("id", TEXT),
    field("displayName", TEXT),
    field("description", Kind::Text(Text::at_most(255))),
    field("createdTime", TEXT),
    field("apiInfo", OBJECT),
    field("deploymentInfo", Kind::List(&DEPLOYMENT)),
]);

/// Which environments and hosts there are, the operation looks at: it has codes of its own for them.
pub(super) const DEPLOYMENT: Kind = Kind::Object(&[
    field("revisionUuid", Kind::Text(Text::at_most(255))),
    field("name", TEXT),
    field("vhost", TEXT),
    field("displayOnDevportal", Kind::Flag),
    field("deployedTime", TEXT),
    field("successDeployedTime", TEXT).since(4, 1),
    field("status", Kind::OneOf(&["CREATED", "APPROVED", "REJECTED"])).since(4, 3),
    field("liveGatewayCount", WHOLE).since(4, 6),
    field("deployedGatewayCount", WHOLE).since(4, 6),
    field("failedGatewayCount", WHOLE).since(4, 6),
]);
