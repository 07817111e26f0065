//! What comes back through a gateway.

use std::borrow::Cow;
use std::fmt;

use crate::client::secrets::{header_pieces, masked};
use crate::rest::fault::Fault;

/// An answer that came through a gateway, of any status: the back end's, or the gateway's own refusal.
///
/// `Debug` shows the body's length alone, and no header such as `Set-Cookie`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiResponse {
    /// The HTTP status, such as 200.
    pub status: u16,
    /// The `Content-Type`, when the answer has one.
    pub content_type: Option<String>,
    /// The headers in the order in which they came, with names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// What a gateway says in its own words, when the answer is an error (a status of 400 or more) and its body has one
    /// of the forms of API-M's gateways. A back end that answers in the same form is not told from a gateway.
    pub fault: Option<GatewayFault>,
}

/// A gateway's refusal, in its own words. `Display` is one line.
///
/// API-M's gateways write it as `{"code":"900902",…}` since 4.0, as `{"fault":{"code":900902,…}}` or `am:fault`,
/// `ams:fault` and `amt:fault` in XML before that, and as `<error><message>…` in every release when a key is of the
/// wrong type for the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GatewayFault {
    /// API-M's code, such as `900902`; none when a key is of the wrong type for the gateway.
    pub code: Option<String>,
    /// What went wrong, such as `Missing Credentials`.
    pub message: String,
    /// What went wrong in more words.
    pub description: Option<String>,
}

impl ApiResponse {
    /// The body as text; what is no UTF-8 in it is replaced.
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The first header of this name, in any letter case: `Retry-After`, `WWW-Authenticate`, …
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// True for a status from 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl fmt::Debug for ApiResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<String> = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {}", masked(&header_pieces(name, value))))
            .collect();
        f.debug_struct("ApiResponse")
            .field("status", &self.status)
            .field("content_type", &self.content_type)
            .field("headers", &headers)
            .field("body", &format_args!("{} bytes", self.body.len()))
            .field("fault", &self.fault)
            .finish()
    }
}

impl From<Fault> for GatewayFault {
    fn from(fault: Fault) -> Self {
        let description = Some(fault.description).filter(|text| !text.is_empty());
        Self { code: fault.code, message: fault.message, description }
    }
}

impl fmt::Display for GatewayFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(code) = &self.code {
            write!(f, "{code}: ")?;
        }
        f.write_str(&self.message)?;
        match &self.description {
            Some(description) if *description != self.message => write!(f, ": {description}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answers_secrets_do_not_print() {
        let answer = ApiResponse {
            status: 200,
            content_type: Some("text/plain".to_owned()),
            headers: vec![
                ("set-cookie".to_owned(), "session=s3cret".to_owned()),
                ("retry-after".to_owned(), "7".to_owned()),
            ],
            body: b"s3cret \xff".to_vec(),
            fault: None,
        };
        let shown = format!("{answer:?}");
        assert!(!shown.contains("s3cret") && shown.contains("8 bytes"), "{shown}");
        assert_eq!(answer.header("Retry-After"), Some("7"));
        assert_eq!(answer.text(), "s3cret \u{fffd}");
    }

    #[test]
    fn a_fault_is_one_line() {
        let fault = |code: Option<&str>, description: Option<&str>| GatewayFault {
            code: code.map(str::to_owned),
            message: "m".to_owned(),
            description: description.map(str::to_owned),
        };
        assert_eq!(fault(Some("900902"), Some("d")).to_string(), "900902: m: d");
        assert_eq!(fault(None, None).to_string(), "m");
        assert_eq!(fault(Some("404"), Some("m")).to_string(), "404: m");
    }
}
