//! Calls through gateways, and waiting for them.

use std::collections::BTreeMap;
use std::time::Duration;

use gatewright::client::{ApiRequest, ApplicationKeys, wait_until_ready};
use gatewright::{ControlPlane, Error};
use serde_json::Value as Json;

use super::client::options;
use super::{Given, data, given, shown, wait};
use crate::plain::{self, gateway as plain_gateway};
use crate::variables::{Arguments, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ApiRequest.new" => {
            let made = request(arguments);
            shown(&made.clone(), Value::Request(made), Json::Null)
        }
        "wait_until_ready" => {
            let (url, timeout) = (arguments.text("url"), timeout(arguments));
            let ready = options(arguments).and_then(|options| {
                timeout.and_then(|timeout| wait(wait_until_ready(&url, &options, timeout)))
            });
            given(ready, |()| data(Json::Null))
        }
        _ => return None,
    })
}

fn timeout(arguments: &mut Arguments) -> Result<Duration, Error> {
    arguments.duration("timeout").map(|timeout| timeout.expect("a timeout"))
}

fn request(arguments: &mut Arguments) -> ApiRequest {
    let url = arguments.text("url");
    let method = arguments.optional::<String>("method");
    let mut made = match method {
        Some(method) => ApiRequest::new(method, url),
        None => ApiRequest::get(url),
    };
    let token = arguments.left.get("token").cloned();
    made = match token {
        None => made,
        Some(Json::String(text)) => {
            arguments.left.remove("token");
            made.bearer(text)
        }
        Some(_) => match arguments.value("token") {
            Value::Token(token) => made.token(&token),
            Value::Secret(token) => made.bearer(token),
            _ => panic!("the token is none"),
        },
    };
    let headers = arguments.optional::<BTreeMap<String, String>>("headers").unwrap_or_default();
    made = headers.into_iter().fold(made, |made, (name, value)| made.header(name, value));
    match arguments.optional::<String>("body") {
        Some(body) => made.body(arguments.text("content_type"), body),
        None => made,
    }
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    let api = |arguments: &mut Arguments| {
        (arguments.take::<String>("name"), arguments.take::<String>("version"))
    };
    let probed = |result: Result<gatewright::client::Probe, Error>| {
        given(result, |found| shown(&found, Value::Nothing, plain_gateway::probe(&found)))
    };
    Some(match name {
        "ControlPlane.call" => {
            let Value::Request(request) = arguments.value("request") else { return None };
            given(wait(on.call(&request)), |answer| {
                let plain = plain_gateway::response(&answer);
                shown(&answer.clone(), Value::Response(answer), plain)
            })
        }
        "ControlPlane.probe" => {
            let (name, version) = api(arguments);
            probed(wait(on.probe(&name, &version, &arguments.text("environment"))))
        }
        "ControlPlane.wait_until_live" => {
            let (name, version) = api(arguments);
            let environments: Vec<String> = arguments.take("environments");
            let live = timeout(arguments).and_then(|timeout| {
                wait(on.wait_until_live(&name, &version, environments, timeout))
            });
            given(live, |found| {
                let plain = plain::list(&found, plain_gateway::probe);
                shown(&found, Value::Nothing, plain)
            })
        }
        "ControlPlane.wait_until_absent" => {
            let (name, version) = api(arguments);
            let environment = arguments.text("environment");
            probed(timeout(arguments).and_then(|timeout| {
                wait(on.wait_until_absent(&name, &version, &environment, timeout))
            }))
        }
        _ => return None,
    })
}

pub(super) fn keys_method(
    on: &ApplicationKeys,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    if name != "ApplicationKeys.to_curl" {
        return None;
    }
    let url = arguments.text("token_url");
    let Value::Grant(grant) = arguments.value("grant") else { return None };
    Some(data(on.to_curl(&url, &grant)))
}
