//! What a run leaves behind of its own: all that may have to be taken back of it.

use super::left::Left;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::DeployTo;

/// What a run has done to an API, or may have: it is noted before it is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Traces {
    /// Where revisions were deployed.
    pub(crate) deployed: Vec<Deployed>,
    /// The revisions that it made.
    pub(crate) revisions: Vec<String>,
    /// The working copy, when it was written.
    pub(crate) content: Option<Content>,
}

impl Traces {
    /// What was done afterwards, which is no other writing of the working copy.
    pub(crate) fn add(&mut self, then: Self) {
        self.deployed.extend(then.deployed);
        self.revisions.extend(then.revisions);
        self.content = self.content.take().or(then.content);
    }
}

/// A revision that was deployed.
#[derive(Clone, Debug)]
pub(crate) struct Deployed {
    pub(crate) revision: String,
    pub(crate) to: DeployTo,
}

/// What was written of an API's working copy, in 3.x beyond its list of environments.
#[derive(Clone, Debug)]
pub(crate) struct Content {
    /// As it was before the first write; none of an API that the run has made.
    pub(crate) found: Option<ApiObject>,
    /// Whether a document was written.
    pub(crate) has_document: bool,
    pub(crate) left: Left,
}
