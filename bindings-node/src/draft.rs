//! Drafts of topologies, and what no file decides.

use gatewright::Topology;
use gatewright::render::{TopologyDraft, Undecided};
use napi_derive::napi;

use crate::check::{NativeNodeFile, into_core};
use crate::failure::{Answer, answer};
use crate::topology::NativeTopology;

/// A draft; its text may hold passwords, and goes over when it is asked for.
#[napi]
pub struct NativeTopologyDraft {
    draft: TopologyDraft,
}

/// Something that no file says.
#[napi(object, object_from_js = false)]
pub struct NativeUndecided {
    /// The line of the draft's text.
    pub line: u32,
    /// What is not known, and why.
    pub message: String,
    /// True when the line has a value.
    pub is_assumed: bool,
}

/// Reads an installation's files into a draft.
#[napi]
pub fn draft_from_deployment(files: Vec<NativeNodeFile>) -> Answer<NativeTopologyDraft> {
    let draft = into_core(files).and_then(Topology::draft_from_deployment);
    answer(draft, |draft| NativeTopologyDraft { draft })
}

#[napi]
impl NativeTopologyDraft {
    /// The `topology.toml`.
    #[napi]
    pub fn text(&self) -> &str {
        self.draft.text()
    }

    /// What no file says.
    #[napi]
    pub fn undecided(&self) -> Vec<NativeUndecided> {
        let value = |found: &Undecided| NativeUndecided {
            line: found.line,
            message: found.message.clone(),
            is_assumed: found.is_assumed,
        };
        self.draft.undecided().iter().map(value).collect()
    }

    /// The topology, when nothing is left to fill in.
    #[napi]
    pub fn topology(&self) -> Option<NativeTopology> {
        self.draft.topology().cloned().map(NativeTopology::from)
    }
}
