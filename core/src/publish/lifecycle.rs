//! The lifecycle states a publication can ask for.

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
}

impl Lifecycle {
    /// Every state that can be asked for.
    pub const ALL: [Self; 2] = [Self::Published, Self::Unchanged];

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
            Self::Published => "published",
            Self::Unchanged => "unchanged",
        }
    }

    /// The state of that name; `None` when there is none.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// API-M's action that leads from the current state to this one; `None` when it has it.
    pub(crate) fn action_from(self, current: &str) -> Result<Option<&'static str>> {
        match (self, current.to_ascii_uppercase().as_str()) {
            (Self::Unchanged, _) | (Self::Published, "PUBLISHED") => Ok(None),
            (Self::Published, "CREATED" | "PROTOTYPED") => Ok(Some("Publish")),
            (Self::Published, "BLOCKED") => Ok(Some("Re-Publish")),
            (Self::Published, other) => {
                let message = format!(
                    "an API that is {} cannot become published: publish a new version of it",
                    other.to_lowercase()
                );
                Err(Error::new(ErrorKind::Conflict, "lifecycle-unreachable", message))
            }
        }
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
        let action = |state| Lifecycle::Published.action_from(state);
        assert_eq!(action("PUBLISHED").unwrap(), None);
        assert_eq!(action("CREATED").unwrap(), Some("Publish"));
        assert_eq!(action("Prototyped").unwrap(), Some("Publish"));
        assert_eq!(action("BLOCKED").unwrap(), Some("Re-Publish"));
        assert_eq!(action("RETIRED").unwrap_err().code(), "lifecycle-unreachable");
        assert_eq!(Lifecycle::Unchanged.action_from("RETIRED").unwrap(), None);
    }
}
