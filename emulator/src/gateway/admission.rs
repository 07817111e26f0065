//! Who is let through, and to which endpoint: REST reference §6.1, §6.2.

use super::find::{Found, Resource};
use super::{Gateway, Verdict, fault};
use crate::node::Release;
use crate::server::client::Outgoing;
use crate::server::{Method, Reply, Request, encode};

impl Gateway {
    /// The endpoint that a call goes to, or the gateway's own answer.
    pub(super) async fn admit(&self, found: &Found, request: &Request) -> Result<String, Reply> {
        let release = self.file.release;
        let classic = release.is_classic();
        let artifact = &found.artifact;
        let transport = if request.secure { "https" } else { "http" };
        if !artifact.transports.iter().any(|known| known == transport) {
            return Err(fault::unsupported_transport(classic, transport));
        }
        if artifact.lifecycle == "BLOCKED" {
            return Err(fault::blocked(classic));
        }
        let key_type = match found.resource {
            Resource::NoPath => return Err(fault::no_resource(classic)),
            Resource::NoVerb => return Err(fault::method_not_allowed(classic)),
            Resource::Open => None,
            Resource::Secured => Some(self.key_type(found, request).await?),
        };
        let (production, sandbox) = (artifact.production.as_deref(), artifact.sandbox.as_deref());
        let endpoint = match key_type.as_deref() {
            Some(key_type) => {
                by_key_type(&artifact.environment_type, key_type == "SANDBOX", production, sandbox)
            }
            None => open(&artifact.environment_type, release, production, sandbox),
        };
        match endpoint {
            Route::To(endpoint) => Ok(endpoint.to_owned()),
            Route::WrongGateway => Err(fault::wrong_key_type(&artifact.environment_type)),
            Route::NoEndpoint { sandbox_key } => Err(fault::no_endpoint(classic, sandbox_key)),
        }
    }

    /// Asks the key manager that the node's file names; when it does not answer, or refuses the
    /// node's own account, the call fails as 900900.
    async fn key_type(&self, found: &Found, request: &Request) -> Result<String, Reply> {
        let classic = self.file.release.is_classic();
        let wants_json = request.header("accept").is_some_and(|accept| accept.contains("json"));
        let context = &found.artifact.context;
        let refuse = |code, schemes: &[String]| {
            fault::authentication(classic, code, wants_json)
                .with_challenge(fault::challenge(code, context, schemes))
        };
        let has_credential = credentials(request, classic).any(|(_, value)| !value.is_empty());
        let verdict = self.ask(found, request).await;
        match verdict {
            // What is missing is seen without the key manager.
            None if !has_credential => Err(refuse(900_902, &[])),
            None => Err(refuse(900_900, &[])),
            Some(Verdict { code: 0, key_type, .. }) => Ok(key_type),
            Some(Verdict { code, schemes, .. }) => Err(refuse(code, &schemes)),
        }
    }

    async fn ask(&self, found: &Found, request: &Request) -> Option<Verdict> {
        let link = &self.file.links.key_manager;
        let artifact = &found.artifact;
        let asked = [
            ("api", artifact.api.as_str()),
            ("revision", artifact.revision.as_deref().unwrap_or_default()),
            ("verb", request.method.as_str()),
            ("target", &found.target),
        ];
        let owned = credentials(request, self.file.release.is_classic());
        let asked = asked.into_iter().map(|(name, value)| (name, value.to_owned()));
        let form: Vec<String> =
            asked.chain(owned).map(|(name, value)| format!("{name}={}", encode(&value))).collect();
        let outgoing = Outgoing::new(Method::POST, link.at("/internal/data/v1/key-validation"))
            .basic(&link.account.username, &link.account.password)
            .body("application/x-www-form-urlencoded", form.join("&"));
        let reply = self.client.send(outgoing).await.ok().filter(|reply| reply.status == 200)?;
        serde_json::from_slice(&reply.body).ok()
    }
}

/// The credentials that a call can have; keys of the try-out are of 4.x.
fn credentials(
    request: &Request,
    classic: bool,
) -> impl Iterator<Item = (&'static str, String)> + use<> {
    let header = |name: &str| request.header(name).unwrap_or_default().trim().to_owned();
    let api_key = match header("apikey") {
        key if key.is_empty() => request.parameter("apikey").unwrap_or_default(),
        key => key,
    };
    let internal = if classic { String::new() } else { header("internal-key") };
    let token = request.bearer().unwrap_or_default().to_owned();
    [("token", token), ("apikey", api_key), ("internal", internal)].into_iter()
}

/// Where a call goes.
#[derive(Debug, PartialEq, Eq)]
enum Route<'a> {
    To(&'a str),
    WrongGateway,
    NoEndpoint { sandbox_key: bool },
}

/// The table of REST reference §6.1. The type is compared in lower case and as it is written.
fn by_key_type<'a>(
    environment_type: &str,
    sandbox_key: bool,
    production: Option<&'a str>,
    sandbox: Option<&'a str>,
) -> Route<'a> {
    let wrong = match environment_type {
        "hybrid" => false,
        "sandbox" => !sandbox_key,
        // `production`, and whatever is none of the three.
        _ => sandbox_key,
    };
    if wrong {
        return Route::WrongGateway;
    }
    let endpoint = if sandbox_key { sandbox } else { production };
    endpoint.map_or(Route::NoEndpoint { sandbox_key }, Route::To)
}

/// Resources without authentication.
fn open<'a>(
    environment_type: &str,
    release: Release,
    production: Option<&'a str>,
    sandbox: Option<&'a str>,
) -> Route<'a> {
    let refuses = release.at_least(4, 1) && !release.at_least(4, 5);
    let endpoint = match environment_type {
        "sandbox" if refuses => return Route::WrongGateway,
        "sandbox" => sandbox,
        _ => production.or(sandbox),
    };
    endpoint.map_or(Route::NoEndpoint { sandbox_key: false }, Route::To)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_environments_as_section_6_1_says() {
        let (p, s) = (Some("p"), Some("s"));
        let no = |sandbox_key| Route::NoEndpoint { sandbox_key };
        for (kind, production, sandbox, production_key, sandbox_key) in [
            ("hybrid", p, s, Route::To("p"), Route::To("s")),
            ("hybrid", p, None, Route::To("p"), no(true)),
            ("hybrid", None, s, no(false), Route::To("s")),
            ("production", p, s, Route::To("p"), Route::WrongGateway),
            ("sandbox", p, s, Route::WrongGateway, Route::To("s")),
            ("Hybrid", p, s, Route::To("p"), Route::WrongGateway),
            ("SANDBOX", p, s, Route::To("p"), Route::WrongGateway),
            ("", p, s, Route::To("p"), Route::WrongGateway),
        ] {
            assert_eq!(by_key_type(kind, false, production, sandbox), production_key, "{kind}");
            assert_eq!(by_key_type(kind, true, production, sandbox), sandbox_key, "{kind}");
        }
    }
}
