//! Control planes that list one environment and say different things of it.

use super::{Mark, Place};
use crate::model::EnvironmentSpec;

/// What another control plane says otherwise of an environment: rendering would write one of the two into both files.
pub(super) fn contradictions(
    first: &EnvironmentSpec,
    other: &EnvironmentSpec,
    index: usize,
    label: &str,
) -> Vec<Mark> {
    let pairs = said(first).into_iter().zip(said(other));
    pairs
        .filter(|((_, first), (_, other))| first != other)
        .map(|((key, _), (_, other))| {
            // A password does not belong into a comment, nor into a message: a URL can hold one too.
            let is_private = matches!(key, "password" | "properties" | "virtual_host");
            let says = match other {
                Some(value) if is_private || value.contains('@') => {
                    format!("`{label}` says otherwise")
                }
                Some(value) => format!("`{label}` says `{value}`"),
                None => format!("`{label}` says nothing, or what follows from the gateway"),
            };
            let message = format!(
                "which `{key}` is right: {says}, and rendering writes what stands here for all control planes"
            );
            Mark::contradiction(Place::Environment(index, key), message)
        })
        .collect()
}

/// What a control plane's section says of an environment, by key. Its gateways are not in it.
fn said(environment: &EnvironmentSpec) -> [(&'static str, Option<String>); 19] {
    let list = |items: &[String]| (!items.is_empty()).then(|| items.join(", "));
    let flag = |shown: Option<bool>| Some(shown.unwrap_or(true).to_string());
    let properties = &environment.properties;
    let hosts = &environment.virtual_hosts;
    [
        ("type", Some(environment.environment_type.clone())),
        ("display_name", environment.display_name.clone()),
        ("description", environment.description.clone()),
        ("provider", environment.provider.clone()),
        ("gateway_type", environment.gateway_type.clone()),
        ("visibility", list(&environment.visibility)),
        ("display_in_api_console", flag(environment.display_in_api_console)),
        ("show_as_token_endpoint_url", flag(environment.show_as_token_endpoint_url)),
        ("service_url", environment.service_url.clone()),
        ("username", environment.username.clone()),
        ("password", environment.password.clone()),
        ("http_endpoint", environment.http_endpoint.clone()),
        ("https_endpoint", environment.https_endpoint.clone()),
        ("ws_endpoint", environment.ws_endpoint.clone()),
        ("wss_endpoint", environment.wss_endpoint.clone()),
        (
            "websub_event_receiver_http_endpoint",
            environment.websub_event_receiver_http_endpoint.clone(),
        ),
        (
            "websub_event_receiver_https_endpoint",
            environment.websub_event_receiver_https_endpoint.clone(),
        ),
        ("properties", (!properties.is_empty()).then(|| format!("{properties:?}"))),
        ("virtual_host", (!hosts.is_empty()).then(|| format!("{hosts:?}"))),
    ]
}
