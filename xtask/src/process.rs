//! Running programs.

use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// Everything a program printed, and whether it succeeded.
pub(crate) struct Finished {
    pub(crate) output: String,
    pub(crate) succeeded: bool,
}

/// A program to be run in a folder, with the settings every step shares: no input, no colours,
/// no questions, and nothing of the Python environment the developer happens to be in.
pub(crate) fn program(name: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .env("CARGO_TERM_COLOR", "never")
        .env("NO_COLOR", "1")
        .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
        .env("PIP_NO_INPUT", "1")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("FORCE_COLOR")
        .env_remove("PYTHONPATH")
        .env_remove("VIRTUAL_ENV")
        .env_remove("CONDA_PREFIX");
    command
}

/// The cargo that runs this program, in a folder.
pub(crate) fn cargo(folder: &Path) -> Command {
    program(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), folder)
}

/// Runs a command to its end and keeps what it prints, both streams in the order of writing.
pub(crate) fn capture(mut command: Command) -> io::Result<Finished> {
    let (mut reader, writer) = io::pipe()?;
    command.stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    drop(command); // with it go our copies of the pipe's writing end, so that reading ends
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes)?;
    let succeeded = child.wait()?.success();
    Ok(Finished { output: String::from_utf8_lossy(&bytes).into_owned(), succeeded })
}

/// The command as one would type it, for messages.
pub(crate) fn typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
