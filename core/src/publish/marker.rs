//! What a revision of ours says in its description: that it is ours, of which content, and what was asked for.

use sha2::{Digest as _, Sha256};

use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;

/// What every format begins with.
const PREFIX: &str = "gatewright:";
/// The formats, by their number: content alone; content and what was asked for.
const CONTENT: &str = "1:";
const CONTENT_AND_ASKED: &str = "2:";
/// Where nothing was asked for but the API as it is.
const NOTHING: &str = "-";

/// A marker, read or to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    content: String,
    /// The digest of what a publication says beyond an API's fields: its document, its project. None when it says nothing,
    /// or the marker is of the first format.
    asked: Option<String>,
}

/// The first half of a SHA-256, in hexadecimal digits: what two APIs are told apart by, within the 255 characters of a
/// description.
pub(crate) fn digest(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(32);
    for byte in Sha256::digest(bytes).iter().take(16) {
        for half in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    text
}

impl Marker {
    /// Of an API as it is, made to fulfil what was asked for.
    pub(crate) fn new(api: &ApiObject, asked: Option<&str>) -> Self {
        Self { content: digest(api.content().as_bytes()), asked: asked.map(str::to_owned) }
    }

    fn read(description: &str) -> Option<Self> {
        let text = description.strip_prefix(PREFIX)?;
        if let Some(content) = text.strip_prefix(CONTENT) {
            return Some(Self { content: content.to_owned(), asked: None });
        }
        let (content, asked) = text.strip_prefix(CONTENT_AND_ASKED)?.split_once(':')?;
        let asked = (asked != NOTHING).then(|| asked.to_owned());
        Some(Self { content: content.to_owned(), asked })
    }

    pub(crate) fn text(&self) -> String {
        let asked = self.asked.as_deref().unwrap_or(NOTHING);
        format!("{PREFIX}{CONTENT_AND_ASKED}{}:{asked}", self.content)
    }

    /// Whether a revision with this marker holds the content.
    fn holds(&self, content: &str) -> bool {
        self.content == content
    }

    /// Whether it is known to fulfil what is asked for; nothing is fulfilled by everything.
    pub(crate) fn fulfils(&self, asked: Option<&str>) -> bool {
        asked.is_none() || self.asked.as_deref() == asked
    }
}

/// True for a revision that Gatewright made.
pub(crate) fn is_ours(revision: &Revision) -> bool {
    Marker::read(&revision.description).is_some()
}

/// The newest revision of an API as it is now, with its marker.
pub(crate) fn newest_of<'r>(
    api: &ApiObject,
    revisions: &'r [Revision],
) -> Option<(&'r Revision, Marker)> {
    let content = digest(api.content().as_bytes());
    let bearing = revisions.iter().filter_map(|revision| {
        let marker = Marker::read(&revision.description)?;
        marker.holds(&content).then_some((revision, marker))
    });
    bearing.max_by_key(|(revision, _)| revision.number())
}

/// The newest revision that bears this very marker.
pub(crate) fn newest<'r>(marker: &Marker, revisions: &'r [Revision]) -> Option<&'r Revision> {
    let text = marker.text();
    let bearing = revisions.iter().filter(|revision| revision.description == text);
    bearing.max_by_key(|revision| revision.number())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn api(text: &str) -> ApiObject {
        serde_json::from_str::<ApiObject>(text).unwrap()
    }

    #[test]
    fn the_marker_follows_the_content_alone() {
        let of = |text| Marker::new(&api(text), None);
        let created = of(r#"{"id":"1","name":"a","lifeCycleStatus":"CREATED"}"#);
        assert_eq!(created, of(r#"{"id":"1","name":"a","lifeCycleStatus":"PUBLISHED"}"#));
        assert_ne!(created, of(r#"{"id":"1","name":"b"}"#));
    }

    #[test]
    fn a_marker_is_read_as_it_was_written() {
        let asked = digest(b"openapi: 3.0.1");
        for asked in [None, Some(asked.as_str())] {
            let marker = Marker::new(&api(r#"{"name":"a"}"#), asked);
            assert_eq!(Marker::read(&marker.text()), Some(marker.clone()));
            assert!(marker.fulfils(asked) && marker.fulfils(None) && !marker.fulfils(Some("else")));
            assert!(marker.text().len() < 255);
        }
        assert_eq!(Marker::read("gatewright:3:a:b"), None);
        assert_eq!(Marker::read("by hand"), None);
    }

    #[test]
    fn the_first_format_says_nothing_of_what_was_asked_for() {
        let content = digest(api(r#"{"name":"a"}"#).content().as_bytes());
        let marker = Marker::read(&format!("gatewright:1:{content}")).unwrap();
        assert!(marker.holds(&content) && !marker.fulfils(Some("x")) && marker.fulfils(None));
    }
}
