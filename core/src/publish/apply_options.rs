//! How a plan is applied.

use std::fmt;
use std::sync::Arc;

use crate::publish::event::Event;

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
}

/// Whom the events are told.
type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

impl ApplyOptions {
    /// One API's failure does not stop the others, and nobody is told of the progress.
    pub fn new() -> Self {
        Self::default()
    }

    /// After a failure no further step is begun; what is under way is finished. The APIs that were not finished say so
    /// ([`ApiOutcome::is_stopped`](crate::publish::ApiOutcome::is_stopped)).
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
}

impl fmt::Debug for ApplyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApplyOptions")
            .field("stops_on_failure", &self.stops_on_failure)
            .field("has_listener", &self.listener.is_some())
            .finish()
    }
}
