//! What a user can get wrong.

use std::fs;
use std::net::TcpListener;

use crate::support::Quickstart;

#[test]
fn options_that_make_no_sense_are_refused() {
    for arguments in [
        &["--release", "4.6"][..],
        &["--base-offset", "-1"],
        &["--base-offset", "one"],
        &["--keep"],
        &["--odd"],
        &["--apim", "https://localhost:9443", "--release", "3.2"],
    ] {
        Quickstart::new(arguments).output().failure(2, &arguments[..1]);
    }
}

#[test]
fn an_offset_beyond_the_ports_is_refused() {
    let finished = Quickstart::new(["--base-offset", "60000"]).output();
    finished.failure(1, &["60000", "no file is changed", "nothing is left running"]);
}

#[test]
fn a_taken_port_is_named_with_its_node() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let _guard = runtime.enter();
    let base = gatewright_emulator::free_offset_block(3).unwrap().base();
    let port = 8243 + base + 1;
    let _holder = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let finished = Quickstart::new(["--base-offset", &base.to_string()]).output();
    let says = format!("node 'gateway-1' does not start: port {port}");
    finished.failure(1, &[&says, "nothing is left running", "removed with"]);
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let keep = folder.path().to_str().unwrap();
    let finished = Quickstart::new(["--keep", keep]).output();
    finished.failure(1, &["is not empty: --keep takes a new or an empty folder"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn pack_files_are_named_when_they_cannot_be_used() {
    let missing = Quickstart::new(["--pack-conf", "gateway-1=/no/such/file"]).output();
    missing.failure(1, &["cannot read /no/such/file", "no file is changed"]);
    let twice = Quickstart::new(["--pack-conf", "a.toml", "--pack-conf", "b.toml"]).output();
    twice.failure(1, &["--pack-conf names two files for every node"]);

    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("deployment.toml");
    fs::write(&broken, "[server\n").unwrap();
    let finished = Quickstart::new(["--pack-conf", broken.to_str().unwrap()]).output();
    finished.failure(1, &["deployment.toml", "no file is changed"]);
}

#[test]
fn a_running_server_needs_more_than_its_url() {
    let finished = Quickstart::new(["--apim", "https://localhost:9443"]).output();
    finished.failure(1, &["APIM_USERNAME", "APIM_PASSWORD", "APIM_BACKEND"]);
    let finished = Quickstart::new(["--apim", "https://localhost:9443"])
        .env("APIM_USERNAME", "admin")
        .env("APIM_PASSWORD", "admin")
        .env("APIM_BACKEND", "http://localhost")
        .env("APIM_CA_FILE", "/no/such/ca.pem")
        .output();
    finished.failure(1, &["cannot read APIM_CA_FILE /no/such/ca.pem"]);

    let folder = tempfile::tempdir().unwrap();
    let binary = folder.path().join("ca.pem");
    fs::write(&binary, [0xff; 8]).unwrap();
    for url in ["https://localhost:1", ""] {
        let finished = Quickstart::new(["--apim", url])
            .env("APIM_USERNAME", "admin")
            .env("APIM_PASSWORD", "admin")
            .env("APIM_BACKEND", "http://localhost")
            .env("APIM_CA_FILE", &binary)
            .output();
        finished.failure(1, &["error", "nothing is left running", "no file is changed"]);
    }
}

#[test]
fn a_password_in_the_url_is_refused_and_not_shown() {
    let finished = Quickstart::new(["--apim", "https://admin:hunter2@localhost:9443"])
        .env("APIM_USERNAME", "admin")
        .env("APIM_PASSWORD", "hunter2")
        .env("APIM_BACKEND", "http://localhost")
        .output();
    finished.failure(1, &["the URL of --apim holds credentials", "APIM_PASSWORD"]);
    let printed = finished.stdout + &finished.stderr;
    assert!(!printed.contains("hunter2"), "{printed}");
}
