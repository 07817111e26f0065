//! The gateway's REST API: REST reference §2.1, §2.7.

use serde_json::json;

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World};

const QUERY: &str = "apiName=Pets&version=1.0.0&tenantDomain=carbon.super";

async fn call(world: &World, method: &str, path: &str, password: &str) -> Answer {
    let port = 9443 + world.base + 1;
    let url = format!("https://localhost:{port}/api/am/gateway/v2/{path}");
    world.http.call(method, url).basic("admin", password).send().await
}

#[tokio::test]
async fn every_row_in_every_release() {
    for release in ["4.0", "4.1", "4.7"] {
        let world = Plan::new(release).start().await;
        world.publish(&world.document("Pets")).await;
        let url = world.gw(1, "/pets/1.0.0/a");
        world.eventually(&url, 401).await;

        let row = Row(
            "§2.7",
            "GET /api/am/gateway/v2/api-artifact?apiName=&version=&tenantDomain= (Basic admin)",
        );
        let answer = row.is(
            release,
            call(&world, "GET", &format!("api-artifact?{QUERY}"), "admin").await,
            200,
        );
        row.holds(release, answer.field("api").contains("Pets"), &answer);
        row.is(release, call(&world, "GET", &format!("api-artifact?{QUERY}"), "no").await, 401);
        let other = QUERY.replace("1.0.0", "2.0.0");
        row.is(release, call(&world, "GET", &format!("api-artifact?{other}"), "admin").await, 404);
        row.is(release, call(&world, "GET", "api-artifact?apiName=Pets", "admin").await, 400);
        for (path, field) in [
            ("end-points", "endpoints"),
            ("sequence", "sequences"),
            ("local-entry", "localEntries"),
        ] {
            let answer = call(&world, "GET", &format!("{path}?{QUERY}"), "admin").await.expect(200);
            assert!(answer.json()[field].is_array(), "{answer:?}");
        }

        let row =
            Row("§2.1", "GET /server-startup-healthcheck exists on the gateway REST API from 4.1");
        let port = 9443 + world.base + 1;
        let url = format!("https://localhost:{port}/api/am/gateway/v2/server-startup-healthcheck");
        let health = world.http.call("GET", url).send().await;
        row.is(release, health, if release == "4.0" { 401 } else { 200 });

        let row = Row("§2.7", "The gateway itself offers POST /redeploy-api");
        let url = world.gw(1, "/pets/1.0.0/a");
        let get = async || world.http.call("GET", &url).send().await.status;
        let off = call(&world, "POST", &format!("undeploy-api?{QUERY}"), "admin").await.expect(200);
        assert_eq!(off.json(), json!({"deployStatus": "UNDEPLOYED"}));
        row.same(release, get().await, 404);
        // A later event does not bring it back; redeploying does.
        let cars = world.publish(&world.document("Cars")).await;
        world.eventually(&world.gw(1, "/cars/1.0.0/a"), 401).await;
        row.same(release, get().await, 404);
        let on = row.is(
            release,
            call(&world, "POST", &format!("redeploy-api?{QUERY}"), "admin").await,
            200,
        );
        row.same(release, on.json(), json!({"deployStatus": "DEPLOYED"}));
        row.same(release, get().await, 401);
        row.is(release, call(&world, "POST", &format!("redeploy-api?{other}"), "admin").await, 404);
        for action in ["Deprecate", "Retire"] {
            world.change_lifecycle(&cars, action).await.expect(200);
        }
        let gone = QUERY.replace("Pets", "Cars");
        row.is(release, call(&world, "POST", &format!("redeploy-api?{gone}"), "admin").await, 404);
        world.stop().await;
    }
}

/// A gateway that cannot fetch its APIs is not ready, and becomes so when it can.
#[tokio::test]
async fn health_follows_the_first_fetch() {
    let world = Plan::new("4.7").start().await;
    let health = async || call(&world, "GET", "server-startup-healthcheck", "admin").await.status;
    world.emulator.stop_node("control-plane").await.unwrap();
    world.emulator.stop_node("gateway-1").await.unwrap();
    world.emulator.start_node("gateway-1").await.unwrap();
    assert_eq!(health().await, 503);
    world.emulator.start_node("control-plane").await.unwrap();
    let url = format!(
        "https://localhost:{}/api/am/gateway/v2/server-startup-healthcheck",
        9443 + world.base + 1
    );
    world.eventually(&url, 200).await;
    world.stop().await;
}
