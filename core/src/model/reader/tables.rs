//! Lists of tables.

use toml::de::{DeTable, DeValue};

use super::findings::Findings;
use super::table::article;
use crate::diagnostic::shared::WRONG_VALUE_TYPE;

/// A list of tables: its key, the header of each of them, and what has the list.
#[derive(Clone, Copy)]
pub(crate) struct TableList {
    pub(crate) key: &'static str,
    pub(crate) header: &'static str,
    pub(crate) owner: &'static str,
}

/// Reads every `[[key]]`; false when one of them could not be read.
pub(crate) fn each<'i>(
    table: &DeTable<'i>,
    TableList { key, header, owner }: TableList,
    subject: impl Fn(&str, usize, &DeTable<'_>) -> String,
    findings: &mut Findings,
    mut read: impl FnMut(&DeTable<'i>, String, std::ops::Range<usize>, &mut Findings),
) -> bool {
    let Some(found) = table.get(key) else { return true };
    let mut is_complete = true;
    match found.get_ref() {
        DeValue::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                if let Some(table) = entry.get_ref().as_table() {
                    read(table, subject(key, index, table), entry.span(), findings);
                } else {
                    is_complete = false;
                    let actual = article(entry.get_ref());
                    let message = format!("{key} {} is {actual}, not a table", index + 1);
                    findings
                        .error(&WRONG_VALUE_TYPE, &Some(entry.span()), message)
                        .help(format!("write each {key} below a `[[{header}]]` of its own"));
                }
            }
        }
        DeValue::Table(table) => {
            let message = format!(
                "`{key}` is one table, but {owner} has a list of them: one bracket is missing"
            );
            findings
                .error(&WRONG_VALUE_TYPE, &Some(found.span()), message)
                .help(format!("write `[[{header}]]`, with two brackets"));
            read(table, subject(key, 0, table), found.span(), findings);
        }
        other => {
            is_complete = false;
            let message = format!("`{key}` is {}, not a list of tables", article(other));
            findings
                .error(&WRONG_VALUE_TYPE, &Some(found.span()), message)
                .help(format!("write each {key} below a `[[{header}]]` of its own"));
        }
    }
    is_complete
}
