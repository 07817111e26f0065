//! One request at a management API, with what its operation works on.

use serde_json::{Value, json};

use super::api::{Api, Document};
use super::environments;
use super::problem::Problem;
use super::scopes::Caller;
use super::state::State;
use crate::node::{GatewayEnvironment, NodeFile};
use crate::server::Request;

/// What an operation works on.
pub(crate) struct Desk<'a> {
    pub(crate) file: &'a NodeFile,
    pub(crate) state: &'a mut State,
    pub(crate) request: &'a Request,
    pub(crate) caller: Caller,
    /// What the URL in the request has, when the request names one that is to be read.
    pub(crate) fetched: Option<&'a Result<String, String>>,
}

impl Desk<'_> {
    pub(crate) fn classic(&self) -> bool {
        self.file.release.is_classic()
    }

    pub(crate) fn environment(&self, name: &str) -> Option<&GatewayEnvironment> {
        environments::find(self.file, self.state, name)
    }

    pub(crate) fn api(&self, id: &str) -> Result<&Api, Problem> {
        self.state.apis.get(id).ok_or_else(|| Problem::api_not_found(id))
    }

    pub(crate) fn api_mut(&mut self, id: &str) -> Result<&mut Api, Problem> {
        self.state.apis.get_mut(id).ok_or_else(|| Problem::api_not_found(id))
    }

    /// The body as an object, with the answers of REST reference §5.1 where it is none.
    pub(crate) fn body(&self) -> Result<Document, Problem> {
        match self.json()? {
            Value::Object(body) => Ok(body),
            _ => Err(Problem::malformed()),
        }
    }

    /// The body as JSON, with the same answers.
    pub(crate) fn json(&self) -> Result<Value, Problem> {
        if self.request.body.is_empty() {
            return Err(Problem::bad_request("Request payload cannot be empty."));
        }
        let content_type = self.request.header("content-type").unwrap_or("application/json");
        if !content_type.to_ascii_lowercase().contains("json") {
            let description = format!("Content-Type '{content_type}' is not supported");
            return Err(Problem::new(415, 415, "Unsupported Media Type", description));
        }
        self.request.json().ok_or_else(Problem::malformed)
    }

    /// A query parameter that is true or false.
    pub(crate) fn flag(&self, name: &str) -> Option<bool> {
        self.request.parameter(name)?.to_ascii_lowercase().parse().ok()
    }

    /// The part of a list that `limit` and `offset` ask for, with its paging object.
    pub(crate) fn page(&self, items: &[Value]) -> Value {
        let number = |name: &str, default: usize| {
            self.request.parameter(name).and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        let (limit, offset) = (number("limit", 25), number("offset", 0));
        let list: Vec<&Value> = items.iter().skip(offset).take(limit).collect();
        let link = |offset: usize| {
            let mut link = format!("{}?limit={limit}&offset={offset}", self.request.path);
            for name in ["query", "sortBy", "sortOrder", "apiId", "applicationId"] {
                if let Some(text) = self.request.parameter(name) {
                    link = format!("{link}&{name}={}", crate::server::encode(&text));
                }
            }
            link
        };
        let next = if offset.saturating_add(limit) < items.len() {
            link(offset + limit)
        } else {
            String::new()
        };
        let previous = if offset > 0 { link(offset.saturating_sub(limit)) } else { String::new() };
        json!({
            "count": list.len(),
            "list": list,
            "pagination": {
                "offset": offset, "limit": limit, "total": items.len(), "next": next, "previous": previous,
            },
        })
    }
}
