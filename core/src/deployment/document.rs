//! The file as a tree of tables and values, each with its place in the text.
//!
//! The tree is an arena of small fixed-size nodes over the shared text: keys and values are ranges of it and are
//! decoded when asked for, so that a file of ten thousand environments costs little more than its own text.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use toml_parser::decoder::Encoding;
use toml_parser::{Raw, Span};

use super::builder;
use super::dialect;
use super::syntax::SyntaxProblem;
use crate::model::Text;

/// The index of a node in its document's arena.
pub(super) type NodeId = u32;
pub(super) const ROOT: NodeId = 0;
pub(super) const NONE: NodeId = u32::MAX;
/// Tables with more children than this get an index; the others are searched from front to back.
const INDEX_ABOVE: u32 = 24;

/// A range of the text in 8 bytes. Files are refused above 64 MiB, so 32 bits always suffice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub(super) struct Bytes {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Bytes {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Span> for Bytes {
    fn from(span: Span) -> Self {
        let clamp = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { start: clamp(span.start()), end: clamp(span.end()) }
    }
}

/// How a table came to be, which decides whether a header may still define it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TableKind {
    /// Only named on the way to something below it.
    Implicit,
    /// By a `[header]`, or as one element of an `[[array]]`.
    Header,
    /// By an inline `{ … }`.
    Inline,
}

/// What an [`Item`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ItemKind {
    /// A table.
    Table(TableKind),
    /// An array made of `[[headers]]`.
    ArrayOfTables,
    /// An array written as `[ … ]`.
    Array,
    /// A string of any of the four forms.
    String,
    /// An integer.
    Integer,
    /// A float.
    Float,
    /// `true` or `false`.
    Boolean,
    /// A date, a time or both.
    DateTime,
}

impl ItemKind {
    /// The kind in a user's words: `a string`, `an array of tables`, …
    pub const fn description(self) -> &'static str {
        match self {
            Self::Table(TableKind::Inline) => "an inline table",
            Self::Table(_) => "a table",
            Self::ArrayOfTables => "an array of tables",
            Self::Array => "an array",
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Float => "a float",
            Self::Boolean => "a boolean",
            Self::DateTime => "a date or time",
        }
    }
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) parent: NodeId,
    pub(super) first_child: NodeId,
    pub(super) last_child: NodeId,
    pub(super) next: NodeId,
    pub(super) children: u32,
    /// The key's own segment in the text; empty for elements of arrays.
    pub(super) key: Bytes,
    /// A scalar, an array or an inline table: the value. A table with a header: the header without the comment after
    /// it. An implicit table or an array of tables: the place that first named it.
    pub(super) span: Bytes,
    /// The whole dotted key for what a `key = value` line defines; otherwise the same as `key`.
    pub(super) line_key: Bytes,
    pub(super) kind: ItemKind,
    pub(super) key_encoding: Option<Encoding>,
    pub(super) value_encoding: Option<Encoding>,
}

/// A `[table]` or `[[array]]` header in the order of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Header {
    /// The table it opens; [`NONE`] when the header is refused (defined twice).
    pub(super) node: NodeId,
    pub(super) span: Bytes,
    /// Where what belongs to it ends: the last byte of its last `key = value`, or of the header itself.
    pub(super) content_end: u32,
}

impl Header {
    /// True when the table it opens is `ancestor` or below it.
    pub(super) fn is_within(&self, document: &Document, ancestor: Item<'_>) -> bool {
        let mut id = self.node;
        while let Some(node) = document.node(id) {
            if id == ancestor.id {
                return true;
            }
            id = node.parent;
        }
        false
    }
}

impl Document {
    /// The position of the header that opens a table among all headers.
    pub(super) fn header_index(&self, table: Item<'_>) -> Option<usize> {
        let start = self.node(table.id)?.span.start;
        let index = self.headers.partition_point(|header| header.span.start < start);
        self.headers.get(index).filter(|header| header.node == table.id).map(|_| index)
    }
}

/// A `deployment.toml`, read with positions and as API-M reads it.
///
/// Reading never fails: what API-M's parser would refuse is in [`Document::problems`], and the rest of the file is
/// there to be looked at. Writing [`Document::text`] gives back every byte.
///
/// ```
/// use gatewright::deployment::Document;
///
/// let document = Document::parse("[server]\noffset = 1 # second node\n");
/// assert!(document.problems().is_empty());
/// let offset = document.get("server.offset").unwrap();
/// assert_eq!(offset.as_integer(), Some(1));
/// assert_eq!(&document.text()[offset.span()], "1");
/// ```
pub struct Document {
    pub(super) text: Arc<str>,
    pub(super) nodes: Vec<Node>,
    pub(super) headers: Vec<Header>,
    pub(super) problems: Vec<SyntaxProblem>,
    /// Children by name, only of tables with many of them.
    pub(super) index: HashMap<NodeId, HashMap<Box<str>, NodeId>>,
    /// Where the lines before the first header end.
    pub(super) root_content_end: u32,
}

impl Document {
    /// Reads a text.
    pub fn parse(text: impl Into<Arc<str>>) -> Self {
        builder::build(text.into())
    }

    /// The text as it was read, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What API-M's parser would refuse; empty for a file it accepts.
    pub fn problems(&self) -> &[SyntaxProblem] {
        &self.problems
    }

    /// The table that holds everything.
    pub fn root(&self) -> Item<'_> {
        Item { document: self, id: ROOT }
    }

    /// The item at a dotted path of bare keys, such as `apim.key_manager.service_url`.
    pub fn get(&self, path: &str) -> Option<Item<'_>> {
        path.split('.').try_fold(self.root(), Item::get)
    }

    /// The gateway environments: the elements of `apim.gateway.environment`, whether written as `[[…]]` sections or
    /// as an inline array of tables.
    pub fn environments(&self) -> impl Iterator<Item = super::Environment<'_>> {
        self.get("apim.gateway.environment")
            .into_iter()
            .flat_map(Item::elements)
            .filter(|item| item.is_table())
            .map(super::Environment::new)
    }

    pub(super) fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id as usize)
    }

    pub(super) fn slice(&self, bytes: Bytes) -> &str {
        self.text.get(bytes.range()).unwrap_or_default()
    }

    /// Decodes a key segment. Most keys are bare and borrow from the text.
    pub(super) fn decode_key(&self, bytes: Bytes, encoding: Option<Encoding>) -> Cow<'_, str> {
        let raw = self.slice(bytes);
        if encoding.is_none() {
            return Cow::Borrowed(raw);
        }
        let mut output = Cow::Borrowed("");
        Raw::new_unchecked(raw, encoding, Span::default()).decode_key(&mut output, &mut ());
        output
    }

    pub(super) fn find_child(&self, parent: NodeId, key: &str) -> Option<NodeId> {
        if let Some(index) = self.index.get(&parent) {
            return index.get(key).copied();
        }
        let mut child = self.node(parent)?.first_child;
        while let Some(node) = self.node(child) {
            if self.decode_key(node.key, node.key_encoding) == key {
                return Some(child);
            }
            child = node.next;
        }
        None
    }

    pub(super) fn push_node(&mut self, node: Node) -> NodeId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(NONE);
        self.nodes.push(node);
        id
    }

    /// Hangs a node below its parent and, when the parent has many children, into the parent's index.
    pub(super) fn attach(&mut self, id: NodeId, parent: NodeId) {
        let Some(last) = self.nodes.get_mut(parent as usize).map(|node| {
            node.children += 1;
            std::mem::replace(&mut node.last_child, id)
        }) else {
            return;
        };
        if let Some(previous) = self.nodes.get_mut(last as usize) {
            previous.next = id;
        } else if let Some(node) = self.nodes.get_mut(parent as usize) {
            node.first_child = id;
        }
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.parent = parent;
        }
        self.index_child(id, parent);
    }

    fn index_child(&mut self, id: NodeId, parent: NodeId) {
        let Some(node) = self.node(parent) else { return };
        if node.children <= INDEX_ABOVE || !matches!(node.kind, ItemKind::Table(_)) {
            return;
        }
        let name = |document: &Self, id: NodeId| {
            document
                .node(id)
                .map(|node| Box::from(&*document.decode_key(node.key, node.key_encoding)))
                .unwrap_or_default()
        };
        if self.index.contains_key(&parent) {
            let key = name(self, id);
            if let Some(index) = self.index.get_mut(&parent) {
                index.insert(key, id);
            }
            return;
        }
        let mut index = HashMap::new();
        let mut child = node.first_child;
        while let Some(node) = self.node(child) {
            index.insert(name(self, child), child);
            child = node.next;
        }
        self.index.insert(parent, index);
    }
}

impl fmt::Debug for Document {
    /// Never the text: it holds passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("bytes", &self.text.len())
            .field("items", &self.nodes.len())
            .field("problems", &self.problems)
            .finish_non_exhaustive()
    }
}

/// A table, an array or a value of a [`Document`], with its place in the text.
#[derive(Clone, Copy)]
pub struct Item<'d> {
    pub(super) document: &'d Document,
    pub(super) id: NodeId,
}

impl<'d> Item<'d> {
    fn node(self) -> Option<&'d Node> {
        self.document.node(self.id)
    }

    pub(super) fn at(self, id: NodeId) -> Option<Self> {
        self.document.node(id).map(|_| Self { document: self.document, id })
    }

    /// What it is.
    pub fn kind(self) -> ItemKind {
        self.node().map_or(ItemKind::Table(TableKind::Implicit), |node| node.kind)
    }

    /// True for a table of any form.
    pub fn is_table(self) -> bool {
        matches!(self.kind(), ItemKind::Table(_))
    }

    /// The last segment of its key; empty for the root and for elements of arrays.
    pub fn key(self) -> Cow<'d, str> {
        self.node()
            .map_or(Cow::Borrowed(""), |node| self.document.decode_key(node.key, node.key_encoding))
    }

    /// The dotted path from the root, without the positions in arrays.
    pub fn path(self) -> String {
        let mut segments = Vec::new();
        let mut item = Some(self);
        while let Some(current) = item {
            let key = current.key();
            if !key.is_empty() {
                segments.push(key);
            }
            item = current.parent();
        }
        segments.reverse();
        segments.join(".")
    }

    /// The table or array it is in.
    pub fn parent(self) -> Option<Self> {
        if self.id == ROOT {
            return None;
        }
        self.at(self.node()?.parent)
    }

    /// The bytes of the last segment of its key.
    pub fn key_span(self) -> Range<usize> {
        self.node().map_or(0..0, |node| node.key.range())
    }

    /// The bytes of the value; for a table or array made by headers, of the first header that names it.
    pub fn span(self) -> Range<usize> {
        self.node().map_or(0..0, |node| node.span.range())
    }

    /// The bytes of the whole dotted key of its `key = value` line.
    pub(super) fn line_key_span(self) -> Range<usize> {
        self.node().map_or(0..0, |node| node.line_key.range())
    }

    /// The item below this table under `key`.
    pub fn get(self, key: &str) -> Option<Self> {
        if !self.is_table() {
            return None;
        }
        self.at(self.document.find_child(self.id, key)?)
    }

    /// What is below a table, in the order of the file; the elements of an array; nothing for a value.
    pub fn children(self) -> impl Iterator<Item = Self> + use<'d> {
        let mut next = self.node().map_or(NONE, |node| node.first_child);
        std::iter::from_fn(move || {
            let item = self.at(next)?;
            next = item.node().map_or(NONE, |node| node.next);
            Some(item)
        })
    }

    /// The elements of an array of either form; nothing for anything else.
    pub fn elements(self) -> impl Iterator<Item = Self> + use<'d> {
        let is_array = matches!(self.kind(), ItemKind::Array | ItemKind::ArrayOfTables);
        self.children().filter(move |_| is_array)
    }

    /// The value of a string, decoded.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        let node = self.node()?;
        if node.kind != ItemKind::String {
            return None;
        }
        let raw = self.document.slice(node.span);
        let mut output = Cow::Borrowed("");
        let _ = Raw::new_unchecked(raw, node.value_encoding, Span::default())
            .decode_scalar(&mut output, &mut ());
        Some(output)
    }

    /// The value of a string with its placeholders and references taken apart.
    pub fn as_text(self) -> Option<Text> {
        self.as_str().map(|value| Text::parse(&value))
    }

    /// The value of a boolean.
    pub fn as_bool(self) -> Option<bool> {
        (self.kind() == ItemKind::Boolean).then(|| self.raw() == "true")
    }

    /// The value of an integer that fits 64 bits.
    pub fn as_integer(self) -> Option<i64> {
        (self.kind() == ItemKind::Integer).then(|| dialect::integer(self.raw())).flatten()
    }

    /// The value as API-M pastes it into its own files: a string, or a number or boolean as a text.
    pub(crate) fn as_scalar(self) -> Option<Cow<'d, str>> {
        match self.kind() {
            ItemKind::Integer => self.as_integer().map(|number| Cow::Owned(number.to_string())),
            ItemKind::Boolean | ItemKind::Float => Some(Cow::Borrowed(self.raw())),
            _ => self.as_str(),
        }
    }

    /// True for a text with a variable of the node in it, and for a list or a table with such a text.
    pub(crate) fn has_variable(self) -> bool {
        self.as_text().is_some_and(|text| text.has_variable())
            || self.children().any(Self::has_variable)
    }

    /// The value as it is written.
    pub fn raw(self) -> &'d str {
        self.node().map_or("", |node| self.document.slice(node.span))
    }

    /// The document it is part of.
    pub fn document(self) -> &'d Document {
        self.document
    }
}

impl fmt::Debug for Item<'_> {
    /// Path and kind, never the value: it may be a password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({} at `{}`)", self.kind().description(), self.path())
    }
}
