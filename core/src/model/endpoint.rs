//! Endpoint URLs as API-M takes them apart: exactly one `://`, a host, perhaps a port or a port placeholder, a path.
//!
//! Not the WHATWG URL grammar on purpose: `https://localhost:${https.nio.port}` is what the shipped files say.

use std::fmt;

use super::{Host, Part, Reference, Scheme, Text};

/// The port of an [`Endpoint`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EndpointPort {
    /// None written: the scheme's own.
    Absent,
    /// A number from 1 to 65535.
    Literal(u16),
    /// A placeholder such as `${https.nio.port}`, by name.
    Placeholder(String),
    /// Holds a reference whose value is not known here.
    Unknown,
}

/// Why a text is no endpoint URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EndpointError {
    /// Not exactly one `://`.
    SchemeSeparator,
    /// Nothing before `://`, or characters no scheme has.
    Scheme,
    /// No host, or a blank in it.
    Host,
    /// The port is no number from 1 to 65535 and no placeholder.
    Port,
}

impl EndpointError {
    /// What is wrong, in a user's words.
    pub const fn description(self) -> &'static str {
        match self {
            Self::SchemeSeparator => "it must hold `://` exactly once",
            Self::Scheme => "it must start with a scheme such as `https`",
            Self::Host => "it has no valid host",
            Self::Port => "its port is not a number from 1 to 65535",
        }
    }
}

/// An endpoint URL, taken apart.
///
/// ```
/// use gatewright::model::{Endpoint, EndpointPort, Scheme};
///
/// let endpoint = Endpoint::parse("https://gw.example.com:8244/base")?;
/// assert_eq!(endpoint.scheme(), Scheme::Https);
/// assert_eq!(endpoint.host(), Some("gw.example.com"));
/// assert_eq!(endpoint.port(), &EndpointPort::Literal(8244));
/// # Ok::<(), gatewright::model::EndpointError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    scheme: Scheme,
    host: Option<String>,
    port: EndpointPort,
    path: String,
}

impl Endpoint {
    /// Takes a URL apart. Of one that is nothing but `$env{…}` or `$sys{…}` nothing is known.
    ///
    /// # Errors
    /// When API-M could not take it apart either; see [`EndpointError`].
    pub fn parse(url: &str) -> Result<Self, EndpointError> {
        if !url.contains("://") && is_resolved_at_start(url) {
            return Ok(Self {
                scheme: Scheme::Unknown,
                host: None,
                port: EndpointPort::Unknown,
                path: String::new(),
            });
        }
        if url.matches("://").count() != 1 {
            return Err(EndpointError::SchemeSeparator);
        }
        let (scheme, rest) = url.split_once("://").ok_or(EndpointError::SchemeSeparator)?;
        let scheme_is_valid = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        if !scheme_is_valid && !scheme.contains('$') {
            return Err(EndpointError::Scheme);
        }
        let authority_end = end_of_authority(rest);
        let (authority, path) = rest.split_at(authority_end);
        let authority = authority.rsplit_once('@').map_or(authority, |(_, after)| after);
        let (host, port) = split_port(authority)?;
        Ok(Self {
            scheme: Scheme::of(scheme),
            host: known_host(host)?,
            port: parse_port(port)?,
            path: path.to_owned(),
        })
    }

    /// The bytes of a URL that hold its port, as it is written; `None` when there is none.
    pub(crate) fn port_range(url: &str) -> Option<std::ops::Range<usize>> {
        let start = url.find("://")? + "://".len();
        let rest = url.get(start..)?;
        let authority = rest.get(..end_of_authority(rest))?;
        let host = authority.rfind('@').map_or(0, |at| at + 1);
        let (_, port) = split_port(authority.get(host..)?).ok()?;
        let end = start + authority.len();
        port.map(|port| end - port.len()..end)
    }

    /// The scheme.
    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    /// The host in lower case, without the brackets of an IPv6 address; `None` when it holds a reference or a
    /// placeholder whose value is not known here.
    pub fn host(&self) -> Option<&str> {
        self.host.as_deref()
    }

    /// True when both hosts are known and they differ.
    pub(crate) fn differs_in_host(&self, other: &Self) -> bool {
        let (Some(mine), Some(theirs)) = (self.host(), other.host()) else { return false };
        // IPv6 addresses have several spellings; other texts that are no valid host are compared as they are.
        match (Host::new(mine), Host::new(theirs)) {
            (Some(mine), Some(theirs)) => mine != theirs,
            _ => mine != theirs,
        }
    }

    /// True when the URL leads to the computer with this host.
    pub(crate) fn leads_to(&self, host: &Host) -> bool {
        self.host().and_then(Host::new).is_some_and(|mine| mine.is_same_computer(host))
    }

    /// The port as it is written.
    pub fn port(&self) -> &EndpointPort {
        &self.port
    }

    /// What follows the port: empty, or from the first `/`, `?` or `#` on.
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for EndpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for EndpointError {}

/// True when the text holds a reference that the configuration mapper replaces in every place.
fn is_resolved_at_start(url: &str) -> bool {
    let text = Text::parse(url);
    text.has(Reference::EnvironmentVariable) || text.has(Reference::SystemProperty)
}

/// Where host and port end. A `${carbon.context}` after the port begins the path: it resolves to a slash and more.
fn end_of_authority(rest: &str) -> usize {
    let slash = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    rest.find("${carbon.context}").map_or(slash, |context| context.min(slash))
}

fn split_port(authority: &str) -> Result<(&str, Option<&str>), EndpointError> {
    if let Some(inner) = authority.strip_prefix('[') {
        let (host, after) = inner.split_once(']').ok_or(EndpointError::Host)?;
        return match after.strip_prefix(':') {
            Some(port) => Ok((host, Some(port))),
            None if after.is_empty() => Ok((host, None)),
            None => Err(EndpointError::Host),
        };
    }
    Ok(authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))))
}

/// True when no placeholder and no reference lacks its closing brace, or has one too many.
fn is_closed(text: &str) -> bool {
    let is_left = |part: &Part| matches!(part, Part::Plain(plain) if plain.contains(['{', '}']));
    !Text::parse(text).parts().iter().any(is_left)
}

fn known_host(host: &str) -> Result<Option<String>, EndpointError> {
    if host.contains('$') {
        return if is_closed(host) { Ok(None) } else { Err(EndpointError::Host) };
    }
    let forbidden = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '\\' | '`' | '{' | '}')
    };
    if host.is_empty() || host.contains(forbidden) {
        return Err(EndpointError::Host);
    }
    Ok(Some(host.to_ascii_lowercase()))
}

fn parse_port(port: Option<&str>) -> Result<EndpointPort, EndpointError> {
    let Some(port) = port else { return Ok(EndpointPort::Absent) };
    if port.contains('$') {
        let text = Text::parse(port);
        if let [Part::Placeholder(name)] = text.parts() {
            return Ok(EndpointPort::Placeholder(name.clone()));
        }
        // Whatever a reference stands for, what is beside it stays as it is.
        let is_number = |part: &Part| match part {
            Part::Plain(plain) => plain.bytes().all(|byte| byte.is_ascii_digit()),
            Part::Placeholder(_) | Part::Reference(..) => true,
        };
        let is_port = text.parts().iter().all(is_number);
        return if is_port { Ok(EndpointPort::Unknown) } else { Err(EndpointError::Port) };
    }
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(EndpointError::Port);
    }
    match port.parse::<u16>() {
        Ok(0) | Err(_) => Err(EndpointError::Port),
        Ok(number) => Ok(EndpointPort::Literal(number)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shipped_forms_are_taken_apart() {
        let endpoint = Endpoint::parse(
            "https://localhost:${mgt.transport.https.port}${carbon.context}services/",
        )
        .unwrap();
        assert_eq!(endpoint.port(), &EndpointPort::Placeholder("mgt.transport.https.port".into()));
        let endpoint = Endpoint::parse("ws://LOCALHOST:9099").unwrap();
        assert_eq!(
            (endpoint.host(), endpoint.port()),
            (Some("localhost"), &EndpointPort::Literal(9099))
        );
        let endpoint = Endpoint::parse("https://[::1]:8243/").unwrap();
        assert_eq!((endpoint.host(), endpoint.path()), (Some("::1"), "/"));
        assert_eq!(Endpoint::parse("https://$env{HOST}").unwrap().host(), None);
        for known_at_run_time in ["https://localhost:82$env{LAST_TWO}", "https://a:$env{A}$sys{b}"]
        {
            let endpoint = Endpoint::parse(known_at_run_time).unwrap();
            assert_eq!(endpoint.port(), &EndpointPort::Unknown, "{known_at_run_time}");
        }
        let endpoint = Endpoint::parse("$env{GATEWAY_URL}").unwrap();
        assert_eq!((endpoint.scheme(), endpoint.port()), (Scheme::Unknown, &EndpointPort::Unknown));
    }

    #[test]
    fn the_port_is_found_where_it_stands() {
        for (url, port) in [
            ("https://localhost:8243/base:1", Some("8243")),
            ("tcp://user:pw@[::1]:5672?retries='5'", Some("5672")),
            ("https://a:${https.nio.port}${carbon.context}x", Some("${https.nio.port}")),
            (
                "https://a:${mgt.transport.https.port}/services/",
                Some("${mgt.transport.https.port}"),
            ),
            ("https://a/b:80", None),
            ("$env{URL}", None),
        ] {
            assert_eq!(Endpoint::port_range(url).and_then(|range| url.get(range)), port, "{url}");
        }
    }

    #[test]
    fn hosts_differ_only_when_both_are_known() {
        let differ = |mine: &str, other: &str| {
            Endpoint::parse(mine).unwrap().differs_in_host(&Endpoint::parse(other).unwrap())
        };
        assert!(differ("https://a", "http://b"));
        assert!(!differ("https://a:8243", "http://A"));
        assert!(!differ("https://[::1]", "http://[0:0:0:0:0:0:0:1]:8280"));
        assert!(!differ("https://$env{HOST}", "http://b"));
    }

    #[test]
    fn what_api_m_cannot_take_apart_is_refused() {
        use EndpointError::{Host, Port, Scheme, SchemeSeparator};
        for (url, error) in [
            ("", SchemeSeparator),
            ("$ref{a.b}", SchemeSeparator),
            ("$env{OPEN", SchemeSeparator),
            ("localhost:8243", SchemeSeparator),
            ("https:/localhost", SchemeSeparator),
            ("http://https://localhost", SchemeSeparator),
            ("://localhost", Scheme),
            ("https://", Host),
            ("https:// host", Host),
            ("https://localhost:", Port),
            ("https://localhost:82a3", Port),
            ("https://localhost:70000", Port),
            ("https://localhost:0", Port),
            ("https://localhost:${https.nio.port", Port),
            ("https://localhost:${https.nio.port}}", Port),
            ("https://localhost:$env{PORT", Port),
            ("https://localhost:a${https.nio.port}", Port),
            ("https://$env{HOST:8243", Host),
            ("https://${carbon.local.ip}}:8243", Host),
        ] {
            assert_eq!(Endpoint::parse(url), Err(error), "{url}");
        }
    }
}
