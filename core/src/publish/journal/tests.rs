//! What a journal promises: nothing is lost that was awaited, nothing is read that was not written, and nothing secret
//! comes in.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use proptest::prelude::*;
use tokio::runtime::Builder;
use tokio::task::JoinSet;

use super::contents::{self, Contents, Flaw, History};
use super::record::{Effect, Identifier, Record, without_user_info};
use super::testing::Disk;
use super::*;
use crate::client::testing::polled;
use crate::error::{Error, ErrorKind, Retry};
use crate::model::Release;

const CANARY: &str = "hunter2";

fn digest(of: &str) -> PublicationsDigest {
    PublicationsDigest::of([of])
}

fn header() -> Header {
    Header::new(digest("pets"), "https://localhost:9443", Release::V4_7)
}

fn open(disk: &Disk) -> OpenJournal {
    reopened(disk).unwrap()
}

fn reopened(disk: &Disk) -> Result<OpenJournal, Error> {
    OpenJournal::on(disk.store(), Path::new("a.journal"), &header(), true)
}

fn records(bytes: &[u8]) -> Vec<Record> {
    contents::read(bytes).unwrap().history.records().to_vec()
}

fn deploy(api: &str) -> Intent {
    Intent {
        api_id: Some("f00".into()),
        revision: Some("rev-2".into()),
        environments: vec!["Production Gateway".into(), "eu".into()],
        before: Ground {
            last_updated: Some("1795464000120".into()),
            lifecycle: None,
            revisions: [("eu".into(), "rev-1".into())].into(),
        },
        ..Intent::new(api, "1.0.0", "deploy")
    }
}

/// A journal with one of everything, closed.
async fn example(disk: &Disk) {
    let journal = open(disk);
    let seq = journal.intent(Intent::new("Pets", "1.0.0", "create-api")).await.unwrap();
    let made = JournalResult { api_id: Some("f00".into()), ..JournalResult::done() };
    journal.result(seq, made).unwrap();
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    let error = Error::cancelled("apply");
    journal.result(seq, JournalResult::of_error(&error)).unwrap();
    let seq = journal.intent(Intent::new("Old", "1", "delete-revision")).await.unwrap();
    let error = Error::new(ErrorKind::Conflict, "conflict", CANARY);
    journal.result(seq, JournalResult::of_error(&error)).unwrap();
    journal.api_done("Other", "2").unwrap();
    journal.intent(Intent::new("Last", "1", "create-revision")).await.unwrap();
    journal.end(false).await.unwrap();
}

#[tokio::test]
async fn the_lines_are_those_of_the_documentation() {
    let disk = Disk::default();
    example(&disk).await;
    let text = String::from_utf8(disk.bytes()).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    // What differs from run to run, and with releases.
    let first: serde_json::Value =
        serde_json::from_str(lines[0].split_once(' ').unwrap().1).unwrap();
    assert_eq!(first["gatewright"], env!("CARGO_PKG_VERSION"));
    assert_eq!(first["started"].as_str().unwrap().len(), 24);
    let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
    lines[0] = format!("{keys:?}");
    insta::assert_snapshot!(lines.join("\n"));
}

#[tokio::test]
async fn what_is_open_and_what_ended_is_known_afterwards() {
    let disk = Disk::default();
    example(&disk).await;
    // Neither a failed run nor one with something open may be taken over: it goes on.
    let journal = open(&disk);
    let history = journal.history();
    let open: Vec<_> =
        history.open_intents().iter().map(|(seq, of)| (*seq, of.action.to_string())).collect();
    assert_eq!(open, [(2, "deploy".to_owned()), (4, "create-revision".to_owned())]);
    let ended: Vec<_> = history
        .results()
        .into_iter()
        .map(|(of, result)| (of.action.as_str(), result.outcome, result.error.as_ref()))
        .map(|(action, outcome, error)| (action, outcome, error.map(Identifier::as_str)))
        .collect();
    let expected = [
        ("create-api", Effect::Done, None),
        ("deploy", Effect::Unknown, Some("cancelled")),
        ("delete-revision", Effect::Failed, Some("conflict")),
    ];
    assert_eq!(ended, expected);
    assert!(history.is_done("Other", "2") && !history.is_done("Pets", "1.0.0"));
    assert_eq!(history.end(), Some(false));
    assert_eq!(history.intents().nth(1).unwrap().1, &deploy("Pets"));

    // What was open is found out, and the numbers go on.
    journal.result(2, JournalResult::done()).unwrap();
    journal.result(4, JournalResult::done()).unwrap();
    assert_eq!(journal.intent(deploy("More")).await.unwrap(), 5);
    drop(journal);
    let journal = reopened(&disk).unwrap();
    let open: Vec<u64> = journal.history().open_intents().iter().map(|(seq, _)| *seq).collect();
    assert_eq!((open, journal.history().end()), (vec![5], None));
}

#[tokio::test]
async fn the_revision_that_was_made_is_gone_on_with_until_the_run_has_ended() {
    let disk = Disk::default();
    let journal = open(&disk);
    let made = Intent::new("Pets", "1.0.0", "create-revision");
    let seq = journal.intent(made).await.unwrap();
    let mut result = JournalResult::done();
    result.revision = Some("rev-2".into());
    journal.result(seq, result).unwrap();
    journal.intent(deploy("Pets")).await.unwrap();
    drop(journal);
    let journal = open(&disk);
    let of = |journal: &OpenJournal, version| journal.history().revision_made("Pets", version);
    assert_eq!(of(&journal, "1.0.0").as_deref(), Some("rev-2"));
    assert_eq!(of(&journal, "2.0.0"), None);
    journal.end(false).await.unwrap();
    drop(journal);
    let journal = open(&disk);
    assert!(journal.history().changed().contain("Pets", "1.0.0"), "the deployment is open still");
    assert_eq!(of(&journal, "1.0.0"), None);
}

#[tokio::test]
async fn a_settled_journal_is_taken_over_and_another_is_not() {
    let disk = Disk::default();
    let others = || Header::new(digest("others"), "https://localhost:9443", Release::V4_7);
    let elsewhere = || Header::new(digest("pets"), "https://elsewhere:9443", Release::V4_7);
    let on = |header, create| OpenJournal::on(disk.store(), Path::new("a"), &header, create);

    let journal = open(&disk);
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    drop(journal);
    for create in [true, false] {
        let error = on(others(), create).unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::Conflict, "journal-of-other-publications")
        );
        assert!(error.message().contains("is of other publications"), "{error}");
        let error = on(elsewhere(), create).unwrap_err();
        assert!(error.message().contains("of the control plane https://localhost:9443"), "{error}");
    }

    let journal = open(&disk);
    journal.result(seq, JournalResult::done()).unwrap();
    journal.end(true).await.unwrap();
    drop(journal);
    assert_eq!(on(others(), false).unwrap_err().code(), "journal-of-other-publications");
    assert_eq!(on(header(), false).unwrap().history().end(), Some(true), "resumed as it is");
    let journal = on(others(), true).unwrap();
    assert_eq!(*journal.history(), History::default());
    assert_eq!(journal.intent(deploy("Pets")).await.unwrap(), 1);
    drop(journal);
    let Contents { header, history, .. } = contents::read(&disk.bytes()).unwrap();
    assert_eq!(header.unwrap().publications, digest("others"));
    assert_eq!(history.records().len(), 1);
}

/// What was unknown when the first run was cut off keeps no other one away for ever.
#[tokio::test]
async fn a_run_that_was_finished_has_settled_what_was_open() {
    let disk = Disk::default();
    let journal = open(&disk);
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    journal.result(seq, JournalResult::of_error(&Error::cancelled("apply"))).unwrap();
    journal.end(false).await.unwrap();
    drop(journal);
    let others = || Header::new(digest("others"), "https://localhost:9443", Release::V4_7);
    let on = |header| OpenJournal::on(disk.store(), Path::new("a"), &header, true);
    assert_eq!(on(others()).unwrap_err().code(), "journal-of-other-publications");
    let journal = open(&disk);
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    journal.result(seq, JournalResult::done()).unwrap();
    journal.end(true).await.unwrap();
    drop(journal);
    assert_eq!(*on(others()).unwrap().history(), History::default());
}

#[tokio::test]
async fn the_journal_of_a_roll_out_says_so_and_is_gone_on_with_by_one_alone() {
    let disk = Disk::default();
    let rollout = || header().of_roll_out();
    let on = |header, create| OpenJournal::on(disk.store(), Path::new("a"), &header, create);
    let journal = on(rollout(), true).unwrap();
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    drop(journal);
    assert!(String::from_utf8(disk.bytes()).unwrap().contains("\"run\":\"roll-out\"}\n"));
    for create in [true, false] {
        let error = on(header(), create).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "journal-of-another-run"));
    }
    let journal = on(rollout(), true).unwrap();
    assert_eq!(journal.history().open_intents(), [(seq, &deploy("Pets"))]);
    journal.result(seq, JournalResult::done()).unwrap();
    journal.end(true).await.unwrap();
    drop(journal);
    // At its end it is taken over, and not resumed.
    assert_eq!(on(header(), false).unwrap_err().code(), "journal-of-another-run");
    drop(on(header(), true).unwrap());
    let text = String::from_utf8(disk.bytes()).unwrap();
    assert!(!text.contains("\"run\""), "as the headers of applies always were: {text}");
    // What has no such field is an apply's.
    on(header(), false).unwrap();
}

#[tokio::test]
async fn what_was_awaited_outlives_the_computer_and_what_was_given_the_process() {
    let disk = Disk::default();
    let journal = open(&disk);
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    journal.result(seq, JournalResult::done()).unwrap();
    drop(journal);
    assert_eq!(
        records(&disk.bytes()).len(),
        2,
        "what was given is written when the journal is gone"
    );
    disk.lose_unsynced();
    assert_eq!(records(&disk.bytes()).len(), 1);
    let journal = open(&disk);
    assert_eq!(journal.history().open_intents(), [(1, &deploy("Pets"))]);
    journal.result(seq, JournalResult::done()).unwrap();
    journal.end(true).await.unwrap();
    disk.lose_unsynced();
    assert_eq!(records(&disk.bytes()).len(), 3);
}

#[tokio::test]
async fn who_stops_waiting_loses_nothing() {
    let disk = Disk::default();
    let journal = open(&disk);
    assert!(polled(1, journal.intent(deploy("Pets"))).await.is_none());
    assert_eq!(journal.intent(deploy("Others")).await.unwrap(), 2);
    let written = records(&disk.bytes());
    assert_eq!(written[0], Record::Intent { seq: 1, intent: deploy("Pets") });
    assert_eq!(written.len(), 2);
}

#[test]
fn concurrent_records_are_all_there_in_one_order_and_share_syncs() {
    const APIS: u64 = 64;
    const EACH: u64 = 5;
    let disk = Disk::default();
    disk.takes(Duration::from_millis(5));
    let runtime = Builder::new_multi_thread().worker_threads(4).build().unwrap();
    runtime.block_on(async {
        let journal = Arc::new(open(&disk));
        let mut apis = JoinSet::new();
        for api in 0..APIS {
            let journal = Arc::clone(&journal);
            apis.spawn(async move {
                for _ in 0..EACH {
                    let seq = journal.intent(deploy(&format!("api {api}"))).await.unwrap();
                    journal.result(seq, JournalResult::done()).unwrap();
                }
            });
        }
        while let Some(done) = apis.join_next().await {
            done.unwrap();
        }
        journal.end(true).await.unwrap();
    });
    let history = contents::read(&disk.bytes()).unwrap().history;
    let seqs: Vec<u64> = history.intents().map(|(seq, _)| seq).collect();
    assert_eq!(seqs, (1..=APIS * EACH).collect::<Vec<_>>());
    assert!(history.open_intents().is_empty());
    for api in 0..APIS {
        let of_api = history.intents().filter(|(_, of)| of.api.as_str() == format!("api {api}"));
        assert_eq!(of_api.count(), usize::try_from(EACH).unwrap());
    }
    // While one is synced, the others queue up.
    assert!((disk.syncs() as u64) < APIS * EACH / 4, "{} syncs", disk.syncs());
}

/// The runtime is gone when the journal is: what was given is written all the same.
#[test]
fn a_journal_outlives_its_runtime() {
    let disk = Disk::default();
    let runtime = || Builder::new_current_thread().build().unwrap();
    let journal = runtime().block_on(async {
        let journal = open(&disk);
        journal.intent(deploy("a")).await.unwrap();
        journal
    });
    journal.result(1, JournalResult::done()).unwrap();
    runtime().block_on(journal.intent(deploy("b"))).unwrap();
    drop(journal);
    assert_eq!(records(&disk.bytes()).len(), 3);
}

#[tokio::test]
async fn a_full_disk_stops_everything_and_the_journal_stays_readable() {
    let disk = Disk::default();
    let journal = open(&disk);
    let seq = journal.intent(deploy("Pets")).await.unwrap();
    let before = disk.bytes();
    disk.has_room_for(before.len() + 40);
    let error = journal.intent(deploy("Others")).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Io, "journal-not-written"));
    assert_eq!(error.retry(), Retry::Never);
    assert!(error.message().contains("cannot write the journal `a.journal`"), "{error}");
    assert!(error.message().contains("no further step was begun"), "{error}");
    assert_eq!(error.context(), [("path", "a.journal".to_owned())]);
    assert_eq!(disk.bytes(), before, "the part is cut off");
    // Room alone does not mend it: what is on the disk has to be looked at first.
    disk.has_room_for(usize::MAX);
    assert_eq!(
        journal.result(seq, JournalResult::done()).unwrap_err().code(),
        "journal-not-written"
    );
    assert_eq!(journal.end(true).await.unwrap_err().code(), "journal-not-written");
    drop(journal);
    assert_eq!(open(&disk).history().open_intents().len(), 1);
}

#[tokio::test]
async fn a_disk_that_does_not_answer_is_an_error_for_all_who_wait() {
    let disk = Disk::default();
    let journal = open(&disk);
    disk.fails();
    let (one, other) = tokio::join!(journal.intent(deploy("a")), journal.intent(deploy("b")));
    for error in [one.unwrap_err(), other.unwrap_err()] {
        assert_eq!(error.code(), "journal-not-written");
        assert!(error.message().contains("the disk does not answer"), "{error}");
    }
    drop(journal);
    assert_eq!(reopened(&disk).unwrap_err().code(), "journal-not-written");
}

#[tokio::test]
async fn a_torn_end_is_cut_off_before_anything_is_added() {
    let disk = Disk::default();
    let journal = open(&disk);
    journal.intent(deploy("a")).await.unwrap();
    drop(journal);
    let whole = disk.bytes();
    let disk = Disk::holding(&[&whole[..], b"0123456789abcdef {\"synced\""].concat());
    let journal = open(&disk);
    assert_eq!(journal.intent(deploy("b")).await.unwrap(), 2);
    assert!(disk.bytes().starts_with(&whole));
    assert_eq!(records(&disk.bytes()).len(), 2);
}

#[tokio::test]
async fn damage_before_the_last_write_is_an_error_that_names_the_line() {
    let disk = Disk::default();
    example(&disk).await;
    let text = String::from_utf8(disk.bytes()).unwrap();
    let disk = Disk::holding(text.replacen("create-api", "create-apj", 1).as_bytes());
    let error = reopened(&disk).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "journal-damaged"));
    assert!(error.message().contains("line 2: its checksum is wrong"), "{error}");
    assert_eq!(error.context()[1], ("line", "2".to_owned()));
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let without = [&lines[..3], &lines[4..]].concat().concat();
    let flaw = contents::read(without.as_bytes()).unwrap_err();
    let what = "it is the result of an intent that is missing";
    assert_eq!(flaw, Flaw::Damaged { line: 4, what });
    let without = [&lines[..2], &lines[3..]].concat().concat();
    let flaw = contents::read(without.as_bytes()).unwrap_err();
    assert_eq!(flaw, Flaw::Damaged { line: 9, what: "something before it is missing" });
    let without = [&lines[..2], &lines[5..]].concat().concat();
    let flaw = contents::read(without.as_bytes()).unwrap_err();
    assert_eq!(flaw, Flaw::Damaged { line: 3, what: "an intent before it is missing" });
}

#[test]
fn what_is_no_journal_is_left_alone() {
    let begins_like_one = "0123456789abcdef {\"synced\":0,\"schema_version\":1}\n";
    for text in ["[server]\n", "x", "0123", "0123456789abcdef {}", "\n", begins_like_one, "0123\n"]
    {
        let disk = Disk::holding(text.as_bytes());
        match reopened(&disk) {
            Err(error) => {
                assert_eq!(error.code(), "not-a-journal", "{text:?}");
                assert_eq!(disk.bytes(), text.as_bytes());
            }
            Ok(_) => assert_eq!(text, "0123", "a part of a checksum may be the beginning of one"),
        }
    }
}

#[test]
fn a_newer_journal_is_refused() {
    let mut newer = header();
    newer.schema_version = 2;
    let mut text = Vec::new();
    line::encode(0, &newer, &mut text);
    let error = reopened(&Disk::holding(&text)).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Unsupported, "journal-too-new"));
    assert!(error.message().contains("has schema version 2"), "{error}");
}

#[test]
fn an_unknown_record_of_this_version_is_an_error_and_an_unknown_field_is_not() {
    let line = |record: serde_json::Value| {
        let mut text = Vec::new();
        line::encode(0, &header(), &mut text);
        line::encode(0, &record, &mut text);
        contents::read(&text)
    };
    let known = serde_json::json!({"kind": "end", "is_ok": true, "more": 1});
    assert_eq!(line(known).unwrap().history.end(), Some(true));
    let unknown = serde_json::json!({"kind": "begin"});
    assert!(matches!(line(unknown), Err(Flaw::Damaged { line: 2, .. })));
}

#[test]
fn no_user_info_comes_into_a_header() {
    for (url, shown) in [
        ("https://admin:hunter2@apim:9443/x", "https://apim:9443/x"),
        ("https://admin:hun@ter2@apim:9443", "https://apim:9443"),
        ("admin:hunter2@apim", "apim"),
        ("https://apim:9443", "https://apim:9443"),
    ] {
        assert_eq!(without_user_info(url), shown);
        assert_eq!(Header::new(digest(CANARY), url, Release::V3_2).control_plane, shown);
    }
    let header = format!("{:?}", Header::new(digest(CANARY), "https://a:hunter2@b", Release::V3_2));
    assert!(!header.contains(CANARY), "{header}");
}

#[test]
fn an_identifier_is_one_line_of_bounded_length() {
    assert_eq!(Identifier::from("Pets Ä 1").as_str(), "Pets Ä 1");
    assert_eq!(Identifier::from("a\nbody").as_str(), "a");
    assert_eq!(Identifier::from("x".repeat(5000).as_str()).as_str().len(), 300);
}

#[test]
fn parts_of_a_digest_are_told_apart() {
    let of = |parts: &[&str]| PublicationsDigest::of(parts);
    let digests = [of(&[]), of(&[""]), of(&["ab", "c"]), of(&["a", "bc"]), of(&["abc"])];
    let different: BTreeSet<String> = digests.iter().map(|digest| format!("{digest:?}")).collect();
    assert_eq!(different.len(), digests.len());
    assert_eq!(of(&["ab", "c"]), of(&["ab", "c"]));
}

mod on_disk {
    use super::*;

    #[cfg(unix)]
    #[tokio::test]
    async fn a_file_is_its_owners_alone_and_one_applys_at_a_time() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.journal");
        let journal = Journal::at(&path);
        let missing = journal.open(header()).await.unwrap_err();
        assert_eq!((missing.kind(), missing.code()), (ErrorKind::NotFound, "no-journal"));
        assert!(!path.exists());
        let first = journal.open_or_create(header()).await.unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let error = journal.open_or_create(header()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "journal-in-use"));
        first.intent(deploy("a")).await.unwrap();
        first.result(1, JournalResult::done()).unwrap();
        drop(first);
        let again = journal.open(header()).await.unwrap();
        assert_eq!(again.history().records().len(), 2);
    }

    /// The task that opens it would keep it otherwise, for as long as that takes.
    #[tokio::test]
    async fn who_stops_waiting_for_the_file_has_let_go_of_it() {
        let folder = tempfile::tempdir().unwrap();
        for number in 0..50 {
            let journal = Journal::at(folder.path().join(format!("{number}.journal")));
            assert!(polled(1, journal.open_or_create(header())).await.is_none());
            journal.open_or_create(header()).await.unwrap();
        }
    }

    #[tokio::test]
    async fn an_empty_file_becomes_one_and_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("touched");
        fs::write(&path, "").unwrap();
        // So is one whose first line came to the disk in part. It may have been a roll-out's: nothing is begun instead.
        for begun in ["", "0123456789abcdef {\"synced\":0,\"schema_ver"] {
            fs::write(&path, begun).unwrap();
            let error = Journal::at(&path).open(header()).await.unwrap_err();
            assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "no-journal"));
            assert!(error.message().contains("does not hold even its first line"), "{error}");
            assert_eq!(fs::read_to_string(&path).unwrap(), begun);
        }
        Journal::at(&path).open_or_create(header()).await.unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("gatewright-journal"));
        let error = Journal::at(folder.path()).open_or_create(header()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-a-journal"));
        let missing = folder.path().join("none").join("a.journal");
        let error = Journal::at(missing).open_or_create(header()).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "journal-not-written"));
        #[cfg(unix)]
        assert_eq!(
            Journal::at("/dev/null").open_or_create(header()).await.unwrap_err().code(),
            "not-a-journal"
        );
    }
}

/// A journal as an apply of these APIs leaves it, some in one write.
fn journal_of(apis: &[String], together: bool) -> Disk {
    let disk = Disk::default();
    let runtime = Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let journal = open(&disk);
        for api in apis {
            let seq = journal.intent(deploy(api)).await.unwrap();
            journal.result(seq, JournalResult::done()).unwrap();
            journal.api_done(api, "1.0.0").unwrap();
            if !together {
                journal.end(true).await.unwrap();
            }
        }
        let _ = tokio::join!(journal.intent(deploy("x")), journal.intent(deploy("y")));
    });
    disk
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_part_from_the_beginning_reads_as_the_first_records(
        apis in prop::collection::vec("[^\u{0}]{0,8}", 0..4),
        together: bool,
    ) {
        let bytes = journal_of(&apis, together).bytes();
        let all = records(&bytes);
        let mut most = 0;
        for end in 0..=bytes.len() {
            let part = contents::read(&bytes[..end]).unwrap();
            let read = part.history.records();
            prop_assert!(all.starts_with(read));
            prop_assert!(read.len() >= most, "a longer part holds no fewer");
            prop_assert!(part.whole <= end as u64);
            most = read.len();
        }
        prop_assert_eq!(most, all.len());
    }

    #[test]
    fn any_changed_byte_is_noticed(
        apis in prop::collection::vec("[a-z]{1,3}", 0..3),
        together: bool,
        flip in 1_u8..=255,
    ) {
        let bytes = journal_of(&apis, together).bytes();
        let Contents { header, history, .. } = contents::read(&bytes).unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= flip;
            // Refused, or the end of it is missing; never another record.
            if let Ok(read) = contents::read(&changed) {
                prop_assert!(read.header.is_none() || read.header == header);
                prop_assert!(history.records().starts_with(read.history.records()));
                prop_assert!(read.history.records().len() < history.records().len());
            }
        }
    }

    #[test]
    fn whatever_a_crash_leaves_of_the_last_write_the_rest_is_read(
        apis in prop::collection::vec("[a-z]{1,3}", 0..3),
        sectors in prop::collection::vec(any::<bool>(), 64),
        size in 1_usize..200,
    ) {
        let disk = journal_of(&apis, true);
        let synced = records(&disk.bytes());
        let runtime = Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let journal = open(&disk);
            for _ in 0..6 {
                journal.result(1, JournalResult::done()).unwrap();
            }
        });
        let given = records(&disk.bytes());
        disk.crash(|at| sectors[at / size % sectors.len()]);
        let journal = reopened(&disk).unwrap();
        let left = journal.history().records();
        prop_assert!(left.starts_with(&synced) && given.starts_with(left));
        let left = left.len();
        runtime.block_on(journal.intent(deploy("after"))).unwrap();
        drop(journal);
        // The first intent is one of these when no API came before.
        let is_settled = apis.is_empty() && left > synced.len();
        let open = reopened(&disk).unwrap().history().open_intents().len();
        prop_assert_eq!(open, 3 - usize::from(is_settled));
    }
}
