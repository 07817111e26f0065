//! Connections, applications, keys and tokens.

use gatewright::client::{
    AccessToken, ApiSummary, Application, ApplicationKeys, EndpointUrls, GatewayEnvironment,
    TokenEndpoint, VirtualHost, Warning,
};
use gatewright::{ControlPlane, EnvironmentType};
use serde_json::{Value as Json, json};

use super::{list, secret};

pub(crate) fn control_plane(control_plane: &ControlPlane) -> Json {
    let warning = |one: &Warning| json!({ "code": one.code, "message": one.message });
    json!({
        "release": control_plane.release().to_string(),
        "url": control_plane.url(),
        "warnings": list(control_plane.warnings(), warning),
    })
}

pub(crate) fn gateway_environment(environment: &GatewayEnvironment) -> Json {
    json!({
        "name": environment.name,
        "display_name": environment.display_name,
        "type": environment.environment_type.as_str(),
        "display_in_api_console": environment.display_in_api_console,
        "http_url": environment.http_url,
        "https_url": environment.https_url,
        "virtual_hosts": list(&environment.virtual_hosts, virtual_host),
    })
}

fn virtual_host(host: &VirtualHost) -> Json {
    json!({ "host": host.host, "http_url": host.http_url, "https_url": host.https_url })
}

pub(crate) fn api_summary(api: &ApiSummary) -> Json {
    json!({
        "id": api.id,
        "name": api.name,
        "version": api.version,
        "context": api.context,
        "provider": api.provider,
        "lifecycle": api.lifecycle,
    })
}

pub(crate) fn endpoint_urls(urls: &EndpointUrls) -> Json {
    json!({
        "environment": urls.environment,
        "type": urls.environment_type.map(EnvironmentType::as_str),
        "http": urls.http,
        "https": urls.https,
        "ws": urls.ws,
        "wss": urls.wss,
    })
}

pub(crate) fn application(application: &Application) -> Json {
    json!({ "id": application.id(), "name": application.name() })
}

pub(crate) fn keys(keys: &ApplicationKeys) -> Json {
    json!({
        "key_type": keys.key_type.as_str(),
        "consumer_key": keys.consumer_key,
        "consumer_secret": secret(&keys.consumer_secret),
    })
}

pub(crate) fn token_endpoint(endpoint: &TokenEndpoint) -> Json {
    json!({ "environment": endpoint.environment, "url": endpoint.url })
}

pub(crate) fn token(token: &AccessToken) -> Json {
    json!({
        "token": secret(&token.token),
        "refresh_token": token.refresh_token.as_ref().map(secret),
        "expires_in": token.expires_in.map(|life| life.as_secs()),
        "scopes": token.scopes,
    })
}
