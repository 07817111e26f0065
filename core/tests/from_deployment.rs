//! Reading existing installations: what follows from the files, and what must be given.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops at a broken assumption"
)]

use std::fs;

use gatewright::check::NodeFile;
use gatewright::{ErrorKind, Release, Role, Topology};

const ALL_IN_ONE: &str = include_str!("support/shipped.toml");

#[test]
fn a_shipped_all_in_one_file_is_a_node_that_serves_its_own_environment() {
    let file = NodeFile::from_text("apim/repository/conf/deployment.toml", ALL_IN_ONE)
        .release(Release::V3_2);
    let topology = Topology::from_deployment([file]).unwrap();
    let node = &topology.nodes()[0];
    assert_eq!(node.name.as_str(), "apim");
    assert_eq!(node.roles, [Role::ControlPlane, Role::Gateway]);
    let environment = topology.environment("Default").unwrap();
    assert_eq!(environment.gateways, std::slice::from_ref(&node.name));
    assert_eq!(environment.endpoints.https, None, "it follows from the node");
    assert_eq!(topology.endpoints(environment).https.as_deref(), Some("https://localhost:8243"));
}

#[test]
fn homes_and_names_come_from_paths_on_disk() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("apim");
    fs::create_dir_all(home.join("repository/conf")).unwrap();
    fs::write(home.join("repository/conf/deployment.toml"), ALL_IN_ONE).unwrap();
    let topology =
        Topology::from_deployment([home.join("repository/conf/deployment.toml")]).unwrap();
    assert_eq!(topology.nodes()[0].home.as_deref(), Some(home.as_path()));
    let files = topology.render().unwrap();
    let diff = files.diff();
    let taken: Vec<&str> =
        diff.lines().filter(|line| line.starts_with('-') && !line.starts_with("---")).collect();
    assert!(taken.is_empty(), "placeholders for the node's own ports stay: {taken:?}");
}

#[test]
fn two_nodes_of_one_name_are_told_apart() {
    let file = |text: &str| {
        NodeFile::from_text("deployment.toml", text).release(Release::V3_2).host("localhost")
    };
    let gateway = file("[server]\noffset = 1\n").roles([Role::Gateway]);
    let error = Topology::from_deployment([file(ALL_IN_ONE), gateway]).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-topology"));
    let codes: Vec<_> =
        error.report().unwrap().diagnostics().iter().map(|found| found.code).collect();
    assert_eq!(
        codes,
        ["gateway-without-environment"],
        "names are unique, so only this is left to say"
    );
}

#[test]
fn files_that_are_no_toml_or_have_no_offset_are_named() {
    let error =
        Topology::from_deployment([NodeFile::from_text("cp.toml", "[server\n")]).unwrap_err();
    assert_eq!((error.code(), error.operation()), ("invalid-deployment-file", "from_deployment"));
    let error =
        Topology::from_deployment([NodeFile::from_text("cp.toml", "[server]\noffset = \"one\"\n")])
            .unwrap_err();
    assert_eq!(error.code(), "invalid-offset");
}

#[test]
fn the_rendered_files_of_three_nodes_need_nothing_said_about_them() {
    for release in ["3.2", "4.2", "4.7"] {
        let text = gatewright::examples::THREE_NODES.replace("\"4.7\"", &format!("\"{release}\""));
        let topology = Topology::parse(&text).unwrap();
        let files = topology.render().unwrap();
        let read = Topology::from_deployment(files.iter().map(|file| {
            NodeFile::from_text(file.path(), file.after()).release(topology.release())
        }))
        .unwrap();
        assert_eq!(read, topology, "{release}");
    }
}

const PLANE: &str = "[[apim.gateway.environment]]\nname = \"Prod\"\ntype = \"production\"\n\
    display_in_api_console = true\nshow_as_token_endpoint_url = true\n\
    service_url = \"https://localhost:9444/services/\"\n\
    username = \"${admin.username}\"\npassword = \"${admin.password}\"\n\
    ws_endpoint = \"ws://localhost:9100\"\nwss_endpoint = \"wss://localhost:8100\"\n\
    http_endpoint = \"http://localhost:8281\"\nhttps_endpoint = \"https://localhost:8244\"\n\
    websub_event_receiver_http_endpoint = \"http://localhost:9022\"\n\
    websub_event_receiver_https_endpoint = \"https://localhost:8022\"\n";

/// The files of a control plane and a gateway of 4.7, and what they are once they were read and rendered again.
fn again(plane: &str, gateway: &str) -> [String; 2] {
    let texts = [("cp", Role::ControlPlane, plane), ("gw", Role::Gateway, gateway)];
    let file = |(name, role, text): (&str, Role, &str)| {
        let file = NodeFile::from_text(format!("{name}.toml"), text).name(name);
        file.host("localhost").roles([role]).release(Release::V4_7)
    };
    let topology = Topology::from_deployment(texts.map(file)).unwrap();
    let before = texts.map(|(name, _, text)| (name.to_owned(), text.to_owned()));
    let files = topology.render_from(&before.into()).unwrap();
    ["cp", "gw"].map(|name| files.get(name).unwrap().after().to_owned())
}

/// A gateway's file that says all that rendering writes.
fn gateway_file() -> String {
    let again = again(
        PLANE,
        "[server]\noffset = 1\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"Prod\"]\n",
    );
    assert_eq!(again[0], PLANE);
    again[1].clone()
}

#[test]
fn numbers_and_booleans_that_api_m_pastes_as_texts_stay() {
    let gateway = gateway_file();
    for (from, to) in [
        ("\"${admin.password}\"", "12345"),
        ("\"${admin.password}\"", "1_000"),
        ("\"${admin.username}\"", "7"),
        ("\"${admin.username}\"", "true"),
        ("name = \"Prod\"\n", "name = \"Prod\"\ndescription = 5.0\ndisplay_name = 5\n"),
        ("display_in_api_console = true", "display_in_api_console = \"True\""),
        ("show_as_token_endpoint_url = true", "show_as_token_endpoint_url = \"FALSE\""),
        (
            "localhost:8022\"\n",
            "localhost:8022\"\n[apim.gateway.environment.properties]\nRetries = 5\nTls = true\nRatio = 0.50\n",
        ),
    ] {
        let plane = PLANE.replace(from, to);
        assert_ne!(plane, PLANE);
        assert_eq!(again(&plane, &gateway), [plane, gateway.clone()]);
    }
    // A name that is a number is the label that the gateway carries.
    for label in ["\"5\"", "5"] {
        let plane = PLANE.replace("\"Prod\"", "5");
        let gateway = gateway.replace("\"Prod\"", label);
        assert_eq!(again(&plane, &gateway), [plane, gateway]);
    }
    for key in ["username", "password"] {
        let gateway = gateway.replace(&format!("\"$ref{{super_admin.{key}}}\""), "12345");
        assert_eq!(again(PLANE, &gateway), [PLANE.to_owned(), gateway]);
    }
}

#[test]
fn variables_stay_where_the_topology_says_nothing_else() {
    let gateway = gateway_file();
    for key in ["display_in_api_console", "show_as_token_endpoint_url"] {
        let plane = PLANE.replace(&format!("{key} = true"), &format!("{key} = \"$env{{SHOWN}}\""));
        assert_eq!(again(&plane, &gateway), [plane, gateway.clone()]);
    }
    for (url, variable) in [
        ("tcp://localhost:5672", "$env{EVENTS}"),
        ("tcp://localhost:5672", "tcp://$env{HUB}:5672"),
        ("https://localhost:9443/services/", "https://$sys{cp.host}:9443/services/"),
        ("https://localhost:9443/oauth2/revoke", "$env{REVOKE}"),
        ("tcp://localhost:9611", "tcp://$env{RECEIVER}:9611"),
        ("ssl://localhost:9711", "$env{AUTH}"),
        ("enable = true", "enable = \"$env{HUB_ON}\""),
    ] {
        let gateway = gateway.replacen(url, variable, 1);
        assert!(gateway.contains(variable));
        assert_eq!(again(PLANE, &gateway), [PLANE.to_owned(), gateway]);
    }
    // A variable that the control plane has need not be there on the gateway, which has a label of its own.
    let plane = PLANE.replace("\"Prod\"", "\"$env{NAME}\"");
    let unknown = gateway.replace("[\"Prod\"]", "[\"$env{LABEL}\"]");
    assert_eq!(again(&plane, &unknown), [plane, unknown.clone()]);
    let [_, rendered] = again(PLANE, &unknown);
    assert!(rendered.contains("gateway_labels = [\"$env{LABEL}\", \"Prod\"]\n"), "{rendered}");
}

#[test]
fn what_a_topology_says_itself_replaces_a_variable() {
    let plane = PLANE.replace("console = true", "console = \"$env{SHOWN}\"");
    let gateway = gateway_file().replace("https://localhost:9443/services/", "$env{HUB}");
    let gateway = gateway.replace("offset = 1", "offset = \"$env{OFFSET}\"");
    let topology = "release = \"4.7\"\n[load_balancer]\ncontrol-plane = \"https://lb.example.com\"\n\
        [[node]]\nname = \"cp\"\nroles = [\"control-plane\"]\nhost = \"localhost\"\n\
        [[node]]\nname = \"gw\"\nroles = [\"gateway\"]\nhost = \"localhost\"\noffset = 1\n\
        [[environment]]\nname = \"Prod\"\ntype = \"production\"\ngateways = [\"gw\"]\n\
        display_in_api_console = false\n";
    let topology = Topology::parse(topology).unwrap();
    let texts = [("cp", plane), ("gw", gateway)].map(|(name, text)| (name.to_owned(), text));
    let files = topology.render_from(&texts.into()).unwrap();
    assert!(files.get("cp").unwrap().after().contains("display_in_api_console = false\n"));
    let gateway = files.get("gw").unwrap().after();
    assert!(gateway.contains("offset = 1\n"), "{gateway}");
    let hub = gateway.split("[apim.event_hub]").nth(1).unwrap();
    assert!(hub.contains("service_url = \"https://lb.example.com/services/\"\n"), "{gateway}");
}

#[test]
fn labels_of_environments_that_no_file_has_stay() {
    let gateway = gateway_file();
    for labels in ["[\"Prod\", \"Portal Env\"]", "[\"Portal Env\", \"Prod\", \"$env{MORE}\"]"] {
        let gateway = gateway.replace("[\"Prod\"]", labels);
        assert_eq!(again(PLANE, &gateway), [PLANE.to_owned(), gateway]);
    }
    // What packs are shipped with goes, and what is spelt in another case; so does what is taken from the control plane.
    for label in ["Default", "PROD"] {
        let before = gateway.replace("[\"Prod\"]", &format!("[\"{label}\", \"Prod\"]"));
        assert_eq!(again(PLANE, &before)[1], gateway, "{label}");
    }
    let read = |text: &str, name: &str, role| {
        let file = NodeFile::from_text(name, text).name(name).host("localhost");
        file.roles([role]).release(Release::V4_7)
    };
    let topology = Topology::from_deployment([
        read(PLANE, "cp", Role::ControlPlane),
        read(&gateway, "gw", Role::Gateway),
    ])
    .unwrap();
    let old = format!("{PLANE}{}", PLANE.replace("\"Prod\"", "\"Old\""));
    let labelled = gateway.replace("[\"Prod\"]", "[\"Old\", \"Portal Env\"]");
    let texts = [("cp", old), ("gw", labelled)].map(|(name, text)| (name.to_owned(), text));
    let files = topology.render_from(&texts.into()).unwrap();
    assert_eq!(files.removed_environments(), ["Old"]);
    let expected = gateway.replace("[\"Prod\"]", "[\"Portal Env\", \"Prod\"]");
    assert_eq!(files.get("gw").unwrap().after(), expected);
}
