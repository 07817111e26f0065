//! Running the program in a folder of its own for temporary files.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// The program: Rust's, or another language's, whose command stands in `GATEWRIGHT_QUICKSTART`, a word per line.
fn program() -> Command {
    let Ok(words) = std::env::var("GATEWRIGHT_QUICKSTART") else {
        return Command::new(env!("CARGO_BIN_EXE_quickstart"));
    };
    let mut words = words.lines();
    let mut command = Command::new(words.next().unwrap());
    command.args(words);
    command
}

/// One run of the program.
pub(crate) struct Quickstart {
    pub(crate) command: Command,
    temporary: TempDir,
}

impl Quickstart {
    pub(crate) fn new<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let mut command = program();
        command
            .args(arguments)
            .env("TMPDIR", temporary.path())
            .env("TMP", temporary.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("APIM_") {
                command.env_remove(name);
            }
        }
        Self { command, temporary }
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it to its end, which leaves no temporary file.
    pub(crate) fn output(mut self) -> Finished {
        let output = self.command.output().unwrap();
        self.assert_clean();
        Finished::from(output)
    }

    /// No temporary file is left.
    pub(crate) fn assert_clean(&self) {
        let left: Vec<_> = std::fs::read_dir(self.temporary.path()).unwrap().collect();
        assert!(left.is_empty(), "left behind: {left:?}");
    }
}

/// What a run printed, and its exit code.
pub(crate) struct Finished {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Finished {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Finished {
    /// It came to its end; the standard output.
    pub(crate) fn success(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        assert_eq!(self.stderr, "");
        self.stdout
    }

    /// It failed, and says this.
    pub(crate) fn failure(&self, code: i32, says: &[&str]) {
        assert_eq!(self.code, Some(code), "{}\n{}", self.stdout, self.stderr);
        for text in says {
            assert!(self.stderr.contains(text), "`{text}` is not in:\n{}", self.stderr);
        }
    }
}

/// All six steps were walked, and every gateway answered as its type has it.
pub(crate) fn assert_walked(stdout: &str) {
    for step in 1..=6 {
        let heading = format!("\n{step}. ");
        assert_eq!(stdout.matches(&heading).count(), 1, "step {step}:\n{stdout}");
    }
    assert_eq!(stdout.matches(": byte for byte as in step 1\n").count(), 3, "{stdout}");
    let answers = |gateway: &str, key: &str| -> Vec<String> {
        let cells = stdout.lines().filter_map(|line| line.strip_prefix("| "));
        let cells = cells.map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
        cells
            .filter(|cells| cells.starts_with(&[gateway, key]))
            .filter_map(|cells| cells.get(3).map(|&answer| answer.to_owned()))
            .collect()
    };
    let both_grants = |answer: &str| vec![answer.to_owned(); 2];
    let production = both_grants("200 from the backend's /production/");
    assert_eq!(answers("Production Gateway", "PRODUCTION"), production, "{stdout}");
    assert_eq!(
        answers("Production Gateway", "SANDBOX"),
        both_grants("401 Sandbox Key Provided for Production Gateway"),
        "{stdout}"
    );
    assert_eq!(answers("Production and Sandbox", "PRODUCTION"), production, "{stdout}");
    assert_eq!(
        answers("Production and Sandbox", "SANDBOX"),
        both_grants("200 from the backend's /sandbox/"),
        "{stdout}"
    );
    let after = stdout.split("undeployed from Production Gateway\n").nth(1).unwrap();
    assert!(after.starts_with("Production Gateway: 404"), "{after}");
    assert!(after.contains("\nProduction and Sandbox: 200"), "{after}");
}

/// The nodes' offsets, as step 1 names them.
pub(crate) fn offsets(stdout: &str) -> Vec<u16> {
    let lines = stdout.lines().filter_map(|line| line.split_once(", offset ")?.1.split_once(','));
    lines.map(|(offset, _)| offset.parse().unwrap()).collect()
}

/// The folder of WSO2's own files, when there is one.
pub(crate) fn corpus() -> Option<std::path::PathBuf> {
    let folder = std::env::var_os("GATEWRIGHT_CORPUS")?;
    Some(Path::new(&folder).join("deployment-toml"))
}
