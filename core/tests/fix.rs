//! Repairing files on disk: what is written, and what is refused.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

use std::fs;
use std::path::{Path, PathBuf};

use gatewright::{Diagnostic, ErrorKind, Fixes, NodeFile, Retry, Topology, check};

/// Two mistakes that can be repaired, one of them for certain.
const MISTAKES: &str = "[[apim.gateway.environment]]\n\
    name = \"Default\"\n\
    type = \"HYBRID\"\n\
    descripton = \"two 'mistakes'\" # and a comment\n\
    password = \"s3cret\"";

fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn what_is_written_is_what_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "deployment.toml", &MISTAKES.replace('\n', "\r\n"));
    let report = check([&path]).unwrap();
    let fixed = report.fix(Fixes::All);
    let diff = fixed.diff();
    let changed: Vec<&str> = diff
        .lines()
        .filter(|line| line.starts_with(['-', '+']) && !line.starts_with("--- "))
        .filter(|line| !line.starts_with("+++ "))
        .collect();
    assert_eq!(
        changed,
        [
            "-type = \"HYBRID\"",
            "-descripton = \"two 'mistakes'\" # and a comment",
            "+type = \"hybrid\"",
            "+description = \"two 'mistakes'\" # and a comment",
        ]
    );
    assert!(!diff.contains("s3cret") && !format!("{fixed:?}").contains("s3cret"));
    assert_eq!(fixed.write().unwrap(), std::slice::from_ref(&path));
    let expected = MISTAKES.replace("HYBRID", "hybrid").replace("descripton", "description");
    assert_eq!(fs::read_to_string(&path).unwrap(), expected.replace('\n', "\r\n"));
    let again = check([&path]).unwrap();
    assert!(again.is_empty(), "{:?}", again.diagnostics());
    assert!(!again.fix(Fixes::All).is_changed());
    assert_eq!(again.fix(Fixes::All).write().unwrap(), Vec::<PathBuf>::new());
}

#[test]
fn no_repair_makes_a_key_stand_twice() {
    let environment = "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\nhttps_endpoint = \"https://a\"\n";
    for (section, first, second) in [
        (environment, "ws_endpoints", "ws_endpiont"),
        (
            "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\n",
            "https_endpoints",
            "https_endpiont",
        ),
        ("[server]\n", "server_rol", "serverRole"),
        ("[apim.throttling]\n", "throttle_decision_endpoint", "throtle_decision_endpoints"),
    ] {
        let text = format!("{section}{first} = \"https://a\"\n{second} = \"https://b\"\n");
        let report = check([NodeFile::from_text("d.toml", text.as_str())]).unwrap();
        let misspelt = |found: &&Diagnostic| found.code == "misspelt-key";
        assert_eq!(report.diagnostics().iter().filter(misspelt).count(), 2, "{text}");
        for fixes in Fixes::ALL {
            let fixed = report.fix(fixes);
            let after = fixed.files().first().map_or(text.as_str(), |file| file.after());
            let again = check([NodeFile::from_text("d.toml", after)]).unwrap();
            let is_readable = again.diagnostics().iter().all(|found| found.code != "duplicate-key");
            assert!(is_readable, "{after}");
        }
    }
}

#[test]
fn a_byte_order_mark_goes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = write(folder.path(), "deployment.toml", "\u{feff}[server]\r\noffset = 1");
    check([&path]).unwrap().fix(Fixes::Safe).write().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "[server]\r\noffset = 1");
}

#[test]
fn a_file_that_changed_since_it_was_checked_is_left_alone_with_all_others() {
    let folder = tempfile::tempdir().unwrap();
    let first = write(folder.path(), "first.toml", MISTAKES);
    let second = write(folder.path(), "second.toml", MISTAKES);
    let fixed = check([&first, &second]).unwrap().fix(Fixes::Safe);
    assert_eq!(fixed.files().len(), 2);
    fs::write(&second, "mine").unwrap();
    let error = fixed.write().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConcurrentChange, "file-changed"));
    assert_eq!((error.operation(), error.retry()), ("write", Retry::Safe));
    assert!(error.message().contains("second.toml") && error.message().contains("check again"));
    assert_eq!(fs::read_to_string(&first).unwrap(), MISTAKES);
    fs::remove_file(&second).unwrap();
    assert_eq!(fixed.write().unwrap_err().code(), "file-changed", "it is gone");
    assert_eq!(fs::read_to_string(&first).unwrap(), MISTAKES);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn texts_are_repaired_and_have_no_place_to_be_written_to() {
    let text =
        "release = \"4.7\"\n[[node]]\nname = \"cp\"\nrols = [\"control-plane\"]\nhost = \"h\"\n";
    let error = Topology::parse(text).unwrap_err();
    let fixed = error.report().unwrap().fix(Fixes::All);
    assert!(Topology::parse(fixed.files()[0].after()).is_ok());
    assert_eq!(fixed.files()[0].path(), None);
    let error = fixed.write().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "text-without-path"));

    let named = check([NodeFile::from_text("no/such/file.toml", MISTAKES)]).unwrap();
    assert_eq!(named.fix(Fixes::Safe).write().unwrap_err().code(), "file-changed");
}

#[cfg(unix)]
#[test]
fn links_and_modes_stay_and_read_only_files_are_left_alone() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let target = write(folder.path(), "target.toml", MISTAKES);
    let link = folder.path().join("link.toml");
    symlink(&target, &link).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let error = check([&target, &link]).unwrap().fix(Fixes::Safe).write().unwrap_err();
    assert_eq!(error.code(), "shared-file", "one file by two names");
    check([&link]).unwrap().fix(Fixes::Safe).write().unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&target).unwrap().contains("\"hybrid\""));

    fs::write(&target, MISTAKES).unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o440)).unwrap();
    let error = check([&target]).unwrap().fix(Fixes::Safe).write().unwrap_err();
    assert_eq!(error.code(), "read-only-file");
    assert!(error.message().contains("or write its new text elsewhere"), "{error}");
}
