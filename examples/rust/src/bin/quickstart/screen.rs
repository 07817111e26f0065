//! How it looks: colours and a progress bar on a terminal, plain text elsewhere.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::time::Duration;

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{ContentArrangement, Table};
use console::{Term, style};
use indicatif::{ProgressBar, ProgressStyle};

use crate::publish::Place;

/// A line on the standard output. Nobody reading it any more is no reason to stop half-way.
pub(crate) fn line(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// A line on the standard error.
pub(crate) fn complain(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// What it is all about.
pub(crate) fn title(text: &str) {
    line(style(text).bold());
}

/// A part's heading.
pub(crate) fn heading(text: &str) {
    line(format_args!("\n{}", style(text).bold().cyan()));
}

/// A diff, its lines coloured by what they do.
pub(crate) fn diff(text: &str) {
    for text in text.lines() {
        match text.chars().next() {
            Some('+') => line(style(text).green()),
            Some('-') => line(style(text).red()),
            Some('@') => line(style(text).cyan()),
            _ => line(text),
        }
    }
}

/// A table, readable as Markdown too.
pub(crate) fn table<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(header);
    for row in rows {
        table.add_row(row);
    }
    let terminal = Term::stdout();
    if let Some((_, width)) = terminal.size_checked().filter(|_| terminal.is_term()) {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
    }
    line(table);
}

/// The table of environments and URLs.
pub(crate) fn places(places: &[Place]) {
    let yes_or_no = |is: bool| if is { "yes" } else { "no" }.to_owned();
    let rows = places.iter().map(|place| {
        let kind = place.environment_type.to_string();
        [place.name.clone(), kind, place.url.clone(), yes_or_no(place.in_try_out)]
    });
    table(["environment", "type", "URL", "try-out"], rows);
}

/// A bar for so many things to wait for; not shown where nobody looks at a terminal, and gone when dropped.
pub(crate) fn bar(things: usize, waiting_for: &str) -> ProgressBar {
    let bar = ProgressBar::new(things as u64).with_message(waiting_for.to_owned());
    if let Ok(style) = ProgressStyle::with_template("{spinner} [{bar:30}] {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(80));
    bar.with_finish(indicatif::ProgressFinish::AndClear)
}
