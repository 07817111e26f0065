//! "Did you mean": the known word that is nearest to an unknown one.

/// The known word that was probably meant.
pub(crate) fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let plain = plain(word);
    known
        .into_iter()
        .map(|candidate| (strsim::osa_distance(&plain, &self::plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= tolerance(candidate))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// A word without what people vary without noticing: case, and how its parts are joined.
fn plain(word: &str) -> String {
    word.chars()
        .filter(|c| !matches!(c, '_' | '-' | ' ' | '.'))
        .flat_map(char::to_lowercase)
        .collect()
}

fn tolerance(word: &str) -> usize {
    match word.len() {
        0..=3 => 1,
        4..=12 => 2,
        _ => 3,
    }
}

/// A text as it can stand in a message: control characters are escaped, and it is not endless.
pub(crate) fn shown(text: &str) -> String {
    const LONGEST: usize = 80;
    let mut shown = String::new();
    for (count, character) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push('…');
            break;
        }
        if character.is_control() {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// Words as a sentence lists them: `a`, `b` and `c`.
pub(crate) fn listed<S: AsRef<str>>(words: &[S]) -> String {
    let quoted: Vec<String> =
        words.iter().map(|word| format!("`{}`", shown(word.as_ref()))).collect();
    match quoted.split_last() {
        None => String::new(),
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let keys = ["name", "roles", "pack", "host", "offset", "home", "key_manager"];
        assert_eq!(nearest("offest", keys), Some("offset"));
        assert_eq!(nearest("keyManager", keys), Some("key_manager"));
        assert_eq!(nearest("role", keys), Some("roles"));
        assert_eq!(nearest("colour", keys), None);
        assert_eq!(nearest("", keys), None);
    }

    #[test]
    fn shown_texts_stay_on_one_line() {
        assert_eq!(shown("a\nb"), "a\\u{a}b");
        assert_eq!(shown(&"x".repeat(200)).chars().count(), 81);
        assert_eq!(listed(&["a", "b", "c"]), "`a`, `b` and `c`");
    }
}
