//! Files that hold secrets: their owner's alone, each either old or new, and changed by one process at a time.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::replace::sync_folder;
use crate::files::temporary::{beside, folder_of};

/// Keeps others who lock the same folder out, until it is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _folder: Option<File>,
}

impl FolderLock {
    /// Waits for the folder that a file is in: of a link, the one that holds what it leads to, which is what writing
    /// replaces. Where folders cannot be locked, as on some network drives and on Windows, nothing is waited for.
    pub(crate) fn of(path: &Path) -> Self {
        Self { _folder: lock(folder_of(&target_of(path))) }
    }
}

#[cfg(unix)]
fn lock(folder: &Path) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    let folder = File::open(folder).ok()?;
    // A signal that ends the waiting says nothing about the lock.
    rustix::io::retry_on_intr(|| flock(&folder, FlockOperation::LockExclusive)).ok()?;
    Some(folder)
}

#[cfg(not(unix))]
fn lock(_: &Path) -> Option<File> {
    None
}

/// Whether others than the file's owner may do anything with it.
#[cfg(unix)]
pub(crate) fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|found| found.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
pub(crate) fn is_open_to_others(_: &Path) -> bool {
    false
}

/// Replaces a file, or makes it, with the mode 0600, whatever it had before. A link stays, and what it leads to is
/// replaced.
///
/// # Errors
/// Code `unwritable-file`: the file is as it was.
pub(crate) fn write_private(path: &Path, contents: &str) -> Result<()> {
    let target = target_of(path);
    let failed = |error| Error::io("unwritable-file", "write", path, error, "it is as it was");
    let file = staged(&target, contents.as_bytes()).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    sync_folder(&target).map_err(failed)
}

/// Whether such a file, of so many bytes, could be written: all that writing does is done but the replacing, and nothing is
/// left behind.
///
/// # Errors
/// Code `unwritable-file`.
pub(crate) fn require_writable(path: &Path, bytes: usize) -> Result<()> {
    let advice = "files are replaced whole: its folder must be there, be writable and have room, and a file that is there must be yours";
    let target = target_of(path);
    let rehearsed = staged(&target, &vec![b' '; bytes]).and_then(|_| sync_folder(&target));
    rehearsed.map_err(|error| Error::io("unwritable-file", "write", path, error, advice))
}

/// The new contents, on disk, beside the file whose place they shall take, and of its owner.
fn staged(target: &Path, contents: &[u8]) -> std::io::Result<tempfile::NamedTempFile> {
    // A temporary file is its owner's alone from the beginning.
    let mut file = beside(target, None)?;
    file.write_all(contents)?;
    keep_owner(&file, target)?;
    file.as_file().sync_all()?;
    Ok(file)
}

fn target_of(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(unix)]
fn keep_owner(file: &tempfile::NamedTempFile, target: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let (Ok(old), new) = (fs::metadata(target), file.as_file().metadata()?) else { return Ok(()) };
    if old.uid() == new.uid() && old.gid() == new.gid() {
        return Ok(());
    }
    fchown(file.as_file(), Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_: &tempfile::NamedTempFile, _: &Path) -> std::io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use rustix::fs::{FlockOperation, flock};

    use super::*;

    #[test]
    fn a_link_is_locked_where_the_file_is_that_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let (own, shared) = (folder.path().join("own"), folder.path().join("shared"));
        fs::create_dir(&own).unwrap();
        fs::create_dir(&shared).unwrap();
        let (link, target) = (own.join("secrets.json"), shared.join("secrets.json"));
        fs::write(&target, "{}").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let is_free = |folder: &Path| {
            flock(File::open(folder).unwrap(), FlockOperation::NonBlockingLockExclusive).is_ok()
        };

        let lock = FolderLock::of(&link);
        assert!(!is_free(&shared) && is_free(&own));
        drop(lock);
        assert!(is_free(&shared));
    }
}
