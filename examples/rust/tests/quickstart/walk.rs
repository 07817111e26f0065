//! The walk itself, on the default files.

use std::fs;

use crate::support::{Quickstart, assert_walked};

#[test]
fn the_classic_model_of_3_2() {
    let stdout = Quickstart::new(["--release", "3.2"]).output().success();
    assert_walked(&stdout);
    // Tokens are taken at each gateway.
    assert_eq!(stdout.matches("/token\n").count(), 2, "{stdout}");
}

#[test]
fn the_revision_model_of_4_7_is_the_default() {
    let stdout = Quickstart::new::<&str>([]).output().success();
    assert_walked(&stdout);
    assert_eq!(stdout.matches("/oauth2/token\n").count(), 1, "{stdout}");
}

#[test]
fn no_secret_and_no_colour_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deployment.toml");
    let text = include_str!("../../../deployment-4.7.toml")
        .replace("password = \"admin\"", "password = \"s3cret-of-admin\"")
        .replace("\"wso2carbon\"", "\"s3cret-of-the-store\"");
    fs::write(&file, text).unwrap();
    let stdout = Quickstart::new(["--pack-conf".as_ref(), file.as_os_str()]).output().success();
    assert_walked(&stdout);
    assert!(!stdout.contains("s3cret-of-admin"), "{stdout}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
    assert!(stdout.contains("$CONSUMER_SECRET") && stdout.contains("$ACCESS_TOKEN"), "{stdout}");
}

#[test]
fn kept_homes_hold_the_written_files() {
    let folder = tempfile::tempdir().unwrap();
    let keep = folder.path().join("homes");
    let stdout = Quickstart::new(["--keep".as_ref(), keep.as_os_str()]).output().success();
    assert_walked(&stdout);
    assert!(stdout.contains(&format!("kept: {}", keep.display())), "{stdout}");
    let homes = ["control-plane", "gateway-1", "gateway-2"].map(|node| keep.join(node));
    let read = |home: &std::path::PathBuf| {
        fs::read_to_string(home.join("repository/conf/deployment.toml")).unwrap()
    };
    for home in &homes {
        assert!(read(home).contains("\noffset = "), "{}", home.display());
    }
    gatewright::revert(&homes).unwrap();
    for home in &homes {
        assert_eq!(read(home), include_str!("../../../deployment-4.7.toml"));
    }
}
