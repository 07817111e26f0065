//! What must come of an operation that meets a fault, by its [`Facts`] alone.

use super::facts::{Facts, Proof};
use super::faults::Fault;
use crate::error::{ErrorKind, Retry};

/// How often a request is sent at most, as the retry options' documentation says.
pub(super) const ATTEMPTS: usize = 4;

/// What must come of one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Expected {
    /// Nothing for a success.
    pub(super) error: Option<(ErrorKind, &'static str, Retry)>,
    pub(super) attempts: usize,
    /// Whether the limits end it, and not the failure itself.
    pub(super) gave_up: bool,
    /// How many tokens the session was issued.
    pub(super) tokens: usize,
    /// How many requests the session may have under way afterwards: 4 at first, half of it at each sign of trouble.
    pub(super) limit: usize,
}

/// At which point it is certain what the server did.
enum Stage {
    /// It did nothing, and may do it the next time.
    NotYet,
    /// It may have done it.
    MayBeDone,
    /// It did nothing, and will not.
    Refused,
}

pub(super) fn expected(facts: Facts, fault: Fault) -> Expected {
    use ErrorKind as Kind;
    let login = |kind, code| {
        if facts.proof == Proof::Login { (kind, "credentials-refused") } else { (kind, code) }
    };
    let (stage, (kind, code)) = match fault {
        Fault::MislabelledAnswer => {
            return Expected { error: None, attempts: 1, ..Expected::untroubled(facts) };
        }
        Fault::Refused | Fault::ResetInHandshake => {
            (Stage::NotYet, (Kind::Connect, "connect-failed"))
        }
        Fault::ExpiredCertificate | Fault::WrongHost => (Stage::NotYet, (Kind::Tls, "tls-failed")),
        // Without TLS the request goes out with the connection: it may have been read.
        Fault::ResetOnAccept
        | Fault::ResetAfterRequest
        | Fault::ResetInBody
        | Fault::ClosedAfterRequest
        | Fault::ClosedWhenUsedAgain => (Stage::MayBeDone, (Kind::Connect, "connection-lost")),
        Fault::StalledHeaders | Fault::StalledBody | Fault::SlowDrip => {
            (Stage::MayBeDone, (Kind::Timeout, "request-timeout"))
        }
        Fault::TruncatedBody | Fault::HtmlPage | Fault::OtherContentType => {
            (Stage::MayBeDone, (Kind::Unexpected, "unreadable-answer"))
        }
        Fault::HugeBody => (Stage::MayBeDone, (Kind::Unexpected, "answer-too-long")),
        Fault::HtmlErrorPage
        | Fault::Deadlock
        | Fault::InternalError
        | Fault::BadGateway
        | Fault::ServiceUnavailable
        | Fault::ServiceUnavailableForNow
        | Fault::GatewayTimeout => (Stage::MayBeDone, (Kind::Server, "server-failed")),
        Fault::GeneralError => (Stage::NotYet, (Kind::Server, "server-failed")),
        Fault::TooManyRequests | Fault::TooManyRequestsForNow => {
            (Stage::NotYet, (Kind::RateLimited, "rate-limited"))
        }
        Fault::Unauthorized => (Stage::Refused, login(Kind::Unauthenticated, "unauthenticated")),
        Fault::UnauthorizedWithoutScopes if facts.proof == Proof::Scope => {
            (Stage::Refused, (Kind::MissingScope, "missing-scope"))
        }
        Fault::UnauthorizedWithoutScopes => {
            (Stage::Refused, (Kind::Unauthenticated, "unauthenticated"))
        }
        Fault::Forbidden => (Stage::Refused, (Kind::Rejected, "rejected")),
        Fault::NotFound => (Stage::Refused, (Kind::NotFound, "not-found")),
        Fault::Conflict => (Stage::Refused, (Kind::Conflict, "conflict")),
        Fault::PreconditionFailed => {
            (Stage::Refused, (Kind::ConcurrentChange, "precondition-failed"))
        }
        Fault::RedirectLoop => (Stage::Refused, (Kind::Unexpected, "redirected")),
    };
    let retry = match stage {
        Stage::NotYet => Retry::Safe,
        Stage::MayBeDone if facts.may_be_repeated() => Retry::Safe,
        Stage::MayBeDone => Retry::Ambiguous,
        Stage::Refused => Retry::Never,
    };
    // It would do no harm, and no good.
    let is_lasting = fault.is_about_certificates() || fault == Fault::HugeBody;
    let gave_up = retry == Retry::Safe && !is_lasting;
    // A refused token is renewed once, and the request sent with the new one.
    let renews = facts.has_token()
        && matches!(fault, Fault::Unauthorized | Fault::UnauthorizedWithoutScopes);
    let attempts = if gave_up { ATTEMPTS } else { 1 + usize::from(renews) };
    let untroubled = Expected::untroubled(facts);
    let is_trouble =
        matches!(fault, Fault::TooManyRequests | Fault::TooManyRequestsForNow | Fault::Deadlock);
    Expected {
        error: Some((kind, code, retry)),
        attempts,
        gave_up,
        tokens: untroubled.tokens + usize::from(renews),
        limit: if is_trouble && !facts.is_of_a_node() {
            (untroubled.limit >> attempts).max(1)
        } else {
            untroubled.limit
        },
    }
}

impl Expected {
    fn untroubled(facts: Facts) -> Self {
        let tokens = usize::from(facts.has_token());
        Self { error: None, attempts: 1, gave_up: false, tokens, limit: 4 }
    }
}
