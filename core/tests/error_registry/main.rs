//! Registry = documentation = sources = list of functions: every code of an error has a page, is used, and is promised by
//! a function.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

mod pages;
mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gatewright::{error_codes, explain};
use serde_json::Value as Json;

const SECTIONS: [&str; 5] = [
    "## What happened\n",
    "## Usual causes\n",
    "## How to fix it\n",
    "## Context\n",
    "## Retrying\n",
];

/// Of every operation that can be cancelled, in Python and Node; the list of functions would name it everywhere.
const OF_EVERY_OPERATION: &str = "cancelled";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn codes() -> BTreeSet<String> {
    error_codes().iter().map(|code| code.code.to_owned()).collect()
}

#[test]
fn every_code_has_a_whole_page() {
    for error in error_codes() {
        let code = error.code;
        let is_kebab = code.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'8')
        });
        assert!(is_kebab, "{code}");
        assert!(error.summary.len() > 10 && error.summary.ends_with('.'), "{code}");
        assert!(!error.kinds.is_empty() && !error.retries.is_empty(), "{code}");
        let page = error.page();
        assert!(page.starts_with(&format!("# {code}\n\n{}\n", error.summary)), "{page}");
        let places: Vec<usize> = SECTIONS
            .iter()
            .map(|section| page.find(section).unwrap_or_else(|| panic!("{code} lacks {section}")))
            .collect();
        assert!(places.is_sorted(), "{code}: sections out of order");
        for section in SECTIONS {
            let text = page.split(section).nth(1).unwrap().trim_start();
            assert!(!text.is_empty() && !text.starts_with('#'), "{code}: {section} is empty");
        }
        for key in error.context {
            assert!(page.contains(&format!("\n- `{key}`: ")), "{code}: `{key}` has no meaning");
        }
        assert!(explain(code).unwrap().ends_with(&page), "{code}");
    }
}

#[test]
fn no_code_is_registered_twice() {
    assert_eq!(codes().len(), error_codes().len());
}

#[test]
fn a_code_of_a_rule_and_of_an_error_has_both_pages() {
    let rules = gatewright::check::rules();
    let of_both: Vec<_> = error_codes()
        .into_iter()
        .filter_map(|error| Some((error, rules.iter().find(|rule| rule.code == error.code)?)))
        .collect();
    assert!(of_both.iter().any(|(error, _)| error.code == "invalid-offset"));
    for (error, rule) in of_both {
        let both = format!("{}\n{}", rule.page(), error.page());
        assert_eq!(explain(error.code).unwrap(), both);
    }
}

/// The codes that the lists of functions promise, with a case or with the reason why there is none.
fn promised() -> BTreeSet<String> {
    let mut promised = BTreeSet::new();
    for name in ["functions.json", "functions-client.json"] {
        let text = fs::read_to_string(repository().join("behaviour").join(name)).unwrap();
        let list: Json = serde_json::from_str(&text).unwrap();
        let functions = list["functions"].as_object().unwrap().values();
        for function in functions.chain([&list]) {
            promised.extend(texts(&function["errors"]));
            let without = function["errors_without_case"].as_object().into_iter().flatten();
            for (code, reason) in without {
                assert!(reason.as_str().unwrap().len() > 10, "{code}: no reason");
                promised.insert(code.clone());
            }
        }
        promised.extend(
            list["groups"].as_object().into_iter().flatten().flat_map(|(_, group)| texts(group)),
        );
    }
    promised
}

fn texts(list: &Json) -> Vec<String> {
    list.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_list_of_functions_promises_every_code_and_no_other() {
    let promised = promised();
    let mut unpromised: Vec<_> = codes().difference(&promised).cloned().collect();
    unpromised.retain(|code| code != OF_EVERY_OPERATION);
    assert!(unpromised.is_empty(), "no function has {unpromised:?}: add them to behaviour/");
    let of_emulator: BTreeSet<String> =
        gatewright_emulator::error_codes().iter().map(|code| code.code.to_owned()).collect();
    let unknown: Vec<_> = promised
        .iter()
        .filter(|code| !codes().contains(*code) && !of_emulator.contains(*code))
        .collect();
    assert!(unknown.is_empty(), "in behaviour/ and in no registry: {unknown:?}");
    let unpromised: Vec<_> = of_emulator.difference(&promised).collect();
    assert!(unpromised.is_empty(), "no function has the emulator's {unpromised:?}");
}
