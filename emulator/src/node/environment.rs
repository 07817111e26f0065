//! `[[apim.gateway.environment]]` as API-M takes it in: deployment reference §1.

use gatewright::deployment::Item;

use super::placeholders::Values;
use super::{Account, Release};

/// One environment, as the node's own configuration has it.
#[derive(Clone)]
pub(crate) struct GatewayEnvironment {
    pub(crate) name: String,
    /// As written: it is compared, never validated.
    pub(crate) kind: String,
    pub(crate) display_name: String,
    pub(crate) provider: String,
    pub(crate) gateway_type: String,
    pub(crate) api_console: bool,
    /// Where 3.x pushes to.
    pub(crate) service_url: String,
    pub(crate) account: Account,
    pub(crate) endpoints: Endpoints,
    /// From 4.0; the first is made of the environment's own endpoints.
    pub(crate) virtual_hosts: Vec<VirtualHost>,
}

/// URLs as written.
#[derive(Clone, Default)]
pub(crate) struct Endpoints {
    pub(crate) http: Option<String>,
    pub(crate) https: Option<String>,
    pub(crate) ws: Option<String>,
    pub(crate) wss: Option<String>,
}

/// A host with its ports; −1 where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VirtualHost {
    pub(crate) host: String,
    pub(crate) context: String,
    pub(crate) http: i32,
    pub(crate) https: i32,
    pub(crate) ws: i32,
    pub(crate) wss: i32,
    pub(crate) websub_http: i32,
    pub(crate) websub_https: i32,
}

/// The environments of a file, and what API-M logs about them. A name that is there twice keeps
/// its first section.
pub(crate) fn read_environments(
    values: &Values<'_>,
    release: Release,
) -> Result<(Vec<GatewayEnvironment>, Vec<String>), String> {
    let mut environments: Vec<GatewayEnvironment> = Vec::new();
    let mut log = Vec::new();
    for environment in values.document().environments() {
        let section = environment.item();
        let environment = read(values, section, release).map_err(|message| {
            let name = environment.name().unwrap_or_default();
            format!("{message} (environment '{name}')")
        })?;
        if environments.iter().any(|known| known.name == environment.name) {
            let name = environment.name;
            log.push(format!("Duplicate environment name found in api-manager.xml {name}"));
        } else {
            environments.push(environment);
        }
    }
    Ok((environments, log))
}

fn read(
    values: &Values<'_>,
    section: Item<'_>,
    release: Release,
) -> Result<GatewayEnvironment, String> {
    let optional = |section: Item<'_>, key: &str| -> Result<Option<String>, String> {
        let text = values.text_in_section(section, key)?;
        match text.as_deref().filter(|text| breaks_xml(text)) {
            Some(_) => Err(format!(
                "api-manager.xml is not well-formed: the value of {key} in an environment is put there unescaped"
            )),
            None => Ok(text),
        }
    };
    let text = |key: &str| optional(section, key).map(Option::unwrap_or_default);
    let or = |text: String, default: &str| if text.is_empty() { default.to_owned() } else { text };
    let flag = |key: &str| text(key).map(|value| value.eq_ignore_ascii_case("true"));
    let name = text("name")?;
    let endpoints = Endpoints {
        http: optional(section, "http_endpoint")?,
        https: optional(section, "https_endpoint")?,
        ws: optional(section, "ws_endpoint")?,
        wss: optional(section, "wss_endpoint")?,
    };
    let mut virtual_hosts = Vec::new();
    if !release.is_classic() {
        let further = section.get("virtual_host").into_iter().flat_map(Item::elements);
        for item in std::iter::once(section).chain(further) {
            virtual_hosts.push(virtual_host(&|key| optional(item, key))?);
        }
    }
    Ok(GatewayEnvironment {
        display_name: or(text("display_name")?, &name),
        provider: or(text("provider")?, "wso2"),
        gateway_type: or(text("gateway_type")?, "Regular"),
        kind: text("type")?,
        api_console: flag("display_in_api_console")?,
        service_url: text("service_url")?,
        account: Account { username: text("username")?, password: text("password")? },
        endpoints,
        virtual_hosts,
        name,
    })
}

/// True when a value that is pasted into XML unescaped makes it malformed.
fn breaks_xml(value: &str) -> bool {
    value.contains('<')
        || value.split('&').skip(1).any(|after| {
            let entity = after.split(';').next().unwrap_or_default();
            !after.contains(';')
                || entity.is_empty()
                || !entity.chars().all(|c| c.is_ascii_alphanumeric() || c == '#')
        })
}

type Lookup<'a> = dyn Fn(&str) -> Result<Option<String>, String> + 'a;

/// Deployment reference §1.3: host and context are those of the HTTPS URL.
fn virtual_host(get: &Lookup<'_>) -> Result<VirtualHost, String> {
    let parsed = |key: &str, default: i32| -> Result<Option<Parts>, String> {
        get(key)?.filter(|text| !text.is_empty()).map(|text| parts(&text, default)).transpose()
    };
    let http = parsed("http_endpoint", 80)?;
    let https = parsed("https_endpoint", 443)?;
    let port =
        |key, default| Ok::<_, String>(parsed(key, default)?.map_or(default, |parts| parts.port));
    let Some(main) = https.as_ref().or(http.as_ref()) else {
        return Err(
            "Error while building VHost, missing required HTTP or HTTPS endpoint".to_owned()
        );
    };
    Ok(VirtualHost {
        host: main.host.clone(),
        context: main.context.clone(),
        http: http.as_ref().map_or(-1, |parts| parts.port),
        https: https.as_ref().map_or(-1, |parts| parts.port),
        ws: port("ws_endpoint", 9099)?,
        wss: port("wss_endpoint", 8099)?,
        websub_http: port("websub_event_receiver_http_endpoint", 9021)?,
        websub_https: port("websub_event_receiver_https_endpoint", 8021)?,
    })
}

struct Parts {
    host: String,
    port: i32,
    context: String,
}

fn parts(url: &str, default_port: i32) -> Result<Parts, String> {
    let wrong = || "Error reading gateway environment endpoint URL".to_owned();
    let mut halves = url.split("://");
    let (Some(_), Some(rest), None) = (halves.next(), halves.next(), halves.next()) else {
        return Err(wrong());
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            (host, port.parse::<u16>().map_err(|_| wrong())?.into())
        }
        _ => (authority, default_port),
    };
    let path = path.trim_end_matches('/');
    let context = if path.is_empty() { String::new() } else { format!("/{path}") };
    Ok(Parts { host: host.to_owned(), port, context })
}

impl VirtualHost {
    /// The base of URLs by a scheme; `None` when it has no such port.
    pub(crate) fn base(&self, scheme: &str) -> Option<String> {
        let (port, usual) = match scheme {
            "http" => (self.http, 80),
            "https" => (self.https, 443),
            "ws" => (self.ws, 80),
            _ => (self.wss, 443),
        };
        let Self { host, context, .. } = self;
        match port {
            -1 => None,
            port if port == usual => Some(format!("{scheme}://{host}{context}")),
            port => Some(format!("{scheme}://{host}:{port}{context}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(https: Option<&str>, http: Option<&str>) -> Result<VirtualHost, String> {
        virtual_host(&|key| {
            Ok(match key {
                "https_endpoint" => https.map(str::to_owned),
                "http_endpoint" => http.map(str::to_owned),
                _ => None,
            })
        })
    }

    #[test]
    fn virtual_hosts_as_section_1_3_says() {
        let both = host(Some("https://a:8244/gw"), Some("http://b:8281")).unwrap();
        assert_eq!((both.host.as_str(), both.context.as_str()), ("a", "/gw"));
        assert_eq!((both.http, both.https, both.ws), (8281, 8244, 9099));
        assert_eq!(both.base("https").as_deref(), Some("https://a:8244/gw"));
        let usual = host(Some("https://a"), None).unwrap();
        assert_eq!((usual.https, usual.http), (443, -1));
        assert!(host(None, None).unwrap_err().contains("missing required HTTP or HTTPS endpoint"));
        for wrong in ["localhost:8243", "https://a:${https.nio.port}"] {
            assert!(host(Some(wrong), None).unwrap_err().starts_with("Error reading gateway"));
        }
    }

    #[test]
    fn unescaped_characters_break_the_xml() {
        assert!(breaks_xml("a & b") && breaks_xml("<b>") && breaks_xml("a&b=1"));
        assert!(!breaks_xml("a &amp; b"));
    }
}
