//! Addresses of servers: taken apart strictly, and what may be sent to them.

use reqwest::Url;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Endpoint, Host, Scheme};

/// The address of a server, without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    url: String,
    /// The same, taken apart once for all requests; none when the HTTP client cannot ask it.
    parsed: Option<Url>,
    /// Its path, which comes before every target.
    path: String,
    is_plain_to_another_computer: bool,
}

impl Address {
    /// Reads an address that credentials will be sent to. `what` names the option for a message.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`]: it is no `http` or `https` URL, it holds credentials, or it would send them in the
    /// clear to another computer.
    pub(crate) fn parse(what: &'static str, url: &str, allow_plain_http: bool) -> Result<Self> {
        let invalid = |code: &'static str, why: &str| {
            let shown = without_credentials(url);
            let message = format!("{what} `{shown}` {why}");
            Error::new(ErrorKind::InvalidInput, code, message).with_context("url", shown)
        };
        let endpoint = Endpoint::parse(url).map_err(|error| {
            let help = if url.contains("://") {
                String::new()
            } else {
                format!(
                    "; write it as `https://{}`",
                    if url.is_empty() { "host:port".to_owned() } else { without_credentials(url) }
                )
            };
            let why = format!("is no URL of a server: {}{help}", error.description());
            invalid("invalid-url", &why)
        })?;
        if url.contains('@') {
            return Err(invalid("invalid-url", "holds credentials: give them apart from the URL"));
        }
        let host = endpoint.host().and_then(Host::new);
        let Some(host) = host else {
            return Err(invalid("invalid-url", "has no valid host"));
        };
        if endpoint.path().contains(['?', '#']) || url.chars().any(char::is_whitespace) {
            return Err(invalid("invalid-url", "may hold a path, but no query, fragment or blank"));
        }
        let is_plain_to_another_computer = endpoint.scheme() == Scheme::Http && !host.is_loopback();
        match endpoint.scheme() {
            Scheme::Https => {}
            Scheme::Http if !is_plain_to_another_computer || allow_plain_http => {}
            Scheme::Http => {
                return Err(invalid(
                    "plain-http",
                    "would carry credentials unencrypted: use https, or allow it with \
                     `danger_allow_plain_http`",
                ));
            }
            _ => return Err(invalid("invalid-url", "must start with https:// or http://")),
        }
        let url = url.trim_end_matches('/').to_owned();
        let parsed = Url::parse(&url).ok();
        let path = endpoint.path().trim_end_matches('/').to_owned();
        Ok(Self { url, parsed, path, is_plain_to_another_computer })
    }

    /// True when everyone on the way can read what is sent.
    pub(crate) fn is_plain_to_another_computer(&self) -> bool {
        self.is_plain_to_another_computer
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.url
    }

    pub(crate) fn join(&self, target: &str) -> String {
        [&self.url, target].concat()
    }

    /// The same as a URL that can be asked; none when there is no such. Reading the host anew for each request would take
    /// thousands of instructions.
    pub(crate) fn url(&self, target: &str) -> Option<Url> {
        let parsed = self.parsed.as_ref()?;
        let relative = if self.path.is_empty() { target } else { &[&self.path, target].concat() };
        // What begins otherwise could be another server's address.
        let is_path =
            matches!(relative.as_bytes(), [b'/', next, ..] if !matches!(next, b'/' | b'\\'));
        if is_path { parsed.join(relative).ok() } else { Url::parse(&self.join(target)).ok() }
    }
}

/// A URL without its user and password, for messages.
fn without_credentials(url: &str) -> String {
    let Some((before, after)) = url.rsplit_once('@') else { return url.to_owned() };
    let scheme = ["https://", "http://"].into_iter().find(|scheme| before.starts_with(scheme));
    format!("{}***@{after}", scheme.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_carries_credentials_to_this_computer_alone() {
        let parse = |url| Address::parse("the URL", url, false);
        assert_eq!(
            parse("https://cp.example.com:9443/").unwrap().as_str(),
            "https://cp.example.com:9443"
        );
        assert!(parse("http://localhost:9763").is_ok() && parse("http://[::1]:9763").is_ok());
        assert_eq!(parse("http://cp.example.com").unwrap_err().code(), "plain-http");
        assert!(Address::parse("the URL", "http://cp.example.com", true).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn a_target_means_the_same_as_if_the_whole_were_read(
            url in "https?://(cp\\.example\\.com|localhost|127\\.0\\.0\\.1|\\[::1\\]|MÜNCHEN\\.de)(:[1-9][0-9]{0,3})?(/{1,2}[a-z.%\\\\]{0,5}){0,3}",
            target in "(/{0,2}[a-z.%é\\\\-]{0,6}){0,4}(\\?[a-zé=&%/.]{0,8})?",
        ) {
            if let Ok(address) = Address::parse("the URL", &url, true) {
                let whole = Url::parse(&address.join(&target)).ok();
                proptest::prop_assert_eq!(address.url(&target), whole, "{} {}", url, target);
            }
        }
    }

    #[test]
    fn a_password_in_what_is_no_url_is_not_shown() {
        for url in [
            "admin:hunter2@apim:9443",
            "https:/admin:hunter2@apim",
            "https//admin:hunter2@apim",
            "https://a:hunter2@b@apim",
        ] {
            let error = Address::parse("the URL", url, false).unwrap_err();
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
            assert!(error.message().contains("***@"), "{error}");
        }
    }

    #[test]
    fn what_is_no_address_says_why_and_shows_no_password() {
        for url in [
            "",
            "localhost:9443",
            "ftp://a",
            "https://",
            "https://a:x",
            "https://a/?b",
            "https://a b",
        ] {
            assert_eq!(
                Address::parse("the URL", url, false).unwrap_err().code(),
                "invalid-url",
                "{url}"
            );
        }
        let error = Address::parse("the URL", "https://admin:hunter2@cp:9443", false).unwrap_err();
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}
