//! Which environments take whose tokens, and where the subscribed APIs are in them.

use std::fmt;

use crate::client::{EndpointUrls, GatewayEnvironment, PortalApi, find_environment};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{EnvironmentType, KeyType};
use crate::publish::access::wanted::ApplicationAccess;

/// An environment an application has access to. `Display` is one line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EnvironmentAccess {
    /// The environment's name.
    pub environment: String,
    /// Its type, as the Developer Portal says it.
    pub environment_type: EnvironmentType,
    /// The wanted key types whose tokens its gateways take; empty when they take none of them.
    pub key_types: Vec<KeyType>,
    /// Where the subscribed APIs are offered there.
    pub apis: Vec<ApiAddress>,
}

/// Where an API is offered in an environment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiAddress {
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// Its URL over HTTP, when offered.
    pub http: Option<String>,
    /// Its URL over HTTPS, when offered.
    pub https: Option<String>,
    /// Its URL over WebSocket, when offered.
    pub ws: Option<String>,
    /// Its URL over secure WebSocket, when offered.
    pub wss: Option<String>,
}

impl ApiAddress {
    fn new(api: &PortalApi, urls: &EndpointUrls) -> Self {
        Self {
            api: api.name.clone(),
            version: api.version.clone(),
            http: urls.http.clone(),
            https: urls.https.clone(),
            ws: urls.ws.clone(),
            wss: urls.wss.clone(),
        }
    }

    fn url(&self) -> &str {
        let urls = [&self.https, &self.wss, &self.http, &self.ws];
        urls.into_iter().flatten().next().map_or("no URL", String::as_str)
    }
}

/// The environments that these APIs are offered in, in the order in which the portal names them first.
fn offered(wanted: &ApplicationAccess, apis: &[&PortalApi]) -> Vec<EnvironmentAccess> {
    let mut found: Vec<EnvironmentAccess> = Vec::new();
    for api in apis {
        for urls in &api.endpoint_urls {
            let address = ApiAddress::new(api, urls);
            let known = found.iter_mut().find(|known| known.environment == urls.environment);
            if let Some(known) = known {
                known.apis.push(address);
                continue;
            }
            // A word that API-M does not know makes it a gateway for production keys.
            let kind = urls.environment_type.unwrap_or(EnvironmentType::Production);
            found.push(EnvironmentAccess::new(&urls.environment, kind, wanted, vec![address]));
        }
    }
    found
}

impl EnvironmentAccess {
    fn new(
        name: &str,
        environment_type: EnvironmentType,
        wanted: &ApplicationAccess,
        apis: Vec<ApiAddress>,
    ) -> Self {
        let accepted = wanted.key_types.iter().filter(|it| environment_type.accepts(**it));
        let key_types = accepted.copied().collect();
        Self { environment: name.to_owned(), environment_type, key_types, apis }
    }
}

/// The names that nothing but the server's own list of environments can tell of.
pub(crate) fn unnamed_by_portal<'a>(
    wanted: &'a ApplicationAccess,
    apis: &[&PortalApi],
) -> Vec<&'a str> {
    let is_offered = |name: &&String| {
        let mut urls = apis.iter().flat_map(|api| &api.endpoint_urls);
        urls.any(|urls| urls.environment == **name)
    };
    wanted.environments.iter().filter(|name| !is_offered(name)).map(String::as_str).collect()
}

/// The environments an application is given access to: those it names, or those its APIs are offered in. Without the
/// server's own list those it names are left out that none of its APIs is offered in.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] for a named environment that the server does not have, or that takes tokens of no wanted
/// key type.
pub(crate) fn resolve(
    wanted: &ApplicationAccess,
    apis: &[&PortalApi],
    others: Option<&[GatewayEnvironment]>,
) -> Result<Vec<EnvironmentAccess>> {
    let offered = offered(wanted, apis);
    if wanted.environments.is_empty() {
        return Ok(offered);
    }
    let one = |name: &String| {
        let found = offered.iter().find(|known| known.environment == *name).cloned();
        let found = match (found, others) {
            (Some(found), _) => found,
            (None, None) => return Ok(None),
            (None, Some(others)) => {
                let known = find_environment(name, others)?;
                EnvironmentAccess::new(name, known.environment_type, wanted, Vec::new())
            }
        };
        if found.key_types.is_empty() { Err(refuses(wanted, &found)) } else { Ok(Some(found)) }
    };
    let resolved: Result<Vec<_>> =
        wanted.environments.iter().filter_map(|name| one(name).transpose()).collect();
    resolved.map_err(|error: Error| error.concerning("application", &wanted.name))
}

fn refuses(wanted: &ApplicationAccess, environment: &EnvironmentAccess) -> Error {
    let taken: Vec<&str> = KeyType::ALL
        .into_iter()
        .filter(|key_type| environment.environment_type.accepts(*key_type))
        .map(KeyType::as_str)
        .collect();
    let named: Vec<&str> = wanted.key_types.iter().map(|key_type| key_type.as_str()).collect();
    let message = format!(
        "the environment `{}` is of the type {}: its gateways refuse tokens of {} keys; want {} keys for `{}`, or leave the environment out",
        environment.environment,
        environment.environment_type,
        named.join(" and "),
        taken.join(" or "),
        wanted.name.escape_debug()
    );
    Error::new(ErrorKind::InvalidInput, "key-type-not-accepted", message)
        .with_context("application", &wanted.name)
        .with_context("environment", &environment.environment)
}

impl fmt::Display for EnvironmentAccess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { environment, environment_type, .. } = self;
        let key_types: Vec<&str> = self.key_types.iter().map(|it| it.as_str()).collect();
        write!(f, "{environment} ({environment_type}) takes ")?;
        match key_types.as_slice() {
            [] => f.write_str("no token of the wanted key types")?,
            some => write!(f, "{} tokens", some.join(" and "))?,
        }
        for (at, api) in self.apis.iter().enumerate() {
            let mark = if at == 0 { ": " } else { ", " };
            write!(f, "{mark}{} {} at {}", api.api, api.version, api.url())?;
        }
        Ok(())
    }
}
