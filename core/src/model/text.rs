//! Values with placeholders and references, taken apart.
//!
//! Source: API-M 3.0–4.7, deployment.toml: the configuration mapper resolves `$ref{…}`, `$env{…}` and `$sys{…}` at
//! start and checks `$secret{…}`; `${…}` is left to whatever reads the value at run time.

use std::fmt;

/// A string value as a sequence of plain parts, placeholders and references.
///
/// ```
/// use gatewright::model::{Part, Text};
///
/// let text = Text::parse("https://localhost:${mgt.transport.https.port}/services/");
/// assert_eq!(text.parts().len(), 3);
/// assert_eq!(text.parts()[1], Part::Placeholder("mgt.transport.https.port".into()));
/// assert!(!text.is_plain());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Text {
    parts: Vec<Part>,
}

/// One part of a [`Text`].
#[derive(Clone, PartialEq, Eq)]
pub enum Part {
    /// Text that stands for itself.
    Plain(String),
    /// `${name}`: resolved at run time by the component that reads the value, or left as it is.
    Placeholder(String),
    /// `$ref{…}`, `$env{…}`, `$sys{…}` or `$secret{…}`.
    Reference(Reference, String),
}

/// The notations that the configuration mapper knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reference {
    /// `$ref{a.b}`: another key of the file. Not resolved inside arrays of tables.
    Key,
    /// `$env{X}`: an environment variable of the process.
    EnvironmentVariable,
    /// `$sys{x}`: a Java system property.
    SystemProperty,
    /// `$secret{alias}`: an entry of `[secrets]`, decrypted at run time.
    Secret,
}

impl Reference {
    const ALL: [Self; 4] =
        [Self::Key, Self::EnvironmentVariable, Self::SystemProperty, Self::Secret];

    const fn opening(self) -> &'static str {
        match self {
            Self::Key => "$ref{",
            Self::EnvironmentVariable => "$env{",
            Self::SystemProperty => "$sys{",
            Self::Secret => "$secret{",
        }
    }
}

impl Part {
    /// The part as it is written.
    pub fn written(&self) -> String {
        match self {
            Self::Plain(text) => text.clone(),
            Self::Placeholder(name) => format!("${{{name}}}"),
            Self::Reference(reference, name) => format!("{}{name}}}", reference.opening()),
        }
    }
}

impl Text {
    /// Takes a value apart. What has no closing brace is plain text, as it is for API-M.
    pub fn parse(value: &str) -> Self {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = value;
        while let Some(at) = rest.find('$') {
            let (before, from_dollar) = rest.split_at(at);
            plain.push_str(before);
            if let Some((part, after)) = Self::take(from_dollar) {
                if !plain.is_empty() {
                    parts.push(Part::Plain(std::mem::take(&mut plain)));
                }
                parts.push(part);
                rest = after;
            } else {
                plain.push('$');
                rest = from_dollar.strip_prefix('$').unwrap_or_default();
            }
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Plain(plain));
        }
        Self { parts }
    }

    fn take(from_dollar: &str) -> Option<(Part, &str)> {
        if let Some(inner) = from_dollar.strip_prefix("${") {
            let (name, after) = inner.split_once('}')?;
            return Some((Part::Placeholder(name.to_owned()), after));
        }
        Reference::ALL.into_iter().find_map(|reference| {
            let (name, after) = from_dollar.strip_prefix(reference.opening())?.split_once('}')?;
            Some((Part::Reference(reference, name.to_owned()), after))
        })
    }

    /// The parts, in order; none for an empty value.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// True when nothing in it is a placeholder or a reference.
    pub fn is_plain(&self) -> bool {
        self.parts.iter().all(|part| matches!(part, Part::Plain(_)))
    }

    /// True when the whole value is one placeholder or reference, so that the text itself gives nothing away.
    pub fn is_reference(&self) -> bool {
        matches!(self.parts.as_slice(), [Part::Placeholder(_) | Part::Reference(..)])
    }

    /// True when some part is a reference of this kind.
    pub fn has(&self, reference: Reference) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Reference(kind, _) if *kind == reference))
    }

    /// True when some part is a variable of the node that reads the file, `$env{…}` or `$sys{…}`: nobody else knows its
    /// value.
    pub(crate) fn has_variable(&self) -> bool {
        self.has(Reference::EnvironmentVariable) || self.has(Reference::SystemProperty)
    }

    /// The names of its `${…}` placeholders.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

impl fmt::Debug for Text {
    /// Plain parts may be passwords: only placeholders and references are shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.parts).finish()
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(_) => f.write_str("…"),
            Self::Placeholder(name) => write!(f, "${{{name}}}"),
            Self::Reference(reference, name) => write!(f, "{}{name}}}", reference.opening()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unclosed_and_unknown_notations_are_plain() {
        for value in ["", "$", "${", "${a", "$ref{a", "$foo{a}", "a$b"] {
            assert!(Text::parse(value).is_plain(), "{value}");
        }
    }

    #[test]
    fn a_reference_inside_text_is_found() {
        let text = Text::parse("jdbc:$env{DB}?x=$ref{a.b}");
        assert!(text.has(Reference::EnvironmentVariable) && text.has(Reference::Key));
        assert!(!text.is_reference());
        assert!(Text::parse("${admin.password}").is_reference());
    }

    #[test]
    fn debug_never_shows_plain_parts() {
        assert_eq!(format!("{:?}", Text::parse("hunter2${x}")), "[…, ${x}]");
    }
}
