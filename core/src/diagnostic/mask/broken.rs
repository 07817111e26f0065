//! A secret string that breaks off at the end of its line, and what follows it: the rest of the secret, or other lines.
//!
//! `password = "correct-horse-` may be a string whose closing quote was forgotten, or one that somebody wrote over two
//! lines, which TOML does not allow. Only what can be nothing but a line of its own is shown; all else may be the secret.

use std::ops::Range;

use super::value::{closing_quote, skip_blanks};

/// More lines than anybody's string is broken into.
const MAX_LINES: usize = 16;

/// How deep arrays and inline tables are looked into.
const MAX_DEPTH: usize = 8;

/// How the string began that broke off; `None` for a value without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Broken(pub(super) Option<u8>);

/// What the next line is to a value that broke off.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing: look at the one after it.
    Blank,
    /// A part of the value, to the end of the line or to a quote that ends the value.
    Rest {
        /// Where the part ends.
        end: usize,
        /// True when the value ends with it.
        is_last: bool,
    },
    /// Nothing of the value, which is over.
    Other,
}

impl Broken {
    /// How many of the lines of `ahead` are the rest of the string whatever they look like: those before a line that ends
    /// with its quote, and that line. A line with other quotes of this kind has strings of its own, and the search ends.
    pub(super) fn certain_lines(self, ahead: &str) -> usize {
        let Some(quote) = self.0 else { return 0 };
        for (number, line) in ahead.lines().take(MAX_LINES).enumerate() {
            let of_kind = line.bytes().filter(|byte| *byte == quote).count();
            if of_kind == 1 && closes(line.trim_end(), quote) {
                return number + 1;
            }
            if of_kind > 0 {
                break;
            }
        }
        0
    }

    /// What a line that is certainly a part of the string hides: all of it, but for the quote that ends it.
    pub(super) fn rest_of(self, line: &str, from: usize) -> Option<Range<usize>> {
        let rest = line.get(from..).unwrap_or_default();
        let end = line.trim_end().len();
        let ends = self.0.is_some_and(|quote| ends_with_lone_quote(rest.trim(), quote));
        let range = from..if ends { end.saturating_sub(1) } else { end };
        (!range.is_empty()).then_some(range)
    }

    /// Judges the line from `from` on, where its indentation or its `#` ends.
    pub(super) fn next(self, line: &str, from: usize) -> Next {
        let rest = line.get(from..).unwrap_or_default().trim();
        let end = line.trim_end().len();
        let Some(quote) = self.0 else {
            // A word alone is no line of TOML; prose, or a key whose `=` is missing, is no part of a word.
            let is_word = !rest.is_empty() && !rest.contains([' ', '\t']) && !is_own_line(rest);
            return if is_word { Next::Rest { end, is_last: false } } else { Next::Other };
        };
        if rest.is_empty() {
            Next::Blank
        } else if ends_with_lone_quote(rest, quote) {
            Next::Rest { end: end.saturating_sub(1), is_last: true }
        } else if is_own_line(rest) {
            Next::Other
        } else {
            Next::Rest { end, is_last: closing_quote(rest, 0, quote).is_some() }
        }
    }
}

/// The lines from `from` on that are certainly the rest of a string which broke off before: down to the one with its
/// closing quote.
pub(crate) fn rest_of_string(text: &str, from: usize, quote: u8) -> Option<Range<usize>> {
    let mut end = from;
    for line in text.get(from..)?.split_inclusive('\n').take(MAX_LINES) {
        end += line.len();
        let content = line.trim_end();
        match Broken(Some(quote)).next(content, skip_blanks(content, 0)) {
            Next::Rest { .. } if closes(content, quote) => return Some(from..end),
            Next::Blank | Next::Rest { is_last: false, .. } => {}
            Next::Rest { .. } | Next::Other => return None,
        }
    }
    None
}

/// True for `ter2"`, also before a comment, or at the end of an array or inline table.
fn closes(line: &str, quote: u8) -> bool {
    lone_quote(line, quote)
        .and_then(|at| line.get(at + 1..))
        .is_some_and(|after| ends(after, &[',', ']', '}']))
}

/// True for `ter2"`: the last quote of the line has no partner on it.
fn ends_with_lone_quote(rest: &str, quote: u8) -> bool {
    lone_quote(rest, quote).is_some_and(|at| at + 1 == rest.len())
}

/// The last quote of a line, when it has no partner on it.
fn lone_quote(rest: &str, quote: u8) -> Option<usize> {
    let mut from = 0;
    let mut lone = None;
    while let Some(at) = closing_quote(rest, from, quote) {
        lone = if lone.is_none() { Some(at) } else { None };
        from = at + 1;
    }
    lone
}

/// True for a header and for `key = value`, with nothing behind them but a comment.
fn is_own_line(rest: &str) -> bool {
    is_header(rest) || is_entry(rest, 0)
}

fn is_header(rest: &str) -> bool {
    let Some(inner) = rest.strip_prefix('[') else { return false };
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    inner.split_once(']').is_some_and(|(path, after)| {
        is_key(path) && ends(after.strip_prefix(']').unwrap_or(after), &[])
    })
}

fn is_entry(rest: &str, depth: usize) -> bool {
    rest.split_once('=').is_some_and(|(key, value)| is_key(key) && begins_value(value, depth))
}

fn is_key(path: &str) -> bool {
    let is_bare = |segment: &str| {
        !segment.is_empty()
            && segment.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    };
    let is_quoted = |segment: &str| {
        ['"', '\''].iter().any(|quote| {
            segment.strip_prefix(*quote).and_then(|rest| rest.strip_suffix(*quote)).is_some()
        })
    };
    path.split('.').map(str::trim).all(|segment| is_bare(segment) || is_quoted(segment))
}

/// True when this begins as a value of TOML does, and goes on behind it as a line does.
fn begins_value(value: &str, depth: usize) -> bool {
    let value = value.get(skip_blanks(value, 0)..).unwrap_or_default();
    match value.as_bytes() {
        [] => depth > 0,
        [quote @ (b'"' | b'\''), ..] => match closing_quote(value, 1, *quote) {
            Some(end) => {
                let after = value.get(end + 1..).unwrap_or_default();
                // Three quotes begin a string over several lines.
                after.as_bytes().first() == Some(quote) || ends(after, &[',', ']', '}'])
            }
            // Its own closing quote may be forgotten; a quote alone, or before what goes on behind a value, is the end of
            // what broke off.
            None => !ends(value.get(1..).unwrap_or_default(), &[',', ']', '}']),
        },
        [b'[', ..] if depth < MAX_DEPTH => {
            let inner = value.get(1..).unwrap_or_default();
            inner.trim_start().strip_prefix(']').is_some_and(|after| ends(after, &[',', ']', '}']))
                || begins_value(inner, depth + 1)
        }
        [b'{', ..] if depth < MAX_DEPTH => {
            let inner = value.get(1..).unwrap_or_default().trim_start();
            inner.strip_prefix('}').is_some_and(|after| ends(after, &[',', ']', '}']))
                || is_entry(inner, depth + 1)
        }
        _ => {
            let length = value.find([' ', '\t', ',', ']', '}', '#']).unwrap_or(value.len());
            let (word, after) = value.split_at_checked(length).unwrap_or((value, ""));
            is_scalar(word) && ends(after, &[',', ']', '}'])
        }
    }
}

/// True for a boolean, and for what has the looks of a number, a date or a time.
fn is_scalar(word: &str) -> bool {
    let number = word.strip_prefix(['+', '-']).unwrap_or(word);
    matches!(word, "true" | "false")
        || (number.starts_with(|first: char| first.is_ascii_digit())
            && number.bytes().all(|byte| {
                byte.is_ascii_digit()
                    || matches!(byte, b'_' | b'.' | b':' | b'-' | b'+' | b'T' | b'Z')
            }))
}

/// True when nothing follows but a comment, or one of `others`.
fn ends(after: &str, others: &[char]) -> bool {
    let after = after.trim_start();
    after.is_empty() || after.starts_with('#') || after.starts_with(others)
}
