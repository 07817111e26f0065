//! Where the bytes of a journal are: a file that one process holds.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::files::replace::sync_folder;

/// Bytes that grow at their end.
pub(crate) trait Store: Send {
    /// All of them.
    fn read(&mut self) -> io::Result<Vec<u8>>;
    /// Adds to the end. After a failure a part may be there.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Returns when all that was added outlives the computer.
    fn sync(&mut self) -> io::Result<()>;
    /// Cuts what is longer.
    fn truncate(&mut self, length: u64) -> io::Result<()>;
}

/// A file that no other process writes meanwhile. The lock goes with the process, however it ends.
#[derive(Debug)]
pub(crate) struct FileStore {
    file: File,
}

/// Why a file cannot be had.
#[derive(Debug)]
pub(crate) enum Unavailable {
    /// Another process, or another journal of this one, has it.
    InUse,
    /// A folder, a pipe or a device.
    NoFile,
    Io(io::Error),
}

impl From<io::Error> for Unavailable {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl FileStore {
    /// Opens a file and locks it. `create` makes it when it is not there, its owner's alone.
    pub(crate) fn open(path: &Path, create: bool) -> Result<Self, Unavailable> {
        if path.is_dir() {
            // It cannot be opened to write, which would tell of permissions.
            return Err(Unavailable::NoFile);
        }
        let file = open(path, create)?;
        if !file.metadata()?.is_file() {
            return Err(Unavailable::NoFile);
        }
        lock(&file)?;
        if create {
            // The name of a new file is the folder's to keep.
            sync_folder(path)?;
        }
        Ok(Self { file })
    }
}

#[cfg(unix)]
fn open(path: &Path, create: bool) -> Result<File, Unavailable> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    Ok(options.read(true).write(true).create(create).truncate(false).mode(0o600).open(path)?)
}

#[cfg(unix)]
fn lock(file: &File) -> Result<(), Unavailable> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    // `File::try_lock` is of a later Rust than the oldest that is supported.
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(Errno::WOULDBLOCK) => Err(Unavailable::InUse),
        Err(error) => Err(Unavailable::Io(error.into())),
    }
}

/// Who opens a file of Windows' may say that nobody else does.
#[cfg(windows)]
fn open(path: &Path, create: bool) -> Result<File, Unavailable> {
    use std::os::windows::fs::OpenOptionsExt as _;
    const SHARE_READ: u32 = 1;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(create).truncate(false).share_mode(SHARE_READ);
    options.open(path).map_err(|error| match error.raw_os_error() {
        Some(SHARING_VIOLATION) => Unavailable::InUse,
        _ => Unavailable::Io(error),
    })
}

#[cfg(windows)]
fn lock(_: &File) -> Result<(), Unavailable> {
    Ok(())
}

impl Store for FileStore {
    fn read(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.file.rewind()?;
        self.file.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::End(0))?;
        self.file.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<()> {
        // With the length, and without times, which nobody reads.
        self.file.sync_data()
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.file.set_len(length)
    }
}
