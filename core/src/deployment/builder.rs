//! From the parser's events to the tree, with API-M's own table semantics.
//!
//! Source: API-M 3.0–4.7 read `deployment.toml` with cava-toml 0.5.0; its tables differ from TOML 1.0's in one way that
//! users meet: a table that a dotted key made may be defined by a header afterwards, and a dotted key may add to any
//! table. What is defined twice is refused.

use std::ops::Range;
use std::sync::Arc;

use toml_parser::decoder::{Encoding, ScalarKind};
use toml_parser::parser::{EventReceiver, RecursionGuard, ValidateWhitespace, parse_document};
use toml_parser::{ErrorSink, ParseError, Source, Span};

use super::document::{Bytes, Document, Header, ItemKind, NONE, Node, NodeId, ROOT, TableKind};
use super::section::line_start;
use super::syntax::{SyntaxProblem, SyntaxProblemKind};
use super::{dialect, recovery, syntax_error};

/// Deeper nesting than any real file has; the parser recurses per level.
const MAX_DEPTH: u32 = 80;
const BYTE_ORDER_MARK: &str = "\u{feff}";

pub(super) fn build(text: Arc<str>) -> Document {
    let shared = Arc::clone(&text);
    let mut document = Document {
        text,
        nodes: vec![new_node(ItemKind::Table(TableKind::Header))],
        headers: Vec::new(),
        problems: Vec::new(),
        index: std::collections::HashMap::new(),
        root_content_end: 0,
    };
    if shared.starts_with(BYTE_ORDER_MARK) {
        document.problems.push(SyntaxProblem::new(
            SyntaxProblemKind::ByteOrderMark,
            0..BYTE_ORDER_MARK.len(),
            "the file starts with a byte-order mark, which API-M's TOML parser refuses",
            Some("save the file as UTF-8 without a byte-order mark"),
        ));
    }
    let source = Source::new(&shared);
    let mut errors: Vec<ParseError> = Vec::new();
    let mut builder = Builder {
        source,
        document: &mut document,
        frames: Vec::new(),
        current: ROOT,
        keys: Vec::new(),
        header: None,
        value_expected: false,
        is_plain: false,
    };
    recovery::in_pieces(&shared, |tokens| {
        let mut guarded = RecursionGuard::new(&mut builder, MAX_DEPTH);
        let mut validated = ValidateWhitespace::new(&mut guarded, source);
        parse_document(tokens, &mut validated, &mut errors);
        builder.end_piece();
    });
    let invalid = syntax_error::problems(&shared, &errors);
    // What is no value has no type, so that the array around it mixes none.
    document.problems.retain(|problem| {
        problem.kind != SyntaxProblemKind::Dialect
            || invalid.iter().all(|invalid| invalid.span.start != problem.span.start)
    });
    document.problems.extend(invalid);
    syntax_error::without_echoes(&shared, &errors, &mut document.problems);
    document.problems.sort_by_key(|problem| (problem.span.start, problem.span.end));
    document
}

fn new_node(kind: ItemKind) -> Node {
    Node {
        parent: NONE,
        first_child: NONE,
        last_child: NONE,
        next: NONE,
        children: 0,
        key: Bytes::default(),
        span: Bytes::default(),
        line_key: Bytes::default(),
        kind,
        key_encoding: None,
        value_encoding: None,
    }
}

#[derive(Clone, Copy)]
struct KeySegment {
    bytes: Bytes,
    encoding: Option<Encoding>,
}

/// An array or inline table whose end has not been seen.
struct Frame {
    node: NodeId,
    is_array: bool,
    /// The keys of the line around it, put aside until it closes.
    outer_keys: Vec<KeySegment>,
    dialect: dialect::Nesting,
}

struct OpenHeader {
    start: u32,
    is_array: bool,
}

struct Builder<'s, 'd> {
    source: Source<'s>,
    document: &'d mut Document,
    frames: Vec<Frame>,
    /// The table that lines now belong to.
    current: NodeId,
    keys: Vec<KeySegment>,
    header: Option<OpenHeader>,
    /// True between `=` and its value: keys without one are syntax errors, reported by the parser.
    value_expected: bool,
    /// True once the line has an `=`, or a header with its end.
    is_plain: bool,
}

impl Builder<'_, '_> {
    /// Forgets what a piece left open; the table that lines belong to stays.
    fn end_piece(&mut self) {
        self.frames.clear();
        self.keys.clear();
        self.header = None;
        self.value_expected = false;
        self.is_plain = false;
    }

    /// Ends a line. What a header without its end opens is known; what a line that may have been meant as a header opens
    /// is not, and the lines below it must not land in the table before it: they would seem to define its keys twice.
    fn end_line(&mut self, end: usize) {
        let start = line_start(&self.document.text, end);
        let line = self.document.text.get(start..end).unwrap_or_default();
        if self.header.is_some() {
            let end = self.keys.last().map_or_else(
                || Bytes::from(Span::new_unchecked(start, end)).end,
                |key| key.bytes.end,
            );
            self.close_header(end);
        } else if !self.is_plain && recovery::is_meant_as_header(line) {
            self.current = self.document.push_node(new_node(ItemKind::Table(TableKind::Header)));
        }
        // A line that broke off must not leave keys behind for the next one.
        self.keys.clear();
        self.value_expected = false;
        self.is_plain = false;
    }

    fn problem(&mut self, problem: SyntaxProblem) {
        self.document.problems.push(problem);
    }

    fn duplicate(&mut self, what: &str, span: Bytes, first: Range<usize>, message: &str) {
        let mut problem = SyntaxProblem::new(
            SyntaxProblemKind::Duplicate,
            span.range(),
            format!("`{what}` {message}"),
            Some("keep one of the two definitions"),
        );
        problem.first = Some(first);
        self.problem(problem);
    }

    fn joined(&self, keys: &[KeySegment]) -> String {
        let names: Vec<_> =
            keys.iter().map(|key| self.document.decode_key(key.bytes, key.encoding)).collect();
        names.join(".")
    }

    /// Walks to the table at `path` below `from`, making implicit tables on the way.
    /// With `follow_arrays`, a `[[…]]` stands for its last element, as it does in headers but not in dotted keys.
    fn ensure_table(
        &mut self,
        from: NodeId,
        path: &[KeySegment],
        follow_arrays: bool,
    ) -> Option<NodeId> {
        let mut table = from;
        for (depth, key) in path.iter().enumerate() {
            let name = self.document.decode_key(key.bytes, key.encoding).into_owned();
            let Some(child) = self.document.find_child(table, &name) else {
                let mut node = new_node(ItemKind::Table(TableKind::Implicit));
                node.key = key.bytes;
                node.key_encoding = key.encoding;
                node.span = key.bytes;
                node.line_key = key.bytes;
                let id = self.document.push_node(node);
                self.document.attach(id, table);
                table = id;
                continue;
            };
            let node = self.document.node(child)?;
            match node.kind {
                ItemKind::Table(_) => table = child,
                ItemKind::ArrayOfTables if follow_arrays => table = node.last_child,
                kind => {
                    let first = node.span.range();
                    let prefix = self.joined(path.get(..=depth).unwrap_or_default());
                    let span = Bytes { start: path.first()?.bytes.start, end: key.bytes.end };
                    let message =
                        format!("is not a table: it was defined before as {}", kind.description());
                    self.duplicate(&prefix, span, first, &message);
                    return None;
                }
            }
        }
        Some(table)
    }

    fn close_header(&mut self, end: u32) {
        let Some(header) = self.header.take() else { return };
        self.is_plain = true;
        let keys = std::mem::take(&mut self.keys);
        let span = Bytes { start: header.start, end };
        let node = if header.is_array {
            self.define_array_element(&keys, span)
        } else {
            self.define_table(&keys, span)
        };
        // The lines below a refused header belong to nothing; they must not land in the table before it.
        self.current = node.unwrap_or_else(|| {
            self.document.push_node(new_node(ItemKind::Table(TableKind::Header)))
        });
        self.document.headers.push(Header { node: node.unwrap_or(NONE), span, content_end: end });
    }

    fn define_table(&mut self, keys: &[KeySegment], span: Bytes) -> Option<NodeId> {
        let (last, path) = keys.split_last()?;
        let parent = self.ensure_table(ROOT, path, true)?;
        let name = self.document.decode_key(last.bytes, last.encoding).into_owned();
        let Some(existing) = self.document.find_child(parent, &name) else {
            return Some(self.add_table(*last, parent, span));
        };
        let node = self.document.nodes.get_mut(existing as usize)?;
        if node.kind == ItemKind::Table(TableKind::Implicit) {
            node.kind = ItemKind::Table(TableKind::Header);
            node.span = span;
            node.key = last.bytes;
            node.key_encoding = last.encoding;
            return Some(existing);
        }
        let (first, kind) = (node.span.range(), node.kind);
        let message = match kind {
            ItemKind::ArrayOfTables => {
                "was defined before as an array of tables, `[[…]]`".to_owned()
            }
            ItemKind::Table(_) => "is defined twice".to_owned(),
            kind => format!("was defined before as {}", kind.description()),
        };
        let what = self.joined(keys);
        self.duplicate(&what, span, first, &message);
        None
    }

    fn add_table(&mut self, key: KeySegment, parent: NodeId, span: Bytes) -> NodeId {
        let mut node = new_node(ItemKind::Table(TableKind::Header));
        node.key = key.bytes;
        node.key_encoding = key.encoding;
        node.span = span;
        node.line_key = key.bytes;
        let id = self.document.push_node(node);
        self.document.attach(id, parent);
        id
    }

    fn define_array_element(&mut self, keys: &[KeySegment], span: Bytes) -> Option<NodeId> {
        let (last, path) = keys.split_last()?;
        let parent = self.ensure_table(ROOT, path, true)?;
        let name = self.document.decode_key(last.bytes, last.encoding).into_owned();
        let array = if let Some(existing) = self.document.find_child(parent, &name) {
            let node = self.document.node(existing)?;
            if node.kind != ItemKind::ArrayOfTables {
                let (first, kind) = (node.span.range(), node.kind);
                let what = self.joined(keys);
                let message = format!("was defined before as {}", kind.description());
                self.duplicate(&what, span, first, &message);
                return None;
            }
            existing
        } else {
            let mut node = new_node(ItemKind::ArrayOfTables);
            node.key = last.bytes;
            node.key_encoding = last.encoding;
            node.span = span;
            node.line_key = last.bytes;
            let id = self.document.push_node(node);
            self.document.attach(id, parent);
            id
        };
        let mut element = new_node(ItemKind::Table(TableKind::Header));
        element.span = span;
        let id = self.document.push_node(element);
        self.document.attach(id, array);
        Some(id)
    }

    /// Puts a value where the events say it stands: into the array around it, or under the keys of its line.
    fn place(&mut self, mut node: Node) -> NodeId {
        if let Some(frame) = self.frames.last().filter(|frame| frame.is_array) {
            let parent = frame.node;
            let id = self.document.push_node(node);
            self.document.attach(id, parent);
            return id;
        }
        let keys = std::mem::take(&mut self.keys);
        let expected = std::mem::take(&mut self.value_expected);
        let table = self.frames.last().map_or(self.current, |frame| frame.node);
        let (Some((last, path)), true) = (keys.split_last(), expected) else {
            return self.document.push_node(node);
        };
        let first = path.first().unwrap_or(last);
        node.key = last.bytes;
        node.key_encoding = last.encoding;
        node.line_key = Bytes { start: first.bytes.start, end: last.bytes.end };
        let line_key = node.line_key;
        let id = self.document.push_node(node);
        // A key that is missing is reported as that; two of them are no key defined twice.
        if keys.iter().any(|key| key.encoding.is_none() && key.bytes.range().is_empty()) {
            return id;
        }
        let Some(parent) = self.ensure_table(table, path, false) else { return id };
        let name = self.document.decode_key(last.bytes, last.encoding).into_owned();
        if let Some(existing) = self.document.find_child(parent, &name) {
            let first = self.document.node(existing).map_or(0..0, |node| node.line_key.range());
            let what = self.joined(&keys);
            self.duplicate(&what, line_key, first, "is defined twice");
            return id;
        }
        self.document.attach(id, parent);
        id
    }

    fn end_of_value(&mut self, end: u32) {
        if self.frames.is_empty() {
            match self.document.headers.last_mut() {
                Some(header) => header.content_end = end,
                None => self.document.root_content_end = end,
            }
        }
    }

    fn open(&mut self, span: Span, is_array: bool) {
        let kind = if is_array { ItemKind::Array } else { ItemKind::Table(TableKind::Inline) };
        let mut node = new_node(kind);
        node.span = span.into();
        let id = self.place(node);
        self.note_element(if is_array { dialect::Type::Array } else { dialect::Type::Table }, span);
        self.frames.push(Frame {
            node: id,
            is_array,
            outer_keys: std::mem::take(&mut self.keys),
            dialect: dialect::Nesting::default(),
        });
    }

    fn close(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        let end = Bytes::from(span).end;
        if let Some(node) = self.document.nodes.get_mut(frame.node as usize) {
            node.span.end = end;
        }
        // The parser closes what nothing closes, at no byte: that it is not closed is what must be said of it.
        if !frame.is_array
            && !span.is_empty()
            && let Some(problem) = frame.dialect.inline_table_problem()
        {
            self.problem(problem);
        }
        self.keys = frame.outer_keys;
        self.value_expected = false;
        self.end_of_value(end);
    }

    /// Tells the array around a value of the value's type, for the arrays of mixed types API-M refuses.
    fn note_element(&mut self, element: dialect::Type, span: Span) {
        let Some(frame) = self.frames.last_mut() else { return };
        frame.dialect.value_seen();
        if frame.is_array
            && let Some(problem) = frame.dialect.element(element, Bytes::from(span).range())
        {
            self.problem(problem);
        }
    }
}

impl EventReceiver for Builder<'_, '_> {
    fn std_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.keys.clear();
        self.header = Some(OpenHeader { start: Bytes::from(span).start, is_array: false });
    }

    fn std_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close_header(Bytes::from(span).end);
    }

    fn array_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.keys.clear();
        self.header = Some(OpenHeader { start: Bytes::from(span).start, is_array: true });
    }

    fn array_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close_header(Bytes::from(span).end);
    }

    fn inline_table_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span, false);
        true
    }

    fn inline_table_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn array_open(&mut self, span: Span, _: &mut dyn ErrorSink) -> bool {
        self.open(span, true);
        true
    }

    fn array_close(&mut self, span: Span, _: &mut dyn ErrorSink) {
        self.close(span);
    }

    fn simple_key(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        if let Some(raw) = self.source.get(span) {
            toml_parser::Raw::new_unchecked(raw.as_str(), encoding, span)
                .decode_key(&mut (), error);
            if encoding == Some(Encoding::BasicString) {
                for problem in dialect::basic_string(raw.as_str(), span.start(), false) {
                    self.problem(problem);
                }
            }
        }
        self.keys.push(KeySegment { bytes: span.into(), encoding });
    }

    fn key_val_sep(&mut self, _: Span, _: &mut dyn ErrorSink) {
        self.value_expected = true;
        self.is_plain = true;
    }

    fn scalar(&mut self, span: Span, encoding: Option<Encoding>, error: &mut dyn ErrorSink) {
        let Some(raw) = self.source.get(span) else { return };
        if recovery::is_unclosed(raw.as_str(), encoding) {
            self.problem(SyntaxProblem::new(
                SyntaxProblemKind::Invalid,
                recovery::opening(span),
                "unclosed multi-line string: nothing ends the one that opens here",
                Some("end it with the three quotes that it begins with"),
            ));
            let mut node = new_node(ItemKind::String);
            node.span = span.into();
            node.value_encoding = encoding;
            self.place(node);
            return;
        }
        let raw = toml_parser::Raw::new_unchecked(raw.as_str(), encoding, span);
        let scalar = raw.decode_scalar(&mut (), error);
        let kind = match scalar {
            ScalarKind::String => ItemKind::String,
            ScalarKind::Boolean(_) => ItemKind::Boolean,
            ScalarKind::DateTime => ItemKind::DateTime,
            ScalarKind::Float => ItemKind::Float,
            ScalarKind::Integer(_) => ItemKind::Integer,
        };
        for problem in dialect::scalar(raw.as_str(), span.start(), encoding, kind) {
            self.problem(problem);
        }
        let mut node = new_node(kind);
        node.span = span.into();
        node.value_encoding = encoding;
        self.place(node);
        self.note_element(dialect::Type::of(kind, raw.as_str()), span);
        self.end_of_value(Bytes::from(span).end);
    }

    fn value_sep(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(frame) = self.frames.last_mut() {
            frame.dialect.separator(Bytes::from(span).range());
        }
    }

    fn comment(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(frame) = self.frames.last_mut() {
            frame.dialect.line_break(Bytes::from(span).range());
        }
    }

    fn newline(&mut self, span: Span, _: &mut dyn ErrorSink) {
        if let Some(frame) = self.frames.last_mut() {
            frame.dialect.line_break(Bytes::from(span).range());
        } else {
            self.end_line(span.start());
        }
    }
}
