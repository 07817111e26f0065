//! The files given to one check, and what they mean to each other.

use std::path::PathBuf;
use std::sync::Arc;

use super::node_file::NodeFile;
use super::{NodeView, Offset, infer};
use crate::deployment::Document;
use crate::diagnostic::Report;
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::model::{Host, Release};
use crate::text::SourceText;

/// All nodes of one check.
#[derive(Debug)]
pub(crate) struct DeploymentSet {
    nodes: Vec<NodeView>,
}

impl DeploymentSet {
    pub(crate) fn read(files: impl Iterator<Item = NodeFile>) -> Result<Self> {
        let files: Vec<NodeFile> = files.collect();
        let said: Vec<Release> = files.iter().filter_map(|file| file.release).collect();
        let mut nodes = files.into_iter().map(read_node).collect::<Result<Vec<_>>>()?;
        // Nodes that are checked together are of one release; what one file gives away holds for all.
        let newest_said = said.iter().copied().max();
        let oldest = nodes.iter().map(|node| *node.releases.start()).max();
        for node in &mut nodes {
            if let Some(said) = newest_said {
                if node.releases.start() != node.releases.end() {
                    node.releases = said..=said;
                }
            } else if let Some(oldest) = oldest {
                node.releases = oldest..=*node.releases.end();
            }
            let newest = *node.releases.end();
            node.pack = node.pack.or_else(|| infer::pack(&node.document, newest));
        }
        Ok(Self { nodes })
    }

    /// The nodes whose files API-M can read. Rules other than those about TOML itself look at these only.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = &NodeView> {
        self.nodes.iter().filter(|node| node.document.problems().is_empty())
    }

    /// Every node, also those whose files are no valid TOML.
    pub(crate) fn all_nodes(&self) -> impl Iterator<Item = &NodeView> {
        self.nodes.iter()
    }

    /// The nodes whose environments API-M works with.
    pub(crate) fn control_planes(&self) -> impl Iterator<Item = &NodeView> {
        self.nodes().filter(|node| node.is_control_plane())
    }

    /// The nodes on the computer that a URL in `from`'s file names; `None` when that cannot be told: the host is none of
    /// the hosts of the set, or it is `localhost` and nobody said on which computer `from` runs.
    pub(crate) fn nodes_at(&self, from: &NodeView, host: &str) -> Option<Vec<&NodeView>> {
        let is_loopback = Host::new(host).is_some_and(|host| host.is_loopback());
        let wanted = if is_loopback { from.host.as_ref()?.as_str() } else { host };
        let found: Vec<&NodeView> = self
            .nodes()
            .filter(|node| node.host.as_ref().is_some_and(|known| known.as_str() == wanted))
            .collect();
        (!found.is_empty()).then_some(found)
    }

    pub(super) fn sources(&self) -> Vec<Arc<SourceText>> {
        self.nodes.iter().map(|node| Arc::clone(&node.source)).collect()
    }
}

fn read_node(file: NodeFile) -> Result<NodeView> {
    let host = match file.parsed_host() {
        None => None,
        Some(Ok(host)) => Some(host),
        Some(Err(host)) => {
            return Err(Error::invalid(
                "invalid-host",
                format!(
                    "the host `{host}` given for `{}` is no host name and no IP address",
                    file.path.display()
                ),
                Report::default(),
            ));
        }
    };
    let text = match file.text {
        Some(text) => text.0,
        None => files::read(&file.path)?,
    };
    if u32::try_from(text.len()).is_err() {
        return Err(Error::new(
            ErrorKind::InvalidInput,
            "file-too-large",
            format!("`{}` is too large for a configuration file", file.path.display()),
        ));
    }
    let source = SourceText::new(path_of(&file.path), text);
    let document = Document::parse(source.shared_text());
    let offset = Offset::of(&document);
    let releases = match file.release {
        Some(release) => release..=release,
        None => infer::oldest_release(&document)..=Release::NEWEST,
    };
    let roles_are_certain = file.roles.is_some();
    let roles = file
        .roles
        .unwrap_or_else(|| infer::roles(&document, file.pack, host.as_ref(), offset));
    Ok(NodeView {
        label: file.name.unwrap_or_else(|| file.path.display().to_string()),
        source: Arc::new(source),
        document,
        host,
        roles,
        roles_are_certain,
        pack: file.pack,
        releases,
        offset,
    })
}

fn path_of(path: &std::path::Path) -> Option<PathBuf> {
    (!path.as_os_str().is_empty()).then(|| path.to_path_buf())
}
