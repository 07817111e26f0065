//! Connections, applications, keys and tokens.

use gatewright::client::{
    Application, ApplicationKeys, ConnectOptions, Credentials, Grant, RetryOptions,
};
use gatewright::{ControlPlane, Error, KeyType, Release};
use serde_json::Value as Json;

use super::{Given, data, given, shown, wait};
use crate::plain::{self, client as plain_client};
use crate::variables::{Arguments, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ControlPlane.connect" => connect(arguments),
        "Credentials.password" => {
            let (user, password) = (arguments.text("user"), arguments.text("password"));
            let client = arguments.left.contains_key("client_id");
            let client =
                client.then(|| (arguments.text("client_id"), arguments.text("client_secret")));
            credentials(match client {
                Some((id, secret)) => Credentials::password_with_client(user, password, id, secret),
                None => Credentials::password(user, password),
            })
        }
        "Credentials.client" => {
            credentials(Credentials::client(arguments.text("id"), arguments.text("secret")))
        }
        "Credentials.token" => credentials(Credentials::token(arguments.text("token"))),
        "Credentials.expiring_token" => {
            let token = arguments.text("token");
            let life = match arguments.duration("expires_in") {
                Ok(life) => life?,
                Err(error) => return Some(Err(error.into())),
            };
            credentials(Credentials::expiring_token(token, life))
        }
        "Credentials.from_file" => {
            given(Credentials::from_file(arguments.text("path")), credentials)
        }
        "Credentials.callback" => callback(arguments),
        "Credentials.basic" => {
            credentials(Credentials::basic(arguments.text("user"), arguments.text("password")))
        }
        "Grant.client_credentials" => grant(Grant::ClientCredentials),
        "Grant.password" => {
            grant(Grant::password(arguments.text("user"), arguments.text("password")))
        }
        "Grant.refresh_token" => grant(Grant::RefreshToken(arguments.text("token").into())),
        "ApplicationKeys.new" => keys(ApplicationKeys::new(
            key_type(arguments)?,
            arguments.text("consumer_key"),
            arguments.text("consumer_secret"),
        )),
        _ => return None,
    })
}

fn connect(arguments: &mut Arguments) -> Given {
    let url = arguments.text("url");
    let Value::Credentials(credentials) = arguments.value("credentials") else {
        panic!("credentials are not these");
    };
    let options = options(arguments)?;
    let control_plane = wait(ControlPlane::connect(&url, credentials, options))?;
    let plain = plain_client::control_plane(&control_plane);
    shown(&control_plane.clone(), Value::ControlPlane(control_plane), plain)
}

pub(super) fn options(arguments: &mut Arguments) -> Result<ConnectOptions, Error> {
    let mut options = ConnectOptions::new();
    if let Some(release) = arguments.optional::<String>("release") {
        options = options.release(release.parse::<Release>()?);
    }
    if let Some(url) = arguments.optional::<String>("publisher_url") {
        options = options.publisher_url(url);
    }
    if let Some(url) = arguments.optional::<String>("admin_url") {
        options = options.admin_url(url);
    }
    if let Some(url) = arguments.optional::<String>("revoke_url") {
        options = options.revoke_url(url);
    }
    if let Some(url) = arguments.optional::<String>("registration_url") {
        options = options.registration_url(url);
    }
    if let Some((chain, key)) = arguments.optional::<(String, String)>("client_certificate") {
        options = options.client_certificate(chain, key);
    }
    if let Some(url) = arguments.optional::<String>("proxy") {
        options = options.proxy(url);
    }
    if arguments.optional("without_environment_proxy") == Some(true) {
        options = options.without_environment_proxy();
    }
    if let Some(product) = arguments.optional::<String>("user_agent") {
        options = options.user_agent(product);
    }
    if let Some(given) = arguments.optional::<Json>("headers") {
        options = options.try_headers(move || headers(&given));
    }
    if let Some(requests) = arguments.optional("max_concurrency") {
        options = options.max_concurrency(requests);
    }
    if let Some(url) = arguments.optional::<String>("devportal_url") {
        options = options.devportal_url(url);
    }
    if let Some(url) = arguments.optional::<String>("token_url") {
        options = options.token_url(url);
    }
    if let Some(tenant) = arguments.optional::<String>("tenant") {
        options = options.tenant(tenant);
    }
    for pem in arguments.optional::<Vec<String>>("ca_certificates").unwrap_or_default() {
        options = options.ca_certificates(pem);
    }
    if let Some(timeout) = arguments.duration("connect_timeout")? {
        options = options.connect_timeout(timeout);
    }
    if let Some(timeout) = arguments.duration("request_timeout")? {
        options = options.request_timeout(timeout);
    }
    if arguments.optional("danger_allow_plain_http") == Some(true) {
        options = options.danger_allow_plain_http();
    }
    if arguments.optional("danger_accept_invalid_certificates") == Some(true) {
        options = options.danger_accept_invalid_certificates();
    }
    if arguments.left.contains_key("retry") {
        options = options.retry(retry(arguments.objects("retry").first_mut().expect("one"))?);
    }
    Ok(options)
}

/// Its texts; a text alone is what the function fails with.
fn headers(
    given: &Json,
) -> Result<Vec<(String, String)>, Box<dyn std::error::Error + Send + Sync>> {
    match given {
        Json::Object(headers) => {
            let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
            Ok(headers.iter().map(|(name, value)| (name.clone(), text(value))).collect())
        }
        failure => Err(failure.as_str().unwrap_or_default().into()),
    }
}

fn retry(fields: &mut Arguments) -> Result<RetryOptions, Error> {
    let mut retry = RetryOptions::new();
    if let Some(attempts) = fields.optional("attempts") {
        retry = retry.attempts(attempts);
    }
    if let Some(delay) = fields.duration("first_delay")? {
        retry = retry.first_delay(delay);
    }
    if let Some(delay) = fields.duration("longest_delay")? {
        retry = retry.longest_delay(delay);
    }
    if let Some(repetitions) = fields.optional("budget") {
        retry = retry.budget(repetitions);
    }
    if let Some(deadline) = fields.duration("deadline")? {
        retry = retry.deadline(deadline);
    }
    fields.none_left("retry options").expect("known fields");
    Ok(retry)
}

/// What a function gives, or the text it fails with.
fn callback(arguments: &mut Arguments) -> Given {
    if let Some(failure) = arguments.left.get("function").and_then(Json::as_str) {
        let failure = failure.to_owned();
        arguments.left.remove("function");
        return credentials(Credentials::callback(move || {
            let failure = failure.clone();
            async move { Err(failure.into()) }
        }));
    }
    let Value::Credentials(given) = arguments.value("function") else {
        panic!("the function gives none");
    };
    credentials(Credentials::callback(move || {
        let given = given.clone();
        async move { Ok(given) }
    }))
}

fn credentials(credentials: Credentials) -> Given {
    shown(&credentials.clone(), Value::Credentials(credentials), Json::Null)
}

fn grant(grant: Grant) -> Given {
    shown(&grant.clone(), Value::Grant(grant), Json::Null)
}

fn keys(keys: ApplicationKeys) -> Given {
    let plain = plain_client::keys(&keys);
    shown(&keys.clone(), Value::Keys(keys), plain)
}

pub(super) fn key_type(arguments: &mut Arguments) -> Option<KeyType> {
    let wanted: String = arguments.take("key_type");
    KeyType::ALL.into_iter().find(|key_type| key_type.as_str() == wanted)
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    let api = |arguments: &mut Arguments| {
        (arguments.take::<String>("name"), arguments.take::<String>("version"))
    };
    Some(match name {
        "ControlPlane.environments" => {
            listed(wait(on.environments()), plain_client::gateway_environment)
        }
        "ControlPlane.apis" => listed(wait(on.apis()), plain_client::api_summary),
        "ControlPlane.api" => {
            let (name, version) = api(arguments);
            given(wait(on.api(&name, &version)), |found| {
                shown(&found, Value::Nothing, plain_client::api_summary(&found))
            })
        }
        "ControlPlane.endpoint_urls" => {
            let (name, version) = api(arguments);
            listed(wait(on.endpoint_urls(&name, &version)), plain_client::endpoint_urls)
        }
        "ControlPlane.is_on_gateway" => {
            let [url, user, password] =
                ["gateway_url", "user", "password"].map(|name| arguments.text(name));
            let (name, version) = api(arguments);
            given(wait(on.is_on_gateway(&url, &user, &password, &name, &version)), data)
        }
        "ControlPlane.application" => {
            given(wait(on.application(&arguments.take::<String>("name"))), |found| {
                let plain = plain_client::application(&found);
                shown(&found.clone(), Value::Application(found), plain)
            })
        }
        "ControlPlane.token_endpoints" => {
            listed(wait(on.token_endpoints()), plain_client::token_endpoint)
        }
        "ControlPlane.token" => {
            let url: String = arguments.take("token_url");
            let (Value::Keys(keys), Value::Grant(grant)) =
                (arguments.value("keys"), arguments.value("grant"))
            else {
                return None;
            };
            given(wait(on.token(&url, &keys, &grant)), |token| {
                let plain = plain_client::token(&token);
                shown(&token.clone(), Value::Token(token), plain)
            })
        }
        "ControlPlane.revoke_token" => {
            let (Value::Keys(keys), Value::Token(token)) =
                (arguments.value("keys"), arguments.value("token"))
            else {
                return None;
            };
            given(wait(on.revoke_token(&keys, &token)), |()| data(Json::Null))
        }
        _ => return None,
    })
}

pub(super) fn application_method(
    on: &Application,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    Some(match name {
        "Application.subscribe" => {
            let (api, version) =
                (arguments.take::<String>("api"), arguments.take::<String>("version"));
            given(wait(on.subscribe(&api, &version)), |()| data(Json::Null))
        }
        "Application.keys" => given(wait(on.keys(key_type(arguments)?)), keys),
        _ => return None,
    })
}

pub(super) fn listed<T: std::fmt::Debug>(
    result: Result<Vec<T>, Error>,
    plain: impl Fn(&T) -> Json,
) -> Given {
    let items = result?;
    shown(&items, Value::Nothing, plain::list(&items, plain))
}
