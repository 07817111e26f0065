//! Ctrl-C in each step, and a reader who goes away.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, ExitStatus};

use crate::support::{Finished, Quickstart};

/// Runs it, sends it the signal that Ctrl-C is as soon as the step begins, and waits for its end.
fn interrupt_in(step: u32, arguments: &[&str]) -> Finished {
    // The last step may be over before the signal arrives; then it is another run's turn.
    for _ in 0..20 {
        let mut run = Quickstart::new(arguments);
        let mut child = run.command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let heading = format!("{step}. ");
        let mut printed = String::new();
        while !printed.lines().last().is_some_and(|line| line.starts_with(&heading)) {
            assert_ne!(stdout.read_line(&mut printed).unwrap(), 0, "{printed}");
        }
        let interrupt = format!("kill -INT {}", child.id());
        assert!(Command::new("sh").args(["-c", &interrupt]).status().unwrap().success());
        stdout.read_to_string(&mut printed).unwrap();
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        let status: ExitStatus = child.wait().unwrap();
        run.assert_clean();
        if status.code() != Some(0) {
            return Finished { code: status.code(), stdout: printed, stderr };
        }
    }
    panic!("step {step} was always over before it was interrupted");
}

#[test]
fn in_every_step_it_says_what_was_written_and_leaves_nothing() {
    for step in 1..=6 {
        let finished = interrupt_in(step, &[]);
        finished.failure(130, &["interrupted in step ", "nothing is left running\n"]);
        let told = finished.stderr.split("interrupted in step ").nth(1).unwrap();
        // A signal takes its time, and some steps take less.
        let told: u32 = told.split('.').next().unwrap().parse().unwrap();
        assert!(told >= step, "step {step}:\n{}", finished.stderr);
        let says_files = finished.stderr.contains("no file is changed\n")
            || finished.stderr.contains("control-plane/repository/conf/deployment.toml");
        assert!(says_files, "step {step}:\n{}", finished.stderr);
    }
}

#[test]
fn kept_homes_are_named_with_what_was_written_there() {
    let folder = tempfile::tempdir().unwrap();
    let finished = interrupt_in(3, &["--keep", folder.path().to_str().unwrap()]);
    let file = folder.path().join("gateway-1/repository/conf/deployment.toml");
    let kept = format!("kept: {}", folder.path().display());
    finished.failure(130, &[&kept, "not reverted", file.to_str().unwrap()]);
    assert!(std::fs::read_to_string(file).unwrap().contains("\noffset = "));
}

#[test]
fn a_reader_who_goes_away_stops_nothing_half_way() {
    let mut run = Quickstart::new::<&str>([]);
    let mut child = run.command.spawn().unwrap();
    let mut first = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert!(first.starts_with("One API"), "{first}");
    let output = child.wait_with_output().unwrap();
    run.assert_clean();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), stderr.as_str()), (Some(0), ""));
}
