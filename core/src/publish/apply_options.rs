//! How a plan is applied.

use std::fmt;
use std::sync::Arc;

use crate::publish::audit::AuditLog;
use crate::publish::event::Event;
use crate::publish::journal::Journal;

/// How [`ControlPlane::apply_with`](crate::ControlPlane::apply_with) applies a plan.
///
/// ```
/// use gatewright::publish::ApplyOptions;
///
/// let options = ApplyOptions::new().stop_on_failure().on_event(|event| println!("{event}"));
/// # let _ = options;
/// ```
#[derive(Clone, Default)]
pub struct ApplyOptions {
    pub(crate) stops_on_failure: bool,
    pub(crate) listener: Option<Listener>,
    pub(crate) journal: Option<Journal>,
    pub(crate) audit_log: Option<AuditLog>,
}

/// Whom the events are told.
type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

impl ApplyOptions {
    /// One API's failure does not stop the others, and nobody is told of the progress.
    pub fn new() -> Self {
        Self::default()
    }

    /// After a failure no further step is begun; what is under way is finished. The APIs that were not finished say so
    /// ([`ApiOutcome::is_stopped`](crate::publish::ApiOutcome::is_stopped)). Of a plan with an API that cannot be published
    /// ([`Verdict::Cannot`](crate::publish::Verdict::Cannot)) nothing is begun.
    #[must_use]
    pub fn stop_on_failure(mut self) -> Self {
        self.stops_on_failure = true;
        self
    }

    /// Tells of the progress: each step before and after it, each API at its end. It is called between requests, so what
    /// takes long holds the apply up.
    #[must_use]
    pub fn on_event(mut self, listener: impl Fn(&Event) + Send + Sync + 'static) -> Self {
        self.listener = Some(Arc::new(listener));
        self
    }

    /// Writes down in this journal what is about to be done, before each step, and what became of it: a run that is killed
    /// is finished by [`ControlPlane::resume`](crate::ControlPlane::resume), or by applying the same publications again
    /// with the same journal; a roll-out, by running it again with the same journal. A step that cannot be written down is
    /// not done.
    #[must_use]
    pub fn journal(mut self, journal: Journal) -> Self {
        self.journal = Some(journal);
        self
    }

    /// Adds what was done to this log. When a line cannot be written, no further step is done.
    #[must_use]
    pub fn audit_log(mut self, log: AuditLog) -> Self {
        self.audit_log = Some(log);
        self
    }
}

impl fmt::Debug for ApplyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplyOptions")
            .field("stops_on_failure", &self.stops_on_failure)
            .field("has_listener", &self.listener.is_some())
            .field("journal", &self.journal)
            .field("audit_log", &self.audit_log)
            .finish()
    }
}
