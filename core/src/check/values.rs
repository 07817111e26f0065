//! What several rules ask of a value.

use std::borrow::Cow;
use std::ops::Range;

use crate::deployment::{Item, ItemKind, TableKind};
use crate::model::{Endpoint, EndpointKey, Scheme};

/// Calls `visit` with every string at or below an item, in the order of the file.
pub(crate) fn for_each_string<'d>(item: Item<'d>, visit: &mut dyn FnMut(Item<'d>)) {
    if item.kind() == ItemKind::String {
        visit(item);
        return;
    }
    for child in item.children() {
        for_each_string(child, visit);
    }
}

/// The text that API-M makes of a value: a number or a boolean is as good as a string. `None` for arrays and tables.
pub(crate) fn rendered(item: Item<'_>) -> Option<Cow<'_, str>> {
    match item.kind() {
        ItemKind::String => item.as_str(),
        ItemKind::Integer | ItemKind::Float | ItemKind::Boolean | ItemKind::DateTime => {
            Some(Cow::Borrowed(item.raw()))
        }
        ItemKind::Table(_) | ItemKind::Array | ItemKind::ArrayOfTables => None,
    }
}

/// True when a URL's scheme is one that clients know and its key is for another one.
pub(crate) fn is_of_another_scheme(key: EndpointKey, endpoint: &Endpoint) -> bool {
    let takes_http = matches!(key.scheme(), Scheme::Http | Scheme::Https);
    match endpoint.scheme() {
        // Environments for WebSocket APIs alone carry such URLs, WSO2's own tests among them.
        Scheme::Ws | Scheme::Wss if takes_http => false,
        Scheme::Http | Scheme::Https | Scheme::Ws | Scheme::Wss => key.contradicts(endpoint),
        _ => false,
    }
}

/// Where the characters of a string begin in the file, when they stand there as they are: no escapes in between.
pub(crate) fn verbatim_start(item: Item<'_>, value: &str) -> Option<usize> {
    let raw = item.raw();
    let quote = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let content = raw.get(quote..raw.len().checked_sub(quote)?)?;
    // A line break directly after the opening quotes does not belong to the value.
    let before = content.strip_suffix(value)?;
    ["", "\n", "\r\n"].contains(&before).then_some(item.span().start + quote + before.len())
}

/// The bytes of the file that hold a URL's port; `None` when there is none, or when escapes hide where it stands.
pub(crate) fn port_span(item: Item<'_>) -> Option<Range<usize>> {
    let url = item.as_str()?;
    let start = verbatim_start(item, &url)?;
    let port = Endpoint::port_range(&url)?;
    Some(start + port.start..start + port.end)
}

/// The bytes of the lines of a `key = value`, with the line break: what must go for the key to be gone. `None` within an
/// inline table, and when somebody's comment would go as well.
pub(crate) fn lines_of(item: Item<'_>) -> Option<Range<usize>> {
    let text = item.document().text();
    let start = text.get(..item.key_span().start)?.rfind('\n').map_or(0, |at| at + 1);
    let end =
        text.get(item.span().end..)?.find('\n').map_or(text.len(), |at| item.span().end + at + 1);
    let before = text.get(start..item.key_span().start)?;
    let after = text.get(item.span().end..end)?.trim();
    // Only what is alone on its lines: a dotted key may stand before it.
    let is_alone = before.chars().all(|c| !matches!(c, '{' | '[' | '=' | ',')) && after.is_empty();
    (is_alone && !holds_comment(item)).then_some(start..end)
}

/// True when a comment stands between the parts of a value.
pub(crate) fn holds_comment(item: Item<'_>) -> bool {
    let text = item.document().text();
    let mut from = item.span().start;
    let mut has_mark = false;
    for_each_scalar(item, &mut |scalar| {
        has_mark |=
            text.get(from..scalar.span().start).is_some_and(|between| between.contains('#'));
        from = scalar.span().end;
    });
    has_mark || text.get(from..item.span().end).is_some_and(|between| between.contains('#'))
}

fn for_each_scalar<'d>(item: Item<'d>, visit: &mut dyn FnMut(Item<'d>)) {
    if item.is_table() || item.kind() == ItemKind::Array {
        item.children().for_each(|child| for_each_scalar(child, visit));
    } else {
        visit(item);
    }
}

/// Where the first line below a table's own header begins, and how lines end there; `None` when it has no header, or
/// nothing follows it.
pub(crate) fn line_after_header(table: Item<'_>) -> Option<(usize, &'static str)> {
    if table.kind() != ItemKind::Table(TableKind::Header) {
        return None;
    }
    let header_end = table.span().end;
    let rest = table.document().text().get(header_end..)?;
    let at = rest.find('\n')?;
    let line_break = if rest.get(..at)?.ends_with('\r') { "\r\n" } else { "\n" };
    Some((header_end + at + 1, line_break))
}

/// A value as a message shows it: in backquotes, with characters that do not print by their numbers.
pub(crate) fn quoted(value: &str) -> String {
    let mut shown = String::with_capacity(value.len() + 2);
    shown.push('`');
    for character in value.chars() {
        if character.is_control() {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown.push('`');
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deployment::Document;

    #[test]
    fn strings_are_found_at_every_depth() {
        let document =
            Document::parse("[a]\nb = \"1\"\nc = [\"2\", { d = '3' }]\n[[a.e]]\nf = \"4\"\n");
        let mut found = Vec::new();
        for_each_string(document.root(), &mut |item| {
            found.push(item.as_str().unwrap().into_owned());
        });
        assert_eq!(found, ["1", "2", "3", "4"]);
    }

    #[test]
    fn what_does_not_print_is_shown_by_its_number() {
        assert_eq!(quoted("Müller's \"A\"\n\u{7}"), "`Müller's \"A\"\\n\\u{7}`");
    }

    #[test]
    fn the_lines_of_a_key_are_its_own() {
        let text = "[a]\nb.c = 1\nd = [\n 1,\n]\ng = 1 # x\nh = [\n 1, # x\n]\ni = [\"#\", '#']\ne = { f = 1 }";
        let document = Document::parse(text);
        let lines =
            |path: &str| lines_of(document.get(path).unwrap()).and_then(|span| text.get(span));
        assert_eq!(lines("a.b.c"), Some("b.c = 1\n"));
        assert_eq!(lines("a.d"), Some("d = [\n 1,\n]\n"));
        assert_eq!(lines("a.e"), Some("e = { f = 1 }"));
        assert_eq!(lines("a.e.f"), None);
        assert_eq!((lines("a.g"), lines("a.h")), (None, None), "somebody's comment");
        assert_eq!(lines("a.i"), Some("i = [\"#\", '#']\n"));
    }

    #[test]
    fn only_strings_without_escapes_stand_verbatim() {
        for (text, start) in [
            ("a = \"x&y\"", Some(5)),
            ("a = 'x&y'", Some(5)),
            ("a = \"\"\"\nx&y\"\"\"", Some(8)),
            ("a = \"x\\u0026y\"", None),
            ("a = \"\\\\x&y\"", None),
            ("a = \"\"", Some(5)),
        ] {
            let document = Document::parse(text);
            let item = document.get("a").unwrap();
            assert_eq!(verbatim_start(item, &item.as_str().unwrap()), start, "{text}");
        }
    }
}
