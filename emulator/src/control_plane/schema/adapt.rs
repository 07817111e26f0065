//! Making a value fit that an archive has: archives come from other releases, and from YAML.

use serde_json::Value;

use super::Kind;
use super::check::known;
use crate::node::Release;

impl Kind {
    /// Takes away what the release does not know, and makes texts of numbers and booleans that stand where a text does
    /// (`version: 1.0` of YAML).
    pub(crate) fn adapt(self, value: &mut Value, release: Release) {
        match (self, value) {
            (Self::Per(kind), value) => kind(release).adapt(value, release),
            (Self::Text(_), value @ (Value::Number(_) | Value::Bool(_))) => {
                *value = Value::String(value.to_string());
            }
            (Self::List(kind), Value::Array(items)) => {
                for item in items {
                    kind.adapt(item, release);
                }
            }
            (Self::Map(kind), Value::Object(map)) => {
                for value in map.values_mut() {
                    kind.adapt(value, release);
                }
            }
            (Self::Object(fields), Value::Object(object)) => {
                object.retain(|name, _| known(fields, name, release).is_some());
                for (name, value) in object {
                    if let Some(field) = known(fields, name, release) {
                        field.kind.adapt(value, release);
                    }
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{TEXT, TEXTS, WHOLE, field};
    use super::*;

    #[test]
    fn what_is_not_known_goes_and_scalars_become_texts() {
        const INNER: Kind = Kind::Object(&[field("word", TEXT), field("new", TEXT).since(4, 1)]);
        const OUTER: Kind = Kind::Object(&[
            field("version", TEXT),
            field("whole", WHOLE),
            field("words", TEXTS),
            field("inners", Kind::List(&INNER)),
        ]);
        let mut value = json!({
            "version": 1.5, "whole": 3, "words": [true, "a"], "odd": 1,
            "inners": [{"word": 2, "new": "b", "odd": {}}],
        });
        OUTER.adapt(&mut value, "4.0".parse().unwrap());
        let expected = json!({
            "version": "1.5", "whole": 3, "words": ["true", "a"], "inners": [{"word": "2"}],
        });
        assert_eq!(value, expected);
    }
}
