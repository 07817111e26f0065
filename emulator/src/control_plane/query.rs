//! The search language of lists: REST reference §2.2.

use serde_json::Value;

use super::api::{Api, strings};
use crate::node::Release;

/// Terms that an API must all meet.
pub(crate) struct Query {
    terms: Vec<Term>,
}

struct Term {
    field: String,
    value: String,
    exact: bool,
}

impl Query {
    /// `name:"X"` is exact, `name:X` a part; a bare word is a part of the name.
    pub(crate) fn parse(text: &str) -> Self {
        let mut terms = Vec::new();
        let mut rest = text.trim_start();
        while !rest.is_empty() {
            let end = rest.find([':', ' ']).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            let (field, value_text) = match after.strip_prefix(':') {
                Some(value) => (word.to_lowercase(), value),
                None => ("name".to_owned(), rest),
            };
            let quoted = value_text.strip_prefix('"');
            let (end, text) = quoted.map_or((' ', value_text), |quoted| ('"', quoted));
            let (value, remaining) = text.split_once(end).unwrap_or((text, ""));
            let exact = quoted.is_some();
            terms.push(Term { field, value: value.to_lowercase(), exact });
            rest = remaining.trim_start();
        }
        Self { terms }
    }

    /// With the modifiers that every release has.
    pub(crate) fn matches(&self, api: &Api) -> bool {
        self.matches_in(api, Release::NEWEST)
    }

    /// With the modifiers of a release.
    pub(crate) fn matches_in(&self, api: &Api, release: Release) -> bool {
        self.terms.iter().all(|term| {
            // `doc`, `content` and names of no modifier: nothing is indexed for them.
            let values = term.values(api, release).unwrap_or_default();
            values.iter().any(|value| {
                let value = value.to_lowercase();
                if term.exact {
                    value == term.value
                } else {
                    value.contains(term.value.trim_matches('*'))
                }
            })
        })
    }
}

impl Term {
    /// What an API has for the term's modifier, of which 3.x has some that 4.x lacks.
    fn values(&self, api: &Api, release: Release) -> Option<Vec<String>> {
        let one = |text: &str| Some(vec![text.to_owned()]);
        let list = |key: &str| {
            Some(strings(&api.document, key).into_iter().map(str::to_owned).collect::<Vec<_>>())
        };
        match self.field.as_str() {
            "name" => one(api.name()),
            "version" => one(api.version()),
            "context" => one(api.context()),
            "provider" => one(&api.provider),
            "status" => one(&api.lifecycle.status()),
            "description" => one(api.text("description")),
            "tag" | "tags" => list("tags"),
            "label" if release.is_classic() => list("labels"),
            "subcontext" if release.is_classic() => {
                let operations = api.document.get("operations").and_then(Value::as_array)?;
                let targets = operations.iter().filter_map(|item| item.get("target")?.as_str());
                Some(targets.map(str::to_owned).collect())
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_taken_apart() {
        let query = Query::parse("name:\"Pet Store\" version:1.0 free");
        let terms: Vec<_> =
            query.terms.iter().map(|t| (t.field.as_str(), t.value.as_str(), t.exact)).collect();
        assert_eq!(
            terms,
            [("name", "pet store", true), ("version", "1.0", false), ("name", "free", false)]
        );
        assert!(Query::parse("").terms.is_empty());
    }
}
