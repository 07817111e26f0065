//! How a `publications.toml` is read.

use std::collections::BTreeMap;
use std::fmt;

/// How a `publications.toml` is read. `Debug` shows the variables' names alone.
///
/// ```
/// use gatewright::publish::{Publications, PublicationsOptions};
///
/// let text = r#"
/// [[publication]]
/// name = "Pets"
/// version = "1.0.0"
/// context = "/pets"
/// production_endpoint = "$env{BACK_END}/pets"
/// environments = ["Production Gateway"]
/// "#;
/// let options = PublicationsOptions::new().variables([("BACK_END", "https://be.example.com")]);
/// let publications = Publications::parse_with(text, ".", &options)?;
/// assert_eq!(publications.len(), 1);
/// # Ok::<(), gatewright::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PublicationsOptions {
    variables: Option<BTreeMap<String, String>>,
}

impl PublicationsOptions {
    /// With the environment variables of the process.
    pub fn new() -> Self {
        Self::default()
    }

    /// These variables for `$env{…}`, instead of those of the process.
    #[must_use]
    pub fn variables(
        mut self,
        variables: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>,
    ) -> Self {
        let pairs = variables.into_iter().map(|(name, value)| (name.into(), value.into()));
        self.variables = Some(pairs.collect());
        self
    }

    /// The value of a variable; `None` when it is not set, or is no text.
    pub(super) fn variable(&self, name: &str) -> Option<String> {
        match &self.variables {
            Some(given) => given.get(name).cloned(),
            // The standard library panics at names that no variable can have.
            None if name.is_empty() || name.contains(['=', '\0']) => None,
            None => std::env::var(name).ok(),
        }
    }
}

impl fmt::Debug for PublicationsOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.variables.as_ref().map(|given| given.keys().collect::<Vec<_>>());
        f.debug_struct("PublicationsOptions").field("variables", &names).finish()
    }
}
