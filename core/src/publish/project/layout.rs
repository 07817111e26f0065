//! The two layouts of a project.

use std::fmt;

use crate::model::Release;

/// How a project is laid out, which differs between 3.x and 4.x.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProjectLayout {
    /// Of 3.x: `Meta-information/api.yaml`, which also names the environments.
    Classic,
    /// Of 4.x: `api.yaml` and `deployment_environments.yaml`.
    Current,
}

impl ProjectLayout {
    /// Both layouts.
    pub const ALL: [Self; 2] = [Self::Classic, Self::Current];

    /// The layout's name.
    ///
    /// ```
    /// use gatewright::publish::ProjectLayout;
    ///
    /// assert_eq!(ProjectLayout::ALL.map(ProjectLayout::as_str), ["3.x", "4.x"]);
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Classic => "3.x",
            Self::Current => "4.x",
        }
    }

    /// True when servers of this release read the layout.
    pub fn is_of(self, release: Release) -> bool {
        (self == Self::Classic) == release.is_classic()
    }
}

impl fmt::Display for ProjectLayout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
