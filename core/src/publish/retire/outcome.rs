//! What became of the APIs of an environment that is retired.

use std::fmt;

use crate::error::Error;
use crate::model::one_line::{Name, one_line};

/// What became of each API that was in the environment. The first line of `Display` is the verdict.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Retirement {
    /// The environment's name.
    pub environment: String,
    /// Where the APIs were to go.
    pub replacement: Option<String>,
    /// One entry per API that was there, in the order of the server's listing.
    pub apis: Vec<RetiredApi>,
}

/// What became of one API.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RetiredApi {
    /// The API's name.
    pub name: String,
    /// The API's version.
    pub version: String,
    /// API-M's identifier.
    pub id: String,
    /// What became of it.
    pub fate: Fate,
    /// Why it is still there.
    pub error: Option<Error>,
}

/// What became of an API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fate {
    /// The replacement serves it, and it was taken off.
    Moved,
    /// It was taken off.
    TakenOff,
    /// It is still there; the replacement may have it too.
    Kept,
}

impl Fate {
    /// Every fate.
    pub const ALL: [Self; 3] = [Self::Moved, Self::TakenOff, Self::Kept];

    /// The name.
    ///
    /// ```
    /// assert_eq!(gatewright::publish::Fate::TakenOff.as_str(), "taken-off");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "moved",
            Self::TakenOff => "taken-off",
            Self::Kept => "kept",
        }
    }
}

impl Retirement {
    /// True when no API is left: the environment can go.
    pub fn is_ok(&self) -> bool {
        self.apis.iter().all(|api| api.fate != Fate::Kept)
    }
}

impl fmt::Display for Fate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Retirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (total, environment) = (self.apis.len(), Name(&self.environment));
        let kept = self.apis.iter().filter(|api| api.fate == Fate::Kept).count();
        if kept == 0 {
            write!(f, "{environment} is empty: {total} of {total} APIs are off it")?;
        } else {
            write!(f, "{environment} is not empty: {kept} of {total} APIs are still in it")?;
        }
        // What needs somebody stands first.
        let (left, gone): (Vec<_>, Vec<_>) =
            self.apis.iter().partition(|api| api.fate == Fate::Kept);
        left.into_iter().chain(gone).try_for_each(|api| write!(f, "\n{api}"))
    }
}

impl fmt::Display for RetiredApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", Name(&self.name), Name(&self.version), self.fate)?;
        self.error.iter().try_for_each(|error| write!(f, ": {}", one_line(&error.to_string())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorKind;

    #[test]
    fn each_api_has_one_line_whatever_it_is_called_and_why_ever_it_stays() {
        let message =
            "not proven to serve it: missing\nlifecycle: PUBLISHED\neu, gateway-1: missing (404)";
        let error = Error::new(ErrorKind::Timeout, "not-live", message);
        let api = RetiredApi {
            name: "Pe\nts".to_owned(),
            version: "1".to_owned(),
            id: "a".to_owned(),
            fate: Fate::Kept,
            error: Some(error),
        };
        let environment = "E\nU".to_owned();
        let retired = Retirement { environment, replacement: None, apis: vec![api] };
        assert_eq!(
            retired.to_string(),
            "E\\nU is not empty: 1 of 1 APIs are still in it\n\
             Pe\\nts 1: kept: not proven to serve it: missing; lifecycle: PUBLISHED; eu, gateway-1: missing (404)"
        );
    }
}
