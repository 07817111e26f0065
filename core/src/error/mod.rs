//! The one error type of the crate.
//!
//! What lives here: [`Error`], its [`ErrorKind`] (what went wrong) and [`Retry`] (what a caller may do about it); below,
//! the registry of all codes with their pages ([`ErrorCode`]). A new code is an entry of `codes/`, which debug builds
//! and tests insist on.
//! What does not: diagnostics about a user's files; those are [`Diagnostic`](crate::diagnostic::Diagnostic)s, and an
//! [`Error`] of kind [`ErrorKind::InvalidInput`] carries the [`Report`] that holds them.

mod code;
mod codes;
mod context;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::Report;

pub(crate) use code::find;
pub use code::{ErrorCode, error_codes};

/// A `Result` whose error is Gatewright's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, in one word. The name is the same in Rust, Python (one exception class per kind) and Node (`kind`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum ErrorKind {
    /// What the caller gave is wrong; [`Error::report`] often says where.
    InvalidInput,
    /// The operating system refused to read or write.
    Io,
    /// No connection could be made.
    Connect,
    /// Time ran out.
    Timeout,
    /// The TLS handshake failed, or the certificate is not trusted.
    Tls,
    /// The server does not accept the credentials.
    Unauthenticated,
    /// The credentials are valid but lack a scope the operation needs.
    MissingScope,
    /// The thing named does not exist.
    NotFound,
    /// What exists already contradicts what was asked.
    Conflict,
    /// Somebody else changed the same thing meanwhile; nothing was written.
    ConcurrentChange,
    /// The server asks for fewer requests.
    RateLimited,
    /// The server understood and refused.
    Rejected,
    /// This release, pack or platform cannot do it.
    Unsupported,
    /// The server failed.
    Server,
    /// The caller cancelled the operation.
    Cancelled,
    /// A fault of Gatewright's own, or an answer nobody foresaw: please report it.
    Unexpected,
}

impl ErrorKind {
    /// Every kind, in declaration order: the registry that bindings and their tests are held against.
    pub const ALL: [Self; 16] = [
        Self::InvalidInput,
        Self::Io,
        Self::Connect,
        Self::Timeout,
        Self::Tls,
        Self::Unauthenticated,
        Self::MissingScope,
        Self::NotFound,
        Self::Conflict,
        Self::ConcurrentChange,
        Self::RateLimited,
        Self::Rejected,
        Self::Unsupported,
        Self::Server,
        Self::Cancelled,
        Self::Unexpected,
    ];

    /// The kind's name, spelt as the variant.
    ///
    /// ```
    /// assert_eq!(gatewright::ErrorKind::InvalidInput.as_str(), "InvalidInput");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InvalidInput => "InvalidInput",
            Self::Io => "Io",
            Self::Connect => "Connect",
            Self::Timeout => "Timeout",
            Self::Tls => "Tls",
            Self::Unauthenticated => "Unauthenticated",
            Self::MissingScope => "MissingScope",
            Self::NotFound => "NotFound",
            Self::Conflict => "Conflict",
            Self::ConcurrentChange => "ConcurrentChange",
            Self::RateLimited => "RateLimited",
            Self::Rejected => "Rejected",
            Self::Unsupported => "Unsupported",
            Self::Server => "Server",
            Self::Cancelled => "Cancelled",
            Self::Unexpected => "Unexpected",
        }
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether the same call may be made again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Retry {
    /// The same call will fail the same way until something changes.
    Never,
    /// Nothing was done; calling again is harmless.
    Safe,
    /// The request may have reached the server: read before sending it again.
    Ambiguous,
}

impl Retry {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Never, Self::Safe, Self::Ambiguous];

    /// The class's name, spelt as the variant.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Never => "Never",
            Self::Safe => "Safe",
            Self::Ambiguous => "Ambiguous",
        }
    }
}

impl fmt::Display for Retry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What went wrong, where, why, and what to do: the error of every fallible function of this crate.
///
/// The type is opaque: no dependency's error type is part of the public API. `Display` is the message, with the
/// diagnostics below it when there are any; [`std::error::Error::source`] is the cause.
///
/// ```
/// use gatewright::{ErrorKind, Topology};
///
/// let error = Topology::parse("release = \"2.6\"\n").unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// assert_eq!(error.code(), "invalid-topology");
/// assert!(error.report().is_some_and(|report| !report.diagnostics().is_empty()));
/// ```
#[derive(Clone, thiserror::Error)]
#[error(transparent)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
struct Inner {
    kind: ErrorKind,
    code: &'static str,
    message: String,
    operation: &'static str,
    context: Vec<(&'static str, String)>,
    retry: Retry,
    report: Option<Report>,
    #[source]
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// An error of a code that stands in `codes/` with this kind.
    #[cold]
    pub(crate) fn new(kind: ErrorKind, code: &'static str, message: impl Into<String>) -> Self {
        debug_assert!(
            find(code).is_some_and(|registered| registered.kinds.contains(&kind)),
            "no error code `{code}` of kind {kind}: add it to core/src/error/codes, with its page"
        );
        Self(Box::new(Inner {
            kind,
            code,
            message: message.into(),
            operation: "",
            context: Vec::new(),
            retry: Retry::Never,
            report: None,
            source: None,
        }))
    }

    /// An operating-system failure on `path`; `advice` says what the user can do.
    #[cold]
    pub(crate) fn io(
        code: &'static str,
        doing: &str,
        path: &Path,
        source: std::io::Error,
        advice: &str,
    ) -> Self {
        let kind = if source.kind() == std::io::ErrorKind::NotFound {
            ErrorKind::NotFound
        } else {
            ErrorKind::Io
        };
        let advice = if advice.is_empty() { String::new() } else { format!(": {advice}") };
        Self::new(kind, code, format!("cannot {doing} `{}`: {source}{advice}", path.display()))
            .with_context("path", path.display().to_string())
            .with_source(source)
    }

    #[cold]
    pub(crate) fn invalid(code: &'static str, message: impl Into<String>, report: Report) -> Self {
        let mut error = Self::new(ErrorKind::InvalidInput, code, message);
        error.0.message.push_str(&report.appendix());
        error.0.report = Some(report);
        error
    }

    /// The same failure, of the operation that was asked for; the function within it that failed stands in the context, as
    /// `called`. For programs that make one operation of several functions, as the Python and the Node package do.
    ///
    /// ```
    /// let error = gatewright::Topology::parse("").unwrap_err().with_operation("set_up");
    /// assert_eq!(error.operation(), "set_up");
    /// assert_eq!(error.context(), [("called", "parse".to_owned())]);
    /// ```
    #[must_use]
    pub fn with_operation(mut self, operation: &'static str) -> Self {
        if !self.0.operation.is_empty() {
            let inner = self.0.operation;
            self.0.context.push(("called", inner.to_owned()));
        }
        self.0.operation = operation;
        self
    }

    pub(crate) fn with_context(mut self, key: &'static str, value: impl Into<String>) -> Self {
        debug_assert!(context::meaning(key).is_some(), "add `{key}` to core/src/error/context.rs");
        self.0.context.push((key, value.into()));
        self
    }

    pub(crate) fn with_retry(mut self, retry: Retry) -> Self {
        self.0.retry = retry;
        self
    }

    pub(crate) fn with_source(
        mut self,
        source: impl std::error::Error + Send + Sync + 'static,
    ) -> Self {
        self.0.source = Some(Arc::new(source));
        self
    }

    /// The same failure under a code of its own, and with words that say what to do.
    #[cfg(feature = "client")]
    pub(crate) fn explained(mut self, code: &'static str, message: impl Into<String>) -> Self {
        let kind = self.0.kind;
        debug_assert!(
            find(code).is_some_and(|registered| registered.kinds.contains(&kind)),
            "no error code `{code}` of kind {kind}: add it to core/src/error/codes, with its page"
        );
        self.0.code = code;
        self.0.message = message.into();
        self
    }

    /// A cause that has lost its type.
    #[cfg(feature = "client")]
    pub(crate) fn with_cause(mut self, cause: Box<dyn std::error::Error + Send + Sync>) -> Self {
        self.0.source = Some(Arc::from(cause));
        self
    }

    /// The caller gave up waiting for `operation`, whose future was dropped: for programs that offer cancelling, as the
    /// Python and the Node package do. What was sent before may have been done, so [`Error::retry`] is
    /// [`Retry::Ambiguous`].
    ///
    /// ```
    /// use gatewright::{Error, ErrorKind, Retry};
    ///
    /// let error = Error::cancelled("publish");
    /// assert_eq!((error.kind(), error.code()), (ErrorKind::Cancelled, "cancelled"));
    /// assert_eq!((error.operation(), error.retry()), ("publish", Retry::Ambiguous));
    /// ```
    #[cold]
    pub fn cancelled(operation: &'static str) -> Self {
        let message = "the operation was cancelled; what was sent before that may have been done: \
                       read what is there before doing it again";
        Self::new(ErrorKind::Cancelled, "cancelled", message)
            .with_operation(operation)
            .with_retry(Retry::Ambiguous)
    }

    /// What went wrong, in one word.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// A stable kebab-case name for exactly this failure, such as `file-changed` or `invalid-topology`.
    /// [`explain`](crate::explain) gives its page, [`error_codes`] lists all.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The message as `Display` prints it.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The public function that failed, such as `render`; empty when the failure has no operation of its own.
    pub fn operation(&self) -> &'static str {
        self.0.operation
    }

    /// Facts that tell this failure from others of its code: paths, node and environment names. Never secrets.
    pub fn context(&self) -> &[(&'static str, String)] {
        &self.0.context
    }

    /// Whether the same call may be made again.
    pub fn retry(&self) -> Retry {
        self.0.retry
    }

    /// The diagnostics behind an [`ErrorKind::InvalidInput`], when the input was a file or a text.
    pub fn report(&self) -> Option<&Report> {
        self.0.report.as_ref()
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.0;
        write!(f, "{} ({}): {}", inner.kind, inner.code, inner.message)?;
        if !inner.operation.is_empty() {
            write!(f, "\n  operation: {}", inner.operation)?;
        }
        for (key, value) in &inner.context {
            write!(f, "\n  {key}: {value}")?;
        }
        if let Some(source) = &inner.source {
            write!(f, "\n  caused by: {source}")?;
        }
        Ok(())
    }
}

impl Error {
    /// The cause, when another library or the operating system reported one. The same as
    /// [`std::error::Error::source`], without the import.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_deref().map(|source| source as _)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cause_is_the_source_as_well() {
        let cause = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        let error = Error::io("unreadable-file", "read", Path::new("x"), cause, "");
        let source = std::error::Error::source(&error).map(ToString::to_string);
        assert_eq!(source, error.cause().map(ToString::to_string));
        assert!(source.is_some());
    }
}
