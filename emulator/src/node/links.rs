//! What a node's file says about other nodes.

use super::placeholders::Values;

/// A user name and its password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Account {
    pub(crate) username: String,
    pub(crate) password: String,
}

/// Another node's services, and the account to use there.
#[derive(Clone)]
pub(crate) struct Link {
    /// `https://host:port/services/`.
    pub(crate) service_url: String,
    pub(crate) account: Account,
}

impl Link {
    /// The URL of a path on the server that the services are on.
    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", origin(&self.service_url))
    }

    /// The URL of one of the services.
    pub(crate) fn service(&self, name: &str) -> String {
        format!("{}/{name}", self.service_url.trim_end_matches('/'))
    }
}

/// `scheme://host:port` of a URL.
fn origin(url: &str) -> &str {
    let Some((scheme, rest)) = url.split_once("://") else { return url };
    let authority = rest.split('/').next().unwrap_or(rest);
    url.get(..scheme.len() + 3 + authority.len()).unwrap_or(url)
}

/// The links of a gateway: deployment reference §4.1, with its defaults, which are all local.
#[derive(Clone)]
pub(crate) struct Links {
    pub(crate) key_manager: Link,
    /// From 4.0 the place of artefacts.
    pub(crate) event_hub: Link,
    /// `tcp://host:port` of the brokers that tell of changes.
    pub(crate) events: Vec<String>,
    pub(crate) labels: Vec<String>,
}

impl Links {
    pub(crate) fn read(values: &Values<'_>, admin: &Account, local: &Link) -> Result<Self, String> {
        let link = |section: &str, default: &Link| -> Result<Link, String> {
            let text = |key: &str, default: &str| {
                values
                    .text(&format!("{section}.{key}"))
                    .map(|found| found.unwrap_or_else(|| default.to_owned()))
            };
            Ok(Link {
                service_url: text("service_url", &default.service_url)?,
                account: Account {
                    username: text("username", &default.account.username)?,
                    password: text("password", &default.account.password)?,
                },
            })
        };
        let key_manager = link("apim.key_manager", local)?;
        let own = Link { account: admin.clone(), ..local.clone() };
        let throttling = link("apim.throttling", &own)?;
        let event_hub = link("apim.event_hub", &throttling)?;
        let events = match values.list("apim.event_hub.event_listening_endpoints")? {
            Some(endpoints) => endpoints,
            None => match values.list("apim.throttling.throttle_decision_endpoints")? {
                Some(endpoints) => endpoints,
                None => vec![format!("tcp://localhost:{}", own_broker(values)?)],
            },
        };
        let labels = values
            .list("apim.sync_runtime_artifacts.gateway.gateway_labels")?
            .unwrap_or_else(|| vec!["Default".to_owned()]);
        Ok(Self { key_manager, event_hub, events, labels })
    }
}

fn own_broker(values: &Values<'_>) -> Result<String, String> {
    values.placeholder("jms.port").ok_or_else(|| "the broker has no port".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_origin_of_a_service_url() {
        assert_eq!(origin("https://localhost:9443/services/"), "https://localhost:9443");
        assert_eq!(origin("https://localhost:9443"), "https://localhost:9443");
        assert_eq!(origin("nonsense"), "nonsense");
    }
}
