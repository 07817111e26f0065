//! Lifecycle states and the actions between them: REST reference §2.4.

use serde_json::{Value, json};

use crate::node::Release;

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

    pub(crate) fn transitions(self, release: Release) -> &'static [(&'static str, Self)] {
        match self {
            Created => &[("Publish", Published), ("Deploy as a Prototype", Prototyped)],
            Prototyped => &[("Publish", Published), ("Demote to Created", Created)],
            Published if release.is_classic() => &[
                ("Deploy as a Prototype", Prototyped),
                ("Demote to Prototyped", Prototyped),
                ("Block", Blocked),
                ("Demote to Created", Created),
                ("Deprecate", Deprecated),
            ],
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

    pub(crate) fn after(self, action: &str, release: Release) -> Option<Self> {
        self.transitions(release).iter().find(|(name, _)| *name == action).map(|(_, state)| *state)
    }

    /// By its name in upper case.
    pub(crate) fn parse(status: &str) -> Option<Self> {
        [Created, Prototyped, Published, Blocked, Deprecated, Retired]
            .into_iter()
            .find(|state| state.status() == status.to_uppercase())
    }

    /// The states on the shortest way to another one.
    pub(crate) fn way_to(self, target: Self, release: Release) -> Option<Vec<Self>> {
        let mut ways = vec![vec![self]];
        let mut seen = vec![self];
        while let Some(way) = (!ways.is_empty()).then(|| ways.remove(0)) {
            let last = way.last().copied().unwrap_or(self);
            if last == target {
                return Some(way.into_iter().skip(1).collect());
            }
            for (_, next) in last.transitions(release) {
                if !seen.contains(next) {
                    seen.push(*next);
                    ways.push(way.iter().copied().chain([*next]).collect());
                }
            }
        }
        None
    }

    pub(crate) fn json(self, release: Release) -> Value {
        let transitions: Vec<Value> = self
            .transitions(release)
            .iter()
            .map(|(event, target)| json!({"event": event, "targetState": target.title()}))
            .collect();
        // What can be ticked when it is published next.
        let items: Vec<Value> = match self {
            Created | Prototyped => release
                .checklist()
                .iter()
                .map(|name| json!({"name": name, "value": false, "requiredStates": []}))
                .collect(),
            _ => Vec::new(),
        };
        json!({"state": self.title(), "checkItems": items, "availableTransitions": transitions})
    }

    /// True for what the Developer Portal shows.
    pub(crate) fn is_visible(self) -> bool {
        matches!(self, Published | Prototyped | Blocked | Deprecated)
    }
}

impl Release {
    /// What `lifecycleChecklist` can tick.
    fn checklist(self) -> [&'static str; 2] {
        if self.is_classic() {
            ["Deprecate Old Versions", "Require Re-Subscription"]
        } else {
            [
                "Deprecate old versions after publishing the API",
                "Requires re-subscription when publishing the API",
            ]
        }
    }

    /// The item of the checklist that deprecates the other published versions of an API.
    pub(crate) fn deprecate_old_versions(self) -> &'static str {
        let [name, _] = self.checklist();
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_from_one_state_to_another() {
        let newest = Release::NEWEST;
        assert_eq!(Created.way_to(Created, newest), Some(vec![]));
        assert_eq!(Created.way_to(Retired, newest), Some(vec![Published, Deprecated, Retired]));
        assert_eq!(Retired.way_to(Published, newest), None);
        assert_eq!(Lifecycle::parse("published"), Some(Published));
        assert_eq!(Lifecycle::parse("gone"), None);
    }
}
