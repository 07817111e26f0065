//! The steps for Python.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::TestOptions;
use crate::quickstart::{self, Told};
use crate::runner::Runner;
use crate::session::{Done, Session, Step};
use crate::workspace::Workspace;
use crate::{examples, files, prerequisites, process};

/// Formatting, lints and types of the sources.
pub(crate) fn lint(session: &mut Session, workspace: &Workspace) {
    if let Some(tools) = Tools::prepare(session, workspace) {
        tools.lint(session);
    }
}

/// Lints, then the wheel: built, installed, and everything that runs against it.
pub(crate) fn test(
    session: &mut Session,
    workspace: &Workspace,
    options: &TestOptions,
    told: &mut Told,
) {
    let Some(tools) = Tools::prepare(session, workspace) else {
        return;
    };
    tools.lint(session);
    let wheel = tools.build_wheel(session, options);
    let beside_tools = tools.install_beside_tools(session, &wheel);
    tools.stubtest(session, &beside_tools);
    tools.pytest(session, &beside_tools);
    tools.doctest(session, &beside_tools);
    let alone = tools.install_alone(session, &wheel);
    tools.run_examples(session, &alone);
    let ready = tools.install_for_examples(session, &alone);
    let program = || tools.example("quickstart.py");
    told.run(session, "Python", program, &ready);
    quickstart::test(session, workspace, "Python", &program(), &ready);
}

/// The optimised wheel in an empty environment: the environment's interpreter, for benchmarks.
pub(crate) fn install_released(session: &mut Session, workspace: &Workspace) -> Option<PathBuf> {
    let tools = Tools::prepare(session, workspace)?;
    let wheel = tools.build_wheel(session, &TestOptions::released());
    tools.install_alone(session, &wheel);
    Some(python_in(&tools.alone()))
}

/// The virtual environment with the tools, kept between runs.
struct Tools<'a> {
    workspace: &'a Workspace,
    /// The command of the Python the environments are made with.
    python: String,
    environment: PathBuf,
    ready: Done,
}

impl<'a> Tools<'a> {
    fn prepare(session: &mut Session, workspace: &'a Workspace) -> Option<Self> {
        let root = &workspace.root;
        let mut python = Err(String::new());
        session.run(Step::new("Python: prerequisites").work(|| {
            python = prerequisites::python(root);
            python.as_ref().map(|_| ()).map_err(Clone::clone)
        }));
        let python = python.ok()?;
        let environment = workspace.cache.join("python-tools");
        // The examples' packages are there for their types.
        let requirements =
            ["bindings-python/requirements-dev.txt", "examples/python/requirements.txt"];
        let ready = install_tools(
            session,
            workspace,
            "Python: tools",
            &python,
            &environment,
            &requirements,
        );
        Some(Self { workspace, python, environment, ready })
    }

    fn lint(&self, session: &mut Session) {
        for (name, arguments) in
            [("ruff check", &["check"][..]), ("formatting", &["format", "--check"])]
        {
            let mut ruff = self.tool("ruff", &self.workspace.root);
            ruff.args(arguments)
                .args(["--config", "bindings-python/pyproject.toml"])
                .args(["bindings-python", "examples"])
                .env("RUFF_CACHE_DIR", self.workspace.cache.join("ruff"));
            session.run(Step::new(format!("Python: {name}")).command(ruff).needs(&self.ready));
        }
        let mut mypy = self.tool("mypy", &self.source());
        mypy.args(["--strict", "--cache-dir"])
            .arg(self.workspace.cache.join("mypy"))
            .args(["python", "tests"])
            .args(files::list(&self.workspace.root.join("examples/python"), ".py"));
        session.run(Step::new("Python: mypy").command(mypy).needs(&self.ready));
    }

    fn build_wheel(&self, session: &mut Session, options: &TestOptions) -> Done {
        let folder = self.wheels();
        let mut maturin = self.tool("maturin", &self.source());
        maturin
            .args(["build", "--locked", "--profile"])
            .arg(if options.release { "release" } else { "dev" })
            .arg("--interpreter")
            .arg(python_in(&self.environment))
            .arg("--out")
            .arg(&folder);
        let step = Step::new("Python: build the wheel").work(|| files::empty(&folder));
        session.run(step.command(maturin).needs(&self.ready))
    }

    fn install_beside_tools(&self, session: &mut Session, wheel: &Done) -> Done {
        let mut pip = self.module("pip", &self.workspace.root);
        pip.args(["install", "--no-index", "--no-deps", "--force-reinstall"]).args(self.wheel());
        session
            .run(Step::new("Python: install the wheel beside the tools").command(pip).needs(wheel))
    }

    fn stubtest(&self, session: &mut Session, installed: &Done) {
        let mut stubtest = self.module("mypy.stubtest", &self.workspace.outside);
        stubtest.arg("gatewright");
        session
            .run(Step::new("Python: stubs against the module").command(stubtest).needs(installed));
    }

    fn pytest(&self, session: &mut Session, installed: &Done) {
        let pytest = self.pytest_command(&["tests"]);
        let step = Step::new("Python: tests").command(pytest).tests(Runner::Pytest);
        session.run(step.needs(installed));
    }

    fn doctest(&self, session: &mut Session, installed: &Done) {
        let pytest = self.pytest_command(&["--doctest-modules", "--pyargs", "gatewright"]);
        let step = Step::new("Python: doctests").command(pytest).tests(Runner::Pytest);
        session.run(step.needs(installed));
    }

    fn install_alone(&self, session: &mut Session, wheel: &Done) -> Done {
        let environment = self.alone();
        let mut venv = process::program(&self.python, &self.workspace.outside);
        venv.args(["-m", "venv"]).arg(&environment);
        let mut pip = process::program(python_in(&environment), &self.workspace.outside);
        pip.args(["-m", "pip", "install", "--no-index"]).args(self.wheel());
        let step = Step::new("Python: install the wheel in an empty environment").command(venv);
        session.run(step.command(pip).needs(wheel))
    }

    fn run_examples(&self, session: &mut Session, installed: &Done) {
        let examples = files::list(&examples::folder(self.workspace, "python"), ".py");
        for name in examples.iter().map(|example| files::name(example)) {
            // It needs more than the wheel, and runs for every release.
            if name != "quickstart.py" {
                let run = self.example(&name);
                let step = Step::new(format!("Python: example {name}")).command(run);
                session.run(step.needs(installed));
            }
        }
    }

    /// An example program, to be run outside the repository.
    fn example(&self, name: &str) -> Command {
        let folder = examples::folder(self.workspace, "python");
        let mut run = process::program(python_in(&self.alone()), &folder);
        run.args(["-W", "error"]).arg(name);
        run
    }

    /// What the quickstart shows itself with, beside the wheel.
    fn install_for_examples(&self, session: &mut Session, installed: &Done) -> Done {
        let mut pip = process::program(python_in(&self.alone()), &self.workspace.outside);
        pip.args(["-m", "pip", "install", "--only-binary", ":all:", "-r"])
            .arg(examples::folder(self.workspace, "python").join("requirements.txt"));
        let step = Step::new("Python: install what the quickstart needs").command(pip);
        session.run(step.needs(installed))
    }

    fn source(&self) -> PathBuf {
        self.workspace.root.join("bindings-python")
    }

    fn wheels(&self) -> PathBuf {
        self.workspace.cache.join("wheel")
    }

    /// The one wheel, once it is built.
    fn wheel(&self) -> Vec<PathBuf> {
        files::list(&self.wheels(), ".whl")
    }

    /// The environment with the wheel and nothing else.
    fn alone(&self) -> PathBuf {
        self.workspace.outside.join("python")
    }

    fn tool(&self, name: &str, folder: &Path) -> Command {
        process::program(scripts_in(&self.environment).join(name), folder)
    }

    fn module(&self, name: &str, folder: &Path) -> Command {
        let mut command = process::program(python_in(&self.environment), folder);
        command.args(["-m", name]);
        command
    }

    fn pytest_command(&self, arguments: &[&str]) -> Command {
        let mut pytest = self.module("pytest", &self.source());
        pytest
            .args(["-p", "no:cacheprovider"])
            .args(arguments)
            .env("HYPOTHESIS_STORAGE_DIRECTORY", self.workspace.cache.join("hypothesis"))
            .env("GATEWRIGHT_REPOSITORY", &self.workspace.root);
        // Written by the Rust tests of this run, or of an earlier one.
        let random = self.workspace.random_cases();
        if random.exists() {
            pytest.env("GATEWRIGHT_RANDOM_CASES", random);
        }
        pytest
    }
}

/// A virtual environment with tools for a step that is not about Python.
pub(crate) struct Environment {
    folder: PathBuf,
    ready: Done,
}

impl Environment {
    /// A program that was installed there.
    pub(crate) fn script(&self, name: &str) -> PathBuf {
        scripts_in(&self.folder).join(name)
    }

    /// The step that installed it.
    pub(crate) fn ready(&self) -> &Done {
        &self.ready
    }
}

/// Installs what files of the repository require into an environment of its own, kept between runs.
pub(crate) fn install(
    session: &mut Session,
    workspace: &Workspace,
    name: &str,
    requirements: &[&str],
) -> Option<Environment> {
    let mut python = Err(String::new());
    session.run(Step::new(format!("{name}: Python")).work(|| {
        python = prerequisites::python(&workspace.root);
        python.as_ref().map(|_| ()).map_err(Clone::clone)
    }));
    let folder = workspace.cache.join("contract-tools");
    let ready = install_tools(session, workspace, name, &python.ok()?, &folder, requirements);
    Some(Environment { folder, ready })
}

/// Installs the pinned tools, unless these very ones are installed.
fn install_tools(
    session: &mut Session,
    workspace: &Workspace,
    name: &str,
    python: &str,
    environment: &Path,
    requirements: &[&str],
) -> Done {
    let requirements: Vec<_> = requirements.iter().map(|file| workspace.root.join(file)).collect();
    let wanted = || requirements.iter().map(fs::read).collect::<Result<Vec<_>, _>>();
    let installed = environment.join("installed.txt");
    if let (Ok(wanted), Ok(present)) = (wanted(), fs::read(&installed))
        && wanted.concat() == present
        && python_in(environment).exists()
    {
        return session.run(Step::new(name));
    }
    let mut venv = process::program(python, &workspace.root);
    venv.args(["-m", "venv", "--clear"]).arg(environment);
    let mut pip = process::program(python_in(environment), &workspace.root);
    pip.args(["-m", "pip", "install", "--only-binary", ":all:"]);
    for file in &requirements {
        pip.arg("-r").arg(file);
    }
    let record = || {
        let wanted = wanted().map_err(|error| format!("the requirements: {error}"))?;
        files::at(&installed, fs::write(&installed, wanted.concat()))
    };
    session.run(Step::new(name).command(venv).command(pip).work(record))
}

fn scripts_in(environment: &Path) -> PathBuf {
    environment.join(if cfg!(windows) { "Scripts" } else { "bin" })
}

fn python_in(environment: &Path) -> PathBuf {
    scripts_in(environment).join("python")
}
