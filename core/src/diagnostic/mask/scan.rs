//! The walk over the lines: where keys stand, what section they are in, and values that go over several lines.

use std::ops::Range;

use super::broken::{Broken, Next};
use super::value::{self, Open, Place, closing_quote, skip_blanks};
use super::{address, keys};

/// What earlier lines left behind.
#[derive(Debug, Default)]
pub(super) struct Scanner {
    section: Vec<String>,
    /// The section of the last header that is commented out, until the next real one: that of the keys commented out
    /// below it.
    commented_section: Vec<String>,
    open: Option<Opened>,
}

#[derive(Debug)]
struct Opened {
    value: Open,
    /// A value in a comment ends with the comment: prose that reads `password = [` must not hide the whole file.
    commented: bool,
    /// How many of the next lines are its rest whatever they look like.
    certain: usize,
}

impl Opened {
    /// True when a string that broke off in a comment goes on in a line without a `#`: a person broke it there.
    fn goes_on(&self, line: &str, from: usize) -> bool {
        self.certain > 0
            || matches!(self.value, Open::Broken(broken @ Broken(Some(_)))
            if matches!(broken.next(line, from), Next::Rest { .. }))
    }
}

impl Scanner {
    /// What is to be hidden of the next line, ascending and apart; `ahead` is the text after it.
    pub(super) fn line(&mut self, line: &str, ahead: &str) -> Vec<Range<usize>> {
        let mut hidden = Vec::new();
        let indented = skip_blanks(line, 0);
        let commented = line.as_bytes().get(indented) == Some(&b'#');
        let body = line.len() - line.trim_start_matches(['#', ' ', '\t']).len();

        let mut start = body;
        match self.open.take() {
            Some(open) if !open.commented || commented || open.goes_on(line, indented) => {
                start = self.resume(line, indented..body, commented, open, &mut hidden);
            }
            _ => self.begin(line, body, commented, &mut hidden),
        }
        self.scan(line, start, commented, &mut hidden);
        if let Some(Opened { value: Open::Broken(broken), certain: certain @ 0, .. }) =
            &mut self.open
        {
            *certain = broken.certain_lines(ahead);
        }
        address::passwords(line, &mut hidden);
        in_order(hidden)
    }

    /// Goes on with a value of an earlier line; the answer is where the rest of the line begins.
    fn resume(
        &mut self,
        line: &str,
        Range { start: indented, end: body }: Range<usize>,
        commented: bool,
        opened: Opened,
        hidden: &mut Vec<Range<usize>>,
    ) -> usize {
        let rest = line.get(body..).unwrap_or_default();
        if matches!(opened.value, Open::Awaited) {
            if rest.is_empty() {
                self.open = Some(opened);
                return line.len();
            }
            // Another key, a header or a comment: the value is simply missing.
            let is_value = rest.starts_with(['"', '\''])
                || !(commented || rest.contains('=') || rest.starts_with('['));
            if !is_value {
                self.begin(line, body, commented, hidden);
                return body;
            }
        }
        // A `#` within a string is not a comment's.
        let in_text = matches!(opened.value, Open::Text(_) | Open::Broken(_)) && !opened.commented;
        let from = if in_text { indented } else { body };
        if let Open::Broken(broken) = opened.value {
            if let Some(left) = opened.certain.checked_sub(1) {
                hidden.extend(broken.rest_of(line, from));
                self.open = (left > 0).then_some(Opened { certain: left, ..opened });
                return line.len();
            }
            if broken.next(line, from) == Next::Other {
                self.begin(line, body, commented, hidden);
                return body;
            }
        }
        let found = value::resume(line, from, opened.value);
        hidden.extend(found.hidden);
        self.open = found.open.map(|value| Opened { value, certain: 0, ..opened });
        found.next
    }

    /// Looks at how a line begins: a header, or a secret key whose `=` is missing.
    fn begin(&mut self, line: &str, body: usize, commented: bool, hidden: &mut Vec<Range<usize>>) {
        let rest = line.get(body..).unwrap_or_default();
        if let Some(path) = header(rest) {
            if commented {
                self.commented_section = path;
            } else {
                self.section = path;
                self.commented_section.clear();
            }
        } else if !commented && let Some(at) = self.value_without_separator(rest) {
            hidden.push(body + at..line.trim_end().len());
            let quote =
                rest.as_bytes().get(at).copied().filter(|byte| matches!(byte, b'"' | b'\''));
            if quote.is_none_or(|quote| closing_quote(rest, at + 1, quote).is_none()) {
                self.open =
                    Some(Opened { value: Open::Broken(Broken(quote)), commented, certain: 0 });
            }
        }
    }

    /// Where the value begins in `password "x"` and `password x`.
    fn value_without_separator(&self, rest: &str) -> Option<usize> {
        let length = rest.len() - rest.trim_start_matches(is_bare).len();
        let key: Vec<&str> = rest.get(..length)?.split('.').collect();
        if length == 0 || !keys::is_secret(&self.section, &key) {
            return None;
        }
        let at = skip_blanks(rest, length);
        let value = rest.get(at..)?.trim_end();
        let one_word =
            !value.contains([' ', '\t', '=']) && !value.starts_with([':', '.', ',', ']', '}', '#']);
        (!value.is_empty() && (value.starts_with(['"', '\'']) || one_word)).then_some(at)
    }

    fn scan(&mut self, line: &str, start: usize, commented: bool, hidden: &mut Vec<Range<usize>>) {
        let mut walk = Walk::new(line, start);
        while let Some((at, byte)) = walk.next_byte() {
            let separates = byte == b'=' || (byte == b':' && walk.colon_separates(at));
            if separates && self.is_secret(&walk, at, commented) {
                let found = value::value(line, at + 1, walk.place());
                hidden.extend(found.hidden);
                walk.go_on_at(found.next);
                let open = match found.open {
                    // A value without quotes in a comment is mostly prose. Elsewhere it may stand in a string that broke off.
                    Some(Open::Broken(Broken(None))) if commented => None,
                    Some(Open::Broken(Broken(None))) => Some(Open::Broken(Broken(
                        walk.without_partner.into_iter().flatten().next(),
                    ))),
                    open => open,
                };
                if open.is_some() {
                    self.open = open.map(|value| Opened { value, commented, certain: 0 });
                }
            } else if byte == b'=' {
                walk.floor = at + 1;
            }
        }
    }

    fn is_secret(&self, walk: &Walk<'_>, separator: usize, commented: bool) -> bool {
        let (key, before) = key_before(walk.line, walk.floor, separator);
        if walk.string_end.is_some() && key == ["key"] {
            // `https://host/?key=…`
            return before.ends_with(['?', '&']);
        }
        let below_comment = commented && !self.commented_section.is_empty();
        let section = if below_comment { &self.commented_section } else { &self.section };
        // Between a `[secrets]` and a comment that looks like a header it is safer to believe the former.
        keys::is_secret(section, &key)
            || keys::is_secrets_section(&self.section)
            || keys::is_secrets_section(&self.commented_section)
    }
}

/// A walk over one line that knows whether it is within a string or an inline table.
struct Walk<'l> {
    line: &'l str,
    at: usize,
    /// No key begins before this: keeps the walk linear, and a value from being read as a key.
    floor: usize,
    depth: usize,
    /// Where the string ends that the walk is in. A quote that is not closed on the line is an apostrophe.
    string_end: Option<usize>,
    /// Quotes known to have no partner further on: looking again and again would be quadratic.
    without_partner: [Option<u8>; 2],
}

impl<'l> Walk<'l> {
    fn new(line: &'l str, start: usize) -> Self {
        Self {
            line,
            at: start,
            floor: start,
            depth: 0,
            string_end: None,
            without_partner: [None; 2],
        }
    }

    fn next_byte(&mut self) -> Option<(usize, u8)> {
        let at = self.at;
        let byte = *self.line.as_bytes().get(at)?;
        self.at += 1;
        if self.string_end.is_some() {
            self.string_end = self.string_end.filter(|end| *end > at);
            return Some((at, byte));
        }
        match byte {
            b'"' | b'\'' if !self.without_partner.contains(&Some(byte)) => {
                self.string_end = closing_quote(self.line, at + 1, byte);
                if self.string_end.is_none() {
                    let mut unused =
                        self.without_partner.iter_mut().filter(|known| known.is_none());
                    if let Some(unused) = unused.next() {
                        *unused = Some(byte);
                    }
                }
            }
            b'[' | b'{' => self.depth += 1,
            b']' | b'}' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        Some((at, byte))
    }

    fn go_on_at(&mut self, next: usize) {
        self.at = next;
        self.floor = next;
    }

    fn place(&self) -> Place {
        Place {
            end: self.string_end.unwrap_or(self.line.len()),
            in_string: self.string_end.is_some(),
            nested: self.depth > 0,
        }
    }

    /// `password: "x"`, as YAML and JSON have it. Within strings only after a quoted key: prose has many colons.
    fn colon_separates(&self, at: usize) -> bool {
        let (before, after) = self.line.split_at_checked(at).unwrap_or_default();
        let quoted = before.trim_end_matches([' ', '\t']).ends_with(['"', '\'']);
        !after.starts_with("://") && (self.string_end.is_none() || quoted)
    }
}

/// The segments of the key that ends before `separator`, and what stands before it.
fn key_before(line: &str, floor: usize, separator: usize) -> (Vec<&str>, &str) {
    let mut segments = Vec::new();
    let mut rest = line.get(floor..separator).unwrap_or_default().trim_end_matches([' ', '\t']);
    // No key is this deep; the bound keeps a line of nothing but dots and quotes from costing its square.
    while segments.len() < 16 {
        let (before, segment) = if let Some(inner) = rest.strip_suffix(['"', '\'']) {
            let quote = if rest.ends_with('"') { '"' } else { '\'' };
            inner.rsplit_once(quote).unwrap_or(("", inner))
        } else {
            let before = rest.trim_end_matches(|character: char| {
                character.is_alphanumeric() || matches!(character, '_' | '-')
            });
            (before, rest.get(before.len()..).unwrap_or_default())
        };
        segments.push(segment);
        rest = before;
        match before.trim_end_matches([' ', '\t']).strip_suffix('.') {
            Some(before) => rest = before.trim_end_matches([' ', '\t']),
            None => break,
        }
    }
    segments.reverse();
    (segments, rest)
}

/// The path of a table's header, in lower case. A header with a bracket missing counts.
fn header(rest: &str) -> Option<Vec<String>> {
    let inner = rest.strip_prefix('[')?;
    let inner = inner.strip_prefix('[').unwrap_or(inner);
    let end = inner.find([']', '#', '=', ',', '{']).unwrap_or(inner.len());
    let (path, after) = inner.split_at_checked(end)?;
    let path = path.trim();
    let element = after.trim_start_matches(']').trim_start().starts_with(',');
    let begins_well =
        path.starts_with(|first: char| first.is_alphabetic() || matches!(first, '"' | '\''));
    if !begins_well || element || after.starts_with(['=', ',', '{']) {
        return None;
    }
    let bare = |segment: &str| segment.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    Some(path.split('.').map(bare).collect())
}

fn is_bare(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-' | '.')
}

fn in_order(mut hidden: Vec<Range<usize>>) -> Vec<Range<usize>> {
    hidden.sort_by_key(|range| range.start);
    let mut apart: Vec<Range<usize>> = Vec::with_capacity(hidden.len());
    for range in hidden {
        match apart.last_mut() {
            Some(last) if range.start < last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    apart
}
