//! Developer commands: `cargo xtask help` lists them.
#![forbid(unsafe_code)]
#![allow(clippy::print_stdout, reason = "a command's output is its purpose")]

mod args;
mod bench;
mod contract;
mod examples;
mod files;
mod fuzz;
mod node;
mod prerequisites;
mod process;
mod python;
mod quickstart;
mod runner;
mod rust;
mod session;
mod tally;
mod test;
mod workspace;

use std::process::ExitCode;

use args::Action;

fn main() -> ExitCode {
    let action = match args::parse(std::env::args().skip(1)) {
        Ok(action) => action,
        Err(problem) => {
            println!("{problem}\n\n{}", args::HELP);
            return ExitCode::from(2);
        }
    };
    let result = match action {
        Action::Help => {
            println!("{}", args::HELP);
            return ExitCode::SUCCESS;
        }
        Action::Test(options) => test::test(&options),
        Action::Lint(options) => test::lint(&options),
        Action::Contract => test::contract(),
        Action::Bench(arguments) => bench::bench(&arguments),
        Action::Fuzz(options) => fuzz::fuzz(&options),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            println!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}
