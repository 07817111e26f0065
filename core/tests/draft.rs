//! Drafts of topologies from files that do not say everything: what is marked, and that filling it in is all there is to
//! do.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test stops at a broken assumption"
)]

use std::fs;
use std::path::Path;

use gatewright::check::NodeFile;
use gatewright::render::TopologyDraft;
use gatewright::{Release, Role, Topology};

fn draft(files: impl IntoIterator<Item = NodeFile>) -> TopologyDraft {
    let draft = Topology::draft_from_deployment(files).unwrap();
    let lines: Vec<&str> = draft.text().lines().collect();
    for undecided in draft.undecided() {
        let at = undecided.line as usize - 1;
        assert!(!lines[at].is_empty(), "{undecided:?}");
        let kind = if undecided.is_assumed { "# Assumed: " } else { "# TODO: " };
        let marks = lines[..at].iter().rev().take_while(|line| line.starts_with("# "));
        assert!(
            marks.clone().any(|line| line.starts_with(kind)),
            "{undecided:?}\n{}",
            draft.text()
        );
    }
    draft
}

/// `line: message` of what is undecided.
fn shown(draft: &TopologyDraft) -> Vec<(u32, &str)> {
    draft.undecided().iter().map(|found| (found.line, found.message.as_str())).collect()
}

fn file(name: &str, role: Role, text: &str) -> NodeFile {
    NodeFile::from_text(format!("{name}.toml"), text)
        .name(name)
        .host(format!("{name}.example.com"))
        .roles([role])
        .release(Release::V4_7)
}

const ENVIRONMENT: &str = "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\n\
    https_endpoint = \"https://lb.example.com\"\nws_endpoint = \"ws://lb.example.com\"\n";

#[test]
fn nothing_is_marked_where_everything_is_said() {
    let topology = Topology::parse(gatewright::examples::THREE_NODES).unwrap();
    let files = topology.render().unwrap();
    let draft = draft(files.iter().zip(topology.nodes()).map(|(file, node)| {
        NodeFile::from_text(file.path(), file.after())
            .name(node.name.as_str())
            .host(node.host.as_str())
            .roles(node.roles.iter().copied())
            .release(topology.release())
    }));
    assert_eq!(draft.undecided(), []);
    assert_eq!(draft.topology(), Some(&topology));
    assert_eq!(draft.text(), topology.to_toml());
}

#[test]
fn what_is_assumed_is_marked_and_the_topology_is_there() {
    let topology = Topology::parse(gatewright::examples::THREE_NODES).unwrap();
    let files = topology.render().unwrap();
    let draft = draft(files.iter().map(|file| NodeFile::from_text(file.path(), file.after())));
    assert_eq!(draft.topology(), Some(&topology));
    let shown = shown(&draft);
    assert!(draft.undecided().iter().all(|found| found.is_assumed), "{shown:#?}");
    assert_eq!(
        shown[0],
        (3, "no file says its release, and this is the newest that all of them fit")
    );
    let roles = shown.iter().filter(|(_, message)| message.contains("inferred")).count();
    let hosts = shown.iter().filter(|(_, message)| message.contains("hostname")).count();
    assert_eq!((roles, hosts, shown.len()), (3, 3, 7), "{}", draft.text());
    assert_eq!(Topology::parse(draft.text()).unwrap(), topology, "comments change nothing");
}

#[test]
fn gateways_behind_a_load_balancer_are_for_a_person_to_name() {
    let files = || {
        [
            file(
                "cp",
                Role::ControlPlane,
                &format!("{ENVIRONMENT}service_url = \"https://lb.example.com/services/\"\n"),
            ),
            file("gw1", Role::Gateway, "[server]\noffset = 1\n"),
            file("gw2", Role::Gateway, "[server]\noffset = 1\n"),
        ]
        .map(|file| file.release(Release::V3_2))
    };
    let draft = draft(files());
    assert!(draft.topology().is_none());
    let suggestion = "# gateways = [\"gw1\", \"gw2\"]";
    assert!(draft.text().contains(suggestion), "{}", draft.text());
    let filled = draft.text().replace(suggestion, suggestion.trim_start_matches("# "));
    let topology = Topology::parse(&filled).unwrap();
    assert_eq!(topology.environments()[0].gateways.len(), 2);
    let [todo] = draft.undecided() else { panic!("{draft:?}") };
    assert_eq!(draft.text().lines().nth(todo.line as usize - 1), Some(suggestion));
    let error = Topology::from_deployment(files()).unwrap_err();
    assert_eq!((error.code(), error.operation()), ("invalid-topology", "from_deployment"));
}

#[test]
fn since_4_0_a_gateway_without_a_label_serves_the_default_environment_beside_others() {
    let labels = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"Default\"]\n";
    let files = [
        file("cp", Role::ControlPlane, &ENVIRONMENT.replace("\"A\"", "\"Default\"")),
        file("gw1", Role::Gateway, labels),
        file("gw2", Role::Gateway, "[server]\noffset = 1\n"),
        file("gw3", Role::Gateway, "[apim.sync_runtime_artifacts.gateway]\nenable = false\n"),
    ];
    let draft = draft(files);
    assert!(draft.text().contains("gateways = [\"gw1\", \"gw2\"]\n"), "{}", draft.text());
    let shown = shown(&draft);
    assert!(
        matches!(&shown[..], [(_, message)] if message.contains("`gw3` serves no environment"))
    );
}

#[test]
fn offsets_that_are_references_and_nodes_that_show_nothing_are_for_a_person_to_fill_in() {
    let draft = draft([
        file("cp", Role::ControlPlane, ENVIRONMENT),
        file(
            "gw",
            Role::Gateway,
            "[server]\noffset = \"$env{OFFSET}\"\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n",
        ),
        NodeFile::from_text("some/deployment.toml", "")
            .host("x.example.com")
            .release(Release::V4_7),
    ]);
    let todo: Vec<&str> = draft
        .undecided()
        .iter()
        .filter(|found| !found.is_assumed)
        .map(|found| draft.text().lines().nth(found.line as usize - 1).unwrap())
        .collect();
    assert_eq!(todo, ["# offset = 0", "roles = []"], "{}", draft.text());
    assert!(draft.topology().is_none());
}

#[test]
fn without_a_control_plane_and_with_urls_that_cannot_stand_the_lines_are_marked() {
    let lonely = draft([file("gw", Role::Gateway, "[server]\noffset = 1\n")]);
    let messages: Vec<_> = shown(&lonely).into_iter().map(|(_, message)| message).collect();
    assert!(
        messages.iter().any(|message| message.contains("no node has the role `control-plane`"))
    );
    let text = ENVIRONMENT.replace("https://lb.example.com", "https://${carbon.host}:8243");
    let draft = draft([
        file("cp", Role::ControlPlane, &text),
        file(
            "gw",
            Role::Gateway,
            "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n",
        ),
    ]);
    let [(line, message)] = shown(&draft)[..] else { panic!("{draft:?}") };
    assert!(message.contains("${"), "{message}");
    let line = draft.text().lines().nth(line as usize - 1).unwrap();
    assert_eq!(line, "https_endpoint = \"https://${carbon.host}:8243\"");
}

#[test]
fn what_only_one_of_two_control_planes_lists_is_kept_and_marked() {
    let labels = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\", \"B\"]\n";
    let draft = draft([
        file("cp1", Role::ControlPlane, ENVIRONMENT),
        file(
            "cp2",
            Role::ControlPlane,
            &format!("{ENVIRONMENT}{}", ENVIRONMENT.replace("\"A\"", "\"B\"")),
        ),
        file("gw", Role::Gateway, labels),
    ]);
    let shown = shown(&draft);
    assert!(matches!(&shown[..], [(_, "only `cp2` of the control planes lists it")]), "{shown:?}");
    let topology = draft.topology().unwrap();
    assert_eq!(topology.control_planes().count(), 2);
    assert_eq!(topology.environments().len(), 2);
}

#[test]
fn control_planes_that_contradict_each_other_are_for_a_person_to_reconcile() {
    let labels = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n";
    let planes = |second: &str| {
        [
            file("cp1", Role::ControlPlane, ENVIRONMENT),
            file("cp2", Role::ControlPlane, second),
            file("gw", Role::Gateway, labels),
        ]
    };
    let with = |second: &str| draft(planes(second));
    for (second, line, said) in [
        (ENVIRONMENT.replace("hybrid", "production"), "type = \"hybrid\"", "says `production`"),
        (
            ENVIRONMENT.replace("https://lb", "https://lb2"),
            "https_endpoint = \"https://lb.example.com\"",
            "`cp2` says `https://lb2.example.com`",
        ),
        (
            format!("{ENVIRONMENT}display_in_api_console = true\n"),
            "display_in_api_console = false",
            "`cp2` says `true`",
        ),
        (format!("{ENVIRONMENT}password = \"s3cret\"\n"), "name = \"A\"", "`cp2` says otherwise"),
        (
            ENVIRONMENT.replace("https://lb", "https://admin:s3cret@lb"),
            "https_endpoint = \"https://lb.example.com\"",
            "`cp2` says otherwise",
        ),
    ] {
        let draft = with(&second);
        assert!(draft.topology().is_none(), "{said}");
        let [found] = draft.undecided() else { panic!("{}", draft.text()) };
        assert!(!found.is_assumed && found.message.contains(said), "{}", found.message);
        assert_eq!(draft.text().lines().nth(found.line as usize - 1), Some(line));
        assert!(!draft.text().contains("s3cret") && !format!("{draft:?}").contains("s3cret"));
        // A topology can say but one of the two, and rendering it would change a file that nobody decided about.
        let error = Topology::from_deployment(planes(&second)).unwrap_err();
        assert_eq!(error.code(), "environment-mismatch");
        assert!(error.context().contains(&("environment", "A".to_owned())));
        assert!(
            error.to_string().contains(said) && !error.to_string().contains("s3cret"),
            "{error}"
        );
    }
    // Other words for the same, and a second section of one name, which API-M drops.
    let same = format!(
        "{}display_in_api_console = \"no\"\n{}",
        ENVIRONMENT.replace("\nws_endpoint", "\nusername = \"${admin.username}\"\nws_endpoint"),
        ENVIRONMENT.replace("hybrid", "sandbox")
    );
    assert_eq!(with(&same).undecided(), []);
    assert!(Topology::from_deployment(planes(&same)).is_ok());
}

const SERVED: &str = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n";

#[test]
fn links_to_hosts_that_are_none_of_the_nodes_are_for_a_person_to_place() {
    let links = "[apim.key_manager]\nservice_url = \"https://cp.example.com:9443/services/\"\n\
        [apim.event_hub]\nservice_url = \"https://cp.example.com:9443/services/\"\n\
        event_listening_endpoints = [\"tcp://tm1.example.com:5672\", \"tcp://tm2.example.com:5672\"]\n\
        [apim.throttling]\nthrottle_decision_endpoints = [\"tcp://tm1.example.com:5672\"]\n\
        [[apim.throttling.url_group]]\n\
        traffic_manager_urls = [\"{tcp://tm1.example.com:9611,tcp://localhost:9611}\"]\n\
        traffic_manager_auth_urls = [\"ssl://cp.example.com:9711\"]\n";
    let plane = file("cp", Role::ControlPlane, ENVIRONMENT);
    let draft = draft([plane, file("gw", Role::Gateway, &format!("{SERVED}{links}"))]);
    assert!(draft.topology().is_none());
    let [first, second] = draft.undecided() else { panic!("{}", draft.text()) };
    for (undecided, host, keys) in [
        (
            first,
            "`tm1.example.com`",
            "(`apim.throttling.throttle_decision_endpoints`, \
             `apim.event_hub.event_listening_endpoints`, `traffic_manager_urls`)",
        ),
        (second, "`tm2.example.com`", "(`apim.event_hub.event_listening_endpoints`)"),
    ] {
        assert!(!undecided.is_assumed);
        assert!(undecided.message.contains(host), "{}", undecided.message);
        assert!(undecided.message.contains(keys), "{}", undecided.message);
        let line = draft.text().lines().nth(undecided.line as usize - 1);
        assert_eq!(line, Some("name = \"gw\""), "{}", draft.text());
        assert!(draft.text().contains(&format!("# TODO: {}\n", undecided.message)));
    }
    // What is left to do is done elsewhere in the text, which is a topology.
    assert_eq!(Topology::parse(draft.text()).unwrap().nodes().len(), 2);
}

#[test]
fn links_to_nodes_to_oneself_to_references_and_to_load_balancers_are_decided() {
    let plane = || file("cp", Role::ControlPlane, ENVIRONMENT);
    for (service, events) in [
        ("https://cp.example.com:9443/services/", "tcp://CP.example.com:5672"),
        ("https://localhost:9443/services/", "tcp://127.0.0.1:5672"),
        ("https://gw.example.com:9443/services/", "tcp://${carbon.local.ip}:${jms.port}"),
        ("$env{HUB}", "$env{EVENTS}"),
        ("https://lb.example.com/services/", "tcp://cp.example.com:5672"),
    ] {
        let links = format!(
            "{SERVED}[apim.event_hub]\nservice_url = \"{service}\"\nevent_listening_endpoints = [\"{events}\"]\n"
        );
        let draft = draft([plane(), file("gw", Role::Gateway, &links)]);
        assert_eq!(draft.undecided(), [], "{service}");
        let balancer = draft.topology().unwrap().load_balancers().control_plane.clone();
        assert_eq!(balancer.is_some(), service.contains("lb.") || service.contains("$env"));
    }
    // Since 4.0 the traffic manager's service stands in for an event hub's that is missing.
    let hub = "[apim.event_hub]\nservice_url = \"https://cp.example.com:9443/services/\"\n";
    let throttling = "[apim.throttling]\nservice_url = \"https://tm.example.com/services/\"\n";
    let with = |links: &str| draft([plane(), file("gw", Role::Gateway, links)]).undecided().len();
    assert_eq!(with(&format!("{SERVED}{hub}{throttling}")), 0);
    assert_eq!(with(&format!("{SERVED}{throttling}")), 1);
    // Two addresses of which none is every gateway's.
    let gateway = |name: &str, hub: &str| {
        let links =
            format!("{SERVED}[apim.event_hub]\nservice_url = \"https://{hub}:9443/services/\"\n");
        file(name, Role::Gateway, &links)
    };
    let draft = draft([plane(), gateway("gw1", "a.example.com"), gateway("gw2", "b.example.com")]);
    let lines: Vec<_> = draft
        .undecided()
        .iter()
        .map(|found| draft.text().lines().nth(found.line as usize - 1).unwrap())
        .collect();
    assert_eq!(lines, ["name = \"gw1\"", "name = \"gw2\""], "{}", draft.text());
}

#[test]
fn passwords_are_in_the_text_alone() {
    let text = format!("{ENVIRONMENT}username = \"u\"\npassword = \"s3cret & more\"\n");
    let draft = draft([file("cp", Role::ControlPlane, &text)]);
    assert!(draft.text().contains("s3cret"));
    assert!(!format!("{draft:?}").contains("s3cret"), "{draft:?}");
}

#[test]
fn labels_that_no_environment_has_are_marked_and_decide_who_serves_one() {
    let own = ENVIRONMENT.replacen("lb.example.com", "gw.example.com:8243", 1);
    let with = |labels: &str| {
        let text = format!("[apim.sync_runtime_artifacts.gateway]\ngateway_labels = {labels}\n");
        draft([file("cp", Role::ControlPlane, &own), file("gw", Role::Gateway, &text)])
    };
    for (labels, said) in [
        ("[\"A\", \"Portal\"]", "called `Portal`, as its label is: rendering keeps it"),
        ("[\"A\", \"Default\"]", "called `Default`, as the label with which packs are shipped"),
        ("[\"$env{LABEL}\"]", "what its label `$env{LABEL}` stands for is not known here"),
    ] {
        let draft = with(labels);
        let [found] = draft.undecided() else { panic!("{}", draft.text()) };
        assert!(found.is_assumed && found.message.contains(said), "{}", found.message);
        let line = draft.text().lines().nth(found.line as usize - 1);
        assert_eq!(line, Some("name = \"gw\""));
        let topology = draft.topology().unwrap();
        assert_eq!(topology.environments()[0].gateways[0].as_str(), "gw");
    }
    // It loads nothing of `A`, wherever the URLs of `A` lead.
    let draft = with("[\"Portal\"]");
    assert!(draft.topology().is_none());
    assert!(draft.text().contains("# gateways = [\"gw\"]\n"), "{}", draft.text());
}

#[test]
fn variables_that_a_topology_cannot_hold_are_marked() {
    let shown = format!("{ENVIRONMENT}display_in_api_console = \"$env{{SHOWN}}\"\n");
    let files =
        |plane: &str| [file("cp", Role::ControlPlane, plane), file("gw", Role::Gateway, SERVED)];
    let found = draft(files(&shown));
    let [mark] = found.undecided() else { panic!("{}", found.text()) };
    assert!(mark.is_assumed && mark.message.contains("`$env{SHOWN}`"), "{}", mark.message);
    let line = found.text().lines().nth(mark.line as usize - 1);
    assert_eq!(line, Some("display_in_api_console = true"));
    let named = draft(files(&ENVIRONMENT.replace("\"A\"", "\"$env{NAME}\"")));
    assert!(named.topology().is_none());
    let mark = named.undecided().iter().find(|mark| mark.message.contains("`$env{NAME}`")).unwrap();
    assert!(!mark.is_assumed);
    let line = named.text().lines().nth(mark.line as usize - 1);
    assert_eq!(line, Some("name = \"$env{NAME}\""));
}

/// Every file of the corpus with its release: `<release>/…/<name>.toml`.
fn corpus() -> Vec<(Release, String, String)> {
    fn walk(folder: &Path, release: Option<Release>, found: &mut Vec<(Release, String, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                walk(&path, name.parse().ok().or(release), found);
            } else if let Some(release) =
                release.filter(|_| path.extension().is_some_and(|kind| kind == "toml"))
            {
                found.push((release, name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let Some(root) = std::env::var_os("GATEWRIGHT_CORPUS") else {
        eprintln!("skipped: set GATEWRIGHT_CORPUS");
        return Vec::new();
    };
    let mut found = Vec::new();
    walk(Path::new(&root), None, &mut found);
    found
}

/// A file that WSO2 ships or tests with, as the whole product: either something is for a person to fill in, or it renders
/// back to itself, but for the label that an environment of another name than `Default` needs to be served.
#[test]
fn shipped_files_render_back_to_themselves() {
    let (mut whole, mut partial) = (0, 0);
    let corpus = corpus();
    // What is started as something else has roles of its own.
    let is_whole = |name: &str| !name.contains("template") && !name.contains("-deployment");
    for (release, name, text) in corpus.iter().filter(|(_, name, _)| is_whole(name)) {
        let draft = draft([NodeFile::from_text(name, text)
            .name("apim")
            .host("localhost")
            .roles([Role::ControlPlane, Role::Gateway])
            .release(*release)]);
        let Some(topology) = draft.topology() else {
            partial += 1;
            assert!(draft.undecided().iter().any(|found| !found.is_assumed), "{name}");
            continue;
        };
        whole += 1;
        let files = topology.render_from(&[("apim".to_owned(), text.clone())].into()).unwrap();
        let diff = files.diff();
        let is_change = |line: &&str| {
            line.starts_with(['-', '+']) && !line.starts_with("---") && !line.starts_with("+++")
        };
        for line in diff.lines().filter(is_change) {
            let is_label = line == "+"
                || line == "+[apim.sync_runtime_artifacts.gateway]"
                || line.starts_with("+gateway_labels = ");
            assert!(is_label, "{release} {name}:\n{diff}");
        }
        assert!(!diff.contains("+gateway_labels = [\"Default\"]"), "absent means the same");
    }
    eprintln!("{whole} files render back, {partial} leave something to fill in");
    assert!(corpus.is_empty() || whole > partial / 2);
}

/// The packs of a split release, on a computer each, with nothing said but that.
#[test]
fn a_set_of_shipped_packs_is_a_topology() {
    let corpus = corpus();
    let find = |name: &str| {
        let found =
            corpus.iter().find(|(release, found, _)| *release == Release::V4_7 && found == name);
        found.map(|(_, _, text)| text.clone())
    };
    let names = [
        "api-control-plane-deployment.toml",
        "gateway-deployment.toml",
        "traffic-manager-deployment.toml",
    ];
    let [Some(control_plane), Some(gateway), Some(manager)] = names.map(find) else { return };
    let draft = draft([
        file("cp", Role::ControlPlane, &control_plane),
        file("gw", Role::Gateway, &gateway),
        file("tm", Role::TrafficManager, &manager),
    ]);
    let topology = draft.topology().unwrap_or_else(|| panic!("{}", draft.text()));
    assert_eq!(topology.environments()[0].gateways[0].as_str(), "gw");
    let texts = [("cp", control_plane), ("gw", gateway), ("tm", manager)];
    let texts = texts.map(|(name, text)| (name.to_owned(), text)).into();
    let rendered = topology.render_from(&texts).unwrap();
    let again = rendered.iter().map(|file| (file.node().to_owned(), file.after().to_owned()));
    assert!(!topology.render_from(&again.collect()).unwrap().is_changed());
}

/// A shipped file of a key manager links to itself: `localhost` is whoever reads it, not a load balancer for all.
#[test]
fn what_leads_a_node_to_itself_is_no_load_balancer() {
    let environment = ENVIRONMENT.replace("\"A\"", "\"Default\"");
    for own in ["localhost", "gw.example.com"] {
        let hub = format!("[apim.event_hub]\nservice_url = \"https://{own}:9443/services/\"\n");
        let files = [file("cp", Role::ControlPlane, &environment), file("gw", Role::Gateway, &hub)];
        let draft = draft(files);
        let topology = draft.topology().unwrap();
        assert_eq!(topology.load_balancers().control_plane, None, "{own}:\n{}", draft.text());
        let gateway = topology.render().unwrap().get("gw").unwrap().after().to_owned();
        assert!(gateway.contains("https://cp.example.com:9443/services/"), "{gateway}");
    }
}
