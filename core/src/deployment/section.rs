//! Sections as blocks of lines: which lines belong to one, commenting them out, and bringing them back.
//!
//! A commented-out section is an unbroken run of lines that start with `#`: every line of the block gets exactly one
//! `#` in front, blank lines and comments included, so that taking one `#` away restores the bytes.

use std::ops::Range;

use super::document::{Document, Item, ItemKind, NONE, TableKind};
use super::known_keys::known_key;
use super::uncomment::{Instead, key_of, uncommented};

/// A section that is commented out, such as the default environment after Gatewright wrote others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommentedSection {
    /// The bytes of its lines, with the last line break.
    pub span: Range<usize>,
    /// The value of its `name`, when it has one.
    pub name: Option<String>,
    /// How many `#` make each of its lines a comment.
    pub(crate) marks: usize,
}

impl CommentedSection {
    /// The text with this section active again: one `#` is taken from the front of each of its lines.
    pub fn restore(&self, text: &str) -> String {
        let (before, rest) = text.split_at_checked(self.span.start).unwrap_or((text, ""));
        let (block, after) = rest.split_at_checked(self.span.len()).unwrap_or((rest, ""));
        let mut restored = String::with_capacity(text.len());
        restored.push_str(before);
        restored.push_str(&uncomment(block));
        restored.push_str(after);
        restored
    }
}

/// The commented-out `[path]` and `[[path]]` sections of a file, from top to bottom.
///
/// ```
/// use gatewright::deployment::{Document, commented_sections};
///
/// let text = "#[[apim.gateway.environment]]\n#name = \"Default\"\n\n[apim.cors]\n";
/// let sections = commented_sections(&Document::parse(text), "apim.gateway.environment");
/// assert_eq!(sections[0].name.as_deref(), Some("Default"));
/// assert!(sections[0].restore(text).starts_with("[[apim.gateway.environment]]\nname = \"Default\"\n\n"));
/// ```
pub fn commented_sections(document: &Document, path: &str) -> Vec<CommentedSection> {
    sections(document, path, Hand::Ours)
}

/// [`commented_sections`], and those that a person commented out: with blanks before or after the `#`, with several `#`,
/// and with blank lines between.
pub(crate) fn commented_by_anybody(document: &Document, path: &str) -> Vec<CommentedSection> {
    sections(document, path, Hand::Anybodys)
}

/// Who commented a section out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hand {
    /// [`Editor::comment_out`](super::Editor::comment_out): a `#` before each line, none of them left out.
    Ours,
    Anybodys,
}

/// A line that is a comment, and what follows its `#`.
struct CommentLine<'t> {
    bytes: Range<usize>,
    content: &'t str,
}

/// Comment lines that belong together.
struct Run<'t> {
    /// How many `#` each has.
    marks: usize,
    /// True when nothing but blank lines stands between it and the one before.
    after_blank: bool,
    lines: Vec<CommentLine<'t>>,
}

impl Run<'_> {
    /// True when each of its lines has so many `#`.
    fn has_marks(&self, marks: usize) -> bool {
        let further = marks.checked_sub(self.marks);
        further.is_some_and(|further| {
            let has = |line: &CommentLine<'_>| {
                line.content.bytes().take(further).eq(std::iter::repeat_n(b'#', further))
            };
            self.lines.iter().all(has)
        })
    }

    /// Takes so many `#` in all from the front of each of its lines.
    fn take_marks(&mut self, marks: usize) {
        for line in &mut self.lines {
            line.content = line.content.get(marks - self.marks..).unwrap_or_default();
        }
        self.marks = marks;
    }
}

fn sections(document: &Document, path: &str, hand: Hand) -> Vec<CommentedSection> {
    let text = document.text();
    let mut found = Vec::new();
    let runs = match hand {
        Hand::Ours => runs(document, path, hand),
        Hand::Anybodys => joined(runs(document, path, hand), path),
    };
    for run in runs {
        for span in sections_of_run(&run.lines, path) {
            let block = text.get(span.clone()).unwrap_or_default();
            let block = match hand {
                Hand::Ours => uncomment(block),
                Hand::Anybodys => uncommented(block, run.marks, Instead::Nothing),
            };
            let name = Document::parse(block)
                .get(path)
                .and_then(
                    |found| if found.is_table() { Some(found) } else { found.elements().next() },
                )
                .and_then(|section| {
                    section.get("name")?.as_str().map(std::borrow::Cow::into_owned)
                });
            found.push(CommentedSection { span, name, marks: run.marks });
        }
    }
    found
}

/// Comment lines that follow each other.
fn runs<'d>(document: &'d Document, path: &str, hand: Hand) -> Vec<Run<'d>> {
    let multi_line = multi_line_strings(document);
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut open: Option<Run<'_>> = None;
    let mut after_blank = false;
    let mut start = 0;
    for line in document.text().split_inclusive('\n') {
        let bytes = start..start + line.len();
        start = bytes.end;
        let is_text = multi_line.iter().any(|span| span.contains(&bytes.start));
        let comment = match hand {
            Hand::Ours => line,
            Hand::Anybodys => line.trim_start(),
        };
        let marks = if is_text { 0 } else { comment.len() - comment.trim_start_matches('#').len() };
        // Several `#` are the mark of a section whose header has them.
        let is_deep = hand == Hand::Anybodys
            && marks > 1
            && comment.get(marks..).and_then(header_path).is_some_and(|header| header == path);
        let goes_on = open.as_ref().is_some_and(|run| marks >= run.marks && !is_deep);
        if !goes_on {
            let was_open = open.is_some();
            runs.extend(open.take());
            if marks > 0 {
                let marks = if is_deep { marks } else { 1 };
                open =
                    Some(Run { marks, after_blank: after_blank && !was_open, lines: Vec::new() });
            }
        }
        if let Some(run) = &mut open {
            let content = comment.get(run.marks..).unwrap_or_default();
            run.lines.push(CommentLine { bytes, content });
        }
        // The lines between two runs are blank, or one of them is something else.
        after_blank = open.is_some() || (after_blank && !is_text && line.trim().is_empty());
    }
    runs.extend(open);
    runs
}

/// The runs, each with those that go on with its section after blank lines: in a sub-section, or in keys that the section
/// knows. Prose between them is no end.
fn joined<'t>(runs: Vec<Run<'t>>, path: &str) -> Vec<Run<'t>> {
    let mut whole: Vec<Run<'t>> = Vec::new();
    let mut prose: Vec<CommentLine<'t>> = Vec::new();
    for mut run in runs {
        let before =
            whole.last_mut().filter(|before| run.after_blank && run.has_marks(before.marks));
        if let Some(before) = &before {
            run.take_marks(before.marks);
        }
        let goes_on = before.as_ref().map(|before| goes_on(before, &run, path));
        match (before, goes_on) {
            (Some(before), Some(Some(true))) => {
                before.lines.append(&mut prose);
                before.lines.extend(run.lines);
            }
            (Some(_), Some(None)) => prose.extend(run.lines),
            _ => {
                prose.clear();
                whole.push(run);
            }
        }
    }
    whole
}

/// True when a run belongs to the section that the one before it ends in; `None` when it is nothing but prose.
fn goes_on(before: &Run<'_>, run: &Run<'_>, path: &str) -> Option<bool> {
    let open = before.lines.iter().rev().find_map(|line| header_path(line.content));
    let Some(open) = open.filter(|open| open == path || is_below(open, path)) else {
        return Some(false);
    };
    let mut has_entry = false;
    for line in &run.lines {
        let content = line.content.trim();
        if let Some(header) = header_path(content) {
            return Some(!has_entry && is_below(&header, path));
        }
        // `##` is a comment within what is commented out.
        let Some(key) = key_of(content).filter(|_| !content.starts_with('#')) else { continue };
        let first = key.split('.').next().unwrap_or(key);
        if open.ends_with(".properties") || known_key(&format!("{open}.{first}")).is_some() {
            return Some(true);
        }
        has_entry = true;
    }
    has_entry.then_some(false)
}

/// The sections at `path` in a run: from their header to the next header that does not belong to them. A line within a
/// multi-line string is no header, whatever it looks like.
fn sections_of_run(run: &[CommentLine<'_>], path: &str) -> Vec<Range<usize>> {
    if !run.iter().any(|line| line.content.contains('[')) {
        return Vec::new();
    }
    let uncommented: String = run.iter().map(|line| line.content).collect();
    let document = Document::parse(uncommented.as_str());
    let mut starts = run.iter().scan(0, |start, line| {
        let at = *start;
        *start += line.content.len();
        Some((at, line))
    });
    let mut spans: Vec<Range<usize>> = Vec::new();
    let mut open: Option<usize> = None;
    let mut close = |open: &mut Option<usize>, end: usize| {
        spans.extend(open.take().map(|start| start..end));
    };
    let mut line = starts.next();
    for header in &document.headers {
        let at = header.span.start as usize;
        while let Some((start, found)) = line
            && start + found.content.len() <= at
        {
            line = starts.next();
        }
        let Some((_, found)) = line else { break };
        match header_path(found.content) {
            Some(header) if header == path => {
                close(&mut open, found.bytes.start);
                open = Some(found.bytes.start);
            }
            Some(header) if !is_below(&header, path) => close(&mut open, found.bytes.start),
            _ => {}
        }
    }
    close(&mut open, run.last().map_or(0, |line| line.bytes.end));
    spans
}

fn uncomment(block: &str) -> String {
    block.split_inclusive('\n').map(|line| without_mark(line).unwrap_or(line)).collect()
}

/// A line without the `#` that makes it a comment.
fn without_mark(line: &str) -> Option<&str> {
    line.strip_prefix('#').or_else(|| line.trim_start().strip_prefix('#'))
}

fn multi_line_strings(document: &Document) -> Vec<Range<usize>> {
    document
        .nodes
        .iter()
        .filter(|node| node.kind == ItemKind::String)
        .map(|node| node.span.range())
        .filter(|span| document.text().get(span.clone()).is_some_and(|value| value.contains('\n')))
        .collect()
}

fn is_below(header: &str, path: &str) -> bool {
    header.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'))
}

/// The path of the header on a line, if the line is one: read by the same reader as everything else.
fn header_path(line: &str) -> Option<String> {
    if !line.trim_start().starts_with('[') {
        return None;
    }
    let document = Document::parse(line.trim());
    let header = document.headers.first().filter(|header| header.node != NONE)?;
    if !document.problems.is_empty() || document.headers.len() != 1 {
        return None;
    }
    Some(document.root().at(header.node)?.path())
}

/// The blocks of whole lines that belong to a table made by a header: its own, and those of the sub-tables and
/// sub-arrays that bind to it. Comment lines that follow a block without a blank line between belong to it.
/// `None` when the table is not made by a header.
pub(super) fn blocks(table: Item<'_>) -> Option<Vec<Range<usize>>> {
    if table.kind() != ItemKind::Table(TableKind::Header) {
        return None;
    }
    let document = table.document;
    let path = table.path();
    // What binds to an element of an array stands between it and the next element.
    let array = table.parent().filter(|parent| parent.kind() == ItemKind::ArrayOfTables);
    let first = array.and_then(|_| document.header_index(table)).unwrap_or_default();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut previous_belongs = false;
    for header in document.headers.iter().skip(first) {
        let belongs = header.is_within(document, table);
        let is_next = array.is_some_and(|array| {
            !belongs && document.node(header.node).is_some_and(|node| node.parent == array.id)
        });
        if is_next {
            break;
        }
        if belongs {
            let start = line_start(&document.text, header.span.start as usize);
            let end = block_end(&document.text, header.content_end as usize, &path);
            match blocks.last_mut() {
                Some(last) if previous_belongs => last.end = end,
                _ => blocks.push(start..end),
            }
        }
        previous_belongs = belongs;
    }
    (!blocks.is_empty()).then_some(blocks)
}

/// Where the block of the content of the section at `path` that ends at `content_end` ends: after the comment lines that
/// follow it directly, commented-out sub-sections among them.
pub(super) fn block_end(text: &str, content_end: usize, path: &str) -> usize {
    let mut end = line_end(text, content_end);
    while let Some(line) = text.get(end..).and_then(|rest| rest.split_inclusive('\n').next()) {
        if !line.trim_start().starts_with('#') {
            break;
        }
        // Another commented-out section is a neighbour, not part of this one.
        let header = line.strip_prefix('#').and_then(header_path);
        if header.is_some_and(|header| !is_below(&header, path)) {
            break;
        }
        end += line.len();
    }
    end
}

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The offset after the line break of the line that `at` is on.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline + 1)
}

/// Where a `#` must be inserted to comment out the lines of a block.
pub(super) fn comment_points(text: &str, block: Range<usize>) -> Vec<usize> {
    let mut points = Vec::new();
    let mut start = block.start;
    for line in text.get(block).unwrap_or_default().split_inclusive('\n') {
        points.push(start);
        start += line.len();
    }
    points
}
