//! How a file is written: its line breaks, its indentation, what stands around `=`.

use super::document::{Document, Item, ItemKind, TableKind};

/// The style that inserted lines take over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) newline: &'static str,
    pub(super) indent: String,
    /// From the end of the key to the start of the value.
    pub(super) separator: String,
}

impl Style {
    /// The style of the file: of its first `key = value` line.
    pub(super) fn of_document(document: &Document) -> Self {
        let mut style = Self {
            newline: newline(document.text()),
            indent: String::new(),
            separator: " = ".to_owned(),
        };
        if let Some(entry) = first_entry(document.root()) {
            style.separator = separator(entry).unwrap_or(style.separator);
        }
        style
    }

    /// The style of a table: of its last `key = value` line, or of the file when it has none.
    pub(super) fn of_table(table: Item<'_>) -> Self {
        let mut style = Self::of_document(table.document());
        let entries = table.children().filter(|child| is_entry(*child));
        if let Some(last) = entries.last() {
            style.separator = separator(last).unwrap_or(style.separator);
            style.indent = indent(last);
        }
        style
    }
}

/// The line break that the file uses first; `\n` when it has only one line.
pub(super) fn newline(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text.get(..at).is_some_and(|line| line.ends_with('\r')) => "\r\n",
        _ => "\n",
    }
}

fn is_entry(item: Item<'_>) -> bool {
    let made_by_header = matches!(
        item.kind(),
        ItemKind::ArrayOfTables | ItemKind::Table(TableKind::Header | TableKind::Implicit)
    );
    !made_by_header && !item.line_key_span().is_empty()
}

fn first_entry(table: Item<'_>) -> Option<Item<'_>> {
    table.children().find_map(|child| {
        if is_entry(child) {
            return Some(child);
        }
        match child.kind() {
            ItemKind::ArrayOfTables => child.elements().find_map(first_entry),
            _ => first_entry(child),
        }
    })
}

fn separator(entry: Item<'_>) -> Option<String> {
    let text = entry.document().text();
    let between = text.get(entry.line_key_span().end..entry.span().start)?;
    // A value that begins on another line, or a comment between, is no style to copy.
    let is_plain = between.trim() == "=";
    is_plain.then(|| between.to_owned())
}

fn indent(entry: Item<'_>) -> String {
    let text = entry.document().text();
    let start = entry.line_key_span().start;
    let before = text.get(..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    if line.trim().is_empty() { line.to_owned() } else { String::new() }
}
