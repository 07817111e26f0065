//! The files given to one check, and what they mean to each other.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::computers::{Computer, PortIndex};
use super::infer::Doubt;
use super::node::ReleaseSource;
use super::node_file::{NodeFile, VersionFile};
use super::{NodeView, Offset, homes, infer};
use crate::deployment::Document;
use crate::diagnostic::Report;
use crate::error::{Error, ErrorKind, Result};
use crate::files;
use crate::model::{EndpointKey, EndpointPort, Host, Port, Release, Role};
use crate::text::SourceText;

/// All nodes of one check.
#[derive(Debug)]
pub(crate) struct DeploymentSet {
    nodes: Vec<NodeView>,
    /// The nodes of each computer, by position; only those whose host is known and whose file API-M can read.
    by_host: HashMap<String, Vec<usize>>,
    /// Whose the ports of each computer are.
    ports: HashMap<String, PortIndex>,
    /// The names of the environment variables that the nodes will find, when the caller said them.
    variables: Option<BTreeSet<String>>,
}

impl DeploymentSet {
    pub(crate) fn read(files: impl Iterator<Item = NodeFile>) -> Result<Self> {
        let files = homes::resolve(files)?;
        let said: Vec<Release> = files.iter().filter_map(|file| file.release).collect();
        let mut nodes = files.into_iter().map(read_node).collect::<Result<Vec<_>>>()?;
        // Nodes that are checked together are of one release; what one file gives away holds for all. Where several
        // releases are said, as while an installation is upgraded, a node of which nothing is said may be of any.
        let is_mixed = said.iter().any(|release| Some(release) != said.first());
        let said = said.first().copied();
        let oldest = nodes.iter().map(|node| *node.releases.start()).max();
        for node in &mut nodes {
            if is_mixed {
                // What its own file gives away.
            } else if let Some(said) = said {
                if node.releases.start() != node.releases.end() {
                    node.releases = said..=said;
                }
            } else if let Some(oldest) = oldest {
                node.releases = oldest..=*node.releases.end();
            }
            let newest = *node.releases.end();
            node.pack = node.pack.or_else(|| infer::pack(&node.document, newest));
        }
        decide_control_planes(&mut nodes);
        let by_host = group_by_host(&nodes);
        for members in by_host.values() {
            mark_collisions(&mut nodes, members);
        }
        let ports = by_host
            .iter()
            .map(|(host, members)| (host.clone(), PortIndex::of(&nodes, members)))
            .collect();
        let mut set = Self { nodes, by_host, ports, variables: None };
        set.confirm_gateways();
        Ok(set)
    }

    /// The set with the names of the environment variables that its nodes will find.
    pub(crate) fn with_variables(self, variables: Option<BTreeSet<String>>) -> Self {
        Self { variables, ..self }
    }

    /// The names of the environment variables that the nodes will find; `None` when nobody said.
    pub(crate) fn variables(&self) -> Option<&BTreeSet<String>> {
        self.variables.as_ref()
    }

    /// A node that a URL of an environment leads to is a gateway.
    fn confirm_gateways(&mut self) {
        if self.nodes.iter().all(|node| node.doubt != Doubt::MayBeKeyManager) {
            return;
        }
        let mut named: HashSet<(String, u16)> = HashSet::new();
        for control_plane in self.control_planes() {
            for environment in control_plane.environments() {
                let Some(service) = environment.endpoint(EndpointKey::ServiceUrl.as_str()) else {
                    continue;
                };
                let EndpointPort::Literal(number) = *service.port() else { continue };
                let host = service.host().and_then(|host| self.computer_named(control_plane, host));
                named.extend(host.map(|host| (host, number)));
            }
        }
        for node in &mut self.nodes {
            let host = node.host.as_ref().map(|host| computer(host).to_owned());
            let number = node.port_number(Port::ServletHttps);
            if host.zip(number).is_some_and(|place| named.contains(&place))
                && node.doubt == Doubt::MayBeKeyManager
            {
                node.doubt = Doubt::None;
            }
        }
    }

    /// The computer that a URL in `from`'s file names.
    fn computer_named(&self, from: &NodeView, host: &str) -> Option<String> {
        let named = Host::new(host)?;
        let wanted = if named.is_loopback() { from.host.as_ref()? } else { &named };
        self.by_host.contains_key(computer(wanted)).then(|| computer(wanted).to_owned())
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
        let members = self.by_host.get(&self.computer_named(from, host)?)?;
        Some(members.iter().filter_map(|at| self.nodes.get(*at)).collect())
    }

    /// The computer that a URL in `from`'s file names; `None` as for [`Self::nodes_at`].
    pub(crate) fn computer_at(&self, from: &NodeView, host: &str) -> Option<Computer<'_>> {
        let name = self.computer_named(from, host)?;
        let (members, index) = (self.by_host.get(&name)?, self.ports.get(&name)?);
        Some(Computer { set: self, members, index })
    }

    pub(super) fn node_at(&self, at: usize) -> Option<&NodeView> {
        self.nodes.get(at)
    }

    /// True when a URL in `from`'s file with this host leads to a computer of the set.
    pub(crate) fn knows_host(&self, from: &NodeView, host: &str) -> bool {
        self.computer_named(from, host).is_some()
    }

    /// The nodes of each computer with more than one, in the order of the files.
    pub(crate) fn shared_hosts(&self) -> Vec<Vec<&NodeView>> {
        let mut groups: Vec<&Vec<usize>> =
            self.by_host.values().filter(|members| members.len() > 1).collect();
        groups.sort();
        let node = |at: &usize| self.nodes.get(*at);
        groups.into_iter().map(|members| members.iter().filter_map(node).collect()).collect()
    }

    /// True when the computer of every node is known: a URL with any other host leads to something that is no node.
    pub(crate) fn hosts_are_known(&self) -> bool {
        self.nodes.iter().all(|node| node.host.is_some())
    }

    /// True when the roles of every node were given.
    pub(crate) fn roles_are_certain(&self) -> bool {
        self.nodes.iter().all(|node| node.roles_are_certain)
    }

    /// True when some file is no TOML that API-M reads: what no other file says may be in that one.
    pub(crate) fn some_is_unreadable(&self) -> bool {
        self.nodes.iter().any(|node| !node.document.problems().is_empty())
    }

    /// True when there is but one file, which says nothing about other nodes.
    pub(crate) fn is_single(&self) -> bool {
        self.nodes.len() < 2
    }

    pub(super) fn sources(&self) -> Vec<Arc<SourceText>> {
        self.nodes.iter().map(|node| Arc::clone(&node.source)).collect()
    }
}

/// Decides by all files together what no file decides alone: which of them are control planes.
fn decide_control_planes(nodes: &mut [NodeView]) {
    let is_clear = |node: &NodeView| node.is_control_plane() && node.doubt == Doubt::None;
    let has_clear = nodes.iter().any(is_clear);
    let has_any = nodes.iter().any(NodeView::is_control_plane);
    for node in nodes {
        match node.doubt {
            Doubt::MayBeLeftOver if has_clear => node.roles.clear(),
            // As any other file with environments: the whole product may be behind it.
            Doubt::MayBeControlPlane if !has_any => {
                node.roles = vec![Role::ControlPlane, Role::Gateway];
            }
            _ => {}
        }
    }
}

/// What two hosts have in common that name one computer.
fn computer(host: &Host) -> &str {
    if host.is_loopback() { "localhost" } else { host.as_str() }
}

fn group_by_host(nodes: &[NodeView]) -> HashMap<String, Vec<usize>> {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, node) in nodes.iter().enumerate() {
        if let Some(host) = node.host.as_ref().filter(|_| node.document.problems().is_empty()) {
            groups.entry(computer(host).to_owned()).or_default().push(at);
        }
    }
    groups
}

/// Marks the nodes of one computer that share a port with another one.
fn mark_collisions(nodes: &mut [NodeView], members: &[usize]) {
    let mut openers: HashMap<u16, u32> = HashMap::new();
    let numbers = |node: &NodeView| -> Vec<u16> {
        node.ports()
            .map(|ports| ports.iter().map(|(_, number)| number).collect())
            .unwrap_or_default()
    };
    for node in members.iter().filter_map(|at| nodes.get(*at)) {
        for number in numbers(node) {
            *openers.entry(number).or_default() += 1;
        }
    }
    for at in members {
        let Some(node) = nodes.get_mut(*at) else { continue };
        node.collides =
            numbers(node).iter().any(|number| openers.get(number).is_some_and(|count| *count > 1));
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
    let release_source = match (file.version_file, file.release) {
        (Some(VersionFile::NamesRelease), _) => ReleaseSource::Pack,
        (_, Some(_)) => ReleaseSource::Caller,
        (Some(VersionFile::NamesNone), None) => ReleaseSource::UnreadPack,
        (None, None) => ReleaseSource::Nobody,
    };
    let roles_are_certain = file.roles.is_some();
    let (roles, doubt) = if let Some(roles) = file.roles {
        (roles, Doubt::None)
    } else {
        let inferred = infer::roles(&document, file.pack, host.as_ref(), offset);
        (inferred.roles, inferred.doubt)
    };
    Ok(NodeView {
        label: file.name.unwrap_or_else(|| file.path.display().to_string()),
        source: Arc::new(source),
        document,
        host,
        roles,
        roles_are_certain,
        doubt,
        collides: false,
        pack: file.pack,
        releases,
        release_source,
        offset,
    })
}

fn path_of(path: &std::path::Path) -> Option<PathBuf> {
    (!path.as_os_str().is_empty()).then(|| path.to_path_buf())
}
