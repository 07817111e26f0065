//! Three-way merge by lines.

use std::ops::Range;

use similar::{DiffOp, TextDiff};

/// Two changes of one place that cannot both be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct MergeConflict {
    /// The lines of the base, from 0.
    pub(super) base: Range<usize>,
}

struct Change<'t> {
    base: Range<usize>,
    lines: Vec<&'t str>,
}

/// The text that has both changes: `base` to `ours` and `base` to `theirs`.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Result<String, MergeConflict> {
    let base_lines: Vec<&str> = base.split_inclusive('\n').collect();
    let our_changes = changes(base, ours);
    let their_changes = changes(base, theirs);
    let mut merged = String::with_capacity(theirs.len().max(ours.len()));
    let mut done = 0;
    let (mut our, mut their) = (our_changes.iter().peekable(), their_changes.iter().peekable());
    loop {
        let next = match (our.peek(), their.peek()) {
            (None, None) => break,
            (Some(_), None) => our.next(),
            (None, Some(_)) => their.next(),
            (Some(mine), Some(other)) => {
                if mine.base == other.base && mine.lines == other.lines {
                    their.next();
                    our.next()
                } else if overlap(&mine.base, &other.base) {
                    let start = mine.base.start.min(other.base.start);
                    let end = mine.base.end.max(other.base.end);
                    return Err(MergeConflict { base: start..end });
                } else if (mine.base.start, mine.base.end) <= (other.base.start, other.base.end) {
                    our.next()
                } else {
                    their.next()
                }
            }
        };
        let Some(change) = next else { break };
        for line in base_lines.get(done..change.base.start).unwrap_or_default() {
            push_line(&mut merged, line);
        }
        for line in &change.lines {
            push_line(&mut merged, line);
        }
        done = change.base.end.max(done);
    }
    for line in base_lines.get(done..).unwrap_or_default() {
        push_line(&mut merged, line);
    }
    Ok(merged)
}

/// Two insertions at one place overlap; an insertion at the edge of a replacement does not.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    if one.is_empty() && other.is_empty() {
        return one.start == other.start;
    }
    if one.is_empty() {
        return other.start < one.start && one.start < other.end;
    }
    if other.is_empty() {
        return one.start < other.start && other.start < one.end;
    }
    one.start < other.end && other.start < one.end
}

/// A last line without a break gets one when something follows it.
fn push_line(merged: &mut String, line: &str) {
    if !merged.is_empty() && !merged.ends_with('\n') {
        merged.push('\n');
    }
    merged.push_str(line);
}

fn changes<'t>(base: &str, text: &'t str) -> Vec<Change<'t>> {
    let lines: Vec<&'t str> = text.split_inclusive('\n').collect();
    // Lines as everywhere here: a single carriage return ends none.
    let base_lines: Vec<&str> = base.split_inclusive('\n').collect();
    TextDiff::from_slices(&base_lines, &lines)
        .ops()
        .iter()
        .filter(|operation| !matches!(operation, DiffOp::Equal { .. }))
        .map(|operation| Change {
            base: operation.old_range(),
            lines: lines.get(operation.new_range()).unwrap_or_default().to_vec(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_different_places_are_both_made() {
        let base = "a\nb\nc\nd\n";
        assert_eq!(merge(base, "a\nB\nc\nd\n", "a\nb\nc\nD\n").unwrap(), "a\nB\nc\nD\n");
        assert_eq!(merge(base, "a\nb\nc\nd\ne\n", "b\nc\nd\n").unwrap(), "b\nc\nd\ne\n");
        assert_eq!(merge(base, base, "x\n").unwrap(), "x\n");
        assert_eq!(merge(base, "x\n", base).unwrap(), "x\n");
        assert_eq!(merge(base, "a\nq\n", "a\nq\n").unwrap(), "a\nq\n");
    }

    #[test]
    fn changes_of_one_place_conflict() {
        let base = "a\nb\nc\n";
        assert_eq!(merge(base, "a\nx\nc\n", "a\ny\nc\n"), Err(MergeConflict { base: 1..2 }));
        assert!(
            merge(base, "a\nx\nb\nc\n", "a\ny\nb\nc\n").is_err(),
            "two insertions at one place"
        );
    }

    #[test]
    fn a_carriage_return_in_a_line_is_kept() {
        let base = "a\nb\nc\nd\n";
        let merged = merge(base, "a # x\ry\rz\nb\nc\nd\n", "a\nb\nc\nD\n");
        assert_eq!(merged.unwrap(), "a # x\ry\rz\nb\nc\nD\n");
    }

    #[test]
    fn a_missing_final_line_break_survives() {
        assert_eq!(merge("a\nb", "A\nb", "a\nb").unwrap(), "A\nb");
        assert_eq!(merge("a\nb\n", "a\nb\nc", "A\nb\n").unwrap(), "A\nb\nc");
    }
}
