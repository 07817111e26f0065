//! What a publication asks for beyond fields of an API: what a revision's marker remembers of it.

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
}
