//! The host a node runs on.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

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
                && label
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        // What ends in a number is an IPv4 address or nothing: `10.0.0` and `256.1.1.1` resolve nowhere.
        let ends_in_number = bare
            .rsplit('.')
            .next()
            .is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_digit()));
        let is_valid = bare == text
            && bare.len() <= 253
            && bare.split('.').all(label_is_valid)
            && (!ends_in_number || bare.parse::<Ipv4Addr>().is_ok());
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
        self.0 == "localhost" || self.address().is_some_and(|address| address.is_loopback())
    }

    /// True when both certainly name one computer: they are equal, or both name the computer itself.
    pub(crate) fn is_same_computer(&self, other: &Self) -> bool {
        self == other || (self.is_loopback() && other.is_loopback())
    }

    /// True for `0.0.0.0` and `::`, at which a node can listen but nobody can reach it.
    pub(crate) fn is_unspecified(&self) -> bool {
        self.address().is_some_and(|address| address.is_unspecified())
    }

    fn address(&self) -> Option<IpAddr> {
        self.0.parse().ok()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_host_names_and_addresses_are_hosts() {
        for text in
            ["localhost", "gw-1.example.com", "gw_1", "10.0.0.1", "::1", "[fe80::1]", "1a.2b"]
        {
            assert!(Host::new(text).is_some(), "{text}");
        }
        for text in [
            "",
            "a b",
            "a:8243",
            "https://a",
            "$env{HOST}",
            "-a",
            "a..b",
            "[a]",
            "10.0.0",
            "256.1.1.1",
            "7",
        ] {
            assert!(Host::new(text).is_none(), "{text}");
        }
    }

    #[test]
    fn names_of_the_computer_itself_name_one_computer() {
        let host = |text| Host::new(text).unwrap();
        assert!(host("localhost").is_same_computer(&host("127.0.0.1")));
        assert!(host("::1").is_same_computer(&host("LOCALHOST")));
        assert!(!host("localhost").is_same_computer(&host("gw1")));
        assert!(!host("127.example.com").is_loopback());
        assert!(host("::").is_unspecified() && !host("::1").is_unspecified());
    }
}
