//! `docs/errors/` holds the page of every code of an error, word for word, and a table of all.
//!
//! `GATEWRIGHT_WRITE_DOCS=1 cargo test --test error_registry pages` writes them anew.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::path::PathBuf;
use std::{env, fs};

use gatewright::error_codes;

use crate::repository;

const INTRODUCTION: &str = "\
# Errors

Every error has a `code`, which reads as the problem and stays the same, and every code has a page: what happened, the
usual causes, how to fix it, what the context means, whether the call may be made again. `explain(code)` gives the same
page in every language (after that of the [rule](../rules/README.md) that has the same code, if there is one).

An error has in every language:

| | |
|---|---|
| `kind` | what went wrong in one word; in Python also the exception's class |
| `code` | which failure exactly: the table below |
| `message` | what, where, why, and what to do |
| `operation` | the function that failed |
| `context` | facts that tell this failure from others of its code, by key; never secrets |
| `retry` | whether the same call may be made again |
| `diagnostics` | the findings behind it, where files or texts were read |

`retry` is `Never` (the same call fails the same way until something changes), `Safe` (calling again is harmless) or
`Ambiguous` (it may have been done: read before doing it again).

Some keys of the context may stand in any error: `called`, the inner function, where `operation` names the outer one;
and from publishing `api`, `version` and `done`, the steps that were done before the one that failed. An error of an operation
on a server has the `api`, `version`, `environment`, `application` or `key_type` that it was called with; one of a request also how
many `attempts` were made and its `correlation_id`.

The emulator's errors have [pages of their own](../emulator-errors/README.md).

| code | kind | retry | what went wrong |
|---|---|---|---|
";

fn folder() -> PathBuf {
    repository().join("docs/errors")
}

fn names<T: Display>(values: &[T]) -> String {
    values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
}

/// What the folder should hold: a text per file name.
fn wanted() -> BTreeMap<String, String> {
    let mut table = INTRODUCTION.to_owned();
    let mut wanted = BTreeMap::new();
    for error in error_codes() {
        let (code, kinds, retries) = (error.code, names(error.kinds), names(error.retries));
        let _ =
            writeln!(table, "| [`{code}`]({code}.md) | {kinds} | {retries} | {} |", error.summary);
        wanted.insert(format!("{code}.md"), error.page());
    }
    wanted.insert("README.md".to_owned(), table);
    wanted
}

fn found() -> BTreeMap<String, String> {
    let Ok(entries) = fs::read_dir(folder()) else { return BTreeMap::new() };
    entries
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

#[test]
fn the_folder_is_the_registry() {
    if env::var_os("GATEWRIGHT_WRITE_DOCS").is_some() {
        fs::create_dir_all(folder()).unwrap();
        for name in found().keys() {
            fs::remove_file(folder().join(name)).unwrap();
        }
        for (name, text) in wanted() {
            fs::write(folder().join(name), text).unwrap();
        }
    }
    let (wanted, found) = (wanted(), found());
    let names = wanted.keys().chain(found.keys());
    let stale: Vec<&String> = names.filter(|name| wanted.get(*name) != found.get(*name)).collect();
    assert!(
        stale.is_empty(),
        "out of date in docs/errors: {stale:?}; write them with \
         `GATEWRIGHT_WRITE_DOCS=1 cargo test --test error_registry pages`"
    );
}
