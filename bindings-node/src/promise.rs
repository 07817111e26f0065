//! Futures: where they run, how they become promises, and how they are cancelled.
//!
//! The runtime is made by the first call that needs it, never by loading the addon; it serves every thread of the process
//! that has loaded the addon. A pending promise keeps Node alive, the runtime does not.

use std::io;
use std::sync::{Mutex, OnceLock, PoisonError};

use gatewright::Error;
use napi::Env;
use napi::bindgen_prelude::{Either, Object, ToNapiValue};
use napi_derive::napi;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::watch;

use crate::failure::{Answer, Failure};

const WORKERS: usize = 2;

static RUNTIME: OnceLock<Runtime> = OnceLock::new();
static MAKING: Mutex<()> = Mutex::new(());

/// What refuses to make it now (too many threads) may allow it later, so a failure is not kept.
fn runtime() -> io::Result<&'static Runtime> {
    let _alone = MAKING.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let made = Builder::new_multi_thread()
        .worker_threads(WORKERS)
        .thread_name("gatewright")
        .enable_all()
        .build()?;
    Ok(RUNTIME.get_or_init(|| made))
}

/// Cancels the one call that it is given to. A call is cancelled as well when this is dropped, as it is when the thread
/// that waits for the call ends.
#[napi]
pub struct NativeCancellation {
    sender: watch::Sender<bool>,
}

impl Default for NativeCancellation {
    fn default() -> Self {
        Self::new()
    }
}

#[napi]
impl NativeCancellation {
    /// For one call.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self { sender: watch::Sender::new(false) }
    }

    /// Cancels the call, now or as soon as it is made.
    #[napi]
    pub fn cancel(&self) {
        self.sender.send_replace(true);
    }
}

/// A promise of what a future gives. Once cancelled, the future is dropped first and the promise settled then.
pub fn promise<'env, T, U, E>(
    env: &'env Env,
    cancellation: &NativeCancellation,
    operation: &'static str,
    work: impl Future<Output = Result<T, E>> + Send + 'static,
    convert: impl FnOnce(T) -> U + Send + 'static,
) -> napi::Result<Object<'env>>
where
    T: Send + 'static,
    U: ToNapiValue + 'static,
    E: Into<Failure> + Send + 'static,
{
    let runtime = runtime().map_err(|error| napi::Error::from_reason(error.to_string()))?;
    let (deferred, promise) = env.create_deferred()?;
    let mut cancelled = cancellation.sender.subscribe();
    runtime.spawn(async move {
        let result = if *cancelled.borrow() {
            Err(Error::cancelled(operation).into())
        } else {
            let mut task = tokio::spawn(work);
            let done = tokio::select! {
                biased;
                done = &mut task => done,
                () = until(&mut cancelled) => {
                    task.abort();
                    task.await
                }
            };
            match done {
                Ok(result) => result.map_err(Into::into),
                Err(ended) => match ended.try_into_panic() {
                    Ok(panic) => return deferred.reject(panicked(panic.as_ref())),
                    Err(_) => Err(Error::cancelled(operation).into()),
                },
            }
        };
        deferred.resolve(move |_: Env| -> napi::Result<Answer<U>> {
            Ok(match result {
                Ok(value) => Either::A(convert(value)),
                Err(failure) => Either::B(failure),
            })
        });
    });
    Ok(promise)
}

/// Ready when the call is cancelled, or when nobody can cancel it any more because nobody waits for it.
async fn until(cancelled: &mut watch::Receiver<bool>) {
    let _ = cancelled.wait_for(|cancelled| *cancelled).await;
}

/// Without this a fault of our own would leave the promise pending for ever.
fn panicked(panic: &(dyn std::any::Any + Send)) -> napi::Error {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    napi::Error::from_reason(text.unwrap_or_default())
}
