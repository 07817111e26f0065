//! Texts where a line is all the room there is: reports have a line per item, and whoever reads them goes by lines.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A name as it can stand in a line: the ends of lines and other control characters are escaped.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'t>(pub(crate) &'t str);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            if breaks(character) {
                write!(f, "{}", character.escape_debug())?;
            } else {
                f.write_char(character)?;
            }
        }
        Ok(())
    }
}

/// Names, one after the other.
pub(crate) fn names(all: &[String]) -> String {
    all.iter().map(|name| Name(name).to_string()).collect::<Vec<_>>().join(", ")
}

/// Words that may take several lines, such as an error's, in one.
pub(crate) fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut line = String::new();
    for part in text.lines().map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push_str(if line.ends_with([':', ';', ',', '.']) { " " } else { "; " });
        }
        line.push_str(&Name(part).to_string());
    }
    Cow::Owned(line)
}

fn breaks(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_breaks_no_line_and_is_as_it_was_otherwise() {
        assert_eq!(Name("It's \"Pets\" \\ é").to_string(), "It's \"Pets\" \\ é");
        assert_eq!(Name("a\nb\r\u{1b}\u{2028}").to_string(), "a\\nb\\r\\u{1b}\\u{2028}");
        assert_eq!(names(&["a".to_owned(), "b\n".to_owned()]), "a, b\\n");
    }

    #[test]
    fn words_of_several_lines_stand_in_one() {
        assert_eq!(one_line("as it is"), "as it is");
        assert_eq!(one_line("two things:\r\n  one\n\n  other\n"), "two things: one; other");
        assert_eq!(one_line("a.\nb\u{1b}[31m"), "a. b\\u{1b}[31m");
    }
}
