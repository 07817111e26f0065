//! Secrets as lines that shells and containers read: `CHECKOUT_PRODUCTION_CONSUMER_SECRET=…`. Lines of others stay.

use std::fmt::Write as _;

use crate::model::{KeyType, SecretText};
use crate::publish::access::sink::file::Contents;
use crate::publish::access::sink::json::{seconds, time};
use crate::publish::access::sink::{Held, HeldToken, Label, ProvidedSecret, SecretKind};
use crate::rest::keys::RESIDENT;

/// It does not print.
pub(super) struct Dotenv(Vec<String>);

/// A name as variables have them.
pub(super) fn word(name: &str) -> String {
    let upper = name.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_uppercase(),
        _ => '_',
    });
    let word: String = upper.collect();
    if word.starts_with(|c: char| c.is_ascii_digit()) { format!("_{word}") } else { word }
}

fn prefix(application: &str, key_type: KeyType, key_manager: &str) -> String {
    let own = format!("{}_{key_type}", word(application));
    match key_manager {
        "" | RESIDENT => own,
        other => format!("{own}_{}", word(other)),
    }
}

/// The variable and its value, as they stand in a line.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=')?;
    Some((name.trim(), value.trim()))
}

/// A value as it is meant: in double quotes with `\` before what means something, in single quotes as it is, or bare.
fn read(value: &str) -> String {
    if let Some(inner) = value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return inner.to_owned();
    }
    let Some(inner) = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
        return value.to_owned();
    };
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        text.push(if c == '\\' { chars.next().unwrap_or('\\') } else { c });
    }
    text
}

/// A value as a line has it.
///
/// # Errors
/// When a line cannot hold it.
fn write(value: &str) -> Result<String, String> {
    if value.contains(|c: char| c.is_control()) {
        return Err("a value has a line's end or another control character in it".to_owned());
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.:/+=@%,".contains(c);
    if !value.is_empty() && value.chars().all(is_plain) {
        return Ok(value.to_owned());
    }
    let mut text = String::from("\"");
    for c in value.chars() {
        if matches!(c, '"' | '\\' | '$' | '`') {
            text.push('\\');
        }
        text.push(c);
    }
    text.push('"');
    Ok(text)
}

impl Dotenv {
    fn get(&self, name: &str) -> Option<String> {
        let found = self.0.iter().rev().filter_map(|line| assignment(line));
        found.into_iter().find(|(known, _)| *known == name).map(|(_, value)| read(value))
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let line = format!("{name}={}", write(value)?);
        let is_it = |line: &String| assignment(line).is_some_and(|(known, _)| known == name);
        // Later lines go before earlier ones.
        match self.0.iter_mut().rev().find(|line| is_it(line)) {
            Some(found) => *found = line,
            None => self.0.push(line),
        }
        Ok(())
    }

    fn remove(&mut self, name: &str) {
        self.0.retain(|line| assignment(line).is_none_or(|(known, _)| known != name));
    }
}

impl Contents for Dotenv {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(text.lines().map(str::to_owned).collect()))
    }

    fn held(&self, label: &Label) -> Held {
        let prefix = prefix(&label.application, label.key_type, &label.key_manager);
        let get = |name: &str| self.get(&format!("{prefix}_{name}")).filter(|it| !it.is_empty());
        let is_its = get("APPLICATION").as_ref() == Some(&label.application)
            && get("CONSUMER_KEY").as_ref() == Some(&label.consumer_key);
        if !is_its {
            return Held::default();
        }
        let expires = get("ACCESS_TOKEN_EXPIRES").and_then(|text| text.parse().ok());
        let scopes = get("ACCESS_TOKEN_SCOPES").unwrap_or_default();
        Held {
            consumer_secret: get("CONSUMER_SECRET").map(SecretText::new),
            token: get("ACCESS_TOKEN").map(|_| HeldToken {
                expires_at: expires.and_then(time),
                scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            }),
        }
    }

    fn put(&mut self, secret: &ProvidedSecret) -> Result<(), String> {
        let prefix = prefix(&secret.application, secret.key_type, &secret.key_manager);
        let name = |what: &str| format!("{prefix}_{what}");
        let owner = self.get(&name("APPLICATION"));
        if let Some(other) = owner.filter(|other| *other != secret.application) {
            return Err(format!(
                "its variables `{prefix}_…` are those of `{}`",
                other.escape_debug()
            ));
        }
        if self.get(&name("CONSUMER_KEY")).is_some_and(|known| known != secret.consumer_key) {
            // Of keys that are there no more.
            for what in
                ["CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_TOKEN_EXPIRES", "ACCESS_TOKEN_SCOPES"]
            {
                self.remove(&name(what));
            }
        }
        self.set(&name("APPLICATION"), &secret.application)?;
        self.set(&name("CONSUMER_KEY"), &secret.consumer_key)?;
        match secret.kind {
            SecretKind::ConsumerSecret => {
                self.set(&name("CONSUMER_SECRET"), secret.value.expose())?;
            }
            SecretKind::AccessToken => {
                self.set(&name("ACCESS_TOKEN"), secret.value.expose())?;
                let expires = secret.expires_at.map(|time| seconds(time).to_string());
                self.set(&name("ACCESS_TOKEN_EXPIRES"), &expires.unwrap_or_default())?;
                self.set(&name("ACCESS_TOKEN_SCOPES"), &secret.scopes.join(" "))?;
            }
        }
        Ok(())
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for line in &self.0 {
            // Writing to a string does not fail.
            let _ = writeln!(text, "{line}");
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_went() {
        for value in ["abc.DEF-1_2", "a b", "$x`y`\"z\\", "", "ü", "it's"] {
            assert_eq!(read(&write(value).unwrap()), value, "{value}");
        }
        assert_eq!(write("abc=").unwrap(), "abc=");
        assert!(write("a\nb").is_err());
        assert_eq!(read("'as $it is'"), "as $it is");
    }

    #[test]
    fn names_become_variables() {
        assert_eq!(word("check-out 2"), "CHECK_OUT_2");
        assert_eq!(word("2nd"), "_2ND");
        assert_eq!(prefix("shop", KeyType::Sandbox, RESIDENT), "SHOP_SANDBOX");
        assert_eq!(prefix("shop", KeyType::Sandbox, "My KM"), "SHOP_SANDBOX_MY_KM");
        assert_eq!(assignment(" export A = b"), Some(("A", "b")));
        assert_eq!(assignment("# A comment"), None);
    }
}
