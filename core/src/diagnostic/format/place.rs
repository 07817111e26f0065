//! How places and texts are named: paths as people and as URIs read them, text that is safe to print.

use std::fmt::Write as _;
use std::path::Path;

use crate::diagnostic::{Diagnostic, Related};

/// A path as it was named by the caller.
pub(super) fn path(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// `path:line:column`, as far as it is known; `line 3, column 5` when the text has no path.
pub(super) fn place(path: Option<&Path>, line: Option<u32>, column: Option<u32>) -> Option<String> {
    match (path, line.zip(column)) {
        (Some(path), Some((line, column))) => Some(format!("{}:{line}:{column}", self::path(path))),
        (Some(path), None) => Some(self::path(path)),
        (None, Some((line, column))) => Some(format!("line {line}, column {column}")),
        (None, None) => None,
    }
}

pub(super) fn of_diagnostic(found: &Diagnostic) -> Option<String> {
    place(found.path.as_deref(), found.line, found.column)
}

pub(super) fn of_related(related: &Related) -> Option<String> {
    place(related.path.as_deref(), related.line, related.column)
}

/// A path as a URI reference: percent-encoded, `/` between its parts; `file://` before an absolute one.
pub(super) fn uri(path: &Path) -> String {
    let mut uri = String::new();
    if path.is_absolute() {
        uri.push_str("file://");
        if !path.has_root() || cfg!(windows) {
            uri.push('/');
        }
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(char::from(*byte));
            }
            b'\\' if cfg!(windows) => uri.push('/'),
            other => {
                let _ = write!(uri, "%{other:02X}");
            }
        }
    }
    uri
}

/// Text without characters that would steer the terminal it is printed on, or show its letters in another order.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|character| if steers(character) { char::REPLACEMENT_CHARACTER } else { character })
        .collect()
}

/// True for control characters but the line break, and for those that change the direction of writing.
pub(super) fn steers(character: char) -> bool {
    (character.is_control() && character != '\n')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        for (path, expected) in [
            ("cp/deployment.toml", "cp/deployment.toml"),
            ("../a b/ü#%.toml", "../a%20b/%C3%BC%23%25.toml"),
            ("a:b.toml", "a%3Ab.toml"),
        ] {
            assert_eq!(uri(Path::new(path)), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn absolute_paths_become_file_uris() {
        assert_eq!(uri(Path::new("/opt/a b")), "file:///opt/a%20b");
    }

    #[test]
    fn text_cannot_steer_the_terminal() {
        assert_eq!(printable("a\u{1b}[31mb\nc\u{202e}d"), "a\u{fffd}[31mb\nc\u{fffd}d");
    }
}
