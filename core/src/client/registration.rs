//! Registering the client that tokens are issued to: what its refusals mean, `rest-api.md` §1.1.

use crate::client::credentials::client_name;
use crate::client::link::Link;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::identity::{self, Client};

/// Registers the user's client, or finds it again.
///
/// # Errors
/// As [`Link::send`], with what to do about a refusal.
pub(crate) async fn register(link: &Link, user: &str, password: &SecretText) -> Result<Client> {
    let name = client_name(user);
    let registered = link.send(&identity::register(link.release(), &name, user, password)).await;
    registered.map_err(|error| explain(error, &name, user))
}

fn explain(error: Error, name: &str, user: &str) -> Error {
    let status = error.context().iter().find(|(key, _)| *key == "status");
    let status = status.map(|(_, status)| status.clone()).unwrap_or_default();
    let (code, advice) = match (error.kind(), status.as_str()) {
        (ErrorKind::Rejected, "403") => (
            "client-of-another-user",
            format!(
                "the client `{name}` belongs to another user than `{user}`: delete it in the Developer Portal as that \
                 user, or give a client that is registered already (`password_with_client`)"
            ),
        ),
        (ErrorKind::Rejected, "400") => (
            "registration-refused",
            format!(
                "the server wants clients to belong to the user who registers them: is `{user}` spelt as the server \
                 names the user (with domain or tenant)? Otherwise give a client that is registered already \
                 (`password_with_client`)"
            ),
        ),
        (ErrorKind::Server, _) if error.message().contains("Dynamic Client Registration") => (
            "registration-unavailable",
            "the server may still be starting: wait until it is ready (`wait_until_ready`)"
                .to_owned(),
        ),
        _ => return error,
    };
    let message = format!("{}; {advice}", error.message());
    error.explained(code, message).concerning("client", name).concerning("user", user)
}
