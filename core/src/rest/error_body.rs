//! Bodies of errors that the client meets on its own account: the management APIs', the token endpoint's, and those of
//! gateways, which [`Fault`] reads. `rest-api.md` §1.2, §5.1, §6.

use serde::Deserialize;
use serde_json::Value;

use crate::rest::fault::Fault;

/// What an error's body says, as far as it says anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    /// A number of API-M's own, such as 900308; none when it only repeats the status, or is a word.
    pub(crate) code: Option<i64>,
    /// OAuth's word, such as `invalid_client`.
    pub(crate) word: Option<String>,
    pub(crate) message: String,
    pub(crate) description: String,
    /// What is wrong in detail, one text per item.
    pub(crate) details: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire {
    code: Value,
    message: Value,
    description: Value,
    error: Value,
    error_description: Value,
}

impl ErrorBody {
    /// Reads a body of any of the forms; one of none gives nothing.
    pub(crate) fn parse(status: u16, body: &[u8]) -> Self {
        let text = String::from_utf8_lossy(body.get(..body.len().min(MAX)).unwrap_or_default());
        let trimmed = text.trim_start();
        let is_gateways = trimmed.starts_with('<') || trimmed.contains("\"fault\"");
        let found = if let Some(fault) = Fault::parse(body).filter(|_| is_gateways) {
            Self::of_fault(fault)
        } else if !trimmed.starts_with('{') {
            Self::default() // a list would be taken for the fields in their order
        } else {
            serde_json::from_str(trimmed).map(|wire| Self::of_json(&wire)).unwrap_or_default()
        };
        Self { code: found.code.filter(|code| *code != i64::from(status)), ..found }
    }

    fn of_json(wire: &Wire) -> Self {
        let details = wire.error.as_array().map(|items| {
            let texts = items.iter().filter_map(|item| {
                let text =
                    |key| item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
                text("description").or_else(|| text("message")).map(str::to_owned)
            });
            texts.collect()
        });
        let mut description = text_of(&wire.description);
        if description.is_empty() {
            description = text_of(&wire.error_description);
        }
        Self {
            code: number(&wire.code),
            word: wire.error.as_str().map(str::to_owned),
            message: text_of(&wire.message),
            description,
            details: details.unwrap_or_default(),
        }
    }

    fn of_fault(fault: Fault) -> Self {
        Self {
            code: fault.code.and_then(|code| code.parse().ok()),
            message: fault.message,
            description: fault.description,
            ..Self::default()
        }
    }

    /// Everything it says, in one line; empty when it says nothing.
    pub(crate) fn summary(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        let word = self.word.as_deref().unwrap_or_default();
        for part in [word, &self.message, &self.description]
            .into_iter()
            .chain(self.details.iter().map(String::as_str))
        {
            let part = part.trim();
            if !part.is_empty() && !parts.iter().any(|said| said.contains(part)) {
                parts.push(part);
            }
        }
        parts.join(": ")
    }
}

/// More than any error says.
const MAX: usize = 64 * 1024;

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// The management APIs write the code as a number, the gateways of 4.x as a text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_management_apis_bodies_are_read() {
        let body = br#"{"code":900504,"message":"Not found","description":"Gateway Environment 'x' not found","moreInfo":"",
            "error":[{"code":"1","message":"m","description":"name: must match"}]}"#;
        let error = ErrorBody::parse(400, body);
        assert_eq!(error.code, Some(900_504));
        assert_eq!(
            error.summary(),
            "Not found: Gateway Environment 'x' not found: name: must match"
        );
        let body =
            br#"{"code":401,"message":"","description":"Unauthenticated request","moreInfo":""}"#;
        let error = ErrorBody::parse(401, body);
        assert_eq!((error.code, error.summary()), (None, "Unauthenticated request".to_owned()));
    }

    #[test]
    fn the_token_endpoints_bodies_are_read() {
        let body =
            br#"{"error_description":"Client credentials are invalid.","error":"invalid_client"}"#;
        let error = ErrorBody::parse(401, body);
        assert_eq!(error.word.as_deref(), Some("invalid_client"));
        assert_eq!(error.summary(), "invalid_client: Client credentials are invalid.");
    }

    #[test]
    fn both_forms_of_the_gateways_are_read() {
        let flat = br#"{"code":"900901","type":"Status report","message":"Runtime Error","description":"Sandbox key offered"}"#;
        assert_eq!(ErrorBody::parse(403, flat).code, Some(900_901));
        let nested =
            br#"{"fault":{"code":900902,"message":"Missing Credentials","description":"d"}}"#;
        assert_eq!(ErrorBody::parse(401, nested).code, Some(900_902));
        let xml = br#"<ams:fault xmlns:ams="http://wso2.org/apimanager/security"><ams:code>900902</ams:code><ams:message>Missing Credentials</ams:message></ams:fault>"#;
        let error = ErrorBody::parse(401, xml);
        assert_eq!((error.code, error.message.as_str()), (Some(900_902), "Missing Credentials"));
        let wrong_key =
            b"<error><message>Sandbox Key Provided for Production Gateway</message></error>";
        let error = ErrorBody::parse(401, wrong_key);
        assert_eq!(
            (error.code, error.message.as_str()),
            (None, "Sandbox Key Provided for Production Gateway")
        );
    }

    #[test]
    fn what_is_no_error_body_says_nothing() {
        for body in
            [&b""[..], b"<html><body>Bad Gateway</body></html>", b"[1]", b"{\"code\":", b"\xff"]
        {
            assert_eq!(ErrorBody::parse(502, body), ErrorBody::default());
        }
    }
}
