//! The operations of the Publisher, the Developer Portal, the Admin API and gateway nodes.

use std::sync::{Arc, Mutex};

use gatewright::client::{
    AdminEnvironment, AdminVirtualHost, ApiDocument, ApiOrder, ApiQuery, ApiStream, ApiSummary,
    Application, ApplicationChange, Decision, Deployment, DeploymentTarget, ExportOptions,
    GatewayNode, ImportOptions, LifecycleChange, Subscription,
};
use gatewright::{ControlPlane, Error};
use serde_json::Value as Json;

use super::client::listed;
use super::{Given, data, given, shown, wait};
use crate::plain::{client as plain_client, operations as plain};
use crate::variables::{Arguments, Value};

pub(super) fn free(name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ApiDocument.parse" => document(ApiDocument::parse(&arguments.take::<String>("text"))),
        "ApiDocument.from_value" => {
            document(ApiDocument::from_value(&arguments.take::<Json>("value")))
        }
        "AdminEnvironment.new" => {
            let name = arguments.take::<String>("name");
            let made = AdminEnvironment::new(name, hosts(arguments).unwrap_or_default());
            admin_environment(Ok(changed(made, arguments)))
        }
        _ => return None,
    })
}

pub(super) fn document_method(
    on: &Mutex<ApiDocument>,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    let mut on = on.lock().expect("a document");
    Some(match name {
        "ApiDocument.to_json" => data(on.to_json()),
        "ApiDocument.to_value" => given(on.to_value::<Json>(), data),
        "ApiDocument.get" => {
            let found = on.get::<Json>(&arguments.take::<String>("field"));
            given(found, |found| data(found.unwrap_or(Json::Null)))
        }
        "ApiDocument.set" => {
            let field: String = arguments.take("field");
            done(on.set(&field, &arguments.take::<Json>("value")))
        }
        _ => return None,
    })
}

pub(super) fn admin_environment_method(
    on: &AdminEnvironment,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    (name == "AdminEnvironment.replace")
        .then(|| admin_environment(Ok(changed(on.clone(), arguments))))
}

fn changed(mut environment: AdminEnvironment, arguments: &mut Arguments) -> AdminEnvironment {
    if let Some(name) = arguments.optional::<String>("display_name") {
        environment = environment.display_name(name);
    }
    if let Some(description) = arguments.optional::<String>("description") {
        environment = environment.description(description);
    }
    if let Some(hosts) = hosts(arguments) {
        environment = environment.virtual_hosts(hosts);
    }
    if let Some(kind) = arguments.optional::<String>("gateway_type") {
        environment = environment.gateway_type(kind);
    }
    environment
}

fn hosts(arguments: &mut Arguments) -> Option<Vec<AdminVirtualHost>> {
    arguments
        .left
        .contains_key("virtual_hosts")
        .then(|| arguments.objects("virtual_hosts").iter_mut().map(host).collect())
}

fn host(fields: &mut Arguments) -> AdminVirtualHost {
    let mut host = AdminVirtualHost::new(fields.take::<String>("host"));
    if let Some(context) = fields.optional::<String>("http_context") {
        host = host.http_context(context);
    }
    if let Some(port) = fields.optional("http_port") {
        host = host.http_port(port);
    }
    if let Some(port) = fields.optional("https_port") {
        host = host.https_port(port);
    }
    if let Some(port) = fields.optional("ws_port") {
        host = host.ws_port(port);
    }
    if let Some(port) = fields.optional("wss_port") {
        host = host.wss_port(port);
    }
    fields.none_left("a virtual host").expect("known fields");
    host
}

pub(super) fn node_method(
    on: &GatewayNode,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    let api = |arguments: &mut Arguments| ["name", "version"].map(|name| arguments.text(name));
    Some(match name {
        "GatewayNode.has_api" => {
            let [name, version] = api(arguments);
            given(wait(on.has_api(&name, &version)), data)
        }
        "GatewayNode.redeploy" => {
            let [name, version] = api(arguments);
            done(wait(on.redeploy(&name, &version)))
        }
        "GatewayNode.is_healthy" => given(wait(on.is_healthy()), data),
        _ => return None,
    })
}

pub(super) fn control_plane_method(
    on: &ControlPlane,
    name: &str,
    arguments: &mut Arguments,
) -> Option<Given> {
    apis(on, name, arguments)
        .or_else(|| revisions(on, name, arguments))
        .or_else(|| lifecycle(on, name, arguments))
        .or_else(|| portal(on, name, arguments))
        .or_else(|| admin(on, name, arguments))
}

fn apis(on: &ControlPlane, name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ControlPlane.create_api" => document(wait(on.create_api(&api(arguments, "api")))),
        "ControlPlane.import_openapi" => {
            let text = arguments.text("openapi");
            document(wait(on.import_openapi(text, &api(arguments, "properties"))))
        }
        "ControlPlane.get_api" => document(wait(on.get_api(&arguments.text("id")))),
        "ControlPlane.update_api" => document(wait(on.update_api(&api(arguments, "api")))),
        "ControlPlane.delete_api" => done(wait(on.delete_api(&arguments.text("id")))),
        "ControlPlane.search_apis" => {
            listed(collected(on.search_apis(query(arguments))), plain_client::api_summary)
        }
        "ControlPlane.search_portal_apis" => {
            listed(collected(on.search_portal_apis(query(arguments))), plain_client::api_summary)
        }
        "ControlPlane.import_archive" => {
            let archive = match arguments.left.get("archive").and_then(Json::as_str) {
                Some(text) => text.as_bytes().to_vec(),
                None => match arguments.value("archive") {
                    Value::Bytes(bytes) => bytes,
                    _ => panic!("the archive is none"),
                },
            };
            arguments.left.remove("archive");
            let mut options = ImportOptions::new();
            if arguments.optional("overwrite") == Some(true) {
                options = options.overwrite();
            }
            if arguments.optional("preserve_provider") == Some(true) {
                options = options.preserve_provider();
            }
            if arguments.optional("rotate_revision") == Some(true) {
                options = options.rotate_revision();
            }
            if arguments.optional("dry_run") == Some(true) {
                options = options.dry_run();
            }
            given(wait(on.import_archive(archive, options)), data)
        }
        "ControlPlane.export_archive" => {
            let [name, version] = ["name", "version"].map(|name| arguments.text(name));
            let options = export(arguments);
            given(wait(on.export_archive(&name, &version, &options)), |archive| {
                Ok((Value::Bytes(archive), Json::Null, String::new()))
            })
        }
        _ => return None,
    })
}

fn export(arguments: &mut Arguments) -> ExportOptions {
    let mut options = ExportOptions::new();
    if let Some(provider) = arguments.optional::<String>("provider") {
        options = options.provider(provider);
    }
    if arguments.optional("preserve_status") == Some(true) {
        options = options.preserve_status();
    }
    if let Some(number) = arguments.optional("revision") {
        options = options.revision(number);
    }
    if arguments.optional("latest_revision") == Some(true) {
        options = options.latest_revision();
    }
    options
}

fn query(arguments: &mut Arguments) -> ApiQuery {
    let mut query = ApiQuery::new();
    let Some(Json::Object(left)) = arguments.optional::<Json>("query") else { return query };
    let mut fields = Arguments::default();
    fields.left = left;
    if let Some(name) = fields.optional::<String>("name") {
        query = query.name(name);
    }
    if let Some(version) = fields.optional::<String>("version") {
        query = query.version(version);
    }
    if let Some(context) = fields.optional::<String>("context") {
        query = query.context(context);
    }
    if let Some(status) = fields.optional::<String>("status") {
        query = query.status(status);
    }
    if let Some(provider) = fields.optional::<String>("provider") {
        query = query.provider(provider);
    }
    if let Some(text) = fields.optional::<String>("text") {
        query = query.text(text);
    }
    let is_descending = fields.optional("descending") == Some(true);
    if let Some(name) = fields.optional::<String>("order") {
        let order = ApiOrder::from_name(&name).expect("an order");
        query = if is_descending { query.descending(order) } else { query.order(order) };
    }
    if let Some(size) = fields.optional("page_size") {
        query = query.page_size(size);
    }
    fields.none_left("a query").expect("known fields");
    query
}

fn collected(mut stream: ApiStream) -> Result<Vec<ApiSummary>, Error> {
    wait(async {
        let mut found = Vec::new();
        while let Some(api) = stream.next().await {
            found.push(api?);
        }
        Ok(found)
    })
}

fn revisions(on: &ControlPlane, name: &str, arguments: &mut Arguments) -> Option<Given> {
    let both =
        |arguments: &mut Arguments| ["api_id", "revision_id"].map(|name| arguments.text(name));
    Some(match name {
        "ControlPlane.create_revision" => {
            let [id, description] = ["api_id", "description"].map(|name| arguments.text(name));
            one(wait(on.create_revision(&id, &description)), plain::revision)
        }
        "ControlPlane.revisions" => {
            listed(wait(on.revisions(&arguments.text("api_id"))), plain::revision)
        }
        "ControlPlane.delete_revision" => {
            let [api, revision] = both(arguments);
            done(wait(on.delete_revision(&api, &revision)))
        }
        "ControlPlane.deploy_revision" => {
            let [api, revision] = both(arguments);
            let targets: Vec<_> = arguments.objects("targets").iter_mut().map(target).collect();
            listed(wait(on.deploy_revision(&api, &revision, targets)), plain::deployment)
        }
        "ControlPlane.undeploy_revision" => {
            let [api, revision] = both(arguments);
            let environments: Vec<String> = arguments.take("environments");
            done(wait(on.undeploy_revision(&api, &revision, environments)))
        }
        "ControlPlane.undeploy_revision_everywhere" => {
            let [api, revision] = both(arguments);
            done(wait(on.undeploy_revision_everywhere(&api, &revision)))
        }
        "ControlPlane.restore_revision" => {
            let [api, revision] = both(arguments);
            document(wait(on.restore_revision(&api, &revision)))
        }
        "ControlPlane.deployments" => {
            listed(wait(on.deployments(&arguments.text("api_id"))), plain::deployment)
        }
        "ControlPlane.update_deployment" => {
            let api = arguments.text("api_id");
            let changed = deployment(arguments.objects("deployment").first_mut()?);
            one(wait(on.update_deployment(&api, &changed)), plain::deployment)
        }
        "ControlPlane.cancel_deployment" => {
            let [api, revision] = both(arguments);
            let environment = arguments.text("environment");
            done(wait(on.cancel_deployment(&api, &revision, &environment)))
        }
        _ => return None,
    })
}

fn target(fields: &mut Arguments) -> DeploymentTarget {
    let mut target = DeploymentTarget::new(fields.text("environment"));
    if let Some(host) = fields.optional::<String>("virtual_host") {
        target = target.virtual_host(host);
    }
    if fields.optional("hidden") == Some(true) {
        target = target.hidden();
    }
    fields.none_left("a target").expect("known fields");
    target
}

fn deployment(fields: &mut Arguments) -> Deployment {
    let [environment, host] = ["environment", "virtual_host"].map(|name| fields.text(name));
    let mut deployment = Deployment::new(environment, host);
    deployment.revision_id = fields.optional("revision_id");
    deployment.display_on_devportal = fields.optional("display_on_devportal").unwrap_or_default();
    fields.none_left("a deployment").expect("known fields");
    deployment
}

fn lifecycle(on: &ControlPlane, name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ControlPlane.lifecycle" => {
            one(wait(on.lifecycle(&arguments.text("api_id"))), plain::lifecycle)
        }
        "ControlPlane.lifecycle_history" => {
            listed(wait(on.lifecycle_history(&arguments.text("api_id"))), plain::lifecycle_event)
        }
        "ControlPlane.change_lifecycle" => {
            let [api, action] = ["api_id", "action"].map(|name| arguments.text(name));
            let checks: Vec<(String, bool)> = arguments
                .optional::<serde_json::Map<String, Json>>("checks")
                .unwrap_or_default()
                .into_iter()
                .map(|(item, is_chosen)| (item, is_chosen == true))
                .collect();
            let change = LifecycleChange::new(action);
            let change = checks
                .into_iter()
                .fold(change, |change, (item, is_chosen)| change.check(item, is_chosen));
            one(wait(on.change_lifecycle(&api, &change)), plain::lifecycle_outcome)
        }
        "ControlPlane.cancel_lifecycle_change" => {
            done(wait(on.cancel_lifecycle_change(&arguments.text("api_id"))))
        }
        _ => return None,
    })
}

fn portal(on: &ControlPlane, name: &str, arguments: &mut Arguments) -> Option<Given> {
    Some(match name {
        "ControlPlane.portal_api" => {
            one(wait(on.portal_api(&arguments.text("id"))), plain::portal_api)
        }
        "ControlPlane.api_definition" => {
            given(wait(on.api_definition(&arguments.text("api_id"))), data)
        }
        "ControlPlane.update_api_definition" => {
            let [id, document] = ["api_id", "document"].map(|name| arguments.text(name));
            given(wait(on.update_api_definition(&id, &document)), data)
        }
        "ControlPlane.portal_definition" => {
            let environment: Option<String> = arguments.optional("environment");
            let id = arguments.text("id");
            given(wait(on.portal_definition(&id, environment.as_deref())), data)
        }
        "ControlPlane.key_managers" => listed(wait(on.key_managers()), plain::key_manager),
        "ControlPlane.applications" => listed(wait(on.applications()), plain::application_summary),
        "ControlPlane.create_application" => {
            let [name, plan, description] =
                ["name", "plan", "description"].map(|name| arguments.text(name));
            let made = wait(on.create_application(&name, &plan, &description));
            one(made, plain::application_summary)
        }
        "ControlPlane.application_by_id" => {
            given(wait(on.application_by_id(&arguments.text("id"))), |found| {
                let plain = plain_client::application(&found);
                shown(&found.clone(), Value::Application(found), plain)
            })
        }
        _ => return None,
    })
}

fn admin(on: &ControlPlane, name: &str, arguments: &mut Arguments) -> Option<Given> {
    let environment = |arguments: &mut Arguments| match arguments.value("environment") {
        Value::AdminEnvironment(environment) => environment,
        _ => panic!("the environment is none"),
    };
    Some(match name {
        "ControlPlane.admin_environments" => {
            listed(wait(on.admin_environments()), plain::admin_environment)
        }
        "ControlPlane.admin_environment" => {
            admin_environment(wait(on.admin_environment(&arguments.text("name"))))
        }
        "ControlPlane.create_admin_environment" => {
            admin_environment(wait(on.create_admin_environment(&environment(arguments))))
        }
        "ControlPlane.update_admin_environment" => {
            admin_environment(wait(on.update_admin_environment(&environment(arguments))))
        }
        "ControlPlane.delete_admin_environment" => {
            done(wait(on.delete_admin_environment(&arguments.text("id"))))
        }
        "ControlPlane.environment_gateways" => {
            listed(wait(on.environment_gateways(&arguments.text("id"))), plain::gateway_instance)
        }
        "ControlPlane.workflow_tasks" => {
            let kind: Option<String> = arguments.optional("kind");
            listed(wait(on.workflow_tasks(kind.as_deref())), plain::workflow_task)
        }
        "ControlPlane.workflow_task" => {
            one(wait(on.workflow_task(&arguments.text("id"))), plain::workflow_task)
        }
        "ControlPlane.decide_workflow" => {
            let [id, decision, comment] =
                ["id", "decision", "comment"].map(|name| arguments.text(name));
            let decision = Decision::from_name(&decision)?;
            done(wait(on.decide_workflow(&id, decision, &comment)))
        }
        "ControlPlane.gateway" => {
            let [url, user, password] =
                ["url", "user", "password"].map(|name| arguments.text(name));
            given(on.gateway(&url, user, password), |node| {
                let plain = serde_json::json!({ "url": node.url() });
                shown(&node.clone(), Value::GatewayNode(Box::new(node)), plain)
            })
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
        "Application.summary" => one(wait(on.summary()), plain::application_summary),
        "Application.update" => {
            let mut change = ApplicationChange::new();
            if let Some(name) = arguments.optional::<String>("name") {
                change = change.name(name);
            }
            if let Some(plan) = arguments.optional::<String>("plan") {
                change = change.plan(plan);
            }
            if let Some(description) = arguments.optional::<String>("description") {
                change = change.description(description);
            }
            one(wait(on.update(&change)), plain::application_summary)
        }
        "Application.delete" => done(wait(on.delete())),
        "Application.subscriptions" => listed(wait(on.subscriptions()), plain::subscription),
        "Application.subscribe_with_plan" => {
            let [api, plan] = ["api_id", "plan"].map(|name| arguments.text(name));
            one(wait(on.subscribe_with_plan(&api, &plan)), plain::subscription)
        }
        "Application.change_plan" => {
            let known = subscription(arguments.objects("subscription").first_mut()?);
            let plan = arguments.text("plan");
            one(wait(on.change_plan(&known, &plan)), plain::subscription)
        }
        "Application.unsubscribe" => done(wait(on.unsubscribe(&arguments.text("subscription_id")))),
        _ => return None,
    })
}

/// As an earlier step gave it.
fn subscription(fields: &mut Arguments) -> Subscription {
    let [id, application, api] = ["id", "application_id", "api_id"].map(|name| fields.text(name));
    let mut subscription = Subscription::new(id, application, api);
    subscription.plan = fields.text("plan");
    subscription.status = fields.text("status");
    subscription
}

/// A document, or the fields of one.
fn api(arguments: &mut Arguments, name: &str) -> ApiDocument {
    let is_variable = arguments.left.get(name).is_some_and(|given| given.get("$handle").is_some());
    if is_variable && let Value::Document(document) = arguments.value(name) {
        return document.lock().expect("a document").clone();
    }
    ApiDocument::from_value(&arguments.take::<Json>(name)).expect("a document")
}

fn document(result: Result<ApiDocument, Error>) -> Given {
    one_of(result, |found| Value::Document(Arc::new(Mutex::new(found))), plain::document)
}

fn admin_environment(result: Result<AdminEnvironment, Error>) -> Given {
    one_of(result, Value::AdminEnvironment, plain::admin_environment)
}

fn one_of<T: Clone + std::fmt::Debug>(
    result: Result<T, Error>,
    value: impl Fn(T) -> Value,
    plain: impl Fn(&T) -> Json,
) -> Given {
    given(result, |found| {
        let plain = plain(&found);
        shown(&found.clone(), value(found), plain)
    })
}

fn one<T: Clone + std::fmt::Debug>(result: Result<T, Error>, plain: impl Fn(&T) -> Json) -> Given {
    one_of(result, |_| Value::Nothing, plain)
}

fn done(result: Result<(), Error>) -> Given {
    given(result, |()| data(Json::Null))
}
