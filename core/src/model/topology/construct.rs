//! Every way to a [`Topology`]: text, file, builder, serde. All of them go through one validation.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use super::draft::Draft;
use super::validate::{Parts, validate};
use super::{Topology, TopologyBuilder, TopologySpec, read};
use crate::diagnostic::{Report, Severity};
use crate::error::{Error, ErrorKind, Result};
use crate::model::reader::Findings;
use crate::text::SourceText;

impl Topology {
    /// Reads the text of a `topology.toml`.
    ///
    /// # Errors
    /// `invalid-topology` of kind [`InvalidInput`](ErrorKind::InvalidInput), with *every* problem in [`Error::report`]:
    /// each with code, line, column and remedy. When the text is not TOML, only that is reported.
    ///
    /// # Example
    /// ```
    /// use gatewright::Topology;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// assert_eq!(topology.environments()[0].name.as_str(), "Production Gateway");
    ///
    /// let text = gatewright::examples::THREE_NODES.replace("offset = 2", "offest = 2");
    /// let error = Topology::parse(&text).unwrap_err();
    /// let report = error.report().unwrap();
    /// let found = &report.diagnostics()[0];
    /// assert_eq!((found.code, found.line, found.column), ("unknown-key", Some(19), Some(1)));
    /// assert_eq!(found.help.as_deref(), Some("did you mean `offset`?"));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self> {
        from_text(None, text).map_err(|error| error.with_operation("parse"))
    }

    /// Reads a `topology.toml`.
    ///
    /// # Errors
    /// As [`Topology::parse`], with the path in every finding; and when the file is missing, a directory, unreadable or
    /// not UTF-8.
    ///
    /// # Example
    /// ```
    /// use gatewright::{ErrorKind, Topology};
    ///
    /// let error = Topology::load("no-such-folder/topology.toml").unwrap_err();
    /// assert_eq!(error.kind(), ErrorKind::NotFound);
    /// assert!(error.message().contains("no-such-folder"));
    /// ```
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        crate::files::read(path)
            .and_then(|text| from_text(Some(path.to_path_buf()), &text))
            .map_err(|error| error.with_operation("load"))
    }

    /// Begins a topology in code, of an API-M release such as `4.7`. See [`TopologyBuilder::build`].
    pub fn builder(release: &str) -> TopologyBuilder {
        TopologyBuilder::new(release)
    }
}

impl FromStr for Topology {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl TryFrom<TopologySpec> for Topology {
    type Error = Error;

    fn try_from(spec: TopologySpec) -> Result<Self> {
        let mut findings = Findings::new(None);
        let parts = validate(&Draft::from(spec), &mut findings);
        finish(parts, findings.into_report(), None).map_err(|error| error.with_operation("build"))
    }
}

fn from_text(path: Option<PathBuf>, text: &str) -> Result<Topology> {
    let source = Arc::new(SourceText::new(path, text));
    let mut findings = Findings::new(Some(Arc::clone(&source)));
    let draft = read::read(&source, &mut findings);
    from_draft(draft, findings, source.path())
}

pub(super) fn from_draft(
    draft: Option<Draft>,
    mut findings: Findings,
    path: Option<&Path>,
) -> Result<Topology> {
    let parts = draft.and_then(|draft| validate(&draft, &mut findings));
    finish(parts, findings.into_report(), path)
}

fn finish(parts: Option<Parts>, report: Report, path: Option<&Path>) -> Result<Topology> {
    if !report.ok() {
        let name =
            path.map_or_else(|| "the topology".to_owned(), |path| format!("`{}`", path.display()));
        let message = match report.count(Severity::Error) {
            1 => format!("{name} is not valid:"),
            count => format!("{name} is not valid, for {count} reasons:"),
        };
        let error = Error::invalid("invalid-topology", message, report);
        return Err(match path {
            Some(path) => error.with_context("path", path.display().to_string()),
            None => error,
        });
    }
    let Parts { release, load_balancers, nodes, environments } = parts.ok_or_else(|| {
        // A part is only missing after an error was reported.
        Error::new(
            ErrorKind::Unexpected,
            "unexplained-topology",
            "the topology was refused without a reason: please report this",
        )
    })?;
    Ok(Topology { release, load_balancers, nodes, environments, report })
}
