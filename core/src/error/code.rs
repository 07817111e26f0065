//! What a code of an [`Error`](crate::Error) says of itself, and the list of all codes.
//!
//! What lives here: [`ErrorCode`], its page, [`error_codes`]. What does not: the codes themselves; they stand by subject
//! below `codes/`.

use std::fmt::Write as _;

use crate::error::{ErrorKind, Retry, codes, context};

/// A code of an [`Error`](crate::Error), the kinds it comes with and its documentation page. `explain(code)` gives the
/// page.
#[derive(Debug)]
#[non_exhaustive]
pub struct ErrorCode {
    /// The stable kebab-case code; it reads as the problem.
    pub code: &'static str,
    /// The kinds that errors of this code have; mostly one.
    pub kinds: &'static [ErrorKind],
    /// The retry classes that errors of this code have. Where there are several, the operation decides.
    pub retries: &'static [Retry],
    /// The keys of [`Error::context`](crate::Error::context) that errors of this code may have, besides those that any
    /// error of a publication has.
    pub context: &'static [&'static str],
    /// What went wrong, in one line.
    pub summary: &'static str,
    /// The text of the page in Markdown: what happened, the usual causes, how to fix it.
    pub documentation: &'static str,
}

impl ErrorCode {
    /// The code's page in Markdown: [`ErrorCode::documentation`] with what the context means and whether the call may be
    /// made again.
    ///
    /// ```
    /// let codes = gatewright::error_codes();
    /// let code = codes.iter().find(|code| code.code == "file-changed").unwrap();
    /// assert!(code.page().starts_with("# file-changed\n"));
    /// assert!(code.page().contains("\n## Context\n\n- `path`: "));
    /// ```
    pub fn page(&self) -> String {
        let kinds: Vec<String> = self.kinds.iter().map(|kind| format!("`{kind}`")).collect();
        let mut page = format!(
            "# {}\n\n{}\n\nError of kind {}.\n\n{}\n\n## Context\n\n",
            self.code,
            self.summary,
            kinds.join(" or "),
            self.documentation.trim()
        );
        for (key, meaning) in self.context.iter().filter_map(|key| context::meaning(key)) {
            // Writing to a string does not fail.
            let _ = writeln!(page, "- `{key}`: {meaning}");
        }
        if self.context.is_empty() {
            page.push_str("None of its own.\n");
        }
        page.push_str("\n## Retrying\n\n");
        if self.retries.len() > 1 {
            page.push_str("It depends on the operation; the error's `retry` says which:\n\n");
        }
        for retry in self.retries {
            let mark = if self.retries.len() > 1 { "- " } else { "" };
            let _ = writeln!(page, "{mark}`{retry}`: {}", advice(*retry));
        }
        page
    }
}

fn advice(retry: Retry) -> &'static str {
    match retry {
        Retry::Never => "the same call fails the same way until something changes.",
        Retry::Safe => "calling again is harmless; wait a little before it.",
        Retry::Ambiguous => {
            "it may have been done all the same: read what is there before doing it again."
        }
    }
}

/// Every code that an error of this crate can have, ordered by code.
///
/// ```
/// assert!(gatewright::error_codes().iter().any(|code| code.code == "file-changed"));
/// ```
pub fn error_codes() -> Vec<&'static ErrorCode> {
    let mut all: Vec<&'static ErrorCode> = codes::ALL.iter().copied().flatten().collect();
    all.sort_by_key(|code| code.code);
    all
}

/// The registered code of that name.
pub(crate) fn find(code: &str) -> Option<&'static ErrorCode> {
    codes::ALL.iter().copied().flatten().find(|registered| registered.code == code)
}
