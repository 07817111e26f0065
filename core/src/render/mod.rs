//! From a topology to the `deployment.toml` of every node, and back.
//!
//! What lives here: what each node's file must say ([`settings`], [`environments`]), the rendered files with their diffs
//! ([`RenderedFile`]), writing them so that nothing is ever half-written ([`RenderedFiles::write`]), undoing it
//! ([`revert`]), and reading an installation back into a topology ([`Topology::from_deployment`]).
//! What does not: how a file is edited ([`crate::deployment`]) and what is wrong with one ([`crate::check`](mod@crate::check)).

mod apply;
mod default_file;
mod environments;
mod files;
mod import;
#[cfg(test)]
mod interrupted;
mod labels;
mod merge;
mod restore;
mod revert;
mod settings;
mod state;
mod write;

pub use files::{RenderedFile, RenderedFiles};
pub use import::{TopologyDraft, Undecided};
pub use restore::{RestoredFile, restore_default_environment, restore_environment};
pub use revert::{RevertOutcome, revert};
pub use write::{WriteOptions, WriteOutcome};

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use self::apply::Base;
use crate::deployment::DEPLOYMENT_TOML;
use crate::error::{Error, ErrorKind, Result};
use crate::files::replace::read_optional;
use crate::model::{Node, Role, Topology};

impl Topology {
    /// Renders the `deployment.toml` of every node: from the file in the node's home, or from a short default file where
    /// there is none yet. Nothing is written.
    ///
    /// What only the node that reads a file can know stays: variables (`$env{…}`, `$sys{…}`) where the topology says nothing
    /// of its own, and a gateway's labels of environments that no file has, such as those made in the Admin portal.
    ///
    /// # Errors
    /// When a file cannot be read, is not valid TOML for API-M, or holds a section in a form that cannot be edited line
    /// by line.
    ///
    /// # Example: the original procedure's production gateway
    /// ```
    /// use gatewright::Topology;
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let files = topology.render()?;
    /// let gateway = files.get("gateway-1").unwrap();
    /// assert!(gateway.after().contains("offset = 1"));
    /// assert!(gateway.after().contains("service_url = \"https://localhost:9443/services/\""));
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn render(&self) -> Result<RenderedFiles> {
        self.render_from(&BTreeMap::new())
    }

    /// Renders from texts, by node name; nodes without one are rendered as by [`Topology::render`].
    ///
    /// # Errors
    /// As [`Topology::render`], and when a name is no node's.
    pub fn render_from(&self, texts: &BTreeMap<String, String>) -> Result<RenderedFiles> {
        self.render_all(texts).map_err(|error| error.with_operation("render"))
    }

    fn render_all(&self, texts: &BTreeMap<String, String>) -> Result<RenderedFiles> {
        if let Some(unknown) = texts.keys().find(|name| self.node(name).is_none()) {
            let names: Vec<&str> = self.nodes().iter().map(|node| node.name.as_str()).collect();
            return Err(Error::new(
                ErrorKind::InvalidInput,
                "unknown-node",
                format!("the topology has no node `{unknown}`; its nodes are {}", names.join(", ")),
            )
            .with_context("node", unknown.clone()));
        }
        let mut bases = Vec::new();
        for node in self.nodes() {
            let before = match texts.get(node.name.as_str()) {
                Some(text) => Some(text.clone()),
                None => read_home(node)?,
            };
            let base = match &before {
                Some(text) => text.clone(),
                None => default_file::text(node, self.release()),
            };
            bases.push((node, before, base));
        }
        let of_control_planes = bases.iter().filter(|(node, ..)| node.has_role(Role::ControlPlane));
        let taken_away =
            labels::taken_away(self, of_control_planes.map(|(_, _, base)| base.as_str()));
        let mut files = Vec::new();
        let mut removed = Vec::new();
        for (node, before, base) in bases {
            let path = path_of(node);
            let base = Base { text: &base, is_new: before.is_none() };
            let rendered = apply::render_node(self, node, &path, base, &taken_away)?;
            // Control planes that are highly available together mostly lose the same one.
            removed.extend(rendered.removed);
            files.push(RenderedFile::new(node, path, before, rendered.text));
        }
        let mut seen = std::collections::HashSet::new();
        removed.retain(|name| seen.insert(name.clone()));
        Ok(RenderedFiles::new(files, removed))
    }
}

/// The file in the node's home; `None` when the node has no home or no file yet.
fn read_home(node: &Node) -> Result<Option<String>> {
    node.deployment_path().map_or(Ok(None), |path| read_optional(&path))
}

/// Where the node's file is, or would be below a directory.
fn path_of(node: &Node) -> PathBuf {
    node.deployment_path().unwrap_or_else(|| Path::new(node.name.as_str()).join(DEPLOYMENT_TOML))
}
