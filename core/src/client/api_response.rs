//! What comes back through a gateway.

use std::borrow::Cow;
use std::fmt;

use crate::rest::fault::Fault;

/// An answer that came through a gateway, of any status: the back end's, or the gateway's own refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ApiResponse {
    /// The HTTP status, such as 200.
    pub status: u16,
    /// The `Content-Type`, when the answer has one.
    pub content_type: Option<String>,
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

    /// True for a status from 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
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
