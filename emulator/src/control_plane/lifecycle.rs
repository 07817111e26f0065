//! Lifecycle states and the actions between them: REST reference §2.4.

use serde_json::{Value, json};

/// Where an API is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lifecycle {
    Created,
    Prototyped,
    Published,
    Blocked,
    Deprecated,
    Retired,
}

use Lifecycle::{Blocked, Created, Deprecated, Prototyped, Published, Retired};

impl Lifecycle {
    /// As change-lifecycle writes it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Created => "Created",
            Prototyped => "Prototyped",
            Published => "Published",
            Blocked => "Blocked",
            Deprecated => "Deprecated",
            Retired => "Retired",
        }
    }

    /// As an API's `lifeCycleStatus` has it.
    pub(crate) fn status(self) -> String {
        self.title().to_uppercase()
    }

    pub(crate) fn transitions(self) -> &'static [(&'static str, Self)] {
        match self {
            Created => &[("Publish", Published), ("Deploy as a Prototype", Prototyped)],
            Prototyped => &[("Publish", Published), ("Demote to Created", Created)],
            Published => &[
                ("Deploy as a Prototype", Prototyped),
                ("Block", Blocked),
                ("Demote to Created", Created),
                ("Deprecate", Deprecated),
            ],
            Blocked => &[("Re-Publish", Published), ("Deprecate", Deprecated)],
            Deprecated => &[("Retire", Retired)],
            Retired => &[],
        }
    }

    pub(crate) fn after(self, action: &str) -> Option<Self> {
        self.transitions().iter().find(|(name, _)| *name == action).map(|(_, state)| *state)
    }

    pub(crate) fn json(self) -> Value {
        let transitions: Vec<Value> = self
            .transitions()
            .iter()
            .map(|(event, target)| json!({"event": event, "targetState": target.title()}))
            .collect();
        json!({"state": self.title(), "checkItems": [], "availableTransitions": transitions})
    }

    /// True for what the Developer Portal shows.
    pub(crate) fn is_visible(self) -> bool {
        matches!(self, Published | Prototyped | Blocked | Deprecated)
    }
}
