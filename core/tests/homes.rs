//! Homes and files in odd places: links between them, homes given twice, copies for other computers, modes.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::format_push_string,
    clippy::print_stdout,
    reason = "a test stops at a broken assumption"
)]

use std::fs;
use std::path::{Path, PathBuf};

use gatewright::check::NodeFile;
use gatewright::deployment::deployment_path;
use gatewright::render::{WriteOptions, revert};
use gatewright::{ErrorKind, Release, Role, Topology};

const BEFORE: &str = "[server]\nhostname = \"localhost\"\n";
const NODES: [&str; 3] = ["control-plane", "gateway-1", "gateway-2"];

/// The three nodes of the example, with homes below a folder.
fn topology(folder: &Path) -> Topology {
    let mut text = String::new();
    for line in gatewright::examples::THREE_NODES.lines().filter(|line| !line.starts_with("home")) {
        text.push_str(&format!("{line}\n"));
        for node in NODES {
            if line == format!("name = \"{node}\"") {
                text.push_str(&format!("home = '{}'\n", folder.join(node).display()));
            }
        }
    }
    Topology::parse(&text).unwrap()
}

fn homes(folder: &Path) -> Vec<PathBuf> {
    NODES.map(|node| folder.join(node)).to_vec()
}

fn install(folder: &Path) {
    for home in homes(folder) {
        let path = deployment_path(&home);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, BEFORE).unwrap();
    }
}

#[test]
fn a_home_given_twice_is_undone_once() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path());
    topology(folder.path()).render().unwrap().write(&WriteOptions::new()).unwrap();
    let homes = homes(folder.path());
    let again = folder.path().join("gateway-1/../gateway-1");
    let undone = revert(homes.iter().chain([&homes[1], &again])).unwrap();
    assert_eq!(undone.restored.len(), 3);
    for home in homes {
        assert_eq!(fs::read_to_string(deployment_path(&home)).unwrap(), BEFORE);
    }
}

#[test]
fn files_of_homes_can_be_written_elsewhere_again_and_again() {
    let folder = tempfile::tempdir().unwrap();
    let copies = tempfile::tempdir().unwrap();
    install(folder.path());
    let first = topology(folder.path());
    first.render().unwrap().write_to(copies.path(), &WriteOptions::new()).unwrap();
    let renamed = first.to_toml().replace("Production Gateway\"", "Production\"");
    let second = Topology::parse(&renamed).unwrap().render().unwrap();
    let outcome = second.write_to(copies.path(), &WriteOptions::new()).unwrap();
    assert_eq!(outcome.written.len(), 2);
    let copy = deployment_path(&copies.path().join("gateway-1"));
    assert_eq!(fs::read_to_string(&copy).unwrap(), second.get("gateway-1").unwrap().after());

    fs::write(&copy, "# by hand\n").unwrap();
    let error = first.render().unwrap().write_to(copies.path(), &WriteOptions::new()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConcurrentChange, "file-changed"));
    for home in homes(folder.path()) {
        assert_eq!(fs::read_to_string(deployment_path(&home)).unwrap(), BEFORE);
    }
}

#[test]
fn a_file_named_from_within_its_home_has_that_home() {
    let folder = tempfile::tempdir().unwrap();
    install(folder.path());
    // The only test here that depends on the working directory.
    std::env::set_current_dir(folder.path().join("control-plane")).unwrap();
    let file = NodeFile::from("repository/conf/deployment.toml").roles([Role::ControlPlane]);
    let topology = Topology::from_deployment([file.release(Release::V4_7)]);
    match topology {
        Ok(topology) => assert_eq!(topology.nodes()[0].home.as_deref(), Some(Path::new("."))),
        Err(error) => assert!(!error.message().contains("home"), "{error}"),
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn two_nodes_with_one_file_through_links_are_refused() {
        for link_homes in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            install(folder.path());
            let (one, two) = (folder.path().join("gateway-1"), folder.path().join("gateway-2"));
            let (linked, target) = if link_homes {
                (two, one)
            } else {
                (deployment_path(&two), deployment_path(&one))
            };
            if link_homes { fs::remove_dir_all(&linked) } else { fs::remove_file(&linked) }
                .unwrap();
            symlink(&target, &linked).unwrap();
            let files = topology(folder.path()).render().unwrap();
            let error = files.write(&WriteOptions::new()).unwrap_err();
            assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "shared-file"));
            for home in homes(folder.path()) {
                assert_eq!(fs::read_to_string(deployment_path(&home)).unwrap(), BEFORE);
            }
        }
    }

    #[test]
    fn a_mode_made_stricter_holds_for_the_state_as_well() {
        let folder = tempfile::tempdir().unwrap();
        install(folder.path());
        let first = topology(folder.path());
        first.render().unwrap().write(&WriteOptions::new()).unwrap();
        let home = folder.path().join("gateway-1");
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        fs::set_permissions(deployment_path(&home), fs::Permissions::from_mode(0o600)).unwrap();
        let renamed = first.to_toml().replace("Production Gateway\"", "Production\"");
        let files = Topology::parse(&renamed).unwrap().render().unwrap();
        files.write(&WriteOptions::new().removing(["Production Gateway"])).unwrap();
        assert_eq!(mode(&deployment_path(&home)), 0o600);
        assert_eq!(mode(&home.join(".gatewright/state.json")), 0o600);
    }
}
