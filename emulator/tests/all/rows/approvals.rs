//! REST reference §3.2, §3.3 and §6.2 under approval workflows, and where the Publisher has a part.

use serde_json::{Value, json};

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World};

async fn post(world: &World, path: &str, body: &Value) -> Answer {
    world.admin("POST", path).json(body).send().await
}

async fn get(world: &World, path: &str) -> Value {
    world.admin("GET", path).send().await.expect(200).json()
}

/// Settles the one thing that waits.
async fn settle(world: &World, workflow: &str, status: &str) {
    let kind = world.workflow(workflow);
    let list = get(world, &format!("a/workflows?workflowType={kind}")).await;
    assert_eq!(list["list"].as_array().unwrap().len(), 1, "{workflow}: {list}");
    let reference = list["list"][0]["referenceId"].as_str().unwrap();
    let path = format!("a/workflows/update-workflow-status?workflowReferenceId={reference}");
    post(world, &path, &json!({"status": status})).await.expect(200);
}

const APPLICATION: &str = "AM_APPLICATION_CREATION";
const APPLICATION_DELETION: &str = "AM_APPLICATION_DELETION";
const SUBSCRIPTION: &str = "AM_SUBSCRIPTION_CREATION";
const UPDATE: &str = "AM_SUBSCRIPTION_UPDATE";
const SUBSCRIPTION_DELETION: &str = "AM_SUBSCRIPTION_DELETION";
const KEYS: &str = "AM_APPLICATION_REGISTRATION_PRODUCTION";

#[tokio::test]
async fn every_row_in_every_release() {
    for release in ["3.2", "4.0", "4.7"] {
        let world = Plan::new(release).types(["hybrid"; 2]).start().await;
        let mut document = world.document("Pets");
        document["policies"] = json!(["Unlimited", "Gold"]);
        let api = world.publish(&document).await;
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        let application = applications(&world, release).await;
        keys(&world, release, &application).await;
        subscriptions(&world, release, &application, &api).await;
        deletions(&world, release, &application).await;
        world.stop().await;
    }
}

async fn applications(world: &World, release: &str) -> String {
    let row = Row("§3.2", "POST /applications: 201, or 202 under workflow");
    world.emulator.require_approval(APPLICATION).await.unwrap();
    let mut found = String::new();
    for (name, decision) in [("good", "APPROVED"), ("bad", "REJECTED")] {
        let body = json!({"name": name, "throttlingPolicy": "Unlimited"});
        let answer = row.is(release, post(world, "d/applications", &body).await, 202);
        row.same(release, answer.json(), json!({"workflowStatus": "CREATED"}));
        let read =
            async || get(world, &format!("d/applications?query={name}")).await["list"][0].clone();
        row.same(release, read().await["status"].clone(), json!("CREATED"));
        settle(world, APPLICATION, decision).await;
        let application = read().await;
        row.same(release, application["status"].clone(), json!(decision));
        if decision == "APPROVED" {
            application["applicationId"].as_str().unwrap().clone_into(&mut found);
        }
    }
    world.emulator.waive_approval(APPLICATION).await.unwrap();
    found
}

async fn keys(world: &World, release: &str, application: &str) {
    let row = Row("§3.3", "keyState of keys that wait for an approval");
    world.emulator.require_approval(KEYS).await.unwrap();
    let body = json!({
        "keyType": "PRODUCTION", "grantTypesToBeSupported": ["client_credentials"],
    });
    let path = format!("d/applications/{application}/generate-keys");
    let answer = row.is(release, post(world, &path, &body).await, 200).json();
    row.same(release, answer["keyState"].clone(), json!("CREATED"));
    row.same(release, answer["consumerKey"].clone(), Value::Null);
    let token = format!("d/applications/{application}/keys/PRODUCTION/generate-token");
    row.is(release, post(world, &token, &json!({})).await, 400);
    settle(world, KEYS, "APPROVED").await;
    let read = get(world, &format!("d/applications/{application}/keys/PRODUCTION")).await;
    row.same(release, read["keyState"].clone(), json!("APPROVED"));
    row.holds(release, read["consumerKey"].is_string(), &read);
    world.emulator.waive_approval(KEYS).await.unwrap();
}

/// A token of other keys of the application, which nobody had to approve.
async fn sandbox_token(world: &World, application: &str) -> String {
    let body = json!({"keyType": "SANDBOX", "grantTypesToBeSupported": ["client_credentials"]});
    let path = format!("d/applications/{application}/generate-keys");
    let keys = post(world, &path, &body).await.expect(200).json();
    keys["token"]["accessToken"].as_str().unwrap().to_owned()
}

async fn subscriptions(world: &World, release: &str, application: &str, api: &str) {
    let row = Row("§3.2", "POST /subscriptions: 201 or 202");
    world.emulator.require_approval(SUBSCRIPTION).await.unwrap();
    let body = json!({"applicationId": application, "apiId": api, "throttlingPolicy": "Unlimited"});
    let list = format!("d/subscriptions?applicationId={application}");
    let token = sandbox_token(world, application).await;
    let call = || world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).bearer(&token).send();
    for (decision, status) in [("REJECTED", "REJECTED"), ("APPROVED", "UNBLOCKED")] {
        row.is(release, post(world, "d/subscriptions", &body).await, 202);
        let subscription = get(world, &list).await["list"][0].clone();
        row.same(release, subscription["status"].clone(), json!("ON_HOLD"));
        let inactive = Row("§6.2", "900909 subscription inactive");
        inactive.holds(
            release,
            inactive.is(release, call().await, 401).text.contains("900909"),
            "",
        );
        settle(world, SUBSCRIPTION, decision).await;
        let subscription = get(world, &list).await["list"][0].clone();
        row.same(release, subscription["status"].clone(), json!(status));
        if decision == "REJECTED" {
            inactive.is(release, call().await, 401);
            let id = subscription["subscriptionId"].as_str().unwrap();
            let path = format!("d/subscriptions/{id}");
            world.admin("DELETE", &path).send().await.expect(200);
        }
    }
    row.is(release, call().await, 200);
    world.emulator.waive_approval(SUBSCRIPTION).await.unwrap();

    let row = Row("§3.2", "status TIER_UPDATE_PENDING (3.2+)");
    world.emulator.require_approval(UPDATE).await.unwrap();
    let id = get(world, &list).await["list"][0]["subscriptionId"].clone();
    let path = format!("d/subscriptions/{}", id.as_str().unwrap());
    let mut change = body.clone();
    change["throttlingPolicy"] = json!("Gold");
    row.is(release, world.admin("PUT", &path).json(&change).send().await, 202);
    let pending = get(world, &path).await;
    row.same(release, pending["status"].clone(), json!("TIER_UPDATE_PENDING"));
    row.same(release, pending["throttlingPolicy"].clone(), json!("Unlimited"));
    row.same(release, pending["requestedThrottlingPolicy"].clone(), json!("Gold"));
    row.is(release, call().await, 200);
    settle(world, UPDATE, "APPROVED").await;
    let changed = get(world, &path).await;
    row.same(release, changed["throttlingPolicy"].clone(), json!("Gold"));
    row.same(release, changed["status"].clone(), json!("UNBLOCKED"));
    world.emulator.waive_approval(UPDATE).await.unwrap();
    blocked(world, release, id.as_str().unwrap(), &token).await;
}

async fn blocked(world: &World, release: &str, subscription: &str, token: &str) {
    let row = Row("§6.2", "900907 API or subscription blocked");
    let call = || world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).bearer(token).send();
    for (state, status) in [("BLOCKED", 401), ("PROD_ONLY_BLOCKED", 200)] {
        let path = format!(
            "p/subscriptions/block-subscription?subscriptionId={subscription}&blockState={state}"
        );
        world.admin("POST", &path).send().await.expect(200);
        let words = Row(
            "§3.2",
            "Subscription status: BLOCKED, PROD_ONLY_BLOCKED, UNBLOCKED, ON_HOLD, REJECTED",
        );
        let read = get(world, &format!("d/subscriptions/{subscription}")).await;
        words.same(release, read["status"].clone(), json!(state));
        let answer = row.is(release, call().await, status);
        row.same(release, answer.text.contains("900907"), status == 401);
    }
    let path = format!("p/subscriptions/unblock-subscription?subscriptionId={subscription}");
    world.admin("POST", &path).send().await.expect(200);
    row.is(release, call().await, 200);
    let path = "p/subscriptions/block-subscription?subscriptionId=none&blockState=BLOCKED";
    world.admin("POST", path).send().await.expect(404);
    let path =
        format!("p/subscriptions/block-subscription?subscriptionId={subscription}&blockState=X");
    world.admin("POST", &path).send().await.expect(400);
}

async fn deletions(world: &World, release: &str, application: &str) {
    let row = Row("§3.2", "POST /applications: 201, or 202 under workflow");
    let list = get(world, &format!("d/subscriptions?applicationId={application}")).await;
    let subscription = list["list"][0]["subscriptionId"].as_str().unwrap();
    for (workflow, path) in [
        (SUBSCRIPTION_DELETION, format!("d/subscriptions/{subscription}")),
        (APPLICATION_DELETION, format!("d/applications/{application}")),
    ] {
        world.emulator.require_approval(workflow).await.unwrap();
        row.is(release, world.admin("DELETE", &path).send().await, 202);
        get(world, &path).await;
        settle(world, workflow, "APPROVED").await;
        row.is(release, world.admin("GET", &path).send().await, 404);
    }
}

/// Keys of the try-out, which the Publisher gives.
#[tokio::test]
async fn internal_keys() {
    let row = Row("§6.3", "Created but deployed: only with Internal-Key");
    for release in ["4.0", "4.7"] {
        let world = Plan::new(release).start().await;
        let mut keys = Vec::new();
        for name in ["Pets", "Cars"] {
            let id = world.create(&world.document(name)).await;
            let revision = world.revision(&id).await;
            world.deploy(&id, &revision, &crate::world::NAMES).await.expect(201);
            let key = post(&world, &format!("p/apis/{id}/generate-key"), &json!({})).await;
            keys.push(key.expect(200).field("apikey"));
            world.eventually(&world.gw(1, &format!("/{}/1.0.0/a", name.to_lowercase())), 401).await;
        }
        let call = |key: &str| {
            let call = world.http.call("GET", world.gw(1, "/pets/1.0.0/a"));
            call.header("Internal-Key", key).send()
        };
        row.is(release, call(&keys[0]).await, 200);
        for wrong in [keys[1].as_str(), "no"] {
            row.same(
                release,
                row.is(release, call(wrong).await, 401).field("code"),
                "900901".to_owned(),
            );
        }
        let other = world.create(&world.document("Other")).await;
        world.change_lifecycle(&other, "Publish").await.expect(200);
        let token = world.tokens(&other).await[0].clone();
        let bearer = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).bearer(&token).send();
        row.same(release, row.is(release, bearer.await, 403).field("code"), "900908".to_owned());
        world.stop().await;
    }
}
