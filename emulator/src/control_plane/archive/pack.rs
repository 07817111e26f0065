//! The files of an archive.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use bytes::Bytes;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::super::problem::Problem;
use super::super::publisher::{parse, plain};

/// What all files of an archive may have together: more is no API.
const MOST: u64 = 64 << 20;

/// Files by their path below the archive's root folder.
#[derive(Default)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// Reads an archive, with or without one folder around everything.
    pub(super) fn read(bytes: &Bytes) -> Result<Self, Problem> {
        let mut archive = ZipArchive::new(Cursor::new(bytes.clone())).map_err(unreadable)?;
        let mut files = BTreeMap::new();
        let mut left = MOST;
        for at in 0..archive.len() {
            let file = archive.by_index(at).map_err(unreadable)?;
            if !file.is_file() {
                continue;
            }
            let Some(path) = file.enclosed_name().map(|path| path.display().to_string()) else {
                return Err(unreadable("a file's name leads out of the archive"));
            };
            let mut content = Vec::new();
            file.take(left + 1).read_to_end(&mut content).map_err(unreadable)?;
            left = left
                .checked_sub(content.len() as u64)
                .ok_or_else(|| unreadable("it holds more than an API may"))?;
            files.insert(path.replace('\\', "/"), content);
        }
        Ok(Self(without_root(files)))
    }

    pub(super) fn add(&mut self, path: &str, content: String) {
        self.0.insert(path.to_owned(), content.into_bytes());
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    /// A document, which is there in YAML or in JSON under the same name.
    pub(super) fn document(&self, stem: &str) -> Result<Option<Value>, Problem> {
        let found =
            ["yaml", "yml", "json"].iter().find_map(|end| self.0.get(&format!("{stem}.{end}")));
        let Some(content) = found else { return Ok(None) };
        let text = std::str::from_utf8(content).map_err(unreadable)?;
        if let Ok(value) = serde_json::from_str(text) {
            return Ok(Some(value));
        }
        let value = serde_norway::from_str(text).map_err(unreadable)?;
        Ok(Some(plain(value)))
    }

    /// A definition.
    pub(super) fn definition(&self, stem: &str) -> Result<Option<Value>, Problem> {
        let document = self.document(stem)?;
        document.map(|value| parse(&value.to_string())).transpose()
    }

    /// The archive, with everything below one folder.
    pub(super) fn write(&self, root: &str) -> Result<Vec<u8>, Problem> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in &self.0 {
            writer
                .start_file(format!("{root}/{path}"), SimpleFileOptions::default())
                .map_err(unwritable)?;
            writer.write_all(content).map_err(unwritable)?;
        }
        Ok(writer.finish().map_err(unwritable)?.into_inner())
    }
}

fn without_root(files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let root = files.keys().next().and_then(|path| path.split_once('/')).map(|(root, _)| root);
    let Some(root) = root.map(|root| format!("{root}/")) else { return files };
    if !files.keys().all(|path| path.starts_with(&root)) || root == "Meta-information/" {
        return files;
    }
    let inner = |(path, content): (String, Vec<u8>)| {
        (path.strip_prefix(&root).unwrap_or(&path).to_owned(), content)
    };
    files.into_iter().map(inner).collect()
}

fn unreadable(reason: impl std::fmt::Display) -> Problem {
    Problem::bad_request(format!("The archive of the API cannot be read: {reason}"))
}

fn unwritable(reason: impl std::fmt::Display) -> Problem {
    let description = format!("The archive of the API cannot be written: {reason}");
    Problem::new(500, 500, "Internal server error", description)
}

/// A document as an archive has it.
pub(super) fn written(value: &Value, is_json: bool) -> Result<String, Problem> {
    if is_json {
        return Ok(format!("{value:#}"));
    }
    serde_norway::to_string(value).map_err(unwritable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let mut files = Files::default();
        files.add("api.yaml", "a: 1\n".to_owned());
        files.add("Definitions/swagger.json", "{\"paths\": {}}".to_owned());
        let bytes = files.write("Pets-1.0.0").map_err(|problem| problem.description);
        let bytes = Bytes::from(bytes.unwrap_or_default());
        assert!(bytes.starts_with(b"PK"));
        let read = Files::read(&bytes).unwrap_or_default();
        assert_eq!(read.document("api").ok().flatten(), Some(serde_json::json!({"a": 1})));
        assert!(read.definition("Definitions/swagger").is_ok_and(|found| found.is_some()));
        assert!(Files::read(&Bytes::from_static(b"no archive")).is_err());
    }
}
