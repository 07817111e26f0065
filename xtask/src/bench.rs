//! `cargo xtask bench`.

use std::path::Path;
use std::process::Command;

use crate::session::Session;
use crate::workspace::Workspace;
use crate::{node, process, python, workspace};

/// Runs after each other, so that a change of the machine's speed meets all three.
const ROUNDS: usize = 7;

/// Runs the benchmarks, with their output as it comes. Without arguments for `cargo bench`, the same call from Python and
/// Node is then held against the one from Rust, in one run; `languages` does that alone.
pub(crate) fn bench(arguments: &[String]) -> Result<bool, String> {
    let root = workspace::root()?;
    if arguments == ["languages"] {
        return languages(&root);
    }
    let mut command = process::cargo(&root);
    command.args(["bench", "--locked"]).args(arguments);
    let status = command.status().map_err(|error| format!("cargo bench: {error}"))?;
    if !status.success() || !arguments.is_empty() {
        return Ok(status.success());
    }
    languages(&root)
}

fn languages(root: &Path) -> Result<bool, String> {
    let workspace = Workspace::open()?;
    let mut session = Session::default();
    let interpreter = python::install_released(&mut session, &workspace);
    let folder = node::install_released(&mut session, &workspace);
    if !session.finish() {
        return Ok(false);
    }
    let Some(interpreter) = interpreter else { return Ok(false) };
    compare(root, &workspace, &interpreter, &folder).map(|()| true)
}

fn compare(
    root: &Path,
    workspace: &Workspace,
    interpreter: &Path,
    folder: &Path,
) -> Result<(), String> {
    let file = workspace.outside.join("deployment.toml");
    let mut times = [const { Vec::new() }; 3];
    for _ in 0..ROUNDS {
        let mut rust = process::cargo(root);
        rust.args(["bench", "--quiet", "--locked", "--package", "gatewright"])
            .args(["--bench", "check_file", "--"])
            .arg(&file);
        let mut python = process::program(interpreter, folder);
        python.arg(root.join("bindings-python/benches/check.py")).arg(&file);
        let mut node = process::program("node", folder);
        node.arg(root.join("bindings-node/benches/check.mjs")).arg(&file);
        for (command, times) in [rust, python, node].into_iter().zip(&mut times) {
            times.push(nanoseconds(command)?);
        }
    }
    let medians = times.map(|mut times| {
        times.sort_unstable();
        times.get(ROUNDS / 2).copied().unwrap_or_default()
    });
    let [rust, _, _] = medians;
    println!("check() of a file with 1,000 environments, median of {ROUNDS} rounds:\n");
    println!("| language | time | ratio to Rust |\n|---|---|---|");
    for (language, time) in ["Rust", "Python", "Node"].into_iter().zip(medians) {
        let hundredths = (time * 100 + rust / 2) / rust.max(1);
        println!(
            "| {language} | {} µs | {}.{:02} |",
            time / 1_000,
            hundredths / 100,
            hundredths % 100
        );
    }
    Ok(())
}

/// The last line that the command prints, as a number.
fn nanoseconds(command: Command) -> Result<u64, String> {
    let typed = process::typed(&command);
    let finished = process::capture(command).map_err(|error| format!("{typed}: {error}"))?;
    let number = finished.output.lines().last().and_then(|line| line.trim().parse().ok());
    number.ok_or_else(|| format!("{typed}: no number\n{}", finished.output))
}
