//! The services of a gateway's servlet ports: what 3.x pushes to it, and the gateway REST API of 4.x (REST reference
//! §2.1, §2.7; the bodies are those of WSO2's gateway-api.yaml).

use serde_json::{Value, json};

use super::artifact::Artifact;
use super::{Gateway, Pushed, sync};
use crate::server::{Method, Reply, Request};

const BASE: &str = "/api/am/gateway/v2";

impl Gateway {
    /// Answers a request on the servlet ports; `None` for a path that is not the gateway's.
    pub(crate) async fn servlet(&self, request: &Request) -> Option<Reply> {
        if self.file.release.is_classic() {
            return (request.path == "/services/APIGatewayAdmin").then(|| self.receive(request));
        }
        let parts = request.below(BASE)?;
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let method = &request.method;
        Some(match (method.as_str(), parts.as_slice()) {
            ("GET", ["server-startup-healthcheck"]) if self.file.release.at_least(4, 1) => {
                self.health()
            }
            _ if !self.is_admin(request) => error(401, "Unauthenticated request"),
            ("GET", ["api-artifact" | "end-points" | "sequence" | "local-entry"])
            | ("POST", ["redeploy-api" | "undeploy-api"]) => {
                let operation = parts.first().copied().unwrap_or_default();
                self.of_api(operation, request).await.unwrap_or_else(|refusal| refusal)
            }
            _ => error(501, &format!("The emulator does not implement {method} {}", request.path)),
        })
    }

    fn is_admin(&self, request: &Request) -> bool {
        let admin = &self.file.admin;
        request
            .basic()
            .is_some_and(|(user, password)| user == admin.username && password == admin.password)
    }

    /// 200 when the APIs of the gateway's labels were fetched after its start, without any login.
    fn health(&self) -> Reply {
        if self.shelf.is_complete() {
            Reply::json(200, &json!({"status": "healthy"}))
        } else {
            error(503, "The APIs of this gateway have not been fetched yet")
        }
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

    /// An operation for `?apiName=&version=[&tenantDomain=]`: 404 where the API is not served.
    async fn of_api(&self, operation: &str, request: &Request) -> Result<Reply, Reply> {
        let required = |name: &str| {
            let value = request.parameter(name).filter(|value| !value.is_empty());
            value.ok_or_else(|| error(400, &format!("the query parameter {name} is required")))
        };
        let (name, version) = (required("apiName")?, required("version")?);
        let tenant = request.parameter("tenantDomain").unwrap_or_default();
        if !["", "carbon.super"].contains(&tenant.as_str()) {
            return Err(error(404, &format!("the tenant {tenant} is not there")));
        }
        let unknown = || error(404, &format!("{name} {version} is not deployed in the gateway"));
        if operation == "redeploy-api" {
            let found = sync::fetch_one(&self.file, &self.shelf, &self.client, &name, &version);
            return match found.await {
                Some(true) => Ok(Reply::json(200, &json!({"deployStatus": "DEPLOYED"}))),
                Some(false) => Err(unknown()),
                None => Err(error(500, "the event hub of this gateway does not answer")),
            };
        }
        let found = self.shelf.named(&name, &version);
        let Some(first) = found.first() else { return Err(unknown()) };
        Ok(match operation {
            "undeploy-api" => {
                self.shelf.take_off(&name, &version);
                Reply::json(200, &json!({"deployStatus": "UNDEPLOYED"}))
            }
            "end-points" => Reply::json(200, &json!({"endpoints": endpoints(&found)})),
            "sequence" => Reply::json(200, &json!({"sequences": []})),
            "local-entry" => Reply::json(200, &json!({"localEntries": []})),
            _ => {
                let name = format!("{}:v{}", first.name, first.version);
                let api = format!("<api name=\"{name}\" context=\"{}\"/>", first.context);
                Reply::json(200, &json!({"api": api}))
            }
        })
    }
}

fn endpoints(found: &[Artifact]) -> Vec<Value> {
    let urls = found.iter().flat_map(|known| known.production.iter().chain(&known.sandbox));
    urls.map(|url| json!(format!("<endpoint><http uri-template=\"{url}\"/></endpoint>"))).collect()
}

fn error(status: u16, description: &str) -> Reply {
    Reply::json(
        status,
        &json!({"code": status, "message": "", "description": description, "moreInfo": "", "error": []}),
    )
}
