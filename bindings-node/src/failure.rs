//! Errors on their way to JavaScript, which throws them as `GatewrightError`.

use std::error::Error as StdError;

use gatewright::{Error, Report};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::report::NativeReport;

/// What a fallible function answers: its value, or why there is none.
pub type Answer<T> = Either<T, Failure>;

/// The answer of a call into the core; `convert` makes its value one that can go over.
pub fn answer<T, U>(result: gatewright::Result<T>, convert: impl FnOnce(T) -> U) -> Answer<U> {
    match result {
        Ok(value) => Either::A(convert(value)),
        Err(error) => Either::B(error.into()),
    }
}

/// A code of an error and its page.
#[napi(object, object_from_js = false)]
pub struct ErrorCode {
    /// The code.
    pub code: &'static str,
    /// The kinds that errors of this code have.
    pub kinds: Vec<&'static str>,
    /// The retry classes that errors of this code have.
    pub retries: Vec<&'static str>,
    /// The keys that the context of such an error may have.
    pub context: Vec<&'static str>,
    /// What went wrong, in one line.
    pub summary: &'static str,
    /// Its page in Markdown.
    pub documentation: &'static str,
}

/// Every code, ordered by code.
#[napi]
pub fn error_codes() -> Vec<ErrorCode> {
    let code = |code: &gatewright::ErrorCode| ErrorCode {
        code: code.code,
        kinds: code.kinds.iter().map(|kind| kind.as_str()).collect(),
        retries: code.retries.iter().map(|retry| retry.as_str()).collect(),
        context: code.context.to_vec(),
        summary: code.summary,
        documentation: code.documentation,
    };
    gatewright::error_codes().into_iter().map(code).collect()
}

/// An error, field by field.
#[napi]
#[derive(Clone)]
pub struct Failure {
    pub(crate) kind: &'static str,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) operation: &'static str,
    pub(crate) context: Vec<(&'static str, String)>,
    pub(crate) retry: &'static str,
    pub(crate) causes: Vec<String>,
    pub(crate) report: Option<Report>,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        Self {
            kind: error.kind().as_str(),
            code: error.code(),
            message: error.message().to_owned(),
            operation: error.operation(),
            context: error.context().to_vec(),
            retry: error.retry().as_str(),
            causes: causes(error),
            report: error.report().cloned(),
        }
    }
}

/// The messages of the causes, the nearest first.
pub(crate) fn causes(error: &dyn StdError) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}

#[napi]
impl Failure {
    /// What went wrong, in one word.
    #[napi(getter)]
    pub fn kind(&self) -> &'static str {
        self.kind
    }

    /// The stable name of exactly this failure.
    #[napi(getter)]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The message.
    #[napi(getter)]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The public function that failed, as Rust names it.
    #[napi(getter)]
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Facts about the failure: pairs of name and value.
    #[napi(getter)]
    pub fn context(&self) -> Vec<Vec<&str>> {
        self.context.iter().map(|(key, value)| vec![*key, value.as_str()]).collect()
    }

    /// Whether the same call may be made again.
    #[napi(getter)]
    pub fn retry(&self) -> &'static str {
        self.retry
    }

    /// The messages of the causes, the nearest first.
    #[napi(getter)]
    pub fn causes(&self) -> Vec<String> {
        self.causes.clone()
    }

    /// The findings behind the error, where there are any.
    #[napi(getter)]
    pub fn report(&self) -> Option<NativeReport> {
        self.report.clone().map(NativeReport::from)
    }
}
