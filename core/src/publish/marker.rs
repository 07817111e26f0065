//! What a revision of ours says in its description: that it is ours, and of which content.

use sha2::{Digest as _, Sha256};

use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;

/// The number is the format's version.
const PREFIX: &str = "gatewright:1:";

/// The description of a revision of this content.
pub(crate) fn of(api: &ApiObject) -> String {
    let digest = Sha256::digest(api.content().as_bytes());
    let mut marker = String::from(PREFIX);
    for byte in digest.iter().take(16) {
        for half in [byte >> 4, byte & 15] {
            marker.extend(char::from_digit(u32::from(half), 16));
        }
    }
    marker
}

/// True for a revision that Gatewright made.
pub(crate) fn is_ours(revision: &Revision) -> bool {
    revision.description.starts_with(PREFIX)
}

/// The newest revision that bears this marker.
pub(crate) fn newest<'r>(marker: &str, revisions: &'r [Revision]) -> Option<&'r Revision> {
    let bearing = revisions.iter().filter(|revision| revision.description == marker);
    bearing.max_by_key(|revision| revision.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marker_follows_the_content_alone() {
        let api = |text: &str| serde_json::from_str::<ApiObject>(text).unwrap();
        let created = of(&api(r#"{"id":"1","name":"a","lifeCycleStatus":"CREATED"}"#));
        assert_eq!(created, of(&api(r#"{"id":"1","name":"a","lifeCycleStatus":"PUBLISHED"}"#)));
        assert_ne!(created, of(&api(r#"{"id":"1","name":"b"}"#)));
        assert_eq!(created.len(), PREFIX.len() + 32);
    }
}
