//! Text within GitHub's and GitLab's Markdown: it means itself, stays in its cell, and calls nobody.

use std::fmt::Write as _;

/// Text within a line or a cell of a table.
pub(super) fn escaped(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => markdown.push_str("&amp;"),
            '<' => markdown.push_str("&lt;"),
            '>' => markdown.push_str("&gt;"),
            // Escaped they would still call a user, or name an issue.
            '@' | '#' | '!' => {
                let _ = write!(markdown, "{character}<!-- -->");
            }
            '\n' | '\r' | '\t' => markdown.push(' '),
            other if other.is_control() => markdown.push(char::REPLACEMENT_CHARACTER),
            other if other.is_ascii_punctuation() && !is_plain(other) => {
                markdown.push('\\');
                markdown.push(other);
            }
            other => markdown.push(other),
        }
    }
    markdown
}

/// Means nothing within a line.
fn is_plain(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | ':' | ';' | '/' | '(' | ')' | '\'' | '"' | '-' | '?' | '%' | '=' | '+'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_itself_and_calls_nobody() {
        assert_eq!(escaped("Pets v1.0.0 (eu-west)"), "Pets v1.0.0 (eu-west)");
        assert_eq!(escaped("a|b`c`\nd"), r"a\|b\`c\` d");
        assert_eq!(escaped("<b>&*_[x]"), r"&lt;b&gt;&amp;\*\_\[x\]");
        assert_eq!(escaped("@team #1 !42"), "@<!-- -->team #<!-- -->1 !<!-- -->42");
        assert_eq!(escaped("\u{1b}[31m\\"), "\u{fffd}\\[31m\\\\");
    }
}
