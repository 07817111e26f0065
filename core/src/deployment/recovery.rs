//! Where reading goes on after a bracket or a multi-line string that is never closed.
//!
//! Without this, what was not closed swallows the rest of the file: every line below it is an error that is none, and
//! the real ones further down are not found. The text is cut where the next section, or the next `key = value`, shows
//! that the end is missing; each piece is parsed for itself.

use std::ops::Range;

use toml_parser::decoder::Encoding;
use toml_parser::lexer::{Token, TokenKind};
use toml_parser::{Source, Span};

/// A file with more of these is no file of anybody's; each one costs another look at what follows it.
const MOST_CUTS: usize = 64;

/// Calls `parse` with the tokens of each piece of the text, in order.
pub(super) fn in_pieces(text: &str, mut parse: impl FnMut(&[Token])) {
    let mut from = 0;
    for _ in 0..MOST_CUTS {
        let tokens = lex(text, from);
        let mut rest = tokens.as_slice();
        let mut done = 0;
        for cut in cuts(text, &tokens) {
            let (piece, after) = rest.split_at_checked(cut - done).unwrap_or((rest, &[]));
            parse(piece);
            (rest, done) = (after, cut);
        }
        parse(rest);
        match after_unclosed_string(text, &tokens) {
            Some(next) => from = next,
            None => break,
        }
    }
}

/// The tokens from a line's start on, with spans in the whole text.
fn lex(text: &str, from: usize) -> Vec<Token> {
    if from == 0 {
        return Source::new(text).lex().into_vec();
    }
    // Spans count from the start of what is lexed: blanks stand in for what was read already.
    let rest = text.get(from..).unwrap_or_default();
    let padded = format!("{}{rest}", " ".repeat(from));
    let mut tokens = Source::new(&padded).lex().into_vec();
    // Those blanks, with the line's own: nothing depends on them.
    tokens.remove(0);
    tokens
}

/// True for a multi-line string without its end.
pub(super) fn is_unclosed(raw: &str, encoding: Option<Encoding>) -> bool {
    let (delimiter, escapes) = match encoding {
        Some(Encoding::MlBasicString) => ("\"\"\"", true),
        Some(Encoding::MlLiteralString) => ("'''", false),
        _ => return false,
    };
    let Some(content) = raw.strip_suffix(delimiter).filter(|content| content.len() >= 3) else {
        return true;
    };
    let backslashes = content.bytes().rev().take_while(|byte| *byte == b'\\').count();
    escapes && backslashes % 2 == 1
}

/// Where the section starts that a multi-line string without an end swallowed.
fn after_unclosed_string(text: &str, tokens: &[Token]) -> Option<usize> {
    let last = tokens.iter().rev().find(|token| token.kind() != TokenKind::Eof)?;
    let span = last.span();
    let raw = text.get(span.start()..span.end())?;
    if !is_unclosed(raw, last.kind().encoding()) {
        return None;
    }
    let mut start = span.start();
    for line in raw.split_inclusive('\n') {
        // The first line is the string's own.
        if start > span.start() && is_header(text, &lex_line(line), start) {
            return Some(start);
        }
        start += line.len();
    }
    None
}

fn lex_line(line: &str) -> Vec<Token> {
    // Most lines of a text are no header, and need no lexer to see it.
    if line.trim_start().starts_with('[') { Source::new(line).lex().into_vec() } else { Vec::new() }
}

/// An array or inline table that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    Array,
    InlineTable,
}

/// The tokens, each the first of a line, before which the text is cut.
fn cuts(text: &str, tokens: &[Token]) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut is_value = false;
    // The first line that probably does not belong to what is open.
    let mut suspicious: Option<usize> = None;
    let mut at = 0;
    while cuts.len() < MOST_CUTS {
        let Some(token) = tokens.get(at) else {
            // Nothing more can close it. Look again from where it should have ended.
            let Some(cut) = suspicious.take() else { break };
            cuts.push(cut);
            open.clear();
            (is_value, at) = (false, cut);
            continue;
        };
        at += 1;
        match token.kind() {
            TokenKind::Equals => is_value = true,
            TokenKind::LeftSquareBracket if is_value => open.push(Open::Array),
            TokenKind::LeftCurlyBracket if is_value => open.push(Open::InlineTable),
            TokenKind::RightSquareBracket => close(&mut open, Open::Array),
            TokenKind::RightCurlyBracket => close(&mut open, Open::InlineTable),
            TokenKind::Newline if open.is_empty() => (is_value, suspicious) = (false, None),
            TokenKind::Newline => {
                let line = tokens.get(at..).unwrap_or_default();
                if is_header(text, line, 0) {
                    let cut = suspicious.take().unwrap_or(at);
                    cuts.push(cut);
                    open.clear();
                    (is_value, at) = (false, cut);
                } else if suspicious.is_none()
                    && (open.first() == Some(&Open::InlineTable)
                        || (open.last() == Some(&Open::Array) && is_entry(line)))
                {
                    suspicious = Some(at);
                }
            }
            _ => {}
        }
    }
    cuts
}

fn close(open: &mut Vec<Open>, kind: Open) {
    if let Some(at) = open.iter().rposition(|open| *open == kind) {
        open.truncate(at);
    }
}

/// True when a line is a `[section]` or `[[section]]`, and cannot be an element of an array: its name is a bare word.
/// Spans are `offset` behind the text.
fn is_header(text: &str, line: &[Token], offset: usize) -> bool {
    let mut tokens = line.iter().filter(|token| token.kind() != TokenKind::Whitespace).peekable();
    let mut brackets = 0;
    while tokens.next_if(|token| token.kind() == TokenKind::LeftSquareBracket).is_some() {
        brackets += 1;
    }
    let Some(name) = tokens.next().filter(|_| (1..=2).contains(&brackets)) else { return false };
    let range = Range { start: name.span().start() + offset, end: name.span().end() + offset };
    let word = text.get(range).unwrap_or_default();
    let is_value = matches!(word, "true" | "false" | "inf" | "nan");
    if name.kind() != TokenKind::Atom || is_value || !word.starts_with(|c: char| c.is_alphabetic())
    {
        return false;
    }
    while tokens.next_if(|token| token.kind() == TokenKind::Dot).is_some() {
        tokens.next();
    }
    // Its own brackets may be what is missing.
    while tokens.next_if(|token| token.kind() == TokenKind::RightSquareBracket).is_some() {}
    tokens.next().is_none_or(|token| {
        matches!(token.kind(), TokenKind::Newline | TokenKind::Comment | TokenKind::Eof)
    })
}

/// True when a line starts with `key =`.
fn is_entry(line: &[Token]) -> bool {
    let mut tokens = line.iter().filter(|token| token.kind() != TokenKind::Whitespace);
    loop {
        let key = tokens.next().map(Token::kind);
        let is_key = matches!(
            key,
            Some(TokenKind::Atom | TokenKind::BasicString | TokenKind::LiteralString)
        );
        match tokens.next().map(Token::kind) {
            Some(TokenKind::Dot) if is_key => {}
            after => return is_key && after == Some(TokenKind::Equals),
        }
    }
}

/// True for a line without `=` that may have been meant as a header: `(a.b)`, `> [a.b]`, `a.b]`, `a.b`. Prose with brackets
/// and the elements of an array are none.
pub(super) fn is_meant_as_header(line: &str) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let line = line.trim();
    let is_conflict_mark = ["<<<<<<<", ">>>>>>>"].iter().any(|mark| line.starts_with(mark));
    let path = line.trim_matches(|c: char| !c.is_alphanumeric());
    let around = line.len() - path.len();
    let is_path = path.starts_with(char::is_alphabetic) && path.chars().all(is_name);
    let is_text = line.starts_with('#') || line.contains(['"', '\'', ',']);
    let is_enclosed = around > 0 && line.contains(['[', ']', '(', ')', '{', '}', '<', '>']);
    is_path && !is_text && !is_conflict_mark && (is_enclosed || path.contains('.'))
}

/// The three quotes that open a multi-line string.
pub(super) fn opening(span: Span) -> Range<usize> {
    span.start()..span.end().min(span.start() + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        in_pieces(text, |tokens| {
            let start = tokens.first().map_or(text.len(), |token| token.span().start());
            let end = tokens.last().map_or(start, |token| token.span().end());
            pieces.push(text.get(start..end).unwrap().to_owned());
        });
        pieces
    }

    #[test]
    fn what_is_closed_is_one_piece() {
        for text in [
            "",
            "a = [\n 1,\n 2,\n]\n[b]\nc = { d = 1,\n e = 2 }\n[f]\n",
            "a = [\n [true],\n [\"b\"],\n [[1]], # [server]\n]\n",
            "a = \"\"\"\n[server]\n\"\"\"\nb = '''\n[x]'''",
            "a = [{ b = 1,\n c = 2 },\n{ d = [1,\n 2] }]\n[e]\n",
            "a = [\n b = 1\n]\n[c]\n",
        ] {
            assert_eq!(pieces(text), [text]);
        }
    }

    #[test]
    fn the_text_is_cut_where_the_end_is_missing() {
        assert_eq!(pieces("a = [\n 1,\n\n[b]\nc = 1\n"), ["a = [\n 1,\n\n", "[b]\nc = 1\n"]);
        assert_eq!(pieces("a = [1\nb = [2]\nc = 3\n"), ["a = [1\n", "b = [2]\nc = 3\n"]);
        assert_eq!(pieces("a = {b = 1\nc = 2\n[[d]]\n"), ["a = {b = 1\n", "c = 2\n[[d]]\n"]);
        assert_eq!(pieces("a = {b = 1\nc = 2"), ["a = {b = 1\n", "c = 2"]);
        assert_eq!(
            pieces("a = \"\"\"\nb\n [c.d] # e\nf = '''\n[g]"),
            ["a = \"\"\"\nb\n [c.d] # e\nf = '''\n[g]", "[c.d] # e\nf = '''\n[g]", "[g]"]
        );
        assert_eq!(pieces("a = \"\"\"b\\\"\"\"\n[c]\n").len(), 2, "the last quotes are escaped");
    }

    #[test]
    fn hostile_texts_take_no_quadratic_time() {
        for line in ["a = [\n", "a = {b=1,\n", "[a]\n\\\"\"\"\n", "[a]\nb = '''\n", "a = [\n[b]\n"]
        {
            let text = line.repeat(20_000);
            let mut tokens = 0;
            in_pieces(&text, |piece| tokens += piece.len());
            assert!(tokens < 64 * 20_000 * 8, "{line}: {tokens}");
        }
    }
}
