//! The operations of an API, and the policies of them and of the API.

use super::super::super::schema::{Kind, OBJECT, TEXT, TEXTS, WHOLE, field};

pub(super) const OPERATION: Kind = Kind::Object(&[
    field("id", TEXT),
    field("target", TEXT),
    field("verb", TEXT),
    field("authType", TEXT),
    field("throttlingPolicy", TEXT),
    field("scopes", TEXTS),
    field("usedProductIds", TEXTS),
    field("amznResourceName", TEXT),
    field("amznResourceTimeout", WHOLE),
    field("payloadSchema", TEXT).since(4, 0),
    field("uriMapping", TEXT).since(4, 0),
    field("operationPolicies", POLICIES).since(4, 0),
]);

pub(super) const POLICIES: Kind =
    Kind::Object(&[field("request", LIST), field("response", LIST), field("fault", LIST)]);

const LIST: Kind = Kind::List(&Kind::Object(&[
    field("policyName", TEXT).required(),
    field("policyVersion", TEXT),
    field("policyType", TEXT).since(4, 4),
    field("policyId", TEXT),
    // Their values are those that the policy knows: texts, numbers, whatever it says.
    field("parameters", OBJECT),
]));
