//! What surrounds every public operation: a span for those who trace, and its name in errors.

use tracing::{Instrument as _, Span};

use crate::error::{Error, Result};

/// Runs an operation under its public name: in a span of `tracing` (`operation`, with `name`), and as the
/// [`operation`](Error::operation) of the error. Facts that every failure of it concerns, such as the API, are added with
/// [`Error::concerning`] by the operation itself.
pub(crate) fn operation<T>(
    name: &'static str,
    work: impl Future<Output = Result<T>>,
) -> impl Future<Output = Result<T>> {
    // An operation's future is large, and what holds it would hold it several times.
    let work = Box::pin(work);
    async move { work.instrument(span(name)).await.map_err(|error| error.with_operation(name)) }
}

/// The span of an operation that puts its errors elsewhere.
pub(crate) fn span(name: &'static str) -> Span {
    tracing::info_span!(target: "gatewright", "operation", name)
}

impl Error {
    /// Adds a fact, unless one of that name is there: the innermost place knows best.
    pub(crate) fn concerning(self, key: &'static str, value: impl Into<String>) -> Self {
        if self.context().iter().any(|(known, _)| *known == key) {
            return self;
        }
        self.with_context(key, value)
    }

    /// The API that a failure concerns.
    pub(crate) fn concerning_api(self, name: &str, version: &str) -> Self {
        self.concerning("api", name).concerning("version", version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[tokio::test]
    async fn an_error_has_the_operations_name_and_each_fact_once() {
        let work = async {
            let error =
                Error::new(ErrorKind::NotFound, "unknown-api", "no").with_context("api", "A");
            Err::<(), _>(error.concerning("api", "B").concerning("environment", "E"))
        };
        let error = operation("api", work).await.unwrap_err();
        assert_eq!(error.operation(), "api");
        let expected = [("api", "A".to_owned()), ("environment", "E".to_owned())];
        assert_eq!(error.context(), expected);
    }
}
