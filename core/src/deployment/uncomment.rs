//! Comment lines as TOML again, by whatever hand they were commented out.

use std::ops::Range;

use super::document::Document;

/// How many `#` a line of nothing else has at least to be a ruler below a section, and no commented-out comment.
const RULER: usize = 3;

/// What stands where a mark stood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instead {
    /// Nothing: the section as it was.
    Nothing,
    /// As many blanks: everything keeps its place, for findings about it.
    Blanks,
}

/// A block of comment lines with `marks` times `#` taken from each line that is TOML then; what is prose stays a comment.
pub(crate) fn uncommented(block: &str, marks: usize, instead: Instead) -> String {
    let lines: Vec<&str> = block.split_inclusive('\n').collect();
    let mut marked: Vec<Option<Range<usize>>> =
        lines.iter().map(|line| mark(line, marks)).collect();
    let has_blank = |(line, mark): (&&str, &Option<Range<usize>>)| {
        let content = mark.as_ref().and_then(|mark| line.get(mark.end..)).unwrap_or_default();
        content.trim_matches(['#', ' ', '\t', '\r', '\n']).is_empty() || content.starts_with(' ')
    };
    // Where each `#` is followed by a blank, the blank belongs to the `#`.
    if lines.iter().zip(&marked).all(has_blank) {
        for (line, mark) in lines.iter().zip(&mut marked) {
            if let Some(mark) =
                mark.as_mut().filter(|mark| line.as_bytes().get(mark.end) == Some(&b' '))
            {
                mark.end += 1;
            }
        }
    }
    leave_prose(&lines, &mut marked);
    leave_rulers(&lines, &mut marked);
    written(&lines, &marked, instead)
}

/// The `#` that make a line a comment; `None` when it has not so many.
fn mark(line: &str, marks: usize) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start().len();
    let found = line.bytes().skip(start).take_while(|byte| *byte == b'#').count();
    (found >= marks).then_some(start..start + marks)
}

fn written(lines: &[&str], marked: &[Option<Range<usize>>], instead: Instead) -> String {
    let mut text = String::new();
    for (line, mark) in lines.iter().zip(marked) {
        let mark = mark.clone().unwrap_or(0..0);
        text.push_str(line.get(..mark.start).unwrap_or_default());
        if instead == Instead::Blanks {
            text.push_str(&" ".repeat(mark.len()));
        }
        text.push_str(line.get(mark.end..).unwrap_or_default());
    }
    text
}

/// Prose is found by what the parser says of it; each round keeps at least one more line a comment.
fn leave_prose(lines: &[&str], marked: &mut [Option<Range<usize>>]) {
    for _ in 0..lines.len() {
        let text = written(lines, marked, Instead::Nothing);
        let live: Vec<&str> = text.split_inclusive('\n').collect();
        let breaks: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
        let document = Document::parse(text.as_str());
        let mut is_done = true;
        for problem in document.problems() {
            let at = breaks.partition_point(|end| *end < problem.span.start);
            if let (Some(mark), Some(line)) = (marked.get_mut(at), live.get(at))
                && mark.is_some()
                && is_prose(line)
            {
                *mark = None;
                is_done = false;
            }
        }
        if is_done {
            break;
        }
    }
}

/// A line of nothing but `#` below the last line that says something stands there for the eye.
fn leave_rulers(lines: &[&str], marked: &mut [Option<Range<usize>>]) {
    for (line, mark) in lines.iter().zip(marked).rev() {
        let content = line.trim();
        let is_ruler = content.len() >= RULER && content.bytes().all(|byte| byte == b'#');
        if is_ruler {
            *mark = None;
        } else if mark.is_some() {
            break;
        }
    }
}

/// True for a line that says nothing to API-M: neither a header nor `key = value`.
fn is_prose(line: &str) -> bool {
    let line = line.trim();
    key_of(line).is_none() && !line.starts_with('[')
}

/// The key of a `key = value`.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let (key, _) = line.split_once('=')?;
    let key = key.trim();
    (!key.is_empty() && !key.contains(char::is_whitespace)).then_some(key)
}
