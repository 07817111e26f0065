//! One plausible request of every operation, for the tests that must know all of them: the matrix of faults, the contract
//! with WSO2's documents.

use serde_json::json;

use crate::error::Result;
use crate::model::{KeyType, Release, SecretText};
use crate::rest::admin_environment::{self, AdminEnvironment};
use crate::rest::api::Sorting;
use crate::rest::api_key::{NewApiKey, RevokedBy};
use crate::rest::api_object::ApiObject;
use crate::rest::archive::{Export, Import};
use crate::rest::identity::{Client, Grant};
use crate::rest::keys::{NewKeys, RESIDENT};
use crate::rest::operation::{
    GENERATE_OAUTH_TOKEN, GENERATE_TOKEN, LIST_KEYS, Operation, OperationId,
};
use crate::rest::page::Slice;
use crate::rest::revision::DeployTo;
use crate::rest::subscription::Subscription;
use crate::rest::{
    Call, api, api_definition, api_key, application, archive, artefact, consumer_secret,
    environment, identity, key_manager, keys, lifecycle, portal, revision, subscription, workflow,
};

const API: &str = "9b6a6a4e-7d9c-4c54-9d5f-0a2a4d1d9f10";
const REVISION: &str = "c26b2b9b-4632-4ca4-b6f3-521c8863990c";
const APPLICATION: &str = "b3ade481-30b0-4b38-9a67-498a40873a6d";
const MAPPING: &str = "92ab520c-8847-427a-a921-3ed19b15aad7";
const WORKFLOW: &str = "5871244b-d6f3-466e-8995-8accd1e64303";
const DEFINITION: &str = "openapi: 3.0.1\ninfo: {title: Pets, version: 1.0.0}\npaths: {/pets: {get: {responses: {'200': {description: OK}}}}}\n";
const NEW_KEYS: NewKeys<'_> = NewKeys {
    key_type: KeyType::Production,
    grants: &["client_credentials", "password", "refresh_token"],
    callback_url: "",
    scopes: &["default"],
    key_manager: RESIDENT,
};
const SLICE: Slice = Slice { limit: 25, offset: 0 };
const TENANT: &str = "carbon.super";
/// A zip archive without entries.
const ARCHIVE: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// The request of an operation to a release, whose answer is read as strictly as the real one's.
///
/// # Errors
/// Unsupported, when the release has no such operation.
#[allow(clippy::too_many_lines, reason = "a table")]
pub(crate) fn sample(id: OperationId, release: Release) -> Result<Call<()>> {
    use OperationId as Id;
    let user_password = SecretText::new("admin");
    let call = match id {
        Id::ReadVersion => identity::version().erased(),
        Id::RegisterClient => {
            identity::register(release, "gatewright_admin", "admin", &user_password).erased()
        }
        Id::IssueToken => {
            let grant = Grant::Password { user: "admin".to_owned(), password: user_password };
            identity::token(&client(), &grant, &["apim:api_view".to_owned()]).erased()
        }
        Id::RevokeToken => identity::revoke(&client(), &SecretText::new("a-token")),

        Id::ReadPublisherSettings => environment::settings(release).erased(),
        Id::ListApis => {
            let sorting = Sorting { by: "apiName", is_ascending: true };
            let sorting = Some(sorting).filter(|_| release >= Release::V4_1);
            api::find(release, "name:\"Pets\" status:PUBLISHED", sorting, SLICE)?.erased()
        }
        Id::ReadApi => api::get(release, API).erased(),
        Id::CreateApi => api::create_object(release, &pets(release).without_id()).erased(),
        Id::ImportOpenApi => {
            let properties = pets(release).without_id().to_value();
            api::import_openapi_with(release, &properties, DEFINITION.as_bytes()).erased()
        }
        Id::UpdateApi => api::update(release, &pets(release)).erased(),
        Id::DeleteApi => api::delete(release, API),
        Id::ReadDefinition => api_definition::get(release, API).erased(),
        Id::UpdateDefinition => api_definition::update(release, API, DEFINITION).erased(),
        Id::ImportArchive => {
            id.operation().require(release)?;
            let options = Import {
                rotate_revision: true,
                dry_run: release >= Release::V4_5,
                ..Import::default()
            };
            archive::import(release, ARCHIVE, options)?.erased()
        }
        Id::ExportArchive => {
            id.operation().require(release)?;
            let options = Export { latest_revision: true, ..Export::default() };
            archive::export(release, "Pets", "1.0.0", &options)?.erased()
        }

        Id::ReadLifecycle => lifecycle::state(release, API).erased(),
        Id::ReadLifecycleHistory => lifecycle::history(release, API).erased(),
        Id::ChangeLifecycle => {
            let item = if release.is_classic() {
                "Require Re-Subscription"
            } else {
                "Requires re-subscription when publishing the API"
            };
            lifecycle::change(release, API, "Publish", &[(item.to_owned(), true)]).erased()
        }
        Id::CancelLifecycleTask => lifecycle::cancel(release, API),

        Id::CreateRevision => revision::create(release, API, "a description")?.erased(),
        Id::ListRevisions => revision::list(release, API)?.erased(),
        Id::DeleteRevision => revision::delete(release, API, REVISION)?,
        Id::DeployRevision => revision::deploy(release, API, REVISION, &[default()])?.erased(),
        Id::UndeployRevision => {
            revision::undeploy(release, API, REVISION, &["Default".to_owned()])?
        }
        Id::RestoreRevision => revision::restore(release, API, REVISION)?.erased(),
        Id::ListDeployments => revision::deployments(release, API)?.erased(),
        Id::UpdateDeployment => {
            revision::update_deployment(release, API, REVISION, &default())?.erased()
        }
        Id::CancelDeployment => revision::cancel_deployment(release, API, REVISION, "Default")?,

        Id::ListPortalApis => portal::find(release, "name:Pets", SLICE).erased(),
        Id::ReadPortalApi => portal::get(release, API).erased(),
        Id::ReadPortalDefinition => portal::definition(release, API, Some("Default")).erased(),
        Id::ListApplications => application::list(release, SLICE).erased(),
        Id::ReadApplication => application::get(release, APPLICATION).erased(),
        Id::CreateApplication => {
            application::create_with(release, "quickstart", "Unlimited", "made by a test").erased()
        }
        Id::UpdateApplication => {
            let object = json!({ "name": "quickstart", "throttlingPolicy": "Unlimited", "tokenType": "JWT" });
            let object = serde_json::from_value(object).expect("an object");
            application::update(release, APPLICATION, &object).erased()
        }
        Id::DeleteApplication => application::delete(release, APPLICATION),
        Id::ListSubscriptions => subscription::list(release, APPLICATION, SLICE).erased(),
        Id::CreateSubscription => {
            subscription::create(release, APPLICATION, API, "Unlimited").erased()
        }
        Id::UpdateSubscription => subscription::update(release, &subscribed(), "Gold")?.erased(),
        Id::DeleteSubscription => subscription::delete(release, &subscribed().id),

        Id::ListKeys => {
            // What the client asks for before 3.2; later releases still answer it.
            keys::list_by(&LIST_KEYS, release, APPLICATION).erased()
        }
        Id::ListOAuthKeys => {
            id.operation().require(release)?;
            keys::list(release, APPLICATION).erased()
        }
        Id::ReadOAuthKey => keys::get(release, APPLICATION, MAPPING)?.erased(),
        Id::GenerateKeys => keys::generate(release, APPLICATION, &NEW_KEYS).erased(),
        Id::GenerateToken => token(&GENERATE_TOKEN, release, "PRODUCTION").erased(),
        Id::GenerateOAuthToken => {
            id.operation().require(release)?;
            token(&GENERATE_OAUTH_TOKEN, release, MAPPING).erased()
        }
        Id::ListSecrets => consumer_secret::list(release, APPLICATION, MAPPING)?.erased(),
        Id::GenerateSecret => consumer_secret::generate(release, APPLICATION, MAPPING)?.erased(),
        Id::RevokeSecret => consumer_secret::revoke(release, APPLICATION, MAPPING, "sec_123456")?,
        Id::GenerateApiKey => {
            let new = NewApiKey { validity: 3600, ..NewApiKey::default() };
            api_key::generate(release, APPLICATION, KeyType::Production, &new).erased()
        }
        Id::ListApiKeys => api_key::list(release, APPLICATION, KeyType::Production)?.erased(),
        Id::RevokeApiKey => {
            let key = SecretText::new("an-api-key");
            api_key::revoke(release, APPLICATION, KeyType::Production, &RevokedBy::Key(&key))?
        }
        Id::ListKeyManagers => key_manager::list(release)?.erased(),

        Id::ListEnvironments => admin_environment::list(release)?.erased(),
        Id::CreateEnvironment => admin_environment::create(release, &eu_west())?.erased(),
        Id::UpdateEnvironment => admin_environment::update(release, &eu_west())?.erased(),
        Id::DeleteEnvironment => admin_environment::delete(release, &eu_west().id)?,
        Id::ListGateways => admin_environment::gateways(release, &eu_west().id)?.erased(),
        Id::ListWorkflows => workflow::list(release, Some("API_STATE"), SLICE)?.erased(),
        Id::ReadWorkflow => workflow::get(release, WORKFLOW)?.erased(),
        Id::DecideWorkflow => workflow::decide(release, WORKFLOW, true, "fine").erased(),
        Id::ImportClassicArchive => {
            id.operation().require(release)?;
            archive::import(release, ARCHIVE, Import::default())?.erased()
        }
        Id::ExportClassicArchive => {
            id.operation().require(release)?;
            archive::export(release, "Pets", "1.0.0", &Export::default())?.erased()
        }

        Id::ListArtefacts => artefact::list(release, "Pets", "1.0.0", TENANT)?.erased(),
        Id::RedeployApi => artefact::redeploy(release, "Pets", "1.0.0", TENANT)?.erased(),
        Id::CheckGatewayHealth => artefact::health(release)?,
    };
    Ok(call)
}

fn client() -> Client {
    Client { client_id: "a-client".to_owned(), client_secret: SecretText::new("its-secret") }
}

fn pets(release: Release) -> ApiObject {
    let mut api = json!({
        "id": API,
        "name": "Pets",
        "version": "1.0.0",
        "context": "/pets",
        "policies": ["Unlimited"],
        "transport": ["https"],
        "endpointConfig": {
            "endpoint_type": "http",
            "production_endpoints": { "url": "https://be.example/p" },
            "sandbox_endpoints": { "url": "https://be.example/s" },
        },
    });
    if let Some(object) = api.as_object_mut() {
        let (key, value) = if release.is_classic() {
            ("gatewayEnvironments", json!(["Production and Sandbox"]))
        } else {
            ("additionalProperties", json!([{ "name": "team", "value": "pets", "display": false }]))
        };
        object.insert(key.to_owned(), value);
    }
    serde_json::from_value(api).expect("an object")
}

fn default() -> DeployTo {
    DeployTo {
        name: "Default".to_owned(),
        vhost: "localhost".to_owned(),
        display_on_devportal: true,
    }
}

fn subscribed() -> Subscription {
    serde_json::from_value(json!({
        "subscriptionId": "faae5fcc-cbae-40c4-bf43-89931630d313",
        "applicationId": APPLICATION,
        "apiId": API,
        "throttlingPolicy": "Unlimited",
        "status": "UNBLOCKED",
    }))
    .expect("a subscription")
}

fn token(operation: &'static Operation, release: Release, key: &str) -> Call<keys::PortalToken> {
    let secret = SecretText::new("its-secret");
    let scopes = ["default".to_owned()];
    keys::token_by(operation, release, &[APPLICATION, key], &secret, Some(3600), &scopes)
}

fn eu_west() -> AdminEnvironment {
    serde_json::from_value(json!({
        "id": "ece92bdc-e1e6-325c-b6f4-656208a041e9",
        "name": "eu-west",
        "displayName": "EU West",
        "vhosts": [{
            "host": "eu.gw.example", "httpContext": "", "httpPort": 8280, "httpsPort": 8243,
            "wsPort": 9099, "wssPort": 8099,
        }],
    }))
    .expect("an environment")
}

mod tests {
    use super::*;
    use crate::error::ErrorKind;
    use crate::rest::operation::ALL;
    use crate::rest::paths::base;
    use crate::rest::{Method, Service};

    /// Whether a target is the operation's path with values in the place of its parameters.
    fn is_at(target: &str, path: &str) -> bool {
        let target = target.split('?').next().unwrap_or_default();
        let (given, wanted): (Vec<_>, Vec<_>) =
            (target.split('/').collect(), path.split('/').collect());
        given.len() == wanted.len()
            && given.iter().zip(wanted).all(|(given, wanted)| {
                wanted.starts_with('{') && !given.is_empty() || *given == wanted
            })
    }

    #[test]
    fn every_operation_has_a_sample_in_each_release_that_has_it() {
        for operation in ALL {
            for release in Release::KNOWN {
                let sample = sample(operation.id, release);
                if !operation.capability.is_in(release) {
                    let kind = sample.map(|call| call.request.line()).map_err(|error| error.kind());
                    assert_eq!(kind, Err(ErrorKind::Unsupported), "{} {release}", operation.name);
                    continue;
                }
                let request = sample.unwrap().request;
                assert_eq!(request.operation.id, operation.id, "{release}");
                // The address of a token endpoint is a whole one.
                if !matches!(operation.service, Service::Token | Service::Revoke) {
                    let base = base(operation.service, release).unwrap();
                    let own = request.target.strip_prefix(base).unwrap_or_default();
                    assert!(is_at(own, operation.path), "{} {release}: {own}", operation.name);
                }
                let has_body = request.body.encode().is_some();
                let is_read = matches!(operation.method, Method::Get | Method::Delete);
                assert!(!(is_read && has_body), "{}", operation.name);
            }
        }
    }

    #[test]
    fn no_sample_prints_a_secret() {
        for operation in ALL {
            let Ok(call) = sample(operation.id, Release::V4_7) else { continue };
            let shown = format!("{call:?}");
            for secret in ["its-secret", "a-token", "an-api-key"] {
                assert!(!shown.contains(secret), "{shown}");
            }
        }
    }

    #[test]
    fn no_answer_of_another_kind_is_read_as_one() {
        for operation in ALL {
            let release = if operation.capability.is_in(Release::V4_7) {
                Release::V4_7
            } else {
                Release::V3_2
            };
            let call = sample(operation.id, release).unwrap();
            let says_nothing = matches!(operation.method, Method::Delete)
                || matches!(
                    operation.id,
                    OperationId::RevokeToken
                        | OperationId::UndeployRevision
                        | OperationId::RevokeSecret
                        | OperationId::RevokeApiKey
                        | OperationId::ImportArchive
                        | OperationId::ImportClassicArchive
                        | OperationId::CheckGatewayHealth
                );
            let page = b"<html><body>Welcome</body></html>";
            assert_eq!(call.read(page).is_ok(), says_nothing, "{}", operation.name);
        }
    }
}
