//! Long texts, cut to what a report has room for.

use std::borrow::Cow;

/// Room for the mark: `… (12345 characters more)`.
const MARK: usize = 48;

/// A text that takes at most so many bytes within JSON: what is longer ends in a mark.
pub(super) fn cut(text: &str, bytes: usize) -> Cow<'_, str> {
    let taken = |most: usize| {
        let mut room = most;
        text.chars()
            .take_while(|c| room.checked_sub(in_json(*c)).inspect(|left| room = *left).is_some())
            .count()
    };
    let characters = text.chars().count();
    if taken(bytes) == characters {
        return Cow::Borrowed(text);
    }
    let kept = taken(bytes.saturating_sub(MARK));
    let beginning: String = text.chars().take(kept).collect();
    Cow::Owned(format!("{beginning}… ({} characters more)", characters - kept))
}

/// How many bytes a character takes within a JSON string.
fn in_json(character: char) -> usize {
    match character {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        other => other.len_utf8(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn what_is_too_long_says_how_much_is_missing() {
        assert_eq!(cut("short", 5), "short");
        assert_eq!(cut(&"x".repeat(100), 58), format!("{}… (90 characters more)", "x".repeat(10)));
    }

    proptest! {
        #[test]
        fn no_text_takes_more_than_its_room(text in "\\PC{0,80}|[\\x00-\\x20\"\\\\é日]{0,80}", room in 48_usize..200) {
            let shown = cut(&text, room);
            let json = serde_json::to_string(&shown).unwrap();
            prop_assert!(json.len() <= room + 2, "{json}");
            prop_assert_eq!(shown == text, serde_json::to_string(&text).unwrap().len() <= room + 2);
        }
    }
}
