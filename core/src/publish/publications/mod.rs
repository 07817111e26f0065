//! `publications.toml`: defaults and many publications, each with its positions.
//!
//! What lives here: [`Publications`]; below, its reader ([`read`]), what of it becomes a publication ([`build`]), the check
//! against a topology ([`check`]) and the way from an error back to the text ([`locate`]). What does not: what its rules say
//! of themselves, which is below all layers, and planning.

mod build;
mod check;
mod conflicts;
mod construct;
mod draft;
mod keys;
mod locate;
mod options;
mod read;
mod schema;
mod source;
mod targets;
#[cfg(test)]
mod tests;
mod values;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

pub use locate::Position;
pub use options::PublicationsOptions;

use self::build::Entry;
use crate::publish::publication::Publication;
use crate::text::SourceText;

/// The publications of a `publications.toml`. An invalid one cannot exist.
///
/// ```
/// use gatewright::publish::{Lifecycle, Publications};
///
/// let text = r#"
/// [defaults]
/// environments = ["Production Gateway"]
///
/// [[publication]]
/// name = "Pets"
/// version = "1.0.0"
///
/// [[publication]]
/// name = "Toys"
/// version = "2.0.0"
/// context = "/toys"
/// production_endpoint = "https://toys.example.com"
/// environments = ["Production Gateway", { name = "eu-west", display_on_devportal = false }]
/// lifecycle = "unchanged"
/// "#;
/// let publications = Publications::parse(text, ".")?;
/// assert_eq!(publications.len(), 2);
/// let toys = publications.iter().nth(1).unwrap();
/// assert_eq!((toys.name(), toys.context()), ("Toys", Some("/toys")));
/// assert_eq!(toys.wanted_lifecycle(), Lifecycle::Unchanged);
/// # Ok::<(), gatewright::Error>(())
/// ```
#[derive(Clone)]
pub struct Publications {
    source: Arc<SourceText>,
    entries: Vec<Entry>,
}

impl Publications {
    /// The publications, in the order of the file.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Publication> {
        self.entries.iter().map(|entry| &entry.publication)
    }

    /// How many there are; at least one.
    #[allow(clippy::len_without_is_empty, reason = "an empty one is invalid, and cannot exist")]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// The file they were read from.
    pub fn path(&self) -> Option<&Path> {
        self.source.path()
    }
}

impl IntoIterator for Publications {
    type Item = Publication;
    type IntoIter = std::vec::IntoIter<Publication>;

    fn into_iter(self) -> Self::IntoIter {
        let publications: Vec<Publication> =
            self.entries.into_iter().map(|entry| entry.publication).collect();
        publications.into_iter()
    }
}

impl PartialEq for Publications {
    /// What they say counts, not where it stands.
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Publications {}

impl fmt::Debug for Publications {
    /// Without the text, which may hold passwords.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
