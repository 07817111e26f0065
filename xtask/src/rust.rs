//! The steps for Rust.

use std::process::Command;

use crate::args::TestOptions;
use crate::quickstart::Told;
use crate::runner::Runner;
use crate::session::{Done, Session, Step};
use crate::workspace::Workspace;
use crate::{examples, files, prerequisites, process};

/// Formatting, lints and documentation.
pub(crate) fn lint(session: &mut Session, workspace: &Workspace) {
    let prerequisites =
        Step::new("Rust: prerequisites").work(|| prerequisites::rust(&workspace.root));
    let present = session.run(prerequisites);
    let fmt = cargo(workspace, &["fmt", "--all", "--check", "--", "--color", "never"]);
    session.run(Step::new("Rust: formatting").command(fmt).needs(&present));
    let mut clippy = cargo(workspace, &["clippy", "--locked", "--workspace", "--all-targets"]);
    clippy.args(["--", "-D", "warnings"]);
    session.run(Step::new("Rust: clippy").command(clippy).needs(&present));
    let mut doc = cargo(workspace, &["doc", "--locked", "--workspace", "--no-deps"]);
    doc.env("RUSTDOCFLAGS", "-D warnings");
    session.run(Step::new("Rust: documentation").command(doc));
    let mut bare = cargo(workspace, &["check", "--locked", "--no-default-features"]);
    bare.args(["--package", "gatewright"]);
    session.run(Step::new("Rust: without default features").command(bare));
}

/// Lints, then the tests, doctests and examples.
pub(crate) fn test(
    session: &mut Session,
    workspace: &Workspace,
    options: &TestOptions,
    told: &mut Told,
) {
    lint(session, workspace);
    let built = build(session, workspace);
    let mut test = cargo(workspace, &["test", "--locked", "--no-fail-fast"]);
    test.args(SELECTED)
        .env("PROPTEST_CASES", options.property_cases.to_string())
        .env("GATEWRIGHT_RANDOM_CASES", workspace.random_cases());
    let step = Step::new("Rust: tests and doctests").command(test).tests(Runner::Cargo);
    session.run(step.needs(&built));
    run_examples(session, workspace, &built);
    told.run(session, "Rust", || example(workspace, "quickstart"), &built);
}

/// The crates built and tested with cargo alone; the bindings are built as packages. Both
/// commands name the same crates, so that cargo gives them the same features and the second
/// finds everything compiled.
pub(crate) const SELECTED: [&str; 5] =
    ["--workspace", "--exclude", "gatewright-python", "--exclude", "gatewright-node"];

fn build(session: &mut Session, workspace: &Workspace) -> Done {
    session.run(Step::new("Rust: build").command(build_command(workspace)))
}

fn build_command(workspace: &Workspace) -> Command {
    let mut build = cargo(workspace, &["build", "--locked"]);
    build.args(SELECTED).args(["--lib", "--bins", "--tests", "--examples"]);
    build
}

fn run_examples(session: &mut Session, workspace: &Workspace, built: &Done) {
    let source = workspace.root.join("examples/rust");
    let mut names: Vec<_> = files::list(&source.join("src/bin"), ".rs")
        .iter()
        .map(|path| files::name(path).trim_end_matches(".rs").to_owned())
        .collect();
    if source.join("src/main.rs").exists() {
        names.push("gatewright-examples".to_owned());
    }
    for name in names {
        let run = example(workspace, &name);
        session.run(Step::new(format!("Rust: example {name}")).command(run).needs(built));
    }
}

/// Builds the program with the emulator and the client of the contract; after `build` it is there.
pub(crate) fn build_driver(session: &mut Session, workspace: &Workspace) -> Done {
    session.run(Step::new("Contract: the driver").command(build_command(workspace)))
}

/// A built example program, to be run outside the repository.
fn example(workspace: &Workspace, name: &str) -> Command {
    process::program(workspace.program(name), &examples::folder(workspace, "rust"))
}

fn cargo(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = process::cargo(&workspace.root);
    command.args(arguments);
    command
}
