//! A call of an API through a gateway, as a value: what is sent.

use std::fmt;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};

use crate::client::address::Address;
use crate::client::secrets::{Piece, header_pieces, is_secret, masked, url_pieces};
use crate::client::token::AccessToken;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;

/// A call of an API through a gateway: sent by [`ControlPlane::call`](crate::ControlPlane::call), or printed as a command
/// by [`ApiRequest::to_curl`].
///
/// What is given is checked when it is sent. `Debug` shows no token, no header such as `Authorization`, `ApiKey` or
/// `Cookie`, no query parameter such as `apikey`, and of the body its length.
///
/// ```
/// use gatewright::client::ApiRequest;
///
/// let request = ApiRequest::new("POST", "https://localhost:8244/pets/1.0.0/pets")
///     .bearer("t0ken")
///     .header("X-Request-Id", "7")
///     .body("application/json", r#"{"name":"Rex"}"#);
/// assert!(!format!("{request:?}").contains("t0ken"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct ApiRequest {
    method: String,
    url: String,
    token: Option<SecretText>,
    headers: Vec<(String, String)>,
    content_type: Option<String>,
    body: Vec<u8>,
}

/// A request that has been checked.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) method: reqwest::Method,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
}

impl ApiRequest {
    /// The methods that can be sent.
    pub const METHODS: [&'static str; 7] =
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

    /// A request with one of [`ApiRequest::METHODS`], in upper case, to a whole URL such as
    /// `https://localhost:8244/pets/1.0.0/pets?limit=5`.
    pub fn new(method: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            method: method.into(),
            url: url.into(),
            token: None,
            headers: Vec::new(),
            content_type: None,
            body: Vec::new(),
        }
    }

    /// A `GET`.
    pub fn get(url: impl Into<String>) -> Self {
        Self::new("GET", url)
    }

    /// Sends an application's token, as `Authorization: Bearer`.
    #[must_use]
    pub fn token(self, token: &AccessToken) -> Self {
        self.bearer(token.token.clone())
    }

    /// Sends a token from elsewhere, as `Authorization: Bearer`.
    #[must_use]
    pub fn bearer(mut self, token: impl Into<SecretText>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// One more header. What the connection itself needs, such as `Content-Length`, is set by the client alone.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The body and its `Content-Type`.
    #[must_use]
    pub fn body(mut self, content_type: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        self.content_type = Some(content_type.into());
        self.body = body.into();
        self
    }

    /// The method as it was given.
    pub fn method(&self) -> &str {
        &self.method
    }

    /// The URL as it was given: a query parameter may be secret.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    pub(crate) fn has_token(&self) -> bool {
        self.token.is_some()
    }

    /// The values that open something: the token, of some headers, of some query parameters.
    pub(crate) fn secrets(&self) -> Vec<&str> {
        let of_headers =
            self.headers.iter().filter(|(name, _)| is_secret(name)).map(|(name, value)| {
                let pieces = header_pieces(name, value);
                let plain = match pieces.first() {
                    Some(Piece::Plain(scheme)) => scheme.len(),
                    _ => 0,
                };
                value.get(plain..).unwrap_or(value)
            });
        let (_, query) = self.url.split_once('?').unwrap_or_default();
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let of_query = pairs.filter(|(name, _)| is_secret(name)).map(|(_, value)| value);
        let token = self.token.iter().map(SecretText::expose);
        token.chain(of_headers).chain(of_query).collect()
    }

    /// The content type and the body, when there is one.
    pub(crate) fn content(&self) -> Option<(&str, &[u8])> {
        Some((self.content_type.as_deref()?, &self.body))
    }
}

/// Headers that belong to the connection.
const OF_THE_CONNECTION: [&str; 7] =
    ["connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade"];

fn invalid(code: &'static str, message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidInput, code, message)
}

impl ApiRequest {
    /// The gateway it is sent to, as errors name it: without path and query.
    pub(crate) fn server(&self, allow_plain_http: bool) -> Result<Address> {
        let after_scheme = self.url.find("://").map_or(0, |at| at + 3);
        let (_, rest) = self.url.split_at(after_scheme);
        let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
        let (origin, target) = self.url.split_at(after_scheme + end);
        let carries_secrets = self.token.is_some()
            || self.headers.iter().any(|(name, _)| is_secret(name))
            || url_pieces(&self.url).iter().any(|piece| matches!(piece, Piece::Secret { .. }));
        let address =
            Address::parse("the URL of the call", origin, allow_plain_http || !carries_secrets)?;
        let refuse = |why: &str| {
            let shown = masked(&url_pieces(&self.url));
            Err(invalid("invalid-url", format!("the URL of the call `{shown}` {why}"))
                .with_context("url", shown))
        };
        if target.contains('#') {
            return refuse(
                "holds a fragment, which is never sent: write `#` as %23, or leave it out",
            );
        }
        if target.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
            return refuse(
                "holds a blank, a control character or a backslash: encode it, a blank as %20",
            );
        }
        Ok(address)
    }

    /// What is sent, when everything about it can be.
    pub(crate) fn check(&self) -> Result<Checked> {
        if !Self::METHODS.contains(&self.method.as_str()) {
            let upper = self.method.to_ascii_uppercase();
            let help = if Self::METHODS.contains(&upper.as_str()) {
                format!("write `{upper}`: methods are in upper case")
            } else {
                format!("it is one of {}", Self::METHODS.join(", "))
            };
            let message =
                format!("`{}` is no method of a call: {help}", self.method.escape_debug());
            return Err(invalid("invalid-method", message));
        }
        let method = reqwest::Method::from_bytes(self.method.as_bytes()).map_err(|error| {
            invalid("invalid-method", "the method cannot be sent").with_source(error)
        })?;
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let name = self.header_name(name)?;
            let value = header_value(name.as_str(), value)?;
            headers.append(name, value);
        }
        if let Some(token) = &self.token {
            headers.insert(AUTHORIZATION, bearer(token)?);
        }
        let Some((content_type, body)) = self.content() else {
            return Ok(Checked { method, headers, body: None });
        };
        headers.insert(CONTENT_TYPE, header_value("Content-Type", content_type)?);
        Ok(Checked { method, headers, body: Some(body.to_vec()) })
    }

    fn header_name(&self, name: &str) -> Result<HeaderName> {
        let refuse = |code, why: &str| {
            let name = name.escape_debug().to_string();
            Err(invalid(code, format!("the header `{name}` {why}")).with_context("header", name))
        };
        let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
            let why =
                "has no valid name: letters, digits and `-` are; the value stands apart from it";
            return refuse("invalid-header-name", why);
        };
        if OF_THE_CONNECTION.contains(&parsed.as_str()) {
            return refuse("invalid-header-name", "is set by the client alone: leave it out");
        }
        if parsed == AUTHORIZATION && self.token.is_some() {
            return refuse(
                "repeated-header",
                "is given beside a token, which is sent in it: give one",
            );
        }
        if parsed == CONTENT_TYPE && self.content_type.is_some() {
            return refuse("repeated-header", "is given beside a body with its own: give one");
        }
        Ok(parsed)
    }
}

/// A token as a header, marked so that nothing logs it.
fn bearer(token: &SecretText) -> Result<HeaderValue> {
    let text = token.expose();
    let is_token = !text.is_empty() && text.chars().all(|c| c.is_ascii_graphic());
    let value = HeaderValue::from_str(&format!("Bearer {text}")).ok().filter(|_| is_token);
    let mut value = value.ok_or_else(|| {
        let message = "the token is empty or holds characters that no token has: give it alone, without `Bearer` \
                       before it and without a line's end";
        invalid("invalid-token", message)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// A header's value; the message does not show it.
fn header_value(name: &str, value: &str) -> Result<HeaderValue> {
    let is_trimmed = value.trim() == value;
    let parsed = HeaderValue::from_str(value).ok().filter(|_| is_trimmed && value.is_ascii());
    let mut parsed = parsed.ok_or_else(|| {
        let message = format!(
            "the value of the header `{name}` cannot be sent: it has a blank at an end, or a line's end, another \
             control character or a letter that is not ASCII in it; encode it as the API expects"
        );
        invalid("invalid-header-value", message).with_context("header", name)
    })?;
    parsed.set_sensitive(is_secret(name));
    Ok(parsed)
}

impl fmt::Debug for ApiRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", masked(&header_pieces(name, value))))
            .collect();
        f.debug_struct("ApiRequest")
            .field("method", &self.method)
            .field("url", &masked(&url_pieces(&self.url)))
            .field("token", &self.token)
            .field("headers", &headers)
            .field("content_type", &self.content_type)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(request: &ApiRequest) -> Error {
        let found = request.server(false).and_then(|_| request.check());
        let error = found.expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        let shown = format!("{error:?} {request:?}");
        assert!(!shown.contains("s3cret"), "{shown}");
        error
    }

    const URL: &str = "https://gw:8244/pets/1.0.0";

    #[test]
    fn what_cannot_be_sent_says_why_and_what_can() {
        let get = || ApiRequest::get(URL);
        for (request, code, says) in [
            (ApiRequest::new("get", URL), "invalid-method", "write `GET`"),
            (ApiRequest::new("", URL), "invalid-method", "one of GET, POST"),
            (ApiRequest::new("TRACE", URL), "invalid-method", "one of GET, POST"),
            (ApiRequest::new("GET\r\nX: y", URL), "invalid-method", "`GET\\r\\nX: y`"),
            (get().header("", "x"), "invalid-header-name", "no valid name"),
            (get().header("X-A: b", "x"), "invalid-header-name", "no valid name"),
            (get().header("X-Ä", "x"), "invalid-header-name", "no valid name"),
            (get().header("Content-Length", "7"), "invalid-header-name", "by the client alone"),
            (get().header("transfer-encoding", "x"), "invalid-header-name", "by the client alone"),
            (get().header("ApiKey", "s3cret\r\nX-B: c"), "invalid-header-value", "`apikey`"),
            (get().header("ApiKey", "s3cret "), "invalid-header-value", "a blank at an end"),
            (get().header("ApiKey", "s3cretü"), "invalid-header-value", "not ASCII"),
            (get().body("text/\nplain", ""), "invalid-header-value", "`Content-Type`"),
            (get().bearer(""), "invalid-token", "empty"),
            (get().bearer("s3cret\n"), "invalid-token", "line's end"),
            (get().bearer("Bearer s3cret"), "invalid-token", "without `Bearer`"),
            (get().bearer("a").header("authorization", "s3cret"), "repeated-header", "give one"),
            (
                get().header("content-type", "a/b").body("text/plain", "s3cret"),
                "repeated-header",
                "give one",
            ),
        ] {
            let error = refused(&request);
            assert_eq!(error.code(), code, "{error}");
            assert!(error.message().contains(says), "{error}");
        }
    }

    #[test]
    fn a_url_that_cannot_be_asked_says_why() {
        for (url, says) in [
            ("", "is no URL"),
            ("gw:8244/pets", "is no URL"),
            ("ftp://gw/pets", "must start with"),
            ("https:///pets", "host"),
            ("https://gw:99999/pets", "is no URL"),
            ("https://me:s3cret@gw/pets", "holds credentials"),
            ("https://good\\.evil.com/pets", "backslash"),
            ("https://gw/pets 1", "a blank as %20"),
            ("https://gw/pets\n", "control character"),
            ("https://gw/pets#a", "%23"),
            ("https://gw?apikey=s3cret#", "fragment"),
        ] {
            let error = refused(&ApiRequest::get(url));
            assert_eq!(error.code(), "invalid-url", "{error}");
            assert!(error.message().contains(says), "{url}: {error}");
        }
        for url in [
            "https://gw",
            "https://gw?x=https://y",
            "http://[::1]:8280/pets?a=b@c",
            "https://gw/users/a@b/ü",
        ] {
            assert!(ApiRequest::get(url).server(false).is_ok(), "{url}");
        }
    }

    #[test]
    fn secrets_go_over_tls_or_to_this_computer() {
        let far = || ApiRequest::get("http://gw:8281/pets/1.0.0");
        assert!(far().server(false).is_ok(), "it carries no secret");
        for secret in [
            far().bearer("s3cret"),
            far().header("ApiKey", "s3cret"),
            far().header("Cookie", "a=s3cret"),
            ApiRequest::get("http://gw:8281/pets?apikey=s3cret"),
        ] {
            let error = refused(&secret);
            assert_eq!(error.code(), "plain-http");
            assert!(error.message().contains("danger_allow_plain_http"), "{error}");
            assert!(secret.server(true).is_ok());
        }
        assert!(ApiRequest::get("http://localhost:8281/x").bearer("s3cret").server(false).is_ok());
    }

    #[test]
    fn what_is_sent_is_what_was_given_with_secrets_marked() {
        let request = ApiRequest::new("POST", URL)
            .bearer("s3cret")
            .header("X-A", "1")
            .header("x-a", "2")
            .header("ApiKey", "s3cret")
            .body("text/plain", "hello");
        let checked = request.check().unwrap();
        assert_eq!(checked.headers.get_all("x-a").iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(checked.headers["authorization"], "Bearer s3cret");
        assert_eq!(checked.headers["content-type"], "text/plain");
        assert_eq!(checked.body.as_deref(), Some(&b"hello"[..]));
        for shown in [format!("{checked:?}"), format!("{request:?}")] {
            assert!(!shown.contains("s3cret"), "{shown}");
        }
    }
}
