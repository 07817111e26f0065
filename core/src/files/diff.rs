//! Unified diffs in which secrets are masked.

use std::fmt::Write as _;
use std::path::Path;

use similar::{ChangeTag, TextDiff};

use crate::diagnostic::mask::mask;

const CONTEXT_LINES: usize = 3;

/// The change from one text to another. Lines are compared as they are and printed masked, so that a changed password
/// shows as a changed line without showing the password.
pub(crate) fn unified(path: &Path, before: Option<&str>, after: &str) -> String {
    let old = before.unwrap_or_default();
    if before == Some(after) {
        return String::new();
    }
    let (masked_old, masked_new) = (mask(old), mask(after));
    let old_lines: Vec<&str> = masked_old.split_inclusive('\n').collect();
    let new_lines: Vec<&str> = masked_new.split_inclusive('\n').collect();
    let name = path.display();
    let mut text = if before.is_some() {
        format!("--- {name}\n+++ {name}\n")
    } else {
        format!("--- /dev/null\n+++ {name}\n")
    };
    // The same lines as the masked ones: a single carriage return ends none.
    let plain_old: Vec<&str> = old.split_inclusive('\n').collect();
    let plain_new: Vec<&str> = after.split_inclusive('\n').collect();
    let diff = TextDiff::from_slices(&plain_old, &plain_new);
    for group in diff.grouped_ops(CONTEXT_LINES) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let old_range = first.old_range().start..last.old_range().end;
        let new_range = first.new_range().start..last.new_range().end;
        let _ = writeln!(text, "@@ -{} +{} @@", hunk(&old_range), hunk(&new_range));
        for operation in &group {
            for change in diff.iter_changes(operation) {
                let (mark, lines, index) = match change.tag() {
                    ChangeTag::Equal => (' ', &new_lines, change.new_index()),
                    ChangeTag::Delete => ('-', &old_lines, change.old_index()),
                    ChangeTag::Insert => ('+', &new_lines, change.new_index()),
                };
                let line = index.and_then(|index| lines.get(index)).copied().unwrap_or_default();
                text.push(mark);
                text.push_str(line);
                if !line.ends_with('\n') {
                    text.push_str("\n\\ No newline at end of file\n");
                }
            }
        }
    }
    text
}

fn hunk(range: &std::ops::Range<usize>) -> String {
    let start = if range.is_empty() { range.start } else { range.start + 1 };
    if range.len() == 1 { start.to_string() } else { format!("{start},{}", range.len()) }
}
