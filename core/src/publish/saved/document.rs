//! What is kept of a plan. The schema is `core/schemas/saved-plan.schema.json`; what is absent is `null` or empty, so that
//! every field is always there.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::publish::journal::without_user_info;
use crate::publish::marker::digest;
use crate::publish::plan::{ApiPlan, Existing, Plan, Step};
use crate::publish::recorder::digest_of;
use crate::publish::report::environments;

/// Grows when a field changes its meaning or goes; a new field does not count.
pub(super) const SCHEMA_VERSION: u32 = 1;
pub(super) const FORMAT: &str = "gatewright-plan";
/// The field that holds the digest of all others.
const CHECKSUM: &str = "checksum";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SavedPlan {
    pub(super) format: String,
    pub(super) schema_version: u32,
    pub(super) checksum: String,
    /// The version of Gatewright that made it.
    pub(super) gatewright: String,
    pub(super) control_plane: String,
    pub(super) release: String,
    pub(super) apis: Vec<SavedApi>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedApi {
    pub(super) name: String,
    pub(super) version: String,
    /// A digest of all that its publication says.
    pub(super) publication: String,
    pub(super) steps: Vec<SavedStep>,
    /// The code of why it cannot be published.
    pub(super) error: Option<String>,
    /// What was read; none when it was not there, or could not be published.
    pub(super) ground: Option<SavedGround>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedStep {
    pub(super) action: String,
    pub(super) environments: Vec<String>,
    pub(super) text: String,
}

/// The API as it was read: what its steps rest on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct SavedGround {
    pub(super) id: String,
    pub(super) last_updated: String,
    pub(super) lifecycle: String,
    /// A digest of the API's fields.
    pub(super) content: String,
    /// A digest of its document, when that had to be read.
    pub(super) document: Option<String>,
    /// The API's own list of environments: 3.x.
    pub(super) listed: Vec<String>,
    /// Identifiers of its revisions; none in 3.x.
    pub(super) revisions: Vec<String>,
    /// Which of them is where; none in 3.x.
    pub(super) deployed: Vec<SavedDeployment>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct SavedDeployment {
    pub(super) environment: String,
    pub(super) revision: String,
}

impl SavedPlan {
    pub(super) fn of(plan: &Plan) -> Self {
        let saved = Self {
            format: FORMAT.to_owned(),
            schema_version: SCHEMA_VERSION,
            checksum: String::new(),
            gatewright: env!("CARGO_PKG_VERSION").to_owned(),
            control_plane: without_user_info(&plan.control_plane),
            release: plan.release.to_string(),
            apis: plan.apis.iter().map(SavedApi::of).collect(),
        };
        saved.sealed()
    }

    /// With the checksum of what it says.
    pub(super) fn sealed(mut self) -> Self {
        self.checksum = checksum(serde_json::to_value(&self).unwrap_or_default());
        self
    }

    pub(super) fn text(&self) -> String {
        // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// Of all that the document says but its checksum; how it is set out makes no difference.
pub(super) fn checksum(mut document: Value) -> String {
    if let Some(fields) = document.as_object_mut() {
        fields.remove(CHECKSUM);
    }
    // Their order is that of the text when another crate of the program asks for that.
    document.sort_all_objects();
    digest(document.to_string().as_bytes())
}

impl SavedApi {
    fn of(plan: &ApiPlan) -> Self {
        Self {
            name: plan.name().to_owned(),
            version: plan.version().to_owned(),
            publication: digest_of(&plan.publication),
            steps: SavedStep::all(plan.steps()),
            error: plan.error().map(|error| error.code().to_owned()),
            ground: plan.existing.as_ref().map(SavedGround::of),
        }
    }
}

impl SavedStep {
    pub(super) fn all(steps: &[Step]) -> Vec<Self> {
        let of = |step: &Step| Self {
            action: step.action.kind().to_owned(),
            environments: environments(&step.action).into_iter().map(str::to_owned).collect(),
            text: step.action.to_string(),
        };
        steps.iter().map(of).collect()
    }
}

impl SavedGround {
    /// Lists in an order of their own: servers give them in any.
    pub(super) fn of(existing: &Existing) -> Self {
        let sorted = |texts: &[String]| {
            let mut texts = texts.to_vec();
            texts.sort();
            texts
        };
        let mut deployed: Vec<SavedDeployment> = existing
            .deployed
            .iter()
            .map(|(environment, revision)| SavedDeployment {
                environment: environment.clone(),
                revision: revision.clone(),
            })
            .collect();
        deployed.sort();
        Self {
            id: existing.id.clone(),
            last_updated: existing.last_updated.clone(),
            lifecycle: existing.lifecycle.clone(),
            content: existing.content.clone(),
            document: existing.document.clone(),
            listed: sorted(&existing.listed),
            revisions: sorted(&existing.revisions),
            deployed,
        }
    }
}
