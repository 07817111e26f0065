//! How a plan is applied, on its way to the core.

use std::path::PathBuf;

use gatewright::Result;
use gatewright::publish::{ApplyOptions, AuditLog, Journal};
use pyo3::prelude::*;

use crate::callback::Held;
use crate::publish::event::tell;

/// The attributes of the package's `Applying`.
#[derive(FromPyObject)]
pub(crate) struct ApplyAttributes {
    stop_on_failure: bool,
    /// It keeps what the user's function raises.
    listener: Option<Py<PyAny>>,
    journal: Option<PathBuf>,
    audit_log: Option<PathBuf>,
}

impl ApplyAttributes {
    pub(crate) fn hold(self) -> Applying {
        let Self { stop_on_failure, listener, journal, audit_log } = self;
        Applying { stop_on_failure, listener: listener.map(Held::new), journal, audit_log }
    }
}

/// The same, to be taken elsewhere.
pub(crate) struct Applying {
    stop_on_failure: bool,
    listener: Option<Held<Py<PyAny>>>,
    journal: Option<PathBuf>,
    audit_log: Option<PathBuf>,
}

impl Applying {
    /// The options; the audit log is opened, for this operation.
    pub(crate) fn into_core(self, operation: &'static str) -> Result<ApplyOptions> {
        let mut options = ApplyOptions::new();
        if self.stop_on_failure {
            options = options.stop_on_failure();
        }
        if let Some(listener) = self.listener {
            options = options.on_event(move |told| tell(&listener, told));
        }
        if let Some(path) = self.journal {
            options = options.journal(Journal::at(path));
        }
        let Some(path) = self.audit_log else { return Ok(options) };
        let log = AuditLog::append_to(path).map_err(|error| error.with_operation(operation))?;
        Ok(options.audit_log(log))
    }
}
