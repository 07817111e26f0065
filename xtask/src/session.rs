//! A run of steps: each is announced, timed and counted; what needs a failed step fails too.

use std::process::Command;
use std::time::Instant;

use crate::process;
use crate::runner::Runner;
use crate::tally::Tally;

/// A finished step, for later steps to need.
#[derive(Debug, Clone)]
pub(crate) struct Done {
    name: String,
    ok: bool,
}

/// One step: parts done in order until one fails, and how to count them.
pub(crate) struct Step<'a> {
    name: String,
    parts: Vec<Part<'a>>,
    needs: Vec<Done>,
    runner: Runner,
}

enum Part<'a> {
    Command(Command),
    Work(Box<dyn FnOnce() -> Result<(), String> + 'a>),
}

impl<'a> Step<'a> {
    /// A step without parts, which counts as one check.
    pub(crate) fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), parts: Vec::new(), needs: Vec::new(), runner: Runner::One }
    }

    /// Adds a command to run.
    pub(crate) fn command(mut self, command: Command) -> Self {
        self.parts.push(Part::Command(command));
        self
    }

    /// Adds work that is no command.
    pub(crate) fn work(mut self, work: impl FnOnce() -> Result<(), String> + 'a) -> Self {
        self.parts.push(Part::Work(Box::new(work)));
        self
    }

    /// Fails the step at once when an earlier one failed.
    pub(crate) fn needs(mut self, done: &Done) -> Self {
        self.needs.push(done.clone());
        self
    }

    /// Counts what a test runner counted.
    pub(crate) fn tests(mut self, runner: Runner) -> Self {
        self.runner = runner;
        self
    }

    /// Does the parts: what was checked, and what was printed.
    fn run(self) -> (Tally, String) {
        if let Some(need) = self.needs.iter().find(|need| !need.ok) {
            return (Tally::FAILED, format!("not run: it needs `{}`, which failed", need.name));
        }
        let mut output = String::new();
        for part in self.parts {
            let succeeded = match part {
                Part::Command(command) => run_command(command, &mut output),
                Part::Work(work) => work().map_err(|problem| output.push_str(&problem)).is_ok(),
            };
            if !succeeded {
                return (self.runner.tally(&output, false), output);
            }
        }
        (self.runner.tally(&output, true), output)
    }
}

/// Runs a command, adds it with its output to what was printed, and tells whether it succeeded.
fn run_command(command: Command, output: &mut String) -> bool {
    output.extend(["$ ", &process::typed(&command), "\n"]);
    match process::capture(command) {
        Ok(finished) => {
            output.push_str(&finished.output);
            finished.succeeded
        }
        Err(error) => {
            output.extend([error.to_string(), "\n".to_owned()]);
            false
        }
    }
}

/// The steps run so far.
#[derive(Default)]
pub(crate) struct Session {
    tally: Tally,
    failed: Vec<String>,
}

impl Session {
    /// Runs a step.
    pub(crate) fn run(&mut self, step: Step<'_>) -> Done {
        let name = step.name.clone();
        println!("== {name}");
        let start = Instant::now();
        let (tally, output) = step.run();
        let ok = tally.failed == 0;
        if !ok {
            println!("{}", output.trim_end());
            self.failed.push(name.clone());
        }
        let verdict = if ok { "ok" } else { "FAILED" };
        println!("   {verdict}: {tally} ({:.1} s)\n", start.elapsed().as_secs_f64());
        self.tally += tally;
        Done { name, ok }
    }

    /// Says that a step is not run, and what would have it run.
    pub(crate) fn skip(&mut self, name: &str, remedy: &str) {
        println!("== {name}\n   skipped: {remedy}\n");
        self.tally += Tally { skipped: 1, ..Tally::default() };
    }

    /// Names what failed, prints the one line that sums up, and tells whether all passed.
    pub(crate) fn finish(self) -> bool {
        for name in &self.failed {
            println!("failed: {name}");
        }
        println!("{}", self.tally);
        self.failed.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_a_failed_step_fails_without_running() {
        let mut session = Session::default();
        let broken = session.run(Step::new("build").work(|| Err("no".to_owned())));
        let mut ran = false;
        let step = Step::new("use").needs(&broken).work(|| {
            ran = true;
            Ok(())
        });
        assert!(!session.run(step).ok);
        assert!(!ran);
        assert_eq!(session.tally, Tally { failed: 2, ..Tally::default() });
        assert!(!session.finish());
    }

    #[test]
    fn a_missing_program_fails_its_step_and_the_run_goes_on() {
        let mut session = Session::default();
        let program = Command::new("no-such-program-anywhere");
        let missing = session.run(Step::new("missing").command(program));
        let after = session.run(Step::new("after").work(|| Ok(())));
        assert!(!missing.ok && after.ok);
    }

    #[test]
    fn parts_after_a_failed_one_are_not_done() {
        let mut ran = false;
        let step = Step::new("parts").work(|| Err("the first".to_owned())).work(|| {
            ran = true;
            Ok(())
        });
        let (tally, output) = step.run();
        assert_eq!((tally, output.as_str()), (Tally::FAILED, "the first"));
        assert!(!ran);
    }
}
