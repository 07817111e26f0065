//! Credentials that the environment gives.

use std::ffi::OsString;

use crate::client::credentials_given::{Given, Names};
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;

pub(crate) const NAMES: Names = Names {
    place: "the environment",
    username: "GATEWRIGHT_USERNAME",
    password: "GATEWRIGHT_PASSWORD",
    client_id: "GATEWRIGHT_CLIENT_ID",
    client_secret: "GATEWRIGHT_CLIENT_SECRET",
    token: "GATEWRIGHT_TOKEN",
    basic: "GATEWRIGHT_BASIC",
};

/// Reads the variables; an empty one counts as not set, because that is how many tools pass on what they do not have.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] for a value that is no text, or no yes or no.
pub(crate) fn read(variable: impl Fn(&str) -> Option<OsString>) -> Result<Given> {
    let text = |name: &'static str| {
        let Some(value) = variable(name).filter(|value| !value.is_empty()) else { return Ok(None) };
        value.into_string().map(Some).map_err(|_| {
            let message = format!("the variable `{name}` is no valid UTF-8");
            Error::new(ErrorKind::InvalidInput, "invalid-credentials", message)
        })
    };
    let secret = |name| text(name).map(|value| value.map(SecretText::new));
    let basic = match text(NAMES.basic)?.as_deref() {
        None | Some("false" | "0") => false,
        Some("true" | "1") => true,
        Some(_) => {
            let message = format!("the variable `{}` is neither `true` nor `false`", NAMES.basic);
            return Err(Error::new(ErrorKind::InvalidInput, "invalid-credentials", message));
        }
    };
    Ok(Given {
        username: text(NAMES.username)?,
        password: secret(NAMES.password)?,
        client_id: text(NAMES.client_id)?,
        client_secret: secret(NAMES.client_secret)?,
        token: secret(NAMES.token)?,
        basic,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(variables: &[(&str, &str)]) -> Result<String> {
        let given = read(|name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        });
        Ok(format!("{:?}", given?.into_credentials(&NAMES)?))
    }

    #[test]
    fn the_variables_have_the_names_that_are_documented() {
        let (user, password) = (("GATEWRIGHT_USERNAME", "u"), ("GATEWRIGHT_PASSWORD", "p"));
        let client = [("GATEWRIGHT_CLIENT_ID", "i"), ("GATEWRIGHT_CLIENT_SECRET", "s")];
        assert_eq!(made(&[user, password]).unwrap(), "Credentials::password(\"u\", ***)");
        let basic = [user, password, ("GATEWRIGHT_BASIC", "true")];
        assert_eq!(made(&basic).unwrap(), "Credentials::basic(\"u\", ***)");
        assert_eq!(made(&client).unwrap(), "Credentials::client(\"i\", ***)");
        let token = [("GATEWRIGHT_TOKEN", "t"), ("GATEWRIGHT_USERNAME", "")];
        assert_eq!(made(&token).unwrap(), "Credentials::token(***)", "empty is not set");
        let error = made(&[user, password, ("GATEWRIGHT_BASIC", "hunter2")]).unwrap_err();
        assert_eq!(error.code(), "invalid-credentials");
        assert!(!error.message().contains("hunter2"));
        let error = made(&[user, ("GATEWRIGHT_PASSWORD", "")]).unwrap_err();
        assert!(error.message().contains("GATEWRIGHT_PASSWORD"), "{error}");
    }
}
