//! The search language of lists: REST reference §2.2.

use super::api::{Api, strings};

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

    pub(crate) fn matches(&self, api: &Api) -> bool {
        self.terms.iter().all(|term| {
            let found = match term.field.as_str() {
                "name" => api.name().to_owned(),
                "version" => api.version().to_owned(),
                "context" => api.context().to_owned(),
                "provider" => api.provider.clone(),
                "status" => api.lifecycle.status(),
                "description" => api.text("description").to_owned(),
                "tag" | "tags" => strings(&api.document, "tags").join(" "),
                // `content`, `doc` and others: nothing is indexed for them.
                _ => return false,
            }
            .to_lowercase();
            if term.exact {
                found == term.value
            } else {
                found.contains(term.value.trim_matches('*'))
            }
        })
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
