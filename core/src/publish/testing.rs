//! A scripted control plane with one API, in both models: as much of API-M as publishing asks for.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::client::testing::{Answer, Received, Server};
use crate::client::{ConnectOptions, ControlPlane, Credentials};
use crate::model::Release;

/// What the server holds.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) api: Option<Value>,
    pub(crate) revisions: Vec<Value>,
    /// The API's document, as it was given.
    document: String,
    /// A part of a request line, and whether the request takes effect before its answer is lost.
    pub(crate) lose_answer_of: Option<(&'static str, bool)>,
    /// The release drops new environments without a word.
    pub(crate) drops_environments: bool,
    pub(crate) writes: u64,
    made: usize,
}

#[derive(Clone)]
pub(crate) struct Fake {
    pub(crate) server: Server,
    pub(crate) state: Arc<Mutex<State>>,
    pub(crate) control_plane: ControlPlane,
}

impl Fake {
    pub(crate) async fn start(release: Release) -> Self {
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        let server = Server::start(move |received| {
            let mut state = shared.lock().unwrap();
            let lost = state.lose_answer_of.filter(|(part, _)| received.line.contains(part));
            if let Some((_, takes_effect)) = lost {
                state.lose_answer_of = None;
                if takes_effect {
                    state.answer(received);
                }
                return Answer::Reset;
            }
            state.answer(received)
        })
        .await;
        let options = ConnectOptions::new().release(release);
        let credentials = Credentials::token("token");
        let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
        Self { server, state, control_plane }
    }

    /// The API as it is there.
    pub(crate) fn api(&self) -> Value {
        self.state.lock().unwrap().api.clone().unwrap()
    }

    /// What was written since the last look, without base paths.
    pub(crate) fn writes(&self) -> Vec<String> {
        let lines = self.server.lines();
        self.server.forget();
        let written = lines.into_iter().filter(|line| !line.starts_with("GET "));
        written
            .map(|line| {
                let (method, path) = line.split_once(' ').unwrap();
                format!("{method} {}", path.split_once("/apis").unwrap().1)
            })
            .collect()
    }
}

impl State {
    fn answer(&mut self, received: &Received) -> Answer {
        let (method, path) = received.line.split_once(' ').unwrap();
        let path = path.split_once("/api/am/").unwrap().1;
        let (_, path) = path.split_once("/v").unwrap();
        let path = path.split_once('/').unwrap().1;
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        if method != "GET" {
            self.writes += 1;
        }
        let id = query.rsplit_once("revisionId=").map(|(_, id)| id).unwrap_or_default();
        match (method, path) {
            ("GET", "settings") => environments(),
            ("GET", "apis") => json!({ "list": self.api.iter().collect::<Vec<_>>() }).into(),
            ("POST", "apis") => self.create(received.json()),
            ("POST", "apis/import-openapi") => {
                self.document = first_part(&received.body);
                let properties = received.body.rsplit("\r\n\r\n").next().unwrap();
                let properties = properties.lines().next().unwrap();
                self.create(serde_json::from_str(properties).unwrap())
            }
            ("POST", "apis/change-lifecycle") => {
                self.api.as_mut().unwrap()["lifeCycleStatus"] = json!("PUBLISHED");
                self.touch();
                json!({"workflowStatus": "APPROVED"}).into()
            }
            ("GET", "apis/api-1") if received.line.contains("/publisher/") => {
                self.api.clone().unwrap().into()
            }
            ("GET", "apis/api-1") => self.portal(),
            ("GET", "apis/api-1/swagger") => Answer::Json(200, self.document.clone()),
            ("PUT", "apis/api-1/swagger") => {
                self.document = first_part(&received.body);
                self.touch();
                Answer::Json(200, self.document.clone())
            }
            ("PUT", "apis/api-1") => {
                let mut api = received.json();
                if self.drops_environments {
                    api["gatewayEnvironments"] =
                        self.api.as_ref().unwrap()["gatewayEnvironments"].clone();
                }
                self.api = Some(api);
                self.touch();
                self.api.clone().unwrap().into()
            }
            ("GET", "apis/api-1/revisions") => json!({ "list": self.revisions }).into(),
            ("POST", "apis/api-1/revisions") => self.make_revision(&received.json()["description"]),
            ("POST", "apis/api-1/deploy-revision") => self.deploy(id, &received.json()),
            ("POST", "apis/api-1/undeploy-revision") => {
                for gone in received.json().as_array().unwrap() {
                    self.take_off(&gone["name"]);
                }
                Answer::Json(201, "[]".to_owned())
            }
            ("DELETE", path) => {
                let id = path.rsplit('/').next().unwrap();
                self.revisions.retain(|revision| revision["id"] != id);
                json!({ "list": self.revisions }).into()
            }
            _ => Answer::Json(501, json!({"code": 501, "message": path}).to_string()),
        }
    }

    fn touch(&mut self) {
        let stamp = self.writes.to_string();
        self.api.as_mut().unwrap()["lastUpdatedTime"] = json!(stamp);
    }

    fn create(&mut self, mut api: Value) -> Answer {
        if self.api.is_some() {
            self.writes -= 1;
            let exists = json!({"code": 900_300, "message": "The API already exists"});
            return Answer::Json(409, exists.to_string());
        }
        api["id"] = json!("api-1");
        api["lifeCycleStatus"] = json!("CREATED");
        self.api = Some(api);
        self.touch();
        Answer::Json(201, self.api.clone().unwrap().to_string())
    }

    pub(crate) fn make_revision(&mut self, description: &Value) -> Answer {
        if self.revisions.len() >= 5 {
            return Answer::Json(
                400,
                json!({"code": 900_351, "message": "Maximum number"}).to_string(),
            );
        }
        self.made += 1;
        let revision = json!({"id": format!("r-{}", self.made), "displayName": format!("Revision {}", self.made),
            "description": description, "deploymentInfo": []});
        self.revisions.push(revision.clone());
        Answer::Json(201, revision.to_string())
    }

    fn take_off(&mut self, name: &Value) {
        for revision in &mut self.revisions {
            let deployed = revision["deploymentInfo"].as_array_mut().unwrap();
            deployed.retain(|deployed| deployed["name"] != *name);
        }
    }

    fn deploy(&mut self, id: &str, to: &Value) -> Answer {
        for to in to.as_array().unwrap() {
            self.take_off(&to["name"]);
            let revision = self.revisions.iter_mut().find(|revision| revision["id"] == id).unwrap();
            let mut deployed = to.clone();
            deployed["status"] = json!("APPROVED");
            revision["deploymentInfo"].as_array_mut().unwrap().push(deployed);
        }
        Answer::Json(201, json!(self.deployments()).to_string())
    }

    pub(crate) fn deployments(&self) -> Vec<Value> {
        let all =
            self.revisions.iter().map(|revision| revision["deploymentInfo"].as_array().unwrap());
        all.flatten().cloned().collect()
    }

    fn portal(&self) -> Answer {
        let classic = self.api.as_ref().unwrap()["gatewayEnvironments"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let deployed = self.deployments().into_iter().map(|deployed| deployed["name"].clone());
        let urls = classic.into_iter().chain(deployed).map(|name| {
            json!({"environmentName": name, "environmentType": "hybrid", "URLs": {"https": "https://gw/pets/1.0.0"}})
        });
        json!({ "endpointURLs": urls.collect::<Vec<_>>() }).into()
    }
}

/// The content of the first part of a multipart body.
fn first_part(body: &str) -> String {
    let (_, content) = body.split_once("\r\n\r\n").unwrap();
    content.split("\r\n--").next().unwrap().to_owned()
}

/// One of each type; the hosts are read by 4.x alone.
fn environments() -> Answer {
    let of = |name: &str, kind: &str, hosts: &[&str]| {
        let hosts: Vec<_> =
            hosts.iter().map(|host| json!({"host": host, "httpsPort": 8243})).collect();
        json!({"name": name, "type": kind, "vhosts": hosts})
    };
    json!({"environment": [
        of("Production Gateway", "production", &["prod.gw"]),
        of("Sandbox Gateway", "sandbox", &["sand.gw"]),
        of("Hybrid Gateway", "hybrid", &["one.gw", "two.gw"]),
    ]})
    .into()
}
