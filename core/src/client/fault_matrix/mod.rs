//! The matrix of faults: every operation of the registry meets everything that can go wrong between it and a server.
//!
//! Each cell says what comes of it: the class ([`Retry`](crate::Retry)), kind and code, how often the request was sent, how
//! far the session slowed down, and that a call made afterwards on the same session succeeds at once. What must come is
//! worked out from the [`facts`] about an operation, which are told here a second time and without a look at the client's
//! own table. An operation without facts does not compile.
//!
//! One test is one fault with all operations; [`once`] holds what becomes of ambiguous faults in the public operations that
//! settle them by reading.

mod certificates;
mod clock;
mod expected;
mod facts;
mod faults;
mod once;
mod socket;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use certificates::Certificates;
use clock::{Clock, PATIENCE};
use expected::{Expected, expected};
use facts::{Effect, Facts, Proof};
use faults::{Fault, WISH};
use socket::Socket;

use super::address::Address;
use super::link::Link;
use super::session::Session;
use super::testing::{Answer, Received, Server};
use super::tokens::Tokens;
use super::{ConnectOptions, Credentials, RetryOptions};
use crate::error::{Error, Result};
use crate::model::SecretText;
use crate::rest::operation::{ALL, Operation};
use crate::rest::samples::sample;
use crate::rest::{Auth, Call, Method};

/// Gives tokens, with the scopes that are asked for or without any.
async fn identity(with_scopes: bool) -> Server {
    Server::start(move |received: &Received| {
        let scopes = received.body.split('&').find_map(|pair| pair.strip_prefix("scope="));
        let scopes = scopes.filter(|_| with_scopes).unwrap_or_default();
        let scopes = scopes.replace("%3A", ":").replace("%20", " ").replace('+', " ");
        let token: Answer = json!({"access_token": "a-session-token", "scope": scopes}).into();
        token
    })
    .await
}

/// What all cells of a test share.
struct Bench {
    clock: Clock,
    identity: Server,
    certificates: Arc<Certificates>,
}

impl Bench {
    async fn set_up(fault: Fault) -> Self {
        let identity = identity(fault != Fault::UnauthorizedWithoutScopes).await;
        Self { clock: Clock::hold(), identity, certificates: Arc::new(Certificates::make()) }
    }

    async fn session(&self, facts: Facts, fault: Fault, server: &Socket) -> Result<Session> {
        let retry = RetryOptions::new().deadline(30 * PATIENCE);
        let mut options = ConnectOptions::new()
            .release(facts.release)
            .retry(retry)
            .without_environment_proxy()
            .connect_timeout(PATIENCE)
            .request_timeout(PATIENCE);
        options = if fault.is_over_tls() {
            options.ca_certificates(&self.certificates.ca)
        } else {
            // There is nothing to check, and reading the platform's roots takes most of the time.
            options.danger_accept_invalid_certificates()
        };
        let tokens = if facts.has_token() { &self.identity.url } else { &server.url };
        options = options.token_url(format!("{tokens}/oauth2/token"));
        let link = Link::open(&server.url, &options).await?;
        Ok(Session { link, tokens: Tokens::new(Credentials::client("an-id", "a-secret")) })
    }

    /// One cell; what is wrong about it.
    async fn cell(&self, operation: &Operation, facts: Facts, fault: Fault) -> Vec<String> {
        let mut server = Socket::start(facts, fault, &self.certificates);
        let session = self.session(facts, fault, &server).await.expect("a session");
        let call = call(operation, facts);
        self.identity.forget();
        if fault == Fault::ClosedWhenUsedAgain {
            server.heal();
            let done = self.clock.drive(&server, send(&session, facts, &call)).await;
            assert!(done.is_ok(), "{}: {done:?}", operation.name);
            server.break_again();
        }
        let done = self.clock.drive(&server, send(&session, facts, &call)).await;
        let expected = expected(facts, fault);
        let mut wrong = Vec::new();
        check(&mut wrong, &done, &expected, operation);
        check_server(&mut wrong, &server, fault, expected.attempts);
        let pipeline = session.link.pipeline();
        let found = (self.identity.lines().len(), pipeline.limiter.limit());
        if found != (expected.tokens, expected.limit) {
            let wanted = (expected.tokens, expected.limit);
            wrong.push(format!("tokens issued and limit are {found:?}, not {wanted:?}"));
        }

        server.heal();
        let before = (server.requests().len(), self.identity.lines().len());
        let again = self.clock.drive(&server, send(&session, facts, &call)).await;
        if let Err(error) = again {
            wrong.push(format!("a call made afterwards fails: {error:?}"));
        }
        let after = (server.requests().len(), self.identity.lines().len());
        if after != (before.0 + 1, before.1) {
            wrong.push(format!(
                "requests and tokens before and after that call: {before:?}, {after:?}"
            ));
        }
        if pipeline.limiter.under_way() != 0 {
            wrong.push("a permit was not given back".to_owned());
        }
        wrong
    }
}

/// Sends it the way the client does.
async fn send(session: &Session, facts: Facts, call: &Call<()>) -> Result<()> {
    if !facts.is_of_a_node() {
        return session.send(call).await;
    }
    let node = Address::parse("the gateway's URL", session.link.url(), false)?;
    session.link.send_to(&node, call).await
}

fn call(operation: &Operation, facts: Facts) -> Call<()> {
    let call = sample(operation.id, facts.release).expect("a request of the operation");
    if facts.proof != Proof::OfTheNode {
        return call;
    }
    let password = SecretText::new("a-node's-password");
    call.with_auth(Auth::Basic { user: "a-node's".to_owned(), password })
}

fn context<'e>(error: &'e Error, key: &str) -> &'e str {
    error.context().iter().find(|(known, _)| *known == key).map_or("", |(_, value)| value)
}

fn check(wrong: &mut Vec<String>, done: &Result<()>, expected: &Expected, operation: &Operation) {
    let found = done.as_ref().map_err(|error| (error.kind(), error.code(), error.retry())).err();
    if found != expected.error {
        wrong.push(format!("{found:?}, not {:?}: {done:?}", expected.error));
    }
    let Err(error) = done else { return };
    let attempts = expected.attempts.to_string();
    let gave_up = if expected.gave_up { "attempts" } else { "" };
    for (key, value) in
        [("attempts", attempts.as_str()), ("gave_up", gave_up), ("request", operation.name)]
    {
        if context(error, key) != value {
            wrong.push(format!("the context's {key} is not `{value}`: {error:?}"));
        }
    }
    let printed = format!("{error:?} {error}");
    for secret in ["a-secret", "a-session-token", "of-the-answer", "a-node's-password"] {
        if printed.contains(secret) {
            wrong.push(format!("`{secret}` is told: {printed}"));
        }
    }
}

/// How often the client came, and after which pauses.
fn check_server(wrong: &mut Vec<String>, server: &Socket, fault: Fault, attempts: usize) {
    let requests = server.requests();
    let found = if fault.lets_requests_through() {
        requests.len()
    } else if fault == Fault::Refused {
        return; // nobody counts
    } else {
        if !requests.is_empty() {
            wrong.push(format!("{} requests got through", requests.len()));
        }
        server.connections()
    };
    if found != attempts {
        wrong.push(format!("the server was asked {found} times, not {attempts} times"));
    }
    let is_obeyed = requests.windows(2).all(|pair| pair[1] - pair[0] >= Duration::from_secs(WISH));
    if fault.has_wish() && !is_obeyed {
        wrong.push("the server was not left alone as long as it wanted".to_owned());
    }
}

/// All operations meet a fault.
async fn matrix(fault: Fault) {
    let bench = Bench::set_up(fault).await;
    let (mut cells, mut wrong) = (0, Vec::new());
    for operation in ALL {
        let facts = facts::of(operation.id);
        if fault.impossible(facts).is_some() {
            continue;
        }
        cells += 1;
        for what in bench.cell(operation, facts, fault).await {
            wrong.push(format!("{}: {what}", operation.name));
        }
    }
    println!("{fault:?}: {cells} cells");
    assert!(wrong.is_empty(), "{fault:?}, of {cells} cells:\n{}", wrong.join("\n"));
}

macro_rules! faults {
    ($($test:ident $fault:ident;)*) => {
        $(
            #[tokio::test(start_paused = true)]
            async fn $test() {
                matrix(Fault::$fault).await;
            }
        )*

        const FAULTS: &[Fault] = &[$(Fault::$fault),*];

        /// Nothing, but that a fault without a test does not compile.
        const fn has_a_test(fault: Fault) {
            match fault {
                $(Fault::$fault => {})*
            }
        }
    };
}

faults! {
    nobody_listens Refused;
    a_reset_in_the_handshake ResetInHandshake;
    a_reset_on_accept ResetOnAccept;
    a_reset_after_the_request ResetAfterRequest;
    a_reset_in_the_body ResetInBody;
    an_end_before_the_answer ClosedAfterRequest;
    an_end_before_the_answer_on_a_connection_used_again ClosedWhenUsedAgain;
    headers_that_stop StalledHeaders;
    a_body_that_stops StalledBody;
    a_slow_drip SlowDrip;
    half_a_body TruncatedBody;
    a_page_for_an_answer HtmlPage;
    a_page_about_a_failure HtmlErrorPage;
    another_content_type OtherContentType;
    an_answer_of_the_wrong_label MislabelledAnswer;
    status_401 Unauthorized;
    status_401_without_scopes UnauthorizedWithoutScopes;
    status_403 Forbidden;
    status_404 NotFound;
    status_409 Conflict;
    status_412 PreconditionFailed;
    status_429 TooManyRequests;
    status_429_with_a_wish TooManyRequestsForNow;
    status_500_with_900967 GeneralError;
    status_500_of_a_deadlock Deadlock;
    status_500 InternalError;
    status_502 BadGateway;
    status_503 ServiceUnavailable;
    status_503_with_a_wish ServiceUnavailableForNow;
    status_504 GatewayTimeout;
    redirections_in_a_circle RedirectLoop;
    a_certificate_that_has_expired ExpiredCertificate;
    a_certificate_of_another_host WrongHost;
    a_huge_body HugeBody;
}

#[test]
fn the_matrix_is_whole_and_what_cannot_be_says_why() {
    let (mut cells, mut left_out) = (0, BTreeMap::new());
    for operation in ALL {
        let facts = facts::of(operation.id);
        let is_get = operation.method == Method::Get;
        assert_eq!(facts.effect == Effect::Reads, is_get, "{}", operation.name);
        for fault in FAULTS {
            has_a_test(*fault);
            match fault.impossible(facts) {
                None => cells += 1,
                Some(reason) => left_out
                    .entry((format!("{fault:?}"), reason))
                    .or_insert_with(Vec::new)
                    .push(operation.name),
            }
        }
    }
    for ((fault, reason), operations) in &left_out {
        println!("{fault}, {} operations: {reason}: {}", operations.len(), operations.join("; "));
    }
    let impossible: usize = left_out.values().map(Vec::len).sum();
    println!("{cells} cells, {impossible} that cannot be");
    assert_eq!(cells + impossible, ALL.len() * FAULTS.len());
    // What was left out for another reason than these would be a hole.
    let faults: Vec<&str> = left_out.keys().map(|(fault, _)| fault.as_str()).collect();
    let known =
        ["MislabelledAnswer", "OtherContentType", "TruncatedBody", "UnauthorizedWithoutScopes"];
    assert_eq!(faults, known);
}
