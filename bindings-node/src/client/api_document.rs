//! APIs as API-M stores them: JSON on its way from and to JavaScript.

use gatewright::client::ApiDocument;
use napi_derive::napi;
use serde_json::Value;

use crate::failure::{Answer, answer};

/// An API as API-M stores it.
#[napi]
pub struct NativeApiDocument {
    pub(crate) document: ApiDocument,
}

impl From<ApiDocument> for NativeApiDocument {
    fn from(document: ApiDocument) -> Self {
        Self { document }
    }
}

/// An API, read from its JSON.
#[napi]
pub fn parse_api_document(text: String) -> Answer<NativeApiDocument> {
    answer(ApiDocument::parse(&text), NativeApiDocument::from)
}

#[napi]
impl NativeApiDocument {
    /// API-M's identifier.
    #[napi(getter)]
    pub fn id(&self) -> &str {
        self.document.id()
    }

    /// The name.
    #[napi(getter)]
    pub fn name(&self) -> &str {
        self.document.name()
    }

    /// The version.
    #[napi(getter)]
    pub fn version(&self) -> &str {
        self.document.version()
    }

    /// The context.
    #[napi(getter)]
    pub fn context(&self) -> &str {
        self.document.context()
    }

    /// The lifecycle state.
    #[napi(getter)]
    pub fn lifecycle(&self) -> &str {
        self.document.lifecycle()
    }

    /// When it last changed.
    #[napi(getter)]
    pub fn last_updated(&self) -> &str {
        self.document.last_updated()
    }

    /// The whole, as JSON.
    #[napi]
    pub fn to_json(&self) -> String {
        self.document.to_json()
    }

    /// One field, as JSON.
    #[napi]
    pub fn get(&self, field: String) -> Answer<Option<String>> {
        let value = self.document.get::<Value>(&field);
        answer(value, |value| value.map(|value| value.to_string()))
    }

    /// Sets one field, given as JSON; JavaScript has written that itself.
    #[napi]
    pub fn set(&mut self, field: String, json: String) -> napi::Result<Answer<()>> {
        let value: Value = serde_json::from_str(&json)
            .map_err(|error| napi::Error::from_reason(error.to_string()))?;
        Ok(answer(self.document.set(&field, &value), |()| ()))
    }
}
