//! What Rust's TOML parser (TOML 1.1) accepts and API-M's (TOML 0.5.0) refuses.
//!
//! Source: API-M 3.0–4.7, measured with cava-toml 0.5.0: raw tabs in basic strings, arrays of mixed types, and of TOML
//! 1.1 the line break or trailing comma in an inline table, `\e`, `\x41` and times without seconds.

use std::ops::Range;

use toml_parser::decoder::Encoding;

use super::document::ItemKind;
use super::syntax::{SyntaxProblem, SyntaxProblemKind};

fn problem(span: Range<usize>, message: &str, help: &'static str) -> SyntaxProblem {
    SyntaxProblem::new(SyntaxProblemKind::Dialect, span, message, Some(help))
}

/// The types that an array may not mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Integer,
    Float,
    Boolean,
    OffsetDateTime,
    LocalDateTime,
    LocalDate,
    LocalTime,
    Array,
    Table,
}

impl Type {
    pub(super) fn of(kind: ItemKind, raw: &str) -> Self {
        match kind {
            ItemKind::Integer => Self::Integer,
            ItemKind::Float => Self::Float,
            ItemKind::Boolean => Self::Boolean,
            ItemKind::DateTime => Self::of_date_time(raw),
            ItemKind::Array | ItemKind::ArrayOfTables => Self::Array,
            ItemKind::Table(_) => Self::Table,
            ItemKind::String => Self::String,
        }
    }

    fn of_date_time(raw: &str) -> Self {
        let (date, time) = (raw.contains('-'), raw.contains(':'));
        let zone = raw.ends_with(['Z', 'z'])
            || raw.get(11..).is_some_and(|time| time.contains(['+', '-']));
        match (date && raw.as_bytes().get(4) == Some(&b'-'), time) {
            (true, true) if zone => Self::OffsetDateTime,
            (true, true) => Self::LocalDateTime,
            (true, false) => Self::LocalDate,
            (false, _) => Self::LocalTime,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Boolean => "a boolean",
            Self::OffsetDateTime => "a date-time with offset",
            Self::LocalDateTime => "a local date-time",
            Self::LocalDate => "a date",
            Self::LocalTime => "a time",
            Self::Array => "an array",
            Self::Table => "a table",
        }
    }
}

/// What is remembered of an array or inline table while it is open.
#[derive(Debug, Default)]
pub(super) struct Nesting {
    first: Option<Type>,
    mixed: bool,
    broken_at: Option<Range<usize>>,
    separator: Option<Range<usize>>,
}

impl Nesting {
    pub(super) fn value_seen(&mut self) {
        self.separator = None;
    }

    pub(super) fn element(&mut self, element: Type, span: Range<usize>) -> Option<SyntaxProblem> {
        let first = *self.first.get_or_insert(element);
        if first == element || self.mixed {
            return None;
        }
        self.mixed = true;
        Some(problem(
            span,
            &format!(
                "the array mixes types, which API-M's TOML parser refuses: {} after {}",
                element.name(),
                first.name()
            ),
            "write all elements as strings",
        ))
    }

    pub(super) fn separator(&mut self, span: Range<usize>) {
        self.separator = Some(span);
    }

    pub(super) fn line_break(&mut self, span: Range<usize>) {
        self.broken_at.get_or_insert(span);
    }

    pub(super) fn inline_table_problem(self) -> Option<SyntaxProblem> {
        if let Some(span) = self.broken_at {
            return Some(problem(
                span,
                "an inline table goes over several lines, which API-M's TOML parser refuses",
                "write it on one line, or as a [table] of its own",
            ));
        }
        self.separator.map(|span| {
            problem(
                span,
                "an inline table ends in a comma, which API-M's TOML parser refuses",
                "remove the last comma",
            )
        })
    }
}

/// Problems of one value.
pub(super) fn scalar(
    raw: &str,
    start: usize,
    encoding: Option<Encoding>,
    kind: ItemKind,
) -> Vec<SyntaxProblem> {
    match (kind, encoding) {
        (_, Some(Encoding::BasicString)) => basic_string(raw, start, false),
        (_, Some(Encoding::MlBasicString)) => basic_string(raw, start, true),
        (ItemKind::Integer, None) => integer_out_of_range(raw, start).into_iter().collect(),
        (ItemKind::DateTime, None) => no_such_date(raw, start)
            .or_else(|| time_without_seconds(raw, start))
            .into_iter()
            .collect(),
        _ => Vec::new(),
    }
}

/// Problems of a basic string or key: `\e`, `\x..` and, on a single line, raw tabs.
pub(super) fn basic_string(raw: &str, start: usize, multi_line: bool) -> Vec<SyntaxProblem> {
    // Nearly every string has neither a backslash nor a tab.
    if !raw.contains(['\\', '\t']) {
        return Vec::new();
    }
    let mut problems = Vec::new();
    let mut bytes = raw.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\t' if !multi_line => problems.push(problem(
                start + at..start + at + 1,
                "a tab stands in a basic string, which API-M's TOML parser refuses",
                "write \\t, or use a 'literal string'",
            )),
            b'\\' => {
                if let Some((_, escaped @ (b'e' | b'x'))) = bytes.next() {
                    problems.push(problem(
                        start + at..start + at + 2,
                        &format!(
                            "`\\{}` is an escape of TOML 1.1, which API-M's TOML parser refuses",
                            char::from(escaped)
                        ),
                        "write the character as \\u followed by four hexadecimal digits",
                    ));
                }
            }
            _ => {}
        }
    }
    problems
}

fn integer_out_of_range(raw: &str, start: usize) -> Option<SyntaxProblem> {
    if integer(raw).is_some() {
        return None;
    }
    let (message, help) = if raw.len() == 2 && raw.starts_with('0') {
        ("the number has a prefix and no digits", "write the digits, or a \"string\"")
    } else {
        (
            "the number is too large: an integer has 64 bits",
            "write a smaller number, or a \"string\"",
        )
    };
    let span = start..start + raw.len();
    Some(SyntaxProblem::new(SyntaxProblemKind::Invalid, span, message, Some(help)))
}

/// A date that no calendar has, or a time that no clock shows.
fn no_such_date(raw: &str, start: usize) -> Option<SyntaxProblem> {
    let number = |range: Range<usize>| raw.get(range)?.parse::<u32>().ok();
    let has_date = raw.as_bytes().get(4) == Some(&b'-');
    let date_is_wrong = has_date && {
        let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => 0,
        };
        day == 0 || day > days
    };
    let time = if has_date { 11 } else { 0 };
    let is_above = |at: usize, most: u32| number(at..at + 2).is_some_and(|found| found > most);
    let time_is_wrong = is_above(time, 23) || is_above(time + 3, 59) || is_above(time + 6, 59);
    (date_is_wrong || time_is_wrong).then(|| {
        SyntaxProblem::new(
            SyntaxProblemKind::Invalid,
            start..start + raw.len(),
            "there is no such date or time",
            Some("write one that exists, or a \"string\""),
        )
    })
}

/// The value of an integer that fits 64 bits.
pub(super) fn integer(raw: &str) -> Option<i64> {
    let digits = raw.replace('_', "");
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = digits.strip_prefix(prefix) {
            return i64::from_str_radix(digits, radix).ok();
        }
    }
    digits.parse().ok()
}

fn time_without_seconds(raw: &str, start: usize) -> Option<SyntaxProblem> {
    let time_at = raw.find(':')?.saturating_sub(2);
    let time = raw.get(time_at..)?;
    let time = time.split(['Z', 'z', '+', '-']).next().unwrap_or(time);
    (time.matches(':').count() == 1).then(|| {
        problem(
            start..start + raw.len(),
            "a time without seconds is TOML 1.1, which API-M's TOML parser refuses",
            "write the seconds as well",
        )
    })
}
