//! Temporary files beside the file whose place they shall take.
//!
//! A process that is killed leaves its temporary file behind, and that may hold secrets. Their names tell for which file
//! they were made, so that whoever writes that file next removes them: `.gatewright-<file>-<six letters>.tmp`. What a
//! process that lives still writes is locked by it, and stays. Where files cannot be locked, on Windows and on some network
//! drives, what is younger than an hour stays.

use std::fs::{self, File, Permissions};
use std::io;
use std::path::Path;
use std::time::Duration;

use tempfile::NamedTempFile;

const SUFFIX: &str = ".tmp";
/// How many letters and digits follow the file's name.
const DRAWN: usize = 6;
/// No write takes so long.
const OLD: Duration = Duration::from_secs(3600);

/// Makes one beside a file that is to be replaced, after removing those of it that killed processes left. Nobody else
/// removes it as long as it is open.
///
/// # Errors
/// What the operating system refuses.
pub(crate) fn beside(
    target: &Path,
    permissions: Option<&Permissions>,
) -> io::Result<NamedTempFile> {
    remove_stale(target);
    let prefix = prefix_of(target);
    loop {
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX).rand_bytes(DRAWN);
        if let Some(permissions) = permissions {
            builder.permissions(permissions.clone());
        }
        let file = builder.tempfile_in(folder_of(target))?;
        lock(file.as_file());
        // Until it was locked, it looked left behind to whoever writes the same file.
        if file.path().exists() {
            return Ok(file);
        }
    }
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// A name may be as long as 255 bytes, so a long one is cut: then those of files that begin alike are not told apart,
/// which the lock makes up for.
fn prefix_of(target: &Path) -> String {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    format!(".gatewright-{}-", name.chars().take(50).collect::<String>())
}

/// What cannot be removed stays: that is no reason not to write.
fn remove_stale(target: &Path) {
    let prefix = prefix_of(target);
    let is_ours = |name: &str| {
        let drawn = name.strip_prefix(&prefix).and_then(|rest| rest.strip_suffix(SUFFIX));
        drawn.is_some_and(|drawn| {
            drawn.len() == DRAWN && drawn.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    };
    for entry in fs::read_dir(folder_of(target)).into_iter().flatten().flatten() {
        // A link is no file here, wherever it leads to.
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_str().is_some_and(is_ours) {
            remove_if_left(&entry.path());
        }
    }
}

fn remove_if_left(path: &Path) {
    // It stays open, and so locked, until it is gone.
    let Ok(file) = File::options().write(true).open(path) else { return };
    if is_left(&file) {
        let _ = fs::remove_file(path);
    }
}

fn is_left(file: &File) -> bool {
    is_locked(file).map_or_else(|| is_old(file), |is_locked| !is_locked)
}

fn is_old(file: &File) -> bool {
    let modified = file.metadata().and_then(|found| found.modified());
    modified.is_ok_and(|modified| modified.elapsed().is_ok_and(|age| age > OLD))
}

/// Until it is closed. Where files cannot be locked, their age has to do.
#[cfg(unix)]
fn lock(file: &File) {
    use rustix::fs::{FlockOperation, flock};
    let _ = rustix::io::retry_on_intr(|| flock(file, FlockOperation::LockExclusive));
}

#[cfg(not(unix))]
fn lock(_: &File) {}

/// Whether somebody else has it locked; it is locked afterwards. `None` where that cannot be told.
#[cfg(unix)]
fn is_locked(file: &File) -> Option<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Some(false),
        Err(error) => (error == Errno::WOULDBLOCK).then_some(true),
    }
}

#[cfg(not(unix))]
fn is_locked(_: &File) -> Option<bool> {
    None
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::time::SystemTime;

    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// As a killed process leaves it, an hour and more ago.
    fn leave(folder: &Path, name: &str) {
        let mut file = File::create(folder.join(name)).unwrap();
        file.write_all(b"s3cret").unwrap();
        file.set_modified(SystemTime::now() - 2 * OLD).unwrap();
    }

    #[test]
    fn what_a_killed_process_left_of_the_same_file_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let target = folder.join("secrets.json");
        leave(folder, ".gatewright-secrets.json-aB3xYz.tmp");
        let others = [
            ".gatewright-aB3xYz.tmp",
            ".gatewright-other.json-aB3xYz.tmp",
            ".gatewright-secrets.json-aB3xY.tmp",
            ".gatewright-secrets.json-aB3-Yz.tmp",
            ".gatewright-secrets.json-aB3xYz.tmp.old",
            "secrets.json-aB3xYz.tmp",
        ];
        for name in others {
            leave(folder, name);
        }
        fs::create_dir(folder.join(".gatewright-secrets.json-folder.tmp")).unwrap();
        drop(beside(&target, None).unwrap());
        let mut left: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
        left.push(".gatewright-secrets.json-folder.tmp".to_owned());
        left.sort();
        assert_eq!(names(folder), left);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_left_alone_and_so_is_what_it_leads_to() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        leave(folder, "precious");
        let link = ".gatewright-secrets.json-linked.tmp";
        std::os::unix::fs::symlink(folder.join("precious"), folder.join(link)).unwrap();
        drop(beside(&folder.join("secrets.json"), None).unwrap());
        assert_eq!(names(folder), [link, "precious"]);
    }

    #[test]
    fn what_is_still_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("secrets.json");
        let first = beside(&target, None).unwrap();
        if cfg!(unix) {
            // Its lock tells, however old it is.
            first.as_file().set_modified(SystemTime::now() - 2 * OLD).unwrap();
        }
        let second = beside(&target, None).unwrap();
        assert!(first.path().exists() && second.path().exists());
        first.persist(&target).unwrap();
        drop(second);
        assert_eq!(names(folder.path()), ["secrets.json"]);
    }

    #[test]
    fn a_name_as_long_as_names_may_be_has_its_temporary_file() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("é".repeat(127));
        beside(&target, None).unwrap().persist(&target).unwrap();
        assert_eq!(names(folder.path()).len(), 1);
    }
}
