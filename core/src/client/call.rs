//! Calling an API through a gateway.

use std::time::Duration;

use reqwest::header::{ACCEPT, HeaderValue};

use crate::client::api_request::ApiRequest;
use crate::client::api_response::ApiResponse;
use crate::client::control_plane::ControlPlane;
use crate::client::failure;
use crate::client::link::Link;
use crate::client::operation::operation;
use crate::client::redact::Sent;
use crate::client::transport::{Lost, Outgoing};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::rest::fault::Fault;
use crate::rest::{Failure, Response};

/// A call that got no answer.
#[derive(Debug)]
pub(crate) struct Unanswered {
    server: String,
    method: String,
    pub(crate) lost: Lost,
}

impl ControlPlane {
    /// Calls an API through a gateway, with the connection's certificates and times allowed. What is sent is the request
    /// alone: nothing of the session's credentials. A redirection is not followed.
    ///
    /// A refusal is an answer: look at [`ApiResponse::status`] and [`ApiResponse::fault`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a request that cannot be sent, or that would carry a
    /// token or another secret over `http://` to another computer (code `plain-http`);
    /// [`ErrorKind::Connect`](crate::ErrorKind::Connect), [`ErrorKind::Timeout`](crate::ErrorKind::Timeout) and
    /// [`ErrorKind::Tls`](crate::ErrorKind::Tls) when the gateway gives no answer.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::KeyType;
    /// use gatewright::client::{ApiRequest, Grant};
    ///
    /// # async fn example(control_plane: gatewright::ControlPlane) -> gatewright::Result<()> {
    /// let keys = control_plane.application("quickstart").await?.keys(KeyType::Sandbox).await?;
    /// let endpoint = &control_plane.token_endpoints().await?[0];
    /// let token = control_plane.token(&endpoint.url, &keys, &Grant::ClientCredentials).await?;
    ///
    /// let request = ApiRequest::get("https://localhost:8244/pets/1.0.0/pets").token(&token);
    /// println!("{}", request.to_curl());
    /// let answer = control_plane.call(&request).await?;
    /// match &answer.fault {
    ///     Some(fault) => println!("the gateway refuses ({}): {fault}", answer.status),
    ///     None => println!("{}", answer.text()),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call(&self, request: &ApiRequest) -> Result<ApiResponse> {
        let called = operation("call", async {
            self.session.link.call(request, None).await?.map_err(Unanswered::into_error)
        });
        let mut answer = called.await.map(ApiResponse::from)?;
        if let Some(fault) = &mut answer.fault {
            // It is printed, and what stands before a gateway may quote the call.
            let sent = Sent::with_call(request);
            fault.message = sent.without(&fault.message);
            fault.description = fault.description.as_deref().map(|text| sent.without(text));
        }
        Ok(answer)
    }
}

impl Link {
    /// # Errors
    /// Of the request; what happened to one that can be sent is in the value.
    pub(crate) async fn call(
        &self,
        request: &ApiRequest,
        within: Option<Duration>,
    ) -> Result<Result<Response, Unanswered>> {
        let server = request.server(self.allows_plain_http())?;
        let checked = request.check()?;
        let mut headers = checked.headers;
        headers.entry(ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        let outgoing = Outgoing {
            method: checked.method,
            url: reqwest::Url::parse(request.url()).ok(),
            headers,
            body: checked.body,
            within,
        };
        let answer = self.send_out(outgoing).await;
        Ok(answer.map_err(|lost| Unanswered {
            server: server.as_str().to_owned(),
            method: request.method().to_owned(),
            lost,
        }))
    }
}

impl Unanswered {
    pub(crate) fn into_error(self) -> Error {
        let Self { server, method, lost } = self;
        let may_repeat = lost.failure == Failure::BeforeSending
            || matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS" | "PUT" | "DELETE");
        let retry = match lost.kind {
            ErrorKind::InvalidInput => Retry::Never,
            _ if may_repeat => Retry::Safe,
            _ => Retry::Ambiguous,
        };
        let advice = failure::advice(lost.code);
        let message = format!("no answer from the gateway {server}: {}{advice}", lost.why);
        Error::new(lost.kind, lost.code, message)
            .with_retry(retry)
            .with_context("server", server)
            .with_context("method", method)
    }
}

impl From<Response> for ApiResponse {
    fn from(response: Response) -> Self {
        let content_type = response.header("content-type").map(str::to_owned);
        let Response { status, headers, body } = response;
        let fault = if status >= 400 { Fault::parse(&body) } else { None };
        Self { status, content_type, headers, body, fault: fault.map(Into::into) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_sent_cannot_be_sent_again_either() {
        let retry = |(kind, code), failure, method: &str| {
            let lost = Lost { kind, code, failure, why: "x".to_owned() };
            let (server, method) = ("https://gw".to_owned(), method.to_owned());
            Unanswered { server, method, lost }.into_error().retry()
        };
        let invalid = (ErrorKind::InvalidInput, "invalid-url");
        let broken = (ErrorKind::Connect, "connection-lost");
        assert_eq!(retry(invalid, Failure::BeforeSending, "GET"), Retry::Never);
        assert_eq!(retry(broken, Failure::BeforeSending, "POST"), Retry::Safe);
        assert_eq!(retry(broken, Failure::AfterSending, "PUT"), Retry::Safe);
        assert_eq!(retry(broken, Failure::AfterSending, "POST"), Retry::Ambiguous);
    }
}
