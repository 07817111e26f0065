//! Nodes to test with: a control plane and two gateways, for both models.

use std::time::Duration;

use gatewright_emulator::{Emulator, Error, Pack, Release, free_offset_block};
use serde_json::{Value, json};

use crate::contract::Place;
use crate::http::{Answer, Call, Http};

pub struct World {
    pub emulator: Emulator,
    pub http: Http,
    pub release: Release,
    pub base: u16,
}

/// The two environments' types and the text changes of one test.
pub struct Plan {
    release: Release,
    types: [&'static str; 2],
    changes: Vec<(usize, String, String)>,
    token_life: Duration,
    is_alone: bool,
}

pub const NAMES: [&str; 2] = ["Production Gateway", "Hybrid Gateway"];

pub fn release(text: &str) -> Release {
    text.parse().unwrap()
}

impl Plan {
    pub fn new(version: &str) -> Self {
        Self {
            release: release(version),
            types: ["production", "hybrid"],
            changes: Vec::new(),
            token_life: Duration::from_secs(3600),
            is_alone: false,
        }
    }

    /// The control plane alone, for what no gateway has a part in.
    pub fn alone(mut self) -> Self {
        self.is_alone = true;
        self
    }

    pub fn types(mut self, types: [&'static str; 2]) -> Self {
        self.types = types;
        self
    }

    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// Replaces text in the file of node 0 (control plane), 1 or 2; `{n}` is the base offset + n.
    pub fn change(mut self, node: usize, from: &str, to: &str) -> Self {
        self.changes.push((node, from.to_owned(), to.to_owned()));
        self
    }

    pub async fn start(self) -> World {
        self.attempt().await.unwrap_or_else(|error| panic!("{error}"))
    }

    pub async fn attempt(self) -> Result<World, Error> {
        let classic = self.release.is_classic();
        let block = free_offset_block(3)?;
        let base = block.base();
        let mut texts = [control_plane(base, self.types), gateway(base, 1), gateway(base, 2)];
        for (node, from, to) in &self.changes {
            assert!(texts[*node].contains(from), "{from}");
            texts[*node] = texts[*node].replace(from, to);
        }
        let packs = if classic {
            [Pack::AllInOne; 3]
        } else {
            [Pack::ControlPlane, Pack::Gateway, Pack::Gateway]
        };
        let mut builder = Emulator::builder()
            .propagation_delay(Duration::from_millis(10))
            .token_life(self.token_life);
        let count = if self.is_alone { 1 } else { 3 };
        for ((name, text), pack) in
            ["control-plane", "gateway-1", "gateway-2"].iter().zip(texts).zip(packs).take(count)
        {
            builder = builder.node_text(*name, text, self.release, pack);
        }
        let emulator = builder.offset_block(block).start().await?;
        let http = Http::new(emulator.ca_pem());
        Ok(World { emulator, http, release: self.release, base })
    }
}

fn control_plane(base: u16, types: [&str; 2]) -> String {
    let mut text = format!(
        "[server]\nhostname = \"localhost\"\noffset = {base}\n[super_admin]\nusername = \"admin\"\npassword = \"admin\"\n"
    );
    for (n, kind) in (1_u16..).zip(types) {
        let offset = base + n;
        text += &format!(
            "[[apim.gateway.environment]]\nname = \"{}\"\ntype = \"{kind}\"\ndisplay_in_api_console = true\n\
             service_url = \"https://localhost:{}/services/\"\nusername = \"${{admin.username}}\"\n\
             password = \"${{admin.password}}\"\nhttp_endpoint = \"http://localhost:{}\"\n\
             https_endpoint = \"https://localhost:{}\"\n",
            NAMES[usize::from(n - 1)],
            9443 + offset,
            8280 + offset,
            8243 + offset,
        );
    }
    text
}

fn gateway(base: u16, n: u16) -> String {
    format!(
        "[server]\noffset = {}\n[super_admin]\nusername = \"admin\"\npassword = \"admin\"\n\
         [apim.key_manager]\nservice_url = \"https://localhost:{1}/services/\"\n\
         username = \"$ref{{super_admin.username}}\"\npassword = \"$ref{{super_admin.password}}\"\n\
         [apim.event_hub]\nservice_url = \"https://localhost:{1}/services/\"\n\
         event_listening_endpoints = [\"tcp://localhost:{2}\"]\n\
         [apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"{3}\"]\n",
        base + n,
        9443 + base,
        5672 + base,
        NAMES[usize::from(n - 1)],
    )
}

impl World {
    pub fn cp(&self, path: &str) -> String {
        format!("https://localhost:{}{path}", 9443 + self.base)
    }

    /// Gateway 1 or 2.
    pub fn gw(&self, n: u16, path: &str) -> String {
        format!("https://localhost:{}{path}", 8243 + self.base + n)
    }

    /// A call as admin, below the Publisher (`p/…`) or the portal (`d/…`).
    pub fn admin(&self, method: &str, path: &str) -> Call {
        self.portal(method, path).basic("admin", "admin")
    }

    pub fn portal(&self, method: &str, path: &str) -> Call {
        // REST reference §2.1.
        let [publisher, portal, admin] = match self.release.to_string().as_str() {
            "3.0.0" => ["publisher/v1.0", "store/v1.0", "admin/v0.15"],
            "3.1.0" => ["publisher/v1", "store/v1", "admin/v0.16"],
            "3.2.0" => ["publisher/v1", "store/v1", "admin/v1"],
            "4.0.0" => ["publisher/v2", "devportal/v2", "admin/v2"],
            "4.1.0" => ["publisher/v3", "devportal/v2", "admin/v3"],
            _ => ["publisher/v4", "devportal/v3", "admin/v4"],
        };
        let (part, rest) = path.split_once('/').unwrap();
        let base = match part {
            "p" => publisher,
            "d" => portal,
            "a" => admin,
            _ => panic!("{path}"),
        };
        let place = Place {
            release: self.release.to_string(),
            portal: match part {
                "p" => "publisher",
                "d" => "devportal",
                _ => "admin",
            },
            method: method.to_owned(),
            path: format!("/{rest}"),
        };
        let path = format!("/api/am/{base}/{rest}");
        self.http.call(method, self.cp(&path)).checked(place)
    }

    /// An API with both endpoints at the echo backend.
    pub fn document(&self, name: &str) -> Value {
        let echo = self.emulator.echo_url();
        let mut document = json!({
            "name": name, "context": format!("/{}", name.to_lowercase()), "version": "1.0.0",
            "policies": ["Unlimited"], "transport": ["https", "http"],
            "endpointConfig": {
                "endpoint_type": "http",
                "production_endpoints": {"url": format!("{echo}/production")},
                "sandbox_endpoints": {"url": format!("{echo}/sandbox")},
            },
        });
        if self.release.is_classic() {
            document["gatewayEnvironments"] = json!(NAMES);
        }
        document
    }

    pub async fn create(&self, document: &Value) -> String {
        self.admin("POST", "p/apis").json(document).send().await.expect(201).field("id")
    }

    pub async fn change_lifecycle(&self, id: &str, action: &str) -> Answer {
        let action = action.replace(' ', "%20");
        self.admin("POST", &format!("p/apis/change-lifecycle?action={action}&apiId={id}"))
            .send()
            .await
    }

    pub async fn revision(&self, id: &str) -> String {
        let call = self.admin("POST", &format!("p/apis/{id}/revisions"));
        call.json(&json!({"description": "d"})).send().await.expect(201).field("id")
    }

    pub async fn deploy(&self, id: &str, revision: &str, names: &[&str]) -> Answer {
        let items: Vec<Value> =
            names.iter().map(|name| json!({"name": name, "vhost": "localhost"})).collect();
        let path = format!("p/apis/{id}/deploy-revision?revisionId={revision}");
        self.admin("POST", &path).json(&json!(items)).send().await
    }

    /// Creates, deploys where the model asks for it, and publishes.
    pub async fn publish(&self, document: &Value) -> String {
        let id = self.create(document).await;
        if !self.release.is_classic() {
            let revision = self.revision(&id).await;
            self.deploy(&id, &revision, &NAMES).await.expect(201);
        }
        self.change_lifecycle(&id, "Publish").await.expect(200);
        id
    }

    /// An application subscribed to the API, and its production and sandbox tokens.
    pub async fn tokens(&self, api: &str) -> [String; 2] {
        self.tokens_at(api, 1).await
    }

    /// The same; in 3.x from this gateway's token API.
    pub async fn tokens_at(&self, api: &str, n: u16) -> [String; 2] {
        let application = json!({"name": "app", "throttlingPolicy": "Unlimited"});
        let application =
            self.admin("POST", "d/applications").json(&application).send().await.expect(201);
        let application = application.field("applicationId");
        let subscription =
            json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
        self.admin("POST", "d/subscriptions").json(&subscription).send().await.expect(201);
        let mut tokens = Vec::new();
        for key_type in ["PRODUCTION", "SANDBOX"] {
            let body = json!({"keyType": key_type, "grantTypesToBeSupported": ["password", "client_credentials"]});
            let path = format!("d/applications/{application}/generate-keys");
            let keys = self.admin("POST", &path).json(&body).send().await.expect(200);
            let url = if self.release.is_classic() {
                self.gw(n, "/token")
            } else {
                self.cp("/oauth2/token")
            };
            let token = self
                .http
                .call("POST", url)
                .basic(&keys.field("consumerKey"), &keys.field("consumerSecret"))
                .form("grant_type=password&username=admin&password=admin");
            tokens.push(token.send().await.expect(200).field("access_token"));
        }
        tokens.try_into().unwrap()
    }

    /// Calls until the status is there, as a client polls after a deployment.
    pub async fn eventually(&self, url: &str, status: u16) {
        for _ in 0..200 {
            if self.http.call("GET", url).send().await.status == status {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{url} never answered {status}");
    }

    pub async fn stop(self) {
        self.emulator.stop().await;
    }
}
