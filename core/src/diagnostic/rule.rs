//! What a rule says of itself.

use std::fmt;

use serde::Serialize;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// API-M rejects it, or it breaks at run time for certain.
    Error,
    /// Legal, and almost surely wrong.
    Warning,
    /// Worth knowing; not reported unless asked for.
    Note,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// The severity's name in lower case, as it is printed.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A rule's name, its usual severity and its documentation page. `explain(code)` gives the page.
#[derive(Debug)]
#[non_exhaustive]
pub struct Rule {
    /// The stable kebab-case code; it reads as the problem.
    pub code: &'static str,
    /// The severity of its findings; a rule may report a milder one where it says so.
    pub severity: Severity,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// The rule's page in Markdown: what it finds, why it hurts, an example, how to fix it.
    pub documentation: &'static str,
}

impl Rule {
    /// The rule's page in Markdown.
    ///
    /// ```
    /// let rules = gatewright::check::rules();
    /// let rule = rules.iter().find(|rule| rule.code == "port-collision").unwrap();
    /// assert!(rule.page().starts_with("# port-collision\n"));
    /// ```
    pub fn page(&self) -> String {
        format!(
            "# {}\n\n{}\n\nSeverity: {}.\n\n{}\n",
            self.code,
            self.summary,
            self.severity,
            self.documentation.trim()
        )
    }
}
