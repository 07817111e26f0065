//! Single values: references, endpoints, words of closed sets.

use super::options::PublicationsOptions;
use crate::diagnostic::publications::{
    INVALID_ENDPOINT, INVALID_TRANSPORTS, NO_PLAN, UNKNOWN_LIFECYCLE, UNSET_VARIABLE,
    UNSUPPORTED_REFERENCE,
};
use crate::model::reader::{At, Findings, List, listed, nearest, shown};
use crate::model::{Part, Reference, Text};
use crate::publish::lifecycle::Lifecycle;
use crate::publish::publication::{NO_ENDPOINT, is_endpoint};

/// A value in which nothing is resolved.
pub(super) fn literal<'a>(
    key: &str,
    subject: &str,
    at: &'a At<String>,
    findings: &mut Findings,
) -> Option<&'a str> {
    if Text::parse(&at.value).is_plain() {
        return Some(&at.value);
    }
    let message = format!("`{key}` of {subject} holds a reference, which is not resolved there");
    findings
        .error(&UNSUPPORTED_REFERENCE, &at.place, message)
        .help("write the value itself; `$env{…}` is resolved in endpoints and virtual hosts");
    None
}

/// A value with its variables put in.
pub(super) fn resolved(
    key: &str,
    subject: &str,
    at: &At<String>,
    options: &PublicationsOptions,
    findings: &mut Findings,
) -> Option<String> {
    let mut value = String::new();
    let mut is_whole = true;
    for part in Text::parse(&at.value).parts() {
        match part {
            Part::Plain(text) => value.push_str(text),
            Part::Reference(Reference::EnvironmentVariable, name) => {
                if let Some(found) = options.variable(name) {
                    value.push_str(&found);
                    continue;
                }
                is_whole = false;
                let message = format!(
                    "`{key}` of {subject} refers to the variable `{}`, which is not set",
                    shown(name)
                );
                findings
                    .error(&UNSET_VARIABLE, &at.place, message)
                    .help("set it where this program runs, or write the value itself");
            }
            Part::Reference(..) | Part::Placeholder(_) => {
                is_whole = false;
                let message = format!(
                    "`{key}` of {subject} holds `{}`, which is not resolved here",
                    shown(&part.written())
                );
                findings
                    .error(&UNSUPPORTED_REFERENCE, &at.place, message)
                    .help("write the value itself, or `$env{…}` for an environment variable");
            }
        }
    }
    is_whole.then_some(value)
}

/// A back end's address. No message shows it: it may hold a password.
pub(super) fn endpoint(
    key: &str,
    subject: &str,
    at: &At<String>,
    options: &PublicationsOptions,
    findings: &mut Findings,
) -> Option<String> {
    let url = resolved(key, subject, at, options, findings)?;
    if is_endpoint(&url) {
        return Some(url);
    }
    let message = format!("`{key}` of {subject} is no URL of HTTP: {NO_ENDPOINT}");
    findings
        .error(&INVALID_ENDPOINT, &at.place, message)
        .help("write it with its scheme, such as `https://be.example.com`");
    None
}

pub(super) fn lifecycle(
    subject: &str,
    at: &At<String>,
    findings: &mut Findings,
) -> Option<Lifecycle> {
    if let Some(found) = Lifecycle::from_name(&at.value) {
        return Some(found);
    }
    let names = Lifecycle::ALL.map(Lifecycle::as_str);
    let message =
        format!("`lifecycle` of {subject} is `{}`, which is no lifecycle state", shown(&at.value));
    let meant = nearest(&at.value, names);
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the states are {}", listed(&names)),
    };
    findings
        .error(&UNKNOWN_LIFECYCLE, &at.place, message)
        .replacement(&at.place, meant.map(|meant| format!("\"{meant}\"")))
        .help(help);
    None
}

pub(super) fn plans(subject: &str, at: &At<List>, findings: &mut Findings) -> Option<Vec<String>> {
    if at.value.items.is_empty() && at.value.is_complete {
        let message = format!("{subject} has no plan, and could not be published");
        findings
            .error(&NO_PLAN, &at.place, message)
            .help("name one, such as `plans = [\"Unlimited\"]`, or leave the key out");
        return None;
    }
    Some(at.value.items.iter().map(|item| item.value.clone()).collect())
}

pub(super) fn transports(
    subject: &str,
    at: &At<List>,
    findings: &mut Findings,
) -> Option<Vec<String>> {
    const HELP: &str = "write `transports = [\"https\"]` or `[\"http\", \"https\"]`";
    let mut is_right = true;
    if at.value.items.is_empty() && at.value.is_complete {
        let message = format!("{subject} has no transport, and could not be called");
        findings.error(&INVALID_TRANSPORTS, &at.place, message).help(HELP);
        is_right = false;
    }
    for item in &at.value.items {
        if !matches!(item.value.as_str(), "http" | "https") {
            let message =
                format!("`{}` of {subject} is neither `http` nor `https`", shown(&item.value));
            findings.error(&INVALID_TRANSPORTS, &item.place, message).help(HELP);
            is_right = false;
        }
    }
    is_right.then(|| at.value.items.iter().map(|item| item.value.clone()).collect())
}
