//! Reading our own formats strictly: TOML, keys and types, each problem at its place.
//!
//! What lives here: values with places ([`Slot`]), tables that know what a key should hold ([`TableReader`]), and what is
//! said when it holds something else ([`Findings`]). What does not: any format's keys; they are a [`Vocabulary`].

#[cfg(feature = "client")]
mod entries;
mod findings;
mod slot;
mod suggest;
mod table;
mod tables;
mod vocabulary;

use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

pub(crate) use findings::Findings;
pub(crate) use slot::{At, List, Place, Slot};
pub(crate) use suggest::{listed, nearest, shown};
pub(crate) use table::TableReader;
pub(crate) use tables::{TableList, each};
pub(crate) use vocabulary::Vocabulary;

use crate::diagnostic::shared::INVALID_TOML;
use crate::text::SourceText;

/// Reads a text. `None` when it is not TOML: what a parser guesses behind a syntax error would only be reported as
/// further problems that nobody has.
pub(crate) fn document<'s>(
    source: &'s Arc<SourceText>,
    vocabulary: &Vocabulary,
    findings: &mut Findings,
) -> Option<Spanned<DeTable<'s>>> {
    let (document, errors) = DeTable::parse_recoverable(source.text());
    if errors.is_empty() {
        return Some(document);
    }
    for error in errors {
        let end = source.text().len();
        let place = error.span().unwrap_or(end..end);
        let problem = error.message();
        let message = if problem == "duplicate key" {
            format!("`{}` is defined twice", shown(source.slice(place.clone())))
        } else {
            format!("the text is not TOML: {problem}")
        };
        findings.error(&INVALID_TOML, &Some(place), message).help(syntax_help(problem, vocabulary));
    }
    None
}

fn syntax_help(message: &str, vocabulary: &Vocabulary) -> &'static str {
    if message.contains("must be quoted") {
        "write strings within quotes: `host = \"localhost\"`"
    } else if message.contains("duplicate key") {
        vocabulary.about_twice
    } else if message.contains("unclosed") || message.contains("string") {
        "close it: a missing bracket or quote is often on this line or the one before"
    } else {
        "correct the line; the rest is checked when the text can be read"
    }
}
