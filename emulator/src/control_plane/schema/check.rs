//! Holding a value against its kind.

use serde_json::{Map, Value};

use super::{Field, Kind};
use crate::control_plane::problem::Problem;
use crate::node::Release;

/// Why a value is refused.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Another type than it should have: as malformed as text that is no JSON.
    Type,
    Because(String),
}

impl From<Wrong> for Problem {
    fn from(wrong: Wrong) -> Self {
        match wrong {
            Wrong::Type => Problem::malformed(),
            Wrong::Because(description) => Problem::bad_request(description),
        }
    }
}

fn because<T>(description: String) -> Result<T, Wrong> {
    Err(Wrong::Because(description))
}

impl Kind {
    /// Refuses what the release does not know, and values of the wrong form.
    pub(crate) fn check(self, value: &Value, release: Release) -> Result<(), Problem> {
        Ok(self.look("", value, release)?)
    }

    /// The same for a value that has a name; it is not null.
    pub(super) fn look(self, name: &str, value: &Value, release: Release) -> Result<(), Wrong> {
        match (self, value) {
            (Self::Per(kind), value) => kind(release).look(name, value, release),
            (Self::Anything, _) | (Self::Flag, Value::Bool(_)) => Ok(()),
            (Self::Text(limits), Value::String(text)) => {
                limits.problem(name, text).map_or(Ok(()), because)
            }
            (Self::OneOf(allowed), value) => {
                if value.as_str().is_some_and(|text| allowed.contains(&text)) {
                    return Ok(());
                }
                because(format!("{name} must be one of {}", allowed.join(", ")))
            }
            (Self::Whole(least, most), Value::Number(number)) => {
                let is_within = |number| (least..=most).contains(&number);
                if number.as_i64().is_some_and(is_within) { Ok(()) } else { Err(Wrong::Type) }
            }
            (Self::List(kind), Value::Array(items)) => {
                items.iter().try_for_each(|item| kind.look(name, item, release))
            }
            (Self::Map(kind), Value::Object(map)) => {
                map.iter().try_for_each(|(name, value)| kind.look(name, value, release))
            }
            (Self::Object(fields), Value::Object(object)) => every(fields, object, release),
            _ => Err(Wrong::Type),
        }
    }
}

fn every(fields: &[Field], object: &Map<String, Value>, release: Release) -> Result<(), Wrong> {
    for (name, value) in object {
        let Some(field) = known(fields, name, release) else {
            return because(format!("Unrecognized property '{name}'"));
        };
        if !value.is_null() {
            field.kind.look(name, value, release)?;
        }
    }
    let is_missing = |field: &&Field| {
        field.is_required
            && field.releases.contain(release)
            && object.get(field.name).is_none_or(Value::is_null)
    };
    match fields.iter().find(is_missing) {
        Some(field) => because(format!("{} must not be null", field.name)),
        None => Ok(()),
    }
}

/// The field that a release has under a name.
pub(super) fn known<'f>(fields: &'f [Field], name: &str, release: Release) -> Option<&'f Field> {
    fields.iter().find(|field| field.name == name && field.releases.contain(release))
}

#[cfg(test)]
mod tests {
    use super::super::{LONG, TEXT, TEXTS, Text, WHOLE, field};
    use super::*;

    const INNER: Kind = Kind::Object(&[field("word", TEXT).required(), field("flag", Kind::Flag)]);
    const OUTER: Kind = Kind::Object(&[
        field("short", Kind::Text(Text::at_most(2))),
        field("whole", WHOLE),
        field("long", LONG),
        field("level", Kind::OneOf(&["LOW", "HIGH"])),
        field("words", TEXTS),
        field("inner", INNER),
        field("inners", Kind::List(&INNER)),
        field("map", Kind::Map(&TEXT)),
        field("any", Kind::Anything),
        field("old", Kind::Flag).classic(),
        field("new", Kind::Flag).since(4, 3),
        field("turned", Kind::Per(|release| if release.is_classic() { WHOLE } else { TEXT })),
    ]);
    const MALFORMED: Option<&str> = Some("Malformed request body.");

    fn said(text: &str, release: &str) -> Option<String> {
        let value = serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let release = release.parse().unwrap_or_else(|error| panic!("{release}: {error}"));
        OUTER.check(&value, release).err().map(|problem| {
            assert_eq!((problem.status, problem.code), (400, 400), "{text}");
            problem.description
        })
    }

    #[test]
    fn values_are_held_against_their_kinds_however_deep_they_are() {
        for (text, expected) in [
            (r#"{"short": "ab", "whole": 5, "level": "LOW", "words": ["a"], "any": [1]}"#, None),
            (r#"{"inner": {"word": "a", "flag": true}, "map": {"a": "b"}}"#, None),
            (r#"{"short": null, "inner": null, "words": null, "any": null}"#, None),
            (r"[]", MALFORMED),
            (r"null", MALFORMED),
            (r#"{"short": 5}"#, MALFORMED),
            (r#"{"short": "abc"}"#, Some("short must have at most 2 characters")),
            (r#"{"whole": "5"}"#, MALFORMED),
            (r#"{"whole": 5.5}"#, MALFORMED),
            (r#"{"whole": 2147483648}"#, MALFORMED),
            (r#"{"long": 2147483648}"#, None),
            (r#"{"long": 9223372036854775808}"#, MALFORMED),
            (r#"{"level": "MIDDLE"}"#, Some("level must be one of LOW, HIGH")),
            (r#"{"level": {}}"#, Some("level must be one of LOW, HIGH")),
            (r#"{"words": ["a", null]}"#, MALFORMED),
            (r#"{"words": "a"}"#, MALFORMED),
            (r#"{"inner": {"word": "a", "flag": "true"}}"#, MALFORMED),
            (r#"{"inner": {"wort": "a"}}"#, Some("Unrecognized property 'wort'")),
            (r#"{"inner": {"flag": true}}"#, Some("word must not be null")),
            (r#"{"inner": {"word": null}}"#, Some("word must not be null")),
            (r#"{"inners": [{"word": "a"}, {}]}"#, Some("word must not be null")),
            (r#"{"inners": [null]}"#, MALFORMED),
            (r#"{"map": {"a": {}}}"#, MALFORMED),
            (r#"{"map": {"a": null}}"#, MALFORMED),
        ] {
            assert_eq!(said(text, "4.7").as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn fields_and_kinds_come_and_go_with_releases() {
        for (text, release, expected) in [
            (r#"{"old": true}"#, "3.2", None),
            (r#"{"old": true}"#, "4.0", Some("Unrecognized property 'old'")),
            (r#"{"new": true}"#, "4.2", Some("Unrecognized property 'new'")),
            (r#"{"new": true}"#, "4.3", None),
            (r#"{"turned": 1}"#, "3.2", None),
            (r#"{"turned": 1}"#, "4.0", MALFORMED),
            (r#"{"turned": "1"}"#, "4.0", None),
        ] {
            assert_eq!(said(text, release).as_deref(), expected, "{release} {text}");
        }
    }
}
