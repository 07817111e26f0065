//! Values to be written: how they are spelt, and whether a file says them already.

use std::fmt::Write as _;

use super::document::{Item, ItemKind};

/// A value to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    String(String),
    Integer(i64),
    Boolean(bool),
    Strings(Vec<String>),
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// True when the file already says this value, however it is spelt: API-M reads `5` and `"5"`, `true` and `"TRUE"` alike.
pub(super) fn says(item: Item<'_>, value: &Value) -> bool {
    let is_text =
        |item: Item<'_>, value: &str| item.as_scalar().is_some_and(|found| found == value);
    match value {
        Value::String(value) => is_text(item, value),
        Value::Integer(value) => {
            item.as_integer() == Some(*value)
                || item.as_str().is_some_and(|found| found.parse() == Ok(*value))
        }
        Value::Boolean(value) => {
            let written = value.to_string();
            item.as_scalar().is_some_and(|found| found.eq_ignore_ascii_case(&written))
        }
        Value::Strings(values) => {
            item.kind() == ItemKind::Array
                && item.elements().count() == values.len()
                && item.elements().zip(values).all(|(element, value)| is_text(element, value))
        }
    }
}

pub(super) fn write_key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_bare { key.to_owned() } else { write_string(key, false) }
}

pub(super) fn write_path<'k>(keys: impl IntoIterator<Item = &'k str>) -> String {
    keys.into_iter().map(write_key).collect::<Vec<_>>().join(".")
}

pub(super) fn write_value(value: &Value, literal: bool) -> String {
    match value {
        Value::String(value) => write_string(value, literal),
        Value::Integer(value) => value.to_string(),
        Value::Boolean(value) => value.to_string(),
        Value::Strings(values) => {
            let items: Vec<String> =
                values.iter().map(|value| write_string(value, false)).collect();
            format!("[{}]", items.join(", "))
        }
    }
}

/// A TOML 0.5 string: literal when the value it replaces was and the text allows it, otherwise basic.
fn write_string(value: &str, literal: bool) -> String {
    if literal && !value.contains('\'') && !value.chars().any(char::is_control) {
        return format!("'{value}'");
    }
    let mut written = String::with_capacity(value.len() + 2);
    written.push('"');
    for character in value.chars() {
        match character {
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            control if control.is_control() => {
                let _ = write!(written, "\\u{:04X}", u32::from(control));
            }
            other => written.push(other),
        }
    }
    written.push('"');
    written
}
