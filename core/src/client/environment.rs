//! The environments a control plane offers.

use crate::error::{Error, ErrorKind, Result};
use crate::model::EnvironmentType;
use crate::rest::environment as rest;

/// A gateway environment as the Publisher lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GatewayEnvironment {
    /// Its name: what publications name.
    pub name: String,
    /// What people are shown; empty in 3.x.
    pub display_name: String,
    /// Which keys it accepts.
    pub environment_type: EnvironmentType,
    /// Whether the try-out lists it: `display_in_api_console` of its control plane's file.
    pub display_in_api_console: bool,
    /// The HTTP base URL of its gateways.
    pub http_url: Option<String>,
    /// The HTTPS base URL of its gateways; of its first virtual host since 4.0.
    pub https_url: Option<String>,
    /// Its virtual hosts, the default one first; none in 3.x.
    pub virtual_hosts: Vec<VirtualHost>,
}

/// A host name at which an environment's gateways offer APIs, since 4.0.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct VirtualHost {
    /// The host.
    pub host: String,
    /// The HTTP base URL.
    pub http_url: Option<String>,
    /// The HTTPS base URL.
    pub https_url: Option<String>,
}

impl From<rest::Environment> for GatewayEnvironment {
    fn from(environment: rest::Environment) -> Self {
        let virtual_hosts: Vec<VirtualHost> =
            environment.vhosts.into_iter().map(VirtualHost::from).collect();
        let first = virtual_hosts.first();
        let (http, https) = (environment.endpoints.http, environment.endpoints.https);
        Self {
            name: environment.name,
            display_name: environment.display_name,
            environment_type: environment_type(&environment.kind),
            display_in_api_console: environment.show_in_api_console,
            http_url: base(http).or_else(|| first?.http_url.clone()),
            https_url: base(https).or_else(|| first?.https_url.clone()),
            virtual_hosts,
        }
    }
}

/// A word that API-M does not know makes it a gateway for production keys.
fn environment_type(name: &str) -> EnvironmentType {
    EnvironmentType::from_name(&name.to_ascii_lowercase()).unwrap_or(EnvironmentType::Production)
}

fn base(url: Option<String>) -> Option<String> {
    url.map(|url| url.trim_end_matches('/').to_owned()).filter(|url| !url.is_empty())
}

impl From<rest::VirtualHost> for VirtualHost {
    fn from(host: rest::VirtualHost) -> Self {
        let context = host.http_context.trim_matches('/');
        let context = if context.is_empty() { String::new() } else { format!("/{context}") };
        let url = |scheme: &str, port: Option<i64>| {
            port.filter(|port| *port > 0)
                .map(|port| [scheme, "://", &host.host, ":", &port.to_string(), &context].concat())
        };
        Self {
            http_url: url("http", host.http_port),
            https_url: url("https", host.https_port),
            host: host.host,
        }
    }
}

/// The environment of exactly this name.
///
/// # Errors
/// [`ErrorKind::InvalidInput`], saying what there is and what was probably meant.
pub(crate) fn find_environment<'s>(
    name: &str,
    offered: &'s [GatewayEnvironment],
) -> Result<&'s GatewayEnvironment> {
    if let Some(found) = offered.iter().find(|environment| environment.name == name) {
        return Ok(found);
    }
    let names: Vec<&str> = offered.iter().map(|environment| environment.name.as_str()).collect();
    let help = advice(name, &names);
    let message = format!("the server has no environment `{}`: {help}", name.escape_debug());
    Err(Error::new(ErrorKind::InvalidInput, "unknown-environment", message)
        .with_context("environment", name))
}

/// What was probably meant, and what there is.
pub(crate) fn advice(name: &str, known: &[&str]) -> String {
    let all = match known {
        [] => return "it has none at all".to_owned(),
        known => known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", "),
    };
    let lower = name.to_lowercase();
    if let Some(same) = known.iter().find(|known| known.to_lowercase() == lower) {
        return format!("did you mean `{same}`? Upper and lower case count; it has {all}");
    }
    let near = known
        .iter()
        .map(|known| (strsim::osa_distance(&lower, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= 3.min(known.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance);
    match near {
        Some((_, near)) => format!("did you mean `{near}`? It has {all}"),
        None => format!("it has {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_follow_from_endpoints_or_the_first_virtual_host() {
        let read = |text: &str| {
            GatewayEnvironment::from(serde_json::from_str::<rest::Environment>(text).unwrap())
        };
        let classic =
            read(r#"{"name":"a","type":"production","endpoints":{"https":"https://gw:8244/"}}"#);
        assert_eq!(classic.https_url.as_deref(), Some("https://gw:8244"));
        assert_eq!(classic.environment_type, EnvironmentType::Production);
        let revisions = read(
            r#"{"name":"a","type":"HYBRID","vhosts":[{"host":"gw","httpContext":"/x","httpsPort":443,"httpPort":-1}]}"#,
        );
        assert_eq!(revisions.https_url.as_deref(), Some("https://gw:443/x"));
        assert_eq!(revisions.http_url, None);
        assert_eq!(revisions.environment_type, EnvironmentType::Hybrid);
    }

    #[test]
    fn what_was_meant_is_named() {
        let known = ["Production Gateway", "eu-west"];
        assert_eq!(
            advice("production gateway", &known),
            "did you mean `Production Gateway`? Upper and lower case count; it has `Production Gateway`, `eu-west`"
        );
        assert!(advice("eu-wst", &known).starts_with("did you mean `eu-west`?"));
        assert_eq!(advice("x", &known), "it has `Production Gateway`, `eu-west`");
        assert_eq!(advice("x", &[]), "it has none at all");
    }
}
