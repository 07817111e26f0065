//! A file of secrets: read, changed and replaced whole, by one at a time.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::task::spawn_blocking;

use crate::error::{Error, ErrorKind, Result};
use crate::files::private::{FolderLock, is_open_to_others, require_writable, write_private};
use crate::files::replace::read_optional;
use crate::publish::access::sink::dotenv::{self, Dotenv};
use crate::publish::access::sink::json::Json;
use crate::publish::access::sink::{Held, Label, ProvidedSecret, SecretFileFormat};
use crate::publish::access::wanted::ApplicationAccess;

/// What a file holds, in either format.
pub(super) trait Contents: Sized {
    /// # Errors
    /// What is wrong with the text, in words that hold nothing of it.
    fn parse(text: &str) -> std::result::Result<Self, String>;

    fn held(&self, label: &Label) -> Held;

    /// # Errors
    /// Why it has no place for the secret.
    fn put(&mut self, secret: &ProvidedSecret) -> std::result::Result<(), String>;

    fn text(&self) -> String;
}

#[derive(Debug)]
pub(super) struct SecretFile {
    path: PathBuf,
    format: SecretFileFormat,
    writing: Mutex<()>,
}

impl SecretFile {
    pub(super) fn new(path: PathBuf, format: SecretFileFormat) -> Self {
        Self { path, format, writing: Mutex::new(()) }
    }

    /// Whether it can be read and written, and has a name for each application's secrets.
    pub(super) async fn check(self: Arc<Self>, wanted: &[ApplicationAccess]) -> Result<()> {
        if self.format == SecretFileFormat::Dotenv {
            self.check_names(wanted)?;
        }
        self.blocking(|file| {
            file.read_as(|_: &Json| (), |_: &Dotenv| ())?;
            require_writable(&file.path)
        })
        .await
    }

    /// Two applications whose names make the same variables would write over each other.
    fn check_names(&self, wanted: &[ApplicationAccess]) -> Result<()> {
        let mut names: HashMap<String, &str> = HashMap::new();
        for access in wanted {
            if let Some(other) = names.insert(dotenv::word(&access.name), &access.name) {
                let message = format!(
                    "the applications `{}` and `{}` make the same variables in `{}`: give each a file of its own, or write JSON",
                    other.escape_debug(),
                    access.name.escape_debug(),
                    self.path.display()
                );
                return Err(self.unusable(message).with_context("application", &access.name));
            }
        }
        Ok(())
    }

    pub(super) async fn held(self: Arc<Self>, label: Label) -> Result<Held> {
        self.blocking(move |file| {
            file.read_as(|json: &Json| json.held(&label), |env: &Dotenv| env.held(&label))
        })
        .await
    }

    pub(super) async fn store(self: Arc<Self>, secret: ProvidedSecret) -> Result<()> {
        self.blocking(move |file| {
            let _alone = file.writing.lock().unwrap_or_else(PoisonError::into_inner);
            let _folder = FolderLock::of(&file.path);
            match file.format {
                SecretFileFormat::Json => file.change::<Json>(&secret),
                SecretFileFormat::Dotenv => file.change::<Dotenv>(&secret),
            }
        })
        .await
    }

    fn change<C: Contents>(&self, secret: &ProvidedSecret) -> Result<()> {
        let before = read_optional(&self.path)?;
        let mut contents: C = self.parse(before.as_deref().unwrap_or_default())?;
        contents.put(secret).map_err(|why| self.unusable(self.about(&why)))?;
        let after = contents.text();
        if before.as_deref() == Some(after.as_str()) && !is_open_to_others(&self.path) {
            return Ok(());
        }
        write_private(&self.path, &after)
    }

    fn read_as<T>(&self, json: impl Fn(&Json) -> T, env: impl Fn(&Dotenv) -> T) -> Result<T> {
        let text = read_optional(&self.path)?.unwrap_or_default();
        match self.format {
            SecretFileFormat::Json => self.parse(&text).map(|contents| json(&contents)),
            SecretFileFormat::Dotenv => self.parse(&text).map(|contents| env(&contents)),
        }
    }

    fn parse<C: Contents>(&self, text: &str) -> Result<C> {
        C::parse(text).map_err(|why| self.unusable(self.about(&why)))
    }

    fn about(&self, why: &str) -> String {
        format!("`{}` cannot take secrets: {why}; it is as it was", self.path.display())
    }

    fn unusable(&self, message: String) -> Error {
        Error::new(ErrorKind::InvalidInput, "unusable-secret-file", message)
            .with_context("path", self.path.display().to_string())
    }

    async fn blocking<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let path = self.path.display().to_string();
        match spawn_blocking(move || work(&self)).await {
            Ok(done) => done,
            // The runtime ends.
            Err(_) => Err(Error::cancelled("provide_access").with_context("path", path)),
        }
    }
}
