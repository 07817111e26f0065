//! From an installation's files to a topology.
//!
//! What lives here: which files there are and what each is of ([`names`], [`nodes`]), what the control plane's sections
//! say ([`environments`]), where several control planes contradict each other ([`contradictions`]), what is behind URLs ([`links`]), and the text in which what could not be decided is marked
//! ([`draft`]). What does not: what is wrong with the files ([`crate::check`](mod@crate::check)).

mod contradictions;
mod draft;
mod environments;
mod links;
mod names;
mod nodes;

pub use draft::{TopologyDraft, Undecided};

use self::contradictions::contradictions;

use crate::check::{DeploymentSet, NodeFile, NodeView};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{
    EnvironmentSpec, NodeSpec, Release, Role, Topology, TopologySpec, is_federated,
};

impl Topology {
    /// Reads the files of an existing installation into a topology. What a file does not say (host, release, roles,
    /// pack, name) is taken from the [`NodeFile`]s, and otherwise inferred: the name from the path, the host from
    /// `[server] hostname`, the release as the newest known one.
    ///
    /// Rendering the topology into the same files changes nothing it need not. What nobody said and no file shows is
    /// assumed; [`Topology::draft_from_deployment`] says what that is.
    ///
    /// # Errors
    /// When a file cannot be read or is not valid TOML, when control planes contradict each other in an environment
    /// (`environment-mismatch`), and when the files do not make a valid topology:
    /// [`Topology::draft_from_deployment`] gives the text of a topology with the places marked that are left to fill in.
    ///
    /// # Example
    /// ```
    /// use gatewright::check::NodeFile;
    /// use gatewright::{Release, Role, Topology};
    ///
    /// let topology = Topology::parse(gatewright::examples::THREE_NODES)?;
    /// let files = topology.render()?;
    /// let read = Topology::from_deployment(files.files().iter().zip(topology.nodes()).map(|(file, node)| {
    ///     NodeFile::from_text(file.path(), file.after())
    ///         .name(node.name.as_str())
    ///         .host("localhost")
    ///         .roles(node.roles.iter().copied())
    ///         .release(Release::V4_7)
    /// }))?;
    /// assert_eq!(read, topology);
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn from_deployment<I>(files: I) -> Result<Self>
    where
        I: IntoIterator,
        I::Item: Into<NodeFile>,
    {
        strict(files.into_iter().map(Into::into).collect())
            .map_err(|error| error.with_operation("from_deployment"))
    }

    /// Reads the files of an existing installation into the text of a `topology.toml`, in which comments mark what could
    /// not be decided, for a person to fill in, and what was assumed, for a person to check. A link that leads to a host
    /// which is none of the nodes', nor a load balancer's before them, is undecided: what runs there no file says.
    ///
    /// # Errors
    /// When a file cannot be read or is not valid TOML.
    ///
    /// # Example: a 3.2 gateway behind a load balancer
    /// ```
    /// use gatewright::check::NodeFile;
    /// use gatewright::{Release, Role, Topology};
    ///
    /// let file = |name: &str, role, text: &str| {
    ///     NodeFile::from_text(name, text).name(name).host(name).roles([role]).release(Release::V3_2)
    /// };
    /// let draft = Topology::draft_from_deployment([
    ///     file(
    ///         "cp",
    ///         Role::ControlPlane,
    ///         "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\nhttps_endpoint = \"https://lb.example.com\"\n",
    ///     ),
    ///     file("gw", Role::Gateway, "[server]\noffset = 1\n"),
    /// ])?;
    /// assert!(draft.topology().is_none());
    /// assert!(draft.text().contains("# gateways = [\"gw\"]\n"));
    ///
    /// let text = draft.text().replace("# gateways", "gateways");
    /// assert_eq!(Topology::parse(&text)?.environments()[0].gateways[0].as_str(), "gw");
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn draft_from_deployment<I>(files: I) -> Result<TopologyDraft>
    where
        I: IntoIterator,
        I::Item: Into<NodeFile>,
    {
        read(files.into_iter().map(Into::into).collect())
            .map(|Imported { spec, marks }| TopologyDraft::new(&spec, marks))
            .map_err(|error| error.with_operation("draft_from_deployment"))
    }
}

/// What was read.
struct Imported {
    spec: TopologySpec,
    marks: Vec<Mark>,
}

/// Something that no file says.
struct Mark {
    place: Place,
    message: String,
    /// True when the text has a value all the same.
    is_assumed: bool,
    /// True when two files say different things, of which the text has one.
    is_contradiction: bool,
    /// The line that probably is missing.
    suggestion: Option<String>,
}

/// A place in the text of a topology; nodes and environments by number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Release,
    Node(usize, &'static str),
    Environment(usize, &'static str),
}

impl Place {
    /// The name of the same node or environment.
    fn of_name(self) -> Self {
        match self {
            Self::Release => self,
            Self::Node(number, _) => Self::Node(number, "name"),
            Self::Environment(number, _) => Self::Environment(number, "name"),
        }
    }
}

impl Mark {
    fn assumed(place: Place, message: impl Into<String>) -> Self {
        Self { is_assumed: true, ..Self::missing(place, message, None) }
    }

    fn missing(place: Place, message: impl Into<String>, suggestion: Option<String>) -> Self {
        let message = message.into();
        Self { place, message, is_assumed: false, is_contradiction: false, suggestion }
    }

    fn contradiction(place: Place, message: impl Into<String>) -> Self {
        Self { is_contradiction: true, ..Self::missing(place, message, None) }
    }
}

struct Reading<'s> {
    set: &'s DeploymentSet,
    release: Release,
    nodes: Vec<NodeSpec>,
    marks: Vec<Mark>,
}

/// A topology, or why there is none.
fn strict(files: Vec<NodeFile>) -> Result<Topology> {
    let Imported { spec, marks } = read(files)?;
    let offset = |mark: &&Mark| matches!(mark.place, Place::Node(_, "offset"));
    if let Some(mark) = marks.iter().find(offset) {
        let Place::Node(node, _) = mark.place else { return Topology::try_from(spec) };
        let name = spec.nodes.get(node).map(|node| node.name.clone()).unwrap_or_default();
        return Err(Error::new(ErrorKind::InvalidInput, "invalid-offset", mark.message.clone())
            .with_context("node", name));
    }
    if let Some(mark) = marks.iter().find(|mark| mark.is_contradiction) {
        let Place::Environment(index, _) = mark.place else { return Topology::try_from(spec) };
        let environment = spec.environments.get(index);
        let name = environment.map(|environment| environment.name.clone()).unwrap_or_default();
        let message = format!(
            "the control planes contradict each other in the environment `{name}`: {}",
            mark.message
        );
        return Err(Error::new(ErrorKind::InvalidInput, "environment-mismatch", message)
            .with_context("environment", name));
    }
    Topology::try_from(spec)
}

fn read(files: Vec<NodeFile>) -> Result<Imported> {
    let files = crate::check::resolve(files)?;
    let names = names::node_names(&files);
    let homes: Vec<Option<String>> = files.iter().map(names::home_of).collect();
    let report = crate::check::check(&files)?;
    let set = DeploymentSet::read(files.into_iter())?;
    if let Some(invalid) = set.all_nodes().find(|node| !node.document.problems().is_empty()) {
        return Err(Error::invalid(
            "invalid-deployment-file",
            format!("`{}` is not valid TOML as API-M reads it:", invalid.label),
            report,
        ));
    }
    let release = set.nodes().map(|node| *node.releases.end()).max().unwrap_or(Release::NEWEST);
    let mut reading = Reading { set: &set, release, nodes: Vec::new(), marks: Vec::new() };
    reading.mark_release();
    for ((node, name), home) in set.nodes().zip(names).zip(homes) {
        let spec = reading.node(node, name, home);
        reading.nodes.push(spec);
    }
    let environments = reading.environments();
    // An environment that nobody serves may be the control plane's own after all.
    if reading.mark_unserved(&environments) == 0 {
        reading.drop_idle_gateways(&environments);
    }
    reading.mark_foreign_labels(&environments);
    let load_balancer = reading.load_balancers();
    reading.mark_foreign_links(load_balancer.as_ref());
    let Reading { nodes, marks, .. } = reading;
    let spec = TopologySpec {
        schema_version: None,
        release: release.to_string(),
        load_balancer,
        nodes,
        environments,
    };
    Ok(Imported { spec, marks })
}

impl Reading<'_> {
    fn mark_release(&mut self) {
        let is_known = |node: &NodeView| node.releases.start() == node.releases.end();
        if !self.set.nodes().all(is_known) {
            let message = "no file says its release, and this is the newest that all of them fit";
            self.marks.push(Mark::assumed(Place::Release, message));
        }
    }

    /// The environments of the control plane, and those that only another control plane lists.
    fn environments(&mut self) -> Vec<EnvironmentSpec> {
        let mut environments: Vec<EnvironmentSpec> = Vec::new();
        let set = self.set;
        for (position, control_plane) in set.control_planes().enumerate() {
            // Of two equal names API-M keeps the first; which one is meant is for a person to say.
            let known: Vec<String> =
                environments.iter().map(|environment| environment.name.clone()).collect();
            let mut seen: Vec<String> = Vec::new();
            for section in control_plane.environments() {
                let environment = self.environment(section);
                if position > 0 && known.contains(&environment.name) {
                    let is_first = !seen.contains(&environment.name);
                    let first =
                        environments.iter().position(|other| other.name == environment.name);
                    let found = first.and_then(|index| Some((index, environments.get(index)?)));
                    if let Some((index, first)) = found.filter(|_| is_first) {
                        let contradictions =
                            contradictions(first, &environment, index, &control_plane.label);
                        self.marks.extend(contradictions);
                    }
                    seen.push(environment.name);
                    continue;
                }
                if position > 0 {
                    let message =
                        format!("only `{}` of the control planes lists it", control_plane.label);
                    let place = Place::Environment(environments.len(), "name");
                    self.marks.push(Mark::assumed(place, message));
                }
                self.mark_variables(section, environments.len());
                environments.push(environment);
            }
        }
        environments
    }

    /// Environments behind which no node of the files was found; how many there are.
    fn mark_unserved(&mut self, environments: &[EnvironmentSpec]) -> usize {
        let is_named = |node: &NodeSpec| {
            environments.iter().any(|environment| environment.gateways.contains(&node.name))
        };
        let gateway = Role::Gateway.as_str();
        let free: Vec<String> = self
            .nodes
            .iter()
            .filter(|node| node.roles.iter().any(|role| role == gateway) && !is_named(node))
            .map(|node| format!("\"{}\"", node.name))
            .collect();
        let mut unserved = 0;
        for (index, environment) in environments.iter().enumerate() {
            let provider = environment.provider.as_deref();
            let is_federated = is_federated(provider, environment.gateway_type.as_deref());
            if is_federated || !environment.gateways.is_empty() {
                continue;
            }
            let message = if self.release.is_classic() {
                "which nodes serve it: its URLs lead to no gateway of the files"
            } else {
                "which nodes serve it: no gateway of the files carries its name as a label, and its URLs lead to none \
                 whose labels are not known"
            };
            let suggestion = format!("gateways = [{}]", free.join(", "));
            let place = Place::Environment(index, "gateways");
            self.marks.push(Mark::missing(place, message, Some(suggestion)));
            unserved += 1;
        }
        unserved
    }
}
