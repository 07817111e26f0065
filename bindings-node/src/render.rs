//! Rendered files, writing them and undoing it.

use gatewright::render::{
    self, RenderedFile, RenderedFiles, RevertOutcome, WriteOptions, WriteOutcome,
};
use napi_derive::napi;

use crate::failure::{Answer, answer};
use crate::report::path_text;

/// The rendered files of all nodes. The texts go over when they are asked for.
#[napi]
pub struct NativeRenderedFiles {
    files: RenderedFiles,
}

impl From<RenderedFiles> for NativeRenderedFiles {
    fn from(files: RenderedFiles) -> Self {
        Self { files }
    }
}

/// One node's file, without its texts.
#[napi(object, object_from_js = false)]
pub struct NativeRenderedFile {
    /// The node's name.
    pub node: String,
    /// Where the file is.
    pub path: String,
    /// True when the texts differ.
    pub is_changed: bool,
}

/// What was written.
#[napi(object, object_from_js = false)]
pub struct NativeWriteOutcome {
    /// The files that were replaced or created.
    pub written: Vec<String>,
    /// The files that said it already.
    pub unchanged: Vec<String>,
    /// The nodes to restart.
    pub restart: Vec<String>,
}

/// What was undone.
#[napi(object, object_from_js = false)]
pub struct NativeRevertOutcome {
    /// The files that have their former text again.
    pub restored: Vec<String>,
    /// The files that had it already.
    pub unchanged: Vec<String>,
}

#[napi]
impl NativeRenderedFiles {
    /// The files, in the topology's order.
    #[napi(getter)]
    pub fn files(&self) -> Vec<NativeRenderedFile> {
        let file = |file: &RenderedFile| NativeRenderedFile {
            node: file.node().to_owned(),
            path: path_text(file.path()),
            is_changed: file.is_changed(),
        };
        self.files.files().iter().map(file).collect()
    }

    /// The text that rendering a node's file started from.
    #[napi]
    pub fn before(&self, node: String) -> Option<&str> {
        self.files.get(&node)?.before()
    }

    /// The new text of a node's file.
    #[napi]
    pub fn after(&self, node: String) -> Option<&str> {
        Some(self.files.get(&node)?.after())
    }

    /// The change of a node's file.
    #[napi]
    pub fn diff_of(&self, node: String) -> Option<String> {
        Some(self.files.get(&node)?.diff())
    }

    /// The change of all files.
    #[napi]
    pub fn diff(&self) -> String {
        self.files.diff()
    }

    /// True when at least one file changes.
    #[napi(getter)]
    pub fn is_changed(&self) -> bool {
        self.files.is_changed()
    }

    /// The active environments that writing would take away.
    #[napi(getter)]
    pub fn removed_environments(&self) -> Vec<String> {
        self.files.removed_environments().to_vec()
    }

    /// Writes the files into the homes.
    #[napi]
    pub fn write(&self, removing: Vec<String>) -> Answer<NativeWriteOutcome> {
        answer(self.files.write(&WriteOptions::new().removing(removing)), write_outcome)
    }

    /// Writes the files below a folder.
    #[napi]
    pub fn write_to(&self, dir: String, removing: Vec<String>) -> Answer<NativeWriteOutcome> {
        answer(self.files.write_to(dir, &WriteOptions::new().removing(removing)), write_outcome)
    }
}

/// Undoes the last write to these homes.
#[napi]
pub fn revert(homes: Vec<String>) -> Answer<NativeRevertOutcome> {
    answer(render::revert(homes), revert_outcome)
}

fn write_outcome(outcome: WriteOutcome) -> NativeWriteOutcome {
    NativeWriteOutcome {
        written: outcome.written.iter().map(path_text).collect(),
        unchanged: outcome.unchanged.iter().map(path_text).collect(),
        restart: outcome.restart,
    }
}

fn revert_outcome(outcome: RevertOutcome) -> NativeRevertOutcome {
    NativeRevertOutcome {
        restored: outcome.restored.iter().map(path_text).collect(),
        unchanged: outcome.unchanged.iter().map(path_text).collect(),
    }
}
