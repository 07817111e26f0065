//! The journal of an apply: what it is about to do, written down before it is done, so that a run that was killed can be
//! finished.
//!
//! A line per record: the [`Header`], then an [`Intent`] before each request that must not be sent twice, its
//! [`JournalResult`] after it, and marks for APIs and runs that are done. Identifiers alone are kept: no body, no
//! endpoint, no secret.
//!
//! What lives here: the records ([`record`]), their lines ([`line`]), where they are kept ([`store`]), one writer for
//! many APIs ([`writer`]) and the journal made of them ([`open`]). What does not: what a record means for the server;
//! that is the apply's.

mod contents;
mod failures;
mod line;
mod open;
mod record;
pub(crate) mod store;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
pub(crate) mod timestamp;
pub(crate) mod writer;

use std::path::{Path, PathBuf};

pub(crate) use contents::ChangedApis;
pub(crate) use open::OpenJournal;
pub(crate) use record::{
    Ground, Header, Identifier, Intent, JournalResult, PublicationsDigest, without_user_info,
};

/// Where an apply keeps its journal, a file of its own. Nothing is read or written until an apply uses it.
///
/// A journal belongs to one set of publications and one control plane; one process writes it at a time. It holds names
/// and identifiers, never a secret, and is readable by its owner alone.
///
/// ```
/// use gatewright::publish::Journal;
///
/// let journal = Journal::at("publications.journal");
/// assert_eq!(journal.path(), std::path::Path::new("publications.journal"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The journal in this file, which need not exist yet; its folder must.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}
