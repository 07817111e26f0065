//! The call that the benchmarks of the Python and Node packages are held against: `cargo xtask bench` runs all three.
//!
//! With the path of a file as argument it writes a text of 1,000 environments there, checks the file repeatedly and
//! prints the median of the call in nanoseconds. Unlike `read_and_check` it counts no memory, which would slow it down.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a benchmark prints its number and stops at a broken assumption"
)]

mod support;

use std::hint::black_box;
use std::time::{Duration, Instant};

use gatewright::check::check;

fn main() {
    let Some(path) = std::env::args().skip(1).find(|argument| !argument.starts_with('-')) else {
        println!("check_file: name a file to write and check");
        return;
    };
    std::fs::write(&path, support::text(1_000)).expect("the file can be written");
    let mut times: Vec<Duration> = (0..101)
        .map(|_| {
            let start = Instant::now();
            let report = check([path.as_str()]).expect("the file can be read");
            assert!(black_box(&report).ok());
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("{}", times[50].as_nanos());
}
