//! The contract with WSO2's `OpenAPI` documents: `contract/README.md` says what it holds.

use std::path::Path;

use crate::runner::Runner;
use crate::session::{Done, Session, Step};
use crate::workspace::Workspace;
use crate::{prerequisites, process, python, rust};

/// Where the documents are.
const SPECS: &str = "GATEWRIGHT_SPECS";

/// Runs the harness on the documents that `GATEWRIGHT_SPECS` names; without them it is skipped.
pub(crate) fn test(session: &mut Session, workspace: &Workspace) {
    let Some(specs) = std::env::var_os(SPECS) else {
        session.skip("Contract: WSO2's documents", &format!("set {SPECS}"));
        return;
    };
    let source = workspace.root.join("contract");
    let tools = install_tools(session, workspace, &source);
    let requirements = ["contract/requirements.txt"];
    let environment = python::install(session, workspace, "Contract: schemathesis", &requirements);
    let Some(environment) = environment else { return };
    let driver = rust::build_driver(session, workspace);
    let mut node = process::program("node", &source);
    node.args(["--test", "--test-reporter", "tap", "test/"]);
    let step = Step::new("Contract: tests of the harness").command(node).tests(Runner::Node);
    session.run(step.needs(&tools));
    let mut run = process::program("node", &source);
    run.arg("run.mjs")
        .arg("--specs")
        .arg(specs)
        .arg("--driver")
        .arg(workspace.program("gatewright-contract-driver"))
        .arg("--schemathesis")
        .arg(environment.script("schemathesis"));
    let step = Step::new("Contract: WSO2's documents").command(run).tests(Runner::Plain);
    session.run(step.needs(&tools).needs(environment.ready()).needs(&driver));
}

fn install_tools(session: &mut Session, workspace: &Workspace, source: &Path) -> Done {
    let root = &workspace.root;
    let present = Step::new("Contract: prerequisites").work(|| prerequisites::node(root));
    let present = session.run(present);
    let mut npm = prerequisites::npm(source);
    // The validator's packages need nothing built or told when they are installed.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    session.run(Step::new("Contract: Prism").command(npm).needs(&present))
}
