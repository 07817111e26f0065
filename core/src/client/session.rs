//! Requests in the name of somebody: with a token, renewed once when it is refused.

use crate::client::link::{Link, read};
use crate::client::redact::Sent;
use crate::client::tokens::{Proof, Tokens};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::model::Release;
use crate::rest::{Auth, Call, Operation, Response};

/// What a [`ControlPlane`](super::ControlPlane) shares among its clones.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) link: Link,
    pub(crate) tokens: Tokens,
}

impl Session {
    pub(crate) fn release(&self) -> Release {
        self.link.release()
    }

    /// Sends a request. A 401 may mean a token that has been revoked or a scope that is missing: the token is renewed
    /// once, then what was granted tells the two apart.
    pub(crate) async fn send<T>(&self, call: &Call<T>) -> Result<T> {
        if call.request.auth != Auth::Session {
            return self.link.send(call).await;
        }
        let operation = call.request.operation;
        let server = self.link.server(operation.service);
        let mut proof = self.tokens.proof(&self.link, None).await?;
        let mut response = self.link.exchange(server, &call.request, &proof.authorization).await?;
        if response.status == 401 && proof.generation.is_some() {
            proof = self.tokens.proof(&self.link, proof.generation).await?;
            response = self.link.exchange(server, &call.request, &proof.authorization).await?;
        }
        let sent =
            || Sent::of(&call.request, &proof.authorization, Some(self.tokens.credentials()));
        match read(call, server, &response, sent) {
            Err(error) if response.status == 401 => {
                Err(self.unauthenticated(operation, &proof, &response, error))
            }
            result => result,
        }
    }

    fn unauthenticated(
        &self,
        operation: &Operation,
        proof: &Proof,
        response: &Response,
        error: Error,
    ) -> Error {
        debug_assert_eq!(response.status, 401);
        let needed: Vec<String> = operation.scopes(self.release()).collect();
        let server = self.link.server(operation.service).as_str();
        let listed = needed.join(", ");
        match &proof.scopes {
            Some(granted)
                if !needed.is_empty() && !needed.iter().any(|scope| granted.contains(scope)) =>
            {
                let message = format!(
                    "not allowed to {} at {server}: it needs one of the scopes {listed}, and the user was granted {}; \
                     give the user a role that has it{}",
                    operation.name,
                    if granted.is_empty() { "none".to_owned() } else { granted.join(", ") },
                    needed
                        .first()
                        .and_then(|scope| role_with(scope))
                        .map_or_else(String::new, |role| format!(", such as `{role}`")),
                );
                Error::new(ErrorKind::MissingScope, "missing-scope", message)
                    .with_retry(Retry::Never)
                    .with_context("request", operation.name)
                    .with_context("server", server)
                    .with_context("needed_scopes", needed.join(" "))
                    .with_context("granted_scopes", granted.join(" "))
            }
            _ if proof.generation.is_none() => {
                let message = format!(
                    "{}; the credentials are wrong or expired, or lack one of the scopes {listed}",
                    error.message()
                );
                Error::new(ErrorKind::Unauthenticated, "unauthenticated", message)
                    .with_context("request", operation.name)
                    .with_context("server", server)
                    .with_context("needed_scopes", needed.join(" "))
            }
            _ => error,
        }
    }
}

/// The role that has a scope in API-M as it is shipped: 3.0–4.7, `RESTAPIScopes` of the tenant configuration.
fn role_with(scope: &str) -> Option<&'static str> {
    match scope.trim_start_matches("apim:") {
        "api_create" | "api_view" | "publisher_settings" => Some("Internal/creator"),
        "api_publish" => Some("Internal/publisher"),
        "subscribe" | "app_manage" | "sub_manage" => Some("Internal/subscriber"),
        _ => None,
    }
}
