//! `cargo xtask bench`.

use crate::{process, workspace};

/// Runs the benchmarks, with their output as it comes.
pub(crate) fn bench(arguments: &[String]) -> Result<bool, String> {
    let mut command = process::cargo(&workspace::root()?);
    command.args(["bench", "--locked"]).args(arguments);
    let status = command.status().map_err(|error| format!("cargo bench: {error}"))?;
    Ok(status.success())
}
