//! What is kept beside each home so that a write can be undone: `<home>/.gatewright/state.json`.
//!
//! It holds the texts of the file before and after each write, secrets included, and therefore has the file's own mode
//! and owner.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{Error, ErrorKind, Result};
use crate::files::replace::{Replacement, read_optional};

const SCHEMA_VERSION: u32 = 1;
/// Older writes are forgotten.
const KEPT_WRITES: usize = 10;

/// The writes to one node's file that can be undone, oldest first.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    schema_version: u32,
    writes: Vec<Write>,
}

/// One write.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Write {
    /// The same for all homes that were written together, and larger for later writes.
    #[serde(default)]
    pub(super) id: u64,
    /// The text before; absent when there was no file.
    pub(super) before: Option<String>,
    pub(super) after: String,
}

impl Write {
    /// True when the file holds the text from before although the write is remembered: it never came to the file, or was
    /// undone by something that was interrupted before the state said so.
    pub(super) fn is_undone(&self, current: Option<&str>) -> bool {
        current == self.before.as_deref() && current != Some(self.after.as_str())
    }
}

/// The state of a home, and the text it was read from.
pub(super) struct Loaded {
    pub(super) state: State,
    text: Option<String>,
    path: PathBuf,
}

pub(super) fn folder(home: &Path) -> PathBuf {
    home.join(".gatewright")
}

pub(super) fn load(home: &Path) -> Result<Loaded> {
    let path = folder(home).join("state.json");
    let text = read_optional(&path)?;
    let state = match &text {
        None => State::default(),
        Some(text) => serde_json::from_str::<State>(text).map_err(|error| {
            unusable(
                &path,
                &format!("is damaged at line {}, column {}", error.line(), error.column()),
            )
        })?,
    };
    if state.schema_version > SCHEMA_VERSION {
        return Err(unusable(&path, "was written by a newer Gatewright"));
    }
    Ok(Loaded { state, text, path })
}

impl Loaded {
    pub(super) fn last(&self) -> Option<&Write> {
        self.state.writes.last()
    }

    /// The replacement of the state file that remembers one more write.
    pub(super) fn push(mut self, write: Write, like: &Path) -> Result<Replacement> {
        self.state.writes.push(write);
        let surplus = self.state.writes.len().saturating_sub(KEPT_WRITES);
        self.state.writes.drain(..surplus);
        self.into_replacement(like)
    }

    /// The replacement of the state file that forgets the last write.
    pub(super) fn pop(mut self, like: &Path) -> Result<Replacement> {
        self.state.writes.pop();
        self.into_replacement(like)
    }

    fn into_replacement(mut self, like: &Path) -> Result<Replacement> {
        self.state.schema_version = SCHEMA_VERSION;
        let contents = if self.state.writes.is_empty() {
            None
        } else {
            let text = serde_json::to_string(&self.state).map_err(|error| {
                Error::new(
                    ErrorKind::Unexpected,
                    "state-not-written",
                    "the state cannot be written as JSON",
                )
                .with_source(error)
            })?;
            Some(text)
        };
        Ok(Replacement {
            path: self.path,
            expected: self.text,
            contents,
            like: Some(like.to_path_buf()),
            private: true,
        })
    }
}

fn unusable(path: &Path, why: &str) -> Error {
    Error::new(
        ErrorKind::InvalidInput,
        "unusable-state",
        format!(
            "`{}` {why}: what was written cannot be undone from it; move it away to go on without",
            path.display()
        ),
    )
    .with_context("path", path.display().to_string())
}
