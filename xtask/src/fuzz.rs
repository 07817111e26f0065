//! `cargo xtask fuzz`.

use std::path::Path;
use std::process::Command;

use crate::args::FuzzOptions;
use crate::session::{Session, Step};
use crate::{files, process, workspace};

/// Texts to start from, beside what earlier runs found.
const SEEDS: [&str; 2] = ["fuzz/seeds", "behaviour/files"];

/// Runs every fuzz target for the time given.
pub(crate) fn fuzz(options: &FuzzOptions) -> Result<bool, String> {
    let root = workspace::root()?;
    let mut session = Session::default();
    let installed = session.run(Step::new("cargo-fuzz").work(|| installed(&root)));
    let targets = files::list(&root.join("fuzz/fuzz_targets"), ".rs");
    if targets.is_empty() {
        return Err("there is no fuzz target in fuzz/fuzz_targets".to_owned());
    }
    for target in targets {
        let name = files::name(&target);
        let target = name.trim_end_matches(".rs");
        let found = root.join("fuzz/corpus").join(target);
        files::at(&found, std::fs::create_dir_all(&found))?;
        let mut run = cargo_fuzz(&root);
        run.args(["run", target]).arg(&found).args(SEEDS.map(|folder| root.join(folder)));
        run.arg("--")
            .arg(format!("-max_total_time={}", options.seconds))
            .arg(format!("-dict={}", root.join("fuzz/deployment-toml.dict").display()));
        session.run(Step::new(format!("fuzz {name}")).command(run).needs(&installed));
    }
    Ok(session.finish())
}

fn installed(root: &Path) -> Result<(), String> {
    let mut command = cargo_fuzz(root);
    command.arg("--version");
    match process::capture(command) {
        Ok(finished) if finished.succeeded => Ok(()),
        _ => Err("cargo-fuzz is missing. Install it with `cargo install cargo-fuzz`.".to_owned()),
    }
}

/// cargo-fuzz needs flags of the compiler that the stable toolchain has but does not offer.
fn cargo_fuzz(root: &Path) -> Command {
    let mut command = process::cargo(root);
    command.arg("fuzz").env("RUSTC_BOOTSTRAP", "1");
    command
}
