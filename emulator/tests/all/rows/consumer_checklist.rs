//! Every row of the REST reference's §1, §3, §5.2 and §6 that states an answer, and that a test here names it.
//!
//! The table of §1.3 is in `scopes`.

/// Section, and words that a test's `Row` of that section has.
const ROWS: &[(&str, &str)] = &[
    ("§1.1", "Path on the control plane (9443)"),
    ("§1.1", "HTTP Basic with a real user"),
    ("§1.1", "letters, digits, whitespace"),
    ("§1.1", "owner must equal the Basic user unless that user is super admin"),
    ("§1.1", "one space-separated string, not an array"),
    ("§1.1", "if blank, authorization_code and implicit are dropped"),
    ("§1.1", "Response 200"),
    ("§1.1", "A second POST with the same clientName returns 200 with the existing client"),
    ("§1.1", "User is not the owner and not super admin: 400"),
    ("§1.1", "The existing client belongs to another user: 403"),
    ("§1.1", "Creation failure: 500"),
    ("§1.1", "DELETE is not implemented (500)"),
    ("§1.1", "a per-user name"),
    ("§1.2", "Gateway token"),
    ("§1.2", "Gateway revoke"),
    ("§1.2", "Tenant token"),
    ("§1.2", "Token request"),
    ("§1.2", "refresh_token (+refresh_token)"),
    ("§1.2", "Token response"),
    ("§1.2", "expires_in"),
    ("§1.2", "Requested scopes the user holds no role for are not granted"),
    ("§1.2", "Wrong client: 401 invalid_client"),
    ("§1.2", "other OAuth failures"),
    ("§1.2", "Revoke body"),
    ("§1.2", "Management REST APIs also take HTTP Basic"),
    ("§1.3", "Both a missing token and a missing scope are answered 401, not 403"),
    ("§2.1", "/apis, /v4/apis and /v4.3/apis reach the same code"),
    ("§2.1", "GET /services/Version"),
    ("§2.1", "GET /server-startup-healthcheck"),
    ("§2.7", "api-artifact"),
    ("§2.7", "POST /redeploy-api"),
    ("§3.1", "open to anonymous callers for public APIs"),
    ("§3.1", "Query modifiers"),
    ("§3.1", "An API not published, or retired, answers 403, not 404"),
    ("§3.1", "environmentDisplayName from 4.1"),
    ("§3.1", "built only from deployments with displayOnDevportal: true"),
    ("§3.1", "URL = vhost base + context + version"),
    ("§3.1", "http/https filtered by the API's transport"),
    ("§3.1", "websocket APIs get only ws/wss"),
    ("§3.1", "defaultVersionURLs filled only when isDefaultVersion"),
    ("§3.1", "ports are advertised exactly"),
    ("§3.1", "environmentList names the environments"),
    ("§3.1", "GET /apis/{id}/swagger?environmentName="),
    ("§3.2", "required name, throttlingPolicy"),
    ("§3.2", "tokenType OAUTH or JWT (default JWT)"),
    ("§3.2", "POST /applications: 201"),
    ("§3.2", "same name: 409"),
    ("§3.2", "list parameters"),
    ("§3.2", "POST /subscriptions: 201"),
    ("§3.2", "second subscription: 409, code 900336"),
    ("§3.2", "PUT /subscriptions/{id} from 3.2"),
    ("§3.2", "a spec slip, do not send them"),
    ("§3.3", "generate-keys: 200 ApplicationKey"),
    ("§3.3", "Key Mappings already exists"),
    ("§3.3", "/keys/{keyType}: all versions"),
    ("§3.3", "GET /applications/{id}/oauth-keys, /{keyMappingId}: from 3.2"),
    ("§3.3", "generate-token"),
    ("§3.3", "CLIENT_CREDENTIALS or TOKEN_EXCHANGE from 4.1"),
    ("§3.3", "GET /key-managers: from 3.2"),
    ("§3.3", "api-keys/{keyType}/generate"),
    ("§3.3", "revoke from 3.1"),
    ("§3.3", "keyType and grantTypesToBeSupported required"),
    ("§3.3", "validityTime (a string)"),
    ("§3.3", "keyManager (3.2+"),
    ("§3.3", "additionalProperties (absent 3.0, string 3.1, object 3.2+)"),
    ("§3.3", "additionalProperties from 3.2; mode from 4.1"),
    ("§3.3", "mode MAPPED/CREATED from 4.1"),
    ("§3.3", "3.1 settings has apiGatewayEndpoint"),
    ("§3.3", "validityPeriod and keyName in 4.7"),
    ("§3.3", "4.7 adds listing, regenerate"),
    ("§3.3", "several client secrets per key"),
    ("§3.3", "generate-secret (201)"),
    ("§3.3", "revoke-secret"),
    ("§3.3", "reads mask consumerSecret"),
    ("§3.3", "regenerate-secret answers 500 (900967) unless the feature is off"),
    ("§3.3", "DevPortal GET /settings"),
    ("§5.1", "unknown application: 404"),
    ("§5.1", "unknown API: 404, 900308"),
    ("§5.1", "invalid tier: 400, 900305"),
    ("§5.1", "unknown property in the body"),
    ("§5.1", "malformed JSON / empty body"),
    ("§5.2", "Retry-After is an HTTP date in GMT"),
    ("§5.2", "900800 API"),
    ("§5.2", "900801 hard limit"),
    ("§5.2", "900802 resource"),
    ("§5.2", "900803 application"),
    ("§5.2", "900804 subscription"),
    ("§5.2", "900805 blocked"),
    ("§5.2", "900806 custom policy"),
    ("§5.2", "900807 subscription burst"),
    ("§5.2", "900808 connection or event count"),
    ("§5.2", "900809 application burst"),
    ("§5.2", "4.x JSON with string code"),
    ("§5.2", "3.x: XML amt:fault"),
    ("§6.1", "hybrid | both"),
    ("§6.1", "hybrid | production only"),
    ("§6.1", "hybrid | sandbox only"),
    ("§6.1", "production | has production"),
    ("§6.1", "sandbox | has sandbox"),
    ("§6.1", "production | sandbox only"),
    ("§6.1", "sandbox | production only"),
    ("§6.1", "Resources without authentication"),
    ("§6.2", "900900 unclassified failure"),
    ("§6.2", "900901 invalid credentials"),
    ("§6.2", "900902 missing credentials"),
    ("§6.2", "900903 access token expired"),
    ("§6.2", "900904 access token inactive"),
    ("§6.2", "900905 incorrect token type"),
    ("§6.2", "900906 no matching resource"),
    ("§6.2", "900907 API or subscription blocked"),
    ("§6.2", "900908 forbidden"),
    ("§6.2", "900909 subscription inactive"),
    ("§6.2", "900910 scope invalid for the resource"),
    ("§6.2", "900911 missing OpenAPI definition"),
    ("§6.2", "900912 claim mismatch"),
    ("§6.2", "900914 audience mismatch"),
    ("§6.2", "401 answers carry a"),
    ("§6.2", "API Key realm"),
    ("§6.2", "Body: 3.x XML ams:fault"),
    ("§6.2", "integer code when JSON is accepted"),
    ("§6.2", "4.x flat {code, message, description} with a string code"),
    ("§6.3", "unknown context, or API not deployed there"),
    ("§6.3", "path not in the API"),
    ("§6.3", "verb not in the API"),
    ("§6.3", "transport not enabled"),
    ("§6.3", "lifecycle Blocked"),
    ("§6.3", "Deprecated"),
    ("§6.3", "Retired"),
];

/// The sources of the tests, where the words must stand beside their section.
const SOURCES: [&str; 8] = [
    include_str!("registration.rs"),
    include_str!("oauth.rs"),
    include_str!("portal.rs"),
    include_str!("keys.rs"),
    include_str!("gateway_calls.rs"),
    include_str!("gateway_rest.rs"),
    include_str!("other_answers.rs"),
    include_str!("throttling.rs"),
];

/// The texts of a source, without the escapes of quotation marks.
fn texts(source: &str) -> impl Iterator<Item = String> + '_ {
    let plain = source.replace("\\\"", "\u{1}");
    let texts: Vec<String> =
        plain.split('"').skip(1).step_by(2).map(|text| text.replace('\u{1}', "\"")).collect();
    texts.into_iter()
}

#[test]
fn every_row_is_named_by_a_test() {
    let missing: Vec<_> = ROWS
        .iter()
        .filter(|(section, words)| {
            !SOURCES.iter().any(|source| {
                source.contains(&format!("\"{section}\""))
                    && texts(source).any(|text| text.contains(words))
            })
        })
        .collect();
    assert!(missing.is_empty(), "no test names {missing:#?}");
}
