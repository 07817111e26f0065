//! A text with a name: offsets to lines and columns, in the index units of three languages.
//!
//! What lives here: nothing but positions. What the text means is [`crate::deployment`]'s and [`crate::model`]'s.

use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The unit in which a language indexes its strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SpanUnit {
    /// Bytes of UTF-8: Rust.
    Bytes,
    /// Unicode scalar values: Python.
    Scalars,
    /// UTF-16 code units: JavaScript.
    Utf16,
}

/// A text, the path it came from (if any) and, made on first use, the offsets at which its lines start.
pub(crate) struct SourceText {
    path: Option<PathBuf>,
    text: Arc<str>,
    line_starts: OnceLock<Vec<u32>>,
    units: OnceLock<Vec<Units>>,
}

/// How much of a text lies before one of its lines.
#[derive(Clone, Copy, Debug, Default)]
struct Units {
    scalars: usize,
    utf16: usize,
}

impl Units {
    fn of(text: &str) -> Self {
        text.chars().fold(Self::default(), |units, character| Self {
            scalars: units.scalars + 1,
            utf16: units.utf16 + character.len_utf16(),
        })
    }

    fn plus(self, other: Self) -> Self {
        Self { scalars: self.scalars + other.scalars, utf16: self.utf16 + other.utf16 }
    }
}

impl fmt::Debug for SourceText {
    /// Never the text: it may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceText({:?}, {} bytes)", self.path, self.text.len())
    }
}

impl SourceText {
    pub(crate) fn new(path: Option<PathBuf>, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into(), line_starts: OnceLock::new(), units: OnceLock::new() }
    }

    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn shared_text(&self) -> Arc<str> {
        Arc::clone(&self.text)
    }

    /// The part of the text in `range`; empty when the range does not lie on character boundaries.
    pub(crate) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn line_starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let mut starts = vec![0];
            starts.extend(
                self.text
                    .bytes()
                    .enumerate()
                    .filter(|(_, byte)| *byte == b'\n')
                    .map(|(at, _)| u32::try_from(at + 1).unwrap_or(u32::MAX)),
            );
            starts
        })
    }

    /// Line and column of a byte offset, both from 1; the column counts Unicode scalar values.
    pub(crate) fn position(&self, offset: usize) -> (u32, u32) {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0) as usize;
        let column = self.slice(start..offset.max(start)).chars().count() + 1;
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
    }

    /// The byte range of a line (from 1), without its line break.
    pub(crate) fn line_range(&self, line: u32) -> Range<usize> {
        let starts = self.line_starts();
        let index = line.saturating_sub(1) as usize;
        let Some(start) = starts.get(index).map(|start| *start as usize) else {
            return self.text.len()..self.text.len();
        };
        let end = starts.get(index + 1).map_or(self.text.len(), |next| *next as usize);
        let content = self.slice(start..end);
        let trimmed = content.strip_suffix('\n').unwrap_or(content);
        let trimmed = trimmed.strip_suffix('\r').unwrap_or(trimmed);
        start..start + trimmed.len()
    }

    /// A byte range in another unit, counted from the start of the text.
    pub(crate) fn convert(&self, range: &Range<usize>, unit: SpanUnit) -> Range<usize> {
        let offset = |offset: usize| match unit {
            SpanUnit::Bytes => offset,
            SpanUnit::Scalars => self.units_before(offset).scalars,
            SpanUnit::Utf16 => self.units_before(offset).utf16,
        };
        offset(range.start)..offset(range.end)
    }

    /// Counted from the start of the line: from the start of the text, many findings would take quadratic time.
    fn units_before(&self, offset: usize) -> Units {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start as usize <= offset).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or_default() as usize;
        let before = self.units().get(line).copied().unwrap_or_default();
        before.plus(Units::of(self.slice(start..offset.max(start))))
    }

    fn units(&self) -> &[Units] {
        self.units.get_or_init(|| {
            let mut before = Units::default();
            let lines = self.text.split_inclusive('\n').map(|line| {
                let units = before;
                before = before.plus(Units::of(line));
                units
            });
            let mut units: Vec<Units> = lines.collect();
            units.push(before); // the end of the text is a line's start after a last line break
            units
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_from_one() {
        let text = SourceText::new(None, "a\r\nüx = 1\n");
        assert_eq!(text.position(0), (1, 1));
        assert_eq!(text.position(3), (2, 1));
        assert_eq!(text.position(5), (2, 2), "ü is two bytes and one column");
        assert_eq!(text.line_range(1), 0..1);
        assert_eq!(text.slice(text.line_range(2)), "üx = 1");
        assert_eq!(text.line_range(9), 11..11);
    }

    #[test]
    fn spans_convert_to_the_units_of_three_languages() {
        let text = SourceText::new(None, "ü😀x");
        let x = 6..7;
        assert_eq!(text.convert(&x, SpanUnit::Bytes), 6..7);
        assert_eq!(text.convert(&x, SpanUnit::Scalars), 2..3);
        assert_eq!(text.convert(&x, SpanUnit::Utf16), 3..4);
    }

    #[test]
    fn spans_convert_in_any_line_as_if_counted_from_the_start() {
        for text in ["", "\n", "ü😀\r\n\n😀x\nü", "ü\n😀\n"] {
            let source = SourceText::new(None, text);
            for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
                let before = text.get(..at).unwrap();
                let convert = |unit| source.convert(&(at..at), unit).start;
                assert_eq!(convert(SpanUnit::Scalars), before.chars().count(), "{before:?}");
                assert_eq!(convert(SpanUnit::Utf16), before.encode_utf16().count(), "{before:?}");
            }
        }
    }
}
