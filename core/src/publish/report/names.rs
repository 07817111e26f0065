//! The formats and their names.

use std::fmt;

/// How a [`Plan`](crate::publish::Plan) is written.
///
/// ```
/// use gatewright::publish::PlanFormat;
///
/// assert_eq!(PlanFormat::from_name("markdown"), Some(PlanFormat::Markdown));
/// assert_eq!(PlanFormat::Markdown.as_str(), "markdown");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PlanFormat {
    /// For people: what cannot be done first, then what changes.
    Text,
    /// For programs: every API with its steps, with a `schema_version`.
    Json,
    /// For a comment on a pull request: short enough for one, details folded.
    Markdown,
}

impl PlanFormat {
    /// Every format, in declaration order.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Markdown];

    /// The format's name, as it is given to `Plan.format` in Python and Node.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
        }
    }

    /// The format of this name, exactly as [`PlanFormat::as_str`] spells it.
    ///
    /// ```
    /// use gatewright::publish::PlanFormat;
    ///
    /// assert_eq!(PlanFormat::from_name("json"), Some(PlanFormat::Json));
    /// assert_eq!(PlanFormat::from_name("JSON"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

impl fmt::Display for PlanFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How an [`Outcome`](crate::publish::Outcome) is written.
///
/// ```
/// use gatewright::publish::OutcomeFormat;
///
/// assert_eq!(OutcomeFormat::from_name("junit"), Some(OutcomeFormat::Junit));
/// assert_eq!(OutcomeFormat::Junit.as_str(), "junit");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum OutcomeFormat {
    /// For people: what failed first, with how to fix it.
    Text,
    /// For programs: every API, in at most 4 KiB each, with a `schema_version`.
    Json,
    /// For CI servers: JUnit's XML. An API is a suite, a step a case; a step that failed is a failure, one that awaits an
    /// approval is skipped.
    Junit,
}

impl OutcomeFormat {
    /// Every format, in declaration order.
    pub const ALL: [Self; 3] = [Self::Text, Self::Json, Self::Junit];

    /// The format's name, as it is given to `Outcome.format` in Python and Node.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Junit => "junit",
        }
    }

    /// The format of this name, exactly as [`OutcomeFormat::as_str`] spells it.
    ///
    /// ```
    /// use gatewright::publish::OutcomeFormat;
    ///
    /// assert_eq!(OutcomeFormat::from_name("text"), Some(OutcomeFormat::Text));
    /// assert_eq!(OutcomeFormat::from_name("xml"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

impl fmt::Display for OutcomeFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
