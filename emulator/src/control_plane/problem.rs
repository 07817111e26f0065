//! Errors of the management APIs: REST reference §5.1.

use serde_json::json;

use crate::server::Reply;

/// A status, a code and texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) status: u16,
    pub(crate) code: u32,
    pub(crate) message: String,
    pub(crate) description: String,
}

/// What an operation answers.
pub(crate) type Answer = Result<Reply, Problem>;

impl Problem {
    pub(crate) fn new(
        status: u16,
        code: u32,
        message: &str,
        description: impl Into<String>,
    ) -> Self {
        Self { status, code, message: message.to_owned(), description: description.into() }
    }

    /// A missing token, and a missing scope.
    pub(crate) fn unauthenticated() -> Self {
        Self::new(401, 401, "", "Unauthenticated request")
    }

    pub(crate) fn bad_request(description: impl Into<String>) -> Self {
        Self::new(400, 400, "Bad Request", description)
    }

    /// A body that is no JSON, or has a value of another type than it should have.
    pub(crate) fn malformed() -> Self {
        Self::bad_request("Malformed request body.")
    }

    pub(crate) fn api_not_found(id: &str) -> Self {
        Self::new(404, 900_308, "API not found", format!("Requested API with id '{id}' not found"))
    }

    pub(crate) fn application_not_found(id: &str) -> Self {
        let description = format!("Requested application with id '{id}' not found");
        Self::new(404, 900_307, "Application not found", description)
    }

    pub(crate) fn not_found(description: impl Into<String>) -> Self {
        Self::new(404, 404, "Not Found", description)
    }

    /// What the emulator does not have.
    pub(crate) fn missing(operation: &str) -> Self {
        let description = format!("The emulator does not implement {operation}");
        Self::new(501, 501, "Not Implemented", description)
    }

    pub(crate) fn reply(&self) -> Reply {
        Reply::json(
            self.status,
            &json!({
                "code": self.code,
                "message": self.message,
                "description": self.description,
                "moreInfo": "",
                "error": [],
            }),
        )
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        // The body of a 401 has no list of errors (REST reference §1.3).
        if problem.status == 401 {
            return Reply::json(
                401,
                &json!({
                    "code": problem.code, "message": problem.message,
                    "description": problem.description, "moreInfo": "",
                }),
            );
        }
        problem.reply()
    }
}
