//! What the operations of API-M's APIs give.

use gatewright::KeyType;
use gatewright::client::{
    AdminEnvironment, AdminVirtualHost, ApiDocument, ApiKey, ApiKeyInfo, ApplicationKeyInfo,
    ApplicationSummary, ConsumerSecret, Deployment, GatewayInstance, KeyManager, LifecycleEvent,
    LifecycleOutcome, LifecycleState, PortalApi, Revision, Subscription, WorkflowTask,
};
use serde_json::{Value as Json, json};

use super::client::endpoint_urls;
use super::{list, secret};

pub(crate) fn document(api: &ApiDocument) -> Json {
    json!({
        "id": api.id(),
        "name": api.name(),
        "version": api.version(),
        "context": api.context(),
        "lifecycle": api.lifecycle(),
        "last_updated": api.last_updated(),
    })
}

pub(crate) fn revision(revision: &Revision) -> Json {
    json!({
        "id": revision.id,
        "display_name": revision.display_name,
        "description": revision.description,
        "created_time": revision.created_time,
        "deployments": list(&revision.deployments, deployment),
        "number": revision.number(),
    })
}

pub(crate) fn deployment(deployment: &Deployment) -> Json {
    json!({
        "environment": deployment.environment,
        "virtual_host": deployment.virtual_host,
        "revision_id": deployment.revision_id,
        "display_on_devportal": deployment.display_on_devportal,
        "status": deployment.status,
        "live_gateway_count": deployment.live_gateway_count,
        "deployed_gateway_count": deployment.deployed_gateway_count,
        "failed_gateway_count": deployment.failed_gateway_count,
        "is_approved": deployment.is_approved(),
    })
}

pub(crate) fn lifecycle(state: &LifecycleState) -> Json {
    json!({
        "state": state.state,
        "check_items": list(
            &state.check_items,
            |item| json!({ "name": item.name, "value": item.value }),
        ),
        "available_transitions": list(
            &state.available_transitions,
            |to| json!({ "event": to.event, "target_state": to.target_state }),
        ),
    })
}

pub(crate) fn lifecycle_outcome(outcome: &LifecycleOutcome) -> Json {
    json!({ "state": lifecycle(&outcome.state), "is_pending": outcome.is_pending })
}

pub(crate) fn lifecycle_event(event: &LifecycleEvent) -> Json {
    json!({
        "previous_state": event.previous_state,
        "post_state": event.post_state,
        "user": event.user,
        "updated_time": event.updated_time,
    })
}

pub(crate) fn portal_api(api: &PortalApi) -> Json {
    json!({
        "id": api.id,
        "name": api.name,
        "version": api.version,
        "context": api.context,
        "provider": api.provider,
        "description": api.description,
        "lifecycle": api.lifecycle,
        "plans": api.plans,
        "endpoint_urls": list(&api.endpoint_urls, endpoint_urls),
    })
}

pub(crate) fn key_manager(manager: &KeyManager) -> Json {
    json!({
        "id": manager.id,
        "name": manager.name,
        "kind": manager.kind,
        "display_name": manager.display_name,
        "enabled": manager.enabled,
        "token_endpoint": manager.token_endpoint,
        "revoke_endpoint": manager.revoke_endpoint,
        "available_grant_types": manager.available_grant_types,
    })
}

pub(crate) fn application_summary(application: &ApplicationSummary) -> Json {
    json!({
        "id": application.id,
        "name": application.name,
        "plan": application.plan,
        "description": application.description,
        "status": application.status,
        "owner": application.owner,
    })
}

pub(crate) fn subscription(subscription: &Subscription) -> Json {
    json!({
        "id": subscription.id,
        "application_id": subscription.application_id,
        "api_id": subscription.api_id,
        "plan": subscription.plan,
        "requested_plan": subscription.requested_plan,
        "status": subscription.status,
        "is_usable": subscription.is_usable(),
    })
}

pub(crate) fn key_info(key: &ApplicationKeyInfo) -> Json {
    json!({
        "mapping_id": key.mapping_id,
        "key_type": key.key_type.map(KeyType::as_str),
        "key_manager": key.key_manager,
        "consumer_key": key.consumer_key,
        "consumer_secret": key.consumer_secret.as_ref().map(secret),
        "state": key.state,
        "grants": key.grants,
        "callback_url": key.callback_url,
    })
}

pub(crate) fn consumer_secret(one: &ConsumerSecret) -> Json {
    json!({ "id": one.id, "value": one.value.as_ref().map(secret) })
}

pub(crate) fn api_key(key: &ApiKey) -> Json {
    json!({
        "key": secret(&key.key),
        "name": key.name,
        "expires_in": key.expires_in.map(|life| life.as_secs()),
    })
}

pub(crate) fn api_key_info(key: &ApiKeyInfo) -> Json {
    json!({ "id": key.id, "name": key.name, "issued_on": key.issued_on })
}

pub(crate) fn admin_environment(environment: &AdminEnvironment) -> Json {
    json!({
        "id": environment.id(),
        "name": environment.name(),
        "display_name": environment.shown_name(),
        "is_read_only": environment.is_read_only(),
        "virtual_hosts": list(environment.hosts(), |host| admin_virtual_host(&host)),
    })
}

fn admin_virtual_host(host: &AdminVirtualHost) -> Json {
    let [http, https, ws, wss] = host.ports();
    json!({
        "host": host.host(),
        "http_port": http,
        "https_port": https,
        "ws_port": ws,
        "wss_port": wss,
    })
}

pub(crate) fn gateway_instance(node: &GatewayInstance) -> Json {
    json!({ "id": node.id, "last_active": node.last_active, "status": node.status })
}

pub(crate) fn workflow_task(task: &WorkflowTask) -> Json {
    json!({
        "id": task.id,
        "kind": task.kind,
        "status": task.status,
        "description": task.description,
        "created_time": task.created_time,
    })
}
