//! What a publication asks for: what a revision's marker remembers of it.

use std::collections::BTreeSet;

use serde_json::json;

use crate::model::KeyType;
use crate::publish::marker::digest;
use crate::publish::publication::{Publication, Source};

impl Publication {
    /// A digest of what cannot be compared field by field; none when the publication says no such thing.
    pub(crate) fn asked(&self) -> Option<String> {
        match self.source() {
            Source::Existing => None,
            Source::Definition(definition) => {
                definition.document.as_ref().map(|document| digest(document.as_bytes()))
            }
            Source::Project(project) => Some(digest(project.digest().as_bytes())),
        }
    }

    /// A digest of all that is compared of the API, when that is not the whole of it: of a definition. Of an existing API
    /// the content itself is published, and a project says all of it.
    pub(crate) fn named(&self) -> Option<String> {
        let Source::Definition(definition) = self.source() else { return None };
        let plans: BTreeSet<&String> = definition.plan_names().iter().collect();
        let endpoints = KeyType::ALL.map(|key_type| definition.endpoint(key_type));
        let named = json!([definition.context(), definition.document_text(), endpoints, plans]);
        Some(digest(named.to_string().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::ApiDefinition;

    #[test]
    fn what_is_compared_is_named_whatever_else_a_publication_says() {
        let of = |definition: ApiDefinition| Publication::new("Pets", "1").definition(definition);
        let plain = || ApiDefinition::new("/pets").plans(["Gold", "Silver"]);
        let same = [
            of(plain()).environment("eu"),
            of(plain().transports(["http"])),
            of(ApiDefinition::new("/pets").plans(["Silver", "Gold", "Silver"])),
        ];
        for same in same {
            assert_eq!(same.named(), of(plain()).named());
        }
        let other = [
            of(plain().document("a")),
            of(plain().production_endpoint("https://a")),
            of(plain().sandbox_endpoint("https://a")),
            of(plain().plans(["Gold"])),
            of(ApiDefinition::new("/dogs").plans(["Gold", "Silver"])),
            Publication::new("Pets", "1"),
        ];
        for (at, one) in other.iter().enumerate() {
            assert_ne!(one.named(), of(plain()).named());
            assert!(other.iter().take(at).all(|before| before.named() != one.named()), "{at}");
        }
    }
}
