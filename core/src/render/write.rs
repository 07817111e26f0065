//! Writing rendered files.

use std::fs;
use std::path::{Path, PathBuf};

use super::files::{RenderedFile, RenderedFiles};
use super::replace::{Replacement, changed, read_optional, replace_all};
use super::state::{self, Write};
use crate::deployment::deployment_path;
use crate::error::{Error, ErrorKind, Result};

/// What [`RenderedFiles::write`] may do.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct WriteOptions {
    /// The active environments that may be taken away, by name.
    pub removing: Vec<String>,
}

impl WriteOptions {
    /// The defaults: no environment may be taken away.
    pub fn new() -> Self {
        Self::default()
    }

    /// Allows these environments to be taken away. A name that no file has is no error, so that writing twice is none.
    #[must_use]
    pub fn removing<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.removing = names.into_iter().map(Into::into).collect();
        self
    }
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WriteOutcome {
    /// The files that were replaced or created, in the order in which that was done: the control plane's last.
    pub written: Vec<PathBuf>,
    /// The files that said it already.
    pub unchanged: Vec<PathBuf>,
    /// The nodes to restart, in the order in which to start them: the control plane first.
    pub restart: Vec<String>,
}

impl RenderedFiles {
    /// Writes the files into the nodes' homes: each atomically, the control plane's last. When one cannot be written, all
    /// are left as they were. What is needed to undo the write is kept beside each home, in `.gatewright/state.json`.
    ///
    /// A symbolic link is followed: its target is rewritten and the link stays. A file that is read-only or a mount point
    /// is refused.
    ///
    /// # Errors
    /// - [`ErrorKind::Conflict`], code `environment-removed`: an active environment would be taken away without being
    ///   named in [`WriteOptions::removing`].
    /// - [`ErrorKind::ConcurrentChange`], code `file-changed`: a file is not what it was when it was rendered.
    /// - [`ErrorKind::InvalidInput`], code `node-without-home`: use [`RenderedFiles::write_to`].
    /// - [`ErrorKind::NotFound`], code `home-not-found`, and [`ErrorKind::Io`]: the operating system refuses.
    pub fn write(&self, options: &WriteOptions) -> Result<WriteOutcome> {
        let targets = self
            .files()
            .iter()
            .map(|file| match file.home() {
                Some(home) => Ok((file, home.to_path_buf())),
                None => Err(Error::new(
                    ErrorKind::InvalidInput,
                    "node-without-home",
                    format!(
                        "the node `{0}` has no `home`, so its file has no place: add one to the topology, or use write_to(dir)",
                        file.node()
                    ),
                )
                .with_context("node", file.node())),
            })
            .collect::<Result<Vec<_>>>()
            .and_then(|targets| {
                targets.iter().try_for_each(|(file, home)| require_home(file, home))?;
                Ok(targets)
            });
        targets
            .and_then(|targets| self.write_files(targets, options))
            .map_err(|error| error.with_operation("write"))
    }

    /// Writes every node's file below `dir`, as `<dir>/<node>/repository/conf/deployment.toml`, for nodes on other
    /// computers. Folders are made as needed. The rest is as with [`RenderedFiles::write`].
    ///
    /// # Errors
    /// As [`RenderedFiles::write`], but for homes.
    pub fn write_to(&self, dir: impl AsRef<Path>, options: &WriteOptions) -> Result<WriteOutcome> {
        let targets =
            self.files().iter().map(|file| (file, dir.as_ref().join(file.node()))).collect();
        self.write_files(targets, options).map_err(|error| error.with_operation("write_to"))
    }

    fn write_files(
        &self,
        mut targets: Vec<(&RenderedFile, PathBuf)>,
        options: &WriteOptions,
    ) -> Result<WriteOutcome> {
        self.require_permission(options)?;
        targets.sort_by_key(|(file, _)| std::cmp::Reverse(file.start_order()));
        let mut outcome = WriteOutcome::default();
        let mut restart = Vec::new();
        for (file, home) in &targets {
            let path = deployment_path(home);
            let current = read_optional(&path)?;
            if current.as_deref() == Some(file.after()) {
                outcome.unchanged.push(path);
            } else if current.as_deref() == file.before() {
                outcome.written.push(path);
                restart.push(*file);
            } else {
                return Err(changed(&path));
            }
        }
        if restart.is_empty() {
            return Ok(outcome);
        }
        let mut replacements = Vec::new();
        for (file, home) in targets {
            replacements.extend(plan(file, &home)?);
        }
        replace_all(&replacements)?;
        restart.sort_by_key(|file| file.start_order());
        outcome.restart = restart.into_iter().map(|file| file.node().to_owned()).collect();
        Ok(outcome)
    }

    fn require_permission(&self, options: &WriteOptions) -> Result<()> {
        let missing: Vec<&str> = self
            .removed_environments()
            .iter()
            .filter(|name| !options.removing.contains(name))
            .map(String::as_str)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let names = missing.join("`, `");
        Err(Error::new(
            ErrorKind::Conflict,
            "environment-removed",
            format!(
                "writing would take away the active environment `{names}`, and APIs that are deployed there would break: name it in `removing` if that is meant, or add it to the topology"
            ),
        )
        .with_context("environments", names))
    }
}

/// The state file, then the file it remembers: after a kill between the two, undoing finds the old text and has nothing
/// to do. A file that says it already is remembered as well, so that undoing the write of a set leaves it alone instead
/// of undoing the write before.
fn plan(file: &RenderedFile, home: &Path) -> Result<Vec<Replacement>> {
    let path = deployment_path(home);
    let current = read_optional(&path)?;
    let is_unchanged = current.as_deref() == Some(file.after());
    let loaded = state::load(home)?;
    create_folder(path.parent())?;
    create_folder(Some(&state::folder(home)))?;
    let write = Write { before: current, after: file.after().to_owned() };
    let mut replacements = vec![loaded.push(write, &path)?];
    if !is_unchanged {
        replacements.push(Replacement {
            path,
            expected: file.before().map(str::to_owned),
            contents: Some(file.after().to_owned()),
            like: None,
            private: false,
        });
    }
    Ok(replacements)
}

fn create_folder(folder: Option<&Path>) -> Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    fs::create_dir_all(folder)
        .map_err(|error| Error::io("unwritable-file", "make the folder", folder, error, ""))
}

fn require_home(file: &RenderedFile, home: &Path) -> Result<()> {
    if home.is_dir() {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::NotFound,
        "home-not-found",
        format!(
            "the home of `{}`, `{}`, is no folder: copy the pack there first, mend `home` in the topology, or use write_to(dir)",
            file.node(),
            home.display()
        ),
    )
    .with_context("node", file.node())
    .with_context("path", home.display().to_string()))
}
