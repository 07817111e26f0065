//! The result lines of the test runners.

use crate::tally::Tally;

/// How a step's output tells what it checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    /// The exit status is all: one check.
    One,
    /// `cargo test`: one `test result:` line per test program and per crate's doctests.
    Cargo,
    /// pytest: one closing line.
    Pytest,
    /// A last line `3 passed, 0 failed`.
    Plain,
    /// `node --test` with the `tap` or the `spec` reporter: a line per count.
    Node,
}

impl Runner {
    /// What a finished step counts for. A failure that the runner's own counts do not show
    /// (it did not compile, it crashed, it ran nothing) counts as one failed check.
    pub(crate) fn tally(self, output: &str, succeeded: bool) -> Tally {
        let counted = match self {
            Self::One => Some(if succeeded { Tally::PASSED } else { Tally::FAILED }),
            Self::Cargo => cargo(output),
            Self::Pytest => pytest(output),
            Self::Plain => plain(output),
            Self::Node => node(output),
        };
        let mut tally = counted.unwrap_or(Tally::FAILED);
        if !succeeded && tally.failed == 0 {
            tally += Tally::FAILED;
        }
        tally
    }
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s`
fn cargo(output: &str) -> Option<Tally> {
    let results = output.lines().filter_map(|line| line.trim().strip_prefix("test result: "));
    sum(results.map(|result| {
        let counts = result.split_once(". ").map_or(result, |(_, counts)| counts);
        words(counts.split(';'))
    }))
}

/// `=== 1 failed, 3 passed, 1 skipped in 0.12s ===`, without the signs when asked to be quiet.
fn pytest(output: &str) -> Option<Tally> {
    let closing = output.lines().rev().find_map(|line| {
        let line = line.trim_matches(|c| c == '=' || c == ' ');
        let (counts, time) = line.rsplit_once(" in ")?;
        time.starts_with(|c: char| c.is_ascii_digit()).then_some(counts)
    })?;
    Some(words(closing.split(','))).filter(|tally| *tally != Tally::default())
}

/// `3 passed, 0 failed`
fn plain(output: &str) -> Option<Tally> {
    let tally = words(output.lines().last()?.split(','));
    (tally != Tally::default()).then_some(tally)
}

/// `# pass 3` of the tap reporter, `ℹ pass 3` of the spec reporter, each count on its own line.
fn node(output: &str) -> Option<Tally> {
    let counts = output.lines().filter_map(|line| {
        let line = line.strip_prefix("# ").or_else(|| line.strip_prefix("ℹ "))?;
        let (word, count) = line.split_once(' ')?;
        Some(named(word, count.trim().parse().ok()?))
    });
    sum(counts).filter(|tally| *tally != Tally::default())
}

/// Adds up phrases like `3 passed`.
fn words<'a>(phrases: impl Iterator<Item = &'a str>) -> Tally {
    let mut tally = Tally::default();
    for phrase in phrases {
        if let Some((count, word)) = phrase.trim().split_once(' ')
            && let Ok(count) = count.parse()
        {
            tally += named(word, count);
        }
    }
    tally
}

/// A count under the name a runner gives it.
fn named(word: &str, count: usize) -> Tally {
    let none = Tally::default();
    match word {
        "passed" | "pass" | "xfailed" => Tally { passed: count, ..none },
        "failed" | "fail" | "error" | "errors" | "xpassed" | "cancelled" => {
            Tally { failed: count, ..none }
        }
        "ignored" | "skipped" | "todo" => Tally { skipped: count, ..none },
        _ => none,
    }
}

fn sum(tallies: impl Iterator<Item = Tally>) -> Option<Tally> {
    tallies.reduce(|mut all, one| {
        all += one;
        all
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: usize, failed: usize, skipped: usize) -> Tally {
        Tally { passed, failed, skipped }
    }

    #[test]
    fn cargo_sums_all_test_programs() {
        let output = "
running 2 tests
test args::tests::no_command_asks_for_help ... ok
test tally::tests::skipped_shows_only_when_there_is_any ... FAILED

test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s

   Doc-tests gatewright

running 3 tests
test core/src/lib.rs - (line 3) ... ok
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.21s

all doctests ran in 0.32s; merged doctests compilation took 0.10s
";
        assert_eq!(Runner::Cargo.tally(output, false), tally(3, 1, 1));
    }

    #[test]
    fn cargo_that_does_not_compile_is_one_failure() {
        let output = "error[E0425]: cannot find value `x` in this scope";
        assert_eq!(Runner::Cargo.tally(output, false), tally(0, 1, 0));
    }

    #[test]
    fn cargo_whose_test_program_crashed_is_a_failure_beside_the_counts() {
        let output = "
test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
error: test failed, to rerun pass `-p gatewright --test laws`
  process didn't exit successfully (signal: 6, SIGABRT: process abort signal)";
        assert_eq!(Runner::Cargo.tally(output, false), tally(4, 1, 0));
    }

    #[test]
    fn pytest_tells_in_its_closing_line() {
        for (line, expected) in [
            (
                "============================== 3 passed in 0.02s ===============================",
                tally(3, 0, 0),
            ),
            (
                "=================== 1 failed, 3 passed, 2 skipped in 61.20s (0:01:01) ===================",
                tally(3, 1, 2),
            ),
            (
                "==================== 1 passed, 2 errors in 0.10s ====================",
                tally(1, 2, 0),
            ),
            ("1 passed, 1 xfailed, 4 warnings, 2 deselected in 0.10s", tally(2, 0, 0)),
        ] {
            let succeeded = expected.failed == 0;
            let output = format!("collected 3 items\n\ntests/test_a.py ...   [100%]\n\n{line}\n");
            assert_eq!(Runner::Pytest.tally(&output, succeeded), expected, "{line}");
        }
    }

    #[test]
    fn pytest_without_tests_is_a_failure() {
        let output = "collected 0 items\n\n============ no tests ran in 0.01s ============\n";
        assert_eq!(Runner::Pytest.tally(output, false), tally(0, 1, 0));
    }

    #[test]
    fn node_tells_a_count_per_line() {
        let output = "TAP version 13
# Subtest: the addon has the version of the package
ok 1 - the addon has the version of the package
  ---
  duration_ms: 1.67288
  ...
# Subtest: pass 7
ok 2 - pass 7 # SKIP
1..2
# tests 2
# suites 0
# pass 1
# fail 0
# cancelled 0
# skipped 1
# todo 0
# duration_ms 90.682112
";
        assert_eq!(Runner::Node.tally(output, true), tally(1, 0, 1));
        let output =
            "ℹ tests 3\nℹ suites 0\nℹ pass 1\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\nℹ todo 0";
        assert_eq!(Runner::Node.tally(output, false), tally(1, 2, 0));
    }

    #[test]
    fn node_without_tests_is_a_failure() {
        let output = "TAP version 13\n1..0\n# tests 0\n# suites 0\n# pass 0\n# fail 0\n# cancelled 0\n# skipped 0\n# todo 0\n";
        assert_eq!(Runner::Node.tally(output, true), tally(0, 1, 0));
    }

    #[test]
    fn a_plain_closing_line_counts_and_its_absence_fails() {
        let output = "FAILED 4.7.0: 3 passed\n12 passed, 1 failed\n";
        assert_eq!(Runner::Plain.tally(output, false), tally(12, 1, 0));
        assert_eq!(Runner::Plain.tally("Error: no", false), tally(0, 1, 0));
        assert_eq!(Runner::Plain.tally("", true), tally(0, 1, 0));
    }

    #[test]
    fn a_lint_is_one_check() {
        assert_eq!(Runner::One.tally("3 passed", true), tally(1, 0, 0));
        assert_eq!(Runner::One.tally("", false), tally(0, 1, 0));
    }
}
