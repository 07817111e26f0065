//! The codes that stand in the sources are those of the registry.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gatewright::ErrorKind;

use crate::codes;

/// What a code is an argument or a field of.
const CALLS: [&str; 6] =
    ["Error::new(", "Error::io(", "Error::invalid(", "invalid(", "refuse(", "return Err(Lost {"];

fn is_test(path: &Path) -> bool {
    let is_tests = |name: &str| name == "testing" || name == "tests" || name.ends_with("_tests");
    path.with_extension("").iter().any(|name| is_tests(&name.to_string_lossy()))
}

/// The library's own code: what stands before a file's unit tests, the registry left out.
fn sources() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut folders, mut found) = (vec![root.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.starts_with(root.join("error/codes")) && !is_test(&path) {
                let text = fs::read_to_string(&path).unwrap();
                let own = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
                found.push((path, own.to_owned()));
            }
        }
    }
    found
}

/// The first text of a call's arguments, when it is a code.
fn code_of(call: &str) -> Option<&str> {
    let (before, rest) = call.split_once('"')?;
    let (text, _) = rest.split_once('"')?;
    let is_argument = before.len() < 120 && !before.contains([';', '{', '(', ')', '.']);
    let is_code =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b"-8".contains(&b));
    (is_argument && is_code).then_some(text)
}

#[test]
fn every_code_in_the_sources_is_registered() {
    let registered = codes();
    let kinds = ErrorKind::ALL.map(|kind| format!("ErrorKind::{kind}, "));
    let calls: Vec<&str> = CALLS.into_iter().chain(kinds.iter().map(String::as_str)).collect();
    let (mut unregistered, mut seen) = (Vec::new(), BTreeSet::new());
    for (path, text) in sources() {
        for call in &calls {
            for code in text.split(call).skip(1).filter_map(code_of) {
                seen.insert(code.to_owned());
                if !registered.contains(code) {
                    unregistered.push(format!("{}: {code}", path.display()));
                }
            }
        }
    }
    assert!(unregistered.is_empty(), "add to core/src/error/codes: {unregistered:#?}");
    assert!(seen.len() > 70, "the test reads the sources: {seen:?}");
}

#[test]
fn every_registered_code_is_in_the_sources() {
    let sources = sources();
    let is_used =
        |code: &str| sources.iter().any(|(_, text)| text.contains(&format!("\"{code}\"")));
    let unused: Vec<String> = codes().into_iter().filter(|code| !is_used(code)).collect();
    assert!(unused.is_empty(), "no source has {unused:?}");
}

#[test]
fn every_context_key_in_the_sources_has_a_meaning_on_a_page() {
    let explained: BTreeSet<&str> =
        gatewright::error_codes().iter().flat_map(|code| code.context).copied().collect();
    let (mut unexplained, mut seen) = (Vec::new(), 0);
    for (path, text) in sources() {
        for call in text.split("with_context(").skip(1) {
            let Some(key) =
                call.trim_start().strip_prefix('"').and_then(|call| call.split('"').next())
            else {
                continue;
            };
            seen += 1;
            // Said of the error of any step of a publication; docs/errors/README.md has it.
            if key != "done" && !explained.contains(key) {
                unexplained.push(format!("{}: {key}", path.display()));
            }
        }
    }
    assert!(unexplained.is_empty(), "on no page: {unexplained:#?}");
    assert!(seen > 40, "the test reads the sources: {seen} keys");
}
