//! What a revision of ours says in its description: that it is ours, of which content, what was asked for, and what of it a
//! publication names.

use sha2::{Digest as _, Sha256};

use crate::publish::publication::Publication;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::Revision;

/// What every format begins with.
const PREFIX: &str = "gatewright:";
/// The formats, by their number: content alone; what was asked for beyond an API's fields as well; all that is named as well.
const CONTENT: &str = "1:";
const CONTENT_AND_ASKED: &str = "2:";
const CONTENT_ASKED_AND_NAMED: &str = "3:";
/// Where there is nothing of the kind.
const NOTHING: &str = "-";

/// A marker, read or to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    content: String,
    /// The digest of what a publication says beyond an API's fields: its document, its project. None when it says nothing,
    /// or the marker is of the first format.
    asked: Option<String>,
    /// The digest of all that a publication names of the API; none of an older format.
    named: Option<String>,
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
    /// Of an API as it is, made to be what a publication says.
    pub(crate) fn new(api: &ApiObject, publication: &Publication) -> Self {
        Self {
            content: digest(api.content().as_bytes()),
            asked: publication.asked(),
            named: publication.named(),
        }
    }

    fn read(description: &str) -> Option<Self> {
        let text = description.strip_prefix(PREFIX)?;
        if let Some(content) = text.strip_prefix(CONTENT) {
            return Some(Self { content: content.to_owned(), asked: None, named: None });
        }
        let said = |text: &str| (text != NOTHING).then(|| text.to_owned());
        if let Some(text) = text.strip_prefix(CONTENT_AND_ASKED) {
            let (content, asked) = text.split_once(':')?;
            return Some(Self { content: content.to_owned(), asked: said(asked), named: None });
        }
        let (content, text) = text.strip_prefix(CONTENT_ASKED_AND_NAMED)?.split_once(':')?;
        let (asked, named) = text.split_once(':')?;
        Some(Self { content: content.to_owned(), asked: said(asked), named: said(named) })
    }

    pub(crate) fn text(&self) -> String {
        let [asked, named] =
            [&self.asked, &self.named].map(|text| text.as_deref().unwrap_or(NOTHING));
        format!("{PREFIX}{CONTENT_ASKED_AND_NAMED}{}:{asked}:{named}", self.content)
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

/// True for a revision whose marker says that it was made of what is named.
pub(crate) fn is_made_of(revision: &Revision, named: &str) -> bool {
    let marker = Marker::read(&revision.description);
    marker.is_some_and(|marker| marker.named.as_deref() == Some(named))
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
    use crate::publish::ApiDefinition;

    fn api(text: &str) -> ApiObject {
        serde_json::from_str::<ApiObject>(text).unwrap()
    }

    fn pets() -> Publication {
        Publication::new("Pets", "1")
    }

    #[test]
    fn the_marker_follows_the_content_alone() {
        let of = |text| Marker::new(&api(text), &pets());
        let created = of(r#"{"id":"1","name":"a","lifeCycleStatus":"CREATED"}"#);
        assert_eq!(created, of(r#"{"id":"1","name":"a","lifeCycleStatus":"PUBLISHED"}"#));
        assert_ne!(created, of(r#"{"id":"1","name":"b"}"#));
    }

    #[test]
    fn a_marker_is_read_as_it_was_written() {
        let definition = ApiDefinition::new("/pets");
        let plain = pets().definition(definition.clone());
        let documented = pets().definition(definition.document("openapi: 3.0.1"));
        for publication in [pets(), plain, documented] {
            let marker = Marker::new(&api(r#"{"name":"a"}"#), &publication);
            assert_eq!(Marker::read(&marker.text()), Some(marker.clone()));
            let asked = publication.asked();
            assert!(marker.fulfils(asked.as_deref()) && marker.fulfils(None));
            assert!(!marker.fulfils(Some("else")));
            assert!(marker.text().len() < 255);
            let revision = serde_json::json!({"id": "r", "description": marker.text()});
            let revision: Revision = serde_json::from_value(revision).unwrap();
            let named = publication.named();
            assert!(is_ours(&revision) && !is_made_of(&revision, "else"));
            assert_eq!(
                named.is_some_and(|named| is_made_of(&revision, &named)),
                publication != pets()
            );
        }
        assert_eq!(Marker::read("gatewright:3:a:b"), None);
        assert_eq!(Marker::read("gatewright:4:a:b:c"), None);
        assert_eq!(Marker::read("by hand"), None);
    }

    #[test]
    fn older_formats_say_less() {
        let content = digest(api(r#"{"name":"a"}"#).content().as_bytes());
        let marker = Marker::read(&format!("gatewright:2:{content}:x")).unwrap();
        assert!(marker.holds(&content) && marker.fulfils(Some("x")) && marker.named.is_none());
        let marker = Marker::read(&format!("gatewright:1:{content}")).unwrap();
        assert!(marker.holds(&content) && !marker.fulfils(Some("x")) && marker.fulfils(None));
    }
}
