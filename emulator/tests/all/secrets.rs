//! Law 9 of the design, for both models: no secret in any output of any type, whatever the server
//! quotes of what it was sent.

use std::error::Error as _;
use std::fmt::Debug;

use base64::Engine as _;
use gatewright::client::{ApiRequest, ConnectOptions, Credentials, Grant, RetryOptions};
use gatewright::publish::{ApiDefinition, Publication};
use gatewright::{ControlPlane, Error, KeyType, Release};
use gatewright_emulator::{Action, Fault};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::json;

use crate::laws::runner;
use crate::world::{NAMES, Plan, World};

const USER: &str = "tester";

/// Everything that was printed, and all that may not be in it.
#[derive(Default)]
struct Seen {
    printed: Vec<String>,
    secrets: Vec<String>,
}

impl Seen {
    fn secret(&mut self, secret: &str) {
        let debug = format!("{secret:?}");
        let percent: String = secret
            .bytes()
            .map(|byte| match byte {
                b if b.is_ascii_alphanumeric() || b"-._~".contains(&b) => char::from(b).to_string(),
                b => format!("%{b:02X}"),
            })
            .collect();
        self.secrets.extend([
            secret.to_owned(),
            debug[1..debug.len() - 1].to_owned(),
            percent.replace("%20", "+"),
            percent,
        ]);
    }

    fn account(&mut self, user: &str, password: &str) {
        self.secret(password);
        let account = format!("{user}:{password}");
        self.secrets.push(base64::engine::general_purpose::STANDARD.encode(account));
    }

    fn shown(&mut self, value: &impl Debug) {
        self.printed.extend([format!("{value:?}"), format!("{value:#?}")]);
    }

    fn error(&mut self, error: &Error) {
        self.shown(error);
        self.printed.extend([error.to_string(), error.message().to_owned()]);
        self.printed.extend(error.context().iter().map(|(key, value)| format!("{key}={value}")));
        let mut cause = error.source();
        while let Some(next) = cause {
            self.printed.extend([next.to_string(), format!("{next:?}")]);
            cause = next.source();
        }
    }

    /// What an operation gave, or how it failed.
    fn result<T: Debug>(&mut self, result: Result<T, Error>) -> Option<T> {
        match result {
            Ok(value) => {
                self.shown(&value);
                Some(value)
            }
            Err(error) => {
                self.error(&error);
                None
            }
        }
    }

    fn check(&self) -> Result<(), TestCaseError> {
        prop_assert!(self.printed.len() > 100 && self.secrets.len() > 8, "nothing was looked at");
        for printed in &self.printed {
            for secret in &self.secrets {
                prop_assert!(!printed.contains(secret), "{secret} is in\n{printed}");
            }
            // Sessions' own tokens and clients are known to nobody else.
            for scheme in ["Bearer ", "Basic "] {
                let mut quoted = printed.split(scheme).skip(1);
                let is_masked =
                    |rest: &str| ["***", "$", "ACCESS_TOKEN"].iter().any(|m| rest.starts_with(m));
                prop_assert!(quoted.all(is_masked), "in\n{printed}");
            }
        }
        Ok(())
    }
}

fn options(world: &World) -> ConnectOptions {
    let release = if world.release.is_classic() { Release::V3_2 } else { Release::V4_7 };
    // Half of the faults are repeated: pauses of the default length would take minutes.
    let pause = std::time::Duration::from_millis(1);
    let retry = RetryOptions::new().first_delay(pause).longest_delay(pause);
    ConnectOptions::new().release(release).retry(retry).ca_certificates(world.emulator.ca_pem())
}

fn pets(world: &World) -> Publication {
    let definition = ApiDefinition::new("/pets")
        .production_endpoint(world.emulator.echo_url())
        .sandbox_endpoint(world.emulator.echo_url());
    Publication::new("Pets", "1.0.0").definition(definition).environments(NAMES)
}

/// Every operation, one after the other, whatever the one before gave.
async fn every_operation(
    world: &World,
    control_plane: &ControlPlane,
    password: &str,
    seen: &mut Seen,
) {
    seen.shown(control_plane);
    seen.result(control_plane.environments().await);
    seen.result(control_plane.apis().await);
    seen.result(control_plane.api("Pets", "1.0.0").await);
    let publication = pets(world);
    seen.shown(&publication);
    if let Some(plan) = seen.result(control_plane.plan([publication.clone()]).await) {
        seen.printed.push(plan.to_string());
        let outcome = control_plane.apply(&plan).await;
        seen.shown(&outcome);
        seen.result(outcome.into_result());
    }
    seen.result(control_plane.publish([publication.clone()]).await);
    seen.result(control_plane.verify(&publication).await);
    seen.result(control_plane.endpoint_urls("Pets", "1.0.0").await);
    seen.result(control_plane.undeploy("Pets", "1.0.0", NAMES[1]).await);
    if let Some(probe) = seen.result(control_plane.probe("Pets", "1.0.0", NAMES[0]).await) {
        seen.printed.push(probe.to_string());
    }
    if !world.release.is_classic() {
        let node = format!("https://localhost:{}", 9443 + world.base + 1);
        let held = control_plane.is_on_gateway(&node, USER, password, "Pets", "1.0.0").await;
        seen.result(held);
    }
    let endpoints = seen.result(control_plane.token_endpoints().await).unwrap_or_default();
    let Some(application) = seen.result(control_plane.application("app").await) else { return };
    seen.result(application.subscribe("Pets", "1.0.0").await);
    let Some(keys) = seen.result(application.keys(KeyType::Production).await) else { return };
    seen.account(&keys.consumer_key, keys.consumer_secret.expose());
    for endpoint in endpoints {
        let password = Grant::password(USER, password);
        seen.shown(&password);
        let Some(token) = seen.result(control_plane.token(&endpoint.url, &keys, &password).await)
        else {
            continue;
        };
        seen.secret(token.token.expose());
        let request = ApiRequest::get(world.gw(2, "/pets/1.0.0/a")).token(&token);
        let request = request.header("X-API-Key", "k3y-of-nobody");
        seen.secret("k3y-of-nobody");
        seen.shown(&request);
        seen.printed.push(request.to_curl());
        if let Some(answer) = seen.result(control_plane.call(&request).await) {
            seen.printed.extend(answer.fault.map(|fault| fault.to_string()));
        }
        if let Some(refresh) = &token.refresh_token {
            seen.secret(refresh.expose());
            let refresh = Grant::RefreshToken(refresh.clone());
            seen.shown(&refresh);
            if let Some(token) =
                seen.result(control_plane.token(&endpoint.url, &keys, &refresh).await)
            {
                seen.secret(token.token.expose());
            }
        }
    }
}

/// What goes wrong: an error that quotes the request, for every request or those of one path.
#[derive(Clone, Debug)]
struct Wrong {
    status: u16,
    path: &'static str,
    after: u32,
    breaks_off: bool,
}

fn wrong() -> impl Strategy<Value = Wrong> {
    let status = prop::sample::select(vec![200, 302, 400, 401, 403, 404, 409, 429, 500, 503]);
    let paths = vec![
        "",
        "/oauth2/token",
        "/token",
        "/register",
        "/settings",
        "/apis",
        "/revisions",
        "deploy-revision",
        "change-lifecycle",
        "/applications",
        "generate-keys",
        "/subscriptions",
        "api-artifact",
        "/pets/",
    ];
    (status, prop::sample::select(paths), 0..2_u32, prop::bool::weighted(0.1))
        .prop_map(|(status, path, after, breaks_off)| Wrong { status, path, after, breaks_off })
}

async fn holds(version: &str, password: &str, wrong: Wrong) -> Result<(), TestCaseError> {
    let world = Plan::new(version).start().await;
    world.emulator.add_user(USER, password, &["admin"]).await;
    let mut seen = Seen::default();
    seen.account(USER, password);
    // A client of the user's own, and a token of it.
    let profile = json!({
        "clientName": "own", "owner": USER, "callbackUrl": "", "saasApp": true,
        "grantType": "password client_credentials refresh_token",
    });
    let register = world.http.call("POST", world.cp("/client-registration/v0.17/register"));
    let client = register.basic(USER, password).json(&profile).send().await.expect(200);
    let (id, secret) = (client.field("clientId"), client.field("clientSecret"));
    seen.account(&id, &secret);
    let scopes = "apim:api_view apim:api_create apim:api_publish apim:publisher_settings \
                  apim:subscribe apim:app_manage apim:sub_manage";
    let form = format!("grant_type=client_credentials&scope={scopes}");
    let token = world.http.call("POST", world.cp("/oauth2/token")).basic(&id, &secret).form(&form);
    let token = token.send().await.expect(200).field("access_token");
    seen.secret(&token);
    let all = [
        Credentials::password(USER, password),
        Credentials::password_with_client(USER, password, &id, &secret),
        Credentials::client(&id, &secret),
        Credentials::token(&token),
        Credentials::basic(USER, password),
    ];
    let address = world.cp("");
    let connect = async |credentials: &Credentials| {
        ControlPlane::connect(&address, credentials.clone(), options(&world)).await
    };
    seen.shown(&options(&world));
    for credentials in &all {
        seen.shown(credentials);
        let connected = connect(credentials).await;
        prop_assert!(connected.is_ok(), "{credentials:?}: {connected:?}");
        let Some(control_plane) = seen.result(connected) else { continue };
        every_operation(&world, &control_plane, password, &mut seen).await;
        // The same with a server that quotes what it was sent, for a session that has a token, and
        // for one that has still to take it.
        let action = if wrong.breaks_off { Action::HalfAnswer } else { Action::Echo(wrong.status) };
        let fault = Fault::new(action);
        world.emulator.faults().add(fault.path(wrong.path).after(wrong.after));
        every_operation(&world, &control_plane, password, &mut seen).await;
        if let Some(control_plane) = seen.result(connect(credentials).await) {
            every_operation(&world, &control_plane, password, &mut seen).await;
        }
        seen.shown(&world.emulator);
        seen.shown(&world.emulator.nodes().await);
        world.emulator.faults().clear();
    }
    // Credentials that are refused, and an address that holds them.
    let refused = Credentials::password(USER, format!("{password}x"));
    seen.result(connect(&refused).await);
    let inside = address.replace("://", &format!("://{USER}:{password}@"));
    seen.result(ControlPlane::connect(&inside, all[4].clone(), options(&world)).await);
    for node in ["control-plane", "gateway-1", "gateway-2"] {
        seen.printed.extend(world.emulator.log(node).await.unwrap());
    }
    world.stop().await;
    seen.check()
}

fn law_9(version: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    // The ends keep it from being a part of other words, and are no blanks.
    let password = "Zq[ -~äß€]{0,16}9x";
    let held = runner(6).run(&(password, wrong()), |(password, wrong)| {
        runtime.block_on(holds(version, &password, wrong))
    });
    held.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn law_9_for_the_classic_model() {
    law_9("3.2");
}

#[test]
fn law_9_for_the_revision_model() {
    law_9("4.7");
}
