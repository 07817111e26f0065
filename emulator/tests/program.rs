//! The program: starts nodes from homes, answers curl-like requests, and leaves nothing behind.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_gatewright-emulator"))
}

fn run(arguments: &[&str]) -> Output {
    program().args(arguments).output().unwrap()
}

fn free_offset() -> u16 {
    let output = run(&["free-offset", "2"]);
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
}

fn home(folder: &Path, name: &str, text: &str) -> String {
    let home = folder.join(name);
    fs::create_dir_all(home.join("repository/conf")).unwrap();
    fs::create_dir_all(home.join("bin")).unwrap();
    fs::write(home.join("repository/conf/deployment.toml"), text).unwrap();
    fs::write(home.join("bin/version.txt"), "WSO2 API Manager v4.7.0\n").unwrap();
    home.to_str().unwrap().to_owned()
}

/// The program with one home, until it says that it is ready; and its offset.
fn started(folder: &Path) -> (Child, u16) {
    let offset = free_offset();
    let home = home(folder, "cp", &format!("[server]\noffset = {offset}\n"));
    let ca = folder.join("ca.pem");
    let mut child = program()
        .args(["run", &home, "--ca", ca.to_str().unwrap()])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("cp: API-M 4.7.0, all-in-one"), "{first}");
    assert!(lines.any(|line| line.unwrap().starts_with("ready")));
    assert!(fs::read_to_string(ca).unwrap().starts_with("-----BEGIN CERTIFICATE-----"));
    (child, offset)
}

fn version(offset: u16) -> TcpStream {
    let mut stream = TcpStream::connect(("127.0.0.1", 9763 + offset)).unwrap();
    stream.write_all(b"GET /services/Version HTTP/1.1\r\nhost: h\r\n\r\n").unwrap();
    let mut answer = [0; 400];
    let length = stream.read(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.contains("<return>WSO2 API Manager-4.7.0</return>"), "{answer}");
    stream
}

#[cfg(unix)]
#[test]
fn both_signals_stop_everything() {
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().unwrap();
        let (mut child, offset) = started(folder.path());
        // A connection that stays open does not keep it.
        let _open = version(offset);
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(child.wait().unwrap().success(), "{signal}");
        for port in [9443, 9763, 8243, 8280, 5672] {
            TcpListener::bind(("127.0.0.1", port + offset)).unwrap();
        }
    }
}

#[cfg(not(unix))]
#[test]
fn it_runs_until_it_is_killed() {
    let folder = tempfile::tempdir().unwrap();
    let (mut child, offset) = started(folder.path());
    version(offset);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_taken_port_is_told_with_its_program() {
    let folder = tempfile::tempdir().unwrap();
    let offset = free_offset();
    let home = home(folder.path(), "gw", &format!("[server]\noffset = {offset}\n"));
    let port = 8243 + offset;
    let _holder = TcpListener::bind(("127.0.0.1", port)).unwrap();
    let output = run(&["run", &home]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains(&format!("port {port} (pass-through HTTPS) is taken by")), "{text}");
    if cfg!(target_os = "linux") {
        assert!(text.contains(&format!("(process {})", std::process::id())), "{text}");
    }
}

#[test]
fn wrong_arguments_show_the_usage() {
    for arguments in [&[][..], &["walk"], &["run"], &["run", "x", "--odd"], &["free-offset", "0"]] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8(output.stderr).unwrap().contains("usage:"));
    }
    assert!(run(&["--help"]).status.success());
    let output = run(&["run", "/no/such/home", "--release", "4.7"]);
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(text.contains("cannot read /no/such/home/repository/conf/deployment.toml"), "{text}");
}

#[test]
fn operations_are_listed_as_json() {
    let list = |arguments: &[&str]| {
        let output = run(arguments);
        assert!(output.status.success(), "{output:?}");
        let list: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let operations = list.as_array().unwrap().clone();
        move |method: &str, path: &str| {
            operations.iter().any(|o| o["method"] == method && o["path"] == path)
        }
    };
    let classic = list(&["operations", "--release", "3.2"]);
    assert!(classic("GET", "/settings/gateway-environments"));
    assert!(!classic("POST", "/apis/{apiId}/deploy-revision"));
    let newest = list(&["operations"]);
    assert!(newest("POST", "/apis/{apiId}/deploy-revision") && newest("POST", "/environments"));
    for wrong in [&["operations", "--release"][..], &["operations", "--release", "2.6"]] {
        assert_eq!(run(wrong).status.code(), Some(2));
    }
}
