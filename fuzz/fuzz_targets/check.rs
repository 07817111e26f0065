//! Checking never panics, and every report can be printed in every format.
#![no_main]

use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::{Format, Release, SpanUnit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|texts: (&str, &str)| {
    let (first, second) = texts;
    let files = [
        NodeFile::from_text("cp/deployment.toml", first).host("localhost"),
        NodeFile::from_text("gw/deployment.toml", second).host("localhost"),
    ];
    for release in [None, Some(Release::V3_2), Some(Release::V4_7)] {
        let files = files.iter().cloned().map(|file| match release {
            Some(release) => file.release(release),
            None => file,
        });
        let report =
            check_with(files, &CheckOptions::new().notes(true)).expect("texts can always be read");
        for format in [Format::Text, Format::Json, Format::Sarif] {
            assert!(!report.format(format).is_empty());
        }
        for found in report.diagnostics() {
            let _ = report.span_in(found, SpanUnit::Utf16);
            assert!(found.line.is_none_or(|line| line > 0));
        }
    }
});
