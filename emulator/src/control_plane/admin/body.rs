//! The bodies that the Admin API takes, per release: REST reference §4, and the schemas of WSO2's documents.

use super::super::schema::{Body, Kind, TEXT, TEXTS, Text, WHOLE, field};

use Kind::{Flag, List, Map, Object, OneOf};

/// What is wrong with names and hosts, the operation says: it has codes of its own for some of it.
pub(super) const ENVIRONMENT: Body = Body::of(Object(&[
    field("id", TEXT),
    field("name", Kind::Text(Text::of_length(1, 255).formed(is_name))).required(),
    field("displayName", Kind::Text(Text::of_length(1, 255))),
    field("description", Kind::Text(Text::at_most(1023))),
    field("isReadOnly", Flag),
    field("vhosts", List(&HOST)),
    field("provider", TEXT).since(4, 1),
    field("endpointURIs", List(&ENDPOINT)).since(4, 1),
    field("additionalProperties", List(&PROPERTY)).since(4, 1),
    field("gatewayType", TEXT).since(4, 3),
    field("permissions", PERMISSIONS).since(4, 6),
    field("apiDiscoveryScheduledWindow", WHOLE).since(4, 6),
]));

/// Letters, digits, `_` and `-`.
fn is_name(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// A host's characters are not looked at: API-M takes odd ones (§4).
const HOST: Kind = Object(&[
    field("host", Kind::Text(Text::of_length(1, 255))).required(),
    field("httpContext", Kind::Text(Text::ANY.formed(is_context))),
    field("httpPort", WHOLE),
    field("httpsPort", WHOLE),
    field("wsPort", WHOLE),
    field("wssPort", WHOLE),
]);

/// Letters and digits, with `-` between them, and perhaps a slash before; 255 with the slash that is put there.
fn is_context(text: &str) -> bool {
    let name = text.strip_prefix('/').unwrap_or(text);
    let is_known = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let is_formed = name.chars().all(is_known) && !name.starts_with('-') && !name.ends_with('-');
    is_formed && name.len() < 255
}

const ENDPOINT: Kind =
    Object(&[field("protocol", TEXT).required(), field("endpointURI", TEXT).required()]);

const PROPERTY: Kind = Object(&[field("key", TEXT), field("value", TEXT)]);

const PERMISSIONS: Kind =
    Object(&[field("permissionType", OneOf(&["PUBLIC", "ALLOW", "DENY"])), field("roles", TEXTS)]);

pub(super) const DECISION: Body = Body::of(Object(&[
    field("status", OneOf(&["APPROVED", "REJECTED"])).required(),
    field("attributes", Map(&TEXT)),
    field("description", TEXT),
]));

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_contexts_have_a_form() {
        for (text, is_right) in
            [("eu-west_1", true), ("eu west", false), ("é", false), ("a.b", false)]
        {
            assert_eq!(is_name(text), is_right, "{text}");
        }
        for (text, is_right) in [
            ("", true),
            ("pets", true),
            ("/pets-2", true),
            ("/pets/", false),
            ("//pets", false),
            ("-pets", false),
            ("pets-", false),
            ("p\u{84}", false),
        ] {
            assert_eq!(is_context(text), is_right, "{text}");
        }
        assert!(is_context(&"a".repeat(254)) && !is_context(&"a".repeat(255)));
        assert!(is_context(&format!("/{}", "a".repeat(254))));
    }
}
