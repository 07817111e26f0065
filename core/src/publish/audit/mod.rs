//! The audit log: who changed what, when, and how it ended; a line of JSON per event, in a file that is the user's.
//!
//! What lives here: [`AuditLog`], its file ([`file`]) and its lines ([`entry`]). What does not: deciding what is worth a
//! line; that is the apply's.

mod entry;
mod file;
#[cfg(test)]
mod tests;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

pub(crate) use entry::{AuditEvent, Event, Scene};

use crate::error::Result;
use crate::publish::audit::entry::Entry;
use crate::publish::audit::file::{AuditFile, not_written};
use crate::publish::journal::writer::Writer;

/// A file to which an apply adds a line for everything it did: what, to which API, in which environments, as whom and
/// when. The file is yours: lines are added at its end and none is ever changed; several applies may share it. It holds
/// no secret and no body.
///
/// Each line is a JSON object with `schema_version`, `time` (RFC 3339, UTC) and `event`: `plan-applied`, `step-done`,
/// `step-failed`, `pending`, `rolled-back` or `rollback-failed`; what else is known of the event stands beside it. Cloning
/// is cheap: clones share the file.
///
/// ```
/// use gatewright::publish::AuditLog;
///
/// let folder = tempfile::tempdir()?;
/// let log = AuditLog::append_to(folder.path().join("audit.jsonl"))?;
/// assert!(log.path().exists());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct AuditLog {
    path: Arc<Path>,
    writer: Arc<Writer<AuditFile>>,
}

impl AuditLog {
    /// Opens the file, or makes it, readable by its owner alone. Its folder must be there.
    ///
    /// # Errors
    /// [`ErrorKind::Io`](crate::ErrorKind::Io) or [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) with the code
    /// `audit-log-not-written`.
    ///
    /// # Example
    /// See [`AuditLog`].
    pub fn append_to(path: impl Into<PathBuf>) -> Result<Self> {
        let path: Arc<Path> = path.into().into();
        let file = AuditFile::open(&path)
            .map_err(|error| not_written(&path, error).with_operation("append_to"))?;
        let abandoned = not_written(&path, io::Error::other("the program is ending"));
        Ok(Self { path, writer: Arc::new(Writer::new(file, abandoned)) })
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a line without waiting for the disk.
    ///
    /// # Errors
    /// `audit-log-not-written` when a line before it was not.
    pub(crate) fn record(&self, scene: &Scene, event: AuditEvent) -> Result<()> {
        self.writer.give(|| Entry::new(SystemTime::now(), scene, event))
    }

    /// Waits until every line is on disk.
    ///
    /// # Errors
    /// `audit-log-not-written`.
    pub(crate) async fn flush(&self) -> Result<()> {
        self.writer.flush().await
    }
}
