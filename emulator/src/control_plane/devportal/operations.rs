//! The operations of the Developer Portal, with the scopes of REST reference §1.3 and, where it has no row, of WSO2's
//! documents.

use super::super::operation::{ALWAYS, Handler, Operation, Releases};
use super::keys::Which;
use super::{
    api_keys, apis, applications, body, key_managers, keys, policies, query, settings,
    subscriptions,
};

const OLDER: Releases = Releases::between((3, 0), (3, 1));
const NEWER: Releases = Releases::from(3, 2);
const NEWEST: Releases = Releases::from(4, 7);

const OPEN: [&str; 3] = [""; 3];
const APPLICATIONS: [&str; 3] = ["subscribe app_manage"; 3];
const API_KEYS: [&str; 3] = ["subscribe app_manage api_key"; 3];

const fn of(
    method: &'static str,
    path: &'static str,
    releases: Releases,
    scopes: [&'static str; 3],
    answer: Handler,
) -> Operation {
    Operation::new(method, path, releases, scopes, answer)
}

/// The operations there are; everything else is answered 501.
pub(crate) const OPERATIONS: &[Operation] = &[
    of("GET", "apis", ALWAYS, OPEN, |desk, _| Ok(apis::list(desk))).asks(query::PAGE),
    of("GET", "apis/{apiId}", ALWAYS, OPEN, |desk, [id, ..]| apis::get(desk, id)),
    of("GET", "apis/{apiId}/swagger", ALWAYS, OPEN, |desk, [id, ..]| apis::swagger(desk, id)),
    of("GET", "throttling-policies/{policyLevel}", ALWAYS, OPEN, |desk, [level, ..]| {
        policies::list(desk, level)
    })
    .asks(query::PAGE),
    of(
        "GET",
        "throttling-policies/{policyLevel}/{policyId}",
        ALWAYS,
        OPEN,
        |desk, [level, name, _]| policies::get(desk, level, name),
    ),
    of("GET", "settings", ALWAYS, ["store_settings"; 3], |desk, _| Ok(settings::settings(desk))),
    of("GET", "key-managers", NEWER, ["subscribe"; 3], |desk, _| Ok(key_managers::list(desk))),
    of("GET", "applications", ALWAYS, APPLICATIONS, |desk, _| Ok(applications::list(desk)))
        .asks(query::APPLICATIONS),
    of("POST", "applications", ALWAYS, APPLICATIONS, |desk, _| applications::create(desk))
        .takes(body::APPLICATION),
    of("GET", "applications/{applicationId}", ALWAYS, APPLICATIONS, |desk, [id, ..]| {
        applications::get(desk, id)
    }),
    of("PUT", "applications/{applicationId}", ALWAYS, APPLICATIONS, |desk, [id, ..]| {
        applications::update(desk, id)
    })
    .takes(body::APPLICATION),
    of("DELETE", "applications/{applicationId}", ALWAYS, APPLICATIONS, |desk, [id, ..]| {
        applications::delete(desk, id)
    }),
    of(
        "POST",
        "applications/{applicationId}/generate-keys",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, ..]| keys::generate(desk, id),
    )
    .takes(body::GENERATE_KEYS),
    of("POST", "applications/{applicationId}/map-keys", ALWAYS, APPLICATIONS, |desk, [id, ..]| {
        keys::map(desk, id)
    })
    .takes(body::MAP_KEYS),
    of("GET", "applications/{applicationId}/keys", ALWAYS, APPLICATIONS, |desk, [id, ..]| {
        keys::list(desk, id)
    }),
    of("GET", "applications/{applicationId}/oauth-keys", NEWER, APPLICATIONS, |desk, [id, ..]| {
        keys::list(desk, id)
    }),
    of(
        "GET",
        "applications/{applicationId}/keys/{keyType}",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, which, _]| keys::get(desk, id, &Which::Type(which)),
    ),
    of(
        "PUT",
        "applications/{applicationId}/keys/{keyType}",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, which, _]| keys::update(desk, id, &Which::Type(which)),
    )
    .takes(body::KEYS),
    of(
        "POST",
        "applications/{applicationId}/keys/{keyType}/clean-up",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, which, _]| keys::clean_up(desk, id, &Which::Type(which)),
    ),
    of(
        "POST",
        "applications/{applicationId}/keys/{keyType}/generate-token",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, which, _]| keys::generate_token(desk, id, &Which::Type(which)),
    )
    .takes(body::GENERATE_TOKEN),
    of(
        "POST",
        "applications/{applicationId}/keys/{keyType}/regenerate-secret",
        ALWAYS,
        APPLICATIONS,
        |desk, [id, which, _]| keys::regenerate_secret(desk, id, &Which::Type(which)),
    ),
    of(
        "GET",
        "applications/{applicationId}/oauth-keys/{keyMappingId}",
        NEWER,
        APPLICATIONS,
        |desk, [id, which, _]| keys::get(desk, id, &Which::Mapping(which)),
    ),
    of(
        "PUT",
        "applications/{applicationId}/oauth-keys/{keyMappingId}",
        NEWER,
        APPLICATIONS,
        |desk, [id, which, _]| keys::update(desk, id, &Which::Mapping(which)),
    )
    .takes(body::KEYS),
    of(
        "POST",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/clean-up",
        NEWER,
        APPLICATIONS,
        |desk, [id, which, _]| keys::clean_up(desk, id, &Which::Mapping(which)),
    ),
    of(
        "POST",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/generate-token",
        NEWER,
        APPLICATIONS,
        |desk, [id, which, _]| keys::generate_token(desk, id, &Which::Mapping(which)),
    )
    .takes(body::GENERATE_TOKEN),
    of(
        "POST",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/regenerate-secret",
        NEWER,
        APPLICATIONS,
        |desk, [id, which, _]| keys::regenerate_secret(desk, id, &Which::Mapping(which)),
    ),
    of(
        "GET",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/secrets",
        NEWEST,
        APPLICATIONS,
        |desk, [id, which, _]| keys::secrets(desk, id, &Which::Mapping(which)),
    ),
    of(
        "POST",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/generate-secret",
        NEWEST,
        APPLICATIONS,
        |desk, [id, which, _]| keys::generate_secret(desk, id, &Which::Mapping(which)),
    )
    .takes(body::GENERATE_SECRET),
    of(
        "POST",
        "applications/{applicationId}/oauth-keys/{keyMappingId}/revoke-secret",
        NEWEST,
        APPLICATIONS,
        |desk, [id, which, _]| keys::revoke_secret(desk, id, &Which::Mapping(which)),
    )
    .takes(body::REVOKE_SECRET),
    of(
        "POST",
        "applications/{applicationId}/api-keys/{keyType}/generate",
        ALWAYS,
        API_KEYS,
        |desk, [id, key_type, _]| api_keys::generate(desk, id, key_type),
    )
    .takes(body::GENERATE_API_KEY),
    of(
        "POST",
        "applications/{applicationId}/api-keys/{keyType}/revoke",
        Releases::from(3, 1),
        API_KEYS,
        |desk, [id, key_type, _]| api_keys::revoke(desk, id, key_type),
    )
    .takes(body::REVOKE_API_KEY),
    of(
        "GET",
        "applications/{applicationId}/api-keys/{keyType}",
        NEWEST,
        API_KEYS,
        |desk, [id, key_type, _]| api_keys::list(desk, id, key_type),
    ),
    of(
        "POST",
        "applications/{applicationId}/api-keys/{keyType}/regenerate",
        NEWEST,
        API_KEYS,
        |desk, [id, key_type, _]| api_keys::regenerate(desk, id, key_type),
    )
    .takes(body::REGENERATE_API_KEY),
    of("GET", "subscriptions", OLDER, ["sub_manage"; 3], |desk, _| subscriptions::list(desk))
        .asks(query::PAGE),
    of("GET", "subscriptions", NEWER, ["subscribe sub_manage"; 3], |desk, _| {
        subscriptions::list(desk)
    })
    .asks(query::PAGE),
    of("POST", "subscriptions", OLDER, ["sub_manage"; 3], |desk, _| subscriptions::create(desk))
        .takes(body::SUBSCRIPTION),
    of("POST", "subscriptions", NEWER, ["subscribe sub_manage"; 3], |desk, _| {
        subscriptions::create(desk)
    })
    .takes(body::SUBSCRIPTION),
    of("POST", "subscriptions/multiple", OLDER, ["sub_manage"; 3], |desk, _| {
        subscriptions::create_several(desk)
    })
    .takes(body::SUBSCRIPTIONS),
    of("POST", "subscriptions/multiple", NEWER, ["subscribe sub_manage"; 3], |desk, _| {
        subscriptions::create_several(desk)
    })
    .takes(body::SUBSCRIPTIONS),
    of("GET", "subscriptions/{subscriptionId}", OLDER, ["sub_manage"; 3], |desk, [id, ..]| {
        subscriptions::get(desk, id)
    }),
    of(
        "GET",
        "subscriptions/{subscriptionId}",
        NEWER,
        ["subscribe sub_manage"; 3],
        |desk, [id, ..]| subscriptions::get(desk, id),
    ),
    of(
        "PUT",
        "subscriptions/{subscriptionId}",
        NEWER,
        ["subscribe sub_manage"; 3],
        |desk, [id, ..]| subscriptions::update(desk, id),
    )
    .takes(body::SUBSCRIPTION),
    of("DELETE", "subscriptions/{subscriptionId}", OLDER, ["sub_manage"; 3], |desk, [id, ..]| {
        subscriptions::delete(desk, id)
    }),
    of(
        "DELETE",
        "subscriptions/{subscriptionId}",
        NEWER,
        ["subscribe sub_manage"; 3],
        |desk, [id, ..]| subscriptions::delete(desk, id),
    ),
];
