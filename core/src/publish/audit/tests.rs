//! What an audit log promises: every line is whole, stays, and holds no secret.

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::entry::Entry;
use super::*;
use crate::error::{Error, ErrorKind, Retry};
#[cfg(target_os = "linux")]
use crate::model::Release;
#[cfg(target_os = "linux")]
use crate::publish::emulated::{PRODUCTION, World};
use crate::publish::plan::{Action, Step};
#[cfg(target_os = "linux")]
use crate::publish::{ApplyOptions, Rollout};

const CANARY: &str = "hunter2";

fn scene() -> Scene {
    Scene::new("https://admin:hunter2@localhost:9443", Some("admin"))
}

fn lines(log: &AuditLog) -> Vec<Value> {
    let text = fs::read_to_string(log.path()).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn step() -> Step {
    Step {
        api: "Pets".to_owned(),
        version: "1.0.0".to_owned(),
        action: Action::Deploy {
            environments: vec![("eu".to_owned(), "gw.example.com".to_owned())],
        },
    }
}

#[test]
fn a_line_says_what_happened_where_and_as_whom() {
    let error = Error::new(ErrorKind::Rejected, "rejected", CANARY)
        .with_context("correlation_id", "01234567-89ab-4def-8123-456789abcdef")
        .with_retry(Retry::Never);
    let events = [
        AuditEvent::new(Event::PlanApplied),
        AuditEvent::new(Event::StepDone).step(&step()).revision("rev-2"),
        AuditEvent::new(Event::StepFailed).step(&step()).error(&error),
        AuditEvent::new(Event::Pending).api("Pets", "1.0.0"),
        AuditEvent::new(Event::RolledBack).api("Pets", "1.0.0").environments(["eu"]),
        AuditEvent::new(Event::RollbackFailed).api("Pets", "1.0.0").error(&error),
    ];
    let mut text = Vec::new();
    for event in events {
        Entry::new(UNIX_EPOCH + Duration::from_secs(1_795_464_000), &scene(), event)
            .write(&mut text);
    }
    let text = String::from_utf8(text).unwrap();
    assert!(!text.contains(CANARY), "{text}");
    insta::assert_snapshot!(text);
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/audit-log.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert!(validator.is_valid(&line), "{line:#}");
        // A misspelt field would be one more.
        let known = schema["properties"].as_object().unwrap();
        assert!(line.as_object().unwrap().keys().all(|key| known.contains_key(key)), "{line:#}");
    }
}

#[tokio::test]
async fn lines_are_added_and_what_was_there_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let log = AuditLog::append_to(&path).unwrap();
    log.record(&scene(), AuditEvent::new(Event::PlanApplied)).unwrap();
    log.flush().await.unwrap();
    let before = fs::read(&path).unwrap();
    assert_eq!(lines(&log).len(), 1);
    drop(log);
    let log = AuditLog::append_to(&path).unwrap();
    let other = log.clone();
    log.record(&scene(), AuditEvent::new(Event::StepDone).step(&step())).unwrap();
    drop(log);
    drop(other);
    let after = fs::read(&path).unwrap();
    assert!(after.starts_with(&before) && after.len() > before.len(), "written when it is dropped");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn two_logs_of_one_file_and_many_apis_write_whole_lines() {
    const APIS: usize = 40;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    let runtime = Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let logs = [AuditLog::append_to(&path).unwrap(), AuditLog::append_to(&path).unwrap()];
        let mut apis = JoinSet::new();
        for api in 0..APIS {
            let log = logs[api % 2].clone();
            apis.spawn(async move {
                for version in ["1", "2", "3"] {
                    let event = AuditEvent::new(Event::StepDone).api(&api.to_string(), version);
                    log.record(&scene(), event).unwrap();
                    log.flush().await.unwrap();
                }
            });
        }
        while let Some(done) = apis.join_next().await {
            done.unwrap();
        }
        let lines = lines(&logs[0]);
        assert_eq!(lines.len(), APIS * 3);
        for api in 0..APIS {
            let name = api.to_string();
            let of_api = lines.iter().filter(|line| line["api"] == name.as_str());
            let versions: Vec<&str> =
                of_api.map(|line| line["version"].as_str().unwrap()).collect();
            assert_eq!(versions, ["1", "2", "3"], "in order");
        }
    });
}

#[tokio::test]
async fn a_line_that_was_cut_off_stays_and_stands_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.jsonl");
    fs::write(&path, "{\"time\":\"20").unwrap();
    let log = AuditLog::append_to(&path).unwrap();
    for _ in 0..2 {
        log.record(&scene(), AuditEvent::new(Event::PlanApplied)).unwrap();
        log.flush().await.unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!((lines.len(), lines[0]), (3, "{\"time\":\"20"));
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_an_error_at_once_or_at_the_next_line() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none").join("audit.jsonl");
    let error = AuditLog::append_to(missing).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "audit-log-not-written"));
    assert_eq!(error.operation(), "append_to");
    #[cfg(target_os = "linux")]
    {
        let full = AuditLog::append_to("/dev/full").unwrap();
        full.record(&scene(), AuditEvent::new(Event::PlanApplied)).unwrap();
        let error = full.flush().await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Io, "audit-log-not-written"));
        assert!(error.message().contains("`/dev/full`"), "{error}");
        let error = full.record(&scene(), AuditEvent::new(Event::PlanApplied)).unwrap_err();
        assert_eq!(error.code(), "audit-log-not-written");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_was_not_written_down_is_an_error_of_the_call() {
    let world = World::start(Release::V4_7).await;
    let full = || ApplyOptions::new().audit_log(AuditLog::append_to("/dev/full").unwrap());
    let plan = world.control_plane.plan([world.publication("Pets", &[PRODUCTION])]).await.unwrap();
    let applied = world.control_plane.apply_with(&plan, &full()).await;
    let error = applied.not_recorded.unwrap();
    assert_eq!((error.code(), error.operation()), ("audit-log-not-written", "apply"));
    // Another API: the first may be published all the same, when the disk was slow to say that it is full.
    let rollout = Rollout::new([world.publication("Cats", &[PRODUCTION])]).rest();
    let rolled_out = world.control_plane.roll_out(&rollout, &full()).await;
    let error = rolled_out.unwrap().not_recorded.unwrap();
    assert_eq!((error.code(), error.operation()), ("audit-log-not-written", "roll_out"));
    world.emulator.stop().await;
}
