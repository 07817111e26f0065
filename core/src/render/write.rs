//! Writing rendered files.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::files::{RenderedFile, RenderedFiles};
use super::state::{self, Loaded, Write};
use crate::deployment::deployment_path;
use crate::error::{Error, ErrorKind, Result};
use crate::files::replace::{Replacement, changed, read_optional, replace_all};

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
    /// are left as they were. What is needed to undo the write is kept in each home, in `.gatewright/state.json`. Writing
    /// again after the process was killed goes on where it was interrupted.
    ///
    /// A symbolic link is followed: its target is rewritten and the link stays. A file that is read-only or a mount point
    /// is refused.
    ///
    /// # Errors
    /// - [`ErrorKind::Conflict`], code `environment-removed`: an active environment would be taken away without being
    ///   named in [`WriteOptions::removing`].
    /// - [`ErrorKind::ConcurrentChange`], code `file-changed`: a file is not what it was when it was rendered.
    /// - [`ErrorKind::InvalidInput`], code `node-without-home`: use [`RenderedFiles::write_to`]; code `shared-file`: two
    ///   nodes have one file through links; code `unusable-state`: the backups of earlier writes cannot be read.
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
            .and_then(|targets| self.write_files(targets, options, false))
            .map_err(|error| error.with_operation("write"))
    }

    /// Writes every node's file below `dir`, as `<dir>/<node>/repository/conf/deployment.toml`, for nodes on other
    /// computers. Folders are made as needed. A file that is not there yet, or is as the last write left it, is written
    /// whatever rendering started from. The rest is as with [`RenderedFiles::write`].
    ///
    /// # Errors
    /// As [`RenderedFiles::write`], but for homes.
    pub fn write_to(&self, dir: impl AsRef<Path>, options: &WriteOptions) -> Result<WriteOutcome> {
        let targets =
            self.files().iter().map(|file| (file, dir.as_ref().join(file.node()))).collect();
        self.write_files(targets, options, true).map_err(|error| error.with_operation("write_to"))
    }

    fn write_files(
        &self,
        homes: Vec<(&RenderedFile, PathBuf)>,
        options: &WriteOptions,
        is_copy: bool,
    ) -> Result<WriteOutcome> {
        self.require_permission(options)?;
        let mut targets = homes
            .into_iter()
            .map(|(file, home)| Target::read(file, home, is_copy))
            .collect::<Result<Vec<_>>>()?;
        targets.sort_by_key(|target| std::cmp::Reverse(target.file.start_order()));
        let mut outcome = WriteOutcome::default();
        let mut restart = Vec::new();
        for target in &targets {
            if target.is_unchanged() {
                outcome.unchanged.push(target.path.clone());
            } else {
                outcome.written.push(target.path.clone());
                restart.push(target.file);
            }
        }
        if restart.is_empty() {
            return Ok(outcome);
        }
        replace_all(&plan(targets)?)?;
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

/// A file about to be written, with what is there now.
struct Target<'f> {
    file: &'f RenderedFile,
    home: PathBuf,
    path: PathBuf,
    current: Option<String>,
    state: Loaded,
}

impl<'f> Target<'f> {
    fn read(file: &'f RenderedFile, home: PathBuf, is_copy: bool) -> Result<Self> {
        let path = deployment_path(&home);
        let current = read_optional(&path)?;
        let state = state::load(&home)?;
        let target = Self { file, home, path, current, state };
        let is_as_rendered = target.current.as_deref() == file.before();
        if is_as_rendered || target.is_unchanged() || (is_copy && target.is_own()) {
            Ok(target)
        } else {
            Err(changed(&target.path, "rendered", "render again"))
        }
    }

    /// True when the file says it already.
    fn is_unchanged(&self) -> bool {
        self.current.as_deref() == Some(self.file.after())
    }

    /// True when nothing is there, or nothing but what was written last: nothing of the user's can be lost.
    fn is_own(&self) -> bool {
        let last = self.state.last().map(|write| write.after.as_str());
        self.current.is_none() || self.current.as_deref() == last
    }

    /// The last write to this home, if it is this one, interrupted before it came to the file.
    fn interrupted(&self) -> Option<u64> {
        let last = self.state.last().filter(|write| write.after == self.file.after())?;
        last.is_undone(self.current.as_deref()).then_some(last.id)
    }

    /// True when the state has the write already.
    fn is_remembered(&self, id: u64) -> bool {
        self.state.last().is_some_and(|write| write.id == id && write.after == self.file.after())
    }
}

/// First every state file, then the files: after a kill, undoing finds the old text and has nothing to do, or finds what
/// it needs beside every home; writing again goes on where it was interrupted. A file that says it already is remembered
/// as well, so that undoing the write of a set leaves it alone instead of undoing the write before; it comes after those
/// that change, by which a write that was interrupted is recognised.
fn plan(targets: Vec<Target<'_>>) -> Result<Vec<Replacement>> {
    let id = targets.iter().find_map(Target::interrupted).unwrap_or_else(|| new_id(&targets));
    let (mut states, mut unchanged, mut files) = (Vec::new(), Vec::new(), Vec::new());
    for target in targets {
        create_folder(target.path.parent())?;
        create_folder(Some(&state::folder(&target.home)))?;
        let (is_unchanged, is_remembered) = (target.is_unchanged(), target.is_remembered(id));
        let Target { file, path, current, state, .. } = target;
        if !is_remembered {
            let write = Write { id, before: current.clone(), after: file.after().to_owned() };
            let states = if is_unchanged { &mut unchanged } else { &mut states };
            states.push(state.push(write, &path)?);
        }
        if !is_unchanged {
            files.push(Replacement {
                path,
                expected: current,
                contents: Some(file.after().to_owned()),
                like: None,
                private: false,
            });
        }
    }
    states.extend(unchanged);
    states.extend(files);
    Ok(states)
}

/// The time, or more where the clock went back.
fn new_id(targets: &[Target<'_>]) -> u64 {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let last = targets.iter().filter_map(|target| target.state.last()).map(|write| write.id).max();
    let now = u64::try_from(now.as_nanos()).unwrap_or(u64::MAX);
    last.map_or(now, |last| now.max(last.saturating_add(1)))
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
