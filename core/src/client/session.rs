//! Requests in the name of somebody: with a token, renewed once when it is refused.

use crate::client::failed::Failed;
use crate::client::link::Link;
use crate::client::redact::Sent;
use crate::client::tokens::{Proof, Tokens};
use crate::error::{Error, ErrorKind, Result, Retry};
use crate::model::Release;
use crate::rest::{Auth, Call, Operation};

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

    /// Sends a request, through all that [`pipeline`](super::pipeline) does. A 401 may mean a token that has been revoked
    /// or a scope that is missing: the token is renewed once, then what was granted tells the two apart.
    pub(crate) async fn send<T>(&self, call: &Call<T>) -> Result<T> {
        if call.request.auth != Auth::Session {
            return self.link.send(call).await;
        }
        let operation = call.request.operation;
        let server = self.link.server(operation.service);
        let mut course = self.link.pipeline().begin(operation.name, server.as_str(), true);
        let mut refused = None;
        loop {
            // Before the permit: a renewal needs one as well.
            let proof = course.in_time(self.tokens.proof(&self.link, refused)).await?;
            let admission = course.admit().await?;
            let sent = || Sent::of(&call.request, &proof.authorization, Some(&proof.account));
            let authorization = &proof.authorization;
            let outcome = self.link.attempt(server, call, authorization, &admission, sent).await;
            let outcome = match outcome {
                Err(failed) if failed.status == Some(401) => {
                    if refused.is_none() && proof.generation.is_some() {
                        refused = proof.generation;
                        admission.answered();
                        continue;
                    }
                    let error = self.unauthenticated(operation, &proof, failed.error);
                    Err(Failed { error, ..failed })
                }
                outcome => outcome,
            };
            if let Some(result) = course.settle(admission, outcome).await {
                return result;
            }
        }
    }

    fn unauthenticated(&self, operation: &Operation, proof: &Proof, error: Error) -> Error {
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
