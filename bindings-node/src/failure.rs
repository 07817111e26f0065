//! Errors on their way to JavaScript, which throws them as `GatewrightError`.

use std::error::Error as _;

use gatewright::Error;
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::report::NativeReport;

/// What a fallible function answers: its value, or why there is none.
pub type Answer<T> = Either<T, Failure>;

/// The answer of a call into the core; `convert` makes its value one that can go over.
pub fn answer<T, U>(result: gatewright::Result<T>, convert: impl FnOnce(T) -> U) -> Answer<U> {
    match result {
        Ok(value) => Either::A(convert(value)),
        Err(error) => Either::B(Failure { error }),
    }
}

/// An error, field by field.
#[napi]
pub struct Failure {
    error: Error,
}

#[napi]
impl Failure {
    /// What went wrong, in one word.
    #[napi(getter)]
    pub fn kind(&self) -> &'static str {
        self.error.kind().as_str()
    }

    /// The stable name of exactly this failure.
    #[napi(getter)]
    pub fn code(&self) -> &'static str {
        self.error.code()
    }

    /// The message.
    #[napi(getter)]
    pub fn message(&self) -> &str {
        self.error.message()
    }

    /// The public function that failed, as Rust names it.
    #[napi(getter)]
    pub fn operation(&self) -> &'static str {
        self.error.operation()
    }

    /// Facts about the failure: pairs of name and value.
    #[napi(getter)]
    pub fn context(&self) -> Vec<Vec<&str>> {
        self.error.context().iter().map(|(key, value)| vec![*key, value.as_str()]).collect()
    }

    /// Whether the same call may be made again.
    #[napi(getter)]
    pub fn retry(&self) -> &'static str {
        self.error.retry().as_str()
    }

    /// The messages of the causes, the nearest first.
    #[napi(getter)]
    pub fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut next = self.error.source();
        while let Some(cause) = next {
            causes.push(cause.to_string());
            next = cause.source();
        }
        causes
    }

    /// The findings behind the error, where there are any.
    #[napi(getter)]
    pub fn report(&self) -> Option<NativeReport> {
        self.error.report().cloned().map(NativeReport::from)
    }
}
