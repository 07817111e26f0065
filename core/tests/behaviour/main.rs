//! Runs the cases of `behaviour/`, each as a test of its own. Their format is described in `behaviour/README.md`.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a case that cannot be read fails by panicking; clippy takes only functions marked #[test] for tests"
)]

mod calls;
mod cases;
mod coverage;
mod folder;
mod matching;
mod plain;
mod random;
mod run;
#[path = "../support/mod.rs"]
mod support;
mod tokens;
mod variables;

use std::process::ExitCode;

use libtest_mimic::{Arguments, Trial};

/// Cases spend their time waiting for servers, not computing.
const THREADS: usize = 8;

fn main() -> ExitCode {
    let cases = cases::read();
    let mut trials: Vec<Trial> = coverage::trials(&cases);
    trials.push(random::trial());
    trials.extend(cases.into_iter().filter(|case| case.runs_in("rust")).map(|case| {
        let name = format!("{}: {}", case.file, case.name);
        Trial::test(name, move || run::run(&case).map_err(Into::into))
    }));
    let mut arguments = Arguments::from_args();
    arguments.test_threads.get_or_insert(THREADS);
    libtest_mimic::run(&arguments, trials).exit_code()
}
