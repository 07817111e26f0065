//! The steps for Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::TestOptions;
use crate::quickstart::{self, Told};
use crate::runner::Runner;
use crate::session::{Done, Session, Step};
use crate::workspace::Workspace;
use crate::{examples, files, prerequisites, process};

/// Formatting and types of the sources.
pub(crate) fn lint(session: &mut Session, workspace: &Workspace) {
    let steps = Steps { workspace };
    let tools = steps.tools(session);
    steps.formatting(session, &tools);
    steps.types(session, &steps.source().join("tests"), &tools);
}

/// Formatting, then the packages: built, packed, installed, and everything that runs on them.
pub(crate) fn test(
    session: &mut Session,
    workspace: &Workspace,
    options: &TestOptions,
    told: &mut Told,
) {
    let steps = Steps { workspace };
    let tools = steps.tools(session);
    steps.formatting(session, &tools);
    let addon = steps.build(session, options, &tools);
    let packed = steps.pack(session, &addon);
    let installed = steps.install(session, &packed);
    steps.types(session, &workspace.outside.join("tests"), &installed);
    steps.run_tests(session, &installed);
    steps.run_examples(session, &installed);
    let ready = steps.install_for_examples(session, &installed);
    let program = || steps.example("quickstart.mjs");
    told.run(session, "Node", program, &ready);
    quickstart::test(session, workspace, "Node", &program(), &ready);
}

/// The optimised packages in a folder that has nothing else: the folder, for benchmarks.
pub(crate) fn install_released(session: &mut Session, workspace: &Workspace) -> PathBuf {
    let steps = Steps { workspace };
    let tools = steps.tools(session);
    let options = TestOptions::released();
    let addon = steps.build(session, &options, &tools);
    let packed = steps.pack(session, &addon);
    steps.install(session, &packed);
    workspace.outside.clone()
}

struct Steps<'a> {
    workspace: &'a Workspace,
}

impl Steps<'_> {
    fn tools(&self, session: &mut Session) -> Done {
        let root = &self.workspace.root;
        let present = Step::new("Node: prerequisites").work(|| prerequisites::node(root));
        let present = session.run(present);
        let mut npm = prerequisites::npm(&self.source());
        npm.args(["ci", "--no-audit", "--no-fund"]);
        session.run(Step::new("Node: tools").command(npm).needs(&present))
    }

    fn formatting(&self, session: &mut Session, tools: &Done) {
        let mut prettier = self.tool("prettier/bin/prettier.cjs");
        prettier
            .args(["--config", "bindings-node/.prettierrc.json"])
            .args(["--ignore-path", "bindings-node/.prettierignore"])
            .args([
                "--check",
                "bindings-node",
                "contract",
                "!contract/operations.json",
                "examples/node",
            ])
            .arg("--no-error-on-unmatched-pattern")
            .current_dir(&self.workspace.root);
        session.run(Step::new("Node: formatting").command(prettier).needs(tools));
    }

    fn types(&self, session: &mut Session, tests: &Path, needs: &Done) {
        let mut tsc = self.tool("typescript/bin/tsc");
        tsc.arg("--project").arg(tests);
        session.run(Step::new("Node: types").command(tsc).needs(needs));
    }

    fn build(&self, session: &mut Session, options: &TestOptions, tools: &Done) -> Done {
        let mut build = process::program("node", &self.source());
        build.args(["scripts/build.mjs", "--locked"]);
        if options.release {
            build.arg("--release");
        }
        session.run(Step::new("Node: build the addon").command(build).needs(tools))
    }

    fn pack(&self, session: &mut Session, addon: &Done) -> Done {
        let mut pack = process::program("node", &self.source());
        pack.arg("scripts/pack.mjs").arg(self.packages());
        session.run(Step::new("Node: pack the packages").command(pack).needs(addon))
    }

    /// Installs the tarballs, with nothing from the network, in a folder that has nothing else;
    /// the tests are copied there, so that what they import is what was installed.
    fn install(&self, session: &mut Session, packed: &Done) -> Done {
        let outside = &self.workspace.outside;
        let lay_out = || {
            let manifest = outside.join("package.json");
            files::at(&manifest, std::fs::write(&manifest, "{ \"private\": true }\n"))?;
            files::copy_tree(&self.source().join("tests"), &outside.join("tests"))
        };
        let mut npm = prerequisites::npm(outside);
        npm.args(["install", "--offline", "--no-audit", "--no-fund"])
            .args(files::list(&self.packages(), ".tgz"));
        let step = Step::new("Node: install the packages").work(lay_out).command(npm);
        session.run(step.needs(packed))
    }

    fn run_tests(&self, session: &mut Session, installed: &Done) {
        let folder = self.workspace.outside.join("tests");
        let mut node = process::program("node", &self.workspace.outside);
        node.args(["--test", "--test-reporter", "tap"])
            .args(files::list(&folder, ".test.mjs"))
            .env("GATEWRIGHT_REPOSITORY", &self.workspace.root);
        // Written by the Rust tests of this run, or of an earlier one.
        let random = self.workspace.random_cases();
        if random.exists() {
            node.env("GATEWRIGHT_RANDOM_CASES", random);
        }
        session.run(Step::new("Node: tests").command(node).tests(Runner::Node).needs(installed));
    }

    fn run_examples(&self, session: &mut Session, installed: &Done) {
        let examples = files::list(&examples::folder(self.workspace, "node"), ".mjs");
        for name in examples.iter().map(|example| files::name(example)) {
            // It needs more than the package, and runs for every release.
            if name != "quickstart.mjs" {
                let run = self.example(&name);
                let step = Step::new(format!("Node: example {name}")).command(run);
                session.run(step.needs(installed));
            }
        }
    }

    /// An example program, to be run outside the repository.
    fn example(&self, name: &str) -> Command {
        let mut run = process::program("node", &examples::folder(self.workspace, "node"));
        run.arg(name);
        run
    }

    /// What the quickstart shows itself with, below the examples' folder.
    fn install_for_examples(&self, session: &mut Session, installed: &Done) -> Done {
        let mut npm = prerequisites::npm(&examples::folder(self.workspace, "node"));
        npm.args(["ci", "--no-audit", "--no-fund"]);
        let step = Step::new("Node: install what the quickstart needs").command(npm);
        session.run(step.needs(installed))
    }

    fn source(&self) -> PathBuf {
        self.workspace.root.join("bindings-node")
    }

    fn packages(&self) -> PathBuf {
        self.workspace.cache.join("npm")
    }

    /// A tool by its script below `node_modules`: `npx` could fetch one that is missing.
    fn tool(&self, script: &str) -> Command {
        let mut command = process::program("node", &self.source());
        command.arg(self.source().join("node_modules").join(script));
        command
    }
}
