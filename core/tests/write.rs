//! Writing and undoing on a real file system: what is refused, what is kept, what a fault leaves behind.
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

use gatewright::render::{RenderedFiles, WriteOptions, revert};
use gatewright::{ErrorKind, Topology};
use tempfile::TempDir;

const BEFORE: &str = "[server]\nhostname = \"localhost\" # keep me\n\n[super_admin]\nusername = \"admin\"\npassword = \"hunter2\"\n\n[[apim.gateway.environment]]\nname = \"Default\"\ntype = \"hybrid\"\nhttps_endpoint = \"https://localhost:8243\"\n";

/// Three homes on disk, each with the same file, and the topology that names them.
struct Installation {
    folder: TempDir,
    topology: Topology,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut text = String::from("release = \"4.7\"\n");
        for (name, role, offset) in [
            ("control-plane", "control-plane", 0),
            ("gateway-1", "gateway", 1),
            ("gateway-2", "gateway", 2),
        ] {
            let home = folder.path().join(name);
            fs::create_dir_all(home.join("repository/conf")).unwrap();
            fs::write(home.join("repository/conf/deployment.toml"), BEFORE).unwrap();
            text.push_str(&format!(
                "[[node]]\nname = \"{name}\"\nroles = [\"{role}\"]\nhost = \"localhost\"\noffset = {offset}\nhome = '{}'\n",
                home.display()
            ));
        }
        for (name, kind, gateway) in
            [("Production Gateway", "production", "gateway-1"), ("Hybrid", "hybrid", "gateway-2")]
        {
            text.push_str(&format!(
                "[[environment]]\nname = \"{name}\"\ntype = \"{kind}\"\ngateways = [\"{gateway}\"]\n"
            ));
        }
        let topology = Topology::parse(&text).unwrap();
        Self { folder, topology }
    }

    fn home(&self, node: &str) -> PathBuf {
        self.folder.path().join(node)
    }

    fn file(&self, node: &str) -> PathBuf {
        self.home(node).join("repository/conf/deployment.toml")
    }

    fn homes(&self) -> Vec<PathBuf> {
        ["control-plane", "gateway-1", "gateway-2"].map(|node| self.home(node)).to_vec()
    }

    fn render(&self) -> RenderedFiles {
        self.topology.render().unwrap()
    }

    fn assert_untouched(&self) {
        for node in ["control-plane", "gateway-1", "gateway-2"] {
            assert_eq!(fs::read_to_string(self.file(node)).unwrap(), BEFORE, "{node}");
            let names: Vec<_> = fs::read_dir(self.home(node).join("repository/conf"))
                .unwrap()
                .map(|entry| entry.unwrap().file_name())
                .collect();
            assert_eq!(names, ["deployment.toml"], "nothing half-written is left in {node}");
        }
    }
}

fn removing_default() -> WriteOptions {
    WriteOptions::new().removing(["Default"])
}

#[test]
fn files_are_written_gateways_first_and_undone_byte_for_byte() {
    let installation = Installation::new();
    let outcome = installation.render().write(&removing_default()).unwrap();
    assert_eq!(outcome.restart, ["control-plane", "gateway-1", "gateway-2"]);
    assert_eq!(outcome.written.last(), Some(&installation.file("control-plane")));
    let control_plane = fs::read_to_string(installation.file("control-plane")).unwrap();
    assert!(control_plane.contains("#[[apim.gateway.environment]]\n#name = \"Default\""));
    assert!(!installation.render().is_changed(), "rendering what was written changes nothing");

    let again = installation.render().write(&removing_default()).unwrap();
    assert!(again.written.is_empty() && again.restart.is_empty());
    assert_eq!(again.unchanged.len(), 3);

    let undone = revert(installation.homes()).unwrap();
    assert_eq!(undone.restored.len(), 3);
    installation.assert_untouched();
    let error = revert(installation.homes()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "nothing-to-revert"));
}

#[test]
fn an_active_environment_is_not_taken_away_unless_named() {
    let installation = Installation::new();
    let files = installation.render();
    assert_eq!(files.removed_environments(), ["Default"]);
    let error = files.write(&WriteOptions::new().removing(["Defualt"])).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "environment-removed"));
    assert!(error.message().contains("`Default`"), "{error}");
    installation.assert_untouched();
}

#[test]
fn a_file_changed_after_rendering_is_left_alone_with_all_others() {
    let installation = Installation::new();
    let files = installation.render();
    let changed = format!("{BEFORE}# by hand\n");
    fs::write(installation.file("control-plane"), &changed).unwrap();
    let error = files.write(&removing_default()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConcurrentChange, "file-changed"));
    assert_eq!(fs::read_to_string(installation.file("control-plane")).unwrap(), changed);
    fs::write(installation.file("control-plane"), BEFORE).unwrap();
    installation.assert_untouched();
}

#[test]
fn what_the_user_changes_later_survives_undoing() {
    let installation = Installation::new();
    installation.render().write(&removing_default()).unwrap();
    for node in ["control-plane", "gateway-1"] {
        let text = fs::read_to_string(installation.file(node)).unwrap();
        let edited = text.replace("# keep me", "# kept, and changed");
        fs::write(installation.file(node), edited).unwrap();
    }
    revert(installation.homes()).unwrap();
    let expected = BEFORE.replace("# keep me", "# kept, and changed");
    assert_eq!(fs::read_to_string(installation.file("control-plane")).unwrap(), expected);
    assert_eq!(fs::read_to_string(installation.file("gateway-1")).unwrap(), expected);
    assert_eq!(fs::read_to_string(installation.file("gateway-2")).unwrap(), BEFORE);
}

#[test]
fn a_conflict_on_undoing_shows_both_sides_and_writes_nothing() {
    let installation = Installation::new();
    installation.render().write(&removing_default()).unwrap();
    let written = fs::read_to_string(installation.file("gateway-1")).unwrap();
    let edited = written
        .replace("offset = 1", "offset = 7")
        .replace("password = \"hunter2\"", "password = \"hunter3\"");
    fs::write(installation.file("gateway-1"), &edited).unwrap();
    let error = revert(installation.homes()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "revert-conflict"));
    assert!(error.message().contains("+offset = 7"), "{error}");
    assert!(!error.message().contains("hunter"), "no secret in an error: {error}");
    assert_eq!(fs::read_to_string(installation.file("gateway-1")).unwrap(), edited);
    let control_plane = fs::read_to_string(installation.file("control-plane")).unwrap();
    assert!(control_plane.contains("Production Gateway"), "the other files are not undone either");
}

#[test]
fn undoing_the_second_write_leaves_the_first() {
    let installation = Installation::new();
    installation.render().write(&removing_default()).unwrap();
    let first: Vec<String> = ["control-plane", "gateway-1"]
        .map(|node| fs::read_to_string(installation.file(node)).unwrap())
        .to_vec();
    let renamed = installation.topology.to_toml().replace("\"Hybrid\"", "\"Sandbox\"");
    let second = Topology::parse(&renamed).unwrap();
    let outcome =
        second.render().unwrap().write(&WriteOptions::new().removing(["Hybrid"])).unwrap();
    assert_eq!(outcome.unchanged, [installation.file("gateway-1")], "its file says it already");
    revert(installation.homes()).unwrap();
    assert_eq!(fs::read_to_string(installation.file("control-plane")).unwrap(), first[0]);
    assert_eq!(fs::read_to_string(installation.file("gateway-1")).unwrap(), first[1]);
    revert(installation.homes()).unwrap();
    installation.assert_untouched();
}

#[test]
fn a_node_without_home_or_whose_home_is_missing_is_refused() {
    let topology = Topology::parse(gatewright::examples::THREE_NODES).unwrap();
    let error = topology.render().unwrap().write(&WriteOptions::new()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "node-without-home"));

    let installation = Installation::new();
    let files = installation.render();
    fs::remove_dir_all(installation.home("gateway-2")).unwrap();
    let error = files.write(&removing_default()).unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, "home-not-found"));
}

#[test]
fn a_directory_in_place_of_the_file_is_named() {
    let installation = Installation::new();
    fs::remove_file(installation.file("gateway-1")).unwrap();
    fs::create_dir(installation.file("gateway-1")).unwrap();
    let error = installation.topology.render().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-a-file"));
    assert_eq!(error.operation(), "render");
}

#[test]
fn a_file_that_is_not_utf_8_is_named_with_the_place() {
    let installation = Installation::new();
    fs::write(installation.file("gateway-1"), b"[server]\nhostname = \"\xff\"\n").unwrap();
    let error = installation.topology.render().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "not-utf-8"));
    assert!(error.message().contains("line 2, column 13"), "{error}");
}

#[test]
fn a_file_that_is_no_toml_is_named_with_every_place() {
    let installation = Installation::new();
    fs::write(installation.file("gateway-1"), "[server\nhostname = localhost\n").unwrap();
    let error = installation.topology.render().unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "invalid-deployment-file"));
    let lines: Vec<_> =
        error.report().unwrap().diagnostics().iter().map(|found| found.line).collect();
    assert_eq!(lines, [Some(1), Some(2)]);
}

#[test]
fn a_damaged_or_newer_state_is_refused() {
    let installation = Installation::new();
    installation.render().write(&removing_default()).unwrap();
    let state = installation.home("gateway-1").join(".gatewright/state.json");
    for text in ["{", "{\"schema_version\": 99, \"writes\": []}"] {
        fs::write(&state, text).unwrap();
        let error = revert(installation.homes()).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "unusable-state"));
    }
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().mode() & 0o7777
    }

    #[test]
    fn mode_is_kept_and_the_state_has_it_too() {
        let installation = Installation::new();
        let file = installation.file("gateway-1");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        installation.render().write(&removing_default()).unwrap();
        assert_eq!(mode(&file), 0o640);
        assert_eq!(mode(&installation.home("gateway-1").join(".gatewright/state.json")), 0o640);
        revert(installation.homes()).unwrap();
        assert_eq!(mode(&file), 0o640);
    }

    #[test]
    fn a_symbolic_link_is_followed_and_stays() {
        let installation = Installation::new();
        let (link, target) =
            (installation.file("gateway-1"), installation.folder.path().join("real.toml"));
        fs::rename(&link, &target).unwrap();
        symlink(&target, &link).unwrap();
        installation.render().write(&removing_default()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(fs::read_to_string(&target).unwrap().contains("offset = 1"));
        revert(installation.homes()).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), BEFORE);
    }

    #[test]
    fn a_dangling_link_is_an_error() {
        let installation = Installation::new();
        fs::remove_file(installation.file("gateway-1")).unwrap();
        symlink("nowhere.toml", installation.file("gateway-1")).unwrap();
        let error = installation.topology.render().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }

    #[test]
    fn a_read_only_file_is_refused_and_all_files_stay() {
        let installation = Installation::new();
        let file = installation.file("control-plane");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
        let error = installation.render().write(&removing_default()).unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::Io, "read-only-file"));
        installation.assert_untouched();
    }

    /// Runs [`child_writes`] in a process of its own, in which no file may grow beyond a few hundred bytes: the write
    /// call fails as on a full disk, or, when the signal is not ignored, the process is killed in the middle of it.
    fn write_with_tiny_files(
        installation: &Installation,
        ignore_signal: bool,
    ) -> std::process::Output {
        let topology = installation.folder.path().join("topology.toml");
        fs::write(&topology, installation.topology.to_toml()).unwrap();
        let trap = if ignore_signal { "trap '' XFSZ; " } else { "" };
        Command::new("sh")
            .arg("-c")
            .arg(format!("{trap}ulimit -f 1; exec \"$0\" --exact unix::child_writes --nocapture"))
            .arg(std::env::current_exe().unwrap())
            .env("GATEWRIGHT_CHILD_TOPOLOGY", &topology)
            .output()
            .unwrap()
    }

    /// The child's half of the tests below: does nothing when it is not asked to.
    #[test]
    fn child_writes() {
        let Ok(path) = std::env::var("GATEWRIGHT_CHILD_TOPOLOGY") else { return };
        let files = Topology::load(path).unwrap().render().unwrap();
        let error = files.write(&removing_default()).unwrap_err();
        println!("child: {} {} {error}", error.kind(), error.code());
    }

    fn with_large_files() -> Installation {
        let installation = Installation::new();
        for node in ["control-plane", "gateway-1", "gateway-2"] {
            let padded =
                format!("{BEFORE}{}", "# padding that makes the file larger\n".repeat(100));
            fs::write(installation.file(node), padded).unwrap();
        }
        installation
    }

    fn assert_large_files_untouched(installation: &Installation) {
        for node in ["control-plane", "gateway-1", "gateway-2"] {
            let text = fs::read_to_string(installation.file(node)).unwrap();
            assert!(text.starts_with(BEFORE) && text.ends_with("larger\n"), "{node}");
            assert_eq!(text.matches("padding").count(), 100, "{node}");
        }
    }

    #[test]
    fn no_space_left_in_the_middle_of_a_write_changes_nothing() {
        let installation = with_large_files();
        let output = write_with_tiny_files(&installation, true);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains("child: Io unwritable-file"), "{said}");
        assert_large_files_untouched(&installation);
        for node in ["control-plane", "gateway-1", "gateway-2"] {
            let entries = fs::read_dir(installation.home(node).join("repository/conf")).unwrap();
            assert_eq!(entries.count(), 1, "no temporary file is left");
        }
    }

    /// A file that is mounted into a container cannot be replaced by renaming. Needs the right to mount, in a mount
    /// namespace of its own; says so and passes where there is none.
    #[cfg(target_os = "linux")]
    #[test]
    fn a_mounted_file_is_refused_and_all_files_stay() {
        let installation = Installation::new();
        let topology = installation.folder.path().join("topology.toml");
        fs::write(&topology, installation.topology.to_toml()).unwrap();
        let output = Command::new("unshare")
            .args(["--mount", "sh", "-c"])
            .arg("mount --bind \"$1\" \"$1\" || exit 77; exec \"$0\" --exact unix::child_writes --nocapture")
            .arg(std::env::current_exe().unwrap())
            .arg(installation.file("control-plane"))
            .env("GATEWRIGHT_CHILD_TOPOLOGY", &topology)
            .output();
        let said = match &output {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(_) => String::new(),
        };
        if !said.contains("running 1 test") {
            println!("skipped: this process may not mount");
            return;
        }
        assert!(said.contains("child: Io unwritable-file"), "{said}");
        assert!(said.contains("it is a mount point"), "{said}");
        installation.assert_untouched();
        let error = revert(installation.homes()).unwrap_err();
        assert_eq!(error.code(), "nothing-to-revert", "the state is as it was, too");
    }

    #[test]
    fn a_kill_in_the_middle_of_a_write_changes_nothing() {
        let installation = with_large_files();
        let output = write_with_tiny_files(&installation, false);
        assert!(!output.status.success(), "the child was killed");
        assert_large_files_untouched(&installation);
        installation.render().write(&removing_default()).unwrap();
        revert(installation.homes()).unwrap();
        assert_large_files_untouched(&installation);
    }
}
