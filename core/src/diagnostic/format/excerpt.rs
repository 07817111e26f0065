//! One source line with carets below a span, secrets masked.

use std::ops::Range;

use unicode_width::UnicodeWidthChar;

use super::place::steers;
use crate::diagnostic::mask::Mask;
use crate::text::SourceText;

/// What a tab becomes, in the source line and in the line of carets alike.
const TAB: &str = "    ";
/// A longer line is shown in part, around the span: a file may be one line of megabytes.
const LONGEST: usize = 160;
/// How much of a long line stands before the span.
const LEAD: usize = 40;

/// A line as it is shown, and the carets below it.
pub(super) struct Excerpt {
    pub(super) line: String,
    pub(super) carets: String,
}

struct Cell {
    shown: char,
    columns: usize,
}

/// The first line of a span. A span that goes on over its end is underlined to the end.
pub(super) fn excerpt(
    source: &SourceText,
    mask: &Mask,
    number: u32,
    span: &Range<usize>,
) -> Excerpt {
    let range = source.line_range(number);
    let line = mask.line(source, number);
    let within = |offset: usize| offset.clamp(range.start, range.end) - range.start;
    let start = line.start(within(span.start));
    let end = line.end(within(span.end)).max(start);

    let (mut before, mut under) = (0, 0);
    let mut cells = Vec::new();
    for (at, character) in line.text.char_indices() {
        let cell = Cell::of(character);
        if at < start {
            before += cell.columns;
        } else if at < end {
            under += cell.columns;
        }
        cells.push(cell);
    }
    cut(&cells, before, under.max(1))
}

impl Cell {
    fn of(character: char) -> Self {
        if character == '\t' {
            return Self { shown: character, columns: TAB.len() };
        }
        let shown = if steers(character) { char::REPLACEMENT_CHARACTER } else { character };
        Self { shown, columns: shown.width().unwrap_or(1) }
    }
}

/// The part of the line to show: all of it, or as much as fits around the carets.
fn cut(cells: &[Cell], before: usize, under: usize) -> Excerpt {
    let total: usize = cells.iter().map(|cell| cell.columns).sum();
    let from = if total > LONGEST { before.saturating_sub(LEAD) } else { 0 };
    let mut line = String::new();
    let mut carets = String::new();
    if from > 0 {
        line.push('…');
        carets.push(' ');
    }
    // A wide character may be cut in half: then the first column shown is the one after it.
    let (mut column, mut first) = (0, None);
    for cell in cells {
        if column >= from + LONGEST {
            line.push('…');
            break;
        }
        if column >= from {
            first.get_or_insert(column);
            if cell.shown == '\t' {
                line.push_str(TAB);
            } else {
                line.push(cell.shown);
            }
        }
        column += cell.columns;
    }
    let indent = before.saturating_sub(first.unwrap_or(0));
    carets.push_str(&" ".repeat(indent));
    carets.push_str(&"^".repeat(under.min(LONGEST.saturating_sub(indent).max(1))));
    Excerpt { line: line.trim_end().to_owned(), carets }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, part: &str) -> (String, String) {
        let source = SourceText::new(None, text);
        let start = text.find(part).unwrap();
        let span = start..start + part.len();
        let (line, _) = source.position(start);
        let excerpt = excerpt(&source, &Mask::new(text), line, &span);
        (excerpt.line, excerpt.carets)
    }

    #[test]
    fn carets_stand_below_the_span() {
        assert_eq!(of("a = \"b\"\n", "b"), ("a = \"b\"".into(), "     ^".into()));
        assert_eq!(of("\tü = \"b\"\n", "b"), ("    ü = \"b\"".into(), "         ^".into()));
        assert_eq!(
            of("日 = \"b\"\n", "b"),
            ("日 = \"b\"".into(), "      ^".into()),
            "two columns wide"
        );
        assert_eq!(of("日\n", "日"), ("日".into(), "^^".into()));
        assert_eq!(of("a = [\n1]\n", "[\n1]"), ("a = [".into(), "    ^".into()));
        assert_eq!(of("a = 1\n", "\n"), ("a = 1".into(), "     ^".into()));
    }

    #[test]
    fn carets_follow_what_is_masked() {
        let text = "password = \"hunter2\" # b\n";
        assert_eq!(
            of(text, "hunter2"),
            ("password = \"***\" # b".into(), "            ^^^".into())
        );
        assert_eq!(of(text, "nte"), ("password = \"***\" # b".into(), "            ^^^".into()));
        assert_eq!(
            of(text, "b"),
            ("password = \"***\" # b".into(), format!("{}^", " ".repeat(19)))
        );
    }

    #[test]
    fn long_lines_are_shown_in_part() {
        let text = format!("a = \"{}b{}\"\n", "x".repeat(5000), "y".repeat(5000));
        let (line, carets) = of(&text, "b");
        assert_eq!(line.chars().count(), LONGEST + 2);
        let caret = carets.chars().count() - 1;
        assert_eq!(line.chars().nth(caret), Some('b'));
        assert!(carets.trim_start() == "^" && line.starts_with('…') && line.ends_with('…'));
        let (_, carets) = of(&text, text.get(5..9000).unwrap());
        assert!(carets.chars().count() <= LONGEST);
    }
}
