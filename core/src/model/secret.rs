//! Values that may be secret.

use std::fmt;

use zeroize::Zeroize;

use crate::diagnostic::mask::is_reference;

/// A password or another value that may be secret. It does not print: `Debug` shows a reference such as
/// `$secret{alias}`, which gives nothing away, and `***` for anything else. Its memory is overwritten when it goes.
///
/// ```
/// use gatewright::model::SecretText;
///
/// assert_eq!(format!("{:?}", SecretText::new("hunter2")), "***");
/// assert_eq!(format!("{:?}", SecretText::new("$env{KM_PASSWORD}")), "$env{KM_PASSWORD}");
/// assert_eq!(SecretText::new("hunter2").expose(), "hunter2");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(String);

impl SecretText {
    /// Wraps a value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself: for the file or the request it belongs in, never for a message.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for SecretText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if is_reference(&self.0) { &self.0 } else { "***" })
    }
}

impl From<String> for SecretText {
    fn from(value: String) -> Self {
        Self(value)
    }
}

impl From<&str> for SecretText {
    fn from(value: &str) -> Self {
        Self(value.to_owned())
    }
}
