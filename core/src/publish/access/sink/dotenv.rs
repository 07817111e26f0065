//! Secrets as lines that shells and containers read: `CHECKOUT_PRODUCTION_CONSUMER_SECRET=…`. Lines of others stay.

use crate::model::SecretText;
use crate::publish::access::sink::file::Contents;
use crate::publish::access::sink::json::{seconds, time};
use crate::publish::access::sink::{Held, HeldToken, Label, Place, Secret, SecretKind};
use crate::rest::keys::RESIDENT;

/// What a line's end looks like where a file has none.
const LINE_END: &str = "\n";

/// What there is of a token.
const OF_TOKENS: [&str; 4] = [
    "ACCESS_TOKEN",
    "ACCESS_TOKEN_EXPIRES",
    "ACCESS_TOKEN_SCOPES",
    "ACCESS_TOKEN_REQUESTED_SCOPES",
];

/// Its lines, each with its end. It does not print.
pub(super) struct Dotenv(Vec<String>);

/// A name as variables have them.
fn word(name: &str) -> String {
    let upper = name.chars().map(|c| match c {
        c if c.is_ascii_alphanumeric() => c.to_ascii_uppercase(),
        _ => '_',
    });
    let word: String = upper.collect();
    if word.starts_with(|c: char| c.is_ascii_digit()) { format!("_{word}") } else { word }
}

/// What the variables of a place begin with.
pub(super) fn prefix(place: &Place) -> String {
    let own = format!("{}_{}", word(&place.application), place.key_type);
    match place.key_manager.as_str() {
        "" | RESIDENT => own,
        other => format!("{own}_{}", word(other)),
    }
}

/// The variable and its value, as they stand in a line.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let (_, line) = line.split_at(lead(line));
    let (name, value) = line.split_once('=')?;
    Some((name.trim(), value.trim()))
}

/// How much of a line stands before its variable: blanks and `export`.
fn lead(line: &str) -> usize {
    let rest = line.trim_start();
    let exported = rest.strip_prefix("export").filter(|it| it.starts_with([' ', '\t']));
    line.len() - exported.map_or(rest, str::trim_start).len()
}

/// The end of a line, which the last one may lack.
fn end(line: &str) -> &str {
    line.get(line.trim_end_matches(['\r', '\n']).len()..).unwrap_or_default()
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

    /// The line of a variable changes in its value alone, a new one comes last.
    fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let written = write(value)?;
        let is_it = |line: &String| assignment(line).is_some_and(|(known, _)| known == name);
        // Later lines go before earlier ones.
        if let Some(found) = self.0.iter_mut().rev().find(|line| is_it(line)) {
            if assignment(found).is_none_or(|(_, old)| read(old) != value) {
                let (before, _) = found.split_at(lead(found));
                *found = format!("{before}{name}={written}{}", end(found));
            }
            return Ok(());
        }
        let ends = self.0.first().map_or(LINE_END, |line| end(line));
        let ends = if ends.is_empty() { LINE_END } else { ends }.to_owned();
        if let Some(last) = self.0.last_mut().filter(|last| end(last).is_empty()) {
            last.push_str(&ends);
        }
        self.0.push(format!("{name}={written}{ends}"));
        Ok(())
    }

    fn remove(&mut self, name: &str) {
        self.0.retain(|line| assignment(line).is_none_or(|(known, _)| known != name));
    }
}

impl Contents for Dotenv {
    fn parse(text: &str) -> Result<Self, String> {
        Ok(Self(text.split_inclusive('\n').map(str::to_owned).collect()))
    }

    fn held(&self, label: &Label) -> Held {
        let prefix = prefix(&label.place);
        let get = |name: &str| self.get(&format!("{prefix}_{name}")).filter(|it| !it.is_empty());
        let is_its = get("APPLICATION").as_ref() == Some(&label.place.application)
            && get("CONSUMER_KEY").as_ref() == Some(&label.consumer_key);
        if !is_its {
            return Held::default();
        }
        let expires = get("ACCESS_TOKEN_EXPIRES").and_then(|text| text.parse().ok());
        let scopes = |name: &str| {
            let scopes = get(name).unwrap_or_default();
            scopes.split_whitespace().map(str::to_owned).collect()
        };
        Held {
            consumer_secret: get("CONSUMER_SECRET").map(SecretText::new),
            token: get("ACCESS_TOKEN").map(|_| HeldToken {
                expires_at: expires.and_then(time),
                scopes: scopes("ACCESS_TOKEN_SCOPES"),
                requested_scopes: scopes("ACCESS_TOKEN_REQUESTED_SCOPES"),
            }),
            // It says nothing of environments.
            is_outdated: false,
        }
    }

    fn claim(&mut self, place: &Place) -> Result<(), String> {
        let prefix = prefix(place);
        let name = format!("{prefix}_APPLICATION");
        let owner = self.get(&name).filter(|other| *other != place.application);
        if let Some(other) = owner {
            let other = other.escape_debug();
            return Err(format!("its variables `{prefix}_…` are those of `{other}`"));
        }
        self.set(&name, &place.application)
    }

    fn put(&mut self, label: &Label, secret: Option<&Secret>) -> Result<(), String> {
        self.claim(&label.place)?;
        let prefix = prefix(&label.place);
        let name = |what: &str| format!("{prefix}_{what}");
        // What a line cannot hold is told before any is changed.
        for text in secret.iter().flat_map(|it| it.texts()).chain([label.consumer_key.as_str()]) {
            write(text)?;
        }
        if self.get(&name("CONSUMER_KEY")).is_some_and(|known| known != label.consumer_key) {
            // Of keys that are there no more.
            for what in ["CONSUMER_SECRET"].iter().chain(&OF_TOKENS) {
                self.remove(&name(what));
            }
        }
        self.set(&name("CONSUMER_KEY"), &label.consumer_key)?;
        let Some(secret) = secret else { return Ok(()) };
        match secret.kind {
            SecretKind::ConsumerSecret => self.set(&name("CONSUMER_SECRET"), secret.value.expose()),
            SecretKind::AccessToken => {
                let expires = secret.expires_at.map(|time| seconds(time).to_string());
                self.set(&name("ACCESS_TOKEN"), secret.value.expose())?;
                self.set(&name("ACCESS_TOKEN_EXPIRES"), &expires.unwrap_or_default())?;
                self.set(&name("ACCESS_TOKEN_SCOPES"), &secret.scopes.join(" "))?;
                let requested = name("ACCESS_TOKEN_REQUESTED_SCOPES");
                match secret.unmet_request() {
                    [] => self.remove(&requested),
                    unmet => self.set(&requested, &unmet.join(" "))?,
                }
                Ok(())
            }
        }
    }

    fn text(&self) -> String {
        self.0.concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::KeyType;

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
        let of = |key_manager: &str| {
            let (application, key_manager) = ("shop".to_owned(), key_manager.to_owned());
            prefix(&Place { application, key_type: KeyType::Sandbox, key_manager })
        };
        assert_eq!(of(RESIDENT), "SHOP_SANDBOX");
        assert_eq!(of("My KM"), "SHOP_SANDBOX_MY_KM");
        assert_eq!(assignment(" export A = b"), Some(("A", "b")));
        assert_eq!(assignment("export\tA=b\r\n"), Some(("A", "b")));
        assert_eq!(assignment("exported=b"), Some(("exported", "b")));
        assert_eq!(assignment("# A comment"), None);
    }

    #[test]
    fn a_line_changes_in_its_value_alone() {
        for (before, after) in [
            ("X='1'\r\n  export A=old\r\nY=2", "X='1'\r\n  export A=new\r\nY=2\r\nB=new\r\n"),
            ("A='new' \nexport\tB=old", "A='new' \nexport\tB=new"),
            ("A=1\nA=2\n", "A=1\nA=new\nB=new\n"),
            ("", "A=new\nB=new\n"),
        ] {
            let mut lines = Dotenv::parse(before).unwrap();
            assert_eq!(lines.text(), before);
            lines.set("A", "new").unwrap();
            lines.set("B", "new").unwrap();
            assert_eq!(lines.text(), after);
        }
    }
}
