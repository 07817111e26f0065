//! Several edits of one text at once.

use std::ops::Range;

use crate::diagnostic::Edit;

/// Edits of one text that do not touch each other's bytes.
#[derive(Clone, Default)]
pub(super) struct Splices {
    edits: Vec<(Range<usize>, String)>,
}

impl Splices {
    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// True when the edit lies in the text, and what it replaces is nobody else's; the same replacement asked for twice
    /// is one.
    pub(super) fn fits(&self, text: &str, edit: &Edit) -> bool {
        text.get(edit.span.clone()).is_some()
            && (self.has(edit) || !self.edits.iter().any(|(span, _)| overlap(span, &edit.span)))
    }

    pub(super) fn add(&mut self, edit: &Edit) {
        if !self.has(edit) {
            self.edits.push((edit.span.clone(), edit.replacement.clone()));
        }
    }

    fn has(&self, edit: &Edit) -> bool {
        let same = |(span, replacement): &(Range<usize>, String)| {
            *span == edit.span && *replacement == edit.replacement
        };
        self.edits.iter().any(same)
    }

    /// The text with all edits made, in its own line breaks.
    pub(super) fn apply(mut self, text: &str) -> String {
        // What is inserted before a replacement comes first.
        self.edits.sort_by_key(|(span, _)| (span.start, span.end));
        let breaks_with_return = text
            .find('\n')
            .is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
        let mut new = String::with_capacity(text.len() + 64);
        let mut done = 0;
        for (span, replacement) in &self.edits {
            new.push_str(text.get(done..span.start).unwrap_or_default());
            if breaks_with_return {
                new.push_str(&replacement.replace("\r\n", "\n").replace('\n', "\r\n"));
            } else {
                new.push_str(replacement);
            }
            done = span.end;
        }
        new.push_str(text.get(done..).unwrap_or_default());
        new
    }
}

/// Two insertions at one place overlap: which comes first is anybody's guess. One at the edge of a replacement does not.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    if one.is_empty() && other.is_empty() {
        return one.start == other.start;
    }
    let within = |outer: &Range<usize>, at: usize| outer.start < at && at < outer.end;
    match (one.is_empty(), other.is_empty()) {
        (true, _) => within(other, one.start),
        (_, true) => within(one, other.start),
        _ => one.start < other.end && other.start < one.end,
    }
}
