//! Where secrets go: to a function of the user's or to a file of their own, and nowhere else.

mod dotenv;
mod file;
mod json;
mod members;

use std::fmt;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::time::SystemTime;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{KeyType, SecretText};
use crate::publish::access::environments::EnvironmentAccess;
use file::SecretFile;

type BoxError = Box<dyn std::error::Error + Send + Sync>;
type Stored = Pin<Box<dyn Future<Output = std::result::Result<(), BoxError>> + Send>>;
type Store = dyn Fn(ProvidedSecret) -> Stored + Send + Sync;

/// Which secret it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretKind {
    /// The secret half of the keys.
    ConsumerSecret,
    /// An access token that was got with them.
    AccessToken,
}

impl SecretKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::ConsumerSecret, Self::AccessToken];

    /// The kind's name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::SecretKind::AccessToken.as_str(), "access-token");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ConsumerSecret => "consumer-secret",
            Self::AccessToken => "access-token",
        }
    }

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::ConsumerSecret => "consumer secret",
            Self::AccessToken => "access token",
        }
    }
}

/// A secret on its way to whoever shall have it, with what it is for. The value does not print.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ProvidedSecret {
    /// The application's name.
    pub application: String,
    /// The type of its keys.
    pub key_type: KeyType,
    /// Whose they are; empty before 3.2.
    pub key_manager: String,
    /// The public half of the keys.
    pub consumer_key: String,
    /// Which secret it is.
    pub kind: SecretKind,
    /// The secret.
    pub value: SecretText,
    /// When a token expires; none for one that does not, and for a consumer secret.
    pub expires_at: Option<SystemTime>,
    /// The scopes of a token.
    pub scopes: Vec<String>,
    /// The environments that take tokens of these keys, with the URLs of the APIs.
    pub environments: Vec<EnvironmentAccess>,
}

/// Where an application's secrets go.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) application: String,
    pub(crate) key_type: KeyType,
    /// Empty before 3.2.
    pub(crate) key_manager: String,
}

/// Which secrets a sink is asked for or given, and what they are for.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    pub(crate) place: Place,
    pub(crate) consumer_key: String,
    pub(crate) environments: Vec<EnvironmentAccess>,
}

/// A secret without its labels. The value does not print.
#[derive(Clone, Debug)]
pub(crate) struct Secret {
    pub(crate) kind: SecretKind,
    pub(crate) value: SecretText,
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) scopes: Vec<String>,
    /// The scopes that a token was asked for with.
    pub(crate) requested_scopes: Vec<String>,
}

/// What a sink has of an application's keys.
#[derive(Clone, Debug, Default)]
pub(crate) struct Held {
    pub(crate) consumer_secret: Option<SecretText>,
    pub(crate) token: Option<HeldToken>,
    /// What it says they are for is no longer so.
    pub(crate) is_outdated: bool,
}

/// A token that a sink has. Its value is nobody's business here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HeldToken {
    pub(crate) expires_at: Option<SystemTime>,
    pub(crate) scopes: Vec<String>,
    pub(crate) requested_scopes: Vec<String>,
}

impl Secret {
    pub(crate) fn consumer_secret(value: SecretText) -> Self {
        let (scopes, requested_scopes) = (Vec::new(), Vec::new());
        Self { kind: SecretKind::ConsumerSecret, value, expires_at: None, scopes, requested_scopes }
    }

    /// The scopes that it was asked for with, when not all were granted.
    fn unmet_request(&self) -> &[String] {
        let is_granted = |scope: &String| self.scopes.contains(scope);
        if self.requested_scopes.iter().all(is_granted) { &[] } else { &self.requested_scopes }
    }

    /// All that is kept of it, in texts.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let scopes = self.scopes.iter().chain(&self.requested_scopes);
        scopes.map(String::as_str).chain([self.value.expose()])
    }

    fn labelled(self, label: &Label) -> ProvidedSecret {
        ProvidedSecret {
            application: label.place.application.clone(),
            key_type: label.place.key_type,
            key_manager: label.place.key_manager.clone(),
            consumer_key: label.consumer_key.clone(),
            kind: self.kind,
            value: self.value,
            expires_at: self.expires_at,
            scopes: self.scopes,
            environments: label.environments.clone(),
        }
    }
}

/// How a file of secrets is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SecretFileFormat {
    /// One JSON object, the applications in its member `applications`.
    Json,
    /// Lines as `CHECKOUT_PRODUCTION_CONSUMER_SECRET=…`.
    Dotenv,
}

impl SecretFileFormat {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Json, Self::Dotenv];

    /// The format's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Dotenv => "dotenv",
        }
    }

    /// The format of that name.
    ///
    /// ```
    /// use gatewright::publish::SecretFileFormat;
    ///
    /// assert_eq!(SecretFileFormat::from_name("dotenv"), Some(SecretFileFormat::Dotenv));
    /// assert_eq!(SecretFileFormat::from_name("yaml"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// Where the secrets go that [`ControlPlane::provide_access`](crate::ControlPlane::provide_access) comes by.
///
/// ```
/// use gatewright::publish::{SecretFileFormat, SecretSink};
///
/// let vault = SecretSink::new(|secret| async move {
///     let path = format!("{}/{}/{}", secret.application, secret.key_type, secret.kind.as_str());
///     // … write `secret.value.expose()` to the vault, below that path …
///     # let _ = path;
///     Ok(())
/// });
/// let file = SecretSink::file("secrets.env", SecretFileFormat::Dotenv);
/// # let _ = (vault, file);
/// ```
#[derive(Clone)]
pub struct SecretSink(Kind);

#[derive(Clone)]
enum Kind {
    Function(Arc<Store>),
    File(Arc<SecretFile>),
}

impl SecretSink {
    /// A function that gets each secret, one call per secret; those of several applications come at the same time. Its
    /// error stops the application it is about.
    pub fn new<F, R>(store: F) -> Self
    where
        F: Fn(ProvidedSecret) -> R + Send + Sync + 'static,
        R: Future<Output = std::result::Result<(), BoxError>> + Send + 'static,
    {
        Self(Kind::Function(Arc::new(move |secret| Box::pin(store(secret)))))
    }

    /// A file of one's own, with the mode 0600, made when it is not there. It is replaced whole, so that it is either old
    /// or new; what else it holds stays. A consumer secret and a token that it holds already are not asked for again.
    pub fn file(path: impl Into<PathBuf>, format: SecretFileFormat) -> Self {
        Self(Kind::File(Arc::new(SecretFile::new(path.into(), format))))
    }

    /// Whether it can take what goes to these places, before anything is written.
    pub(crate) async fn check(&self, places: Vec<Place>) -> Result<()> {
        match &self.0 {
            Kind::Function(_) => Ok(()),
            Kind::File(file) => Arc::clone(file).check(places).await,
        }
    }

    /// Whether it can still take what goes there: to be asked before anything is made that is shown once.
    pub(crate) async fn require_room(&self, place: &Place) -> Result<()> {
        match &self.0 {
            Kind::Function(_) => Ok(()),
            Kind::File(file) => Arc::clone(file).require_room(place.clone()).await,
        }
    }

    /// What it has of these keys.
    pub(crate) async fn held(&self, label: &Label) -> Result<Held> {
        match &self.0 {
            Kind::Function(_) => Ok(Held::default()),
            Kind::File(file) => Arc::clone(file).held(label.clone()).await,
        }
    }

    /// Tells it what the secrets are for that it holds.
    pub(crate) async fn update(&self, label: &Label) -> Result<()> {
        match &self.0 {
            Kind::Function(_) => Ok(()),
            Kind::File(file) => Arc::clone(file).store(label.clone(), None).await,
        }
    }

    /// Hands it a secret.
    ///
    /// # Errors
    /// Code `secret-not-stored`, with what it says of it, in which the secret does not show. `remedy` says what to do.
    pub(crate) async fn store(&self, label: &Label, secret: Secret, remedy: &str) -> Result<()> {
        let (kind, value) = (secret.kind, secret.value.clone());
        let stored = match &self.0 {
            Kind::Function(store) => {
                store(secret.labelled(label)).await.map_err(|error| error.to_string())
            }
            Kind::File(file) => {
                let stored = Arc::clone(file).store(label.clone(), Some(secret)).await;
                stored.map_err(|error| error.message().to_owned())
            }
        };
        stored.map_err(|reason| {
            // Whoever failed may tell what with.
            let reason = without(&reason, &value);
            let Place { application, key_type, .. } = &label.place;
            let message = format!(
                "the {} of the {key_type} keys of `{application}` is on the server and was not stored: {reason}; {remedy}",
                kind.words()
            );
            Error::new(ErrorKind::Io, "secret-not-stored", message)
                .with_context("application", application)
                .with_context("key_type", key_type.as_str())
        })
    }
}

fn without(text: &str, secret: &SecretText) -> String {
    if secret.expose().is_empty() {
        return text.to_owned();
    }
    text.replace(secret.expose(), "***")
}

impl fmt::Debug for SecretSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Function(_) => f.write_str("SecretSink(function)"),
            Kind::File(file) => f.debug_tuple("SecretSink").field(file).finish(),
        }
    }
}
