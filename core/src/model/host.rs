//! The host a node runs on.

use std::fmt;
use std::net::Ipv6Addr;

/// A host name or an IP address, in lower case.
///
/// ```
/// use gatewright::model::Host;
///
/// let host = Host::new("GW1.example.com").unwrap();
/// assert_eq!(host.as_str(), "gw1.example.com");
/// assert_eq!(Host::new("::1").unwrap().in_url(), "[::1]");
/// assert!(Host::new("https://gw1").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Host(String);

impl Host {
    /// A host; `None` when the text is no host name and no IP address (a URL, a port, a blank, a placeholder).
    pub fn new(text: &str) -> Option<Self> {
        let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
        if bare.contains(':') {
            let address: Ipv6Addr = bare.parse().ok()?;
            return Some(Self(address.to_string()));
        }
        let label_is_valid = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        let is_valid = bare == text && bare.len() <= 253 && bare.split('.').all(label_is_valid);
        is_valid.then(|| Self(bare.to_ascii_lowercase()))
    }

    /// The host as it is compared: lower case, an IPv6 address without brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host as it stands in a URL: an IPv6 address in brackets.
    pub fn in_url(&self) -> String {
        if self.0.contains(':') { format!("[{}]", self.0) } else { self.0.clone() }
    }

    /// True for names of the computer itself, which mean another computer on every node.
    pub fn is_loopback(&self) -> bool {
        self.0 == "localhost" || self.0 == "::1" || self.0.starts_with("127.")
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
