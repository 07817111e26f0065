//! Faults as plain data, for scripts and for other languages.

use std::time::Duration;

use hyper::Method;
use hyper::header::{HeaderName, HeaderValue};
use serde::{Deserialize, Serialize};

use super::rate::Rate;
use super::{Action, Fault};
use crate::error::{Error, Result};

/// A [`Fault`] as plain data: what a script or another language writes down.
///
/// ```
/// use gatewright_emulator::{Fault, PlainFault};
/// let plain = PlainFault { action: "status".to_owned(), status: Some(503), ..PlainFault::default() };
/// assert!(Fault::try_from(plain).is_ok());
///
/// let plain = PlainFault { action: "explode".to_owned(), ..PlainFault::default() };
/// let error = Fault::try_from(plain).unwrap_err();
/// assert_eq!(error.code(), "invalid-fault");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlainFault {
    /// One of [`Action::NAMES`].
    pub action: String,
    /// Seconds, for `delay` alone; 0 counts requests without changing them.
    pub delay: Option<f64>,
    /// A status from 200 to 599, for `status` and `echo`.
    pub status: Option<u16>,
    /// The answer's body, for `status` alone; empty without it.
    pub body: Option<String>,
    /// Headers of the answer, for `status` and `echo`.
    pub headers: Vec<(String, String)>,
    /// Only requests that reach this node.
    pub node: Option<String>,
    /// Only requests of this method.
    pub method: Option<String>,
    /// Only requests whose path, with its query, has this text in it; `*` stands for any text.
    pub path: Option<String>,
    /// The first so many matching requests pass.
    pub after: u32,
    /// So many matching requests meet it; without this, all do.
    pub times: Option<u32>,
    /// So many matching requests pass in each second, and those beyond them meet it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_second: Option<u32>,
    /// How many requests have met it so far; not read.
    pub met: u32,
}

impl TryFrom<PlainFault> for Fault {
    type Error = Error;

    fn try_from(plain: PlainFault) -> Result<Self> {
        let mut fault = Self::new(action(&plain)?);
        if let Some(method) = &plain.method
            && Method::from_bytes(method.as_bytes()).is_err()
        {
            return Err(invalid(format!("'{method}' is not a method: write GET or POST")));
        }
        for (name, value) in &plain.headers {
            let known = HeaderName::from_bytes(name.as_bytes()).is_ok();
            if !known || HeaderValue::from_str(value).is_err() {
                return Err(invalid(format!(
                    "the header '{name}' cannot be sent: its name or value has characters that no header takes"
                )));
            }
        }
        fault.node = plain.node;
        fault.method = plain.method.map(|method| method.to_uppercase());
        fault.path = plain.path;
        fault.skip = plain.after;
        fault.left = plain.times;
        fault.headers = plain.headers;
        fault.rate = plain.per_second.map(Rate::new);
        Ok(fault)
    }
}

impl From<&Fault> for PlainFault {
    fn from(fault: &Fault) -> Self {
        let mut plain = Self {
            action: fault.action.name().to_owned(),
            headers: fault.headers.clone(),
            node: fault.node.clone(),
            method: fault.method.clone(),
            path: fault.path.clone(),
            after: fault.skip,
            times: fault.left,
            per_second: fault.rate.as_ref().map(Rate::per_second),
            met: fault.met,
            ..Self::default()
        };
        match &fault.action {
            Action::Delay(time) => plain.delay = Some(time.as_secs_f64()),
            Action::Status(status, body) => {
                (plain.status, plain.body) = (Some(*status), Some(body.clone()));
            }
            Action::Echo(status) => plain.status = Some(*status),
            Action::Reset | Action::LoseAnswer | Action::HalfAnswer => {}
        }
        plain
    }
}

fn invalid(message: String) -> Error {
    Error::InvalidFault { message }
}

/// The action, when the fields that belong to it are there and no others.
fn action(plain: &PlainFault) -> Result<Action> {
    let name = plain.action.as_str();
    let action = match name {
        "delay" => Action::Delay(delay(plain.delay)?),
        "reset" => Action::Reset,
        "lose-answer" => Action::LoseAnswer,
        "half-answer" => Action::HalfAnswer,
        "echo" => Action::Echo(status(name, plain.status)?),
        "status" => {
            Action::Status(status(name, plain.status)?, plain.body.clone().unwrap_or_default())
        }
        _ => {
            let known = Action::NAMES.join(", ");
            return Err(invalid(format!("'{name}' is not an action; the actions are {known}")));
        }
    };
    let given = [
        ("delay", &["delay"][..], plain.delay.is_some()),
        ("status", &["status", "echo"], plain.status.is_some()),
        ("body", &["status"], plain.body.is_some()),
        ("headers", &["status", "echo"], !plain.headers.is_empty()),
    ];
    match given.into_iter().find(|(_, of, given)| *given && !of.contains(&name)) {
        Some((field, of, _)) => Err(invalid(format!(
            "'{field}' belongs to the action '{}', and the action is '{name}': leave it out",
            of.join("' or '")
        ))),
        None => Ok(action),
    }
}

fn delay(seconds: Option<f64>) -> Result<Duration> {
    let Some(seconds) = seconds else {
        return Err(invalid("the action 'delay' needs 'delay', a time".to_owned()));
    };
    Duration::try_from_secs_f64(seconds)
        // In which unit it was given, another language knows.
        .map_err(|_| invalid("the delay is no time: give 0 or more".to_owned()))
}

fn status(action: &str, status: Option<u16>) -> Result<u16> {
    match status {
        Some(status @ 200..=599) => Ok(status),
        Some(other) => {
            Err(invalid(format!("{other} is no status of an answer: give one from 200 to 599")))
        }
        None => Err(invalid(format!("the action '{action}' needs 'status', such as 503"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> PlainFault {
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_action_comes_back_as_it_was_written() {
        let texts = [
            r#"{"action": "delay", "delay": 0.25, "times": 2}"#,
            r#"{"action": "reset", "node": "gateway-1", "method": "GET"}"#,
            r#"{"action": "lose-answer", "path": "/apis", "after": 1}"#,
            r#"{"action": "half-answer"}"#,
            r#"{"action": "status", "status": 429, "body": "{}", "headers": [["Retry-After", "1"]], "per_second": 5}"#,
            r#"{"action": "echo", "status": 500}"#,
        ];
        assert_eq!(texts.map(|text| plain(text).action), Action::NAMES);
        for text in texts {
            let fault = Fault::try_from(plain(text));
            let back = fault.map(|fault| PlainFault::from(&fault));
            assert_eq!(back.ok(), Some(plain(text)), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_played_is_refused_with_what_would_be_right() {
        for (text, said) in [
            (r#"{"action": "explode"}"#, "the actions are delay, reset"),
            (r"{}", "'' is not an action"),
            (r#"{"action": "delay"}"#, "needs 'delay', a time"),
            (r#"{"action": "delay", "delay": -1}"#, "give 0 or more"),
            (r#"{"action": "delay", "delay": 1e300}"#, "give 0 or more"),
            (r#"{"action": "status"}"#, "needs 'status'"),
            (r#"{"action": "status", "status": 99}"#, "from 200 to 599"),
            (
                r#"{"action": "reset", "status": 500}"#,
                "'status' belongs to the action 'status' or 'echo'",
            ),
            (r#"{"action": "echo"}"#, "the action 'echo' needs 'status'"),
            (r#"{"action": "reset", "delay": 1}"#, "'delay' belongs to the action 'delay'"),
            (r#"{"action": "reset", "method": "G T"}"#, "'G T' is not a method"),
            (
                r#"{"action": "status", "status": 500, "headers": [["a b", "c"]]}"#,
                "header 'a b' cannot be sent",
            ),
        ] {
            let shown = Fault::try_from(plain(text)).map_err(|error| error.to_string());
            assert!(shown.as_ref().is_err_and(|shown| shown.contains(said)), "{text}: {shown:?}");
        }
    }
}
