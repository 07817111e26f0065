//! Credentials inside addresses: `scheme://user:password@host` and `jdbc:oracle:thin:user/password@host`.
//!
//! Parameters such as `?password=…` are keys like any other and belong to [`super::scan`].

use std::ops::Range;

use super::is_reference;

/// The passwords in a line's addresses.
pub(super) fn passwords(line: &str, hidden: &mut Vec<Range<usize>>) {
    if !line.contains('@') {
        return;
    }
    let mut starts = line.match_indices("://").map(|(at, _)| at + 3).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().map_or(line.len(), |next| next - 3);
        let rest = line.get(start..end).unwrap_or_default();
        hide(line, start, password_in_url(rest), hidden);
    }
    for scheme in [":thin:", ":oci:"] {
        for (at, _) in line.match_indices(scheme) {
            let start = at + scheme.len();
            let rest = line.get(start..).unwrap_or_default();
            hide(line, start, between(until(rest, is_outside), '/'), hidden);
        }
    }
}

fn hide(line: &str, start: usize, found: Option<Range<usize>>, hidden: &mut Vec<Range<usize>>) {
    let Some(found) = found else { return };
    let range = start + found.start..start + found.end;
    let password = line.get(range.clone()).unwrap_or_default();
    if !password.is_empty() && !is_reference(password) {
        hidden.push(range);
    }
}

fn password_in_url(rest: &str) -> Option<Range<usize>> {
    let authority =
        until(rest, |character| is_outside(character) || matches!(character, '/' | '?' | '#'));
    if let Some(found) = between(authority, ':') {
        return Some(found);
    }
    // `user:pa/ss@host` and `user:pa"ss@host` are no addresses, and passwords nevertheless. What follows the colon
    // tells them from `host:port/path@x`, unless the password begins in digits alone.
    let (_, port) = authority.split_once(':')?;
    let is_number = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_port = is_number || (port.starts_with(['$', '{']) && port.contains('{'));
    if is_port || authority.starts_with('[') {
        return None;
    }
    between(rest, ':')
}

/// What stands between the first separator and the last `@`.
fn between(text: &str, separator: char) -> Option<Range<usize>> {
    let at = text.rfind('@')?;
    let separator = text.get(..at)?.find(separator)?;
    Some(separator + 1..at)
}

fn until(text: &str, ends: impl FnMut(char) -> bool) -> &str {
    text.split(ends).next().unwrap_or(text)
}

fn is_outside(character: char) -> bool {
    character.is_whitespace() || matches!(character, '"' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(line: &str) -> String {
        let mut hidden = Vec::new();
        passwords(line, &mut hidden);
        super::super::replaced(line, &hidden)
    }

    #[test]
    fn passwords_go_and_all_else_stays() {
        for (line, expected) in [
            ("a = \"https://u:p@host:8243/x\"", "a = \"https://u:***@host:8243/x\""),
            ("\"amqp://u:p@c/?b='tcp://h:1'\"", "\"amqp://u:***@c/?b='tcp://h:1'\""),
            ("'a://u:p@h,b://v:q@h'", "'a://u:***@h,b://v:***@h'"),
            ("https://u:p:q@r@host/", "https://u:***@host/"),
            ("https://u:p/q@host/", "https://u:***@host/"),
            ("\"https://u:p'q@host/\"", "\"https://u:***@host/\""),
            ("jdbc:oracle:thin:u/p@h:1521/s", "jdbc:oracle:thin:u/***@h:1521/s"),
        ] {
            assert_eq!(masked(line), expected);
        }
        for line in [
            "https://host:8243/path@x",
            "https://${a}:${p}@host/",
            "https://u:$env{P}@host/",
            "https://u:@host/",
            "https://u@host/",
            "https://[::1]:8243/a@b",
            "https://host:${https.nio.port}/a@b",
            "mail = \"a@b.example\"",
        ] {
            assert_eq!(masked(line), line);
        }
    }
}
