//! The client's operations one by one, each by its own function, in each release that has it.

use std::time::Duration;

use gatewright::client::{
    AdminEnvironment, AdminVirtualHost, ApiDocument, ApiKeyOptions, ApiQuery, Application,
    ApplicationChange, Decision, DeploymentTarget, ExportOptions, ImportOptions, KeyRequest,
    LifecycleChange,
};
use gatewright::{ControlPlane, KeyType, Release};
use serde_json::json;

use crate::Result;
use crate::node::{ENVIRONMENTS, Node};

pub(crate) async fn send(
    node: &Node,
    control_plane: &ControlPlane,
    tell: &mut impl FnMut(&str, Result<()>),
) {
    tell("an API", api(node, control_plane).await);
    tell("an API of a document", document(node, control_plane).await);
    tell("an application", application(control_plane).await);
    tell("listings", listings(control_plane).await);
    if !node.release.is_classic() {
        tell("revisions", revisions(node, control_plane).await);
        tell("environments", environments(node, control_plane).await);
    }
    tell("an archive", archive(control_plane).await);
    if node.release >= Release::V3_2 {
        tell("tasks", tasks(node, control_plane).await);
    }
    if node.release >= Release::V4_3 {
        tell("a deployment that waits", waiting_deployment(node, control_plane).await);
    }
}

fn named(node: &Node, name: &str) -> Result<ApiDocument> {
    let backend = node.emulator.echo_url();
    let mut api = json!({
        "name": name,
        "version": "1.0.0",
        "context": format!("/{}", name.to_lowercase()),
        "description": "made by the contract's driver",
        "policies": ["Unlimited", "Gold"],
        "transport": ["http", "https"],
        "endpointConfig": {
            "endpoint_type": "http",
            "production_endpoints": { "url": format!("{backend}/production") },
            "sandbox_endpoints": { "url": format!("{backend}/sandbox") },
        },
    });
    if let (true, Some(fields)) = (node.release.is_classic(), api.as_object_mut()) {
        fields.insert("gatewayEnvironments".to_owned(), json!(ENVIRONMENTS));
    }
    Ok(ApiDocument::from_value(&api)?)
}

async fn api(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    let made = control_plane.create_api(&named(node, "Trees")?).await?;
    let mut read = control_plane.get_api(made.id()).await?;
    read.set("description", "changed by the contract's driver")?;
    control_plane.update_api(&read).await?;
    let hidden = control_plane.portal_api(made.id()).await.map(drop);
    forbidden("an API that is not published", hidden)?;
    let hidden = control_plane.portal_definition(made.id(), None).await.map(drop);
    forbidden("the definition of an API that is not published", hidden)?;
    let state = control_plane.lifecycle(made.id()).await?;
    let items: Vec<_> = state.check_items.iter().map(|item| item.name.clone()).collect();
    let mut publish = LifecycleChange::new("Publish");
    for item in items {
        publish = publish.check(item, false);
    }
    control_plane.change_lifecycle(made.id(), &publish).await?;
    control_plane.lifecycle_history(made.id()).await?;
    control_plane.portal_api(made.id()).await?;
    control_plane.portal_definition(made.id(), Some(ENVIRONMENTS[0])).await?;
    control_plane.portal_definition(made.id(), None).await?;
    control_plane.delete_api(made.id()).await?;
    Ok(())
}

/// The portal hides what is not published, and says so.
fn forbidden(what: &str, answer: gatewright::Result<()>) -> Result<()> {
    match answer {
        Err(error) if error.context().contains(&("status", "403".to_owned())) => Ok(()),
        other => Err(format!("{what} is answered {other:?}").into()),
    }
}

async fn document(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    const DOCUMENT: &str = "openapi: 3.0.1\ninfo: {title: Ferns, version: 1.0.0}\n\
                            paths: {/ferns: {get: {responses: {'200': {description: OK}}}}}\n";
    let made = control_plane.import_openapi(DOCUMENT, &named(node, "Ferns")?).await?;
    let kept = control_plane.api_definition(made.id()).await?;
    control_plane.update_api_definition(made.id(), &kept).await?;
    control_plane.delete_api(made.id()).await?;
    Ok(())
}

async fn revisions(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    let api = control_plane.create_api(&named(node, "Mosses")?).await?;
    let revision = control_plane.create_revision(api.id(), "first").await?;
    let targets = ENVIRONMENTS.map(|name| DeploymentTarget::new(name).virtual_host("localhost"));
    control_plane.deploy_revision(api.id(), &revision.id, targets).await?;
    control_plane.revisions(api.id()).await?;
    for mut deployment in control_plane.deployments(api.id()).await? {
        deployment.display_on_devportal = false;
        control_plane.update_deployment(api.id(), &deployment).await?;
    }
    control_plane.undeploy_revision(api.id(), &revision.id, [ENVIRONMENTS[0]]).await?;
    control_plane.undeploy_revision_everywhere(api.id(), &revision.id).await?;
    control_plane.restore_revision(api.id(), &revision.id).await?;
    control_plane.delete_revision(api.id(), &revision.id).await?;
    control_plane.delete_api(api.id()).await?;
    Ok(())
}

async fn application(control_plane: &ControlPlane) -> Result<()> {
    let made = control_plane.create_application("direct", "Unlimited", "").await?;
    let application = control_plane.application_by_id(&made.id).await?;
    let change = ApplicationChange::new().description("changed by the contract's driver");
    application.update(&change).await?;
    subscription(control_plane, &application).await?;
    keys(control_plane, &application).await?;
    api_keys(control_plane, &application).await?;
    application.delete().await?;
    Ok(())
}

async fn subscription(control_plane: &ControlPlane, application: &Application) -> Result<()> {
    let api = control_plane.api("Birds", "1.0.0").await?;
    let subscription = application.subscribe_with_plan(&api.id, "Unlimited").await?;
    application.subscriptions().await?;
    if control_plane.release() >= Release::V3_2 {
        application.change_plan(&subscription, "Unlimited").await?;
    }
    application.unsubscribe(&subscription.id).await?;
    Ok(())
}

async fn keys(control_plane: &ControlPlane, application: &Application) -> Result<()> {
    let release = control_plane.release();
    let request = KeyRequest::new(KeyType::Production).scopes(["default"]);
    let made = application.generate_keys(&request).await?;
    application.all_keys().await?;
    let secret = made.consumer_secret.clone().ok_or("new keys without a secret")?;
    let hour = Some(Duration::from_secs(3600));
    application.portal_token(&made, &secret, hour, ["default"]).await?;
    if release >= Release::V3_2 {
        control_plane.key_managers().await?;
        application.key(&made.mapping_id).await?;
    }
    if release >= Release::V4_7 {
        // The newest secret of a key cannot be revoked.
        let older = application.generate_secret(&made.mapping_id).await?;
        application.generate_secret(&made.mapping_id).await?;
        application.secrets(&made.mapping_id).await?;
        application.revoke_secret(&made.mapping_id, &older.id).await?;
    }
    Ok(())
}

async fn api_keys(control_plane: &ControlPlane, application: &Application) -> Result<()> {
    let release = control_plane.release();
    let mut options = ApiKeyOptions::new().validity(Duration::from_secs(3600));
    if release >= Release::V4_7 {
        options = options.name("driver");
    }
    let made = application.generate_api_key(KeyType::Production, &options).await?;
    if release >= Release::V4_7 {
        for key in application.api_keys(KeyType::Production).await? {
            application.revoke_api_key_by_id(KeyType::Production, &key.id).await?;
        }
    } else if release >= Release::V3_1 {
        application.revoke_api_key(KeyType::Production, &made.key).await?;
    }
    Ok(())
}

async fn listings(control_plane: &ControlPlane) -> Result<()> {
    control_plane.applications().await?;
    let mut found = control_plane.search_apis(ApiQuery::new());
    while let Some(api) = found.next().await {
        api?;
    }
    let mut found = control_plane.search_portal_apis(ApiQuery::new());
    while let Some(api) = found.next().await {
        api?;
    }
    Ok(())
}

async fn environments(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    let host = AdminVirtualHost::new("eu.gw.example").http_port(8280).https_port(8243);
    let wanted = AdminEnvironment::new("driver-1", [host]).display_name("Of the driver");
    let made = control_plane.create_admin_environment(&wanted).await?;
    control_plane.admin_environments().await?;
    let changed = made.description("changed by the contract's driver");
    let changed = control_plane.update_admin_environment(&changed).await?;
    if node.release >= Release::V4_6 {
        control_plane.environment_gateways(changed.id()).await?;
    }
    control_plane.delete_admin_environment(changed.id()).await?;
    Ok(())
}

async fn archive(control_plane: &ControlPlane) -> Result<()> {
    let options = ExportOptions::new();
    let archive = control_plane.export_archive("Birds", "1.0.0", &options).await?;
    control_plane.import_archive(&archive, ImportOptions::new().overwrite()).await?;
    Ok(())
}

/// Publishing waits for a decision: it is taken back once, and decided once.
async fn tasks(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    let api = control_plane.create_api(&named(node, "Lichens")?).await?;
    let publish = LifecycleChange::new("Publish");
    node.emulator.require_approval("AM_API_STATE").await?;
    control_plane.change_lifecycle(api.id(), &publish).await?;
    control_plane.cancel_lifecycle_change(api.id()).await?;
    control_plane.change_lifecycle(api.id(), &publish).await?;
    control_plane.workflow_tasks(None).await?;
    let tasks = control_plane.workflow_tasks(Some("API_STATE")).await?;
    let task = tasks.first().ok_or("publishing does not wait for a decision")?;
    control_plane.workflow_task(&task.id).await?;
    control_plane.decide_workflow(&task.id, Decision::Approve, "as the driver likes it").await?;
    node.emulator.waive_approval("AM_API_STATE").await?;
    control_plane.delete_api(api.id()).await?;
    Ok(())
}

async fn waiting_deployment(node: &Node, control_plane: &ControlPlane) -> Result<()> {
    let api = control_plane.create_api(&named(node, "Grasses")?).await?;
    let revision = control_plane.create_revision(api.id(), "first").await?;
    let targets = [DeploymentTarget::new(ENVIRONMENTS[1]).virtual_host("localhost")];
    node.emulator.require_approval("AM_REVISION_DEPLOYMENT").await?;
    control_plane.deploy_revision(api.id(), &revision.id, targets).await?;
    control_plane.cancel_deployment(api.id(), &revision.id, ENVIRONMENTS[1]).await?;
    node.emulator.waive_approval("AM_REVISION_DEPLOYMENT").await?;
    control_plane.delete_api(api.id()).await?;
    Ok(())
}
