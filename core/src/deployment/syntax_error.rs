//! From the parser's errors to problems that say what to do.

use std::collections::HashSet;
use std::ops::Range;

use toml_parser::{Expected, ParseError};

use super::section::{line_end, line_start};
use super::syntax::{SyntaxProblem, SyntaxProblemKind};
use crate::diagnostic::mask::rest_of_string;

/// What the parser says of a value that is none.
const UNQUOTED: &str = "string values must be quoted";

/// What an error means for the rest of its line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Effect {
    /// The parser knows where it is: the next error is another one.
    Local,
    /// The value is spoilt: another error in the same value is an echo.
    Value,
    /// The parser lost its way: the next errors of the line are echoes.
    Line,
}

/// The problems behind the parser's errors, without those that are only the echo of another.
pub(super) fn problems(text: &str, errors: &[ParseError]) -> Vec<SyntaxProblem> {
    let mut found: Vec<_> = errors.iter().map(|error| problem(text, error)).collect();
    found.sort_by_key(|(problem, ..)| (problem.span.start, problem.span.end));
    let mut problems: Vec<SyntaxProblem> = Vec::new();
    let mut before: Option<(usize, Effect, usize)> = None;
    for (problem, effect, value) in found {
        let start = problem.span.start;
        let is_echo = before.is_some_and(|(previous, effect_before, value_before)| {
            let is_same_line =
                text.get(previous..start).is_some_and(|between| !between.contains('\n'));
            is_same_line
                && match effect_before {
                    Effect::Local => start == previous,
                    Effect::Value => value == value_before || effect != Effect::Value,
                    Effect::Line => true,
                }
        });
        if !is_echo {
            problems.push(problem);
        }
        // Of two errors at one place the first is reported, and what the second spoils is spoilt.
        if !is_echo
            || before.is_some_and(|(previous, known, _)| previous == start && known < effect)
        {
            before = Some((start, effect, value));
        }
    }
    problems
}

/// Drops what is only the echo of an error: whatever is said of the rest of a string that broke off, and that a line which
/// is wrong anyway defines something twice.
pub(super) fn without_echoes(text: &str, errors: &[ParseError], problems: &mut Vec<SyntaxProblem>) {
    let rests: Vec<Range<usize>> =
        errors.iter().filter_map(|error| rest_of_broken_string(text, error)).collect();
    problems.retain(|problem| !rests.iter().any(|rest| rest.contains(&problem.span.start)));
    let lines: HashSet<usize> = problems
        .iter()
        .filter(|problem| problem.kind == SyntaxProblemKind::Invalid)
        .map(|problem| line_start(text, problem.span.start))
        .collect();
    problems.retain(|problem| {
        problem.kind != SyntaxProblemKind::Duplicate
            || !lines.contains(&line_start(text, problem.span.start))
    });
}

/// The lines below a string without its closing quote that hold its rest.
fn rest_of_broken_string(text: &str, error: &ParseError) -> Option<Range<usize>> {
    let quote = match error.description() {
        "invalid basic string" => b'"',
        "invalid literal string" => b'\'',
        _ => return None,
    };
    let at = error.unexpected().or(error.context())?.start();
    rest_of_string(text, line_end(text, at), quote)
}

/// An error as a problem, what it means for its line, and where its value starts.
fn problem(text: &str, error: &ParseError) -> (SyntaxProblem, Effect, usize) {
    let description = error.description();
    let context = error.context().or(error.unexpected()).unwrap_or_default();
    let mut span = error.unexpected().unwrap_or(context);
    // What is not closed is best seen where it opens: it can be long.
    let is_unclosed = matches!(description, "unclosed array" | "unclosed inline table");
    if is_unclosed {
        span = context;
    }
    let start = span.start().min(text.len());
    let mut range = start..span.end().clamp(start, text.len());
    let (message, help) = if let Some((message, help)) = own_words(description) {
        if description == "missing escaped value" {
            range.start = range.start.saturating_sub(1);
        }
        (message.to_owned(), Some(help))
    } else if rest_of_broken_string(text, error).is_some() {
        (
            in_parsers_words(error),
            Some("join it with the lines below: a string ends on its own line"),
        )
    } else {
        (in_parsers_words(error), help(text, description, start))
    };
    // In an array that began on another line, a line that does not fit is mostly no part of it.
    let is_of_another_line =
        text.get(context.start()..start).is_some_and(|between| between.contains('\n'));
    let effect = if is_of_another_line { Effect::Line } else { effect(description) };
    let problem = SyntaxProblem::new(SyntaxProblemKind::Invalid, range, message, help);
    (problem, effect, context.start())
}

/// Where the parser's words alone would leave a user guessing.
fn own_words(description: &str) -> Option<(&'static str, &'static str)> {
    Some(match description {
        "missing escaped value" => (
            "the backslash begins no escape that TOML knows",
            "write \\\\ for a backslash, or use a 'literal string'",
        ),
        "unclosed array" => {
            ("unclosed array: nothing ends the one that opens here", "close it with `]`")
        }
        "unclosed inline table" => {
            ("unclosed inline table: nothing ends the one that opens here", "close it with `}`")
        }
        _ => return None,
    })
}

fn in_parsers_words(error: &ParseError) -> String {
    // A literal string is only one of the things that could stand there.
    let is_value = error.description() == UNQUOTED;
    let expected = error.expected().filter(|_| !is_value).unwrap_or_default();
    let names: Vec<String> = expected
        .iter()
        .map(|expected| match expected {
            Expected::Literal(literal) => format!("`{}`", literal.escape_debug()),
            Expected::Description(description) => (*description).to_owned(),
            other => format!("{other:?}"),
        })
        .collect();
    if names.is_empty() {
        error.description().to_owned()
    } else {
        format!("{}, expected {}", error.description(), names.join(", "))
    }
}

/// What to do, from what the parser says and what stands there.
fn help(text: &str, description: &str, start: usize) -> Option<&'static str> {
    let line_start = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let line = text.get(line_start..)?.split('\n').next().unwrap_or_default();
    let is_conflict_mark =
        ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
    if is_conflict_mark {
        return Some("a merge left its mark: keep one of the two sides, and remove the marks");
    }
    let value = text.get(start..)?.split('\n').next().unwrap_or_default().trim();
    if description == "unexpected key or value"
        && line.trim_start().starts_with('[')
        && value.starts_with(']')
    {
        return Some("write as many brackets before the name as behind it");
    }
    Some(match description {
        UNQUOTED => unquoted(value),
        "invalid boolean" => "write `true` or `false`, in lower case",
        "invalid basic string" => "end the string with a \" on the same line",
        "invalid literal string" => "end the string with a ' on the same line",
        "unclosed table" => "end the header with `]`",
        "unclosed array table" => "end the header with `]]`",
        "key with no value" => "write `key = value`; a key with blanks needs quotes",
        "invalid unquoted key" => {
            "use letters, digits, `-` and `_`, or write the key within quotes"
        }
        "unquoted keys cannot be empty" => "write the key that is missing",
        "unexpected leading zero" => "remove the zero, or write the value within \"quotes\"",
        "invalid float" | "invalid mantissa" | "invalid fraction" | "invalid integer" => {
            "write a number, or the value within \"quotes\""
        }
        "missing comma between array elements" => "write a comma between the two elements",
        "extra comma in array" => "remove the comma, or write the element that is missing",
        "carriage return must be followed by newline" => {
            "save the file with line breaks of one kind, LF or CRLF"
        }
        "unexpected key or value" => "end the line here, or begin a comment with `#`",
        "extra `=`" => "remove one of the two",
        _ => return None,
    })
}

/// What to do about a value that is none.
fn unquoted(value: &str) -> &'static str {
    const TYPOGRAPHIC: [char; 5] = ['\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{201e}'];
    if value.is_empty() || value.starts_with('#') {
        "write a value after the `=`"
    } else if value.starts_with(TYPOGRAPHIC) {
        "write plain quotes, \" or ', instead of typographic ones"
    } else if value.ends_with(';') {
        "remove the `;`: a line ends without one"
    } else if value.contains(" //") {
        "begin a comment with `#`"
    } else {
        "write the value within \"quotes\""
    }
}

fn effect(description: &str) -> Effect {
    match description {
        "missing escaped value"
        | "invalid value"
        | "too few unicode value digits"
        | "missing comma between array elements"
        | "extra comma in array" => Effect::Local,
        UNQUOTED
        | "invalid boolean"
        | "invalid float"
        | "invalid mantissa"
        | "invalid fraction"
        | "unexpected leading zero"
        | "`_` may only go between digits" => Effect::Value,
        _ => Effect::Line,
    }
}
