//! The members of a JSON object in their order, of which those that nobody looks into stay as they are written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// It does not print.
#[derive(Default)]
pub(super) struct Members(Vec<(String, Member)>);

enum Member {
    /// As it is written.
    Written(Box<RawValue>),
    Object(Members),
    New(Value),
}

impl Members {
    /// The value at the end of a path. Of members of one name the last counts.
    pub(super) fn get(&self, path: &[&str]) -> Option<Value> {
        let (name, rest) = path.split_first()?;
        let (_, member) = self.0.iter().rev().find(|(known, _)| known == name)?;
        match (member, rest) {
            (Member::Written(text), []) => serde_json::from_str(text.get()).ok(),
            (Member::Written(text), rest) => {
                serde_json::from_str::<Self>(text.get()).ok()?.get(rest)
            }
            (Member::Object(members), []) => serde_json::to_value(members).ok(),
            (Member::Object(members), rest) => members.get(rest),
            (Member::New(value), []) => Some(value.clone()),
            (Member::New(_), _) => None,
        }
    }

    /// The members of a member, which is made when it is not there.
    ///
    /// # Errors
    /// That it is no object.
    pub(super) fn open(&mut self, name: &str) -> Result<&mut Self, String> {
        let found = self.0.iter().rposition(|(known, _)| known == name);
        let at = found.unwrap_or_else(|| {
            self.0.push((name.to_owned(), Member::Object(Self::default())));
            self.0.len() - 1
        });
        let no_object = || format!("its member `{}` is no object", name.escape_debug());
        let (_, member) = self.0.get_mut(at).ok_or_else(no_object)?;
        if let Member::Written(text) = member {
            *member = Member::Object(serde_json::from_str(text.get()).map_err(|_| no_object())?);
        }
        match member {
            Member::Object(members) => Ok(members),
            Member::Written(_) | Member::New(_) => Err(no_object()),
        }
    }

    /// A member keeps its place, a new one comes last.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        match self.0.iter_mut().rev().find(|(known, _)| known == name) {
            Some((_, member)) => *member = Member::New(value),
            None => self.0.push((name.to_owned(), Member::New(value))),
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.0.retain(|(known, _)| known != name);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading;

        impl<'de> Visitor<'de> for Reading {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some((name, text)) = map.next_entry()? {
                    members.push((name, Member::Written(text)));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Reading)
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, member) in &self.0 {
            match member {
                Member::Written(text) => map.serialize_entry(name, text)?,
                Member::Object(members) => map.serialize_entry(name, members)?,
                Member::New(value) => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_looked_into_stays_as_it_is_written() {
        let text = r#"{
  "z": [1.50,  123456789012345678901234567890, {"b":1, "a":"\u00e9"}],
  "ours": {
    "there": { "y": 1, "x": 2 },
    "value": "old",
    "twice": 1,
    "twice": 2
  },
  "a": null
}"#;
        let mut members: Members = serde_json::from_str(text).unwrap();
        assert_eq!(members.get(&["ours", "twice"]), Some(json!(2)));
        assert_eq!(members.get(&["ours", "value", "deeper"]), None);
        members.open("ours").unwrap().set("value", json!("new"));
        members.open("ours").unwrap().open("more").unwrap().set("x", json!({"y": [1]}));
        assert_eq!(members.get(&["ours", "more"]), Some(json!({"x": {"y": [1]}})));
        let expected = text.replace("\"old\"", "\"new\"").replace(
            "\"twice\": 2\n",
            "\"twice\": 2,\n    \"more\": {\n      \"x\": {\n        \"y\": [\n          1\n        ]\n      }\n    }\n",
        );
        assert_eq!(serde_json::to_string_pretty(&members).unwrap(), expected);
        assert!(members.open("z").is_err_and(|why| why == "its member `z` is no object"));
    }
}
