//! Documents in YAML or JSON, and what they must hold.

use serde_json::{Map, Number, Value};
use serde_norway::Value as Yaml;

use super::files::Files;
use super::problem::Problem;

/// A document, and the path at which it stands.
pub(super) struct Document {
    pub(super) path: String,
    pub(super) fields: Map<String, Value>,
}

/// Reads a document that is there under this stem, in YAML or in JSON.
pub(super) fn find(files: &Files, stem: &str) -> Result<Option<Document>, Problem> {
    let Some(path) = files.path_of(stem)? else { return Ok(None) };
    let value = parse(&path, files.get(&path).unwrap_or_default())?;
    let Value::Object(fields) = value else {
        return Err(Problem::Invalid(format!("`{path}` is no object of keys and values")));
    };
    Ok(Some(Document { path, fields }))
}

/// Reads a text. What is wrong is said with its place, and without the text, which may hold secrets.
pub(in crate::publish) fn parse(path: &str, bytes: &[u8]) -> Result<Value, Problem> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Problem::Invalid(format!("`{path}` is not UTF-8: save it as UTF-8")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if path.rsplit_once('.').is_some_and(|(_, ending)| ending == "json") {
        return serde_json::from_str(text).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            Problem::Invalid(format!("`{path}` is not JSON at line {line}, column {column}"))
        });
    }
    let yaml: Yaml = serde_norway::from_str(text).map_err(|error| {
        let place = error.location().map_or_else(String::new, |at| {
            format!(" at line {}, column {}", at.line(), at.column())
        });
        Problem::Invalid(format!("`{path}` is not YAML{place}"))
    })?;
    plain(yaml).map_err(|what| {
        Problem::Invalid(format!("`{path}` holds {what}, which an API's document cannot"))
    })
}

/// YAML as the JSON that API-M makes of it.
fn plain(value: Yaml) -> Result<Value, &'static str> {
    Ok(match value {
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::Number(number) => Value::Number(
            number
                .as_i64()
                .map(Number::from)
                .or_else(|| number.as_u64().map(Number::from))
                .or_else(|| Number::from_f64(number.as_f64()?))
                .ok_or("a number that is infinite or none")?,
        ),
        Yaml::String(text) => Value::String(text),
        Yaml::Sequence(items) => {
            Value::Array(items.into_iter().map(plain).collect::<Result<_, _>>()?)
        }
        Yaml::Mapping(pairs) => Value::Object(
            pairs
                .into_iter()
                .map(|(key, value)| Ok((name(key)?, plain(value)?)))
                .collect::<Result<_, &'static str>>()?,
        ),
        Yaml::Tagged(_) => return Err("a YAML tag"),
    })
}

fn name(key: Yaml) -> Result<String, &'static str> {
    match key {
        Yaml::String(text) => Ok(text),
        Yaml::Number(number) => Ok(number.to_string()),
        Yaml::Bool(value) => Ok(value.to_string()),
        _ => Err("a key that is no text"),
    }
}

impl Document {
    /// The object of that name.
    pub(super) fn object(&self, key: &str) -> Result<&Map<String, Value>, Problem> {
        match self.fields.get(key) {
            Some(Value::Object(fields)) => Ok(fields),
            found => Err(self.wrong(key, "an object of keys and values", found)),
        }
    }

    /// The list of that name; an absent one is empty.
    pub(super) fn list<'v>(
        &self,
        fields: &'v Map<String, Value>,
        key: &str,
    ) -> Result<&'v [Value], Problem> {
        match fields.get(key) {
            None | Some(Value::Null) => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            found => Err(self.wrong(key, "a list", found)),
        }
    }

    /// A text that may be absent, which is as good as empty.
    pub(super) fn optional_text<'v>(
        &self,
        fields: &'v Map<String, Value>,
        key: &str,
    ) -> Result<&'v str, Problem> {
        match fields.get(key) {
            None | Some(Value::Null) => Ok(""),
            Some(Value::String(text)) => Ok(text),
            found => Err(self.wrong(key, "a text", found)),
        }
    }

    pub(super) fn text(&self, fields: &Map<String, Value>, key: &str) -> Result<String, Problem> {
        let text = self.optional_text(fields, key)?;
        if text.trim().is_empty() {
            return Err(Problem::Invalid(format!("`{}` has no `{key}`: add it", self.path)));
        }
        Ok(text.to_owned())
    }

    pub(super) fn wrong(&self, key: &str, expected: &str, found: Option<&Value>) -> Problem {
        let is = match found {
            None | Some(Value::Null) => {
                return Problem::Invalid(format!("`{}` has no `{key}`: add it", self.path));
            }
            Some(Value::Bool(_)) => "true or false",
            Some(Value::Number(_)) => "a number",
            Some(Value::String(_)) => "a text",
            Some(Value::Array(_)) => "a list",
            Some(Value::Object(_)) => "an object",
        };
        let help = if is == "a number" && expected == "a text" {
            ": write it within quotes, such as \"1.0\""
        } else {
            ""
        };
        Problem::Invalid(format!(
            "`{key}` in `{}` is {is}, but must be {expected}{help}",
            self.path
        ))
    }
}

/// As it stands in an archive.
pub(super) fn written(value: &Value) -> Vec<u8> {
    format!("{value:#}\n").into_bytes()
}
