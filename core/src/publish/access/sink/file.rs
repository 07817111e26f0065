//! A file of secrets: read, changed and replaced whole, by one at a time.

use std::collections::HashMap;
use std::mem;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::task::spawn_blocking;

use crate::error::{Error, ErrorKind, Result};
use crate::files::private::{FolderLock, is_open_to_others, require_writable, write_private};
use crate::files::replace::read_optional;
use crate::publish::access::sink::dotenv::{self, Dotenv};
use crate::publish::access::sink::json::Json;
use crate::publish::access::sink::{Held, Label, Place, Secret, SecretFileFormat};

/// The room that is made sure of for each place: far more than its secrets take.
const ROOM: usize = 8192;

/// What a file holds, in either format.
pub(super) trait Contents: Sized {
    /// # Errors
    /// What is wrong with the text, in words that hold nothing of it.
    fn parse(text: &str) -> std::result::Result<Self, String>;

    fn held(&self, label: &Label) -> Held;

    /// Makes room for what goes there.
    ///
    /// # Errors
    /// Why there is none.
    fn claim(&mut self, place: &Place) -> std::result::Result<(), String>;

    /// What they are for, and the secret if there is one.
    ///
    /// # Errors
    /// Why it has no place for it; the contents are as they were then, but for a place that was claimed.
    fn put(&mut self, label: &Label, secret: Option<&Secret>) -> std::result::Result<(), String>;

    fn text(&self) -> String;
}

#[derive(Debug)]
pub(super) struct SecretFile {
    path: PathBuf,
    format: SecretFileFormat,
    writing: Mutex<()>,
    /// What shall be stored next: whoever gets to write stores it all at once.
    waiting: Mutex<Vec<Waiting>>,
    /// Whether it was seen, since the last check, that the file can be replaced.
    is_rehearsed: AtomicBool,
}

#[derive(Debug)]
struct Waiting {
    label: Label,
    secret: Option<Secret>,
    stored: Arc<Mutex<Option<Result<()>>>>,
}

impl SecretFile {
    pub(super) fn new(path: PathBuf, format: SecretFileFormat) -> Self {
        Self {
            path,
            format,
            writing: Mutex::new(()),
            waiting: Mutex::new(Vec::new()),
            is_rehearsed: AtomicBool::new(false),
        }
    }

    /// Whether it can be read and written, and has room for what goes to each place. It is its owner's alone afterwards.
    pub(super) async fn check(self: Arc<Self>, places: Vec<Place>) -> Result<()> {
        if self.format == SecretFileFormat::Dotenv {
            self.check_names(&places)?;
        }
        self.blocking(move |file| {
            let _alone = lock(&file.writing);
            let _folder = FolderLock::of(&file.path);
            let before = read_optional(&file.path)?;
            file.claim(before.as_deref().unwrap_or_default(), &places)?;
            let bytes = before.as_ref().map_or(0, String::len) + ROOM * places.len();
            require_writable(&file.path, bytes)?;
            file.is_rehearsed.store(false, Ordering::Release);
            match before {
                Some(text) if is_open_to_others(&file.path) => write_private(&file.path, &text),
                _ => Ok(()),
            }
        })
        .await
    }

    /// Two applications whose names make the same variables would write over each other.
    fn check_names(&self, places: &[Place]) -> Result<()> {
        let mut names: HashMap<String, &str> = HashMap::new();
        for place in places {
            let other = names.insert(dotenv::prefix(place), &place.application);
            if let Some(other) = other.filter(|other| *other != place.application) {
                let message = format!(
                    "the applications `{}` and `{}` make the same variables in `{}`: give each a file of its own, or write JSON",
                    other.escape_debug(),
                    place.application.escape_debug(),
                    self.path.display()
                );
                return Err(self.unusable(message).with_context("application", &place.application));
            }
        }
        Ok(())
    }

    /// Whether there is room there, and whether a file that is there can be replaced: what a mount point, or a flag of the
    /// file system, refuses shows in nothing but doing it.
    pub(super) async fn require_room(self: Arc<Self>, place: Place) -> Result<()> {
        self.blocking(move |file| {
            let _alone = lock(&file.writing);
            let _folder = FolderLock::of(&file.path);
            let before = read_optional(&file.path)?;
            file.claim(before.as_deref().unwrap_or_default(), &[place])?;
            if !file.is_rehearsed.load(Ordering::Acquire) {
                match before {
                    Some(text) => write_private(&file.path, &text)?,
                    None => require_writable(&file.path, ROOM)?,
                }
                file.is_rehearsed.store(true, Ordering::Release);
            }
            Ok(())
        })
        .await
    }

    fn claim(&self, text: &str, places: &[Place]) -> Result<()> {
        match self.format {
            SecretFileFormat::Json => self.claim_in::<Json>(text, places),
            SecretFileFormat::Dotenv => self.claim_in::<Dotenv>(text, places),
        }
    }

    fn claim_in<C: Contents>(&self, text: &str, places: &[Place]) -> Result<()> {
        let mut contents: C = self.parse(text)?;
        for place in places {
            contents.claim(place).map_err(|why| {
                self.unusable(self.about(&why)).with_context("application", &place.application)
            })?;
        }
        Ok(())
    }

    pub(super) async fn held(self: Arc<Self>, label: Label) -> Result<Held> {
        self.blocking(move |file| {
            let text = read_optional(&file.path)?.unwrap_or_default();
            match file.format {
                SecretFileFormat::Json => file.parse::<Json>(&text).map(|it| it.held(&label)),
                SecretFileFormat::Dotenv => file.parse::<Dotenv>(&text).map(|it| it.held(&label)),
            }
        })
        .await
    }

    /// Returns when it is on disk. What several have for it at a time is written at once.
    pub(super) async fn store(self: Arc<Self>, label: Label, secret: Option<Secret>) -> Result<()> {
        let stored = Arc::new(Mutex::new(None));
        lock(&self.waiting).push(Waiting { label, secret, stored: Arc::clone(&stored) });
        self.blocking(move |file| {
            let _alone = lock(&file.writing);
            let all = mem::take(&mut *lock(&file.waiting));
            if !all.is_empty() {
                let _folder = FolderLock::of(&file.path);
                match file.format {
                    SecretFileFormat::Json => file.change::<Json>(all),
                    SecretFileFormat::Dotenv => file.change::<Dotenv>(all),
                }
            }
            let stored = lock(&stored).take();
            stored.unwrap_or_else(|| Err(file.cancelled()))
        })
        .await
    }

    /// Stores all that has a place, and tells each what became of it.
    fn change<C: Contents>(&self, all: Vec<Waiting>) {
        let written = read_optional(&self.path).and_then(|before| {
            let mut contents: C = self.parse(before.as_deref().unwrap_or_default())?;
            for one in &all {
                if let Err(why) = contents.put(&one.label, one.secret.as_ref()) {
                    *lock(&one.stored) = Some(Err(self.unusable(self.about(&why))));
                }
            }
            let after = contents.text();
            if before.as_deref() == Some(after.as_str()) && !is_open_to_others(&self.path) {
                return Ok(());
            }
            write_private(&self.path, &after)
        });
        for one in all {
            lock(&one.stored).get_or_insert_with(|| written.clone());
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

    fn cancelled(&self) -> Error {
        Error::cancelled("provide_access").with_context("path", self.path.display().to_string())
    }

    async fn blocking<T: Send + 'static>(
        self: Arc<Self>,
        work: impl FnOnce(&Self) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let file = Arc::clone(&self);
        match spawn_blocking(move || work(&file)).await {
            Ok(done) => done,
            // The runtime ends.
            Err(_) => Err(self.cancelled()),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KeyType;

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn what_several_have_is_written_at_once_and_each_is_told_of_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        let file = Arc::new(SecretFile::new(path.clone(), SecretFileFormat::Dotenv));
        let mut storing = tokio::task::JoinSet::new();
        {
            let _alone = lock(&file.writing);
            for (number, value) in ["first", "bad\nvalue", "third"].into_iter().enumerate() {
                let place = Place {
                    application: format!("shop-{number}"),
                    key_type: KeyType::Sandbox,
                    key_manager: String::new(),
                };
                let (consumer_key, environments) = (number.to_string(), Vec::new());
                let label = Label { place, consumer_key, environments };
                let secret = Some(Secret::consumer_secret(value.into()));
                let stored = Arc::clone(&file).store(label, secret);
                storing.spawn(async move { (number, stored.await) });
            }
            while lock(&file.waiting).len() < 3 {
                std::thread::yield_now();
            }
        }
        let (first, result) = storing.join_next().await.unwrap().unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("SHOP_0_SANDBOX_CONSUMER_SECRET=first\n"), "{text}");
        assert!(text.contains("SHOP_2_SANDBOX_CONSUMER_SECRET=third\n"), "{text}");
        let mut results = vec![(first, result)];
        results.extend(storing.join_all().await);
        for (number, result) in results {
            assert_eq!(result.is_err(), number == 1, "{number}");
        }
    }
}
