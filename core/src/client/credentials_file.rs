//! Credentials that a file gives. No message shows a value of it.

use std::cell::RefCell;
use std::fmt;
use std::fs;
use std::path::Path;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::client::credentials_given::{Given, Names};
use crate::client::warning::Warning;
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;

pub(crate) const NAMES: Names = Names {
    place: "the file",
    username: "username",
    password: "password",
    client_id: "client_id",
    client_secret: "client_secret",
    token: "token",
    basic: "basic",
};

/// Reads a file, and says when others can read it as well.
///
/// # Errors
/// When it cannot be read, is no such file, or others may write it.
pub(crate) fn read(path: &Path) -> Result<(Given, Option<Warning>)> {
    let text = fs::read_to_string(path).map_err(|error| {
        let advice = "it holds the credentials: give its path";
        Error::io("unreadable-file", "read", path, error, advice)
    })?;
    let warning = permissions(path)?;
    let is_json = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    Ok((parse(&text, is_json)?, warning))
}

fn parse(text: &str, is_json: bool) -> Result<Given> {
    // What the parsers say may quote the text; only what is noted here is told.
    let note = RefCell::new(None);
    let keys = Keys { note: &note };
    let (format, failed_at) = if is_json {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let read = keys.deserialize(&mut deserializer);
        let read = read.and_then(|given| deserializer.end().map(|()| given));
        match read {
            Ok(given) => return Ok(given),
            Err(error) => ("JSON", (error.line(), error.column())),
        }
    } else {
        let read = toml::Deserializer::parse(text).and_then(|toml| keys.deserialize(toml));
        match read {
            Ok(given) => return Ok(given),
            Err(error) => {
                let at = error.span().map_or(text.len(), |span| span.start);
                ("TOML", place(text, at))
            }
        }
    };
    let (line, column) = failed_at;
    let why = note
        .into_inner()
        .unwrap_or_else(|| format!("it is not readable as {format} with keys and values"));
    let message = format!("the credentials file, line {line}, column {column}: {why}");
    Err(Error::new(ErrorKind::InvalidInput, "invalid-credentials-file", message)
        .with_context("line", line.to_string())
        .with_context("column", column.to_string()))
}

/// Line and column of a byte, from 1, in characters.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.rsplit('\n').next().unwrap_or_default();
    (before.matches('\n').count() + 1, line.chars().count() + 1)
}

/// Reads the keys strictly.
struct Keys<'n> {
    note: &'n RefCell<Option<String>>,
}

impl Keys<'_> {
    fn refuse<E: serde::de::Error>(&self, why: String) -> E {
        *self.note.borrow_mut() = Some(why);
        E::custom("refused")
    }
}

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = Given;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Given, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = Given;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("keys and values")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Given, A::Error> {
        let mut given = Given::default();
        let mut seen: Vec<Key> = Vec::new();
        while let Some(key) = map.next_key_seed(KeyName(&self))? {
            if seen.contains(&key) {
                return Err(self.refuse(format!("the key `{}` stands there twice", key.name())));
            }
            seen.push(key);
            let value = Value { keys: &self, key };
            match (key, map.next_value_seed(value)?) {
                (Key::Basic, Read::Switch(on)) => given.basic = on,
                (Key::Username, Read::Text(text)) => given.username = Some(text),
                (Key::ClientId, Read::Text(text)) => given.client_id = Some(text),
                (Key::Password, Read::Text(text)) => given.password = Some(SecretText::new(text)),
                (Key::ClientSecret, Read::Text(text)) => {
                    given.client_secret = Some(SecretText::new(text));
                }
                (Key::Token, Read::Text(text)) => given.token = Some(SecretText::new(text)),
                (key, _) => return Err(self.refuse(key.wrong_type())),
            }
        }
        Ok(given)
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Key {
    Username,
    Password,
    ClientId,
    ClientSecret,
    Token,
    Basic,
}

impl Key {
    const ALL: [Self; 6] = [
        Self::Username,
        Self::Password,
        Self::ClientId,
        Self::ClientSecret,
        Self::Token,
        Self::Basic,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Username => NAMES.username,
            Self::Password => NAMES.password,
            Self::ClientId => NAMES.client_id,
            Self::ClientSecret => NAMES.client_secret,
            Self::Token => NAMES.token,
            Self::Basic => NAMES.basic,
        }
    }

    fn wrong_type(self) -> String {
        let wanted =
            if self == Self::Basic { "`true` or `false`" } else { "a text that is not empty" };
        format!("`{}` is not {wanted}", self.name())
    }
}

struct KeyName<'k, 'n>(&'k Keys<'n>);

impl<'de> DeserializeSeed<'de> for KeyName<'_, '_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyName<'_, '_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        Key::ALL.into_iter().find(|key| key.name() == name).ok_or_else(|| {
            let known = Key::ALL.map(|key| format!("`{}`", key.name())).join(", ");
            // A mistaken line may have the secret where the key should be.
            let is_word =
                name.len() <= 30 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
            let shown = if is_word { format!(" `{name}`") } else { String::new() };
            self.0.refuse(format!("the key{shown} is not known: known are {known}"))
        })
    }
}

enum Read {
    Text(String),
    Switch(bool),
}

struct Value<'k, 'n> {
    keys: &'k Keys<'n>,
    key: Key,
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = Read;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read, D::Error> {
        let (keys, key) = (self.keys, self.key);
        // Its own error would quote the value. One of syntax has a place of its own and no note.
        let read = deserializer.deserialize_any(self);
        if read.is_err() && keys.note.borrow().is_none() {
            *keys.note.borrow_mut() = Some(key.wrong_type());
        }
        read
    }
}

impl Visitor<'_> for Value<'_, '_> {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_bool<E: serde::de::Error>(self, on: bool) -> Result<Read, E> {
        if self.key != Key::Basic {
            return Err(self.keys.refuse(self.key.wrong_type()));
        }
        Ok(Read::Switch(on))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Read, E> {
        if text.is_empty() || self.key == Key::Basic {
            return Err(self.keys.refuse(self.key.wrong_type()));
        }
        Ok(Read::Text(text.to_owned()))
    }
}

/// On Unix, who else can read it: a warning; who else can write it: refused.
#[cfg(unix)]
fn permissions(path: &Path) -> Result<Option<Warning>> {
    use std::os::unix::fs::PermissionsExt as _;

    let metadata = fs::metadata(path)
        .map_err(|error| Error::io("unreadable-file", "look at", path, error, ""))?;
    let mode = metadata.permissions().mode() & 0o777;
    let shown = path.display();
    if mode & 0o022 != 0 {
        let message = format!(
            "others than its owner may write the credentials file `{shown}` (mode {mode:03o}), and so choose who this \
             program is: `chmod 600` it"
        );
        return Err(Error::new(ErrorKind::InvalidInput, "insecure-credentials-file", message));
    }
    if mode & 0o044 == 0 {
        return Ok(None);
    }
    let message = format!(
        "others than its owner may read the credentials file `{shown}` (mode {mode:03o}): `chmod 600` it"
    );
    Ok(Some(Warning::new("readable-credentials", message)))
}

#[cfg(not(unix))]
fn permissions(_: &Path) -> Result<Option<Warning>> {
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_formats_are_read() {
        let toml = "# of the pipeline\nusername = \"admin\"\npassword = 'p\"w'\n";
        let json = r#"{"client_id": "id", "client_secret": "s\u0041"}"#;
        let given = parse(toml, false).unwrap();
        assert_eq!(given.username.as_deref(), Some("admin"));
        assert_eq!(given.password.unwrap().expose(), "p\"w");
        let given = parse(json, true).unwrap();
        assert_eq!(given.client_secret.unwrap().expose(), "sA");
        assert!(parse("basic = true\n", false).unwrap().basic);
    }

    #[test]
    fn mistakes_have_their_place_and_show_no_value() {
        let mut misplaced = Vec::new();
        for (text, is_json, place, why) in [
            ("username = \"u\"\npasword = \"hunter2\"\n", false, (2, 1), "`pasword` is not known"),
            ("password = 5\n", false, (1, 12), "`password` is not a text"),
            ("basic = \"hunter2\"\n", false, (1, 9), "`basic` is not `true`"),
            ("token = \"\"\n", false, (1, 9), "`token` is not a text"),
            ("token = [\"hunter2\"]\n", false, (1, 9), "`token` is not a text"),
            ("username = \"a\nhunter2\"\n", false, (2, 9), "not readable as TOML"),
            ("hunter2 hunter2\n", false, (1, 9), "not readable as TOML"),
            ("\"hunter2-A\" = \"x\"\n", false, (1, 1), "the key is not known"),
            ("{\"token\": \"hunter2\",\n \"token\": \"hunter2\"}", true, (2, 8), "twice"),
            ("{\"token\": 5}", true, (1, 11), "`token` is not a text"),
            ("[\"hunter2\"]", true, (1, 0), "not readable as JSON"),
            ("\"hunter2\"", true, (1, 9), "not readable as JSON"),
            ("{\"token\": \"hunter2\"} x", true, (1, 22), "not readable as JSON"),
            ("", true, (1, 0), "not readable as JSON"),
        ] {
            let error = parse(text, is_json).unwrap_err();
            assert_eq!(error.code(), "invalid-credentials-file");
            assert!(error.message().contains(why), "{text}: {error}");
            let (line, column) = place;
            let at = format!("line {line}, column {column}:");
            if !error.message().contains(&at) {
                misplaced.push(format!("{text}: {error}"));
            }
            assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
        }
        assert_eq!(misplaced, Vec::<String>::new());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_told_and_one_they_can_write_is_refused() {
        use std::os::unix::fs::PermissionsExt as _;

        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("credentials.toml");
        fs::write(&path, "token = \"t\"\n").unwrap();
        for (mode, expected) in [
            (0o600, Ok(false)),
            (0o400, Ok(false)),
            (0o640, Ok(true)),
            (0o644, Ok(true)),
            (0o660, Err("insecure-credentials-file")),
            (0o602, Err("insecure-credentials-file")),
        ] {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            let read = read(&path);
            let seen = read.as_ref().map(|(_, warning)| warning.is_some()).map_err(Error::code);
            assert_eq!(seen, expected, "{mode:o}");
        }
    }
}
