//! Reading a file and running every rule on it, beside a bare `toml_edit` parse of the same text, in one run.
//!
//! `cargo bench -p gatewright --bench read_and_check` prints, for 100, 1,000 and 10,000 environments, the median time
//! and the peak of allocated memory of both, interleaved, and their ratios.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "a benchmark prints its table and stops at a broken assumption"
)]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use gatewright::check::{NodeFile, check};
use peak_alloc::PeakAlloc;
use support::text;

#[global_allocator]
static ALLOCATED: PeakAlloc = PeakAlloc;

fn read_and_check(text: &str) {
    let report = check([NodeFile::from_text("deployment.toml", text)]).expect("a text can be read");
    assert!(report.is_empty(), "{:?}", report.diagnostics().first());
    black_box(report);
}

fn parse_with_toml_edit(text: &str) {
    black_box(text.parse::<toml_edit::DocumentMut>().expect("valid TOML"));
}

fn timed(text: &str, run: fn(&str)) -> Duration {
    let start = Instant::now();
    run(text);
    start.elapsed()
}

/// The most memory that was allocated at one time during a run, less what was before.
fn peak(text: &str, run: fn(&str)) -> usize {
    let before = ALLOCATED.current_usage();
    ALLOCATED.reset_peak_usage();
    run(text);
    ALLOCATED.peak_usage().saturating_sub(before)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn measure(environments: usize, runs: usize) -> Duration {
    let text = text(environments);
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..=runs {
        ours.push(timed(&text, read_and_check));
        theirs.push(timed(&text, parse_with_toml_edit));
    }
    let (our_time, their_time) = (median(ours), median(theirs));
    let (our_peak, their_peak) = (peak(&text, read_and_check), peak(&text, parse_with_toml_edit));
    println!(
        "| {environments:>6} | {:>8.3} ms | {:>8.3} ms | {:>4.2} | {:>8.2} MiB | {:>8.2} MiB | {:>4.2} |",
        our_time.as_secs_f64() * 1e3,
        their_time.as_secs_f64() * 1e3,
        our_time.as_secs_f64() / their_time.as_secs_f64(),
        our_peak as f64 / 1_048_576.0,
        their_peak as f64 / 1_048_576.0,
        our_peak as f64 / their_peak as f64,
    );
    our_time
}

fn main() {
    println!(
        "| environments | read + all rules | toml_edit | ratio | our peak | its peak | ratio |"
    );
    println!("|---|---|---|---|---|---|---|");
    let hundred = measure(100, 50);
    measure(1_000, 30);
    let ten_thousand = measure(10_000, 10);
    println!(
        "\n100 times the environments take {:.1} times the time.",
        ten_thousand.as_secs_f64() / hundred.as_secs_f64()
    );
}
