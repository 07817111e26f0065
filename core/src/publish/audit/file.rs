//! The file of an audit log.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::files::replace::sync_folder;
use crate::publish::audit::entry::Entry;
use crate::publish::journal::writer::Target;

#[derive(Debug)]
pub(crate) struct AuditFile {
    file: File,
    path: PathBuf,
    /// The last line was cut off, by a full disk or a crash: what comes next begins on a line of its own.
    is_torn: bool,
}

impl AuditFile {
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.mode(0o600);
        }
        let mut file = options.open(path)?;
        let is_torn = ends_within_a_line(&mut file)?;
        sync_folder(path)?;
        Ok(Self { file, path: path.to_path_buf(), is_torn })
    }
}

fn ends_within_a_line(file: &mut File) -> io::Result<bool> {
    // A pipe or a terminal has no end to look at.
    if !file.metadata()?.is_file() || file.seek(SeekFrom::End(0))? == 0 {
        return Ok(false);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last != *b"\n")
}

impl Target for AuditFile {
    type Item = Entry;

    fn write(&mut self, entries: &[Entry]) -> Result<()> {
        let mut text = Vec::new();
        if std::mem::take(&mut self.is_torn) {
            text.push(b'\n');
        }
        for entry in entries {
            entry.write(&mut text);
        }
        // At the end whoever else has the file open, and in one piece, so that lines of others do not come between.
        self.file.write_all(&text).map_err(|error| not_written(&self.path, error))
    }

    fn sync(&mut self) -> Result<()> {
        match self.file.sync_data() {
            // Pipes and terminals keep nothing.
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
            synced => synced.map_err(|error| not_written(&self.path, error)),
        }
    }
}

pub(super) fn not_written(path: &Path, source: io::Error) -> Error {
    let advice = "mend what the system complains about, or name another file";
    Error::io("audit-log-not-written", "write the audit log", path, source, advice)
}
