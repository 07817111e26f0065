//! Any files make a draft. Where it is a topology, rendering that into the same files and reading them again gives it
//! back, and so does rendering it anew.
#![no_main]

use std::collections::BTreeMap;

use gatewright::check::NodeFile;
use gatewright::render::RenderedFiles;
use gatewright::{Release, Role, Topology};
use gatewright_fuzz::nodes;
use libfuzzer_sys::fuzz_target;

const ROLES: [Role; 3] = [Role::ControlPlane, Role::Gateway, Role::Gateway];

/// The rendered files with all that the topology says of their nodes.
fn known(topology: &Topology, files: &RenderedFiles) -> Vec<NodeFile> {
    let pairs = files.iter().zip(topology.nodes());
    pairs
        .map(|(file, node)| {
            NodeFile::from_text(file.path(), file.after())
                .name(node.name.as_str())
                .host(node.host.as_str())
                .roles(node.roles.iter().copied())
                .pack(node.pack)
                .release(topology.release())
        })
        .collect()
}

fn texts(files: &RenderedFiles) -> BTreeMap<String, String> {
    files.iter().map(|file| (file.node().to_owned(), file.after().to_owned())).collect()
}

/// In 3.x only its URLs say which node is behind an environment, and URLs that were given may lead elsewhere.
fn tells_all(topology: &Topology) -> bool {
    let has_no_urls = |environment: &gatewright::Environment| {
        environment.is_federated() || environment.endpoints == gatewright::model::Endpoints::default()
    };
    !topology.release().is_classic() || topology.environments().iter().all(has_no_urls)
}

fn assert_round_trip(topology: &Topology, files: &RenderedFiles) {
    let draft = Topology::draft_from_deployment(known(topology, files)).expect("they were rendered");
    if tells_all(topology) {
        assert_eq!(draft.topology(), Some(topology), "{}\n{}", draft.text(), files.diff());
    }
    let again = topology.render_from(&texts(files)).expect("they were rendered");
    assert!(!again.is_changed(), "{}", again.diff());
}

fuzz_target!(|text: &str| {
    for (release, has_roles) in
        [(None, false), (Some(Release::V3_2), true), (Some(Release::V4_0), false), (Some(Release::V4_7), true)]
    {
        let files: Vec<NodeFile> = nodes(text)
            .zip(ROLES)
            .enumerate()
            .map(|(at, (text, role))| {
                let file = NodeFile::from_text(format!("node{at}.toml"), text);
                let file = if has_roles { file.roles([role]).host("localhost") } else { file };
                release.into_iter().fold(file, NodeFile::release)
            })
            .collect();
        let draft = match Topology::draft_from_deployment(&files) {
            Ok(draft) => draft,
            Err(error) => {
                assert_eq!(error.code(), "invalid-deployment-file");
                return;
            }
        };
        let strict = Topology::from_deployment(&files);
        let Some(topology) = draft.topology() else { continue };
        assert_eq!(strict.ok().as_ref(), Some(topology));
        assert_eq!(Topology::parse(draft.text()).ok().as_ref(), Some(topology));
        assert_round_trip(topology, &topology.render().expect("there are no homes"));
        let given = topology.nodes().iter().zip(nodes(text));
        let given = given.map(|(node, text)| (node.name.to_string(), text.to_owned())).collect();
        match topology.render_from(&given) {
            Ok(files) => assert_round_trip(topology, &files),
            Err(error) => assert_eq!(error.code(), "uneditable-file"),
        }
    }
});
