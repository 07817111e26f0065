//! What is told of an apply while it goes on.

use gatewright::publish::{ApplyOptions, Event};
use napi::bindgen_prelude::{Either, Function};
use napi_derive::napi;

use crate::callback::{Callback, Reply};
use crate::publish::plan::NativeStep;

/// Something that happened while a plan was applied.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEvent {
    /// What happened.
    pub kind: &'static str,
    /// The API's name.
    pub api: String,
    /// The API's version.
    pub version: String,
    /// The step it is about.
    pub step: Option<NativeStep>,
    /// What awaits an approval, or went wrong.
    pub message: Option<String>,
    /// How many APIs are finished.
    pub finished: u32,
    /// How many APIs the plan changes.
    pub total: u32,
    /// All of it in one line.
    pub text: String,
}

impl From<&Event> for NativeEvent {
    fn from(event: &Event) -> Self {
        let count = |apis: usize| u32::try_from(apis).unwrap_or(u32::MAX);
        Self {
            kind: event.kind.as_str(),
            api: event.api.clone(),
            version: event.version.clone(),
            step: event.step.as_ref().map(NativeStep::from),
            message: event.message.clone(),
            finished: count(event.finished),
            total: count(event.total),
            text: event.to_string(),
        }
    }
}

/// After the last event: filled once every event has been heard.
#[napi]
pub struct LastEvent {
    reply: Reply<()>,
}

#[napi]
impl LastEvent {
    /// Every event has been heard.
    #[napi]
    pub fn fill(&mut self) {
        self.reply.fill(());
    }
}

/// What a listener is given.
pub type Told = Either<NativeEvent, LastEvent>;

/// A function of JavaScript's that is told of events, in their order.
#[napi]
pub struct NativeListener {
    callback: Callback<Told>,
}

#[napi]
impl NativeListener {
    /// This function.
    #[napi(constructor)]
    pub fn new(listen: Function<'_, Told, ()>) -> napi::Result<Self> {
        Ok(Self { callback: Callback::new(&listen)? })
    }
}

/// How a plan is applied.
#[derive(Clone)]
pub struct Applying {
    stops_on_failure: bool,
    listener: Option<Callback<Told>>,
}

impl Applying {
    pub(crate) fn new(stops_on_failure: Option<bool>, listener: Option<&NativeListener>) -> Self {
        let listener = listener.map(|listener| listener.callback.clone());
        Self { stops_on_failure: stops_on_failure == Some(true), listener }
    }

    pub(crate) fn options(&self) -> ApplyOptions {
        let options = ApplyOptions::new();
        let options = if self.stops_on_failure { options.stop_on_failure() } else { options };
        match self.listener.clone() {
            Some(listener) => {
                options.on_event(move |event| listener.tell(Either::A(NativeEvent::from(event))))
            }
            None => options,
        }
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
