//! What a format calls its keys: what an unknown one probably means, and what a missing one could say.

use super::suggest;

/// The words of one format.
pub(crate) struct Vocabulary {
    /// Words that other tools, or API-M elsewhere, use for a key.
    pub(crate) other_words: &'static [(&'static str, &'static str)],
    /// The headers of its tables, with their keys.
    pub(crate) tables: &'static [(&'static str, &'static [&'static str])],
    /// What a key could say.
    pub(crate) example: fn(&str) -> &'static str,
    /// What to do about a key or table that is there twice.
    pub(crate) about_twice: &'static str,
}

impl Vocabulary {
    /// The key of this table that an unknown one probably means.
    pub(super) fn meant(
        &self,
        unknown: &str,
        known: &'static [&'static str],
    ) -> Option<&'static str> {
        let other_word =
            self.other_words.iter().find(|(word, _)| *word == unknown).map(|(_, key)| *key);
        other_word
            .filter(|key| known.contains(key))
            .or_else(|| suggest::nearest(unknown, known.iter().copied()))
    }

    /// The table that a key belongs to, when it is one of another table.
    pub(super) fn home_of(&self, key: &str) -> Option<&'static str> {
        self.tables.iter().find(|(_, keys)| keys.contains(&key)).map(|(table, _)| *table)
    }
}
