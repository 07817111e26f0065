//! Reporting at the places of a text.

use std::sync::Arc;

use super::slot::Place;
use crate::diagnostic::{Edit, Fix, Found, Location, Report, Rule, Safety, Severity, Sink};
use crate::text::SourceText;

/// Collects what is wrong with one text.
pub(crate) struct Findings {
    sink: Sink,
    source: Option<Arc<SourceText>>,
}

impl Findings {
    pub(crate) fn new(source: Option<Arc<SourceText>>) -> Self {
        Self { sink: Sink::with_notes(false), source }
    }

    /// Reports an error: also for rules that only warn about files, because our own formats are strict.
    pub(crate) fn error(
        &mut self,
        rule: &'static Rule,
        place: &Place,
        message: impl Into<String>,
    ) -> Finding<'_> {
        self.report(rule, Severity::Error, place, message.into())
    }

    /// Reports a warning, which a valid text may have.
    pub(crate) fn warning(
        &mut self,
        rule: &'static Rule,
        place: &Place,
        message: impl Into<String>,
    ) -> Finding<'_> {
        self.report(rule, Severity::Warning, place, message.into())
    }

    fn report(
        &mut self,
        rule: &'static Rule,
        severity: Severity,
        place: &Place,
        message: String,
    ) -> Finding<'_> {
        let source = self.source.clone();
        let location = locate(source.as_ref(), place);
        let found = self.sink.report(rule, location.as_ref(), message).severity(severity);
        Finding { found, source }
    }

    pub(crate) fn into_report(self) -> Report {
        let files: Vec<_> = self.source.into_iter().collect();
        self.sink.into_report(&files)
    }
}

fn locate(source: Option<&Arc<SourceText>>, place: &Place) -> Option<Location> {
    Some(Location { source: Arc::clone(source?), span: place.clone()? })
}

/// A finding being described.
#[must_use]
pub(crate) struct Finding<'f> {
    found: Found<'f>,
    source: Option<Arc<SourceText>>,
}

impl Finding<'_> {
    /// How to fix it; the finding is complete.
    pub(crate) fn help(self, help: impl Into<String>) {
        let _ = self.found.help(help);
    }

    /// Another place that belongs to it.
    pub(crate) fn related(self, place: &Place, message: impl Into<String>) -> Self {
        let location = locate(self.source.as_ref(), place);
        // Without a text the message already names the other one.
        if location.is_none() {
            return self;
        }
        Self { found: self.found.related(location.as_ref(), message), ..self }
    }

    /// What probably should stand there.
    pub(crate) fn replacement(self, place: &Place, replacement: Option<String>) -> Self {
        let (Some(source), Some(span), Some(replacement)) = (&self.source, place, replacement)
        else {
            return self;
        };
        let path = source.path().map(std::path::Path::to_path_buf);
        let fix = Fix::new(Safety::Unsafe, vec![Edit { path, span: span.clone(), replacement }]);
        Self { found: self.found.fix(fix), ..self }
    }
}
