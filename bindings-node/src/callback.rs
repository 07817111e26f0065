//! Functions of JavaScript's that the core asks: from whichever thread, in the thread of JavaScript that gave them.
//!
//! The function gets a reply to fill, now or later; one that is dropped unfilled says so. A function that waits to be asked
//! does not keep Node alive. When nobody waits any more, what the reply is filled with is dropped.

use std::fmt;
use std::sync::Arc;

use napi::Status;
use napi::bindgen_prelude::{Function, ToNapiValue};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use tokio::sync::oneshot;

/// Why a function of JavaScript's gave nothing.
#[derive(Debug)]
pub struct CallbackError(String);

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CallbackError {}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Where a function's answer goes, once.
pub struct Reply<T>(Option<oneshot::Sender<Result<T, CallbackError>>>);

impl<T> Reply<T> {
    /// The answer. Nobody may be waiting for it any more.
    pub fn fill(&mut self, answer: T) {
        self.settle(Ok(answer));
    }

    /// Why there is none.
    pub fn fail(&mut self, message: String) {
        self.settle(Err(CallbackError(message)));
    }

    fn settle(&mut self, answer: Result<T, CallbackError>) {
        if let Some(sender) = self.0.take() {
            drop(sender.send(answer));
        }
    }
}

type Asked<R> = ThreadsafeFunction<R, (), R, Status, false, true>;

/// A function of JavaScript's that takes a reply `R`, which becomes a class there.
pub struct Callback<R: ToNapiValue + 'static>(Arc<Asked<R>>);

impl<R: ToNapiValue + 'static> Clone for Callback<R> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<R: ToNapiValue + 'static> Callback<R> {
    /// # Errors
    /// When the environment is ending.
    pub fn new(function: &Function<'_, R, ()>) -> napi::Result<Self> {
        let asked = function
            .build_threadsafe_function::<R>()
            .weak::<true>()
            .build_callback(|context| Ok(context.value))?;
        Ok(Self(Arc::new(asked)))
    }

    /// Tells it something. When the thread it belongs to has ended, nobody listens.
    pub fn tell(&self, told: R) {
        let _: Status = self.0.call(told, ThreadsafeFunctionCallMode::NonBlocking);
    }

    /// Asks it.
    ///
    /// # Errors
    /// Its own; and when the thread it belongs to has ended, or nothing can answer any more.
    pub async fn ask<T: Send + 'static>(
        self,
        reply: impl FnOnce(Reply<T>) -> R + Send,
    ) -> Result<T, BoxError> {
        let (sender, receiver) = oneshot::channel();
        let asked =
            self.0.call(reply(Reply(Some(sender))), ThreadsafeFunctionCallMode::NonBlocking);
        if asked != Status::Ok {
            return Err(CallbackError("the thread it belongs to has ended".to_owned()).into());
        }
        match receiver.await {
            Ok(answer) => answer.map_err(Into::into),
            Err(_) => Err(CallbackError("it gave no answer".to_owned()).into()),
        }
    }
}
