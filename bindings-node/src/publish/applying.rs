//! How a plan is applied.

use gatewright::Result;
use gatewright::publish::{ApplyOptions, AuditLog, Journal};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::callback::Callback;
use crate::publish::event::{LastEvent, NativeEvent, NativeListener, Told};

/// What is said about an apply.
#[napi(object, object_to_js = false)]
pub struct NativeApplyOptions {
    /// Begins no further step after a failure.
    pub stop_on_failure: Option<bool>,
    /// The file of the journal.
    pub journal: Option<String>,
    /// The file of the audit log.
    pub audit_log: Option<String>,
}

/// The same, and who is told of it.
pub struct Applying {
    given: NativeApplyOptions,
    listener: Option<Callback<Told>>,
}

impl Applying {
    pub(crate) fn new(given: NativeApplyOptions, listener: Option<&NativeListener>) -> Self {
        Self { given, listener: listener.map(|listener| listener.callback.clone()) }
    }

    /// The options; the audit log is opened, for this operation.
    pub(crate) fn options(&self, operation: &'static str) -> Result<ApplyOptions> {
        let mut options = ApplyOptions::new();
        if self.given.stop_on_failure == Some(true) {
            options = options.stop_on_failure();
        }
        if let Some(listener) = self.listener.clone() {
            options =
                options.on_event(move |event| listener.tell(Either::A(NativeEvent::from(event))));
        }
        if let Some(path) = &self.given.journal {
            options = options.journal(Journal::at(path));
        }
        let Some(path) = &self.given.audit_log else { return Ok(options) };
        let log = AuditLog::append_to(path).map_err(|error| error.with_operation(operation))?;
        Ok(options.audit_log(log))
    }

    /// Waits until JavaScript has heard of everything: it hears of it in a queue of its own.
    pub(crate) async fn heard(self) {
        if let Some(listener) = self.listener {
            let last = |reply| Either::B(LastEvent { reply });
            // One whose thread has ended hears of nothing any more.
            let _ = listener.ask(last).await;
        }
    }
}
