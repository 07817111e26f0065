//! Masking of secrets in text that is printed: source lines below diagnostics, and diffs.
//!
//! What lives here: [`Mask`], which knows what to hide in one text, and [`mask`], which gives the whole text with
//! `***` in place of every secret. Which keys hold secrets is in [`keys`], how far a value goes in [`value`], what
//! follows one that breaks off in [`broken`], credentials inside addresses in [`address`], and the walk over the lines in
//! [`scan`].
//! What does not: deciding what is printed. [`Format`](super::Format) and the diffs of `render` ask this module.
//!
//! The walk is lexical and works line by line, because it must hold for files that are no TOML: a forgotten quote is
//! found by a rule, and the rule's finding shows the line. Hence it errs towards hiding. A line whose value does not
//! end where TOML says a value ends is hidden to its end, and the lines below it that are no lines of TOML, or stand
//! before the lone quote that ends it; a line that was commented out is read as if it were not; and text within strings
//! is searched as well (`?password=…`, JSON).
//!
//! Shown: booleans, empty values (an empty password is the finding itself) and values that are nothing but a reference
//! ([`is_reference`]).

mod address;
mod broken;
mod keys;
#[cfg(test)]
mod laws;
mod scan;
#[cfg(test)]
mod tests;
mod value;

use std::ops::Range;

pub(crate) use broken::rest_of_string;

use crate::text::SourceText;

/// True for the path of a key whose value is never printed, `["super_admin", "password"]`.
pub(crate) fn is_secret_key(path: &[String]) -> bool {
    let Some((last, section)) = path.split_last() else { return false };
    let section: Vec<String> = section.iter().map(|segment| segment.to_lowercase()).collect();
    keys::is_secret(&section, &[last])
}

/// What stands where a secret was. Its length says nothing about the secret's.
const STARS: &str = "***";

/// The parts of one text that must not be printed.
///
/// One walk over the text finds them all, in time linear in its length; make it once per text.
#[derive(Debug)]
pub(crate) struct Mask {
    /// Ranges of bytes, ascending and apart; none goes over a line break.
    hidden: Vec<Range<usize>>,
}

/// One line as it may be printed.
#[derive(Debug)]
pub(crate) struct MaskedLine {
    /// The line without its line break, secrets replaced.
    pub(crate) text: String,
    /// What was replaced, in bytes of the original line.
    hidden: Vec<Range<usize>>,
}

impl Mask {
    pub(crate) fn new(text: &str) -> Self {
        let mut scanner = scan::Scanner::default();
        let mut hidden = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let content = line.strip_suffix('\n').unwrap_or(line);
            let content = content.strip_suffix('\r').unwrap_or(content);
            let end = start + line.len();
            let found = scanner.line(content, text.get(end..).unwrap_or_default());
            hidden.extend(found.into_iter().map(|range| start + range.start..start + range.end));
            start = end;
        }
        Self { hidden }
    }

    /// A line (from 1) of the text this mask was made of.
    pub(crate) fn line(&self, source: &SourceText, number: u32) -> MaskedLine {
        let line = source.line_range(number);
        let first = self.hidden.partition_point(|range| range.end <= line.start);
        let hidden: Vec<_> = self
            .hidden
            .iter()
            .skip(first)
            .take_while(|range| range.start < line.end)
            .map(|range| range.start - line.start..range.end - line.start)
            .collect();
        MaskedLine { text: replaced(source.slice(line), &hidden), hidden }
    }

    /// True when some byte of `span` is hidden, or an empty `span` lies within what is hidden.
    pub(crate) fn hides(&self, span: &Range<usize>) -> bool {
        let first = self.hidden.partition_point(|range| range.end <= span.start);
        self.hidden
            .get(first)
            .is_some_and(|range| range.start < span.end.max(span.start.saturating_add(1)))
    }
}

impl MaskedLine {
    /// Where the first byte of something stands now; what is hidden begins at the first star.
    pub(crate) fn start(&self, offset: usize) -> usize {
        self.place(offset, |hidden| (hidden.start..hidden.end).contains(&offset), 0)
    }

    /// Where something ends now (the byte after it); what is hidden ends after the last star.
    pub(crate) fn end(&self, offset: usize) -> usize {
        self.place(offset, |hidden| hidden.start < offset && offset <= hidden.end, STARS.len())
    }

    fn place(&self, offset: usize, within: impl Fn(&Range<usize>) -> bool, inside: usize) -> usize {
        let (mut original, mut masked) = (0, 0);
        for hidden in &self.hidden {
            if within(hidden) {
                return masked + hidden.start.saturating_sub(original) + inside;
            }
            if offset < hidden.end {
                break;
            }
            masked += hidden.start.saturating_sub(original) + STARS.len();
            original = hidden.end;
        }
        masked + offset.saturating_sub(original)
    }
}

/// The text with every secret replaced; it has as many lines as before, and line breaks stay as they are.
pub(crate) fn mask(text: &str) -> String {
    replaced(text, &Mask::new(text).hidden)
}

fn replaced(text: &str, hidden: &[Range<usize>]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for range in hidden {
        masked.push_str(text.get(from..range.start).unwrap_or_default());
        masked.push_str(STARS);
        from = range.end;
    }
    masked.push_str(text.get(from..).unwrap_or_default());
    masked
}

/// True when a value of this name must not be shown, such as a header's.
#[cfg(feature = "client")]
pub(crate) fn is_secret_name(name: &str) -> bool {
    keys::is_named_secret(name)
}

/// True when a value is nothing but one reference or placeholder, so that showing it gives nothing away.
///
/// Here, in the lowest layer, because masking needs it and may not know `crate::model`; who stands above asks this one.
pub(crate) fn is_reference(value: &str) -> bool {
    ["$env{", "$secret{", "$ref{", "$sys{", "${"]
        .into_iter()
        .find_map(|opening| value.strip_prefix(opening))
        .and_then(|rest| rest.strip_suffix('}'))
        .is_some_and(|name| !name.contains('}'))
}
