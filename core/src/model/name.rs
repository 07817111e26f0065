//! Names of environments and nodes.

use std::fmt;

use serde::Serialize;

use crate::error::{Error, ErrorKind};

/// The name of a gateway environment.
///
/// Source: API-M 3.0–4.7: names are joined and split by commas when an API's environments are stored, the name `none`
/// is dropped, and names are pasted into XML as they are. Hence: not empty, no comma, not `none`, no control or
/// XML-breaking character, no blank at either end. Spaces inside are usual (`Production and Sandbox`).
///
/// ```
/// use gatewright::EnvironmentName;
///
/// assert_eq!(EnvironmentName::new("Production Gateway")?.as_str(), "Production Gateway");
/// assert!(EnvironmentName::new("Production, Sandbox").is_err());
/// # Ok::<(), gatewright::model::NameError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct EnvironmentName(String);

/// The name of a node in a topology: letters, digits, `.`, `_` and `-`, starting with a letter or digit, because it names
/// a folder when files are written to a directory.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct NodeName(String);

/// Why a text is no valid name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NameError {
    /// Nothing in it.
    Empty,
    /// A comma: API-M splits lists of names at commas.
    Comma,
    /// `none`: API-M drops it from an API's environments.
    None,
    /// A blank at either end.
    SurroundingBlank,
    /// A control character, or one of `&`, `<`, `>`, `"`, `'`, which break the XML that API-M pastes the name into.
    Character(char),
}

impl NameError {
    /// The stable part of the message, for a user.
    pub fn description(self) -> String {
        match self {
            Self::Empty => "it is empty".to_owned(),
            Self::Comma => {
                "it holds a comma, at which API-M splits lists of environments".to_owned()
            }
            Self::None => "it is `none`, which API-M drops from an API's environments".to_owned(),
            Self::SurroundingBlank => "it starts or ends with a blank".to_owned(),
            Self::Character(character) if character.is_control() => {
                format!("it holds the control character U+{:04X}", u32::from(character))
            }
            Self::Character(character) => {
                format!("it holds `{character}`, which breaks the XML that API-M makes of the file")
            }
        }
    }
}

impl EnvironmentName {
    /// A name.
    ///
    /// # Errors
    /// [`NameError`] says which rule it breaks.
    pub fn new(name: impl Into<String>) -> Result<Self, NameError> {
        let name = name.into();
        Self::validate(&name)?;
        Ok(Self(name))
    }

    pub(crate) fn validate(name: &str) -> Result<(), NameError> {
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.contains(',') {
            return Err(NameError::Comma);
        }
        if name == "none" {
            return Err(NameError::None);
        }
        if name.trim() != name {
            return Err(NameError::SurroundingBlank);
        }
        let breaks = |c: &char| c.is_control() || matches!(c, '&' | '<' | '>' | '"' | '\'');
        name.chars().find(breaks).map_or(Ok(()), |character| Err(NameError::Character(character)))
    }

    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl NodeName {
    /// A name; `None` when it is empty, longer than 64 characters, or holds another character.
    pub fn new(name: impl Into<String>) -> Option<Self> {
        let name = name.into();
        let is_valid = name.len() <= 64
            && name.starts_with(|c: char| c.is_ascii_alphanumeric())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
            && !name.ends_with('.');
        is_valid.then_some(Self(name))
    }

    /// The name as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EnvironmentName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description())
    }
}

impl std::error::Error for NameError {}

impl From<NameError> for Error {
    fn from(error: NameError) -> Self {
        Self::new(ErrorKind::InvalidInput, "invalid-environment-name", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_of_environment_names_has_its_error() {
        for (name, error) in [
            ("", NameError::Empty),
            ("a,b", NameError::Comma),
            ("none", NameError::None),
            (" a", NameError::SurroundingBlank),
            ("a\u{a0}", NameError::SurroundingBlank),
            ("a&b", NameError::Character('&')),
            ("a\nb", NameError::Character('\n')),
        ] {
            assert_eq!(EnvironmentName::new(name), Err(error), "{name:?}");
        }
        for name in ["Default", "Production and Sandbox", "None", "Hybrid 2", "Ü"] {
            assert!(EnvironmentName::new(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn node_names_can_be_folders() {
        assert!(NodeName::new("gateway-1").is_some());
        for name in ["", ".", "..", "a/b", "-a", "a b", "a."] {
            assert!(NodeName::new(name).is_none(), "{name:?}");
        }
    }
}
