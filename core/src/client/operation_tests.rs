//! The operations of the three APIs against a scripted server: what is sent, in which order, and what a lost answer costs.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use super::testing::{Answer, Server};
use super::{
    AdminEnvironment, AdminVirtualHost, ApiDocument, ApiKeyOptions, ApiOrder, ApiQuery,
    ApplicationChange, ConnectOptions, ControlPlane, Credentials, Decision, DeploymentTarget,
    ExportOptions, ImportOptions, KeyRequest, LifecycleChange, RetryOptions,
};
use crate::error::{ErrorKind, Retry};
use crate::model::{KeyType, Release};

/// A server that gives, per request, its answers one after the other, and the last one for good.
pub(super) struct Script {
    server: Server,
    pub(super) control_plane: ControlPlane,
}

/// `POST /apis?…` of `POST /api/am/publisher/v4/apis?…`
fn own(line: &str) -> String {
    let (method, path) = line.split_once(' ').unwrap();
    let own = path.split('/').skip(5).collect::<Vec<_>>().join("/");
    format!("{method} /{own}")
}

impl Script {
    pub(super) async fn start<const N: usize>(
        release: Release,
        script: [(&str, Vec<Answer>); N],
    ) -> Self {
        let script: HashMap<String, Vec<Answer>> =
            script.into_iter().map(|(line, answers)| (line.to_owned(), answers)).collect();
        let script = Arc::new(Mutex::new(script));
        let server = Server::start(move |received| {
            let mut script = script.lock().unwrap();
            match script.get_mut(&own(&received.line)) {
                Some(answers) if answers.len() > 1 => answers.remove(0),
                Some(answers) => answers[0].clone(),
                None => Answer::Json(404, r#"{"code":404,"message":"Not Found"}"#.to_owned()),
            }
        })
        .await;
        let retry = RetryOptions::new().first_delay(Duration::from_millis(1));
        let options = ConnectOptions::new().release(release).retry(retry);
        let credentials = Credentials::token("token");
        let control_plane = ControlPlane::connect(&server.url, credentials, options).await.unwrap();
        Self { server, control_plane }
    }

    /// What was asked since the last look.
    pub(super) fn asked(&self) -> Vec<String> {
        let lines = self.server.lines().iter().map(|line| own(line)).collect();
        self.server.forget();
        lines
    }
}

fn ok(value: Value) -> Vec<Answer> {
    vec![value.into()]
}

fn created(value: &Value) -> Answer {
    Answer::Json(201, value.to_string())
}

fn page(apis: &[Value], total: usize) -> Answer {
    json!({"count": apis.len(), "list": apis, "pagination": {"total": total}}).into()
}

fn pets(id: &str) -> Value {
    json!({"id": id, "name": "Pets", "version": "1.0.0", "context": "/pets", "lifeCycleStatus": "CREATED",
        "lastUpdatedTime": "1"})
}

const FIND_PETS: &str =
    "GET /apis?query=name%3A%22Pets%22%20version%3A%221.0.0%22&limit=100&offset=0";

fn document() -> ApiDocument {
    ApiDocument::parse(r#"{"name":"Pets","version":"1.0.0","context":"/pets"}"#).unwrap()
}

#[tokio::test]
async fn a_search_holds_one_page_and_asks_for_the_next_when_it_is_used_up() {
    let page_of = |from: usize| {
        let apis: Vec<Value> = (from..from + 2).map(|id| pets(&id.to_string())).collect();
        vec![page(&apis, 5)]
    };
    let script = Script::start(
        Release::V4_7,
        [
            (
                "GET /apis?query=status%3APUBLISHED&sortBy=apiName&sortOrder=asc&limit=2&offset=0",
                page_of(0),
            ),
            (
                "GET /apis?query=status%3APUBLISHED&sortBy=apiName&sortOrder=asc&limit=2&offset=2",
                page_of(2),
            ),
            (
                "GET /apis?query=status%3APUBLISHED&sortBy=apiName&sortOrder=asc&limit=2&offset=4",
                vec![page(&[pets("4")], 5)],
            ),
        ],
    )
    .await;
    let query = ApiQuery::new().status("PUBLISHED").order(ApiOrder::Name).page_size(2);
    let mut stream = script.control_plane.search_apis(query);
    assert!(script.asked().is_empty());
    let mut ids = Vec::new();
    let mut pages = Vec::new();
    while let Some(api) = stream.next().await {
        ids.push(api.unwrap().id);
        pages.push(script.asked().len());
    }
    assert_eq!(ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(pages, [1, 0, 1, 0, 1]);
    assert!(stream.next().await.is_none() && script.asked().is_empty());
}

#[tokio::test]
async fn a_search_ends_with_its_first_error() {
    let script =
        Script::start(Release::V4_0, [("GET /apis?limit=25&offset=0", vec![page(&[], 0)])]).await;
    let mut none = script.control_plane.search_apis(ApiQuery::new());
    assert!(none.next().await.is_none());
    for (query, kind) in [
        (ApiQuery::new().order(ApiOrder::Status), ErrorKind::Unsupported),
        (ApiQuery::new().page_size(0), ErrorKind::InvalidInput),
        (ApiQuery::new().name("a\"b"), ErrorKind::InvalidInput),
        (ApiQuery::new().text("x"), ErrorKind::NotFound),
    ] {
        let mut stream = script.control_plane.search_apis(query.clone());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.operation()), (kind, "search_apis"), "{error}");
        assert!(stream.next().await.is_none());
    }
    let ordered = ApiQuery::new().order(ApiOrder::Name);
    let mut portal = script.control_plane.search_portal_apis(ordered);
    assert_eq!(portal.next().await.unwrap().unwrap_err().code(), "no-order");
}

#[tokio::test]
async fn an_api_whose_answer_was_lost_is_looked_for_and_sent_again_only_when_it_is_not_there() {
    let find = "GET /apis?query=name%3A%22Pets%22%20version%3A%221.0.0%22&limit=100&offset=0";
    assert_eq!(find, FIND_PETS);
    let there = Script::start(
        Release::V4_7,
        [
            (FIND_PETS, vec![page(&[], 0), page(&[pets("a")], 1)]),
            ("POST /apis", vec![Answer::Reset]),
            ("GET /apis/a", ok(pets("a"))),
        ],
    )
    .await;
    let made = there.control_plane.create_api(&document()).await.unwrap();
    assert_eq!(made.id(), "a");
    assert_eq!(there.asked(), [FIND_PETS, "POST /apis", FIND_PETS, "GET /apis/a"]);

    let missing = Script::start(
        Release::V4_7,
        [(FIND_PETS, vec![page(&[], 0)]), ("POST /apis", vec![Answer::Reset, created(&pets("b"))])],
    )
    .await;
    assert_eq!(missing.control_plane.create_api(&document()).await.unwrap().id(), "b");
    let expected =
        [FIND_PETS, "POST /apis", FIND_PETS, FIND_PETS, FIND_PETS, FIND_PETS, "POST /apis"];
    assert_eq!(missing.asked(), expected);

    let before = Script::start(Release::V4_7, [(FIND_PETS, vec![page(&[pets("a")], 1)])]).await;
    let error = before.control_plane.create_api(&document()).await.unwrap_err();
    assert_eq!((error.code(), error.operation()), ("api-exists", "create_api"));
    assert_eq!(before.asked(), [FIND_PETS]);
    let nameless = ApiDocument::parse(r#"{"version":"1","context":"/x"}"#).unwrap();
    let error = before.control_plane.import_openapi("openapi: 3.0.1", &nameless).await.unwrap_err();
    assert_eq!((error.code(), error.operation()), ("incomplete-api", "import_openapi"));
    assert!(before.asked().is_empty());
}

#[tokio::test]
async fn an_update_stops_at_a_foreign_change_and_a_deletion_knows_what_is_gone() {
    let mut changed = pets("a");
    changed["lastUpdatedTime"] = json!("2");
    let script = Script::start(
        Release::V4_0,
        [
            ("GET /apis/a", vec![pets("a").into(), pets("a").into(), changed.into()]),
            ("PUT /apis/a", ok(pets("a"))),
            ("DELETE /apis/gone", vec![Answer::Reset]),
        ],
    )
    .await;
    let read = script.control_plane.get_api("a").await.unwrap();
    script.control_plane.update_api(&read).await.unwrap();
    let error = script.control_plane.update_api(&read).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::ConcurrentChange, "changed-meanwhile"));
    assert_eq!(script.asked(), ["GET /apis/a", "GET /apis/a", "PUT /apis/a", "GET /apis/a"]);
    let error = script.control_plane.update_api(&document()).await.unwrap_err();
    assert_eq!(error.code(), "api-without-id");

    script.control_plane.delete_api("gone").await.unwrap();
    assert_eq!(script.asked(), ["DELETE /apis/gone", "GET /apis/gone"]);
    let error = script.control_plane.delete_api("never").await.unwrap_err();
    assert_eq!((error.kind(), error.retry()), (ErrorKind::NotFound, Retry::Never));
}

fn state(state: &str, to: &[(&str, &str)]) -> Answer {
    let to: Vec<Value> =
        to.iter().map(|(event, target)| json!({"event": event, "targetState": target})).collect();
    json!({"state": state, "checkItems": [], "availableTransitions": to}).into()
}

#[tokio::test]
async fn a_lifecycle_change_is_possible_pending_or_found_done() {
    let publish = "POST /apis/change-lifecycle?action=Publish&apiId=a";
    let created = || state("Created", &[("Publish", "Published")]);
    let published = || state("Published", &[("Block", "Blocked")]);
    let read = "GET /apis/a/lifecycle-state";
    let change = LifecycleChange::new("Publish");

    let pending: Answer = json!({"workflowStatus": "CREATED", "lifecycleState": null}).into();
    let script =
        Script::start(Release::V4_7, [(read, vec![created()]), (publish, vec![pending])]).await;
    let outcome = script.control_plane.change_lifecycle("a", &change).await.unwrap();
    assert!(outcome.is_pending && outcome.state.state == "Created");
    let error = script
        .control_plane
        .change_lifecycle("a", &LifecycleChange::new("Retire"))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "lifecycle-unreachable");
    assert!(error.message().ends_with("it allows `Publish`"), "{error}");

    let lost = [(read, vec![created(), published()]), (publish, vec![Answer::Reset])];
    let script = Script::start(Release::V4_7, lost.clone()).await;
    let outcome = script.control_plane.change_lifecycle("a", &change).await.unwrap();
    assert!(!outcome.is_pending && outcome.state.state == "Published");
    assert_eq!(script.asked(), [read, publish, read]);

    let script = Script::start(Release::V3_2, lost).await;
    let error = script.control_plane.change_lifecycle("a", &change).await.unwrap_err();
    assert_eq!(error.code(), "not-on-every-gateway");

    // Lost, not there, and the second time the server says that it waits.
    let waits = Answer::Json(409, r#"{"code":900553,"message":"pending"}"#.to_owned());
    let script = Script::start(
        Release::V4_7,
        [(read, vec![created()]), (publish, vec![Answer::Reset, waits])],
    )
    .await;
    let outcome = script.control_plane.change_lifecycle("a", &change).await.unwrap();
    assert!(outcome.is_pending);
}

fn revision(id: &str, description: &str, environments: &[&str]) -> Value {
    let there: Vec<Value> =
        environments.iter().map(|name| json!({"name": name, "vhost": "gw"})).collect();
    json!({"id": id, "displayName": "Revision 1", "description": description, "deploymentInfo": there})
}

fn revisions(list: &[Value]) -> Answer {
    json!({"count": list.len(), "list": list}).into()
}

#[tokio::test]
async fn a_revision_whose_answer_was_lost_is_the_new_one_with_its_description() {
    let list = "GET /apis/a/revisions";
    let script = Script::start(
        Release::V4_7,
        [
            (
                list,
                vec![
                    revisions(&[revision("r1", "same", &[])]),
                    revisions(&[revision("r1", "same", &[]), revision("r2", "same", &[])]),
                ],
            ),
            ("POST /apis/a/revisions", vec![Answer::Reset]),
        ],
    )
    .await;
    let made = script.control_plane.create_revision("a", "same").await.unwrap();
    assert_eq!(made.id, "r2");
    assert_eq!(script.asked(), [list, "POST /apis/a/revisions", list]);

    let five: Vec<Value> = (0..5).map(|n| revision(&n.to_string(), "", &[])).collect();
    let full = Script::start(Release::V4_7, [(list, vec![revisions(&five)])]).await;
    let error = full.control_plane.create_revision("a", "").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "revision-limit"));
    let long = "ü".repeat(256);
    let error = full.control_plane.create_revision("a", &long).await.unwrap_err();
    assert_eq!(error.code(), "revision-description-too-long");
    assert_eq!(full.asked(), [list]);
}

#[tokio::test]
async fn a_deployment_is_checked_first_and_read_when_its_answer_was_lost() {
    let settings = json!({"environment": [{"name": "Default", "type": "hybrid",
        "vhosts": [{"host": "gw", "httpsPort": 8243}, {"host": "eu", "httpsPort": 8243}]}]});
    let (list, deploy) = ("GET /apis/a/revisions", "POST /apis/a/deploy-revision?revisionId=r");
    let undeploy = "POST /apis/a/undeploy-revision?revisionId=r";
    let script = Script::start(
        Release::V4_3,
        [
            ("GET /settings", ok(settings)),
            (
                list,
                vec![
                    revisions(&[revision("r", "", &["Default"])]),
                    revisions(&[revision("r", "", &[])]),
                ],
            ),
            (deploy, vec![Answer::Reset]),
            (undeploy, vec![Answer::Json(503, String::new())]),
            ("DELETE /apis/a/revisions/r", vec![Answer::Half]),
        ],
    )
    .await;
    let control_plane = &script.control_plane;
    let deployed =
        control_plane.deploy_revision("a", "r", [DeploymentTarget::new("Default")]).await.unwrap();
    assert_eq!(deployed[0].virtual_host, "gw");
    assert_eq!(script.asked(), ["GET /settings", deploy, list]);
    for (target, code) in [
        (DeploymentTarget::new("default"), "unknown-environment"),
        (DeploymentTarget::new("Default").virtual_host("us"), "unknown-virtual-host"),
    ] {
        let error = control_plane.deploy_revision("a", "r", [target]).await.unwrap_err();
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, code));
        assert_eq!(script.asked(), ["GET /settings"]);
    }
    let error = control_plane.deploy_revision("a", "r", []).await.unwrap_err();
    assert_eq!(error.code(), "no-environment");
    assert!(script.asked().is_empty());

    control_plane.undeploy_revision("a", "r", ["Default"]).await.unwrap();
    assert_eq!(script.asked(), [undeploy, list]);
    // Half an answer to a deletion, and the revision is there: it is sent once more.
    let error = control_plane.delete_revision("a", "r").await.unwrap_err();
    assert_eq!(error.retry(), Retry::Ambiguous);
    let asked = script.asked();
    let delete = "DELETE /apis/a/revisions/r";
    assert_eq!(asked[..6], [delete, list, list, list, list, delete]);
}

#[tokio::test]
async fn what_cannot_be_read_back_stays_ambiguous_and_is_sent_once() {
    let generate = "POST /applications/app/api-keys/PRODUCTION/generate";
    let import = "POST /apis/import?preserveProvider=false&overwrite=true";
    let script = Script::start(
        Release::V4_7,
        [
            ("GET /applications/app", ok(json!({"applicationId": "app", "name": "shop"}))),
            (generate, vec![Answer::Reset]),
            ("POST /applications/app/oauth-keys/m/generate-secret", vec![Answer::Reset]),
            (import, vec![Answer::Reset]),
        ],
    )
    .await;
    let application = script.control_plane.application_by_id("app").await.unwrap();
    script.asked();
    let options = ApiKeyOptions::new();
    let error = application.generate_api_key(KeyType::Production, &options).await.unwrap_err();
    assert_eq!((error.retry(), error.operation()), (Retry::Ambiguous, "generate_api_key"));
    assert_eq!(script.asked(), [generate]);
    let error = application.generate_secret("m").await.unwrap_err();
    assert_eq!(error.retry(), Retry::Ambiguous);
    assert_eq!(script.asked().len(), 1);
    let options = ImportOptions::new().overwrite();
    let error = script.control_plane.import_archive(b"PK\x03\x04", options).await.unwrap_err();
    assert_eq!((error.retry(), script.asked().len()), (Retry::Ambiguous, 1));
    let error = script.control_plane.import_archive(b"no zip", options).await.unwrap_err();
    assert_eq!((error.code(), script.asked().len()), ("invalid-archive", 0));
    let options = ExportOptions::new();
    let error = script.control_plane.export_archive("Pets", "1", &options).await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::NotFound, "export_archive"));
}

#[tokio::test]
async fn applications_keys_and_subscriptions_are_found_after_a_lost_answer() {
    let app = |plan: &str| json!({"applicationId": "app", "name": "shop", "throttlingPolicy": plan, "tokenType": "JWT"});
    let list = |items: Vec<Value>| -> Answer { json!({"list": items}).into() };
    let search = "GET /applications?query=shop&limit=100&offset=0";
    let subscriptions = "GET /subscriptions?applicationId=app&limit=100&offset=0";
    let subscribed = json!({"subscriptionId": "s", "applicationId": "app", "apiId": "a", "throttlingPolicy": "Gold",
        "status": "UNBLOCKED"});
    let key = json!({"keyMappingId": "m", "keyManager": "Resident Key Manager", "keyType": "SANDBOX", "consumerKey": "k",
        "consumerSecret": "s3cret"});
    let script = Script::start(
        Release::V4_6,
        [
            (search, vec![list(vec![]), list(vec![app("Unlimited")])]),
            ("POST /applications", vec![Answer::Reset]),
            ("GET /applications/app", ok(app("Unlimited"))),
            ("PUT /applications/app", ok(app("Gold"))),
            (subscriptions, vec![list(vec![]), list(vec![subscribed]), list(vec![])]),
            ("POST /subscriptions", vec![Answer::Reset]),
            ("DELETE /subscriptions/s", vec![Answer::Reset]),
            ("GET /applications/app/oauth-keys", vec![list(vec![]), list(vec![key])]),
            ("POST /applications/app/generate-keys", vec![Answer::Reset]),
        ],
    )
    .await;
    let control_plane = &script.control_plane;
    let made = control_plane.create_application("shop", "Unlimited", "").await.unwrap();
    assert_eq!(made.id, "app");
    let error = control_plane.create_application("shop", "Unlimited", "").await.unwrap_err();
    assert_eq!(error.code(), "application-exists");
    let application = control_plane.application_by_id("app").await.unwrap();
    let changed = application.update(&ApplicationChange::new().plan("Gold")).await.unwrap();
    assert_eq!(changed.plan, "Gold");
    let sent = script.server.received().last().unwrap().json();
    assert_eq!(sent, json!({"name": "shop", "throttlingPolicy": "Gold", "tokenType": "JWT"}));

    let subscription = application.subscribe_with_plan("a", "Gold").await.unwrap();
    assert_eq!(subscription.id, "s");
    application.unsubscribe("s").await.unwrap();
    script.asked();

    let request = KeyRequest::new(KeyType::Sandbox);
    let made = application.generate_keys(&request).await.unwrap();
    assert_eq!(made.consumer_secret.as_ref().unwrap().expose(), "s3cret");
    assert!(!format!("{made:?}").contains("s3cret"));
    let error = application.generate_keys(&request).await.unwrap_err();
    assert_eq!(error.code(), "keys-exist");
}

#[tokio::test]
async fn environments_and_tasks_are_read_after_a_lost_answer() {
    let made = json!({"id": "e", "name": "eu-west", "displayName": "eu", "vhosts": [{"host": "eu.gw"}],
        "permissions": {"permissionType": "PUBLIC"}});
    let listed = |items: &[Value]| -> Answer { json!({"list": items}).into() };
    let decide = "POST /workflows/update-workflow-status?workflowReferenceId=w";
    let task = |status: &str| -> Answer {
        json!({"referenceId": "w", "workflowType": "API_STATE", "workflowStatus": status}).into()
    };
    let script = Script::start(
        Release::V4_7,
        [
            ("GET /environments", vec![listed(&[]), listed(std::slice::from_ref(&made))]),
            ("POST /environments", vec![Answer::Reset]),
            ("PUT /environments/e", ok(made)),
            (decide, vec![Answer::Reset]),
            ("GET /workflows/w", vec![task("APPROVED")]),
        ],
    )
    .await;
    let control_plane = &script.control_plane;
    let new = AdminEnvironment::new("eu-west", [AdminVirtualHost::new("eu.gw")]);
    let made = control_plane.create_admin_environment(&new).await.unwrap();
    assert_eq!(made.id(), "e");
    let error = control_plane.create_admin_environment(&new).await.unwrap_err();
    assert_eq!(error.code(), "environment-exists");
    let error = control_plane.update_admin_environment(&new).await.unwrap_err();
    assert_eq!(error.code(), "environment-without-id");
    control_plane.update_admin_environment(&made.display_name("EU")).await.unwrap();
    let sent = script.server.received().last().unwrap().json();
    assert_eq!(sent["permissions"], json!({"permissionType": "PUBLIC"}));
    assert_eq!((&sent["displayName"], &sent["id"]), (&json!("EU"), &Value::Null));
    let error = control_plane.admin_environment("EU-west").await.unwrap_err();
    assert!(error.message().contains("did you mean `eu-west`?"), "{error}");
    script.asked();

    control_plane.decide_workflow("w", Decision::Approve, "").await.unwrap();
    assert_eq!(script.asked(), [decide, "GET /workflows/w"]);
    // Somebody else has approved it: rejecting stays undecided.
    let error = control_plane.decide_workflow("w", Decision::Reject, "").await.unwrap_err();
    assert_eq!(error.retry(), Retry::Ambiguous);
}

#[tokio::test]
async fn a_gateway_node_is_asked_with_its_own_account() {
    let query = "apiName=Pets&version=1.0.0&tenantDomain=carbon.super";
    let redeploy = format!("POST /redeploy-api?{query}");
    let failed: Answer = json!({"deployStatus": "ERROR"}).into();
    let script = Script::start(
        Release::V4_7,
        [
            (redeploy.as_str(), vec![json!({"deployStatus": "DEPLOYED"}).into(), failed]),
            ("GET /server-startup-healthcheck", ok(json!({}))),
        ],
    )
    .await;
    let node = script.control_plane.gateway(&script.server.url, "admin", "hunter2").unwrap();
    assert!(!format!("{node:?}").contains("hunter2"));
    assert!(!node.has_api("Pets", "1.0.0").await.unwrap());
    node.redeploy("Pets", "1.0.0").await.unwrap();
    let received = script.server.received();
    assert!(received.iter().all(|one| one.header("authorization") == "Basic YWRtaW46aHVudGVyMg=="));
    let error = node.redeploy("Pets", "1.0.0").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Server, "redeployment-failed"));
    script.server.forget();
    assert!(node.is_healthy().await.unwrap());
    assert!(script.server.received().iter().all(|one| one.header("authorization").is_empty()));
    assert!(script.control_plane.gateway("gateway-1:9444", "a", "b").is_err());

    let starting = vec![Answer::Json(503, String::new())];
    let script =
        Script::start(Release::V4_7, [("GET /server-startup-healthcheck", starting)]).await;
    let node = script.control_plane.gateway(&script.server.url, "admin", "hunter2").unwrap();
    assert!(!node.is_healthy().await.unwrap());
}

#[tokio::test]
async fn what_a_release_cannot_do_is_refused_before_anything_is_sent() {
    let script = Script::start(
        Release::V3_0,
        [("GET /applications/app", ok(json!({"applicationId": "app", "name": "shop"})))],
    )
    .await;
    let application = script.control_plane.application_by_id("app").await.unwrap();
    script.asked();
    let control_plane = &script.control_plane;
    let unsupported = [
        control_plane.revisions("a").await.unwrap_err(),
        control_plane.deployments("a").await.unwrap_err(),
        control_plane.admin_environments().await.unwrap_err(),
        control_plane.environment_gateways("e").await.unwrap_err(),
        control_plane.workflow_tasks(None).await.unwrap_err(),
        control_plane.key_managers().await.unwrap_err(),
        control_plane
            .export_archive("a", "1", &ExportOptions::new().revision(1))
            .await
            .unwrap_err(),
        control_plane.import_archive(b"PK", ImportOptions::new().dry_run()).await.unwrap_err(),
        application.secrets("m").await.unwrap_err(),
        application.api_keys(KeyType::Production).await.unwrap_err(),
        application.key("m").await.unwrap_err(),
        control_plane
            .gateway("https://gw:9444", "a", "b")
            .unwrap()
            .has_api("a", "1")
            .await
            .unwrap_err(),
    ];
    for error in unsupported {
        assert_eq!(error.kind(), ErrorKind::Unsupported, "{error}");
        assert!(error.message().contains("it came with "), "{error}");
        assert!(!error.operation().is_empty());
    }
    assert!(script.asked().is_empty());
}
