//! The objects that an API is made of.

use super::super::super::schema::{Kind, LONG, TEXT, TEXTS, Text, WHOLE, field};
use crate::node::Release;

use Kind::{Flag, List, Map, Object, OneOf, Per};

pub(super) const WSDL: Kind = Object(&[field("type", OneOf(&["WSDL", "ZIP"]))]);

pub(super) const ORGANIZATION_POLICIES: Kind =
    Object(&[field("organizationID", TEXT).required(), field("policies", TEXTS)]);

pub(super) const MOST_TRANSACTIONS: Kind =
    Object(&[field("production", LONG), field("sandbox", LONG)]);

pub(super) const ENDPOINT_SECURITY: Kind = Object(&[
    field("type", OneOf(&["BASIC", "DIGEST"])),
    field("username", TEXT),
    field("password", TEXT),
]);

pub(super) const MEDIATION_POLICY: Kind = Object(&[
    field("id", TEXT),
    field("name", TEXT).required(),
    field("type", TEXT),
    field("shared", Flag),
]);

pub(super) const PROPERTY: Kind =
    Object(&[field("name", TEXT), field("value", TEXT), field("display", Flag)]);

/// An object of texts in 3.x, a list in 4.x.
pub(super) fn properties(release: Release) -> Kind {
    if release.is_classic() { Map(&TEXT) } else { List(&PROPERTY) }
}

pub(super) const MONETIZATION: Kind =
    Object(&[field("enabled", Flag).required(), field("properties", Map(&TEXT))]);

/// The owners' names are limited.
pub(super) const BUSINESS: Kind = Object(&[
    field("businessOwner", Per(|release| limited(release, Text::at_most(120)))),
    field("businessOwnerEmail", TEXT),
    field("technicalOwner", Per(|release| limited(release, Text::at_most(120)))),
    field("technicalOwnerEmail", TEXT),
]);

pub(super) const CORS: Kind = Object(&[
    field("corsConfigurationEnabled", Flag),
    field("accessControlAllowOrigins", TEXTS),
    field("accessControlAllowCredentials", Flag),
    field("accessControlAllowHeaders", TEXTS),
    field("accessControlAllowMethods", TEXTS),
]);

pub(super) const WEBSUB: Kind = Object(&[
    field("enable", Flag),
    field("secret", TEXT),
    field("signingAlgorithm", TEXT),
    field("signatureHeader", TEXT),
]);

/// A scope of an API.
pub(super) const SCOPE_OF_API: Kind =
    Object(&[field("scope", SCOPE).required(), field("shared", Flag)]);

const SCOPE: Kind = Object(&[
    field("id", TEXT),
    field("name", Per(|release| limited(release, Text::of_length(1, 255)))).required(),
    field("displayName", Per(|release| limited(release, Text::at_most(255)))),
    field("description", Per(|release| limited(release, Text::at_most(512)))),
    field("bindings", TEXTS),
    field("usageCount", WHOLE),
]);

/// The limits are 4.x's.
fn limited(release: Release, text: Text) -> Kind {
    Kind::Text(if release.is_classic() { Text::ANY } else { text })
}

pub(super) const THREAT_PROTECTION: Kind =
    Object(&[field("list", List(&Object(&[field("policyId", TEXT), field("priority", WHOLE)])))]);

pub(super) const SERVICE: Kind = Object(&[
    field("key", TEXT),
    field("name", TEXT),
    field("version", TEXT),
    field("outdated", Flag),
]);

pub(super) const ADVERTISEMENT: Kind = Object(&[
    field("advertised", Flag),
    field("apiExternalProductionEndpoint", TEXT),
    field("apiExternalSandboxEndpoint", TEXT),
    field("originalDevPortalUrl", TEXT),
    field("apiOwner", TEXT),
    field("vendor", OneOf(&["WSO2", "AWS"])),
]);
