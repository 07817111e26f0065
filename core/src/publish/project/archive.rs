//! A project's archive: read strictly, written alike for the same files.

use std::io::{Cursor, Read as _, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::files::{Collector, Files, MOST_FILES, is_ignored, too_large};
use super::problem::Problem;

/// Reads an archive, with or without one folder around everything.
pub(super) fn read(bytes: &[u8]) -> Result<Files, Problem> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.len() > MOST_FILES {
        return Err(too_large());
    }
    let mut collector = Collector::default();
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(unreadable)?;
        let raw = file.name().map_err(unreadable)?.into_owned();
        let path = inside(&raw)?;
        if file.is_symlink() {
            return Err(Problem::Unsafe(format!(
                "`{}` is a symbolic link, which may lead out of the project: put the file itself there",
                raw.escape_debug()
            )));
        }
        if path.is_empty() || file.is_dir() || is_ignored(&path) {
            continue;
        }
        let mut content = Vec::new();
        // What an entry says of its size may be wrong: what comes out is counted.
        file.take(collector.left() + 1)
            .read_to_end(&mut content)
            .map_err(|error| unreadable_entry(&raw, &error))?;
        collector.add(path, content)?;
    }
    collector.finish()
}

/// The path as it is below the folder in which an archive is unpacked.
fn inside(name: &str) -> Result<String, Problem> {
    let path = name.replace('\\', "/");
    let leads_out = path.starts_with('/')
        || path.contains('\0')
        || path.get(1..2) == Some(":")
        || path.split('/').any(|part| part == "..");
    if leads_out {
        return Err(Problem::Unsafe(format!(
            "the entry `{}` would be unpacked outside the archive's folder: do not use this archive",
            name.escape_debug()
        )));
    }
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    Ok(parts.join("/"))
}

fn unreadable(error: ZipError) -> Problem {
    match error {
        ZipError::UnsupportedArchive(reason) => Problem::Unsafe(format!(
            "it is a zip archive that cannot be looked into ({reason}): make it anew, without a password"
        )),
        other => Problem::NotAProject(format!(
            "it is no readable zip archive ({other}): name a project's folder, or the archive of one"
        )),
    }
}

fn unreadable_entry(name: &str, error: &std::io::Error) -> Problem {
    Problem::NotAProject(format!(
        "the entry `{}` of the archive is damaged ({error}): make the archive anew",
        name.escape_debug()
    ))
}

/// The archive of these files below one folder. Neither time nor user of this computer is in it.
pub(super) fn write(files: &Files, root: &str) -> Result<Vec<u8>, ZipError> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, content) in files.iter() {
        writer.start_file(format!("{root}/{path}"), options)?;
        writer.write_all(content)?;
    }
    Ok(writer.finish()?.into_inner())
}
