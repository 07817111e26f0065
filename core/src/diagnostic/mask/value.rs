//! How far a secret value goes.
//!
//! Everything here works on one line; what goes on over the line's end is an [`Open`], which the next line resumes.
//! Where a value does not end as TOML's values end, everything to the end of the line belongs to it: `"ab"cd"` is a
//! password with a quote that somebody forgot to escape.

use std::ops::Range;

use super::broken::{Broken, Next};
use super::is_reference;

/// A value that goes on in the next line.
#[derive(Debug)]
pub(super) enum Open {
    /// The value has not begun: `password =` and a line break.
    Awaited,
    /// A string in three quotes of this kind.
    Text(u8),
    /// An array or inline table.
    Nested(Nesting),
    /// A value that TOML ends with its line, and that does not end as values do.
    Broken(Broken),
}

/// How deep inside an array or inline table, and within which multi-line string of it.
#[derive(Debug)]
pub(super) struct Nesting {
    depth: usize,
    text: Option<u8>,
}

/// What a value hides of a line, and where reading goes on.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) hidden: Option<Range<usize>>,
    pub(super) next: usize,
    pub(super) open: Option<Open>,
}

impl Found {
    fn closed(line: &str, inner: Range<usize>, next: usize) -> Self {
        let value = line.get(inner.clone()).unwrap_or_default();
        let hidden = (!value.is_empty() && !is_reference(value)).then_some(inner);
        Self { hidden, next, open: None }
    }

    /// Hides from `start` to `end`, without blanks at either end.
    fn to_end(line: &str, start: usize, end: usize, open: Option<Open>) -> Self {
        let range = trimmed(line, start..end);
        let hidden = (!range.is_empty()).then_some(range);
        Self { hidden, next: end, open }
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    /// Where the string that holds it ends, or the line.
    pub(super) end: usize,
    /// Within another string: a parameter of an address, or JSON.
    pub(super) in_string: bool,
    /// Within an inline table or array of this line.
    pub(super) nested: bool,
}

/// The value that begins at or after `at`.
pub(super) fn value(line: &str, at: usize, place: Place) -> Found {
    let at = skip_blanks(line, at);
    // A string that does not end as strings do is none: a quote before it has no partner, and this is the real value.
    let place = if place.in_string && !ends_string(line, at, place.end) {
        Place { end: line.len(), in_string: false, nested: false }
    } else {
        place
    };
    let rest = line.get(at..place.end).unwrap_or_default();
    match rest.as_bytes() {
        [] if place.in_string => Found { hidden: None, next: place.end, open: None },
        [] => Found { hidden: None, next: place.end, open: Some(Open::Awaited) },
        [quote @ (b'"' | b'\''), second, third, ..]
            if quote == second && quote == third && !place.in_string =>
        {
            text(line, at + 3, *quote, place)
        }
        [quote @ (b'"' | b'\''), ..] => quoted(line, at + 1, *quote, place),
        [b'[' | b'{', ..] if !place.in_string => {
            nested(line, at + 1, Nesting { depth: 1, text: None }, place)
        }
        _ if place.in_string => {
            let length = rest.find(['&', ';']).unwrap_or(rest.len());
            Found::closed(line, at..at + length, at + length)
        }
        _ => bare(line, at, place),
    }
}

/// Goes on with a value that an earlier line began; `from` is where this line's part begins.
pub(super) fn resume(line: &str, from: usize, open: Open) -> Found {
    let place = Place { end: line.len(), in_string: false, nested: false };
    match open {
        Open::Awaited => value(line, from, place),
        Open::Text(quote) => text(line, from, quote, place),
        Open::Nested(nesting) => nested(line, from, nesting, place),
        Open::Broken(broken) => rest_of_broken(line, from, broken),
    }
}

/// What a value that broke off hides of the next line: all of it, or nothing.
fn rest_of_broken(line: &str, from: usize, broken: Broken) -> Found {
    match broken.next(line, from) {
        Next::Blank => Found { hidden: None, next: line.len(), open: Some(Open::Broken(broken)) },
        Next::Rest { end, is_last } => {
            let open = (!is_last).then_some(Open::Broken(broken));
            Found { next: line.len(), ..Found::to_end(line, from, end, open) }
        }
        Next::Other => Found { hidden: None, next: from, open: None },
    }
}

fn quoted(line: &str, start: usize, quote: u8, place: Place) -> Found {
    let end = closing_quote(line, start, quote);
    match end.filter(|end| *end < place.end) {
        Some(end) if ends_value(line, end + 1, place) => Found::closed(line, start..end, end + 1),
        _ => {
            let breaks_off = end.is_none() && !place.in_string;
            let open = breaks_off.then_some(Open::Broken(Broken(Some(quote))));
            Found::to_end(line, start, place.end, open)
        }
    }
}

fn text(line: &str, start: usize, quote: u8, place: Place) -> Found {
    let Some(end) = closing_quotes(line, start, quote) else {
        return Found::to_end(line, start, line.len(), Some(Open::Text(quote)));
    };
    if ends_value(line, end + 3, place) {
        // A line that holds nothing but the closing quotes keeps its indentation.
        let inner = trimmed(line, start..end);
        let inner = if inner.is_empty() { start..start } else { start..end };
        Found::closed(line, inner, end + 3)
    } else {
        Found::to_end(line, start, line.len(), None)
    }
}

fn nested(line: &str, start: usize, mut nesting: Nesting, place: Place) -> Found {
    let bytes = line.as_bytes();
    let mut at = start;
    while let Some(&byte) = bytes.get(at) {
        if let Some(quote) = nesting.text {
            let Some(end) = closing_quotes(line, at, quote) else { break };
            nesting.text = None;
            at = end + 3;
            continue;
        }
        match byte {
            b'"' | b'\'' if bytes.get(at..at + 3) == Some(&[byte; 3]) => {
                nesting.text = Some(byte);
                at += 3;
                continue;
            }
            b'"' | b'\'' => match closing_quote(line, at + 1, byte) {
                Some(end) => at = end,
                None => break,
            },
            b'#' => break,
            b'[' | b'{' => nesting.depth += 1,
            b']' | b'}' if nesting.depth > 1 => nesting.depth -= 1,
            b']' | b'}' if ends_value(line, at + 1, place) => {
                return Found::to_end(line, start, at, None);
            }
            b']' | b'}' => return Found::to_end(line, start, line.len(), None),
            _ => {}
        }
        at += 1;
    }
    Found {
        next: line.len(),
        ..Found::to_end(line, start, line.len(), Some(Open::Nested(nesting)))
    }
}

/// A value without quotes: a number, a boolean, or text whose quotes were forgotten, which may hold anything.
fn bare(line: &str, at: usize, place: Place) -> Found {
    let rest = line.get(at..).unwrap_or_default();
    let shown = ["true", "false"].into_iter().find(|word| rest.starts_with(word)).map(str::len);
    let shown = shown.or_else(|| {
        let end = rest.find('}')? + 1;
        rest.get(..end).is_some_and(is_reference).then_some(end)
    });
    match shown {
        Some(length) if ends_value(line, at + length, place) => {
            Found { hidden: None, next: at + length, open: None }
        }
        _ => Found::to_end(line, at, line.len(), Some(Open::Broken(Broken(None)))),
    }
}

/// True when what stands at `at` may follow a value.
fn ends_value(line: &str, at: usize, place: Place) -> bool {
    let rest = line.get(at..place.end).unwrap_or_default();
    if place.in_string {
        return rest.chars().next().is_none_or(|next| {
            next.is_whitespace() || matches!(next, '&' | ';' | ',' | ')' | '}' | ']')
        });
    }
    let rest = without_closers(rest);
    if place.nested && rest.starts_with(',') {
        return begins_entry(after_comma(rest));
    }
    // A comma at the end: an inline table or array that an earlier line began.
    let rest = without_closers(after_comma(rest));
    rest.is_empty() || rest.starts_with('#')
}

/// True when the string that ends at `end`, and holds a secret that begins at `at`, ends as any key's value or as an
/// element of an array does.
fn ends_string(line: &str, at: usize, end: usize) -> bool {
    let rest = without_closers(line.get(end + 1..).unwrap_or_default());
    if at >= end || !rest.starts_with(',') {
        // `{ a = "b, password = "#x" }`: what follows is no comment, but the secret.
        return rest.is_empty();
    }
    let element = after_comma(rest);
    let quote = element.bytes().next().filter(|byte| matches!(byte, b'"' | b'\''));
    begins_entry(element)
        || quote.and_then(|quote| closing_quote(element, 1, quote)).is_some_and(|end| {
            let after = element.get(end + 1..).unwrap_or_default().trim_start();
            after.is_empty() || after.starts_with([',', ']'])
        })
}

fn without_closers(rest: &str) -> &str {
    rest.trim_start_matches([' ', '\t', '}', ']'])
}

fn after_comma(rest: &str) -> &str {
    rest.trim_start_matches([',', ' ', '\t'])
}

/// True when this may follow the comma after a value: `key =`, another table, the end.
fn begins_entry(rest: &str) -> bool {
    let key = |character: char| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.' | '"' | '\'')
    };
    let after = rest.trim_start_matches(key).trim_start_matches([' ', '\t']);
    match rest.as_bytes().first() {
        None | Some(b'#' | b'{' | b'[' | b']' | b'}') => true,
        Some(_) => after.len() < rest.len() && after.starts_with(['=', ':']),
    }
}

/// Where a string that began before `from` ends, on this line.
pub(super) fn closing_quote(line: &str, from: usize, quote: u8) -> Option<usize> {
    let mut bytes = line.bytes().enumerate().skip(from);
    while let Some((at, byte)) = bytes.next() {
        if byte == quote {
            return Some(at);
        }
        if byte == b'\\' && quote == b'"' {
            bytes.next();
        }
    }
    None
}

/// Where three quotes end a string that began before `from`, on this line: the last three of up to five.
fn closing_quotes(line: &str, from: usize, quote: u8) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = from;
    loop {
        at = closing_quote(line, at, quote)?;
        let run = bytes.iter().skip(at).take(5).take_while(|byte| **byte == quote).count();
        if run >= 3 {
            return Some(at + run - 3);
        }
        at += run;
    }
}

pub(super) fn skip_blanks(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or_default();
    at + rest.len() - rest.trim_start_matches([' ', '\t']).len()
}

fn trimmed(line: &str, range: Range<usize>) -> Range<usize> {
    let text = line.get(range.clone()).unwrap_or_default();
    let start = range.start + text.len() - text.trim_start().len();
    start..start + text.trim().len()
}
