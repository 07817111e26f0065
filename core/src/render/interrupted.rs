//! Tests: a kill between any two steps of writing or undoing leaves what either can be begun anew from.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::{WriteOptions, revert};
use crate::deployment::deployment_path;
use crate::error::ErrorKind;
use crate::files::replace::killed;
use crate::model::Topology;

/// True when it came to the kill.
fn killed_after<T>(files: usize, run: impl FnOnce() -> crate::error::Result<T>) -> bool {
    killed::after(files, run).is_err_and(|error| {
        assert_eq!(error.kind(), ErrorKind::Cancelled, "{error}");
        true
    })
}

/// Three homes, the last of which has no file yet, after one finished write.
struct Installation {
    folder: tempfile::TempDir,
}

impl Installation {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("control-plane", "[server]\nx = 1\n"), ("gateway-1", "[server]\ny = 2")]
        {
            let path = deployment_path(&folder.path().join(name));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::create_dir_all(folder.path().join("gateway-2")).unwrap();
        let installation = Self { folder };
        installation.write("a").unwrap();
        installation
    }

    /// Versions differ in one environment's name: the files of the control plane and of one gateway.
    fn topology(&self, version: &str) -> Topology {
        let mut text = String::from("release = \"4.7\"\n");
        for (offset, home) in self.homes().iter().enumerate() {
            let name = home.file_name().unwrap().to_str().unwrap();
            let role = name.trim_end_matches("-1").trim_end_matches("-2");
            let home = home.display();
            let _ = write!(
                text,
                "[[node]]\nname = \"{name}\"\nroles = [\"{role}\"]\nhost = \"localhost\"\noffset = {offset}\nhome = '{home}'\n"
            );
        }
        for (name, gateway) in [("One", "gateway-1"), (version, "gateway-2")] {
            let _ = write!(
                text,
                "[[environment]]\nname = \"{name}\"\ntype = \"hybrid\"\ngateways = [\"{gateway}\"]\n"
            );
        }
        Topology::parse(&text).unwrap()
    }

    fn write(&self, version: &str) -> crate::error::Result<()> {
        let files = self.topology(version).render()?;
        let removing = WriteOptions::new().removing(files.removed_environments().to_vec());
        files.write(&removing).map(drop)
    }

    fn home(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn homes(&self) -> [PathBuf; 3] {
        ["control-plane", "gateway-1", "gateway-2"].map(|name| self.home(name))
    }

    fn revert(&self) -> crate::error::Result<()> {
        revert(self.homes()).map(drop)
    }

    fn texts(&self) -> Vec<Option<String>> {
        self.homes().iter().map(|home| read(&deployment_path(home))).collect()
    }
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

/// What the files are before the second write, and after it.
fn undisturbed() -> (Vec<Option<String>>, Vec<Option<String>>) {
    let installation = Installation::new();
    let before = installation.texts();
    installation.write("b").unwrap();
    (before, installation.texts())
}

#[test]
fn a_killed_write_can_be_undone() {
    let (before, _) = undisturbed();
    for step in 0.. {
        let installation = Installation::new();
        if !killed_after(step, || installation.write("b")) {
            assert_eq!(step, 5, "three states and two files");
            return;
        }
        if step > 0 {
            installation.revert().unwrap();
        }
        assert_eq!(installation.texts(), before, "killed after {step}");
        installation.revert().unwrap();
        assert!(
            installation.texts()[2].is_none(),
            "killed after {step}: the first write is undone"
        );
        assert_eq!(installation.texts()[0].as_deref(), Some("[server]\nx = 1\n"));
    }
}

#[test]
fn a_killed_write_can_be_begun_anew_and_undone() {
    let (before, after) = undisturbed();
    for step in 0.. {
        let installation = Installation::new();
        if !killed_after(step, || installation.write("b")) {
            return;
        }
        installation.write("b").unwrap();
        assert_eq!(installation.texts(), after, "killed after {step}");
        installation.revert().unwrap();
        assert_eq!(installation.texts(), before, "killed after {step}");
        installation.revert().unwrap();
        assert!(
            installation.texts()[2].is_none(),
            "killed after {step}: the first write is undone"
        );
        assert_eq!(installation.texts()[1].as_deref(), Some("[server]\ny = 2"));
    }
}

#[test]
fn a_killed_undoing_can_be_begun_anew() {
    let (before, after) = undisturbed();
    for step in 0.. {
        let installation = Installation::new();
        installation.write("b").unwrap();
        if !killed_after(step, || installation.revert()) {
            assert_eq!(step, 5, "two files and three states");
            return;
        }
        let texts = installation.texts();
        assert!(texts.iter().all(|text| before.contains(text) || after.contains(text)));
        installation.revert().unwrap();
        assert_eq!(installation.texts(), before, "killed after {step}");
    }
}

#[test]
fn after_a_killed_undoing_one_can_write_again() {
    let (before, after) = undisturbed();
    for step in 0.. {
        let installation = Installation::new();
        installation.write("b").unwrap();
        if !killed_after(step, || installation.revert()) {
            return;
        }
        installation.write("b").unwrap();
        assert_eq!(installation.texts(), after, "killed after {step}");
        installation.revert().unwrap();
        assert_eq!(installation.texts(), before, "killed after {step}");
    }
}
