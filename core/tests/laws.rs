//! Laws 2 to 5: what rendering, checking, reading back and undoing promise for every valid topology.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::print_stdout,
    reason = "a test stops at a broken assumption"
)]

mod support;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;

use gatewright::check::{NodeFile, check};
use gatewright::deployment::{Document, Item};
use gatewright::model::{Endpoint, EndpointPort};
use gatewright::render::{RenderedFiles, WriteOptions, revert};
use gatewright::{Environment, Topology};
use proptest::prelude::*;
use support::topologies::topology;

/// What a node's file may be before anything is rendered: absent, or the file of a shipped pack in several hands.
fn base() -> impl Strategy<Value = Option<String>> {
    const SHIPPED: &str = include_str!("support/shipped.toml");
    prop_oneof![
        2 => Just(None),
        1 => Just(Some(SHIPPED.to_owned())),
        1 => Just(Some(format!("[apim]\ngateway_type = \"Regular, APK\"\n\n{SHIPPED}"))),
        1 => Just(Some(SHIPPED.replace('\n', "\r\n"))),
        1 => Just(Some(SHIPPED.trim_end().to_owned())),
        1 => Just(Some(SHIPPED.replace(" = ", "="))),
        1 => Just(Some(String::new())),
    ]
}

fn bases(topology: &Topology, base: Option<&String>) -> BTreeMap<String, String> {
    let Some(base) = base else { return BTreeMap::new() };
    topology.nodes().iter().map(|node| (node.name.to_string(), base.clone())).collect()
}

fn texts(files: &RenderedFiles) -> BTreeMap<String, String> {
    files.files().iter().map(|file| (file.node().to_owned(), file.after().to_owned())).collect()
}

/// The rendered files with all that is known of their nodes.
fn known(topology: &Topology, files: &RenderedFiles) -> Vec<NodeFile> {
    files
        .files()
        .iter()
        .zip(topology.nodes())
        .map(|(file, node)| {
            NodeFile::from_text(file.path(), file.after())
                .name(file.node())
                .host(node.host.as_str())
                .roles(node.roles.iter().copied())
                .pack(node.pack)
                .release(topology.release())
        })
        .collect()
}

fn strings<'d>(item: Item<'d>, found: &mut Vec<Item<'d>>) {
    for child in item.children() {
        if child.as_str().is_some() {
            found.push(child);
        }
        strings(child, found);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn rendering_twice_is_rendering_once(topology in topology(), base in base()) {
        let once = topology.render_from(&bases(&topology, base.as_ref())).unwrap();
        let twice = topology.render_from(&texts(&once)).unwrap();
        prop_assert!(!twice.is_changed(), "{}", twice.diff());
        prop_assert!(twice.removed_environments().is_empty());
    }

    #[test]
    fn undoing_a_write_gives_the_bytes_from_before_and_keeps_later_edits(
        topology in topology(), base in base(), edits in any::<bool>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let files = topology.render_from(&bases(&topology, base.as_ref())).unwrap();
        let homes: Vec<_> = files.files().iter().map(|file| folder.path().join(file.node())).collect();
        let paths: Vec<_> = homes.iter().map(|home| gatewright::deployment::deployment_path(home)).collect();
        if let Some(base) = &base {
            for path in &paths {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, base).unwrap();
            }
        }
        let removing = WriteOptions::new().removing(files.removed_environments().to_vec());
        let outcome = files.write_to(folder.path(), &removing).unwrap();
        prop_assert_eq!(outcome.written.len() + outcome.unchanged.len(), paths.len());
        for (path, file) in paths.iter().zip(files.files()) {
            let written = fs::read_to_string(path).unwrap();
            prop_assert_eq!(&written, file.after());
        }
        let edited = edits && base.as_ref().is_some_and(|base| !base.is_empty());
        if edited {
            for path in &paths {
                let text = fs::read_to_string(path).unwrap();
                fs::write(path, format!("# mine\n{text}")).unwrap();
            }
        }
        if outcome.written.is_empty() {
            return Ok(());
        }
        revert(&homes).unwrap();
        for path in &paths {
            match &base {
                Some(base) if edited => prop_assert_eq!(fs::read_to_string(path).unwrap(), format!("# mine\n{base}")),
                Some(base) => prop_assert_eq!(&fs::read_to_string(path).unwrap(), base),
                None => prop_assert!(!path.exists()),
            }
        }
    }

    #[test]
    fn nothing_is_reported_about_rendered_files(topology in topology(), base in base()) {
        let files = topology.render_from(&bases(&topology, base.as_ref())).unwrap();
        let known = known(&topology, &files);
        let report = check(&known).unwrap();
        prop_assert!(report.is_empty(), "{:#?}", report.diagnostics());
        for file in known {
            let report = check([file]).unwrap();
            prop_assert!(report.is_empty(), "alone: {:#?}", report.diagnostics());
        }
        // Less knowledge must not make the rules speak either. (Sections that were there before and are not the
        // topology's business can look wrong to somebody who does not know what the node is.)
        // Nor does a control plane without environments look like one to somebody who is not told.
        if base.is_some() || topology.environments().is_empty() {
            return Ok(());
        }
        let plain = files.files().iter().map(|file| NodeFile::from_text(file.path(), file.after()));
        let report = check(plain).unwrap();
        prop_assert!(report.is_empty(), "plain: {:#?}", report.diagnostics());
        let hosts = files.files().iter().zip(topology.nodes()).map(|(file, node)| {
            NodeFile::from_text(file.path(), file.after()).host(node.host.as_str())
        });
        let report = check(hosts).unwrap();
        prop_assert!(report.is_empty(), "with hosts: {:#?}", report.diagnostics());
    }

    /// URLs that lead to the topology's own computers: what `check` would speak about is refused.
    #[test]
    fn nothing_is_reported_about_given_urls(
        release in prop_oneof![Just("3.2"), Just("4.7")],
        offsets in prop::array::uniform7(prop_oneof![Just(None), (0..4_u16).prop_map(Some)]),
        agreed in prop::option::of(0..4_u16),
        gateways in prop_oneof![
            Just(["\"gw1\"", "\"gw2\""]),
            Just(["\"gw2\"", "\"gw1\""]),
            Just(["\"gw1\", \"gw2\"", "\"gw2\""]),
        ],
    ) {
        const KEYS: [(&str, &str, u16, &str); 7] = [
            ("service_url", "https", 9443, "/services/"),
            ("http_endpoint", "http", 8280, ""),
            ("https_endpoint", "https", 8243, ""),
            ("ws_endpoint", "ws", 9099, ""),
            ("wss_endpoint", "wss", 8099, ""),
            ("websub_event_receiver_http_endpoint", "http", 9021, ""),
            ("websub_event_receiver_https_endpoint", "https", 8021, ""),
        ];
        let node = |name: &str, role: &str, offset: u16| {
            format!("[[node]]\nname = \"{name}\"\nroles = [\"{role}\"]\nhost = \"localhost\"\noffset = {offset}\n")
        };
        let [first, second] = gateways;
        let mut text = format!(
            "release = \"{release}\"\n{}{}{}[[environment]]\nname = \"B\"\ntype = \"sandbox\"\ngateways = [{second}]\n\
             [[environment]]\nname = \"A\"\ntype = \"production\"\ngateways = [{first}]\n",
            node("cp", "control-plane", 0), node("gw1", "gateway", 1), node("gw2", "gateway", 2),
        );
        for ((key, scheme, port, path), offset) in KEYS.into_iter().zip(offsets) {
            if let Some(offset) = offset.map(|offset| agreed.unwrap_or(offset)) {
                text.push_str(&format!("{key} = \"{scheme}://localhost:{}{path}\"\n", port + offset));
            }
        }
        if let Ok(topology) = Topology::parse(&text) {
            let files = topology.render().unwrap();
            let report = check(known(&topology, &files)).unwrap();
            prop_assert!(report.is_empty(), "{text}\n{:#?}", report.diagnostics());
        }
    }

    #[test]
    fn reading_rendered_files_gives_the_topology(topology in topology()) {
        let files = topology.render().unwrap();
        let read = match Topology::from_deployment(known(&topology, &files)) {
            Ok(read) => read,
            // In 3.x only an environment's URLs tell its gateways, and URLs that were given may lead elsewhere.
            Err(error) if topology.release().is_classic() => {
                for found in error.report().unwrap().diagnostics() {
                    prop_assert_eq!(found.code, "environment-without-gateway", "{}", error);
                }
                prop_assert!(topology.environments().iter().any(|given| !given_urls(given).is_empty()));
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        prop_assert_eq!(read.release(), topology.release().or_newest_known().max(topology.release()));
        prop_assert_eq!(read.nodes().len(), topology.nodes().len());
        // In 3.x, beside traffic and key managers of their own, nothing leads to the control planes.
        let is_named = |url: &Option<String>| {
            url.clone().filter(|url| files.files().iter().any(|file| file.after().contains(&**url)))
        };
        let mut balancers = topology.load_balancers().clone();
        balancers.control_plane = is_named(&balancers.control_plane);
        prop_assert_eq!(read.load_balancers(), &balancers);
        for (read, given) in read.nodes().iter().zip(topology.nodes()) {
            let mut given = given.clone();
            given.home = None;
            if !given.roles.iter().any(|role| read.key_manager.is_some() || signs_in(*role, &given)) {
                given.key_manager = None;
            }
            if given.key_manager.as_ref().is_some_and(is_own_super_admin) {
                given.key_manager = None;
            }
            prop_assert_eq!(read, &given);
        }
        for given in topology.environments() {
            let found = read.environment(given.name.as_str()).unwrap();
            // In 3.x only URLs tell the gateways, and those that were given may lead elsewhere.
            let tells_gateways = !topology.release().is_classic() || given_urls(given).is_empty();
            prop_assert_eq!(
                expressible(&read, found, tells_gateways),
                expressible(&topology, given, tells_gateways)
            );
        }
    }

    #[test]
    fn urls_name_the_ports_that_their_nodes_open(topology in topology(), base in base()) {
        let mut open: HashMap<&str, HashSet<u16>> = HashMap::new();
        for node in topology.nodes() {
            for (port, number) in node.ports(topology.release()).iter() {
                let fresh = open.entry(node.host.as_str()).or_default().insert(number);
                prop_assert!(fresh, "{} {port} {number} is taken", node.name);
            }
        }
        let given: HashSet<String> = topology.environments().iter().flat_map(given_urls).collect();
        let files = topology.render_from(&bases(&topology, base.as_ref())).unwrap();
        for file in files.files() {
            let before = file.before().map(Document::parse);
            let document = Document::parse(file.after());
            let mut found = Vec::new();
            strings(document.root(), &mut found);
            for item in found {
                let text = item.as_str().unwrap();
                let Ok(endpoint) = Endpoint::parse(&text) else { continue };
                // What the user gave or wrote is not ours to judge here.
                let stood_before = before.as_ref().is_some_and(|before| before.text().contains(&*text));
                if given.contains(&*text) || stood_before {
                    continue;
                }
                let (Some(host), EndpointPort::Literal(number)) = (endpoint.host(), endpoint.port()) else { continue };
                if let Some(ports) = open.get(host) {
                    prop_assert!(ports.contains(number), "{}: {text} at {}", file.node(), item.path());
                }
            }
        }
    }
}

fn signs_in(role: gatewright::Role, node: &gatewright::Node) -> bool {
    use gatewright::Role::{ControlPlane, Gateway, TrafficManager};
    !node.has_role(ControlPlane) && matches!(role, Gateway | TrafficManager)
}

/// Written by rendering when nothing was given, so that both read the same.
fn is_own_super_admin(credentials: &gatewright::model::Credentials) -> bool {
    credentials.username == "$ref{super_admin.username}"
        && credentials.password.expose() == "$ref{super_admin.password}"
}

fn given_urls(environment: &Environment) -> Vec<String> {
    let given = &environment.endpoints;
    [
        &given.service_url,
        &given.http,
        &given.https,
        &given.ws,
        &given.wss,
        &given.websub_http,
        &given.websub_https,
    ]
    .into_iter()
    .chain(environment.virtual_hosts.iter().flat_map(|host| {
        [&host.http, &host.https, &host.ws, &host.wss, &host.websub_http, &host.websub_https]
    }))
    .flatten()
    .cloned()
    .collect()
}

/// What files can express of an environment: its URLs whether given or derived, and which nodes serve it where that can
/// be told.
fn expressible(
    topology: &Topology,
    environment: &Environment,
    tells_gateways: bool,
) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut gateways = environment.gateways.clone();
    gateways.sort();
    gateways.retain(|_| tells_gateways);
    // Another vendor's gateway gets no account that nobody gave.
    let default = |value: Option<String>, default: &str| {
        value.unwrap_or_else(|| {
            if environment.is_federated() { String::new() } else { default.to_owned() }
        })
    };
    (
        environment.name.clone(),
        environment.environment_type,
        environment.description.clone(),
        environment.display_in_api_console,
        environment.show_as_token_endpoint_url,
        topology.endpoints(environment),
        gateways,
        (
            environment.display_name.clone(),
            environment.provider.clone(),
            environment.gateway_type.clone(),
            environment.visibility.clone(),
            environment.properties.clone(),
            environment.virtual_hosts.clone(),
        ),
        default(environment.username.clone(), "${admin.username}"),
        default(
            environment.password.as_ref().map(|password| password.expose().to_owned()),
            "${admin.password}",
        ),
    )
}
