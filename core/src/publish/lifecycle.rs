//! The lifecycle states a publication can ask for, and API-M's actions that lead to them: `rest-api.md` §2.4.

use std::collections::VecDeque;
use std::fmt;

use crate::error::{Error, ErrorKind, Result};

/// Which lifecycle state an API should have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Lifecycle {
    /// Published: callable with keys, listed in the Developer Portal.
    #[default]
    Published,
    /// Whatever it has.
    Unchanged,
    /// Created: in the Publisher alone.
    Created,
    /// Prototyped: in the Developer Portal, for trying.
    Prototyped,
    /// Blocked: listed, and calls are refused for the time being.
    Blocked,
    /// Deprecated: callable by those who subscribed; nobody new can.
    Deprecated,
    /// Retired: gone from the gateways, for good.
    Retired,
}

use Lifecycle::{Blocked, Created, Deprecated, Prototyped, Published, Retired, Unchanged};

impl Lifecycle {
    /// Every state that can be asked for.
    pub const ALL: [Self; 7] =
        [Published, Unchanged, Created, Prototyped, Blocked, Deprecated, Retired];

    /// The state's name.
    ///
    /// ```
    /// use gatewright::publish::Lifecycle;
    ///
    /// assert_eq!(Lifecycle::Published.as_str(), "published");
    /// assert_eq!(Lifecycle::from_name("unchanged"), Some(Lifecycle::Unchanged));
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Published => "published",
            Unchanged => "unchanged",
            Created => "created",
            Prototyped => "prototyped",
            Blocked => "blocked",
            Deprecated => "deprecated",
            Retired => "retired",
        }
    }

    /// The state of that name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// The state that API-M calls `PUBLISHED` or `Published`; `None` for one it does not have.
    pub(crate) fn from_state(state: &str) -> Option<Self> {
        Self::from_name(&state.to_ascii_lowercase()).filter(|found| *found != Unchanged)
    }

    /// Whether an API whose state API-M spells so is as it should be.
    pub(crate) fn is_reached(self, state: &str) -> bool {
        self == Unchanged || state.eq_ignore_ascii_case(self.as_str())
    }

    /// Whether callers lose something that is not, or not at once, given back.
    pub(crate) const fn closes(self) -> bool {
        matches!(self, Blocked | Deprecated | Retired)
    }

    /// API-M's actions from a state; alike in all releases. Reference §2.4; the way back from a prototype is that of the
    /// default lifecycle.
    const fn actions(self) -> &'static [(&'static str, Self)] {
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
            Retired | Unchanged => &[],
        }
    }

    /// The state that an action of API-M's leads to, wherever it begins.
    pub(crate) fn after(action: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter().flat_map(Self::actions);
        all.find(|(known, _)| *known == action).map(|(_, next)| *next)
    }

    /// API-M's actions that lead from the current state to this one, in order; none when it has it.
    ///
    /// A way that would open a blocked API to its callers on the way to another state is none.
    ///
    /// # Errors
    /// [`ErrorKind::Conflict`], code `lifecycle-unreachable`.
    pub(crate) fn actions_from(self, current: &str) -> Result<Vec<&'static str>> {
        let Some(start) = Self::from_state(current) else {
            // A lifecycle of the administrator's own: what leads where is not known.
            let is_there = self == Unchanged || current.eq_ignore_ascii_case(self.as_str());
            return if is_there { Ok(Vec::new()) } else { Err(self.unreachable(current)) };
        };
        if self == Unchanged {
            return Ok(Vec::new());
        }
        let mut ways = VecDeque::from([(start, Vec::new())]);
        let mut seen = vec![start];
        while let Some((state, way)) = ways.pop_front() {
            if state == self {
                return Ok(way);
            }
            for (action, next) in state.actions() {
                let opens = state == Blocked && *next == Published && self != Published;
                if !opens && !seen.contains(next) {
                    seen.push(*next);
                    ways.push_back((*next, [way.as_slice(), &[*action]].concat()));
                }
            }
        }
        Err(self.unreachable(current))
    }

    fn unreachable(self, current: &str) -> Error {
        let advice = match self {
            Published => "publish a new version of it",
            Created | Prototyped if current.eq_ignore_ascii_case("blocked") => {
                "it would have to be published again on the way; do that first if it is what you want"
            }
            _ => "see which changes the Publisher offers, or publish a new version of it",
        };
        let message =
            format!("an API that is {} cannot become {self}: {advice}", current.to_lowercase());
        Error::new(ErrorKind::Conflict, "lifecycle-unreachable", message)
    }
}

impl fmt::Display for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_has_its_way_to_published() {
        let action =
            |state: &str| Published.actions_from(state).map(|actions| actions.first().copied());
        assert_eq!(action("PUBLISHED").unwrap(), None);
        assert_eq!(action("CREATED").unwrap(), Some("Publish"));
        assert_eq!(action("Prototyped").unwrap(), Some("Publish"));
        assert_eq!(action("BLOCKED").unwrap(), Some("Re-Publish"));
        assert_eq!(action("RETIRED").unwrap_err().code(), "lifecycle-unreachable");
        assert_eq!(Unchanged.actions_from("RETIRED").unwrap(), Vec::<&str>::new());
    }

    /// Rows: where from. Columns: created, prototyped, published, blocked, deprecated, retired. `-` is unreachable.
    #[test]
    fn the_ways_between_all_states() {
        let expected = [
            ("CREATED", ["", "D", "P", "P B", "P D", "P D R"]),
            ("PROTOTYPED", ["D", "", "P", "P B", "P D", "P D R"]),
            ("PUBLISHED", ["D", "D", "", "B", "D", "D R"]),
            ("BLOCKED", ["-", "-", "R", "", "D", "D R"]),
            ("DEPRECATED", ["-", "-", "-", "-", "", "R"]),
            ("RETIRED", ["-", "-", "-", "-", "-", ""]),
        ];
        let targets = [Created, Prototyped, Published, Blocked, Deprecated, Retired];
        for (from, ways) in expected {
            let found = targets.map(|target| {
                target.actions_from(from).map_or_else(
                    |_| "-".to_owned(),
                    |way| {
                        let first = |action: &&str| action.chars().next().map(String::from);
                        way.iter().filter_map(first).collect::<Vec<_>>().join(" ")
                    },
                )
            });
            assert_eq!(found, ways.map(str::to_owned), "from {from}");
            assert!(Unchanged.actions_from(from).unwrap().is_empty());
        }
    }

    #[test]
    fn an_action_leads_to_one_state() {
        for state in Lifecycle::ALL {
            for (action, next) in state.actions() {
                assert_eq!(Lifecycle::after(action), Some(*next), "{action}");
            }
        }
        assert_eq!(Lifecycle::after("Approve"), None);
    }

    #[test]
    fn a_state_is_reached_however_it_is_spelt() {
        assert!(Published.is_reached("PUBLISHED") && Blocked.is_reached("Blocked"));
        assert!(Unchanged.is_reached("IN REVIEW") && !Published.is_reached("CREATED"));
    }

    #[test]
    fn names_of_several_steps_are_api_managers_own() {
        let way = Retired.actions_from("Created").unwrap();
        assert_eq!(way, ["Publish", "Deprecate", "Retire"]);
    }

    #[test]
    fn a_state_of_ones_own_is_left_alone_or_refused() {
        assert!(Unchanged.actions_from("IN REVIEW").unwrap().is_empty());
        assert_eq!(
            Published.actions_from("IN REVIEW").unwrap_err().code(),
            "lifecycle-unreachable"
        );
        assert_eq!(Lifecycle::from_state("UNCHANGED"), None);
        assert_eq!(Lifecycle::from_state("Blocked"), Some(Blocked));
    }
}
