//! Every way to [`Publications`]: text and file.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::build::Builder;
use super::{Publications, PublicationsOptions, read};
use crate::diagnostic::Severity;
use crate::error::{Error, Result};
use crate::model::reader::Findings;
use crate::text::SourceText;

impl Publications {
    /// Reads a `publications.toml`, and the documents and projects that it names, by paths from its folder.
    ///
    /// # Errors
    /// As [`Publications::parse`], with the path in every finding; and when the file is missing, a directory, unreadable
    /// or not UTF-8.
    ///
    /// # Example
    /// ```
    /// use gatewright::ErrorKind;
    /// use gatewright::publish::Publications;
    ///
    /// let error = Publications::load("no-such-folder/publications.toml").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NotFound);
    /// ```
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        Self::load_with(path, &PublicationsOptions::new())
    }

    /// Reads a `publications.toml`, with options.
    ///
    /// # Errors
    /// As [`Publications::load`].
    pub fn load_with(path: impl AsRef<Path>, options: &PublicationsOptions) -> Result<Self> {
        let path = path.as_ref();
        crate::files::read(path)
            .and_then(|text| {
                let base = path.parent().unwrap_or(Path::new(""));
                construct(Some(path.to_path_buf()), &text, base, options)
            })
            .map_err(|error| error.with_operation("load"))
    }

    /// Reads the text of a `publications.toml`; `base` is the folder from which its paths lead.
    ///
    /// # Errors
    /// `invalid-publications` of kind [`InvalidInput`](crate::ErrorKind::InvalidInput), with *every* problem in
    /// [`Error::report`]: each with code, line, column and remedy; also those of documents and projects it names. When
    /// the text is not TOML, only that is reported.
    ///
    /// # Example
    /// ```
    /// use gatewright::publish::Publications;
    ///
    /// let text = "[[publication]]\nname = \"Pets\"\nversion = \"1.0.0\"\nenviroments = [\"Default\"]\n";
    /// let error = Publications::parse(text, ".").unwrap_err();
    /// let found = &error.report().unwrap().diagnostics()[0];
    /// assert_eq!((found.code, found.line, found.column), ("unknown-key", Some(4), Some(1)));
    /// assert_eq!(found.help.as_deref(), Some("did you mean `environments`?"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn parse(text: &str, base: impl AsRef<Path>) -> Result<Self> {
        Self::parse_with(text, base, &PublicationsOptions::new())
    }

    /// Reads the text of a `publications.toml`, with options.
    ///
    /// # Errors
    /// As [`Publications::parse`].
    ///
    /// # Example
    /// See [`PublicationsOptions`].
    pub fn parse_with(
        text: &str,
        base: impl AsRef<Path>,
        options: &PublicationsOptions,
    ) -> Result<Self> {
        construct(None, text, base.as_ref(), options).map_err(|error| error.with_operation("parse"))
    }
}

fn construct(
    path: Option<PathBuf>,
    text: &str,
    base: &Path,
    options: &PublicationsOptions,
) -> Result<Publications> {
    let source = Arc::new(SourceText::new(path, text));
    let mut findings = Findings::new(Some(Arc::clone(&source)));
    let draft = read::read(&source, &mut findings);
    let entries =
        draft.map(|draft| Builder { base, options, findings: &mut findings }.build(&draft));
    let report = findings.into_report();
    if report.ok() {
        return Ok(Publications { entries: entries.unwrap_or_default(), source });
    }
    let path = source.path();
    let name =
        path.map_or_else(|| "the publications".to_owned(), |path| format!("`{}`", path.display()));
    let message = match report.count(Severity::Error) {
        1 => format!("{name} is not valid:"),
        count => format!("{name} is not valid, for {count} reasons:"),
    };
    let error = Error::invalid("invalid-publications", message, report);
    Err(match path {
        Some(path) => error.with_context("path", path.display().to_string()),
        None => error,
    })
}
