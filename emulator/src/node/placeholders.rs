//! Values of a file, with references and placeholders resolved: deployment reference §2.2.

use std::collections::BTreeMap;

use gatewright::deployment::{Document, Item, ItemKind};

/// What is known outside a file when its references are resolved.
#[derive(Clone, Default)]
pub(crate) struct Surroundings {
    /// Set before the process's own environment is asked.
    pub(crate) variables: BTreeMap<String, String>,
    /// Java's system properties.
    pub(crate) properties: BTreeMap<String, String>,
}

impl Surroundings {
    fn variable(&self, name: &str) -> Option<String> {
        self.variables.get(name).cloned().or_else(|| std::env::var(name).ok())
    }
}

/// Reads one file's values as API-M's configuration mapper leaves them.
pub(crate) struct Values<'d> {
    document: &'d Document,
    surroundings: &'d Surroundings,
    /// The values of `${…}`, which are this node's own.
    runtime: BTreeMap<&'static str, String>,
}

impl<'d> Values<'d> {
    pub(crate) fn new(document: &'d Document, surroundings: &'d Surroundings) -> Self {
        Self { document, surroundings, runtime: BTreeMap::new() }
    }

    pub(crate) fn define(&mut self, placeholder: &'static str, value: impl Into<String>) {
        self.runtime.insert(placeholder, value.into());
    }

    pub(crate) fn placeholder(&self, name: &str) -> Option<String> {
        self.runtime.get(name).cloned()
    }

    pub(crate) fn document(&self) -> &'d Document {
        self.document
    }

    /// Text at a dotted key: references are resolved, placeholders are filled in.
    pub(crate) fn text(&self, path: &str) -> Result<Option<String>, String> {
        let Some(item) = self.document.get(path) else { return Ok(None) };
        let mapped = self.mapped(item, &mut vec![path.to_owned()])?;
        Ok(Some(self.filled(&mapped)))
    }

    /// As [`Self::text`], for what stands inside an array of tables: `$ref` stays as it is there.
    pub(crate) fn text_in_section(
        &self,
        section: Item<'d>,
        key: &str,
    ) -> Result<Option<String>, String> {
        let Some(item) = section.get(key) else { return Ok(None) };
        Ok(Some(self.filled(&self.external(&plain(item))?)))
    }

    /// The strings of a list.
    pub(crate) fn list(&self, path: &str) -> Result<Option<Vec<String>>, String> {
        let Some(item) = self.document.get(path) else { return Ok(None) };
        if item.kind() != ItemKind::Array {
            return Ok(Some(vec![self.filled(&self.mapped(item, &mut vec![path.to_owned()])?)]));
        }
        let mut values = Vec::new();
        for element in item.elements() {
            values.push(self.filled(&self.mapped(element, &mut vec![path.to_owned()])?));
        }
        Ok(Some(values))
    }

    fn mapped(&self, item: Item<'d>, seen: &mut Vec<String>) -> Result<String, String> {
        let text = self.external(&plain(item))?;
        replace(&text, "$ref{", |key| {
            if seen.iter().any(|path| path == key) {
                return Err(format!("References can't be resolved for {key}"));
            }
            let Some(referent) = self.document.get(key) else {
                return Err(format!("Configuration with key {key} doesn't exist"));
            };
            seen.push(key.to_owned());
            let value = self.mapped(referent, seen);
            seen.pop();
            value.map(Some)
        })
    }

    fn external(&self, text: &str) -> Result<String, String> {
        let text = replace(text, "$secret{", |alias| self.secret(alias).map(Some))?;
        let text = replace(&text, "$sys{", |name| {
            match self.surroundings.properties.get(name).filter(|value| !value.is_empty()) {
                Some(value) => Ok(Some(value.clone())),
                None => Err(format!("Error while retrieving {name} system property")),
            }
        })?;
        replace(&text, "$env{", |name| match self.surroundings.variable(name) {
            Some(value) => Ok(Some(value)),
            None => Err(format!("Environment variable {name} not defined in system")),
        })
    }

    /// What the vault would give: without one, the text in `[secrets]`, brackets taken off.
    fn secret(&self, alias: &str) -> Result<String, String> {
        let stored = ["secrets", "runtime_secrets"].iter().find_map(|section| {
            self.document.get(section)?.get(alias)?.as_str().map(std::borrow::Cow::into_owned)
        });
        let Some(stored) = stored else {
            return Err(format!("Secret references can't be resolved for {alias}"));
        };
        let inner = stored.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        Ok(inner.map_or(stored.clone(), str::to_owned))
    }

    fn filled(&self, text: &str) -> String {
        replace(text, "${", |name| Ok(self.runtime.get(name).cloned()))
            .unwrap_or_else(|_| text.to_owned())
    }
}

/// A scalar as text, as the mapper stringifies it.
fn plain(item: Item<'_>) -> String {
    item.as_str().map_or_else(|| item.raw().trim().to_owned(), std::borrow::Cow::into_owned)
}

/// Replaces each `opening…}`; where the answer is `None` the text stays.
fn replace(
    text: &str,
    opening: &str,
    mut value: impl FnMut(&str) -> Result<Option<String>, String>,
) -> Result<String, String> {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(opening) {
        let Some((name, remaining)) = after.split_once('}') else { break };
        result.push_str(before);
        if let Some(value) = value(name)? {
            result.push_str(&value);
        } else {
            result.push_str(opening);
            result.push_str(name);
            result.push('}');
        }
        rest = remaining;
    }
    result.push_str(rest);
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(file: &str, path: &str) -> Result<Option<String>, String> {
        let document = Document::parse(file);
        let mut surroundings = Surroundings::default();
        surroundings.variables.insert("WHO".into(), "env-user".into());
        surroundings.properties.insert("empty".into(), String::new());
        let mut values = Values::new(&document, &surroundings);
        values.define("mgt.transport.https.port", "9444");
        values.text(path)
    }

    #[test]
    fn references_resolve_as_section_2_2_says() {
        let file = "[super_admin]\nusername = \"boss\"\n[a]\nb = \"$ref{super_admin.username}\"\n\
                    c = \"$env{WHO}\"\nd = \"https://h:${mgt.transport.https.port}/${unknown}\"\n\
                    e = \"$ref{a.f}\"\nf = \"$ref{a.e}\"\ng = \"$ref{no.such}\"\nh = \"$sys{empty}\"\n\
                    i = \"$secret{pw}\"\nj = \"$env{GATEWRIGHT_NO_SUCH}\"\n[secrets]\npw = \"[plain]\"\n";
        assert_eq!(text(file, "a.b"), Ok(Some("boss".into())));
        assert_eq!(text(file, "a.c"), Ok(Some("env-user".into())));
        assert_eq!(text(file, "a.d"), Ok(Some("https://h:9444/${unknown}".into())));
        assert_eq!(text(file, "a.e"), Err("References can't be resolved for a.e".into()));
        assert_eq!(text(file, "a.g"), Err("Configuration with key no.such doesn't exist".into()));
        assert_eq!(text(file, "a.h"), Err("Error while retrieving empty system property".into()));
        assert_eq!(text(file, "a.i"), Ok(Some("plain".into())));
        assert!(text(file, "a.j").is_err());
        assert_eq!(text(file, "a.absent"), Ok(None));
    }

    #[test]
    fn a_reference_in_an_array_of_tables_stays() {
        let document = Document::parse("x = \"1\"\n[[t]]\na = \"$ref{x}\"\n");
        let surroundings = Surroundings::default();
        let values = Values::new(&document, &surroundings);
        let section = document.get("t").unwrap().elements().next().unwrap();
        assert_eq!(values.text_in_section(section, "a"), Ok(Some("$ref{x}".into())));
    }
}
