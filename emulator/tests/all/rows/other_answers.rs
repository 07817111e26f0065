//! REST reference §6.3.

use serde_json::json;

use super::Row;
use crate::http::Answer;
use crate::world::{Plan, World};

fn code(release: &str, answer: &Answer) -> String {
    if release.starts_with('3') {
        let (_, rest) = answer.text.split_once("<am:code>").unwrap();
        return rest.split_once('<').unwrap().0.to_owned();
    }
    answer.field("code")
}

#[tokio::test]
async fn every_row_in_every_release() {
    for release in ["3.2", "4.0", "4.7"] {
        let world = Plan::new(release).start().await;
        let mut document = world.document("Pets");
        document["operations"] = json!([
            {"target": "/pets", "verb": "GET"},
            {"target": "/open", "verb": "GET", "authType": "None"},
        ]);
        document["transport"] = json!(["https"]);
        let id = world.publish(&document).await;
        world.eventually(&world.gw(1, "/pets/1.0.0/open"), 200).await;
        not_there(&world, release).await;
        let row = Row("§6.3", "transport not enabled: 403, \"Unsupported Transport [ ... ]\"");
        let plain = format!("http://localhost:{}/pets/1.0.0/open", 8280 + world.base + 1);
        let answer = row.is(release, world.http.call("GET", plain).send().await, 403);
        row.holds(release, answer.text.contains("Unsupported Transport [ http ]"), &answer);
        states(&world, release, &id).await;
        world.stop().await;
    }
}

async fn not_there(world: &World, release: &str) {
    let call = |method: &str, path: &str| world.http.call(method, world.gw(1, path)).send();
    let row = Row("§6.3", "unknown context, or API not deployed there: 404");
    let answer = row.is(release, call("GET", "/nothing/1.0.0").await, 404);
    row.same(release, code(release, &answer), "404".to_owned());
    let text = "The requested resource is not available.";
    row.holds(release, answer.text.contains(text), &answer);
    let row = Row(
        "§6.3",
        "path not in the API: 404 \"No matching resource found for given API Request\"",
    );
    let answer = row.is(release, call("GET", "/pets/1.0.0/dogs").await, 404);
    row.holds(
        release,
        answer.text.contains("No matching resource found for given API Request"),
        &answer,
    );
    let row = Row("§6.3", "verb not in the API: 405 \"Method not allowed for given API resource\"");
    let answer = row.is(release, call("POST", "/pets/1.0.0/pets").await, 405);
    row.holds(release, answer.text.contains("Method not allowed for given API resource"), &answer);
}

async fn states(world: &World, release: &str, id: &str) {
    let url = world.gw(1, "/pets/1.0.0/open");
    let steps = [
        ("lifecycle Blocked: 503, 700700", "Block", 503),
        ("Deprecated: 200, works", "Deprecate", 200),
        ("Retired: 404", "Retire", 404),
    ];
    for (words, action, status) in steps {
        let row = Row("§6.3", words);
        world.change_lifecycle(id, action).await.expect(200);
        world.eventually(&url, status).await;
        let answer = row.is(release, world.http.call("GET", &url).send().await, status);
        if status == 503 {
            row.same(release, code(release, &answer), "700700".to_owned());
            row.holds(release, answer.text.contains("API blocked"), &answer);
        }
    }
}
