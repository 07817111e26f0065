//! The files of a project, wherever they were read from.

use std::collections::{BTreeMap, BTreeSet};

use super::problem::Problem;

/// What all files of a project may have together: more is no API.
pub(super) const MOST_BYTES: u64 = 64 << 20;

/// How many files a project may have.
pub(super) const MOST_FILES: usize = 10_000;

/// The endings of a document, which is there in one of these forms.
pub(super) const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The content by path, with `/` between folders.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Files(BTreeMap<String, Vec<u8>>);

/// Collects files within the bounds.
#[derive(Default)]
pub(super) struct Collector {
    files: BTreeMap<String, Vec<u8>>,
    bytes: u64,
}

impl Collector {
    /// How many bytes the next file may have.
    pub(super) fn left(&self) -> u64 {
        MOST_BYTES.saturating_sub(self.bytes)
    }

    pub(super) fn add(&mut self, path: String, content: Vec<u8>) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(content.len() as u64);
        if self.bytes > MOST_BYTES || self.files.len() >= MOST_FILES {
            return Err(too_large());
        }
        if self.files.contains_key(&path) {
            return Err(Problem::Unsafe(format!(
                "it holds `{}` twice, and which of the two is meant cannot be told: make the archive anew",
                path.escape_debug()
            )));
        }
        self.files.insert(path, content);
        Ok(())
    }

    /// The files below the folder that is around everything, if there is one.
    pub(super) fn finish(self) -> Result<Files, Problem> {
        let files = Files(self.files);
        if files.is_project() {
            return Ok(files);
        }
        let folders: BTreeSet<&str> = files
            .0
            .keys()
            .filter_map(|path| path.split_once('/'))
            .map(|(first, _)| first)
            .collect();
        let projects: Vec<&str> =
            folders.iter().copied().filter(|folder| files.below(folder).is_project()).collect();
        match projects.as_slice() {
            [root] => {
                // Beside the project nothing would be sent: that should not go unnoticed.
                let outside = files.0.keys().find(|path| !path.starts_with(&format!("{root}/")));
                if let Some(outside) = outside {
                    return Err(Problem::NotAProject(format!(
                        "beside the project's folder `{}` it holds `{}`: everything of a project stands in one folder",
                        root.escape_debug(),
                        outside.escape_debug()
                    )));
                }
                Ok(files.below(root))
            }
            [] => Err(Problem::NotAProject(
                "neither `api.yaml` (4.x) nor `Meta-information/api.yaml` (3.x) is in it, nor in the one folder within \
                 it: name the project's own folder or archive"
                    .to_owned(),
            )),
            [first, second, ..] => Err(Problem::NotAProject(format!(
                "it holds several projects, `{}` and `{}`: name one of them",
                first.escape_debug(),
                second.escape_debug()
            ))),
        }
    }
}

pub(super) fn too_large() -> Problem {
    Problem::TooLarge(format!(
        "it has more than {} MiB or {MOST_FILES} files when it is unpacked: an API has not; is it the right file?",
        MOST_BYTES >> 20
    ))
}

/// Files that tools of the computer leave behind, and hidden ones: they are no part of an API.
pub(super) fn is_ignored(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || part == "__MACOSX" || part == "Thumbs.db")
}

impl Files {
    fn is_project(&self) -> bool {
        let has = |stem: &str| ENDINGS.iter().any(|end| self.has(&format!("{stem}.{end}")));
        has("api") || has("Meta-information/api") || self.has(super::parameters::SOURCE)
    }

    fn below(&self, folder: &str) -> Self {
        let inner = self.0.iter().filter_map(|(path, content)| {
            let path = path.strip_prefix(folder)?.strip_prefix('/')?;
            Some((path.to_owned(), content.clone()))
        });
        Self(inner.collect())
    }

    pub(super) fn has(&self, path: &str) -> bool {
        self.0.contains_key(path)
    }

    pub(super) fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, content)| (path.as_str(), content.as_slice()))
    }

    pub(super) fn insert(&mut self, path: String, content: Vec<u8>) {
        self.0.insert(path, content);
    }

    /// The path of the document of that stem, in whichever form it is there.
    pub(super) fn path_of(&self, stem: &str) -> Result<Option<String>, Problem> {
        let mut found =
            ENDINGS.iter().map(|end| format!("{stem}.{end}")).filter(|path| self.has(path));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => Err(Problem::Invalid(format!(
                "it holds both `{first}` and `{second}`, of which API Manager reads one: remove the other"
            ))),
            (found, _) => Ok(found),
        }
    }

    /// Takes a document out, in whichever form it is there.
    pub(super) fn remove(&mut self, stem: &str) {
        for end in ENDINGS {
            self.0.remove(&format!("{stem}.{end}"));
        }
    }
}
