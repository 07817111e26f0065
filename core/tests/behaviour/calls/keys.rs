//! An application's keys, consumer secrets and API keys.

use gatewright::client::{ApiKeyOptions, Application, ApplicationKeyInfo, KeyRequest};
use gatewright::{Error, KeyType};
use serde_json::Value as Json;

use super::client::{key_type, listed};
use super::{Given, data, given, shown, wait};
use crate::plain::{self, operations as plain_operations};
use crate::variables::{Arguments, Value};

pub(super) fn application_method(
    on: &Application,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    let text = |arguments: &mut Arguments, name: &str| arguments.take::<String>(name);
    Some(match name {
        "Application.all_keys" => listed(wait(on.all_keys()), plain_operations::key_info),
        "Application.key" => key(wait(on.key(&text(arguments, "mapping_id")))),
        "Application.generate_keys" => {
            key(wait(on.generate_keys(&request(key_type(arguments)?, arguments))))
        }
        "Application.portal_token" => portal_token(on, arguments),
        "Application.secrets" => listed(
            wait(on.secrets(&text(arguments, "mapping_id"))),
            plain_operations::consumer_secret,
        ),
        "Application.generate_secret" => {
            given(wait(on.generate_secret(&text(arguments, "mapping_id"))), |made| {
                let plain = plain_operations::consumer_secret(&made);
                shown(&made.clone(), Value::ConsumerSecret(made), plain)
            })
        }
        "Application.revoke_secret" => {
            let [mapping, secret] = ["mapping_id", "secret_id"].map(|name| text(arguments, name));
            given(wait(on.revoke_secret(&mapping, &secret)), |()| data(Json::Null))
        }
        "Application.generate_api_key" => generate_api_key(on, key_type(arguments)?, arguments),
        "Application.api_keys" => {
            listed(wait(on.api_keys(key_type(arguments)?)), plain_operations::api_key_info)
        }
        "Application.revoke_api_key" => {
            let (of, key) = (key_type(arguments)?, arguments.text("key").into());
            given(wait(on.revoke_api_key(of, &key)), |()| data(Json::Null))
        }
        "Application.revoke_api_key_by_id" => {
            let (of, id) = (key_type(arguments)?, text(arguments, "id"));
            given(wait(on.revoke_api_key_by_id(of, &id)), |()| data(Json::Null))
        }
        _ => return None,
    })
}

fn request(of: KeyType, arguments: &mut Arguments) -> KeyRequest {
    let mut request = KeyRequest::new(of);
    if let Some(grants) = arguments.optional::<Vec<String>>("grants") {
        request = request.grants(grants);
    }
    if let Some(url) = arguments.optional::<String>("callback_url") {
        request = request.callback_url(url);
    }
    if let Some(scopes) = arguments.optional::<Vec<String>>("scopes") {
        request = request.scopes(scopes);
    }
    if let Some(name) = arguments.optional::<String>("key_manager") {
        request = request.key_manager(name);
    }
    request
}

fn key(result: Result<ApplicationKeyInfo, Error>) -> Given {
    given(result, |found| {
        let plain = plain_operations::key_info(&found);
        shown(&found.clone(), Value::KeyInfo(Box::new(found)), plain)
    })
}

fn portal_token(on: &Application, arguments: &mut Arguments) -> Given {
    let Value::KeyInfo(key) = arguments.value("key") else { panic!("the key is none") };
    let secret = arguments.text("consumer_secret").into();
    let validity = arguments.duration("validity")?;
    let scopes = arguments.optional::<Vec<String>>("scopes").unwrap_or_default();
    given(wait(on.portal_token(&key, &secret, validity, scopes)), |token| {
        let plain = plain::client::token(&token);
        shown(&token.clone(), Value::Token(token), plain)
    })
}

fn generate_api_key(on: &Application, of: KeyType, arguments: &mut Arguments) -> Given {
    let mut options = ApiKeyOptions::new();
    if let Some(name) = arguments.optional::<String>("name") {
        options = options.name(name);
    }
    if let Some(validity) = arguments.duration("validity")? {
        options = options.validity(validity);
    }
    if let Some(ips) = arguments.optional::<Vec<String>>("permitted_ips") {
        options = options.permitted_ips(ips);
    }
    if let Some(referers) = arguments.optional::<Vec<String>>("permitted_referers") {
        options = options.permitted_referers(referers);
    }
    given(wait(on.generate_api_key(of, &options)), |made| {
        let plain = plain_operations::api_key(&made);
        shown(&made.clone(), Value::ApiKey(made), plain)
    })
}
