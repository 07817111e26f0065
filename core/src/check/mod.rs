//! Strict checks of `deployment.toml` files: of one file, and between the nodes of a set.
//!
//! What lives here: [`check`], the files it takes ([`NodeFile`]), what is known or inferred of each node, the registry of
//! rules and the rules themselves, one file each. What does not: the shape of a finding and its renderers
//! ([`crate::diagnostic`]).
//!
//! A false alarm is a bug: every `deployment.toml` that WSO2 ships, alone and in its own sets, gives an empty report.
//! Hence environment rules judge only the control plane's file, link rules compare a URL only when its host is a host of
//! the set, and an unknown release gets the mildest verdict over the releases the file fits.

mod computers;
mod environment_ports;
mod gateways;
mod homes;
mod infer;
mod inferred;
mod links;
mod misspelling;
mod node;
mod node_file;
mod registry;
mod rules;
mod set;
#[cfg(test)]
mod testing;
mod values;

pub use node_file::NodeFile;
pub use registry::{explain, rules};

pub(crate) use gateways::{DEFAULT_LABEL, GATEWAY_LABELS, Labels};
pub(crate) use homes::{home_of, resolve, resolve_one};
pub(crate) use node::{NodeView, Offset};
pub(crate) use set::DeploymentSet;

use std::collections::BTreeSet;

use crate::diagnostic::{Report, Sink};
use crate::error::Result;

/// What [`check_with`] may be told.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// Reports findings of severity note as well.
    pub notes: bool,
    /// The names of the environment variables that the nodes will find when they start; `None` when nothing is known of
    /// them. `$env{…}` of any other variable is reported.
    pub environment_variables: Option<BTreeSet<String>>,
}

impl CheckOptions {
    /// The defaults: no notes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports findings of severity note as well, or not.
    #[must_use]
    pub fn notes(mut self, notes: bool) -> Self {
        self.notes = notes;
        self
    }

    /// Says which environment variables the nodes will find when they start: `$env{…}` of any other is reported. Names
    /// only; no value is looked at.
    ///
    /// ```
    /// use gatewright::check::{CheckOptions, NodeFile, check_with};
    ///
    /// let file = NodeFile::from_text("deployment.toml", "[super_admin]\npassword = \"$env{ADMIN_PASSWORD}\"\n");
    /// let options = CheckOptions::new().environment_variables(["PATH", "HOME"]);
    /// let report = check_with([file], &options)?;
    /// assert_eq!(report.diagnostics()[0].code, "undefined-environment-variable");
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    #[must_use]
    pub fn environment_variables<I>(mut self, names: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.environment_variables = Some(names.into_iter().map(Into::into).collect());
        self
    }
}

/// Checks the files of an installation: each for itself and against the others.
///
/// Each may be a file, the home of a node, or a folder with homes below it ([`NodeFile`] says more); what was read from
/// the packs or inferred, the report says ([`Report::inferred`]). Findings are no errors of the call: they are in the
/// report.
///
/// # Errors
/// When a file cannot be read: it is missing, unreadable or not UTF-8, or a directory in which there is none.
///
/// # Example: two texts
/// ```
/// use gatewright::check::{NodeFile, check};
///
/// let control_plane = NodeFile::from_text(
///     "cp/deployment.toml",
///     "[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"Hybrid\"\n",
/// );
/// let report = check([control_plane])?;
/// assert_eq!(report.diagnostics()[0].code, "invalid-environment-type");
/// # Ok::<(), gatewright::Error>(())
/// ```
pub fn check<I>(files: I) -> Result<Report>
where
    I: IntoIterator,
    I::Item: Into<NodeFile>,
{
    check_with(files, &CheckOptions::default())
}

/// [`check`] with options.
///
/// # Errors
/// As [`check`].
pub fn check_with<I>(files: I, options: &CheckOptions) -> Result<Report>
where
    I: IntoIterator,
    I::Item: Into<NodeFile>,
{
    let set = DeploymentSet::read(files.into_iter().map(Into::into))
        .map_err(|error| error.with_operation("check"))?
        .with_variables(options.environment_variables.clone());
    let mut sink = Sink::with_notes(options.notes);
    sink.inferred(set.inferred());
    for check in registry::CHECKS {
        (check.run)(&set, &mut sink);
    }
    Ok(sink.into_report(&set.sources()))
}
