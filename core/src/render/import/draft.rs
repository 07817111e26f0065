//! The text of a topology with marks at what no file decides.

use std::fmt;

use super::{Mark, Place};
use crate::diagnostic::{Diagnostic, Report, Severity};
use crate::model::{Topology, TopologySpec};

/// An existing installation as the text of a `topology.toml`: what [`Topology::draft_from_deployment`] gives.
///
/// `Debug` shows no text: it may hold passwords.
#[derive(Clone, PartialEq)]
pub struct TopologyDraft {
    text: String,
    undecided: Vec<Undecided>,
    topology: Option<Topology>,
}

/// Something that no file says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Undecided {
    /// The line of the draft's text that is concerned, from 1.
    pub line: u32,
    /// What is not known, and why.
    pub message: String,
    /// True when the line has a value, which is to be checked; false when one is to be filled in, or mended.
    pub is_assumed: bool,
}

impl TopologyDraft {
    pub(super) fn new(spec: &TopologySpec, marks: Vec<Mark>) -> Self {
        let plain = spec.to_toml();
        let parsed = Topology::parse(&plain);
        let report = match &parsed {
            Ok(topology) => topology.check().clone(),
            Err(error) => error.report().cloned().unwrap_or_default(),
        };
        let is_decided = marks.iter().all(|mark| mark.is_assumed);
        let (text, undecided) = marked(&plain, marks, &report);
        Self { text, undecided, topology: parsed.ok().filter(|_| is_decided) }
    }

    /// The `topology.toml`. A comment stands above each line that is undecided: `# TODO:` where something is to be filled
    /// in or mended, `# Assumed:` where something is to be checked. Passwords are as the files have them.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What no file says, in the order of the lines.
    pub fn undecided(&self) -> &[Undecided] {
        &self.undecided
    }

    /// The topology, when nothing is left to fill in.
    pub fn topology(&self) -> Option<&Topology> {
        self.topology.as_ref()
    }
}

impl fmt::Debug for TopologyDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TopologyDraft")
            .field("undecided", &self.undecided)
            .field("topology", &self.topology)
            .finish_non_exhaustive()
    }
}

/// A comment on one line of the plain text.
struct Comment {
    /// From 0.
    line: usize,
    /// True for what is not there: the comment goes below its section's header.
    is_below: bool,
    message: String,
    is_assumed: bool,
    suggestion: Option<String>,
}

fn marked(plain: &str, marks: Vec<Mark>, report: &Report) -> (String, Vec<Undecided>) {
    let lines: Vec<&str> = plain.lines().collect();
    let mut comments: Vec<Comment> = Vec::new();
    for mark in marks {
        let Mark { place, message, is_assumed, suggestion, .. } = mark;
        let (line, is_below) = match find(&lines, place) {
            // Of a key that is not there, and need not be, the section's name tells.
            (_, true) if suggestion.is_none() => find(&lines, place.of_name()),
            found => found,
        };
        comments.push(Comment { line, is_below, message, is_assumed, suggestion });
    }
    for found in report.diagnostics() {
        let line = found.line.map_or(0, |line| line.saturating_sub(1) as usize);
        // What is missing is marked with more than its absence.
        let is_marked = found.code == "missing-key"
            && comments.iter().any(|comment| comment.is_below && comment.line == line);
        if !is_marked {
            comments.push(Comment {
                line,
                is_below: false,
                message: sentence(found),
                is_assumed: found.severity != Severity::Error,
                suggestion: None,
            });
        }
    }
    write(&lines, &comments)
}

fn sentence(found: &Diagnostic) -> String {
    let help = found.help.as_deref().map(|help| format!("; {help}")).unwrap_or_default();
    format!("{}{help}", found.message)
}

fn write(lines: &[&str], comments: &[Comment]) -> (String, Vec<Undecided>) {
    let mut text = String::new();
    let mut undecided = Vec::new();
    let mut number: u32 = 0;
    let mut push = |line: &str, number: &mut u32| {
        text.push_str(line);
        text.push('\n');
        *number += 1;
    };
    for (at, line) in lines.iter().enumerate() {
        let here = || comments.iter().filter(move |comment| comment.line == at);
        for comment in here().filter(|comment| !comment.is_below) {
            push(&remark(comment), &mut number);
        }
        push(line, &mut number);
        let found = |comment: &Comment, line| Undecided {
            line,
            message: comment.message.clone(),
            is_assumed: comment.is_assumed,
        };
        let of_line = number;
        undecided.extend(
            here().filter(|comment| !comment.is_below).map(|comment| found(comment, of_line)),
        );
        for comment in here().filter(|comment| comment.is_below) {
            push(&remark(comment), &mut number);
            if let Some(suggestion) = &comment.suggestion {
                push(&format!("# {suggestion}"), &mut number);
            }
            undecided.push(found(comment, number));
        }
    }
    (text, undecided)
}

fn remark(comment: &Comment) -> String {
    let kind = if comment.is_assumed { "Assumed" } else { "TODO" };
    // A comment is one line.
    let message: String =
        comment.message.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("# {kind}: {message}")
}

/// The line of a place, and whether it is only the header of the section that lacks the key.
fn find(lines: &[&str], place: Place) -> (usize, bool) {
    let (header, number, key) = match place {
        Place::Release => return (line_of(lines, 0, "release"), false),
        Place::Node(number, key) => ("[[node]]", number, key),
        Place::Environment(number, key) => ("[[environment]]", number, key),
    };
    let headers = lines.iter().enumerate().filter(|(_, line)| **line == header);
    let start = headers.map(|(at, _)| at).nth(number).unwrap_or_default();
    let found = line_of(lines, start, key);
    (found, found == start)
}

/// The line of a key in the section that starts at a line; that line when the key is not there.
fn line_of(lines: &[&str], start: usize, key: &str) -> usize {
    let is_entry = |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(" = "));
    let section = lines
        .iter()
        .enumerate()
        .skip(start)
        .take_while(|(at, line)| *at == start || !line.starts_with('['));
    section.filter(|(_, line)| is_entry(line)).map(|(at, _)| at).next().unwrap_or(start)
}
