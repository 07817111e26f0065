//! An API as API-M stores it.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};
use crate::rest::api_object::ApiObject;

/// An API as API-M stores it: a JSON object, kept whole, because an update replaces all of it. Its fields differ between
/// releases; those that Gatewright names are the same in all.
///
/// It prints its name alone: the security of an endpoint may hold a password.
///
/// ```
/// use gatewright::client::ApiDocument;
///
/// let mut pets = ApiDocument::parse(r#"{"name": "Pets", "version": "1.0.0", "context": "/pets", "tags": ["a"]}"#)?;
/// assert_eq!((pets.name(), pets.version(), pets.context()), ("Pets", "1.0.0", "/pets"));
/// pets.set("tags", &["a", "b"])?;
/// assert_eq!(pets.get::<Vec<String>>("tags")?.unwrap(), ["a", "b"]);
/// # Ok::<(), gatewright::Error>(())
/// ```
#[derive(Clone, PartialEq)]
pub struct ApiDocument(pub(crate) ApiObject);

impl ApiDocument {
    /// Reads the text of a JSON object.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-api-document`, when it is none.
    ///
    /// # Example
    /// See [`ApiDocument`].
    pub fn parse(text: &str) -> Result<Self> {
        serde_json::from_str(text).map(Self).map_err(|error| invalid(&error))
    }

    /// Takes any value that serialises to a JSON object.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-api-document`, when it does not.
    ///
    /// # Example
    /// ```
    /// use std::collections::BTreeMap;
    /// use gatewright::client::ApiDocument;
    ///
    /// let pets = ApiDocument::from_value(&BTreeMap::from([("name", "Pets"), ("version", "1.0.0")]))?;
    /// assert_eq!(pets.name(), "Pets");
    /// assert!(ApiDocument::from_value(&["no", "object"]).is_err());
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let value = serde_json::to_value(value).map_err(|error| invalid(&error))?;
        serde_json::from_value(value).map(Self).map_err(|error| invalid(&error))
    }

    /// The whole object as any type that deserialises from it.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-api-document`, when it has another shape than the type.
    ///
    /// # Example
    /// ```
    /// use std::collections::BTreeMap;
    /// use gatewright::client::ApiDocument;
    ///
    /// let pets = ApiDocument::parse(r#"{"name": "Pets"}"#)?;
    /// let fields: BTreeMap<String, String> = pets.to_value()?;
    /// assert_eq!(fields["name"], "Pets");
    /// # Ok::<(), gatewright::Error>(())
    /// ```
    pub fn to_value<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_value(self.0.to_value()).map_err(|error| invalid(&error))
    }

    /// The text of the JSON object, with its fields in the order of their names.
    pub fn to_json(&self) -> String {
        self.0.to_value().to_string()
    }

    /// One field as any type; `None` when it is absent or `null`.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-api-document`, when it has another shape than the type.
    ///
    /// # Example
    /// See [`ApiDocument`].
    pub fn get<T: DeserializeOwned>(&self, field: &str) -> Result<Option<T>> {
        match self.0.field(field).filter(|value| !value.is_null()) {
            None => Ok(None),
            Some(value) => {
                serde_json::from_value(value.clone()).map(Some).map_err(|error| invalid(&error))
            }
        }
    }

    /// Sets one field.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`], code `invalid-api-document`, when JSON cannot express the value.
    ///
    /// # Example
    /// See [`ApiDocument`].
    pub fn set<T: Serialize + ?Sized>(&mut self, field: &str, value: &T) -> Result<()> {
        let value = serde_json::to_value(value).map_err(|error| invalid(&error))?;
        self.0.set_field(field, value);
        Ok(())
    }

    /// API-M's identifier; empty for an API that is not there yet.
    pub fn id(&self) -> &str {
        self.0.id()
    }

    /// The name.
    pub fn name(&self) -> &str {
        self.0.name()
    }

    /// The version.
    pub fn version(&self) -> &str {
        self.0.version()
    }

    /// The context, such as `/pets`.
    pub fn context(&self) -> &str {
        self.0.context()
    }

    /// The lifecycle state as API-M spells it: `CREATED`, `PUBLISHED`, …
    pub fn lifecycle(&self) -> &str {
        self.0.lifecycle()
    }

    /// When it last changed, in the release's own spelling; empty when the release does not say.
    pub fn last_updated(&self) -> &str {
        self.0.last_updated()
    }
}

impl fmt::Debug for ApiDocument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiDocument")
            .field("id", &self.id())
            .field("name", &self.name())
            .field("version", &self.version())
            .finish_non_exhaustive()
    }
}

/// Without serde's own words, which may quote a value.
fn invalid(error: &serde_json::Error) -> Error {
    let place = match (error.line(), error.column()) {
        (0, _) => String::new(),
        (line, column) => format!(", from line {line}, column {column}"),
    };
    let what = if error.is_data() { "has another shape than was expected" } else { "is no JSON" };
    let message = format!(
        "the API's document {what}{place}: it is one JSON object, as API Manager stores it"
    );
    Error::new(ErrorKind::InvalidInput, "invalid-api-document", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_a_document_nor_its_errors_print_what_is_inside() {
        let text = r#"{"name":"Pets","endpointConfig":{"endpoint_security":{"production":{"password":"hunter2"}}}}"#;
        let document = ApiDocument::parse(text).unwrap();
        assert!(!format!("{document:?}").contains("hunter2"));
        assert_eq!(document.to_json(), ApiDocument::parse(&document.to_json()).unwrap().to_json());
        for wrong in ["[\"hunter2\"]", "hunter2", "\"hunter2\"", ""] {
            let error = ApiDocument::parse(wrong).unwrap_err();
            assert_eq!(error.code(), "invalid-api-document");
            assert!(!format!("{error:?}").contains("hunter2"), "{error}");
        }
        let error = document.get::<u32>("name").unwrap_err();
        assert!(!error.message().contains("Pets"), "{error}");
        assert_eq!(document.get::<u32>("absent").unwrap(), None);
    }
}
