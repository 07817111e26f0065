//! Law 4 over the files that WSO2 ships. An installation made of them, read into a topology and rendered back into the same
//! files, changes exactly the keys that [`PERMITTED`] names, for the reason given there, and no other byte; read again it
//! is the same topology, and a second rendering changes nothing. With `GATEWRIGHT_CORPUS`; skipped without.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stderr,
    reason = "a test stops at a broken assumption"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use gatewright::check::{NodeFile, check};
use gatewright::deployment::{Document, Item, ItemKind};
use gatewright::render::{RenderedFiles, TopologyDraft};
use gatewright::{Format, Pack, Role, Topology};
use support::corpus::{CorpusFile, corpus};

/// Why rendering may change a key: no shipped file names the other nodes of its set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    /// The file does not say it, so that API-M takes its default, which is this node itself. The set needs another.
    Absent,
    /// The file has WSO2's placeholder for a host (`km.wso2.com`, `tm1.local`, `localhost`), which is none of the set.
    Elsewhere,
    /// One `[[url_group]]` for each traffic manager: the shipped file has one for `tm2.local` as well.
    Surplus,
}

use Role::{ControlPlane, Gateway, KeyManager, TrafficManager};
use Why::{Absent, Elsewhere, Surplus};

/// Everything that rendering may change, and why.
const PERMITTED: &[(Role, &str, &[Why])] = &[
    // The environment leads to the gateway that serves it.
    (ControlPlane, "apim.gateway.environment[0].http_endpoint", &[Elsewhere]),
    (ControlPlane, "apim.gateway.environment[0].https_endpoint", &[Elsewhere]),
    (ControlPlane, "apim.gateway.environment[0].service_url", &[Elsewhere]),
    (ControlPlane, "apim.gateway.environment[0].ws_endpoint", &[Elsewhere]),
    (ControlPlane, "apim.gateway.environment[0].wss_endpoint", &[Elsewhere]),
    // The whole product is no gateway here.
    (ControlPlane, "apim.sync_runtime_artifacts.gateway.enable", &[Absent]),
    // Links to a key manager and a traffic manager of their own.
    (ControlPlane, "apim.key_manager.service_url", &[Absent]),
    (ControlPlane, "apim.key_manager.username", &[Absent]),
    (ControlPlane, "apim.key_manager.password", &[Absent]),
    (ControlPlane, "apim.throttling.service_url", &[Absent]),
    (ControlPlane, "apim.throttling.throttle_decision_endpoints", &[Absent]),
    (ControlPlane, "apim.throttling.url_group[0].traffic_manager_urls", &[Absent]),
    (ControlPlane, "apim.throttling.url_group[0].traffic_manager_auth_urls", &[Absent]),
    // With throttling elsewhere, the event hub's defaults would lead there.
    (ControlPlane, "apim.event_hub.enable", &[Absent]),
    (ControlPlane, "apim.event_hub.username", &[Absent]),
    (ControlPlane, "apim.event_hub.password", &[Absent]),
    (ControlPlane, "apim.event_hub.service_url", &[Absent]),
    (ControlPlane, "apim.event_hub.event_listening_endpoints", &[Absent]),
    (ControlPlane, "apim.event_hub.publish.url_group[0].urls", &[Absent]),
    (ControlPlane, "apim.event_hub.publish.url_group[0].auth_urls", &[Absent]),
    // A gateway is linked to the others.
    (Gateway, "apim.key_manager.service_url", &[Absent, Elsewhere]),
    (Gateway, "apim.key_manager.username", &[Absent]),
    (Gateway, "apim.key_manager.password", &[Absent]),
    (Gateway, "apim.oauth_config.revoke_endpoint", &[Absent]),
    (Gateway, "apim.event_hub.enable", &[Absent]),
    (Gateway, "apim.event_hub.username", &[Absent]),
    (Gateway, "apim.event_hub.password", &[Absent]),
    (Gateway, "apim.event_hub.service_url", &[Absent]),
    (Gateway, "apim.event_hub.event_listening_endpoints", &[Absent]),
    (Gateway, "apim.throttling.service_url", &[Absent, Elsewhere]),
    (Gateway, "apim.throttling.throttle_decision_endpoints", &[Absent, Elsewhere]),
    (Gateway, "apim.throttling.url_group[0].traffic_manager_urls", &[Absent, Elsewhere]),
    (Gateway, "apim.throttling.url_group[0].traffic_manager_auth_urls", &[Absent, Elsewhere]),
    (Gateway, "apim.throttling.url_group[1].traffic_manager_urls", &[Surplus]),
    (Gateway, "apim.throttling.url_group[1].traffic_manager_auth_urls", &[Surplus]),
    // So is a key manager of its own, where tokens are revoked.
    (KeyManager, "apim.event_hub.enable", &[Absent]),
    (KeyManager, "apim.event_hub.username", &[Absent]),
    (KeyManager, "apim.event_hub.password", &[Absent]),
    (KeyManager, "apim.event_hub.service_url", &[Absent, Elsewhere]),
    (KeyManager, "apim.event_hub.event_listening_endpoints", &[Absent, Elsewhere]),
    (KeyManager, "apim.throttling.throttle_decision_endpoints", &[Absent, Elsewhere]),
    (KeyManager, "apim.throttling.url_group[0].traffic_manager_urls", &[Elsewhere]),
    (KeyManager, "apim.throttling.url_group[0].traffic_manager_auth_urls", &[Elsewhere]),
    (KeyManager, "apim.throttling.url_group[1].traffic_manager_urls", &[Surplus]),
    (KeyManager, "apim.throttling.url_group[1].traffic_manager_auth_urls", &[Surplus]),
    (KeyManager, "event_listener[0].properties.notification_endpoint", &[Elsewhere]),
    // And a traffic manager of its own.
    (TrafficManager, "apim.key_manager.service_url", &[Absent, Elsewhere]),
    (TrafficManager, "apim.key_manager.username", &[Absent]),
    (TrafficManager, "apim.key_manager.password", &[Absent]),
    (TrafficManager, "apim.event_hub.enable", &[Absent]),
    (TrafficManager, "apim.event_hub.username", &[Absent]),
    (TrafficManager, "apim.event_hub.password", &[Absent]),
    (TrafficManager, "apim.event_hub.service_url", &[Absent]),
    (TrafficManager, "apim.event_hub.event_listening_endpoints", &[Absent]),
];

/// A file of the corpus and what it is in a set.
struct Member<'c> {
    file: &'c CorpusFile,
    role: Role,
}

fn nodes(set: &[Member<'_>], texts: &BTreeMap<String, String>) -> Vec<NodeFile> {
    let node = |member: &Member<'_>| {
        let name = name(member);
        NodeFile::from_text(format!("{name}.toml"), texts[&name].as_str())
            .host(format!("{name}{HOSTS}"))
            .name(name)
            .release(member.file.release)
            .roles([member.role])
            .pack(member.file.pack().unwrap())
    };
    set.iter().map(node).collect()
}

fn name(member: &Member<'_>) -> String {
    member.file.name.trim_end_matches(".toml").to_owned()
}

fn perhaps<'c>(files: &[&'c CorpusFile]) -> Vec<Option<&'c CorpusFile>> {
    vec![None, files.first().copied()]
}

/// Every control plane with every gateway of its release, and perhaps a traffic manager and a key manager of their own.
fn installations(files: &[CorpusFile]) -> Vec<Vec<Member<'_>>> {
    let of = |plane: &CorpusFile, pack: Pack| -> Vec<&CorpusFile> {
        let is_of = |file: &&CorpusFile| {
            file.is_shipped && file.release == plane.release && file.pack() == Some(pack)
        };
        files.iter().filter(is_of).collect()
    };
    let is_plane = |file: &&CorpusFile| {
        file.is_shipped && matches!(file.pack(), Some(Pack::AllInOne | Pack::ControlPlane))
    };
    let mut installations = Vec::new();
    for plane in files.iter().filter(is_plane) {
        for gateway in of(plane, Pack::Gateway) {
            for manager in perhaps(&of(plane, Pack::TrafficManager)) {
                for keys in perhaps(&of(plane, Pack::KeyManager)) {
                    let mut set = vec![
                        Member { file: plane, role: ControlPlane },
                        Member { file: gateway, role: Gateway },
                    ];
                    set.extend(manager.map(|file| Member { file, role: TrafficManager }));
                    set.extend(keys.map(|file| Member { file, role: KeyManager }));
                    installations.push(set);
                }
            }
        }
    }
    installations
}

/// The draft's text as a person completes it: the line that is proposed is taken, and a URL that leads to the control
/// plane's own ports, which has no gateway, is left to be derived.
fn completed(draft: &TopologyDraft) -> Topology {
    if let Some(topology) = draft.topology() {
        return topology.clone();
    }
    let lines = draft.text().lines();
    // A list that is proposed: the URLs lead to no gateway.
    let has_wrong_urls = draft.text().contains("# gateways = ");
    let is_url = |line: &str| line.contains("_endpoint = ") || line.starts_with("service_url = ");
    let text: String = lines
        .filter(|line| !(is_url(line) && (has_wrong_urls || line.contains("${"))))
        .map(|line| match line.strip_prefix("# gateways = ") {
            Some(proposed) => format!("gateways = {proposed}\n"),
            None => format!("{line}\n"),
        })
        .collect();
    Topology::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Every value with its key and line; elements of `[[…]]` by number.
fn values(item: Item<'_>, key: &str, text: &str, found: &mut BTreeMap<String, (String, usize)>) {
    let is_list = matches!(item.kind(), ItemKind::ArrayOfTables);
    if !is_list && !matches!(item.kind(), ItemKind::Table(_)) {
        let line = text[..item.span().start].matches('\n').count();
        found.insert(key.to_owned(), (item.raw().to_owned(), line));
        return;
    }
    for (at, child) in item.children().enumerate() {
        let name = if is_list { format!("[{at}]") } else { format!(".{}", child.key()) };
        values(child, format!("{key}{name}").trim_start_matches('.'), text, found);
    }
}

type Values = BTreeMap<String, (String, usize)>;

fn values_of(text: &str) -> Values {
    let mut found = BTreeMap::new();
    values(Document::parse(text).root(), "", text, &mut found);
    found
}

/// Which keys differ, and why; panics when there is no reason.
fn differences(before: &Values, after: &Values) -> Vec<(String, Why)> {
    let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let values = |key| (before.get(key), after.get(key));
    keys.into_iter()
        .filter_map(|key| {
            let why = match values(key) {
                (Some((before, _)), Some((after, _))) if before == after => return None,
                (Some((before, _)), Some(_)) => {
                    assert!(before.contains("://") && !before.contains(HOSTS), "{key} = {before}");
                    Elsewhere
                }
                (None, _) => Absent,
                (Some((before, _)), None) => {
                    assert!(before.contains("tm2.local"), "{key} = {before}");
                    Surplus
                }
            };
            Some((key.clone(), why))
        })
        .collect()
}

/// Where the nodes of a set are: each on a computer of this domain.
const HOSTS: &str = ".example.com";

/// Holds when every line without a changed value is in the new text as it was, or commented out with its section, and
/// every line that is new holds such a value, begins a section or is empty.
fn assert_only_their_lines_change(before: &str, after: &str, changed: &[(String, Why)]) {
    let lines_of = |values: &Values| -> BTreeSet<usize> {
        changed.iter().filter_map(|(key, _)| values.get(key)).map(|(_, line)| *line).collect()
    };
    let (of_before, of_after) = (lines_of(&values_of(before)), lines_of(&values_of(after)));
    let mut new = after.lines().enumerate();
    let may_be_new = |at: usize, line: &str| {
        of_after.contains(&at) || line.is_empty() || line.starts_with(['[', '#'])
    };
    for (at, line) in before.lines().enumerate().filter(|(at, _)| !of_before.contains(at)) {
        let commented = format!("#{line}");
        let is_surplus = changed.iter().any(|(_, why)| *why == Surplus);
        loop {
            let (at_new, found) =
                new.next().unwrap_or_else(|| panic!("line {} is gone: {line}", at + 1));
            if found == line || (is_surplus && found == commented) {
                break;
            }
            assert!(may_be_new(at_new, found), "line {} is new: {found}", at_new + 1);
        }
    }
    for (at, line) in new {
        assert!(may_be_new(at, line), "line {} is new: {line}", at + 1);
    }
}

fn texts(files: &RenderedFiles) -> BTreeMap<String, String> {
    files.iter().map(|file| (file.node().to_owned(), file.after().to_owned())).collect()
}

#[test]
fn installations_of_shipped_files_change_where_they_must() {
    let files = corpus().unwrap_or_default();
    let mut found: BTreeSet<(String, String, Why)> = BTreeSet::new();
    let mut count = 0;
    for set in installations(&files) {
        count += 1;
        let given: BTreeMap<String, String> =
            set.iter().map(|member| (name(member), member.file.text.clone())).collect();
        let topology = completed(&Topology::draft_from_deployment(nodes(&set, &given)).unwrap());
        let rendered = topology.render_from(&given).unwrap();
        assert!(rendered.removed_environments().is_empty(), "{}", rendered.diff());
        for (file, member) in rendered.iter().zip(&set) {
            let (before, after) = (file.before().unwrap(), file.after());
            let changed = differences(&values_of(before), &values_of(after));
            assert_only_their_lines_change(before, after, &changed);
            for (key, why) in changed {
                found.insert((member.role.to_string(), key, why));
            }
        }
        let after = texts(&rendered);
        let again = topology.render_from(&after).unwrap();
        assert!(!again.is_changed(), "{}", again.diff());
        let report = check(nodes(&set, &after)).unwrap();
        assert!(report.is_empty(), "{}\n{}", report.format(Format::Text), rendered.diff());
        let read = Topology::draft_from_deployment(nodes(&set, &after)).unwrap();
        assert_eq!(read.topology(), Some(&topology), "{}", read.text());
        assert_eq!(Topology::from_deployment(nodes(&set, &after)).unwrap(), topology);
    }
    if count == 0 {
        return;
    }
    eprintln!("{count} installations of shipped files");
    let permitted: BTreeSet<(String, String, Why)> = PERMITTED
        .iter()
        .flat_map(|(role, key, whys)| {
            whys.iter().map(|why| (role.to_string(), (*key).to_owned(), *why))
        })
        .collect();
    let surplus: Vec<_> = found.difference(&permitted).collect();
    assert!(surplus.is_empty(), "not permitted: {surplus:#?}");
    let idle: Vec<_> = permitted.difference(&found).collect();
    assert!(idle.is_empty(), "never needed: {idle:#?}");
}

const LABELS: &str = "apim.sync_runtime_artifacts.gateway.gateway_labels";

/// Alone, a file decides everything or says what is to be filled in; where it does, no byte changes but for a label
/// that is missing.
#[test]
fn a_file_alone_does_not_change() {
    let (mut decided, mut open) = (0, 0);
    for file in corpus().unwrap_or_default() {
        let node = file.node().name("node").host("localhost").release(file.release);
        let node = file.pack().into_iter().fold(node.roles(file.roles()), NodeFile::pack);
        let draft = Topology::draft_from_deployment([&node]).unwrap();
        let Some(topology) = draft.topology() else {
            assert!(draft.undecided().iter().any(|found| !found.is_assumed), "{}", draft.text());
            let is_whole = file.is_shipped && file.pack() == Some(Pack::AllInOne);
            assert!(!is_whole, "{}:\n{}", file.path.display(), draft.text());
            open += 1;
            continue;
        };
        let texts = BTreeMap::from([("node".to_owned(), file.text.clone())]);
        let rendered = topology.render_from(&texts).unwrap();
        let file = &rendered.files()[0];
        let changed = differences(&values_of(file.before().unwrap()), &values_of(file.after()));
        // A gateway that names no label asks for an environment `Default`, which is not always there.
        let is_labelled = changed == [(LABELS.to_owned(), Absent)];
        assert!(!rendered.is_changed() || is_labelled, "{}", rendered.diff());
        assert!(!is_labelled || !file.after().contains("\"Default\""), "{}", rendered.diff());
        decided += 1;
    }
    eprintln!("{decided} files are an installation of their own, {open} are a part of one");
}
