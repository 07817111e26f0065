//! What is told of an apply while it goes on.

use gatewright::publish::Event;
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
    pub(crate) reply: Reply<()>,
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
    pub(crate) callback: Callback<Told>,
}

#[napi]
impl NativeListener {
    /// This function.
    #[napi(constructor)]
    pub fn new(listen: Function<'_, Told, ()>) -> napi::Result<Self> {
        Ok(Self { callback: Callback::new(&listen)? })
    }
}
