//! From what went wrong to an [`Error`]: kind, code, words, and whether the call may be made again.

use crate::client::redact::Sent;
use crate::client::retry_after::is_wish;
use crate::client::transport::Lost;
use crate::error::{Error, ErrorKind, Retry};
use crate::rest::error_body::ErrorBody;
use crate::rest::operation::{CREATE_API, IMPORT_OPENAPI};
use crate::rest::{Failure, Operation, Response, Service};

/// No answer.
pub(crate) fn lost(operation: &Operation, server: &str, lost: &Lost) -> Error {
    let advice = advice(lost.code);
    let message = format!("cannot {} at {server}: {}{advice}", operation.name, lost.why);
    let retry = match lost.kind {
        ErrorKind::InvalidInput => Retry::Never,
        _ => operation.retry(lost.failure),
    };
    Error::new(lost.kind, lost.code, message)
        .with_retry(retry)
        .with_context("request", operation.name)
        .with_context("server", server)
}

/// What to do when a server gives no answer, where the reason does not say it.
pub(crate) fn advice(code: &str) -> &'static str {
    match code {
        "connect-failed" | "connect-timeout" => "; is it running, and are host and port right?",
        "request-timeout" => "; is it overloaded? Otherwise allow more time with `request_timeout`",
        _ => "",
    }
}

/// An answer that is no success. Its words may quote what was sent.
pub(crate) fn refused(
    operation: &Operation,
    server: &str,
    response: &Response,
    sent: &Sent,
) -> Error {
    let body = ErrorBody::parse(response.status, &response.body);
    let is_login = matches!(operation.service, Service::Registration | Service::Token);
    let (kind, code) = match classify(response.status, &body) {
        (kind @ ErrorKind::Unauthenticated, _) if is_login => (kind, "credentials-refused"),
        other => other,
    };
    let said = match body.summary() {
        empty if empty.is_empty() => String::new(),
        said => format!(": {}", shortened(&sent.redact(&said)).trim_end_matches('.')),
    };
    let number = body.code.map_or_else(String::new, |code| format!(", code {code}"));
    let message =
        format!("{server} refused to {} ({}{number}){said}", operation.name, response.status);
    let advice = match (code, operation.service) {
        ("credentials-refused", _) if sent.grant() == Some("refresh_token") => {
            "; a refresh token serves once and for a limited time: get a new token with another grant, and check client \
             id and secret"
        }
        ("credentials-refused", _) => "; check user, password and client",
        ("redirected", _) => "; give the address it leads to",
        ("conflict", Service::Publisher)
            if *operation == CREATE_API || *operation == IMPORT_OPENAPI =>
        {
            "; another API has this context, or this name in another spelling: choose another one, or name that API"
        }
        ("not-found", Service::Registration) => {
            "; is this the control plane's own port (9443 and its offset), not a gateway's?"
        }
        ("not-found", Service::Token) => {
            "; since 4.0 gateways issue no tokens, the control plane does, at /oauth2/token"
        }
        _ => "",
    };
    let mut error = Error::new(kind, code, format!("{message}{advice}"))
        .with_retry(operation.retry(Failure::Status(response.status, body.code)))
        .with_context("request", operation.name)
        .with_context("server", server)
        .with_context("status", response.status.to_string());
    if let Some(code) = body.code {
        error = error.with_context("api_manager_code", code.to_string());
    }
    let said =
        [("api_manager_message", &body.message), ("api_manager_description", &body.description)];
    for (key, said) in said.into_iter().filter(|(_, said)| !said.trim().is_empty()) {
        error = error.with_context(key, shortened(&sent.redact(said)));
    }
    if let Some(after) = response.header("retry-after").filter(|after| is_wish(after)) {
        error = error.with_context("retry_after", after);
    }
    error
}

/// A success whose body cannot be read.
pub(crate) fn unreadable(operation: &Operation, server: &str, why: &str) -> Error {
    let message = format!("{server} answered the request to {}, but {why}", operation.name);
    Error::new(ErrorKind::Unexpected, "unreadable-answer", message)
        .with_retry(operation.retry(Failure::AfterSending))
        .with_context("request", operation.name)
        .with_context("server", server)
}

fn classify(status: u16, body: &ErrorBody) -> (ErrorKind, &'static str) {
    let is_bad_grant = body.word.as_deref().is_some_and(|word| {
        matches!(word, "invalid_grant" | "invalid_client" | "unauthorized_client")
    });
    match status {
        _ if is_bad_grant => (ErrorKind::Unauthenticated, "credentials-refused"),
        401 => (ErrorKind::Unauthenticated, "unauthenticated"),
        404 => (ErrorKind::NotFound, "not-found"),
        409 => (ErrorKind::Conflict, "conflict"),
        412 => (ErrorKind::ConcurrentChange, "precondition-failed"),
        429 => (ErrorKind::RateLimited, "rate-limited"),
        501 => (ErrorKind::Unsupported, "unsupported-by-server"),
        300..=399 => (ErrorKind::Unexpected, "redirected"),
        500.. => (ErrorKind::Server, "server-failed"),
        400..=499 => (ErrorKind::Rejected, "rejected"),
        _ => (ErrorKind::Unexpected, "unexpected-status"),
    }
}

/// A server's own words, on one line and not endless.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 400;
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() <= LONGEST {
        return line;
    }
    line.chars().take(LONGEST).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rest::operation::{CREATE_API, GET_API, TOKEN};

    fn answer(status: u16, body: &str) -> Response {
        Response { status, body: body.as_bytes().to_vec(), ..Response::default() }
    }

    #[test]
    fn each_status_has_its_kind() {
        for (status, kind) in [
            (302, ErrorKind::Unexpected),
            (400, ErrorKind::Rejected),
            (401, ErrorKind::Unauthenticated),
            (403, ErrorKind::Rejected),
            (404, ErrorKind::NotFound),
            (409, ErrorKind::Conflict),
            (429, ErrorKind::RateLimited),
            (500, ErrorKind::Server),
            (501, ErrorKind::Unsupported),
            (503, ErrorKind::Server),
        ] {
            assert_eq!(
                refused(&GET_API, "https://cp", &answer(status, ""), &Sent::default()).kind(),
                kind,
                "{status}"
            );
        }
    }

    #[test]
    fn the_servers_code_and_words_are_kept() {
        let body =
            r#"{"code":900504,"message":"Environment not found","description":"'x' is not there"}"#;
        let error = refused(&CREATE_API, "https://cp", &answer(400, body), &Sent::default());
        assert_eq!(
            error.message(),
            "https://cp refused to create an API (400, code 900504): Environment not found: 'x' is not there"
        );
        assert!(error.context().contains(&("api_manager_code", "900504".to_owned())));
        assert_eq!(error.retry(), Retry::Never);
        assert_eq!(
            refused(&CREATE_API, "s", &answer(503, ""), &Sent::default()).retry(),
            Retry::Ambiguous
        );
        assert_eq!(refused(&GET_API, "s", &answer(503, ""), &Sent::default()).retry(), Retry::Safe);
        let transient =
            answer(500, r#"{"code":900967,"message":"General Error","description":""}"#);
        assert_eq!(refused(&CREATE_API, "s", &transient, &Sent::default()).retry(), Retry::Safe);
    }

    #[test]
    fn a_refused_grant_is_about_credentials_whatever_the_status() {
        let body =
            r#"{"error":"invalid_grant","error_description":"Authentication failed for admin"}"#;
        let error = refused(&TOKEN, "https://cp", &answer(400, body), &Sent::default());
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Unauthenticated, "credentials-refused")
        );
    }
}
