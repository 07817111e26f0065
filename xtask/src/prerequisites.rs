//! What must be on the machine already. Missing things are named, never installed.

use std::path::Path;
use std::process::Command;

use crate::process;

const PYTHON: (u32, u32) = (3, 10);
const PYTHON_NAMES: [&str; 7] =
    ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];
const NODE: u32 = 20;

/// The parts of the Rust toolchain that an installation may lack. Cargo itself has refused to
/// build this program when it is too old: the workspace states the oldest version.
pub(crate) fn rust(root: &Path) -> Result<(), String> {
    for component in ["rustfmt", "clippy"] {
        let subcommand = component.strip_prefix("rust").unwrap_or(component);
        let mut command = process::cargo(root);
        command.args([subcommand, "--version"]);
        if run(command).is_none() {
            return Err(format!(
                "{component} is missing. Install it with `rustup component add {component}`, or \
                 the package of your system that brings it."
            ));
        }
    }
    Ok(())
}

/// A Python that is new enough and can make virtual environments: its command.
/// `PYTHON` in the environment names one to use instead of those on the path.
pub(crate) fn python(root: &Path) -> Result<String, String> {
    let names = match std::env::var("PYTHON") {
        Ok(name) => vec![name],
        Err(_) => PYTHON_NAMES.map(str::to_owned).to_vec(),
    };
    let mut unfit = Vec::new();
    for name in names {
        match python_is_unfit(&name, root) {
            None => return Ok(name),
            Some(reason) => unfit.push(reason),
        }
    }
    let (major, minor) = PYTHON;
    Err(format!(
        "Python {major}.{minor} or later is missing.{} Get it from \
         https://www.python.org/downloads/ or your system's packages; `PYTHON` in the \
         environment may name its command.",
        unfit.concat()
    ))
}

/// Why a command is no Python to use: nothing to say when there is no such command.
fn python_is_unfit(name: &str, root: &Path) -> Option<String> {
    let script = |text| {
        let mut python = process::program(name, root);
        python.args(["-c", text]);
        run(python)
    };
    let Some(version) = script("import sys; print('%d.%d' % sys.version_info[:2])") else {
        return Some(String::new());
    };
    if pair(&version).is_none_or(|version| version < PYTHON) {
        return Some(format!(" `{name}` is {version}."));
    }
    if script("import venv, ensurepip").is_none() {
        return Some(format!(
            " `{name}` cannot make virtual environments: its modules venv and ensurepip are \
             missing; on Debian and Ubuntu the package python3-venv brings them."
        ));
    }
    None
}

/// Node that is new enough, and npm.
pub(crate) fn node(root: &Path) -> Result<(), String> {
    let remedy = "Get it, with npm, from https://nodejs.org/ or your system's packages.";
    let mut node = process::program("node", root);
    node.arg("--version");
    let version = run(node).ok_or_else(|| format!("Node {NODE} or later is missing. {remedy}"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|n| n.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        return Err(format!("Node is {version}; {NODE} or later is needed. {remedy}"));
    }
    let mut npm = npm(root);
    npm.arg("--version");
    run(npm).map(|_| ()).ok_or_else(|| format!("npm is missing beside Node. {remedy}"))
}

/// The command npm.
pub(crate) fn npm(folder: &Path) -> Command {
    process::program(if cfg!(windows) { "npm.cmd" } else { "npm" }, folder)
}

/// The last line a command prints, when it succeeds.
fn run(command: Command) -> Option<String> {
    let finished = process::capture(command).ok().filter(|finished| finished.succeeded)?;
    finished.output.lines().last().map(|line| line.trim().to_owned()).or(Some(String::new()))
}

/// `3.11` as numbers, so that 3.9 comes before 3.10.
fn pair(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(pair("3.9") < Some(PYTHON));
        assert!(pair("3.10") >= Some(PYTHON));
        assert_eq!(pair("three"), None);
    }
}
