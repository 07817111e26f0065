//! What a run has left of its API: what the next reading has to find, so that a change by somebody else is no part of what
//! the run makes a revision of.

use crate::rest::api_object::ApiObject;
use crate::rest::definition_match;

/// What follows from an API's document.
const OF_THE_DOCUMENT: [&str; 2] = ["operations", "scopes"];

/// The API after the run's last look at it, or its last write.
#[derive(Default)]
pub(super) struct Left {
    api: Option<Known>,
    /// What the server said it keeps of the document that the run sent.
    document: Option<String>,
}

enum Known {
    Read(ApiObject),
    /// The answer to an update, which may say less than what is read.
    Answered(ApiObject),
}

impl Left {
    pub(super) fn read(&mut self, api: ApiObject) {
        self.api = Some(Known::Read(api));
    }

    pub(super) fn answered(&mut self, api: ApiObject) {
        self.api = Some(Known::Answered(api));
    }

    pub(super) fn keeps_document(&mut self, text: String) {
        self.document = Some(text);
    }

    /// Whether the run has sent a document, so that it has to be read.
    pub(super) fn has_document(&self) -> bool {
        self.document.is_some()
    }

    /// Whether an API that is read now has the same content.
    pub(super) fn is_in(&self, now: &ApiObject) -> bool {
        self.compare(now, &[])
    }

    /// The same, but for what follows from a document that was sent since.
    pub(super) fn is_in_but_for_the_document(&self, now: &ApiObject) -> bool {
        self.compare(now, &OF_THE_DOCUMENT)
    }

    fn compare(&self, now: &ApiObject, left_out: &[&str]) -> bool {
        let now = now.without_fields(left_out);
        match &self.api {
            None => true,
            Some(Known::Read(api)) => api.without_fields(left_out).content() == now.content(),
            Some(Known::Answered(api)) => now.holds(&api.without_fields(left_out)),
        }
    }

    /// Whether a document that is read now says all that the server said it keeps, and has no other operations.
    pub(super) fn is_document(&self, now: &str) -> bool {
        let kept = self.document.as_deref();
        // What the server keeps is a document.
        kept.is_none_or(|kept| definition_match::stands_in(kept, now).unwrap_or(kept == now))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn api(description: &str, operations: &Value) -> ApiObject {
        let api = json!({
            "name": "a", "description": description, "operations": operations, "lastUpdatedTime": "1",
        });
        serde_json::from_value(api).unwrap()
    }

    #[test]
    fn an_answer_may_say_less_than_what_is_read_and_nothing_else() {
        let (ours, theirs) = (api("a", &json!([])), api("b", &json!([])));
        let more = api("a", &json!([{"target": "/a", "verb": "GET"}]));
        let short = api("a", &json!([])).without_fields(&["description"]);
        let mut left = Left::default();
        assert!(left.is_in(&ours), "nothing is known yet");
        left.answered(ours.clone());
        assert!(left.is_in(&ours) && !left.is_in(&theirs) && !left.is_in(&more));
        assert!(left.is_in_but_for_the_document(&more));
        left.answered(short.clone());
        assert!(left.is_in(&ours) && !left.is_in(&more));
        left.read(ours.clone());
        assert!(left.is_in(&ours) && !left.is_in(&theirs) && !left.is_in(&more));
        assert!(left.is_in_but_for_the_document(&more));
        assert!(!left.is_in_but_for_the_document(&theirs));
        left.read(short);
        assert!(!left.is_in(&ours));
    }

    #[test]
    fn a_document_is_compared_with_what_the_server_said_it_keeps() {
        let document = |summary: &str| {
            json!({"openapi": "3.0.1", "paths": {"/a": {"get": {"summary": summary}}}}).to_string()
        };
        let mut left = Left::default();
        assert!(!left.has_document() && left.is_document("{}"));
        left.keeps_document(document("ours"));
        assert!(left.has_document() && left.is_document(&document("ours")));
        assert!(!left.is_document(&document("theirs")));
    }
}
