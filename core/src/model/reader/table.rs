//! One table of a format of ours: typed values by key, and what is wrong with them.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::Findings;
use super::slot::{At, List, Slot};
use super::suggest::{listed, shown};
use super::vocabulary::Vocabulary;
use crate::diagnostic::shared::{INVALID_OFFSET, WRONG_VALUE_TYPE};
use crate::model::PortOffset;
use crate::model::topology::{MISSING_KEY, UNKNOWN_KEY};

/// What a value is, in a user's words.
pub(crate) fn article(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "a boolean",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

pub(crate) struct TableReader<'t, 'i, 'f> {
    table: &'t DeTable<'i>,
    /// What messages call the table.
    pub(super) subject: String,
    span: Range<usize>,
    /// Keys that an unknown key probably means: they are not missing as well.
    misspelt: Vec<&'static str>,
    pub(super) vocabulary: &'static Vocabulary,
    pub(super) findings: &'f mut Findings,
}

impl<'t, 'i, 'f> TableReader<'t, 'i, 'f> {
    /// Opens a table; its unknown keys are reported at once.
    pub(crate) fn new(
        table: &'t DeTable<'i>,
        subject: String,
        span: Range<usize>,
        known: &'static [&'static str],
        vocabulary: &'static Vocabulary,
        findings: &'f mut Findings,
    ) -> Self {
        let mut reader = Self { table, subject, span, misspelt: Vec::new(), vocabulary, findings };
        for key in table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                reader.unknown(key.get_ref(), key.span(), known);
            }
        }
        reader
    }

    fn unknown(&mut self, key: &str, span: Range<usize>, known: &'static [&'static str]) {
        let message = format!("{} has no key `{}`", self.subject, shown(key));
        // A key that is there besides its misspelt twin cannot have been meant.
        let meant =
            self.vocabulary.meant(key, known).filter(|meant| !self.table.contains_key(*meant));
        let place = Some(span);
        let found = self.findings.error(&UNKNOWN_KEY, &place, message);
        match (meant, self.vocabulary.home_of(key)) {
            (Some(meant), _) => {
                let replacement = Some(meant.to_owned());
                found.replacement(&place, replacement).help(format!("did you mean `{meant}`?"));
            }
            (None, Some(table)) => {
                found.help(format!("`{key}` belongs below a `{table}`"));
            }
            (None, None) => found.help(format!("the keys here are {}", listed(known))),
        }
        self.misspelt.extend(meant);
    }

    pub(crate) fn is_misspelt(&self, key: &str) -> bool {
        self.misspelt.contains(&key)
    }

    pub(super) fn get(&self, key: &str) -> Option<&'t Spanned<DeValue<'i>>> {
        self.table.get(key)
    }

    pub(super) fn wrong_type(
        &mut self,
        key: &str,
        found: &Spanned<DeValue<'_>>,
        expected: &str,
        help: &str,
    ) {
        let actual = article(found.get_ref());
        let key = if key.contains('`') { key.to_owned() } else { format!("`{key}`") };
        let message = format!("{key} of {} is {actual}, but must be {expected}", self.subject);
        self.findings.error(&WRONG_VALUE_TYPE, &Some(found.span()), message).help(help);
    }

    pub(super) fn typed<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        help: &str,
        convert: impl Fn(&DeValue<'i>) -> Option<T>,
    ) -> Slot<T> {
        let Some(found) = self.get(key) else {
            return if self.is_misspelt(key) { Slot::Broken } else { Slot::Absent };
        };
        if let Some(value) = convert(found.get_ref()) {
            return Slot::Given(At { value, place: Some(found.span()) });
        }
        self.wrong_type(key, found, expected, help);
        Slot::Broken
    }

    fn required<T>(&mut self, key: &'static str, slot: Slot<T>) -> Slot<T> {
        if !matches!(slot, Slot::Absent) {
            return slot;
        }
        let message = format!("{} has no `{key}`, for which there is no default", self.subject);
        self.findings
            .error(&MISSING_KEY, &Some(self.span.clone()), message)
            .help(format!("add one, such as `{}`", (self.vocabulary.example)(key)));
        Slot::Broken
    }

    pub(crate) fn string(&mut self, key: &'static str) -> Slot<String> {
        self.typed(key, "a string", "write it within quotes", |value| {
            value.as_str().map(str::to_owned)
        })
    }

    pub(crate) fn required_string(&mut self, key: &'static str) -> Slot<String> {
        let slot = self.string(key);
        self.required(key, slot)
    }

    pub(crate) fn boolean(&mut self, key: &'static str) -> Slot<bool> {
        self.typed(
            key,
            "true or false",
            "write `true` or `false`, without quotes",
            DeValue::as_bool,
        )
    }

    pub(crate) fn integer(&mut self, key: &'static str) -> Slot<i64> {
        self.typed(key, "an integer", "write the number without quotes", integer)
    }

    /// An offset: what is no whole number breaks the same rule as a number outside the range.
    pub(crate) fn offset(&mut self, key: &'static str) -> Slot<i64> {
        let Some(found) = self.get(key) else { return self.integer(key) };
        if let Some(value) = integer(found.get_ref()) {
            return Slot::Given(At { value, place: Some(found.span()) });
        }
        let max = PortOffset::MAX;
        let message = format!(
            "the offset of {} is {}, but must be a whole number from 0 to {max}: it is added to every port",
            self.subject,
            raw_of(found.get_ref())
        );
        let numeric = found.get_ref().as_str().and_then(|text| text.parse::<u16>().ok());
        let help = match numeric {
            Some(number) => format!("write the number without quotes: `{key} = {number}`"),
            None => format!("write a number, such as `{key} = 1`"),
        };
        let replacement = numeric.map(|number| number.to_string());
        let place = Some(found.span());
        self.findings
            .error(&INVALID_OFFSET, &place, message)
            .replacement(&place, replacement)
            .help(help);
        Slot::Broken
    }

    pub(crate) fn required_list(&mut self, key: &'static str) -> Slot<List> {
        let slot = self.list(key);
        self.required(key, slot)
    }

    pub(crate) fn list(&mut self, key: &'static str) -> Slot<List> {
        let help = format!("write a list, such as `{}`", (self.vocabulary.example)(key));
        let Some(found) = self.get(key) else { return self.typed(key, "", "", |_| None) };
        let Some(elements) = found.get_ref().as_array() else {
            self.wrong_type(key, found, "a list of strings", &help);
            return Slot::Broken;
        };
        let mut list = List { items: Vec::new(), is_complete: true };
        for element in elements {
            if let Some(text) = element.get_ref().as_str() {
                list.items.push(At { value: text.to_owned(), place: Some(element.span()) });
            } else {
                list.is_complete = false;
                let actual = article(element.get_ref());
                let message = format!(
                    "`{key}` of {} holds {actual}, but must be a list of strings",
                    self.subject
                );
                self.findings
                    .error(&WRONG_VALUE_TYPE, &Some(element.span()), message)
                    .help(help.as_str());
            }
        }
        Slot::Given(At { value: list, place: Some(found.span()) })
    }

    /// A table whose keys are the user's own, and its values strings.
    pub(crate) fn texts(&mut self, key: &'static str) -> Slot<Vec<(At<String>, At<String>)>> {
        let Some(found) = self.get(key) else { return self.typed(key, "", "", |_| None) };
        let help = format!("write `{key} = {{ name = \"value\" }}`");
        let Some(table) = found.get_ref().as_table() else {
            self.wrong_type(key, found, "a table of strings", &help);
            return Slot::Broken;
        };
        let mut texts = Vec::new();
        for (name, value) in table {
            if let Some(text) = value.get_ref().as_str() {
                let name = At { value: name.get_ref().to_string(), place: Some(name.span()) };
                texts.push((name, At { value: text.to_owned(), place: Some(value.span()) }));
            } else {
                let name = format!("{key}.{}", shown(name.get_ref()));
                self.wrong_type(&name, value, "a string", "write it within quotes");
            }
        }
        // By name, as they are written: the text's own order says nothing.
        texts.sort_by(|(one, _), (other, _)| one.value.cmp(&other.value));
        Slot::Given(At { value: texts, place: Some(found.span()) })
    }

    pub(crate) fn table<T>(
        &mut self,
        key: &'static str,
        known: &'static [&'static str],
        read: impl FnOnce(&mut TableReader<'_, 'i, '_>) -> T,
    ) -> Slot<T> {
        let Some(found) = self.get(key) else { return self.typed(key, "", "", |_| None) };
        let Some(table) = found.get_ref().as_table() else {
            let help = format!("write `{}`", (self.vocabulary.example)(key));
            self.wrong_type(key, found, "a table", &help);
            return Slot::Broken;
        };
        let subject = format!("`{key}` of {}", self.subject);
        let mut reader =
            TableReader::new(table, subject, found.span(), known, self.vocabulary, self.findings);
        let value = read(&mut reader);
        Slot::Given(At { value, place: Some(found.span()) })
    }
}

/// The value as a message may show it.
fn raw_of(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", shown(text)),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        other => article(other).to_owned(),
    }
}

fn integer(value: &DeValue<'_>) -> Option<i64> {
    let integer = value.as_integer()?;
    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
}
