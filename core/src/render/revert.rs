//! Undoing the last write.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::merge::{MergeConflict, merge};
use super::state::{self, Write};
use crate::deployment::deployment_path;
use crate::error::{Error, ErrorKind, Result};
use crate::files::diff;
use crate::files::replace::{Replacement, read_optional, replace_all};

/// What was undone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RevertOutcome {
    /// The files that have their former text again, or, where there was no file before, are gone.
    pub restored: Vec<PathBuf>,
    /// The files that had it already, or that the last write did not come to.
    pub unchanged: Vec<PathBuf>,
}

/// Undoes the last write to the files of these homes: each gets the bytes it had before, and what its user changed since
/// stays (a three-way merge by lines). Called again, it undoes the write before that one. A home that the last write did
/// not come to, because it was interrupted or the node was not in the topology, is left alone.
///
/// Nothing is written unless all homes can be reverted. A home given twice counts once.
///
/// # Errors
/// - [`ErrorKind::NotFound`], code `nothing-to-revert`: nothing was written to one of the homes.
/// - [`ErrorKind::Conflict`], code `revert-conflict`: the user changed the same lines; both sides are shown.
/// - [`ErrorKind::InvalidInput`], code `unusable-state`, and [`ErrorKind::Io`].
///
/// # Example
/// ```
/// use gatewright::render::{WriteOptions, revert};
/// use gatewright::Topology;
///
/// let folder = tempfile::tempdir()?;
/// let home = folder.path().join("gateway-1");
/// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
/// topology.render()?.write_to(folder.path(), &WriteOptions::new())?;
/// assert!(home.join("repository/conf/deployment.toml").exists());
///
/// revert([&home])?;
/// assert!(!home.join("repository/conf/deployment.toml").exists(), "there was no file before");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn revert<I>(homes: I) -> Result<RevertOutcome>
where
    I: IntoIterator,
    I::Item: AsRef<Path>,
{
    revert_all(homes).map_err(|error| error.with_operation("revert"))
}

fn revert_all<I>(homes: I) -> Result<RevertOutcome>
where
    I: IntoIterator,
    I::Item: AsRef<Path>,
{
    let mut reading = Vec::new();
    let mut seen = HashSet::new();
    for home in homes {
        let home = home.as_ref();
        if seen.insert(fs::canonicalize(home).unwrap_or_else(|_| home.to_path_buf())) {
            let path = deployment_path(home);
            let (state, current) = (state::load(home)?, read_optional(&path)?);
            reading.push((home.to_path_buf(), path, state, current));
        }
    }
    let newest =
        reading.iter().filter_map(|(_, _, state, _)| state.last()).map(|write| write.id).max();
    let mut outcome = RevertOutcome::default();
    let (mut files, mut states) = (Vec::new(), Vec::new());
    for (home, path, state, current) in reading {
        let was_written = newest.is_some() && state::folder(&home).is_dir();
        let Some(write) = state.last().filter(|write| Some(write.id) == newest).cloned() else {
            if was_written {
                outcome.unchanged.push(path);
                continue;
            }
            return Err(Error::new(
                ErrorKind::NotFound,
                "nothing-to-revert",
                format!("nothing was written to `{}` that could be undone", home.display()),
            )
            .with_context("path", home.display().to_string()));
        };
        let contents = former(&path, &write, current.as_deref())?;
        // After the files: a kill in between leaves states whose undoing has nothing to do.
        states.push(state.pop(&path)?);
        if contents == current {
            outcome.unchanged.push(path);
        } else {
            outcome.restored.push(path.clone());
            files.push(Replacement {
                path,
                expected: current,
                contents,
                like: None,
                private: false,
            });
        }
    }
    files.extend(states);
    replace_all(&files)?;
    Ok(outcome)
}

/// The text without the write, with what was changed since.
fn former(path: &Path, write: &Write, current: Option<&str>) -> Result<Option<String>> {
    if current == write.before.as_deref() {
        return Ok(write.before.clone());
    }
    let conflict = |lines: &str| {
        let theirs = diff::unified(path, Some(&write.after), current.unwrap_or_default());
        let ours =
            diff::unified(path, Some(&write.after), write.before.as_deref().unwrap_or_default());
        Error::new(
            ErrorKind::Conflict,
            "revert-conflict",
            format!(
                "`{}` was changed {lines} since it was written, where undoing would change it too; nothing was written.\n\
                 What was changed since:\n{theirs}What undoing would change:\n{ours}",
                path.display()
            ),
        )
        .with_context("path", path.display().to_string())
    };
    match (&write.before, current) {
        (_, Some(current)) if current == write.after => Ok(write.before.clone()),
        (Some(before), Some(current)) => match merge(&write.after, current, before) {
            Ok(merged) => Ok(Some(merged)),
            Err(MergeConflict { base }) => Err(conflict(&format!("at line {}", base.start + 1))),
        },
        (None, Some(_)) => Err(conflict("by hand")),
        (_, None) => Err(conflict("(it is gone)")),
    }
}
