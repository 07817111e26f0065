//! What is sent and what comes back, as values.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::diagnostic::mask::is_secret_name;
use crate::model::SecretText;
use crate::rest::encode::{self, Part};
use crate::rest::operation::Operation;

/// An HTTP method that API-M's operations use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Delete,
}

impl Method {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Delete => "DELETE",
        }
    }
}

/// How a request proves who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// It does not have to.
    None,
    /// With what the session has: a token, or the user's name and password.
    Session,
    /// With these, whatever the session has.
    Basic { user: String, password: SecretText },
}

/// What a request carries. It does not print: it may hold secrets.
#[derive(Clone, PartialEq)]
pub(crate) enum Body {
    Empty,
    Json(Value),
    /// Values may be secret.
    Form(Vec<(&'static str, SecretText)>),
    Multipart(Vec<Part>),
}

impl Body {
    /// The content type and the bytes; `None` when there is no body.
    pub(crate) fn encode(&self) -> Option<(String, Vec<u8>)> {
        match self {
            Self::Empty => None,
            Self::Json(value) => {
                Some(("application/json".to_owned(), value.to_string().into_bytes()))
            }
            Self::Form(fields) => Some((
                "application/x-www-form-urlencoded".to_owned(),
                encode::query(fields.iter().map(|(name, value)| (*name, value.expose())))
                    .into_bytes(),
            )),
            Self::Multipart(parts) => Some(encode::multipart(parts)),
        }
    }
}

impl Body {
    /// The values whose names say that they are secret, such as `consumerSecret`, `apikey` or the password of an endpoint.
    pub(crate) fn named_secrets(&self) -> Vec<String> {
        let mut found = Vec::new();
        match self {
            Self::Json(value) => collect_secrets(value, &mut found),
            Self::Multipart(parts) => {
                for part in parts.iter().filter(|part| part.file_name.is_none()) {
                    if let Ok(value) = serde_json::from_slice(&part.content) {
                        collect_secrets(&value, &mut found);
                    }
                }
            }
            Self::Empty | Self::Form(_) => {}
        }
        found
    }
}

fn collect_secrets(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(text) if is_secret_name(name) => found.push(text.clone()),
                    _ => collect_secrets(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_secrets(item, found)),
        _ => {}
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Json(_) => "Json(…)",
            Self::Form(_) => "Form(…)",
            Self::Multipart(_) => "Multipart(…)",
        })
    }
}

/// One request, whole but for the server's address and the session's credentials.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub(crate) operation: &'static Operation,
    /// Path and query, encoded.
    pub(crate) target: String,
    pub(crate) auth: Auth,
    pub(crate) body: Body,
}

impl Request {
    /// `GET /api/am/publisher/v4/apis?limit=25`
    #[cfg(test)]
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.operation.method.as_str(), self.target)
    }

    /// The body as text.
    #[cfg(test)]
    pub(crate) fn text(&self) -> String {
        self.body
            .encode()
            .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }
}

/// An answer, whole.
#[derive(Clone, Debug, Default)]
pub(crate) struct Response {
    pub(crate) status: u16,
    /// In the order in which they came, with names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Response {
    /// The first header of this name, in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A request together with the way its success is read. What fails to read is told in words without the body: it may
/// hold secrets.
pub(crate) struct Call<T> {
    pub(crate) request: Request,
    read: Read<T>,
}

/// Of a function without captures it costs no allocation.
type Read<T> = Box<dyn Fn(&[u8]) -> Result<T, String> + Send + Sync>;

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("request", &self.request).finish_non_exhaustive()
    }
}

impl<T> Call<T> {
    pub(crate) fn new(
        operation: &'static Operation,
        target: String,
        body: Body,
        read: impl Fn(&[u8]) -> Result<T, String> + Send + Sync + 'static,
    ) -> Self {
        let read = Box::new(read);
        Self { request: Request { operation, target, auth: Auth::Session, body }, read }
    }

    #[must_use]
    pub(crate) fn with_auth(mut self, auth: Auth) -> Self {
        self.request.auth = auth;
        self
    }

    /// The answer's value, of a success.
    pub(crate) fn read(&self, body: &[u8]) -> Result<T, String> {
        (self.read)(body)
    }

    /// The same request, whose answer is read as strictly, and forgotten: calls of all operations in one list.
    #[cfg(test)]
    pub(crate) fn erased(self) -> Call<()>
    where
        T: 'static,
    {
        let read = self.read;
        Call { request: self.request, read: Box::new(move |body| read(body).map(drop)) }
    }
}

impl<T: DeserializeOwned + 'static> Call<T> {
    pub(crate) fn json(operation: &'static Operation, target: String, body: Body) -> Self {
        Self::new(operation, target, body, json::<T>)
    }
}

impl Call<()> {
    /// A call whose answer says nothing beyond its status.
    pub(crate) fn unit(operation: &'static Operation, target: String, body: Body) -> Self {
        Self::new(operation, target, body, |_| Ok(()))
    }
}

pub(crate) fn json<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    // Text that is checked as a whole is read faster than bytes, each string of which is checked. Bytes that are no text
    // may stand where nothing is read.
    let read = match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(body),
    };
    read.map_err(|error| {
        // serde's own message may quote a value.
        let what = if error.is_data() { "is JSON of another shape" } else { "is not JSON" };
        format!("it {what}, from line {}, column {}", error.line(), error.column())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rest::operation;

    #[test]
    fn an_unreadable_answer_is_told_without_quoting_it() {
        let call: Call<Vec<u32>> = Call::json(&operation::LIST_APIS, String::new(), Body::Empty);
        for body in ["{\"access_token\":\"hunter2\"}", "hunter2", ""] {
            let message = call.read(body.as_bytes()).unwrap_err();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn bytes_that_are_no_utf_8_do_harm_only_where_they_are_read() {
        let settings = json::<crate::rest::environment::Settings>;
        let read =
            settings(b"{\"storeUrl\":\"\xfc\",\"environment\":[{\"name\":\"eu\"}]}").unwrap();
        assert_eq!(read.environment[0].name, "eu");
        let message = settings(b"{\"environment\":[{\"name\":\"\xfc\"}]}").unwrap_err();
        assert!(message.starts_with("it is not JSON, from line 1"), "{message}");
    }

    #[test]
    fn secrets_are_found_by_their_names_however_deep() {
        let body = json!({
            "name": "Pets",
            "consumerSecret": "s1",
            "endpointConfig": { "endpoint_security": [{ "username": "u", "password": "s2" }] },
        });
        assert_eq!(Body::Json(body.clone()).named_secrets(), ["s1", "s2"]);
        let parts = vec![Part::field("additionalProperties", body.to_string())];
        assert_eq!(Body::Multipart(parts).named_secrets(), ["s1", "s2"]);
        assert_eq!(Body::Json(json!({ "apikey": "s3" })).named_secrets(), ["s3"]);
        assert!(!format!("{:?}", Body::Json(body)).contains("s1"));
    }

    #[test]
    fn secrets_of_a_form_do_not_print() {
        let body = Body::Form(vec![("password", SecretText::new("hunter2"))]);
        assert!(!format!("{body:?}").contains("hunter2"));
        assert_eq!(body.encode().unwrap().1, b"password=hunter2");
    }
}
