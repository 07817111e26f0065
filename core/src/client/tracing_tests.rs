//! What is logged: every operation and attempt, and no secret.

use std::fmt::{self, Write as _};
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::testing::{Answer, Server};
use super::{ConnectOptions, ControlPlane, Credentials, RetryOptions};
use crate::model::Release;

/// Writes down everything that is logged, at every level, by everybody.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<String>>);

struct Line<'l>(&'l mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Log {
    fn add(&self, what: &str, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line<'_>)) {
        let mut log = self.0.lock().unwrap();
        let _ = write!(log, "{what} {} {}", metadata.target(), metadata.name());
        record(&mut Line(&mut log));
        log.push('\n');
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }

    /// One that listens on this thread as long as the rest of the pair is kept.
    pub(crate) fn listening() -> (Self, impl Sized) {
        let log = Self::default();
        // As long as there is but one subscriber, a place that logs for the first time asks the thread it is on, which may
        // be another test's, and is deaf for good: with a second one it asks both.
        let second = tracing::Dispatch::new(log.clone());
        let guard = tracing::subscriber::set_default(log.clone());
        tracing::callsite::rebuild_interest_cache();
        (log, (guard, second))
    }

    /// Forgets what was written down.
    pub(crate) fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// The lines that are ours.
    pub(crate) fn ours(&self) -> Vec<String> {
        let text = self.text();
        let ours = text.lines().filter(|line| line.split(' ').nth(1) == Some("gatewright"));
        ours.map(str::to_owned).collect()
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.add("span", span.metadata(), |line| span.record(line));
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.add("event", event.metadata(), |line| event.record(line));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

const CANARY: &str = "c4nary";

#[tokio::test]
async fn operations_and_attempts_are_logged_and_no_secret_is() {
    let (log, _listening) = Log::listening();
    // Secrets everywhere one can stand: what is sent, what is answered, and a server that quotes what it was sent.
    let server = Server::start(|received| {
        if received.line.ends_with("/register") {
            return json!({"clientId": "cid", "clientSecret": "c4nary-client"}).into();
        }
        if received.line == "POST /oauth2/token" {
            return json!({"access_token": "c4nary-token", "refresh_token": "c4nary-refresh",
                "expires_in": 3600})
            .into();
        }
        let said = format!("no: {:?} {} {}", received.headers, received.line, received.body);
        Answer::Json(
            503,
            json!({"code": 900_900, "message": said, "description": said}).to_string(),
        )
    })
    .await;
    let retry = RetryOptions::new().attempts(2).first_delay(std::time::Duration::ZERO);
    let options = ConnectOptions::new()
        .release(Release::V4_7)
        .retry(retry)
        .headers(|| vec![("X-Api-Key".to_owned(), "c4nary-own".to_owned())]);
    let shown = format!("{options:?}");
    let credentials = Credentials::password("admin", "c4nary-password");
    let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
    let error = control_plane.api("Pets", "1.0.0").await.unwrap_err();
    let lines = log.ours();
    let text = lines.join("\n");
    assert!(text.contains("span gatewright operation name=\"connect\""), "{text}");
    assert!(text.contains("span gatewright operation name=\"api\""), "{text}");
    let attempts: Vec<&String> = lines
        .iter()
        .filter(|line| line.contains("list APIs") && line.contains("request"))
        .collect();
    assert_eq!(attempts.len(), 2, "{text}");
    let id = error.context().iter().find(|(key, _)| *key == "correlation_id").unwrap();
    for (attempt, number) in attempts.iter().zip(1..) {
        for field in [
            "method=\"GET\"",
            "path=\"/api/am/publisher/v4/apis\"",
            "status=503",
            "duration_ms=",
            &format!("attempt={number}"),
            &format!("correlation_id={}", id.1),
        ] {
            assert!(attempt.contains(field), "{field} in {attempt}");
        }
    }
    assert!(!text.contains("query="), "{text}");
    let sent = server.received();
    let asked: Vec<&str> = sent.iter().map(|received| received.header("activityid")).collect();
    assert_eq!(&asked[asked.len() - 2..], [id.1.as_str(), id.1.as_str()]);
    assert!(asked.iter().all(|id| id.len() == 36));
    assert_ne!(asked[0], asked[1]);
    for (what, output) in [
        ("the log", log.text()),
        ("the error", format!("{error:?} {error}")),
        ("the control plane", format!("{control_plane:?}")),
        ("the options", shown),
    ] {
        assert!(!output.contains(CANARY), "{what}: {output}");
        assert!(!output.contains("Basic "), "{what}: {output}");
    }
}

#[tokio::test]
async fn a_server_that_is_newer_is_served_as_the_newest_known_with_a_warning() {
    let (log, _listening) = Log::listening();
    let server = Server::start(|received| {
        if received.line == "GET /services/Version" {
            return Answer::Json(200, "<return>WSO2 API Manager-9.1.0</return>".to_owned());
        }
        json!({"environment": []}).into()
    })
    .await;
    let control_plane =
        ControlPlane::connect(&server.url, Credentials::token("t"), ConnectOptions::new())
            .await
            .unwrap();
    let warnings: Vec<&str> = control_plane.warnings().iter().map(|warning| warning.code).collect();
    assert_eq!(warnings, ["newer-release"]);
    assert!(control_plane.warnings()[0].to_string().contains("9.1"));
    assert!(log.ours().iter().any(|line| line.contains("newer-release")));
    control_plane.environments().await.unwrap();
    assert_eq!(server.count("GET /api/am/publisher/v4/settings"), 1);

    let options = ConnectOptions::new().release("4.8".parse().unwrap());
    let given = ControlPlane::connect(&server.url, Credentials::token("t"), options).await.unwrap();
    assert_eq!(given.warnings()[0].code, "newer-release");
    let options = ConnectOptions::new().release(Release::V4_7).danger_accept_invalid_certificates();
    let given = ControlPlane::connect(&server.url, Credentials::token("t"), options).await.unwrap();
    assert_eq!(given.warnings()[0].code, "certificates-not-checked");
}
