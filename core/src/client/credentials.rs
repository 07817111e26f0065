//! Who talks to the control plane.

use std::fmt::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::client::credentials_callback::Callback;
use crate::client::credentials_given::Given;
use crate::client::warning::Warning;
use crate::client::{credentials_environment, credentials_file};
use crate::error::Result;
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
pub struct Credentials {
    pub(crate) source: Source,
    pub(crate) warnings: Vec<Warning>,
}

/// Where accounts come from.
#[derive(Clone)]
pub(crate) enum Source {
    Fixed(Arc<Account>),
    /// Asked whenever the last one is of no more use.
    Callback(Callback),
}

#[derive(Clone)]
pub(crate) enum Account {
    /// Registers a client per user and takes tokens by the password grant.
    Password { user: String, password: SecretText, client: Option<(String, SecretText)> },
    /// Takes tokens by the client-credentials grant.
    Client { id: String, secret: SecretText },
    /// Sends this token.
    Token { token: SecretText, expires_in: Option<Duration> },
    /// Sends name and password with each request.
    Basic { user: String, password: SecretText },
}

impl From<Account> for Credentials {
    fn from(account: Account) -> Self {
        Self { source: Source::Fixed(Arc::new(account)), warnings: Vec::new() }
    }
}

impl Credentials {
    /// A user: a client is registered under a name of the user's own (or found again), and tokens are taken by the
    /// password grant and renewed before they expire.
    pub fn password(user: impl Into<String>, password: impl Into<String>) -> Self {
        let password = SecretText::new(password);
        Account::Password { user: user.into(), password, client: None }.into()
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
        Account::Password { user: user.into(), password, client }.into()
    }

    /// A client without a user: tokens are taken by the client-credentials grant.
    pub fn client(id: impl Into<String>, secret: impl Into<String>) -> Self {
        Account::Client { id: id.into(), secret: SecretText::new(secret) }.into()
    }

    /// An access token that was obtained elsewhere. It cannot be renewed.
    pub fn token(token: impl Into<String>) -> Self {
        Account::Token { token: SecretText::new(token), expires_in: None }.into()
    }

    /// An access token that was obtained elsewhere and lives that long from now. From a [callback](Self::callback), it is
    /// asked for again in time.
    pub fn expiring_token(token: impl Into<String>, expires_in: Duration) -> Self {
        Account::Token { token: SecretText::new(token), expires_in: Some(expires_in) }.into()
    }

    /// A user's name and password, sent with each request; the user's roles stand in for scopes.
    pub fn basic(user: impl Into<String>, password: impl Into<String>) -> Self {
        Account::Basic { user: user.into(), password: SecretText::new(password) }.into()
    }

    /// What the environment says, for programs that are configured by it:
    ///
    /// | variables | credentials |
    /// |---|---|
    /// | `GATEWRIGHT_USERNAME`, `GATEWRIGHT_PASSWORD` | [`Credentials::password`] |
    /// | the same and `GATEWRIGHT_CLIENT_ID`, `GATEWRIGHT_CLIENT_SECRET` | [`Credentials::password_with_client`] |
    /// | the same two and `GATEWRIGHT_BASIC=true` | [`Credentials::basic`] |
    /// | `GATEWRIGHT_CLIENT_ID`, `GATEWRIGHT_CLIENT_SECRET` | [`Credentials::client`] |
    /// | `GATEWRIGHT_TOKEN` | [`Credentials::token`] |
    ///
    /// An empty variable counts as one that is not set.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput): code `no-credentials` when none is set,
    /// `incomplete-credentials` when one of a pair is missing, `ambiguous-credentials` when they say two things.
    ///
    /// # Example
    /// ```no_run
    /// use gatewright::ControlPlane;
    /// use gatewright::client::{ConnectOptions, Credentials};
    ///
    /// # async fn example() -> gatewright::Result<()> {
    /// let credentials = Credentials::from_environment()?;
    /// ControlPlane::connect("https://localhost:9443", credentials, ConnectOptions::new()).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_environment() -> Result<Self> {
        let given = credentials_environment::read(|name| std::env::var_os(name));
        given
            .and_then(|given| given.into_credentials(&credentials_environment::NAMES))
            .map_err(|error| error.with_operation("from_environment"))
    }

    /// What a file says: TOML, or JSON when its name ends in `.json`. Its keys are `username`, `password`, `client_id`,
    /// `client_secret`, `token` and `basic` (`true` sends name and password with each request); they go together as the
    /// variables of [`Credentials::from_environment`] do. It is read once, here: for secrets that change while a program
    /// runs, read it in a [callback](Self::callback).
    ///
    /// On Unix a file that others may write is refused, and one that others may read is told in
    /// [`ControlPlane::warnings`](super::ControlPlane::warnings).
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) and [`ErrorKind::Io`](crate::ErrorKind::Io) when it cannot be
    /// read; [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput): code `invalid-credentials-file`, with line and
    /// column, for what is no such file, `insecure-credentials-file` when others may write it, and those of
    /// [`Credentials::from_environment`]. No message shows a value.
    ///
    /// # Example
    /// ```
    /// use gatewright::client::Credentials;
    ///
    /// let folder = tempfile::tempdir()?;
    /// let path = folder.path().join("credentials.toml");
    /// std::fs::write(&path, "username = \"admin\"\npasword = \"hunter2\"\n")?;
    /// let error = Credentials::from_file(&path).unwrap_err();
    /// assert_eq!(error.code(), "invalid-credentials-file");
    /// assert!(error.message().contains("line 2"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_file(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let read = credentials_file::read(path).and_then(|(given, warning)| {
            let mut credentials = Given::into_credentials(given, &credentials_file::NAMES)?;
            credentials.warnings.extend(warning);
            Ok(credentials)
        });
        read.map_err(|error| {
            error.concerning("path", path.display().to_string()).with_operation("from_file")
        })
    }

    /// What a function says, such as one that asks a vault. It is asked when credentials are first needed, and again when
    /// a token it gave expires ([`Credentials::expiring_token`]) or what it gave is refused: by one task at a time,
    /// however many wait. What it gives may be of any kind but a callback. When nobody waits any more, its future is
    /// dropped.
    ///
    /// An error it gives is the error of the operation that needed the credentials: kind
    /// [`Unauthenticated`](crate::ErrorKind::Unauthenticated), code `credentials-callback-failed`.
    ///
    /// ```
    /// use std::time::Duration;
    /// use gatewright::client::Credentials;
    ///
    /// # async fn token_of_the_vault() -> Result<String, std::io::Error> { Ok(String::new()) }
    /// let credentials = Credentials::callback(|| async {
    ///     let token = token_of_the_vault().await?;
    ///     Ok(Credentials::expiring_token(token, Duration::from_secs(900)))
    /// });
    /// assert_eq!(format!("{credentials:?}"), "Credentials::callback(..)");
    /// ```
    pub fn callback<F, R>(ask: F) -> Self
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = Result<Self, Box<dyn std::error::Error + Send + Sync>>> + Send + 'static,
    {
        Self { source: Source::Callback(Callback::new(ask)), warnings: Vec::new() }
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.source {
            Source::Fixed(account) => account.fmt(f),
            Source::Callback(_) => f.write_str("Credentials::callback(..)"),
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password { user, .. } => write!(f, "Credentials::password({user:?}, ***)"),
            Self::Client { id, .. } => write!(f, "Credentials::client({id:?}, ***)"),
            Self::Token { .. } => f.write_str("Credentials::token(***)"),
            Self::Basic { user, .. } => write!(f, "Credentials::basic({user:?}, ***)"),
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
            Credentials::expiring_token("s3cret", Duration::from_secs(1)),
            Credentials::basic("u", "s3cret"),
            Credentials::callback(|| async { Ok(Credentials::token("s3cret")) }),
        ] {
            assert!(!format!("{credentials:?}").contains("s3cret"));
        }
    }
}
