//! Which keys hold secrets.
//!
//! By the last segment of the key, in snake, kebab or camel case:
//!
//! | ends in | such as | not |
//! |---|---|---|
//! | `password`, `passwords`, `passwd`, `pwd`, `passphrase`, `_pass` | `key_password`, `wf_engine_pass` | |
//! | `secret`, `secrets` | `client_secret` | `secret_count` |
//! | `token` | `auth_token`, `registration_token` | `token_endpoint`, `token_types`, `max_tokens` |
//! | `_key`, `apikey`, `api_keys` | `private_key`, `on_prem_key`, `moesifKey` | `public_key`, `consumer_key` |
//! | `credential`, `credentials`, `authorization` | | |
//!
//! `_key` is a credential unless the list [`NO_SECRETS`] says otherwise: hiding a harmless one costs a glance into the
//! file, showing a secret one costs the secret. A misspelt `password`, `passphrase`, `secret` or `token` counts too:
//! the finding "unknown key `pasword`" shows its line.
//!
//! By place: everything in `[secrets]`, `[runtime_secrets]` and `[apim.gateway.environment.properties]` (external
//! gateways keep credentials there; `[environment.properties]` in a `topology.toml`), and a bare `key` in `[apim.ai]`,
//! `[encryption]` and their sub-tables.
//!
//! Source: API-M 3.0–4.7, the keys in WSO2's files and Helm charts (`deployment/known_keys.tsv`).

/// Endings that make a key a secret, in snake case.
const SECRETS: [&str; 13] = [
    "password",
    "passwords",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "secrets",
    "token",
    "apikey",
    "api_keys",
    "credential",
    "credentials",
    "authorization",
];

/// Keys ending in `_key` that say who or where, and open nothing.
const NO_SECRETS: [&str; 6] =
    ["public_key", "consumer_key", "primary_key", "partition_key", "routing_key", "message_key"];

/// Environments in a `deployment.toml` and in a `topology.toml`.
const ENVIRONMENTS: [&[&str]; 2] = [&["apim", "gateway", "environment"], &["environment"]];

/// Sections in which a bare `key` is one.
const WITH_BARE_KEY: [&[&str]; 2] = [&["apim", "ai"], &["encryption"]];

/// True when the value of `key` must not be shown. `section` is in lower case.
pub(super) fn is_secret(section: &[String], key: &[&str]) -> bool {
    key.last().is_some_and(|last| is_named_secret(last)) || is_placed_secret(section, key)
}

/// True when the key's name alone says that it holds a secret.
pub(super) fn is_named_secret(segment: &str) -> bool {
    let name = snake_case(segment);
    SECRETS.iter().any(|ending| name.ends_with(ending))
        || name == "pass"
        || name.ends_with("_pass")
        || (name.ends_with("_key") && !NO_SECRETS.iter().any(|known| name.ends_with(known)))
        || is_misspelt(name.rsplit('_').next().unwrap_or_default())
}

fn is_misspelt(word: &str) -> bool {
    let near = |meant: &str, distance: usize| {
        // The first letter is nearly always right, and most keys end here.
        meant.as_bytes().first() == word.as_bytes().first()
            && word.len() + distance >= meant.len()
            && word.len() <= meant.len() + distance
            && strsim::osa_distance(word, meant) <= distance
    };
    word != "tokens"
        && (near("password", 2) || near("passphrase", 2) || near("secret", 1) || near("token", 1))
}

fn is_placed_secret(section: &[String], key: &[&str]) -> bool {
    let in_secrets = is_secrets_section(section)
        || (section.is_empty() && key.first().is_some_and(|first| is_secrets(first)));
    let in_properties = ENVIRONMENTS.iter().any(|environment| {
        let below_environment = section.iter().skip(environment.len()).map(String::as_str);
        related(section, environment)
            && below_environment
                .chain(key.iter().copied())
                .any(|segment| segment.eq_ignore_ascii_case("properties"))
    });
    let bare_key = key.last().is_some_and(|last| last.eq_ignore_ascii_case("key"))
        && WITH_BARE_KEY.iter().any(|path| related(section, path));
    in_secrets || in_properties || bare_key
}

/// True in a section all of whose values are secrets.
pub(super) fn is_secrets_section(section: &[String]) -> bool {
    section.first().is_some_and(|first| is_secrets(first))
}

fn is_secrets(segment: &str) -> bool {
    // In the singular as well: that is how the header is misspelt.
    ["secrets", "runtime_secrets", "secret", "runtime_secret"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(segment))
}

/// True when one path begins with the other: the rest of it may stand in a dotted key or an inline table.
fn related(section: &[String], path: &[&str]) -> bool {
    section.iter().zip(path).all(|(segment, known)| segment == known)
}

/// `clientSecret`, `client-secret` and `Client.Secret` as `client_secret`.
fn snake_case(segment: &str) -> String {
    let mut name = String::with_capacity(segment.len() + 4);
    let mut after_small = false;
    for character in segment.chars() {
        if character.is_ascii_uppercase() && after_small {
            name.push('_');
        }
        after_small = character.is_ascii_lowercase() || character.is_ascii_digit();
        name.push(match character {
            '-' | '.' | ' ' => '_',
            other => other.to_ascii_lowercase(),
        });
    }
    // A quoted key within a quoted string ends in the backslash of the escaped quote.
    name.truncate(name.trim_end_matches('\\').len());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_end_in_a_secret_word_are_secrets() {
        for key in [
            "password",
            "key_password",
            "client_registration_password",
            "wf_engine_pass",
            "keystorePassword",
            "client-secret",
            "clientSecret",
            "auth_token",
            "registration_token",
            "APIKey",
            "apikey",
            "api_key",
            "private_key",
            "symmetric_key",
            "on_prem_key",
            "moesifKey",
            "header.password",
            "Authorization",
            "pasword",
            "passwrod",
            "secert",
            "tokne",
        ] {
            assert!(is_named_secret(key), "{key}");
        }
    }

    #[test]
    fn names_that_only_mention_one_are_not() {
        for key in [
            "token_endpoint",
            "token_types",
            "max_tokens",
            "header",
            "auth_header",
            "alias",
            "type",
            "key",
            "key_manager",
            "key_validation_handler_type",
            "public_key",
            "consumer_key",
            "secret_count",
            "bypass",
            "username",
            "properties",
            "monkey",
            "passthru_https",
        ] {
            assert!(!is_named_secret(key), "{key}");
        }
    }

    #[test]
    fn places_make_secrets_of_harmless_names() {
        let section = |path: &str| path.split('.').map(str::to_owned).collect::<Vec<_>>();
        for (path, key) in [
            ("secrets", &["db"][..]),
            ("runtime_secrets", &["db"]),
            ("apim.gateway.environment.properties", &["Organization"]),
            ("apim.gateway.environment", &["properties", "a"]),
            ("apim.gateway.environment.properties.deep", &["a"]),
            ("apim.gateway", &["properties"]),
            ("environment.properties", &["Organization"]),
            ("environment", &["properties", "a"]),
            ("apim.ai", &["key"]),
            ("apim", &["ai", "key"]),
            ("encryption", &["key"]),
        ] {
            assert!(is_secret(&section(path), key), "[{path}] {key:?}");
        }
        for (path, key) in [
            ("apim.gateway.environment", &["name"][..]),
            ("environment", &["name"]),
            ("event_listener.properties", &["key"]),
            ("apim.analytics.properties", &["a"]),
            ("server", &["offset"]),
        ] {
            assert!(!is_secret(&section(path), key), "[{path}] {key:?}");
        }
    }
}
