//! Changes to a file, made by splicing text at spans: only the lines that must change do.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::ops::Range;

use super::document::{Document, Item, ItemKind, TableKind};
use super::section::{block_end, blocks, comment_points, commented_sections, line_end, line_start};
use super::style::Style;
use super::value::{Value, says, write_key, write_path, write_value};

/// Why an edit cannot be made without rewriting what the user wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// The path leads through, or ends at, something that is not what the edit needs.
    WrongKind {
        /// The dotted path.
        path: String,
        /// What is there, such as `an array`.
        found: &'static str,
        /// How to mend it.
        advice: String,
        /// The bytes of it.
        span: Range<usize>,
    },
    /// The file is not valid TOML; nothing can be edited safely.
    InvalidToml,
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongKind { path, found, advice, .. } => {
                write!(f, "`{path}` is {found}, {advice}")
            }
            Self::InvalidToml => f.write_str("the file is not valid TOML"),
        }
    }
}

impl std::error::Error for EditError {}

/// What turns a line into a comment.
const COMMENT: &str = "#";

/// Collects changes to a [`Document`] and gives the new text.
///
/// A value that already says the same is left as it is, so that doing the same edit twice changes nothing.
///
/// ```
/// use gatewright::deployment::{Document, Editor};
///
/// let document = Document::parse("[server]\nhostname= \"localhost\" # this node\n");
/// let mut editor = Editor::new(&document)?;
/// editor.set_integer("server.offset", 1)?;
/// editor.set_string("server.hostname", "gw.example.com")?;
/// assert_eq!(
///     editor.finish(),
///     "[server]\nhostname= \"gw.example.com\" # this node\noffset= 1\n",
/// );
/// # Ok::<(), gatewright::deployment::EditError>(())
/// ```
pub struct Editor<'d> {
    document: &'d Document,
    edits: Vec<(Range<usize>, String)>,
    new_sections: Vec<NewSection>,
}

/// A section to be written: its path, whether it is one of several, its lines, and what stands below it.
pub(crate) struct NewSection {
    pub(crate) path: String,
    pub(crate) is_array: bool,
    pub(crate) entries: Vec<(String, Value)>,
    pub(crate) below: Vec<NewSection>,
    /// Where it goes, when that does not follow from its path.
    at: Option<usize>,
}

impl NewSection {
    pub(crate) fn new(path: impl Into<String>, is_array: bool) -> Self {
        Self { path: path.into(), is_array, entries: Vec::new(), below: Vec::new(), at: None }
    }

    pub(crate) fn entries(mut self, entries: Vec<(String, Value)>) -> Self {
        self.entries = entries;
        self
    }
}

impl fmt::Debug for Editor<'_> {
    /// Never the values: they may be passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Editor")
            .field("document", &self.document)
            .field("edits", &self.edits.len())
            .field("new_sections", &self.new_sections.len())
            .finish_non_exhaustive()
    }
}

impl<'d> Editor<'d> {
    /// An editor without changes.
    ///
    /// # Errors
    /// [`EditError::InvalidToml`] when API-M's parser refuses the file.
    pub fn new(document: &'d Document) -> Result<Self, EditError> {
        if !document.problems().is_empty() {
            return Err(EditError::InvalidToml);
        }
        Ok(Self { document, edits: Vec::new(), new_sections: Vec::new() })
    }

    /// Sets a string.
    ///
    /// # Errors
    /// [`EditError::WrongKind`] when the path leads through a value or an array, or ends at a table.
    pub fn set_string(&mut self, path: &str, value: &str) -> Result<(), EditError> {
        self.set(path, &Value::from(value))
    }

    /// Sets an integer.
    ///
    /// # Errors
    /// As [`Editor::set_string`].
    pub fn set_integer(&mut self, path: &str, value: i64) -> Result<(), EditError> {
        self.set(path, &Value::Integer(value))
    }

    /// Sets a boolean.
    ///
    /// # Errors
    /// As [`Editor::set_string`].
    pub fn set_boolean(&mut self, path: &str, value: bool) -> Result<(), EditError> {
        self.set(path, &Value::Boolean(value))
    }

    /// Sets a list of strings.
    ///
    /// # Errors
    /// As [`Editor::set_string`].
    pub fn set_strings(&mut self, path: &str, values: &[String]) -> Result<(), EditError> {
        self.set(path, &Value::Strings(values.to_vec()))
    }

    pub(crate) fn set(&mut self, path: &str, value: &Value) -> Result<(), EditError> {
        let keys: Vec<&str> = path.split('.').collect();
        let mut table = self.document.root();
        for (depth, key) in keys.iter().enumerate() {
            let rest = keys.get(depth..).unwrap_or_default();
            let Some(item) = table.get(key) else {
                return self.add(table, rest, path, value);
            };
            if depth + 1 == keys.len() {
                return self.replace(item, value);
            }
            if !item.is_table() {
                return Err(wrong_kind(item));
            }
            table = item;
        }
        Ok(())
    }

    /// Sets a key of one table, such as one environment among several.
    pub(crate) fn set_in(
        &mut self,
        table: Item<'d>,
        key: &str,
        value: &Value,
    ) -> Result<(), EditError> {
        match table.get(key) {
            Some(item) => self.replace(item, value),
            None => self.insert_entry(table, key, value),
        }
    }

    /// Appends an element to the array of tables at `path`, after the last one that is there, live or commented out.
    pub(crate) fn push(
        &mut self,
        path: &str,
        entries: Vec<(String, Value)>,
    ) -> Result<(), EditError> {
        self.push_section(NewSection::new(path, true).entries(entries))
    }

    /// [`Editor::push`], with sections below the new one.
    pub(crate) fn push_section(&mut self, section: NewSection) -> Result<(), EditError> {
        let Some(array) = self.document.get(&section.path) else {
            self.new_sections.push(section);
            return Ok(());
        };
        match array.kind() {
            ItemKind::ArrayOfTables => {
                self.new_sections.push(section);
                Ok(())
            }
            ItemKind::Array if section.below.is_empty() => {
                let entries = section.entries;
                self.push_inline(array, &entries);
                Ok(())
            }
            ItemKind::Table(TableKind::Header) => Err(EditError::WrongKind {
                path: array.path(),
                found: array.kind().description(),
                advice: format!(
                    "where a list of tables is needed: write its header with two brackets, `[[{}]]`",
                    array.path()
                ),
                span: array.span(),
            }),
            _ => Err(wrong_kind(array)),
        }
    }

    /// Adds a section below one that is there, after all that belongs to it.
    pub(crate) fn push_below(
        &mut self,
        parent: Item<'d>,
        mut section: NewSection,
    ) -> Result<(), EditError> {
        let end = blocks(parent).and_then(|blocks| blocks.last().map(|block| block.end));
        section.at = Some(end.ok_or_else(|| wrong_kind(parent))?);
        section.path = format!("{}.{}", parent.path(), section.path);
        self.new_sections.push(section);
        Ok(())
    }

    /// Comments out the lines of a section, with its sub-tables and its comments.
    ///
    /// # Errors
    /// [`EditError::WrongKind`] when it is not made by a `[header]` or `[[header]]`.
    pub fn comment_out(&mut self, section: Item<'d>) -> Result<(), EditError> {
        let blocks = blocks(section).ok_or_else(|| wrong_kind(section))?;
        for block in blocks {
            for point in comment_points(self.document.text(), block) {
                self.edits.push((point..point, COMMENT.to_owned()));
            }
        }
        Ok(())
    }

    /// Comments out the lines of one `key = value`.
    ///
    /// # Errors
    /// [`EditError::WrongKind`] when it does not have its lines to itself.
    pub fn comment_out_entry(&mut self, entry: Item<'d>) -> Result<(), EditError> {
        let text = self.document.text();
        let in_section = entry.parent().is_some_and(|parent| {
            matches!(parent.kind(), ItemKind::Table(TableKind::Header | TableKind::Implicit))
        });
        let key = entry.line_key_span();
        if !in_section || key.is_empty() {
            return Err(wrong_kind(entry));
        }
        let block = line_start(text, key.start)..line_end(text, entry.span().end);
        for point in comment_points(text, block) {
            self.edits.push((point..point, COMMENT.to_owned()));
        }
        Ok(())
    }

    /// The text with all changes made.
    pub fn finish(mut self) -> String {
        let sections = std::mem::take(&mut self.new_sections);
        let style = Style::of_document(self.document);
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut inserted: HashMap<usize, String> = HashMap::new();
        for (span, new) in &self.edits {
            if new.ends_with('\n') {
                inserted.insert(span.start, new.clone());
            }
        }
        for section in &sections {
            let end = self.document.text().len();
            let at = section.at.unwrap_or_else(|| {
                *places
                    .entry(&section.path)
                    .or_insert_with(|| self.place_of(section).unwrap_or(end))
            });
            let block = self.write_section(section, at, &style, inserted.get(&at));
            inserted.insert(at, block.clone());
            self.edits.push((at..at, block));
        }
        let text = self.document.text();
        // Stable: what was inserted at one place stays in the order in which it was asked for. The `#` of a line comes
        // after what is inserted before the line.
        self.edits.sort_by_key(|(span, new)| (span.start, !span.is_empty(), new == COMMENT));
        let mut result = String::with_capacity(text.len() + 256);
        let mut done = 0;
        for (span, replacement) in &self.edits {
            result.push_str(text.get(done..span.start).unwrap_or_default());
            result.push_str(replacement);
            done = span.end.max(done);
        }
        result.push_str(text.get(done..).unwrap_or_default());
        result
    }

    fn replace(&mut self, item: Item<'_>, value: &Value) -> Result<(), EditError> {
        if matches!(item.kind(), ItemKind::Table(_) | ItemKind::ArrayOfTables) {
            return Err(EditError::WrongKind {
                path: item.path(),
                found: item.kind().description(),
                advice: "where a value is needed: take the section away".to_owned(),
                span: item.span(),
            });
        }
        if !says(item, value) {
            let keep_literal = item.raw().starts_with('\'');
            self.edits.push((item.span(), write_value(value, keep_literal)));
        }
        Ok(())
    }

    /// Adds what is missing below `table`: `rest` is the path from there, never empty.
    fn add(
        &mut self,
        table: Item<'d>,
        rest: &[&str],
        path: &str,
        value: &Value,
    ) -> Result<(), EditError> {
        let (parent, key) = path.rsplit_once('.').unwrap_or(("", path));
        match table.kind() {
            ItemKind::Table(TableKind::Inline) => {
                self.insert_inline(table, &write_path(rest.iter().copied()), value);
                Ok(())
            }
            _ if rest.len() == 1 && !parent.is_empty() => self.insert_entry(table, key, value),
            _ if parent.is_empty() => {
                self.insert_root_entry(key, value);
                Ok(())
            }
            _ => {
                self.add_to_new_section(parent, key, value);
                Ok(())
            }
        }
    }

    fn add_to_new_section(&mut self, path: &str, key: &str, value: &Value) {
        let entry = (key.to_owned(), value.clone());
        match self.new_sections.iter_mut().find(|new| new.path == path && !new.is_array) {
            Some(section) => section.entries.push(entry),
            None => self.new_sections.push(NewSection::new(path, false).entries(vec![entry])),
        }
    }

    /// A new line at the end of a table that is there.
    fn insert_entry(&mut self, table: Item<'d>, key: &str, value: &Value) -> Result<(), EditError> {
        match table.kind() {
            ItemKind::Table(TableKind::Inline) => {
                self.insert_inline(table, &write_key(key), value);
                Ok(())
            }
            ItemKind::Table(TableKind::Header) => {
                let index = self.document.header_index(table);
                let header = index.and_then(|index| self.document.headers.get(index));
                let end = header.map_or(table.span().end, |header| header.content_end as usize);
                let style = Style::of_table(table);
                self.insert_line(end, &style, &write_key(key), value);
                Ok(())
            }
            ItemKind::Table(TableKind::Implicit) => {
                self.insert_dotted(table, key, value);
                Ok(())
            }
            _ => Err(wrong_kind(table)),
        }
    }

    /// A new line for a table that only dotted keys, or only its sub-tables, made.
    fn insert_dotted(&mut self, table: Item<'d>, key: &str, value: &Value) {
        let text = self.document.text();
        if let Some((inline, path)) = inline_around(table) {
            let keys = path.iter().map(|key| &**key).chain([key]);
            self.insert_inline(inline, &write_path(keys), value);
            return;
        }
        let sibling = table
            .children()
            .filter(|child| !child.line_key_span().is_empty())
            .filter(|child| child.line_key_span().start < child.key_span().start)
            .last();
        let Some(sibling) = sibling else {
            self.add_to_new_section(&table.path(), key, value);
            return;
        };
        let prefix =
            text.get(sibling.line_key_span().start..sibling.key_span().start).unwrap_or_default();
        let style = Style::of_table(table);
        self.insert_line(sibling.span().end, &style, &format!("{prefix}{}", write_key(key)), value);
    }

    /// `key` as it is written, dots and quotes included.
    fn insert_line(&mut self, content_end: usize, style: &Style, key: &str, value: &Value) {
        let text = self.document.text();
        let at = line_end(text, content_end);
        let line =
            format!("{}{}{}{}", style.indent, key, style.separator, write_value(value, false));
        let broken = text.get(..at).is_some_and(|before| before.ends_with('\n'));
        let inserted = if broken {
            format!("{line}{}", style.newline)
        } else {
            format!("{}{line}", style.newline)
        };
        self.edits.push((at..at, inserted));
    }

    fn insert_root_entry(&mut self, key: &str, value: &Value) {
        let style = Style::of_document(self.document);
        let end = self.document.root_content_end as usize;
        if end > 0 {
            self.insert_line(end, &style, &write_key(key), value);
        } else {
            let line = format!(
                "{}{}{}{}",
                write_key(key),
                style.separator,
                write_value(value, false),
                style.newline
            );
            self.edits.push((0..0, line));
        }
    }

    /// `key` as it is written, dots and quotes included.
    fn insert_inline(&mut self, table: Item<'_>, key: &str, value: &Value) {
        let span = table.span();
        let entry = format!("{key} = {}", write_value(value, false));
        match inline_end(table, span.end) {
            Some(end) => self.edits.push((end..end, format!(", {entry}"))),
            None => self.fill(span, ["{ ", " }"], &entry),
        }
    }

    fn push_inline(&mut self, array: Item<'_>, entries: &[(String, Value)]) {
        let inline: Vec<String> = entries
            .iter()
            .map(|(key, value)| format!("{} = {}", write_key(key), write_value(value, false)))
            .collect();
        let element = format!("{{ {} }}", inline.join(", "));
        let span = array.span();
        match array.elements().last() {
            Some(last) => {
                let end = last.span().end;
                self.edits.push((end..end, format!(", {element}")));
            }
            // Comments in it stay.
            None if array.raw().contains('\n') => {
                self.fill(span.start..span.start + 1, ["[", ""], &element);
            }
            None => self.fill(span, ["[", "]"], &element),
        }
    }

    /// Replaces the empty brackets at `span` by filled ones; a second entry goes in beside the first.
    fn fill(&mut self, span: Range<usize>, [open, close]: [&str; 2], entry: &str) {
        match self.edits.iter_mut().rfind(|(filled, _)| *filled == span) {
            Some((_, filled)) => {
                filled.truncate(filled.len() - close.len());
                let _ = write!(filled, ", {entry}{close}");
            }
            None => self.edits.push((span, format!("{open}{entry}{close}"))),
        }
    }

    /// A new section at its place, with the blank lines around it. What was `inserted` there already is what it follows.
    fn write_section(
        &self,
        section: &NewSection,
        at: usize,
        style: &Style,
        inserted: Option<&String>,
    ) -> String {
        let text = self.document.text();
        let newline = style.newline;
        let before = inserted.map_or_else(|| text.get(..at).unwrap_or_default(), String::as_str);
        let mut block = String::new();
        if !before.is_empty() && !before.ends_with('\n') {
            block.push_str(newline);
        }
        let blank_before =
            before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
        if !blank_before {
            block.push_str(newline);
        }
        write_lines(section, style, &mut block);
        for below in &section.below {
            block.push_str(newline);
            write_lines(below, style, &mut block);
        }
        let after = text.get(at..).unwrap_or_default();
        if at < text.len() && !after.starts_with('\n') && !after.starts_with("\r\n") {
            block.push_str(newline);
        }
        block
    }

    /// Where a new section goes: beside what it belongs to, after the last live or commented-out section of its path, or before the sub-tables of
    /// a table that has no header yet. `None` when nothing of the kind is in the file.
    fn place_of(&self, section: &NewSection) -> Option<usize> {
        let text = self.document.text();
        let found = self.document.get(&section.path);
        if let Some(table) = found.filter(|table| table.is_table()) {
            let below =
                self.document.headers.iter().find(|header| header.is_within(self.document, table));
            return below.map(|header| line_start(text, header.span.start as usize));
        }
        let live = found
            .and_then(|array| array.elements().last())
            .and_then(blocks)
            .and_then(|blocks| blocks.last().map(|block| block.end));
        let commented =
            commented_sections(self.document, &section.path).last().map(|found| found.span.end);
        let end = match (live, commented) {
            (Some(live), Some(commented)) => live.max(commented),
            (live, commented) => live.or(commented)?,
        };
        let end = block_end(text, end.saturating_sub(1), &section.path).max(end);
        // A comment may stand in the middle of another section, whose later lines the new header must not capture.
        let around =
            self.document.headers.iter().rfind(|header| (header.span.start as usize) < end);
        let content_end =
            around.map_or(self.document.root_content_end, |header| header.content_end) as usize;
        if content_end <= end {
            return Some(end);
        }
        let path = around
            .and_then(|header| self.document.root().at(header.node))
            .map_or_else(String::new, Item::path);
        Some(block_end(text, content_end, &path))
    }
}

/// The header and the lines of a new section.
fn write_lines(section: &NewSection, style: &Style, block: &mut String) {
    let path = write_path(section.path.split('.'));
    let header = if section.is_array { format!("[[{path}]]") } else { format!("[{path}]") };
    block.push_str(&header);
    block.push_str(style.newline);
    for (key, value) in &section.entries {
        block.push_str(&write_key(key));
        block.push_str(&style.separator);
        block.push_str(&write_value(value, false));
        block.push_str(style.newline);
    }
}

/// Where the last entry of an inline table ends, or of a table that dotted keys made in one; what headers add to it
/// elsewhere is not before `limit`.
fn inline_end(table: Item<'_>, limit: usize) -> Option<usize> {
    let ends = table.children().filter_map(|child| match child.kind() {
        ItemKind::Table(TableKind::Implicit) => inline_end(child, limit),
        _ => Some(child.span().end),
    });
    ends.filter(|end| *end <= limit).max()
}

/// The inline table in which dotted keys made this one, and the keys on the way.
fn inline_around(table: Item<'_>) -> Option<(Item<'_>, Vec<Cow<'_, str>>)> {
    let mut keys = Vec::new();
    let mut at = table;
    while at.kind() == ItemKind::Table(TableKind::Implicit) {
        keys.push(at.key());
        at = at.parent()?;
    }
    keys.reverse();
    (at.kind() == ItemKind::Table(TableKind::Inline)).then_some((at, keys))
}

fn wrong_kind(item: Item<'_>) -> EditError {
    EditError::WrongKind {
        path: item.path(),
        found: item.kind().description(),
        advice: "which cannot be edited line by line: write it as a [section] of its own"
            .to_owned(),
        span: item.span(),
    }
}
