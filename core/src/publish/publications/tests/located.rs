//! From an error of the server's side back to the text.

use super::{parse, unmarked};
use crate::error::{Error, ErrorKind};

fn error(code: &'static str, context: &[(&'static str, &str)]) -> Error {
    let kind = match code {
        "context-differs" | "lifecycle-unreachable" | "revision-limit" => ErrorKind::Conflict,
        "unknown-api" => ErrorKind::NotFound,
        _ => ErrorKind::InvalidInput,
    };
    let error = Error::new(kind, code, "wrong");
    context.iter().fold(error, |error, (key, value)| error.with_context(key, *value))
}

#[track_caller]
fn is_at(marked: &str, code: &'static str, context: &[(&'static str, &str)]) {
    let (places, text) = unmarked(marked);
    let found = parse(&text).unwrap().locate(&error(code, context));
    let found = found.map(|found| (Some(found.line), Some(found.column)));
    assert_eq!(found, places.first().copied(), "{code} {context:?}");
}

#[test]
fn an_error_leads_to_what_it_is_about() {
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\", { name = \"F\", virtual_host = \"x\" }]\n\
                [[publication]]\nname = \"B\"\nversion = \"1\"\ncontext = \"/b\"\nlifecycle = \"published\"\nenvironments = [\"E\"]\n\
                [[publication]]\nname = \"A\"\nversion = \"2\"\nenvironments = [\"G\"]\n";
    let at = |from: &str, nth: usize| {
        let (offset, _) = text.match_indices(from).nth(nth).unwrap();
        let (before, after) = text.split_at(offset);
        format!("{before}▸{after}")
    };
    is_at(&at("\"E\"", 0), "unknown-environment", &[("environment", "E"), ("api", "A")]);
    is_at(&at("\"E\"", 1), "api-lacks-endpoint", &[("environment", "E"), ("api", "B")]);
    is_at(&at("\"G\"", 0), "unknown-environment", &[("environment", "G"), ("api", "A")]);
    let host = [("environment", "F"), ("virtual_host", "x"), ("api", "A")];
    is_at(&at("\"x\"", 0), "unknown-virtual-host", &host);
    is_at(&at("\"A\"", 1), "unknown-api", &[("api", "A"), ("version", "2")]);
    is_at(&at("\"/b\"", 0), "context-differs", &[("api", "B"), ("version", "1")]);
    is_at(&at("\"published\"", 0), "lifecycle-unreachable", &[("api", "B")]);
    is_at(&at("[[publication]]", 1), "revision-limit", &[("api", "B")]);
    // Which of the two versions it is about is not known; nor what names no API of these.
    is_at(text, "unknown-api", &[("api", "A")]);
    is_at(text, "unknown-api", &[("api", "C"), ("version", "1")]);
    is_at(text, "unknown-api", &[]);
}

#[test]
fn a_position_prints_as_editors_know_it() {
    let text = "[[publication]]\nname = \"A\"\nversion = \"1\"\nenvironments = [\"E\"]\n";
    let found = parse(text).unwrap().locate(&error("unknown-api", &[("api", "A")])).unwrap();
    assert_eq!(found.to_string(), "2:8");
    assert_eq!(text.get(found.span), Some("\"A\""));
}
