//! Replacing files so that each is either old or new, and a failed set is as it was.
//!
//! All new contents are on disk, synced, beside their targets before the first target is touched; then each is renamed
//! into place. When a rename fails, the targets renamed before it get their old contents back.

use std::collections::HashSet;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::error::{Error, ErrorKind, Result, Retry};
use crate::files::temporary::beside;

/// One file to be replaced, created or (without contents) removed.
pub(crate) struct Replacement {
    pub(crate) path: PathBuf,
    /// What must be there now; `None` when nothing may be.
    pub(crate) expected: Option<String>,
    pub(crate) contents: Option<String>,
    /// Mode and owner are taken from this file, if it exists, instead of from the target.
    pub(crate) like: Option<PathBuf>,
    /// Holds secrets: without a file to take the mode from, it is its owner's alone.
    pub(crate) private: bool,
}

struct Prepared {
    /// The file itself: a symbolic link is followed, and stays.
    target: PathBuf,
    old: Option<Old>,
    new: Option<NamedTempFile>,
}

/// What a target was.
struct Old {
    contents: Vec<u8>,
    metadata: fs::Metadata,
}

/// Replaces all files, in order, or none.
pub(crate) fn replace_all(replacements: &[Replacement]) -> Result<()> {
    let prepared: Vec<Prepared> = replacements.iter().map(prepare).collect::<Result<_>>()?;
    require_different_files(&prepared)?;
    let mut done: Vec<(PathBuf, Option<Old>)> = Vec::new();
    for file in prepared {
        #[cfg(test)]
        if killed::is_killed_after(done.len()) {
            return Err(Error::new(ErrorKind::Cancelled, "cancelled", "killed"));
        }
        let target = file.target.clone();
        let result = match file.new {
            Some(new) => new.persist(&target).map(drop).map_err(|error| error.error),
            None => fs::remove_file(&target),
        };
        let synced = match result {
            Ok(()) => {
                done.push((target.clone(), file.old));
                sync_folder(&target)
            }
            Err(error) => Err(error),
        };
        if let Err(error) = synced {
            return Err(roll_back(&done, &target, error));
        }
    }
    Ok(())
}

/// Two replacements of one file, through links or different spellings: the second would overwrite the first unseen.
fn require_different_files(prepared: &[Prepared]) -> Result<()> {
    let mut seen = HashSet::new();
    match prepared.iter().find(|file| !seen.insert(identity(&file.target))) {
        None => Ok(()),
        Some(file) => Err(Error::new(
            ErrorKind::InvalidInput,
            "shared-file",
            format!(
                "`{}` would be written twice: two of the nodes or paths lead to one and the same file, through links; give each node a home of its own, and name each file once",
                file.target.display()
            ),
        )
        .with_context("path", file.target.display().to_string())),
    }
}

/// One path for every spelling of it; the file itself need not exist.
fn identity(target: &Path) -> PathBuf {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    match (fs::canonicalize(folder.unwrap_or_else(|| Path::new("."))), target.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => target.to_path_buf(),
    }
}

/// Reads a file that may not exist yet.
pub(crate) fn read_optional(path: &Path) -> Result<Option<String>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        _ => crate::files::read(path).map(Some),
    }
}

fn prepare(replacement: &Replacement) -> Result<Prepared> {
    let path = &replacement.path;
    let current = read_optional(path)?;
    if current != replacement.expected {
        return Err(changed(path, "read", "begin anew"));
    }
    let target = match current {
        Some(_) => fs::canonicalize(path).map_err(|error| writing(path, error, ""))?,
        None => path.clone(),
    };
    let metadata = match current {
        Some(_) => Some(fs::metadata(&target).map_err(|error| writing(&target, error, ""))?),
        None => None,
    };
    if current.is_some() && metadata.as_ref().is_some_and(|found| found.permissions().readonly()) {
        return Err(Error::new(
            ErrorKind::Io,
            "read-only-file",
            format!(
                "`{}` is read-only, so it is left alone: make it writable for you, or write its new text elsewhere and copy it there",
                target.display()
            ),
        )
        .with_context("path", target.display().to_string()));
    }
    let like = replacement.like.as_deref().and_then(|like| fs::metadata(like).ok());
    let like = like.or_else(|| metadata.clone());
    let new = match &replacement.contents {
        Some(contents) => Some(stage(&target, contents, like.as_ref(), replacement.private)?),
        None => None,
    };
    let old = current.zip(metadata);
    let old = old.map(|(text, metadata)| Old { contents: text.into_bytes(), metadata });
    Ok(Prepared { target, old, new })
}

/// Writes the new contents beside the target and syncs them.
fn stage(
    target: &Path,
    contents: &str,
    like: Option<&fs::Metadata>,
    private: bool,
) -> Result<NamedTempFile> {
    let failed = |error| writing(target, error, "nothing was changed");
    let is_usual = like.is_none() && !private;
    let permissions = usual_permissions().filter(|_| is_usual);
    let mut file = beside(target, permissions.as_ref()).map_err(failed)?;
    file.write_all(contents.as_bytes()).map_err(failed)?;
    if let Some(like) = like {
        copy_mode_and_owner(&file, like).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    Ok(file)
}

/// What a new file gets, less the process's mask: a temporary file would be its owner's alone, and the server that reads
/// a new `deployment.toml` may run as somebody else.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems have no such thing")]
fn usual_permissions() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual_permissions() -> Option<Permissions> {
    None
}

#[cfg(unix)]
fn copy_mode_and_owner(file: &NamedTempFile, like: &fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let own = file.as_file().metadata()?;
    if own.uid() != like.uid() || own.gid() != like.gid() {
        fchown(file.as_file(), Some(like.uid()), Some(like.gid()))?;
    }
    // After the owner, because changing the owner may drop bits of the mode.
    set_mode(file.as_file(), like.permissions())
}

#[cfg(not(unix))]
fn copy_mode_and_owner(file: &NamedTempFile, like: &fs::Metadata) -> io::Result<()> {
    set_mode(file.as_file(), like.permissions())
}

fn set_mode(file: &File, permissions: Permissions) -> io::Result<()> {
    file.set_permissions(permissions)
}

#[cfg(unix)]
pub(crate) fn sync_folder(target: &Path) -> io::Result<()> {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
        _ => File::open(".")?.sync_all(),
    }
}

#[cfg(not(unix))]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn roll_back(done: &[(PathBuf, Option<Old>)], failed: &Path, cause: io::Error) -> Error {
    let mut left_changed = Vec::new();
    for (target, old) in done.iter().rev() {
        let restored = match old {
            Some(old) => restore(target, old),
            None => fs::remove_file(target),
        };
        if let Err(error) = restored {
            left_changed.push(format!("`{}` ({error})", target.display()));
        }
    }
    let outcome = if left_changed.is_empty() {
        "every file is as it was".to_owned()
    } else {
        format!(
            "these files hold the new text and could not be put back: {}",
            left_changed.join(", ")
        )
    };
    // EBUSY is what renaming over a mount point gives.
    let advice = if cause.kind() == io::ErrorKind::ResourceBusy {
        format!(
            "it is a mount point (a file mounted into a container): mount its folder instead, or write its new text elsewhere; {outcome}"
        )
    } else {
        outcome
    };
    writing(failed, cause, &advice)
}

fn restore(target: &Path, old: &Old) -> io::Result<()> {
    let mut file = beside(target, None)?;
    file.write_all(&old.contents)?;
    copy_mode_and_owner(&file, &old.metadata)?;
    file.as_file().sync_all()?;
    file.persist(target).map_err(|error| error.error)?;
    Ok(())
}

fn writing(path: &Path, source: io::Error, advice: &str) -> Error {
    let advice = match source.kind() {
        io::ErrorKind::StorageFull if advice.is_empty() => "the disk is full",
        io::ErrorKind::PermissionDenied if advice.is_empty() => "you may not write there",
        _ => advice,
    };
    Error::io("unwritable-file", "write", path, source, advice)
}

/// The error for a file that is not what it was when the new contents were made of it: when it was `made`, such as
/// `rendered`, and how to do that `again`.
pub(crate) fn changed(path: &Path, made: &str, again: &str) -> Error {
    Error::new(
        ErrorKind::ConcurrentChange,
        "file-changed",
        format!(
            "`{}` is no longer what it was when it was {made}, so nothing was written: {again} and look at the new diff",
            path.display()
        ),
    )
    .with_context("path", path.display().to_string())
    .with_retry(Retry::Safe)
}

/// Tests end the process, as it were, between two steps.
#[cfg(test)]
pub(crate) mod killed {
    use std::cell::Cell;

    thread_local! {
        static AFTER: Cell<usize> = const { Cell::new(usize::MAX) };
    }

    /// True when the test wants the process to end after so many files were replaced.
    pub(super) fn is_killed_after(files: usize) -> bool {
        AFTER.get() == files
    }

    /// Runs something that ends after so many files were replaced.
    pub(crate) fn after<T>(files: usize, run: impl FnOnce() -> T) -> T {
        AFTER.set(files);
        let result = run();
        AFTER.set(usize::MAX);
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_killed_write_left_is_removed_by_the_next_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deployment.toml");
        let write = |expected: Option<&str>, contents: &str| {
            replace_all(&[Replacement {
                path: path.clone(),
                expected: expected.map(str::to_owned),
                contents: Some(contents.to_owned()),
                like: None,
                private: false,
            }])
        };
        write(None, "one").unwrap();
        let left = folder.path().join(".gatewright-deployment.toml-k1LLed.tmp");
        fs::write(&left, "password").unwrap();
        let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(7200);
        File::options().write(true).open(&left).unwrap().set_modified(long_ago).unwrap();
        write(Some("one"), "two").unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn a_removed_file_is_put_back_when_a_later_one_fails() {
        let folder = tempfile::tempdir().unwrap();
        let (kept, missing) = (folder.path().join("kept"), folder.path().join("missing"));
        fs::write(&kept, "old").unwrap();
        let permissions = fs::metadata(&kept).unwrap().permissions();
        let remove = |path: &Path, expected: Option<&str>| Replacement {
            path: path.to_path_buf(),
            expected: expected.map(str::to_owned),
            contents: None,
            like: None,
            private: false,
        };
        let error = replace_all(&[remove(&kept, Some("old")), remove(&missing, None)]).unwrap_err();
        assert!(error.message().contains("every file is as it was"), "{error}");
        assert_eq!(fs::read_to_string(&kept).unwrap(), "old");
        assert_eq!(fs::metadata(&kept).unwrap().permissions(), permissions);
    }
}
