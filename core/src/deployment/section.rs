//! Sections as blocks of lines: which lines belong to one, commenting them out, and bringing them back.
//!
//! A commented-out section is an unbroken run of lines that start with `#`: every line of the block gets exactly one
//! `#` in front, blank lines and comments included, so that taking one `#` away restores the bytes.

use std::ops::Range;

use super::document::{Document, Item, ItemKind, NONE, TableKind};

/// A section that is commented out, such as the default environment after Gatewright wrote others.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CommentedSection {
    /// The bytes of its lines, with the last line break.
    pub span: Range<usize>,
    /// The value of its `name`, when it has one.
    pub name: Option<String>,
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

/// [`commented_sections`], and those that a person commented out: with blanks before or after the `#`, and with blank
/// lines before their sub-sections.
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

fn sections(document: &Document, path: &str, hand: Hand) -> Vec<CommentedSection> {
    let text = document.text();
    let mut found = Vec::new();
    for run in runs(document, path, hand) {
        for span in sections_of_run(&run, path) {
            let block = uncomment(text.get(span.clone()).unwrap_or_default());
            let name = Document::parse(block)
                .get(path)
                .and_then(
                    |found| if found.is_table() { Some(found) } else { found.elements().next() },
                )
                .and_then(|section| {
                    section.get("name")?.as_str().map(std::borrow::Cow::into_owned)
                });
            found.push(CommentedSection { span, name });
        }
    }
    found
}

/// Comment lines that follow each other.
fn runs<'d>(document: &'d Document, path: &str, hand: Hand) -> Vec<Vec<CommentLine<'d>>> {
    let multi_line = multi_line_strings(document);
    let mut runs: Vec<Vec<CommentLine<'_>>> = Vec::new();
    let mut is_open = false;
    let mut blank_before = false;
    let mut start = 0;
    for line in document.text().split_inclusive('\n') {
        let bytes = start..start + line.len();
        start = bytes.end;
        let is_text = multi_line.iter().any(|span| span.contains(&bytes.start));
        let content = match hand {
            Hand::Ours => line.strip_prefix('#'),
            Hand::Anybodys => line.trim_start().strip_prefix('#'),
        };
        let Some(content) = content.filter(|_| !is_text) else {
            let is_blank = hand == Hand::Anybodys && line.trim().is_empty() && !is_text;
            blank_before = is_blank && (is_open || blank_before);
            is_open = false;
            continue;
        };
        let is_sub_section = || header_path(content).is_some_and(|header| is_below(&header, path));
        let line = CommentLine { bytes, content };
        match runs.last_mut().filter(|_| is_open || (blank_before && is_sub_section())) {
            Some(run) => run.push(line),
            None => runs.push(vec![line]),
        }
        (is_open, blank_before) = (true, false);
    }
    runs
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
