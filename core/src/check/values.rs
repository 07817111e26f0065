//! What several rules ask of a value.

use std::borrow::Cow;

use crate::deployment::{Item, ItemKind};

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

/// Where the characters of a string begin in the file, when they stand there as they are: no escapes in between.
pub(crate) fn verbatim_start(item: Item<'_>, value: &str) -> Option<usize> {
    let raw = item.raw();
    let quote = if raw.starts_with("\"\"\"") || raw.starts_with("'''") { 3 } else { 1 };
    let content = raw.get(quote..raw.len().checked_sub(quote)?)?;
    // A line break directly after the opening quotes does not belong to the value.
    let before = content.strip_suffix(value)?;
    ["", "\n", "\r\n"].contains(&before).then_some(item.span().start + quote + before.len())
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
