//! The operations of the three APIs, as the SDK sends them and the emulator answers them.

use std::time::Duration;

use gatewright::client::{
    ApiDocument, ApiKeyOptions, ApiQuery, Application, ApplicationChange, DeploymentTarget,
    KeyRequest, LifecycleChange,
};
use gatewright::{ControlPlane, ErrorKind, KeyType};

use crate::world::{HYBRID, PATIENCE, PRODUCTION, RELEASES, World};

/// `Pets` of this version, with both endpoints; in 3.x in both gateways.
fn pets(world: &World, version: &str) -> ApiDocument {
    let echo = world.emulator.echo_url();
    let mut api = ApiDocument::from_value(&serde_json::json!({
        "name": "Pets",
        "version": version,
        "context": "/pets",
        "policies": ["Unlimited", "Gold"],
        "transport": ["https"],
        "endpointConfig": {
            "endpoint_type": "http",
            "production_endpoints": { "url": format!("{echo}/production") },
            "sandbox_endpoints": { "url": format!("{echo}/sandbox") },
        },
    }))
    .expect("an object");
    if world.release().is_classic() {
        api.set("gatewayEnvironments", &[PRODUCTION, HYBRID]).expect("a field");
    }
    api
}

async fn names(control_plane: &ControlPlane, query: ApiQuery) -> Vec<String> {
    let mut stream = control_plane.search_apis(query);
    let mut names = Vec::new();
    while let Some(api) = stream.next().await {
        let api = api.expect("a page");
        names.push(format!("{} {}", api.name, api.version));
    }
    names.sort();
    names
}

/// Makes, reads, changes, finds and publishes an API; its identifier.
async fn an_api(world: &World, control_plane: &ControlPlane) -> String {
    let made = control_plane.create_api(&pets(world, "1.0.0")).await.expect("made");
    let again = control_plane.create_api(&pets(world, "1.0.0")).await.unwrap_err();
    assert_eq!((again.kind(), again.code()), (ErrorKind::Conflict, "api-exists"));
    let mut read = control_plane.get_api(made.id()).await.expect("read");
    assert_eq!((read.name(), read.version(), read.lifecycle()), ("Pets", "1.0.0", "CREATED"));
    read.set("description", "Cats and dogs").expect("a field");
    let changed = control_plane.update_api(&read).await.expect("changed");
    let description = changed.get::<String>("description").expect("a text");
    assert_eq!(description.as_deref(), Some("Cats and dogs"));

    let openapi = "openapi: 3.0.1\ninfo: {title: Dogs, version: '2'}\npaths:\n  /dogs:\n    get:\n      \
        responses: {'200': {description: OK}}\n";
    let mut dogs = pets(world, "2");
    dogs.set("name", "Dogs").expect("a field");
    dogs.set("context", "/dogs").expect("a field");
    let dogs = control_plane.import_openapi(openapi, &dogs).await.expect("imported");
    let all = names(control_plane, ApiQuery::new().page_size(1)).await;
    assert_eq!(all, ["Dogs 2", "Pets 1.0.0"]);
    assert_eq!(names(control_plane, ApiQuery::new().name("Dogs")).await, ["Dogs 2"]);
    control_plane.delete_api(dogs.id()).await.expect("deleted");
    let gone = control_plane.delete_api(dogs.id()).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);

    let state = control_plane.lifecycle(made.id()).await.expect("a state");
    assert!(state.available_transitions.iter().any(|to| to.event == "Publish"), "{state:?}");
    let publish = LifecycleChange::new("Publish");
    let outcome = control_plane.change_lifecycle(made.id(), &publish).await.expect("published");
    assert_eq!((outcome.state.state.as_str(), outcome.is_pending), ("Published", false));
    let error = control_plane.change_lifecycle(made.id(), &publish).await.unwrap_err();
    assert_eq!(error.code(), "lifecycle-unreachable");
    let history = control_plane.lifecycle_history(made.id()).await.expect("a history");
    assert!(!history.is_empty());
    made.id().to_owned()
}

/// A revision from its making to its end, since 4.0.
async fn a_revision(control_plane: &ControlPlane, api: &str) {
    let revision = control_plane.create_revision(api, "first").await.expect("a revision");
    assert_eq!(revision.description, "first");
    let targets = [PRODUCTION, HYBRID].map(DeploymentTarget::new);
    let deployed =
        control_plane.deploy_revision(api, &revision.id, targets).await.expect("deployed");
    assert_eq!(deployed.len(), 2);
    let as_revised = control_plane.get_api(&revision.id).await.expect("the revision's API");
    assert_eq!(as_revised.name(), "Pets");
    let mut deployments = control_plane.deployments(api).await.expect("deployments");
    deployments.sort_by(|a, b| a.environment.cmp(&b.environment));
    let mut hidden = deployments.remove(0);
    hidden.display_on_devportal = false;
    let changed = control_plane.update_deployment(api, &hidden).await.expect("changed");
    assert!(!changed.display_on_devportal);
    let names = [PRODUCTION.to_owned(), HYBRID.to_owned()];
    control_plane.wait_until_live("Pets", "1.0.0", &names, PATIENCE).await.expect("live");

    let deployed = control_plane.delete_revision(api, &revision.id).await.unwrap_err();
    assert_eq!(deployed.kind(), ErrorKind::Rejected, "{deployed}");
    control_plane.undeploy_revision(api, &revision.id, [HYBRID]).await.expect("taken off one");
    control_plane.undeploy_revision_everywhere(api, &revision.id).await.expect("taken off");
    let restored = control_plane.restore_revision(api, &revision.id).await.expect("restored");
    assert_eq!(restored.id(), api);
    control_plane.delete_revision(api, &revision.id).await.expect("deleted");
    assert!(control_plane.revisions(api).await.expect("a list").is_empty());
}

/// What the Developer Portal shows.
async fn the_portal(control_plane: &ControlPlane, api: &str) {
    let mut shown = control_plane.search_portal_apis(ApiQuery::new().name("Pets"));
    let found = shown.next().await.expect("one").expect("a page");
    assert_eq!(found.id, api);
    assert!(shown.next().await.is_none());
    let read = control_plane.portal_api(api).await.expect("shown");
    assert_eq!(
        (read.context.trim_end_matches("/1.0.0"), read.lifecycle.as_str()),
        ("/pets", "PUBLISHED")
    );
    let definition = control_plane.portal_definition(api, None).await.expect("a definition");
    assert!(definition.contains("paths"), "{definition}");
}

async fn an_application(world: &World, control_plane: &ControlPlane, api: &str) {
    let made = control_plane.create_application("shop", "Unlimited", "ours").await.expect("made");
    let application = control_plane.application_by_id(&made.id).await.expect("read");
    let change = ApplicationChange::new().description("of the web shop");
    let changed = application.update(&change).await.expect("changed");
    assert_eq!((changed.name.as_str(), changed.description.as_str()), ("shop", "of the web shop"));
    let listed = control_plane.applications().await.expect("a list");
    assert!(listed.iter().any(|found| found.id == made.id));

    let subscription = application.subscribe_with_plan(api, "Unlimited").await.expect("subscribed");
    assert!(subscription.is_usable(), "{subscription:?}");
    let again = application.subscribe_with_plan(api, "Unlimited").await.unwrap_err();
    assert_eq!(again.code(), "subscription-exists");
    keys(&application).await;
    if world.release() >= gatewright::Release::V4_7 {
        secrets(&application).await;
    }
    if world.release() >= gatewright::Release::V3_2 {
        let managers = control_plane.key_managers().await.expect("key managers");
        assert!(managers.iter().any(|manager| manager.token_endpoint.is_some()));
    }
    if world.release() >= gatewright::Release::V3_2 {
        let changed = application.change_plan(&subscription, "Gold").await.expect("changed");
        assert_eq!(changed.id, subscription.id);
    }
    application.unsubscribe(&subscription.id).await.expect("ended");
    assert!(application.subscriptions().await.expect("a list").is_empty());
    application.delete().await.expect("deleted");
    let gone = application.summary().await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

async fn keys(application: &Application) {
    let made = application.generate_keys(&KeyRequest::new(KeyType::Sandbox)).await.expect("keys");
    let secret = made.consumer_secret.clone().expect("a new secret");
    let again = application.generate_keys(&KeyRequest::new(KeyType::Sandbox)).await.unwrap_err();
    assert_eq!(again.code(), "keys-exist");
    let listed = application.all_keys().await.expect("a list");
    assert_eq!(listed[0].consumer_key, made.consumer_key);
    let hour = Some(Duration::from_secs(3600));
    let token = application.portal_token(&made, &secret, hour, ["default"]).await.expect("a token");
    assert!(!token.token.expose().is_empty());

    let options = ApiKeyOptions::new().validity(Duration::from_secs(60));
    let key = application.generate_api_key(KeyType::Sandbox, &options).await.expect("an API key");
    assert_eq!(key.expires_in, Some(Duration::from_secs(60)));
    application.revoke_api_key(KeyType::Sandbox, &key.key).await.expect("revoked");
}

/// Several secrets of one key, and the list of API keys.
async fn secrets(application: &Application) {
    let key = application.all_keys().await.expect("a list").remove(0);
    let read = application.key(&key.mapping_id).await.expect("the key");
    assert!(read.consumer_secret.is_none(), "a secret is not shown again");
    let old = application.secrets(&key.mapping_id).await.expect("a list").remove(0);
    let new = application.generate_secret(&key.mapping_id).await.expect("a secret");
    assert!(new.value.is_some());
    application.revoke_secret(&key.mapping_id, &old.id).await.expect("revoked");
    let left = application.secrets(&key.mapping_id).await.expect("a list");
    assert!(left.iter().any(|secret| secret.id == new.id) && left.iter().all(|s| s.id != old.id));

    let options = ApiKeyOptions::new().name("listed");
    application.generate_api_key(KeyType::Production, &options).await.expect("an API key");
    let listed = application.api_keys(KeyType::Production).await.expect("a list");
    let found = listed.iter().find(|known| known.name == "listed").expect("the key");
    application.revoke_api_key_by_id(KeyType::Production, &found.id).await.expect("revoked");
}

async fn walk(release: &str) {
    let world = World::start(release).await;
    let control_plane = world.connect("admin", "admin").await.expect("a connection");
    let api = an_api(&world, &control_plane).await;
    if world.release().is_classic() {
        let error = control_plane.revisions(&api).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unsupported);
    } else {
        a_revision(&control_plane, &api).await;
        let environments = control_plane.admin_environments().await.expect("environments");
        assert!(environments.iter().all(gatewright::client::AdminEnvironment::is_read_only));
    }
    the_portal(&control_plane, &api).await;
    an_application(&world, &control_plane, &api).await;
    control_plane.delete_api(&api).await.expect("deleted");
    world.emulator.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_answered_in_3_2() {
    walk(RELEASES[0]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_operation_is_answered_in_4_7() {
    walk(RELEASES[1]).await;
}
