//! Credentials as separate values, from the environment or a file: what goes together.

use crate::client::credentials::{Account, Credentials};
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;

/// What was given.
#[derive(Debug, Default)]
pub(crate) struct Given {
    pub(crate) username: Option<String>,
    pub(crate) password: Option<SecretText>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<SecretText>,
    pub(crate) token: Option<SecretText>,
    pub(crate) basic: bool,
}

/// What the values are called where they come from.
#[derive(Debug)]
pub(crate) struct Names {
    /// Such as `the environment`.
    pub(crate) place: &'static str,
    pub(crate) username: &'static str,
    pub(crate) password: &'static str,
    pub(crate) client_id: &'static str,
    pub(crate) client_secret: &'static str,
    pub(crate) token: &'static str,
    pub(crate) basic: &'static str,
}

fn refuse<T>(code: &'static str, message: String) -> Result<T> {
    Err(Error::new(ErrorKind::InvalidInput, code, message))
}

/// Both of a pair or neither.
fn pair<A, B>(
    (first_name, first): (&str, Option<A>),
    (second_name, second): (&str, Option<B>),
    place: &str,
) -> Result<Option<(A, B)>> {
    let missing = match (first, second) {
        (Some(first), Some(second)) => return Ok(Some((first, second))),
        (None, None) => return Ok(None),
        (Some(_), None) => (first_name, second_name),
        (None, Some(_)) => (second_name, first_name),
    };
    let (there, missing) = missing;
    let message = format!(
        "{place} has `{there}`, but no `{missing}` (or an empty one): give both, or neither"
    );
    refuse("incomplete-credentials", message)
}

impl Given {
    /// # Errors
    /// [`ErrorKind::InvalidInput`] when nothing is there, half of something, or two things at once.
    pub(crate) fn into_credentials(self, names: &Names) -> Result<Credentials> {
        let place = names.place;
        let user = pair((names.username, self.username), (names.password, self.password), place)?;
        let client = pair(
            (names.client_id, self.client_id),
            (names.client_secret, self.client_secret),
            place,
        )?;
        let ambiguous = |one: &str, other: &str| {
            let message = format!(
                "{place} has both `{one}` and `{other}`, so it is not clear which credentials are meant: leave one out"
            );
            refuse("ambiguous-credentials", message)
        };
        if self.basic && user.is_none() {
            let message = format!(
                "{place} has `{}`, which sends a user's name and password with each request, but no `{}`",
                names.basic, names.username
            );
            return refuse("incomplete-credentials", message);
        }
        let account = match (self.token, user, client) {
            (Some(_), Some(_), _) => return ambiguous(names.token, names.username),
            (Some(_), _, Some(_)) => return ambiguous(names.token, names.client_id),
            (_, Some(_), Some(_)) if self.basic => return ambiguous(names.basic, names.client_id),
            (Some(token), None, None) => Account::Token { token, expires_in: None },
            (None, Some((user, password)), _) if self.basic => Account::Basic { user, password },
            (None, Some((user, password)), client) => Account::Password { user, password, client },
            (None, None, Some((id, secret))) => Account::Client { id, secret },
            (None, None, None) => {
                let message = format!(
                    "{place} has no credentials: give `{}` and `{}`, or `{}` and `{}`, or `{}`",
                    names.username,
                    names.password,
                    names.client_id,
                    names.client_secret,
                    names.token
                );
                return refuse("no-credentials", message);
            }
        };
        Ok(account.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::credentials_file::NAMES;

    /// `u` user, `p` password, `i` client id, `s` client secret, `t` token, `b` basic.
    fn read(letters: &str) -> Result<String> {
        let has = |letter| letters.contains(letter);
        let text = |letter| has(letter).then(|| format!("value-{letter}"));
        let secret = |letter| text(letter).map(SecretText::new);
        let given = Given {
            username: text('u'),
            password: secret('p'),
            client_id: text('i'),
            client_secret: secret('s'),
            token: secret('t'),
            basic: has('b'),
        };
        given.into_credentials(&NAMES).map(|credentials| format!("{credentials:?}"))
    }

    #[test]
    fn what_goes_together_makes_credentials() {
        for (letters, made) in [
            ("up", "Credentials::password(\"value-u\", ***)"),
            ("upis", "Credentials::password(\"value-u\", ***)"),
            ("upb", "Credentials::basic(\"value-u\", ***)"),
            ("is", "Credentials::client(\"value-i\", ***)"),
            ("t", "Credentials::token(***)"),
        ] {
            assert_eq!(read(letters).unwrap(), made);
        }
    }

    #[test]
    fn anything_else_is_an_error_that_names_the_keys_and_no_value() {
        for (letters, code, named) in [
            ("", "no-credentials", "`username`"),
            ("u", "incomplete-credentials", "no `password`"),
            ("p", "incomplete-credentials", "no `username`"),
            ("upi", "incomplete-credentials", "no `client_secret`"),
            ("s", "incomplete-credentials", "no `client_id`"),
            ("b", "incomplete-credentials", "`basic`"),
            ("bis", "incomplete-credentials", "`basic`"),
            ("tup", "ambiguous-credentials", "`token` and `username`"),
            ("tis", "ambiguous-credentials", "`token` and `client_id`"),
            ("upisb", "ambiguous-credentials", "`basic` and `client_id`"),
        ] {
            let error = read(letters).unwrap_err();
            assert_eq!(error.code(), code, "{letters}");
            assert!(error.message().contains(named), "{error}");
            assert!(!error.message().contains("value-"), "{error}");
        }
    }
}
