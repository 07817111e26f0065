//! Text files on disk: read strictly, compared with secrets masked ([`diff`]), replaced so that nothing is ever
//! half-written ([`replace`]), or kept for their owner ([`private`]). What a text means is for higher layers.

pub(crate) mod diff;
#[cfg(feature = "client")]
pub(crate) mod private;
pub(crate) mod replace;
mod temporary;

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};

/// Far above any real configuration file; keeps every offset within 32 bits.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// Reads a text file strictly: it must exist, be a file, be at most 64 MiB and be UTF-8.
///
/// # Errors
/// [`ErrorKind::NotFound`] when nothing is there, [`ErrorKind::InvalidInput`] when it is a directory, too large or not
/// UTF-8 (the message names the first wrong byte's line and column), [`ErrorKind::Io`] when it cannot be read.
pub(crate) fn read(path: &Path) -> Result<String> {
    let io = |source| {
        Error::io("unreadable-file", "read", path, source, "check the path and its permissions")
    };
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_dir() {
        return Err(invalid(
            "not-a-file",
            path,
            format!("`{}` is a directory: name the file itself", path.display()),
        ));
    }
    if metadata.len() > MAX_BYTES {
        return Err(too_large(path));
    }
    // What is no regular file, such as a pipe, has no size until it was read.
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(io)?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(path));
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..valid).unwrap_or_default());
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        invalid(
            "not-utf-8",
            path,
            format!(
                "`{}` is not UTF-8: the first wrong byte is at line {line}, column {column}; save the file as UTF-8",
                path.display()
            ),
        )
    })
}

fn too_large(path: &Path) -> Error {
    let message =
        format!("`{}` is larger than 64 MiB: this is no configuration file", path.display());
    invalid("file-too-large", path, message)
}

fn invalid(code: &'static str, path: &Path, message: String) -> Error {
    Error::new(ErrorKind::InvalidInput, code, message)
        .with_context("path", path.display().to_string())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_end_is_too_large() {
        let error = read(Path::new("/dev/zero")).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "file-too-large"));
    }
}
