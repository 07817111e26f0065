//! The bodies that the portal takes, per release: REST reference §3.2, §3.3, and the schemas of WSO2's documents. What a
//! person does not write stands there because it was read before.

use super::super::schema::{Body, Kind, LONG, OBJECT, TEXT, TEXTS, Text, WHOLE, field};
use crate::node::Release;

use Kind::{Flag, List, Map, Object, OneOf, Per};

pub(super) const APPLICATION: Body = Body::of(Object(&[
    field("applicationId", TEXT),
    field("name", Per(|release| limited(release, Text::of_length(1, 100)))).required(),
    field("throttlingPolicy", Per(|release| limited(release, Text::not_empty()))).required(),
    field("description", Per(|release| limited(release, Text::at_most(512)))),
    field("tokenType", OneOf(&["OAUTH", "JWT"])),
    field("status", TEXT),
    field("groups", TEXTS),
    field("subscriptionCount", WHOLE),
    field("keys", List(&APPLICATION_KEY)),
    field("attributes", Map(&TEXT)),
    field("subscriptionScopes", List(&SCOPE)),
    field("owner", TEXT),
    field("hashEnabled", Flag),
    field("visibility", OneOf(&["PRIVATE", "SHARED_WITH_ORG"])).since(4, 7),
]));

/// The limits are 4.x's.
fn limited(release: Release, text: Text) -> Kind {
    Kind::Text(if release.is_classic() { Text::ANY } else { text })
}

const KEY_TYPE: Kind = OneOf(&["PRODUCTION", "SANDBOX"]);

const SCOPE: Kind = Object(&[
    field("key", TEXT),
    field("name", TEXT),
    field("roles", TEXTS),
    field("description", TEXT),
]);

const APPLICATION_KEY: Kind = Object(&[
    field("keyMappingId", TEXT).since(3, 2),
    field("keyManager", TEXT).since(3, 2),
    field("consumerKey", TEXT),
    field("consumerSecret", TEXT),
    field("supportedGrantTypes", TEXTS),
    field("callbackUrl", TEXT),
    field("keyState", TEXT),
    field("keyType", KEY_TYPE),
    field("mode", OneOf(&["MAPPED", "CREATED"])).since(4, 1),
    field("groupId", TEXT),
    field("token", TOKEN),
    field("additionalProperties", OBJECT),
]);

const TOKEN: Kind =
    Object(&[field("accessToken", TEXT), field("tokenScopes", TEXTS), field("validityTime", LONG)]);

pub(super) const KEYS: Body = Body::of(APPLICATION_KEY);

/// REST reference §3.3, the sentence about the request.
pub(super) const GENERATE_KEYS: Body = Body::of(Object(&[
    field("keyType", KEY_TYPE).required(),
    field("keyManager", TEXT).since(3, 2),
    field("grantTypesToBeSupported", TEXTS).required(),
    field("callbackUrl", TEXT),
    field("scopes", TEXTS),
    field("validityTime", TEXT),
    field("clientId", TEXT).since(3, 2),
    field("clientSecret", TEXT).since(3, 2),
    // A text in 3.1.
    field(
        "additionalProperties",
        Per(|release| if release.at_least(3, 2) { OBJECT } else { TEXT }),
    )
    .since(3, 1),
]));

pub(super) const MAP_KEYS: Body = Body::of(Object(&[
    field("consumerKey", TEXT).required(),
    field("consumerSecret", TEXT),
    field("keyManager", TEXT).since(3, 2),
    field("keyType", KEY_TYPE).required(),
]));

pub(super) const GENERATE_TOKEN: Body = Body::of(Object(&[
    field("consumerSecret", TEXT),
    field("validityPeriod", LONG),
    field("scopes", TEXTS),
    field("revokeToken", TEXT),
    field("additionalProperties", OBJECT).since(3, 2),
    field("grantType", OneOf(&["CLIENT_CREDENTIALS", "TOKEN_EXCHANGE"])).since(4, 1),
]));

pub(super) const GENERATE_SECRET: Body = Body::optional(Object(&[field(
    "additionalProperties",
    Object(&[field("description", TEXT), field("expiresIn", LONG)]),
)]));

pub(super) const REVOKE_SECRET: Body = Body::of(Object(&[field("secretId", TEXT).required()]));

/// Where and from whom a key is taken is kept; the emulator looks at neither.
pub(super) const GENERATE_API_KEY: Body = Body::of(Object(&[
    field("keyName", TEXT).since(4, 7),
    field("validityPeriod", WHOLE),
    field(
        "additionalProperties",
        Object(&[field("permittedIP", TEXT), field("permittedReferer", TEXT)]),
    ),
]));

pub(super) const REVOKE_API_KEY: Body =
    Body::of(Object(&[field("apikey", TEXT), field("keyUUID", TEXT).since(4, 7)]));

pub(super) const REGENERATE_API_KEY: Body = Body::of(Object(&[field("keyUUID", TEXT).required()]));

pub(super) const SUBSCRIPTION: Body = Body::of(ONE_SUBSCRIPTION);
pub(super) const SUBSCRIPTIONS: Body = Body::of(List(&ONE_SUBSCRIPTION));

const ONE_SUBSCRIPTION: Kind = Object(&[
    field("subscriptionId", TEXT),
    field("applicationId", TEXT).required(),
    field("apiId", TEXT),
    field("apiInfo", API_INFO),
    field("applicationInfo", APPLICATION_INFO),
    field("throttlingPolicy", TEXT).required(),
    field("requestedThrottlingPolicy", TEXT).since(3, 2),
    field("status", Per(states)),
    field("redirectionParams", TEXT),
]);

/// REST reference §3.2: the last one is there from 3.2 on.
fn states(release: Release) -> Kind {
    const STATES: &[&str] = &[
        "BLOCKED",
        "PROD_ONLY_BLOCKED",
        "UNBLOCKED",
        "ON_HOLD",
        "REJECTED",
        "TIER_UPDATE_PENDING",
    ];
    const OLDER: &[&str] = &["BLOCKED", "PROD_ONLY_BLOCKED", "UNBLOCKED", "ON_HOLD", "REJECTED"];
    OneOf(if release.at_least(3, 2) { STATES } else { OLDER })
}

const API_INFO: Kind = Object(&[
    field("id", TEXT),
    field("name", TEXT),
    field("description", TEXT),
    field("context", TEXT),
    field("version", TEXT),
    field("type", TEXT),
    field("createdTime", TEXT).since(4, 0),
    field("provider", TEXT),
    field("lifeCycleStatus", TEXT),
    field("thumbnailUri", TEXT),
    field("avgRating", TEXT),
    field("throttlingPolicies", TEXTS),
    field("advertiseInfo", ADVERTISEMENT),
    field(
        "businessInformation",
        Object(&[
            field("businessOwner", TEXT),
            field("businessOwnerEmail", TEXT),
            field("technicalOwner", TEXT),
            field("technicalOwnerEmail", TEXT),
        ]),
    ),
    field("isSubscriptionAvailable", Flag),
    field("monetizationLabel", TEXT),
]);

const ADVERTISEMENT: Kind = Object(&[
    field("advertised", Flag),
    field("originalStoreUrl", TEXT).classic(),
    field("originalDevPortalUrl", TEXT).since(4, 0),
    field("apiExternalProductionEndpoint", TEXT).since(4, 0),
    field("apiExternalSandboxEndpoint", TEXT).since(4, 0),
    field("apiOwner", TEXT),
    field("vendor", OneOf(&["WSO2", "AWS"])).since(4, 0),
]);

const APPLICATION_INFO: Kind = Object(&[
    field("applicationId", TEXT),
    field("name", TEXT),
    field("throttlingPolicy", TEXT),
    field("description", TEXT),
    field("status", TEXT),
    field("groups", TEXTS),
    field("subscriptionCount", WHOLE),
    field("attributes", OBJECT),
    field("owner", TEXT),
]);
