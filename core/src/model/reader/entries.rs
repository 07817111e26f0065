//! Lists whose entries are of several types; of our formats, `publications.toml` has them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::slot::{At, Slot};
use super::table::TableReader;

impl<'t, 'i> TableReader<'t, 'i, '_> {
    /// The entries of a list whose types the caller tells apart.
    pub(crate) fn entries(
        &mut self,
        key: &'static str,
        expected: &str,
        help: &str,
    ) -> Slot<Vec<&'t Spanned<DeValue<'i>>>> {
        let Some(found) = self.get(key) else { return self.typed(key, "", "", |_| None) };
        let Some(elements) = found.get_ref().as_array() else {
            self.wrong_type(key, found, expected, help);
            return Slot::Broken;
        };
        Slot::Given(At { value: elements.iter().collect(), place: Some(found.span()) })
    }

    /// Reports an entry of a list that is of no type it may be.
    pub(crate) fn wrong_entry(
        &mut self,
        key: &str,
        found: &Spanned<DeValue<'_>>,
        expected: &str,
        help: &str,
    ) {
        self.wrong_type(&format!("an entry of `{key}`"), found, expected, help);
    }

    /// Opens a table that is an entry of a list.
    pub(crate) fn entry<'e>(
        &mut self,
        table: &'e DeTable<'i>,
        subject: String,
        span: Range<usize>,
        known: &'static [&'static str],
    ) -> TableReader<'e, 'i, '_> {
        TableReader::new(table, subject, span, known, self.vocabulary, self.findings)
    }

    /// What messages call the table.
    pub(crate) fn subject(&self) -> &str {
        &self.subject
    }
}
