//! What an operation takes besides its path.

use serde_json::Value;

use super::check::Wrong;
use super::{Field, Kind};
use crate::control_plane::desk::Desk;
use crate::control_plane::problem::Problem;

/// The query parameters and the JSON body of an operation. Parameters that it does not know are ignored.
#[derive(Clone, Copy)]
pub(crate) struct Input {
    pub(crate) query: &'static [Field],
    pub(crate) body: Option<Body>,
}

/// A JSON body.
#[derive(Clone, Copy)]
pub(crate) struct Body {
    kind: Kind,
    may_lack: bool,
}

impl Body {
    pub(crate) const fn of(kind: Kind) -> Self {
        Self { kind, may_lack: false }
    }

    /// It may be left out.
    pub(crate) const fn optional(kind: Kind) -> Self {
        Self { kind, may_lack: true }
    }
}

impl Input {
    /// No parameters, and no JSON body.
    pub(crate) const NONE: Self = Self { query: &[], body: None };

    /// Refuses a request whose parameters or body are not what the operation takes.
    pub(crate) fn check(&self, desk: &Desk<'_>) -> Result<(), Problem> {
        let release = desk.file.release;
        for field in self.query.iter().filter(|field| field.releases.contain(release)) {
            let name = field.name;
            let given = desk.request.parameter(name);
            // An empty value is a text, and no value of any other kind.
            let is_text = matches!(field.kind, Kind::Text(_));
            let Some(text) = given.filter(|text| is_text || !text.is_empty()) else {
                if field.is_required {
                    return Err(Problem::bad_request(format!(
                        "The query parameter '{name}' must be given"
                    )));
                }
                continue;
            };
            match field.kind.look(name, &value_of(field.kind, text), release) {
                Err(Wrong::Type) => {
                    let description = format!("The query parameter '{name}' has a malformed value");
                    return Err(Problem::bad_request(description));
                }
                other => other?,
            }
        }
        match self.body {
            Some(body) if !(body.may_lack && desk.request.body.is_empty()) => {
                body.kind.check(&desk.json()?, release)
            }
            _ => Ok(()),
        }
    }
}

/// A parameter's text as the value that its kind is about.
fn value_of(kind: Kind, text: String) -> Value {
    let number = || text.parse::<i64>().ok().map(Value::from);
    let flag = || text.to_ascii_lowercase().parse::<bool>().ok().map(Value::from);
    let value = match kind {
        Kind::Flag => flag(),
        Kind::Whole(..) => number(),
        _ => None,
    };
    value.unwrap_or(Value::String(text))
}
