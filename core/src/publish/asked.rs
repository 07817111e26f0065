//! What a publication asks for beyond fields of an API: what a revision's marker remembers of it.

use crate::publish::marker::digest;
use crate::publish::publication::Publication;

impl Publication {
    /// A digest of what cannot be compared field by field; none when the publication says no such thing.
    pub(crate) fn asked(&self) -> Option<String> {
        let document = self.definition.as_ref()?.document.as_ref()?;
        Some(digest(document.as_bytes()))
    }
}
