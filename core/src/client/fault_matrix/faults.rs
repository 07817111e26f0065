//! What goes wrong between the client and a server.

use super::facts::{Answer, Facts};

/// How one request, and each repetition of it, goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Refused,
    /// The same in the middle of the TLS handshake.
    ResetInHandshake,
    ResetOnAccept,
    ResetAfterRequest,
    ResetInBody,
    ClosedAfterRequest,
    /// The same, on a connection that served before: a client may take it for one that had been closed unnoticed.
    ClosedWhenUsedAgain,
    StalledHeaders,
    StalledBody,
    SlowDrip,
    TruncatedBody,
    /// A login page in the place of a success.
    HtmlPage,
    /// A servlet container's own page of a failure.
    HtmlErrorPage,
    /// XML in the place of what was asked for.
    OtherContentType,
    /// What was asked for, called plain text.
    MislabelledAnswer,
    Unauthorized,
    /// The same, with a token that was granted nothing.
    UnauthorizedWithoutScopes,
    Forbidden,
    NotFound,
    Conflict,
    PreconditionFailed,
    TooManyRequests,
    TooManyRequestsForNow,
    GeneralError,
    Deadlock,
    InternalError,
    BadGateway,
    ServiceUnavailable,
    ServiceUnavailableForNow,
    GatewayTimeout,
    RedirectLoop,
    ExpiredCertificate,
    WrongHost,
    HugeBody,
}

/// How long the server asks to be left alone, in seconds.
pub(super) const WISH: u64 = 100;

/// The body of API-M's own errors.
fn problem(code: u32, message: &str, description: &str) -> String {
    format!(
        r#"{{"code":{code},"message":"{message}","description":"{description}","moreInfo":"","error":[]}}"#
    )
}

const PAGE: &str = "<!doctype html><html lang=\"en\"><head><title>HTTP Status 500</title></head><body>\
                    <h1>HTTP Status 500</h1></body></html>";

/// A whole answer.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    /// Further headers, each with its line's end.
    pub(super) headers: String,
    pub(super) body: String,
}

impl Whole {
    pub(super) fn good(facts: Facts) -> Self {
        let (Answer::Of(status, body) | Answer::Words(status, body)) = facts.answer;
        let content_type = "application/json";
        Self { status, content_type, headers: String::new(), body: body.to_owned() }
    }

    fn problem(status: u16, code: u32, message: &str, description: &str) -> Self {
        let content_type = "application/json";
        let body = problem(code, message, description);
        Self { status, content_type, headers: String::new(), body }
    }

    fn page(status: u16) -> Self {
        let content_type = "text/html;charset=utf-8";
        Self { status, content_type, headers: String::new(), body: PAGE.to_owned() }
    }

    fn with_wish(self) -> Self {
        Self { headers: format!("retry-after: {WISH}\r\n"), ..self }
    }
}

impl Fault {
    pub(super) fn is_about_certificates(self) -> bool {
        matches!(self, Self::ExpiredCertificate | Self::WrongHost)
    }

    pub(super) fn is_over_tls(self) -> bool {
        self.is_about_certificates() || self == Self::ResetInHandshake
    }

    pub(super) fn has_wish(self) -> bool {
        matches!(self, Self::TooManyRequestsForNow | Self::ServiceUnavailableForNow)
    }

    /// Whether the client's request reaches the server before things go wrong.
    pub(super) fn lets_requests_through(self) -> bool {
        !self.is_over_tls() && !matches!(self, Self::Refused | Self::ResetOnAccept)
    }

    /// Why there is no such cell.
    pub(super) fn impossible(self, facts: Facts) -> Option<&'static str> {
        let is_read = matches!(facts.answer, Answer::Of(..));
        match self {
            Self::TruncatedBody if !is_read => {
                Some("nothing of its answer is read, so nothing of it can be missing")
            }
            Self::OtherContentType if !is_read => {
                Some("nothing of its answer is read, whatever it is written in")
            }
            Self::MislabelledAnswer if !is_read => Some("its answer has no type of its own"),
            Self::UnauthorizedWithoutScopes if !facts.has_token() => {
                Some("it is not sent with a token that was granted scopes")
            }
            _ => None,
        }
    }

    /// The answer, when there is a whole one.
    pub(super) fn answer(self, facts: Facts) -> Option<Whole> {
        let good = Whole::good(facts);
        Some(match self {
            Self::TruncatedBody => {
                let half = good.body.get(..good.body.len() / 2).unwrap_or_default().to_owned();
                Whole { body: half, ..good }
            }
            Self::HtmlPage => Whole::page(200),
            Self::HtmlErrorPage => Whole::page(500),
            Self::OtherContentType => Whole {
                content_type: "application/xml",
                body: "<am:answer xmlns:am=\"http://wso2.org/apimanager\"/>".to_owned(),
                ..good
            },
            Self::MislabelledAnswer => Whole { content_type: "text/plain", ..good },
            Self::Unauthorized | Self::UnauthorizedWithoutScopes => {
                Whole::problem(401, 401, "", "Unauthenticated request")
            }
            Self::Forbidden => Whole::problem(403, 900_380, "Forbidden", "Not in this state"),
            Self::NotFound => Whole::problem(404, 900_308, "API not found", "There is no such API"),
            Self::Conflict => Whole::problem(409, 900_300, "The API already exists", "It is there"),
            Self::PreconditionFailed => Whole::problem(412, 412, "Precondition Failed", "Changed"),
            Self::TooManyRequests => Whole::problem(429, 900_803, "Throttled out", "Too many"),
            Self::TooManyRequestsForNow => {
                Whole::problem(429, 900_803, "Throttled out", "Too many").with_wish()
            }
            Self::GeneralError => {
                Whole::problem(500, 900_967, "General Error", "Server Error Occurred")
            }
            Self::Deadlock => Whole::problem(
                500,
                500,
                "Internal server error",
                "Deadlock found when trying to get lock; try restarting transaction",
            ),
            Self::InternalError => Whole::problem(500, 500, "Internal server error", ""),
            Self::BadGateway => Whole::page(502),
            Self::ServiceUnavailable => Whole::page(503),
            Self::ServiceUnavailableForNow => Whole::page(503).with_wish(),
            Self::GatewayTimeout => Whole::page(504),
            Self::RedirectLoop => Whole {
                status: 302,
                headers: "location: /again\r\n".to_owned(),
                body: String::new(),
                ..good
            },
            Self::Refused
            | Self::ResetInHandshake
            | Self::ResetOnAccept
            | Self::ResetAfterRequest
            | Self::ResetInBody
            | Self::ClosedAfterRequest
            | Self::ClosedWhenUsedAgain
            | Self::StalledHeaders
            | Self::StalledBody
            | Self::SlowDrip
            | Self::ExpiredCertificate
            | Self::WrongHost
            | Self::HugeBody => return None,
        })
    }
}
