//! Reports; their findings become Python values when they are asked for.

use std::ffi::OsStr;
use std::ops::Range;
use std::path::Path;

use gatewright::{Diagnostic, Edit, Fix, Fixes, Format, Related, Report, Severity, SpanUnit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;

use crate::fix::NativeFixedFiles;
use crate::names::member;
use crate::package::Maker;

static DIAGNOSTIC: Maker = Maker::new("gatewright._report", "Diagnostic");
static EDIT: Maker = Maker::new("gatewright._report", "Edit");
static FIX: Maker = Maker::new("gatewright._report", "Fix");
static RELATED: Maker = Maker::new("gatewright._report", "Related");
static SAFETY: Maker = Maker::new("gatewright._enums", "Safety");
static SEVERITY: Maker = Maker::new("gatewright._enums", "Severity");

/// A report.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativeReport {
    report: Report,
}

impl From<Report> for NativeReport {
    fn from(report: Report) -> Self {
        Self { report }
    }
}

#[pymethods]
impl NativeReport {
    #[getter]
    fn ok(&self) -> bool {
        self.report.ok()
    }

    #[getter]
    fn is_empty(&self) -> bool {
        self.report.is_empty()
    }

    #[getter]
    fn inferred<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.report.inferred())
    }

    #[getter]
    fn not_compared<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.report.not_compared())
    }

    fn count(&self, severity: &str) -> PyResult<usize> {
        let known = Severity::ALL.into_iter().find(|known| known.as_str() == severity);
        Ok(self.report.count(member(known, severity)?))
    }

    fn format(&self, py: Python<'_>, format: &str) -> PyResult<String> {
        let known = member(Format::from_name(format), format)?;
        Ok(py.detach(|| self.report.format(known)))
    }

    fn diagnostics<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        diagnostics(py, &self.report, self.report.diagnostics())
    }

    fn fix(&self, py: Python<'_>, name: &str) -> PyResult<NativeFixedFiles> {
        let known = member(Fixes::from_name(name), name)?;
        let files = py.detach(|| self.report.fix(known));
        Ok(NativeFixedFiles::new(files, self.report.clone()))
    }
}

/// Findings of a report, whose texts tell their spans.
pub(crate) fn diagnostics<'py>(
    py: Python<'py>,
    report: &Report,
    found: &[Diagnostic],
) -> PyResult<Bound<'py, PyTuple>> {
    let within = Within { py, report };
    tuple(py, found.iter().map(|diagnostic| within.diagnostic(diagnostic)))
}

/// The report that places are in.
struct Within<'py, 'r> {
    py: Python<'py>,
    report: &'r Report,
}

impl<'py> Within<'py, '_> {
    fn diagnostic(&self, diagnostic: &Diagnostic) -> PyResult<Bound<'py, PyAny>> {
        let related = diagnostic.related.iter().map(|related| self.related(related));
        let fix = diagnostic.fix.as_ref().map(|fix| self.fix(diagnostic, fix));
        DIAGNOSTIC.make(
            self.py,
            (
                diagnostic.code,
                severity(self.py, diagnostic.severity)?,
                &diagnostic.message,
                name(diagnostic.path.as_deref()),
                diagnostic.line,
                diagnostic.column,
                self.report.span_in(diagnostic, SpanUnit::Scalars).map(indices),
                &diagnostic.help,
                tuple(self.py, related)?,
                fix.transpose()?,
                diagnostic.to_string(),
            ),
        )
    }

    fn related(&self, related: &Related) -> PyResult<Bound<'py, PyAny>> {
        RELATED.make(
            self.py,
            (
                &related.message,
                name(related.path.as_deref()),
                related.line,
                related.column,
                self.report.related_span_in(related, SpanUnit::Scalars).map(indices),
            ),
        )
    }

    fn fix(&self, diagnostic: &Diagnostic, fix: &Fix) -> PyResult<Bound<'py, PyAny>> {
        let edits = fix.edits.iter().map(|edit| self.edit(diagnostic, edit));
        let safety = SAFETY.make(self.py, (fix.safety.as_str(),))?;
        FIX.make(self.py, (tuple(self.py, edits)?, safety))
    }

    fn edit(&self, diagnostic: &Diagnostic, edit: &Edit) -> PyResult<Bound<'py, PyAny>> {
        let span = self.report.edit_span_in(diagnostic, edit, SpanUnit::Scalars);
        EDIT.make(self.py, (name(edit.path.as_deref()), span.map(indices), &edit.replacement))
    }
}

/// A severity as the member of Python's enumeration.
pub(crate) fn severity(py: Python<'_>, severity: Severity) -> PyResult<Bound<'_, PyAny>> {
    SEVERITY.make(py, (severity.as_str(),))
}

/// A path as the caller named it.
pub(crate) fn name(path: Option<&Path>) -> Option<&OsStr> {
    path.map(Path::as_os_str)
}

fn indices(span: Range<usize>) -> (usize, usize) {
    (span.start, span.end)
}

/// A tuple of values, unless one of them could not be made.
pub(crate) fn tuple<'py>(
    py: Python<'py>,
    values: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(py, values.collect::<PyResult<Vec<_>>>()?)
}
