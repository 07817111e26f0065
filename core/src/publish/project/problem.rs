//! What is wrong with a project, before its path is known.

use std::path::Path;

use crate::error::{Error, ErrorKind};

/// What is wrong with a project; the text is the reason, and how to fix it.
#[derive(Debug)]
pub(in crate::publish) enum Problem {
    /// The files are not those of a project.
    NotAProject(String),
    /// A document says what it cannot.
    Invalid(String),
    /// An entry leads out of the archive or the folder, or cannot be looked into.
    Unsafe(String),
    TooLarge(String),
    /// Parameters that are not understood.
    Parameters(String),
}

impl Problem {
    /// The reason, without the path.
    pub(in crate::publish) fn reason(self) -> String {
        match self {
            Self::NotAProject(reason)
            | Self::Invalid(reason)
            | Self::Unsafe(reason)
            | Self::TooLarge(reason)
            | Self::Parameters(reason) => reason,
        }
    }

    /// As the error of reading this path.
    pub(super) fn at(self, path: &Path) -> Error {
        let (kind, code, reason) = match self {
            Self::NotAProject(reason) => (ErrorKind::InvalidInput, "not-an-api-project", reason),
            Self::Invalid(reason) => (ErrorKind::InvalidInput, "invalid-api-project", reason),
            Self::Unsafe(reason) => (ErrorKind::InvalidInput, "unsafe-api-project", reason),
            Self::TooLarge(reason) => (ErrorKind::InvalidInput, "api-project-too-large", reason),
            Self::Parameters(reason) => (ErrorKind::Unsupported, "unsupported-parameters", reason),
        };
        Error::new(kind, code, format!("`{}`: {reason}", path.display()))
            .with_context("path", path.display().to_string())
    }
}
