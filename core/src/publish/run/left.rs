//! What a run has left of its API: what the next reading has to find, so that a change by somebody else is no part of what
//! the run makes a revision of.

use crate::rest::api_object::ApiObject;
use crate::rest::definition_match;

/// What follows from an API's document.
const OF_THE_DOCUMENT: [&str; 2] = ["operations", "scopes"];
/// The list of environments, which is no content: each of its entries is somebody's own.
const LIST: &str = "gatewayEnvironments";

/// The API after the run's last look at it, or its last write.
#[derive(Clone, Debug, Default)]
pub(crate) struct Left {
    api: Option<Known>,
    /// What the server said it keeps of the document that the run sent.
    document: Option<String>,
    /// What was sent and not answered, so that nobody knows whether it is there.
    unanswered: Unanswered,
}

#[derive(Clone, Debug, Default)]
struct Unanswered {
    api: Option<ApiObject>,
    document: Option<String>,
}

#[derive(Clone, Debug)]
enum Known {
    Read(ApiObject),
    /// The answer to an update, which may say less than what is read.
    Answered(ApiObject),
}

impl Left {
    pub(super) fn read(&mut self, api: ApiObject) {
        self.api = Some(Known::Read(api));
        self.unanswered.api = None;
    }

    pub(super) fn answered(&mut self, api: ApiObject) {
        self.api = Some(Known::Answered(api));
        self.unanswered.api = None;
    }

    /// Fields are about to be sent.
    pub(super) fn sends(&mut self, api: ApiObject) {
        self.unanswered.api = Some(api);
    }

    pub(super) fn keeps_document(&mut self, text: String) {
        self.document = Some(text);
        self.unanswered.document = None;
    }

    /// A document is about to be sent.
    pub(super) fn sends_document(&mut self, text: String) {
        self.unanswered.document = Some(text);
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

    /// This, with the document of an earlier run where this one has sent none.
    pub(crate) fn since(mut self, earlier: Self) -> Self {
        if self.document.is_none() && self.unanswered.document.is_none() {
            self.document = earlier.document;
            self.unanswered.document = earlier.unanswered.document;
        }
        self
    }

    /// Whether an API that is read after the run has nobody else's content, as far as the run knows what it left.
    pub(crate) fn is_all_of(&self, now: &ApiObject) -> bool {
        let [operations, scopes] = OF_THE_DOCUMENT;
        let no_document = [LIST];
        let any_document = [LIST, operations, scopes];
        let left_out =
            if self.unanswered.document.is_none() { &no_document[..] } else { &any_document };
        let is_sent =
            |sent: &ApiObject| now.without_fields(left_out).holds(&sent.without_fields(left_out));
        self.compare(now, left_out) || self.unanswered.api.as_ref().is_some_and(is_sent)
    }

    /// Whether a document that is read after the run is the one that the run left, in all that it says.
    pub(crate) fn is_all_of_document(&self, now: &str) -> bool {
        let stands_in = |wanted: &str, stored: &str| {
            definition_match::stands_in(wanted, stored).unwrap_or(wanted == stored)
        };
        let is_kept = |kept: &String| stands_in(kept, now) && stands_in(now, kept);
        // What was sent is completed by the server.
        let is_sent = |sent: &String| stands_in(sent, now);
        self.document.as_ref().is_none_or(is_kept)
            || self.unanswered.document.as_ref().is_some_and(is_sent)
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
    fn what_was_sent_and_not_answered_may_be_there_or_not() {
        let operations = json!([{"target": "/a", "verb": "GET"}]);
        let (before, sent) = (api("before", &json!([])), api("sent", &json!([])));
        let mut left = Left::default();
        left.read(before.clone());
        left.sends(sent.clone());
        assert!(left.is_all_of(&before) && left.is_all_of(&sent));
        assert!(!left.is_all_of(&api("theirs", &json!([]))));
        assert!(!left.is_all_of(&api("sent", &operations)));
        left.answered(sent.clone());
        assert!(left.is_all_of(&sent) && !left.is_all_of(&before));
        left.sends_document("{}".to_owned());
        assert!(left.is_all_of(&api("sent", &operations)) && !left.is_all_of(&before));
        let mut listed = sent;
        listed.set_gateway_environments(&["theirs".to_owned()]);
        assert!(left.is_all_of(&listed));
    }

    #[test]
    fn a_document_that_says_more_is_not_all_that_was_left() {
        let document = |more: &str| {
            let get = json!({"summary": "ours", "description": more});
            json!({"openapi": "3.0.1", "paths": {"/a": {"get": get}}}).to_string()
        };
        let short = json!({"openapi": "3.0.1", "paths": {"/a": {"get": {"summary": "ours"}}}});
        let mut left = Left::default();
        left.keeps_document(short.to_string());
        assert!(left.is_document(&document("theirs")));
        assert!(left.is_all_of_document(&short.to_string()));
        assert!(!left.is_all_of_document(&document("theirs")));
        left.sends_document(document("sent"));
        assert!(left.is_all_of_document(&document("sent")));
        assert!(left.is_all_of_document(&short.to_string()));
        assert!(!left.is_all_of_document(&document("theirs")));
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
