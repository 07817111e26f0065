//! Reading existing installations: what follows from the files, and what must be given.

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
