//! The temporary folder of a case: laid out before a step, described after it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value as Json, json};
use tempfile::TempDir;

use crate::cases;
use crate::tokens::Tokens;

pub(crate) struct Folder {
    _kept: TempDir,
    path: PathBuf,
    tokens: Tokens,
}

pub(crate) type Snapshot = BTreeMap<PathBuf, Vec<u8>>;

impl Folder {
    pub(crate) fn new(tokens: Tokens) -> Self {
        let kept = tempfile::tempdir().expect("a temporary folder");
        let path = kept.path().canonicalize().expect("its path");
        Self { _kept: kept, path, tokens }
    }

    fn name(&self) -> &str {
        self.path.to_str().expect("a path that is UTF-8")
    }

    /// What a case says, with this folder for `{dir}` and the texts it names.
    pub(crate) fn resolve(&self, value: &Json) -> Json {
        let text = match value {
            Json::Object(object) if is_text(object) => self.tokens.text(&text_of(object)),
            // Each is resolved when it is taken.
            Json::Object(object) if object.contains_key("$steps") => return value.clone(),
            Json::Object(object) => {
                return object
                    .iter()
                    .map(|(key, value)| (key.clone(), self.resolve(value)))
                    .collect();
            }
            Json::Array(items) => return items.iter().map(|item| self.resolve(item)).collect(),
            Json::String(text) => text.clone(),
            other => return other.clone(),
        };
        Json::String(text.replace("{dir}", self.name()))
    }

    /// What a language says, with `{dir}` for this folder.
    pub(crate) fn normalised(&self, value: &Json) -> Json {
        match value {
            Json::String(text) => text.replace(self.name(), "{dir}").into(),
            Json::Array(items) => items.iter().map(|item| self.normalised(item)).collect(),
            Json::Object(object) => {
                object.iter().map(|(key, value)| (key.clone(), self.normalised(value))).collect()
            }
            other => other.clone(),
        }
    }

    pub(crate) fn lay_out(&self, files: &Map<String, Json>) -> Result<(), String> {
        files.iter().try_for_each(|(path, entry)| {
            self.lay_out_one(&self.path.join(path), entry)
                .map_err(|error| format!("cannot lay out {path}: {error}"))
        })
    }

    fn lay_out_one(&self, path: &Path, entry: &Json) -> Result<(), Box<dyn std::error::Error>> {
        if let Some(edits) = entry.get("edit") {
            fs::write(path, edited(&fs::read_to_string(path)?, edits))?;
        } else {
            match fs::symlink_metadata(path) {
                Ok(found) if found.is_dir() => fs::remove_dir_all(path)?,
                Ok(_) => fs::remove_file(path)?,
                Err(_) => fs::create_dir_all(path.parent().ok_or("no folder")?)?,
            }
        }
        let text = entry.get("text").unwrap_or(entry);
        if let Json::String(text) = self.resolve(text) {
            fs::write(path, text)?;
        } else if let Some(bytes) = entry.get("bytes") {
            fs::write(path, serde_json::from_value::<Vec<u8>>(bytes.clone())?)?;
        } else if let Some(length) = entry.get("sparse_bytes").and_then(Json::as_u64) {
            fs::File::create(path)?.set_len(length)?;
        } else if let Some(Json::String(target)) = entry.get("symlink").map(|to| self.resolve(to)) {
            std::os::unix::fs::symlink(target, path)?;
        } else if entry.get("directory").is_some() {
            fs::create_dir(path)?;
        } else if entry.get("edit").is_none() && entry.get("removed").is_none() {
            return Err(format!("what is {entry}?").into());
        }
        if let Some(mode) = entry.get("mode").and_then(Json::as_str) {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(path, fs::Permissions::from_mode(u32::from_str_radix(mode, 8)?))?;
        }
        Ok(())
    }

    /// The bytes of every file.
    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut files = Snapshot::new();
        let mut folders = vec![self.path.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                match entry.metadata() {
                    Ok(found) if found.is_dir() => folders.push(path),
                    // A file made large with `sparse_bytes` is not read.
                    Ok(found) if found.is_file() && found.len() < 1 << 20 => {
                        files.insert(path.clone(), fs::read(path).unwrap_or_default());
                    }
                    _ => {}
                }
            }
        }
        files
    }

    /// What there is at a path: `null` for nothing.
    pub(crate) fn describe(&self, path: &str, before: &Snapshot) -> Json {
        use std::os::unix::fs::MetadataExt;
        let full = self.path.join(path);
        let Ok(found) = fs::symlink_metadata(&full) else { return Json::Null };
        let mut plain = json!({ "mode": format!("{:04o}", found.mode() & 0o7777) });
        if found.is_symlink() {
            plain["symlink"] =
                fs::read_link(&full).unwrap_or_default().display().to_string().into();
        }
        if let Ok(bytes) = fs::read(&full) {
            plain["unchanged"] = (before.get(&full) == Some(&bytes)).into();
            plain["text"] = String::from_utf8_lossy(&bytes).into();
        }
        if let Ok(entries) = fs::read_dir(&full) {
            let mut names: Vec<String> = entries
                .flatten()
                .map(|entry| entry.file_name().to_string_lossy().into_owned())
                .collect();
            names.sort();
            plain["entries"] = names.into();
        }
        self.normalised(&plain)
    }
}

fn is_text(object: &Map<String, Json>) -> bool {
    object.contains_key("$lines") || object.contains_key("$text")
}

/// `{"$lines": ["each", "with a line break"]}` or `{"$text": "a file below behaviour/files"}`, both with
/// `"$edit": [["from", "to"]]` if need be.
pub(crate) fn text_of(object: &Map<String, Json>) -> String {
    let text = if let Some(Json::Array(lines)) = object.get("$lines") {
        lines.iter().filter_map(Json::as_str).flat_map(|line| [line, "\n"]).collect()
    } else {
        let name = object.get("$text").and_then(Json::as_str).unwrap_or_default();
        let path = cases::root().join("files").join(name);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    object.get("$edit").map_or_else(|| text.clone(), |edits| edited(&text, edits))
}

fn edited(text: &str, edits: &Json) -> String {
    let edits: Vec<(String, String)> =
        serde_json::from_value(edits.clone()).expect("pairs of texts");
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "there is no {from:?} to edit");
        text.replace(from, to)
    })
}
