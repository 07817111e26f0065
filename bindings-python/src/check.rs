//! Checking files, and the rules that do.

use std::collections::BTreeSet;
use std::path::PathBuf;

use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::{Pack, Release, Role, Rule};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::errors::OrRaise;
use crate::names::member;
use crate::package::Maker;
use crate::report::{NativeReport, severity, tuple};

static RULE: Maker = Maker::new("gatewright._check", "Rule");

/// The attributes of the package's `NodeFile`.
#[derive(FromPyObject)]
#[pyo3(rename_all = "snake_case")]
pub(crate) struct NodeFileAttributes {
    path: PathBuf,
    text: Option<String>,
    name: Option<String>,
    host: Option<String>,
    roles: Option<Vec<String>>,
    pack: Option<String>,
    release: Option<String>,
}

impl NodeFileAttributes {
    pub(crate) fn into_core(self, py: Python<'_>) -> PyResult<NodeFile> {
        let mut file = match self.text {
            Some(text) => NodeFile::from_text(self.path, text),
            None => NodeFile::new(self.path),
        };
        if let Some(name) = self.name {
            file = file.name(name);
        }
        if let Some(host) = self.host {
            file = file.host(host);
        }
        if let Some(roles) = self.roles {
            let roles = roles.iter().map(|role| member(Role::from_name(role), role));
            file = file.roles(roles.collect::<PyResult<Vec<_>>>()?);
        }
        if let Some(pack) = self.pack {
            file = file.pack(member(Pack::from_name(&pack), &pack)?);
        }
        if let Some(release) = self.release {
            file = file.release(release.parse::<Release>().or_raise(py)?);
        }
        Ok(file)
    }
}

/// All files of a call.
pub(crate) fn into_core(py: Python<'_>, files: Vec<NodeFileAttributes>) -> PyResult<Vec<NodeFile>> {
    files.into_iter().map(|file| file.into_core(py)).collect()
}

/// Checks files.
#[pyfunction]
pub(crate) fn check(
    py: Python<'_>,
    files: Vec<NodeFileAttributes>,
    notes: bool,
    environment_variables: Option<BTreeSet<String>>,
) -> PyResult<NativeReport> {
    let files = into_core(py, files)?;
    let mut options = CheckOptions::new().notes(notes);
    options.environment_variables = environment_variables;
    py.detach(|| check_with(files, &options)).or_raise(py).map(NativeReport::from)
}

/// The page of a rule.
#[pyfunction]
pub(crate) fn explain(code: &str) -> Option<String> {
    gatewright::explain(code)
}

/// Every rule, ordered by code.
#[pyfunction]
pub(crate) fn rules(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    let rule = |rule: &Rule| {
        RULE.make(py, (rule.code, severity(py, rule.severity)?, rule.summary, rule.documentation))
    };
    tuple(py, gatewright::check::rules().into_iter().map(rule))
}
