//! Step 5: keys of both types, tokens by two grants, and a call through each gateway with each of them.

use std::time::Duration;

use gatewright::KeyType;
use gatewright::client::{
    AccessToken, ApiRequest, ApiResponse, ApplicationKeys, Grant, TokenEndpoint,
};
use tokio::time::{Instant, sleep};

use crate::Result;
use crate::nodes::PATIENCE;
use crate::publish::{API, Place, Published, VERSION};
use crate::run::Run;
use crate::screen::{self, line};
use crate::server::Server;

/// A token, and what it was taken with.
pub(crate) struct Taken {
    /// The environment at whose gateway it was taken (3.x).
    environment: Option<String>,
    pub(crate) key_type: KeyType,
    grant: &'static str,
    token: AccessToken,
}

impl Taken {
    /// Whether it is for calls through this place.
    pub(crate) fn is_for(&self, place: &Place) -> bool {
        self.environment.as_ref().is_none_or(|name| *name == place.name)
    }

    pub(crate) fn request(&self, place: &Place) -> ApiRequest {
        ApiRequest::get(format!("{}/", place.url)).token(&self.token)
    }
}

/// The step.
pub(crate) async fn call(
    server: &Server,
    published: &Published,
    places: &[Place],
    run: &mut Run,
) -> Result<Vec<Taken>> {
    run.step("5. Take tokens and call through each gateway").await;
    let control_plane = &published.control_plane;
    run.made.insert("the application", server.application.clone());
    let application = control_plane.application(&server.application).await?;
    application.subscribe(API, VERSION).await?;
    line(format_args!("application: {}, subscribed to {API} {VERSION}", application.name()));
    let mut keys = Vec::new();
    for key_type in KeyType::ALL {
        keys.push(application.keys(key_type).await.inspect_err(|error| {
            if error.code() == "secret-not-shown" {
                screen::complain("APIM_APPLICATION may name an application that has no keys yet");
            }
        })?);
    }
    let named = [
        ("password", Grant::password(&server.username, &server.password)),
        ("client credentials", Grant::ClientCredentials),
    ];
    let endpoints: Vec<TokenEndpoint> = control_plane
        .token_endpoints()
        .await?
        .into_iter()
        .filter(|endpoint| {
            let at = endpoint.environment.as_ref();
            at.is_none_or(|name| places.iter().any(|place| place.name == *name))
        })
        .collect();
    let mut taken = Vec::new();
    for endpoint in &endpoints {
        for keys in &keys {
            for (grant, proof) in &named {
                taken.push(Taken {
                    environment: endpoint.environment.clone(),
                    key_type: keys.key_type,
                    grant,
                    token: control_plane.token(&endpoint.url, keys, proof).await?,
                });
            }
        }
        line(format_args!("tokens: {} of them from {}", keys.len() * named.len(), endpoint.url));
    }
    let mut rows = Vec::new();
    let bar = screen::bar(places.len() * KeyType::ALL.len() * named.len(), "calls are answered");
    for place in places {
        for taken in taken.iter().filter(|taken| taken.is_for(place)) {
            let answer = answer(published, place, taken).await?;
            let row = [&place.name, taken.key_type.as_str(), taken.grant, &shown(&answer)];
            rows.push(row.map(str::to_owned));
            bar.inc(1);
        }
    }
    drop(bar);
    screen::table(["gateway", "key", "grant", "answer"], rows);
    commands(&endpoints, &keys, &named[0].1, places, &taken);
    Ok(taken)
}

/// The answer, once it is the one that the environment's type calls for: subscriptions and keys reach a gateway a moment
/// later.
async fn answer(published: &Published, place: &Place, taken: &Taken) -> Result<ApiResponse> {
    let should_succeed = place.environment_type.accepts(taken.key_type);
    let end = Instant::now() + PATIENCE;
    loop {
        let answer = published.control_plane.call(&taken.request(place)).await?;
        if answer.is_success() == should_succeed {
            return Ok(answer);
        }
        if Instant::now() >= end {
            let wanted = if should_succeed { "accept" } else { "refuse" };
            let (name, key_type, shown) = (&place.name, taken.key_type, shown(&answer));
            return Err(format!(
                "{name} should {wanted} a {key_type} token, but it answers {shown}"
            )
            .into());
        }
        sleep(Duration::from_millis(500)).await;
    }
}

/// An answer in short: what the gateway says, or where on the backend the call arrived.
pub(crate) fn shown(answer: &ApiResponse) -> String {
    let status = answer.status;
    if let Some(fault) = &answer.fault {
        let code = fault.code.as_ref().filter(|code| **code != status.to_string());
        let code = code.map(|code| format!("{code} ")).unwrap_or_default();
        return format!("{status} {code}{}", fault.message);
    }
    let echo: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
    match echo.as_ref().and_then(|echo| echo.get("path")?.as_str()) {
        Some(path) => format!("{status} from the backend's {path}"),
        None => status.to_string(),
    }
}

/// The same by hand.
fn commands(
    endpoints: &[TokenEndpoint],
    keys: &[ApplicationKeys],
    grant: &Grant,
    places: &[Place],
    taken: &[Taken],
) {
    line("the same with curl, production keys (--cacert names whom to trust):");
    for keys in keys.iter().filter(|keys| keys.key_type == KeyType::Production) {
        for endpoint in endpoints {
            line(keys.to_curl(&endpoint.url, grant));
        }
    }
    for place in places {
        let of_place = taken.iter().filter(|taken| taken.is_for(place));
        if let Some(taken) =
            of_place.into_iter().find(|taken| taken.key_type == KeyType::Production)
        {
            line(taken.request(place).to_curl());
        }
    }
}
