//! A server with three environments, clients that stop at a request, and the server's state as a value.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use gatewright_emulator::{Emulator, NodeSource, free_offset_block};
use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::client::{ApiQuery, ConnectOptions, ControlPlane, Credentials, RetryOptions};
use crate::model::{Port, Topology};
use crate::publish::{ApiDefinition, Publication};

pub(crate) const ENVIRONMENTS: [&str; 3] = ["Production", "Sandbox", "Hybrid"];

/// One gateway node that serves all environments.
const NODES: &str = r#"
release = "RELEASE"
[[node]]
name = "control-plane"
roles = ["control-plane"]
host = "localhost"
offset = BASE
[[node]]
name = "gateway"
roles = ["gateway"]
host = "localhost"
offset = NEXT
[[environment]]
name = "Production"
type = "production"
gateways = ["gateway"]
[[environment]]
name = "Sandbox"
type = "sandbox"
gateways = ["gateway"]
[[environment]]
name = "Hybrid"
type = "hybrid"
gateways = ["gateway"]
"#;

pub(crate) struct World {
    pub(crate) emulator: Emulator,
    url: String,
    /// The port at which the control plane answers without TLS.
    pub(crate) http_port: u16,
}

/// Where a client stands still: at its n-th request since [`Halt::halt_at`], before it is sent.
#[derive(Clone, Default)]
pub(crate) struct Halt(Arc<HaltState>);

#[derive(Default)]
struct HaltState {
    sent: AtomicUsize,
    /// 0: nowhere.
    at: AtomicUsize,
    reached: Notify,
    go_on: Notify,
    is_over: AtomicBool,
}

impl Halt {
    /// Counts anew, and halts before the request of this number; 0 halts nowhere.
    pub(crate) fn halt_at(&self, at: usize) {
        self.0.sent.store(0, Ordering::SeqCst);
        self.0.at.store(at, Ordering::SeqCst);
    }

    pub(crate) fn sent(&self) -> usize {
        self.0.sent.load(Ordering::SeqCst)
    }

    /// Returns when the client stands still.
    pub(crate) async fn reached(&self) {
        self.0.reached.notified().await;
    }

    /// The client has nothing more to send.
    pub(crate) fn end(&self) {
        self.0.is_over.store(true, Ordering::SeqCst);
        self.0.reached.notify_one();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.0.is_over.load(Ordering::SeqCst)
    }

    /// From where the client stands still to its next request, or its end.
    pub(crate) async fn step(&self) {
        if !self.is_over() {
            self.halt_at(1);
            self.go_on();
            self.reached().await;
        }
    }

    pub(crate) fn go_on(&self) {
        self.0.go_on.notify_one();
    }

    async fn pass(&self) {
        let number = self.0.sent.fetch_add(1, Ordering::SeqCst) + 1;
        if number == self.0.at.load(Ordering::SeqCst) {
            self.0.reached.notify_one();
            self.0.go_on.notified().await;
        }
    }
}

impl World {
    pub(crate) async fn start(release: &str) -> Self {
        let block = free_offset_block(2).unwrap();
        let base = block.base();
        let text = NODES
            .replace("RELEASE", release)
            .replace("BASE", &base.to_string())
            .replace("NEXT", &(base + 1).to_string());
        let topology = Topology::parse(&text).unwrap();
        let mut builder = Emulator::builder().offset_block(block);
        for file in topology.render().unwrap().files() {
            let pack = topology.node(file.node()).unwrap().pack;
            let pack = match pack {
                crate::model::Pack::ControlPlane => gatewright_emulator::Pack::ControlPlane,
                crate::model::Pack::Gateway => gatewright_emulator::Pack::Gateway,
                _ => gatewright_emulator::Pack::AllInOne,
            };
            let node = NodeSource::text(file.node(), file.after());
            builder = builder.node(node.release(release.parse().unwrap()).pack(pack));
        }
        let emulator = builder.start().await.unwrap();
        let control_plane = topology.control_plane().unwrap();
        let url = format!("https://localhost:{}", Port::ServletHttps.number(control_plane.offset));
        let http_port = Port::ServletHttp.number(control_plane.offset);
        Self { emulator, url, http_port }
    }

    /// A client that sends one request at a time, so that requests have numbers.
    pub(crate) async fn connect(&self, halt: &Halt) -> ControlPlane {
        self.connect_as(Credentials::basic("admin", "admin"), halt).await
    }

    /// The same with other credentials.
    pub(crate) async fn connect_as(&self, credentials: Credentials, halt: &Halt) -> ControlPlane {
        Self::connect_to(&self.url, credentials, self.options(halt)).await
    }

    /// The same by another way, with this much patience for each request.
    pub(crate) async fn connect_at(
        &self,
        url: &str,
        halt: &Halt,
        patience: Duration,
    ) -> ControlPlane {
        let options = self.options(halt).request_timeout(patience);
        Self::connect_to(url, Credentials::basic("admin", "admin"), options).await
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    async fn connect_to(
        url: &str,
        credentials: Credentials,
        options: ConnectOptions,
    ) -> ControlPlane {
        ControlPlane::connect(url, credentials, options).await.unwrap()
    }

    fn options(&self, halt: &Halt) -> ConnectOptions {
        let (halt, retry) = (halt.clone(), RetryOptions::new());
        let millisecond = Duration::from_millis(1);
        ConnectOptions::new()
            .ca_certificates(self.emulator.ca_pem())
            .max_concurrency(1)
            .retry(retry.first_delay(millisecond).longest_delay(millisecond))
            .headers_callback(move || {
                let halt = halt.clone();
                async move {
                    halt.pass().await;
                    Ok(Vec::new())
                }
            })
    }

    /// What is there of all APIs: by name, content that was asked for, states, revisions and where they are.
    pub(crate) async fn state(&self) -> Value {
        let control_plane = self.connect(&Halt::default()).await;
        let mut found = control_plane.search_apis(ApiQuery::new());
        let mut apis = Vec::new();
        while let Some(api) = found.next().await {
            let api = api.unwrap();
            let object = control_plane.get_api(&api.id).await.unwrap().0.to_value();
            let classic = object["gatewayEnvironments"].as_array().cloned().unwrap_or_default();
            let mut environments: Vec<Value> = classic;
            environments.sort_by_key(Value::to_string);
            let document = control_plane.api_definition(&api.id).await.unwrap();
            let document: Value = serde_json::from_str(&document).unwrap();
            let mut revisions = Vec::new();
            if !control_plane.release().is_classic() {
                for revision in control_plane.revisions(&api.id).await.unwrap() {
                    let at = |it: &crate::client::Deployment| {
                        format!("{} {}", it.environment, it.virtual_host)
                    };
                    let mut deployed: Vec<String> = revision.deployments.iter().map(at).collect();
                    deployed.sort();
                    revisions.push(json!([revision.description, deployed]));
                }
            }
            revisions.sort_by_key(Value::to_string);
            apis.push(json!({
                "name": api.name, "version": api.version, "lifecycle": object["lifeCycleStatus"],
                "endpoints": object["endpointConfig"], "policies": object["policies"],
                "document": document["paths"], "title": document["info"]["description"],
                "environments": environments, "revisions": revisions,
            }));
        }
        apis.sort_by_key(|api| [&api["name"], &api["version"]].map(Value::to_string));
        Value::Array(apis)
    }
}

/// An API in these environments, with this back end and a document that names it.
pub(crate) fn publication(name: &str, back_end: &str, environments: &[&str]) -> Publication {
    let definition = ApiDefinition::new(format!("/{}", name.to_lowercase()))
        .document(document(name, back_end))
        .production_endpoint(format!("https://back.end/{back_end}"))
        .sandbox_endpoint(format!("https://sandbox.back.end/{back_end}"));
    Publication::new(name, "1.0.0")
        .definition(definition)
        .environments(environments.iter().copied())
}

/// An `OpenAPI` document that names its back end.
pub(crate) fn document(name: &str, back_end: &str) -> String {
    let document = json!({
        "openapi": "3.0.1",
        "info": {"title": name, "version": "1.0.0"},
        "paths": {"/all": {"get": {
            "summary": format!("of {back_end}"),
            "responses": {"200": {"description": "ok"}},
        }}},
    });
    document.to_string()
}
