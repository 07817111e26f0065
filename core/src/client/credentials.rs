//! Who talks to the control plane.

use std::fmt::{self, Write as _};

use crate::model::SecretText;

/// How a [`ControlPlane`](super::ControlPlane) proves who it is. It does not print its secrets.
///
/// ```
/// use gatewright::client::Credentials;
///
/// let credentials = Credentials::password("admin", "hunter2");
/// assert!(!format!("{credentials:?}").contains("hunter2"));
/// ```
#[derive(Clone)]
pub struct Credentials(pub(crate) Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    /// Registers a client per user and takes tokens by the password grant.
    Password { user: String, password: SecretText, client: Option<(String, SecretText)> },
    /// Takes tokens by the client-credentials grant.
    Client { id: String, secret: SecretText },
    /// Sends this token.
    Token(SecretText),
    /// Sends name and password with each request.
    Basic { user: String, password: SecretText },
}

impl Credentials {
    /// A user: a client is registered under a name of the user's own (or found again), and tokens are taken by the
    /// password grant and renewed before they expire.
    pub fn password(user: impl Into<String>, password: impl Into<String>) -> Self {
        let password = SecretText::new(password);
        Self(Kind::Password { user: user.into(), password, client: None })
    }

    /// A user, with a client that is registered already.
    pub fn password_with_client(
        user: impl Into<String>,
        password: impl Into<String>,
        client_id: impl Into<String>,
        client_secret: impl Into<String>,
    ) -> Self {
        let password = SecretText::new(password);
        let client = Some((client_id.into(), SecretText::new(client_secret)));
        Self(Kind::Password { user: user.into(), password, client })
    }

    /// A client without a user: tokens are taken by the client-credentials grant.
    pub fn client(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Self(Kind::Client { id: id.into(), secret: SecretText::new(secret) })
    }

    /// An access token that was obtained elsewhere. It cannot be renewed.
    pub fn token(token: impl Into<String>) -> Self {
        Self(Kind::Token(SecretText::new(token)))
    }

    /// A user's name and password, sent with each request; the user's roles stand in for scopes.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Self(Kind::Basic { user: user.into(), password: SecretText::new(password) })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Password { user, .. } => write!(f, "Credentials::password({user:?}, ***)"),
            Kind::Client { id, .. } => write!(f, "Credentials::client({id:?}, ***)"),
            Kind::Token(_) => f.write_str("Credentials::token(***)"),
            Kind::Basic { user, .. } => write!(f, "Credentials::basic({user:?}, ***)"),
        }
    }
}

/// The name under which a user's client is registered: of the user's own, because a name that another user registered
/// is refused. API-M takes letters, digits, blanks, `.`, `_` and `-`; anything else becomes `_` and its code, so that
/// two users never share a name.
pub(crate) fn client_name(user: &str) -> String {
    let mut name = String::from("gatewright_");
    for character in user.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '.' | '-') {
            name.push(character);
        } else {
            let _ = write!(name, "_{:x}_", u32::from(character));
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_has_a_client_name_of_its_own() {
        assert_eq!(client_name("admin"), "gatewright_admin");
        assert_eq!(client_name("a@b.com"), "gatewright_a_40_b.com");
        assert_ne!(client_name("a_b"), client_name("a@b"));
    }

    #[test]
    fn no_kind_prints_its_secret() {
        for credentials in [
            Credentials::password("u", "s3cret"),
            Credentials::password_with_client("u", "s3cret", "id", "s3cret"),
            Credentials::client("id", "s3cret"),
            Credentials::token("s3cret"),
            Credentials::basic("u", "s3cret"),
        ] {
            assert!(!format!("{credentials:?}").contains("s3cret"));
        }
    }
}
