//! The services of a gateway's servlet ports: what is pushed to it, and what it serves.

use serde_json::json;

use super::{Gateway, Pushed};
use crate::server::{Method, Reply, Request};

const BASE: &str = "/api/am/gateway/v2";

impl Gateway {
    /// Answers a request on the servlet ports; `None` for a path that is not the gateway's.
    pub(crate) fn servlet(&self, request: &Request) -> Option<Reply> {
        if self.file.release.is_classic() {
            return (request.path == "/services/APIGatewayAdmin").then(|| self.receive(request));
        }
        let parts = request.below(BASE)?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let method = &request.method;
        Some(match (method.as_str(), parts.as_slice()) {
            ("GET", ["server-startup-healthcheck"]) if self.file.release.at_least(4, 1) => {
                Reply::json(200, &json!({"status": "healthy"}))
            }
            _ if !self.is_admin(request) => error(401, "Unauthenticated request"),
            ("GET", ["api-artifact"]) => self.artifact(request),
            _ => error(501, &format!("The emulator does not implement {method} {}", request.path)),
        })
    }

    fn is_admin(&self, request: &Request) -> bool {
        let admin = &self.file.admin;
        request
            .basic()
            .is_some_and(|(user, password)| user == admin.username && password == admin.password)
    }

    /// 3.x: the publisher's push, with an account that this node must know.
    fn receive(&self, request: &Request) -> Reply {
        if request.method != Method::POST {
            return Reply::empty(405);
        }
        if !self.is_admin(request) {
            return Reply::empty(401);
        }
        let Ok(pushed) = serde_json::from_slice::<Pushed>(&request.body) else {
            return error(400, "Malformed request body.");
        };
        self.shelf.take(pushed);
        Reply::empty(200)
    }

    /// `GET /api-artifact?apiName=&version=`: 404 where the API is not served.
    fn artifact(&self, request: &Request) -> Reply {
        let wanted = |name: &str| request.parameter(name).unwrap_or_default();
        let (name, version) = (wanted("apiName"), wanted("version"));
        let artifacts = self.shelf.lock();
        let found: Vec<_> = artifacts
            .iter()
            .filter(|known| known.name == name && known.version == version)
            .collect();
        if found.is_empty() {
            return error(404, &format!("{name} {version} is not deployed in the gateway"));
        }
        let apis: Vec<String> = found
            .iter()
            .map(|known| {
                format!(
                    "<api name=\"{}:v{}\" context=\"{}\"/>",
                    known.name, known.version, known.context
                )
            })
            .collect();
        let endpoints: Vec<&String> =
            found.iter().flat_map(|known| known.production.iter().chain(&known.sandbox)).collect();
        Reply::json(
            200,
            &json!({"apis": apis, "endpoints": endpoints, "sequences": [], "localEntries": []}),
        )
    }
}

fn error(status: u16, description: &str) -> Reply {
    Reply::json(
        status,
        &json!({"code": status, "message": "", "description": description, "moreInfo": "", "error": []}),
    )
}
