//! Headers of the user's own, asked for before each request.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::client::secrets::is_secret;
use crate::error::{Error, ErrorKind, Result};

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Answer = Pin<Box<dyn Future<Output = Result<Vec<(String, String)>, BoxError>> + Send>>;
type Ask = dyn Fn() -> Answer + Send + Sync;

/// Gives the headers.
#[derive(Clone)]
pub(crate) struct UserHeaders(Arc<Ask>);

/// Headers that are the client's: what they say follows from the request, the session or the connection.
const OF_THE_CLIENT: [&str; 15] = [
    "accept",
    "accept-encoding",
    "activityid",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-wso2-tenant",
];

impl UserHeaders {
    pub(crate) fn new<F, R>(ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Vec<(String, String)>, BoxError>> + Send + 'static,
    {
        Self(Arc::new(move || Box::pin(ask())))
    }

    /// The headers for a request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`] for a header that the client sets itself, or that cannot be sent, and when the function
    /// fails. The value is not shown.
    pub(crate) async fn ask(&self) -> Result<HeaderMap> {
        let given = (self.0)().await.map_err(|error| {
            let message = format!("the function of the `headers` option failed: {error}");
            Error::new(ErrorKind::InvalidInput, "headers-callback-failed", message)
                .with_cause(error)
        })?;
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            let refuse = |code, why: &str| {
                let name = name.escape_debug().to_string();
                let message = format!("the header `{name}` of the `headers` option {why}");
                Err(Error::new(ErrorKind::InvalidInput, code, message).with_context("header", name))
            };
            let Ok(parsed) = HeaderName::from_bytes(name.as_bytes()) else {
                return refuse(
                    "invalid-header-name",
                    "has no valid name: letters, digits and `-` are",
                );
            };
            if OF_THE_CLIENT.contains(&parsed.as_str()) {
                return refuse("invalid-header-name", "is set by the client alone: leave it out");
            }
            let is_clean = value.trim() == value && value.is_ascii();
            let Some(mut value) = HeaderValue::from_str(&value).ok().filter(|_| is_clean) else {
                return refuse(
                    "invalid-header-value",
                    "has a value that cannot be sent: a blank at an end, a control character or a letter that is not \
                     ASCII",
                );
            };
            value.set_sensitive(is_secret(parsed.as_str()));
            headers.append(parsed, value);
        }
        Ok(headers)
    }
}

impl fmt::Debug for UserHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UserHeaders(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn add(name: &str, value: &str) -> Result<HeaderMap> {
        let pair = (name.to_owned(), value.to_owned());
        UserHeaders::new(move || std::future::ready(Ok(vec![pair.clone()]))).ask().await
    }

    #[tokio::test]
    async fn a_function_that_fails_is_the_errors_cause() {
        let failing = UserHeaders::new(|| std::future::ready(Err("the vault is sealed".into())));
        let error = failing.ask().await.unwrap_err();
        assert_eq!(error.code(), "headers-callback-failed");
        assert!(error.message().ends_with("the vault is sealed"), "{error}");
        let cause = std::error::Error::source(&error).unwrap();
        assert_eq!(cause.to_string(), "the vault is sealed");
    }

    #[tokio::test]
    async fn what_the_client_sets_itself_is_refused_and_no_value_is_shown() {
        for name in ["Authorization", "HOST", "content-length", "User-Agent", "a b", ""] {
            let error = add(name, "hunter2").await.unwrap_err();
            assert_eq!(error.code(), "invalid-header-name", "{name}");
            assert!(!format!("{error:?}").contains("hunter2"));
        }
        for value in ["hunter2\r\nHost: x", " hunter2", "hünter2"] {
            let error = add("X-Key", value).await.unwrap_err();
            assert_eq!(error.code(), "invalid-header-value");
            assert!(!format!("{error:?}").contains("nter2"), "{error:?}");
        }
        let headers = add("X-Trace", "7").await.unwrap();
        assert_eq!(headers.get("x-trace").unwrap(), "7");
        assert!(add("X-Api-Key", "7").await.unwrap().get("x-api-key").unwrap().is_sensitive());
    }
}
