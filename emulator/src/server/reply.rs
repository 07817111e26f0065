//! A reply as a value.

use bytes::Bytes;
use serde_json::Value;

/// A status, headers and a whole body.
#[derive(Clone, Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, body: body.into() }
    }

    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string())
    }

    pub(crate) fn xml(status: u16, body: impl Into<Bytes>) -> Self {
        Self::new(status, "application/xml", body)
    }

    pub(crate) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new() }
    }

    /// With a header more; a content type takes the place of the one there is.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        if name.eq_ignore_ascii_case("content-type") {
            self.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        }
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// With the `WWW-Authenticate` that every 401 has.
    pub(crate) fn with_challenge(self, challenge: String) -> Self {
        if self.status == 401 { self.with("WWW-Authenticate", challenge) } else { self }
    }

    pub(crate) fn with_all(self, headers: Vec<(String, String)>) -> Self {
        headers.into_iter().fold(self, |reply, (name, value)| reply.with(&name, value))
    }
}
