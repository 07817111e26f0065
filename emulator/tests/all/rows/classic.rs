//! §2.6: the classic model.

use serde_json::{Value, json};

use super::{row, with};
use crate::world::{NAMES, Plan, World};

async fn at(world: &World, name: &str) -> [u16; 2] {
    let path = format!("/{}/1.0.0/a", name.to_lowercase());
    let mut found = [0; 2];
    for (n, status) in (1..).zip(&mut found) {
        *status = world.http.call("GET", world.gw(n, &path)).send().await.status;
    }
    found
}

/// The table: the row's words, the list, what else is different, and where it is then.
#[tokio::test]
async fn where_an_api_is() {
    for version in ["3.0", "3.2"] {
        let world = Plan::new(version).types(["production", "sandbox"]).start().await;
        let echo = world.emulator.echo_url();
        let sandbox_only = json!({"endpointConfig": {"endpoint_type": "http", "sandbox_endpoints": {"url": echo}}});
        let rows: [(&str, Value, Value, [u16; 2]); 6] = [
            ("list of configured names", json!(NAMES), json!({}), [401, 401]),
            ("list of configured names", json!([NAMES[1]]), json!({}), [404, 401]),
            ("empty list", json!([]), json!({}), [404, 404]),
            ("unknown or removed name", json!([NAMES[0], "No such"]), json!({}), [401, 404]),
            (
                "`production` environment, API without production endpoint (or sandbox / sandbox)",
                json!(NAMES),
                sandbox_only,
                [404, 401],
            ),
            ("field absent on create", Value::Null, json!({}), [404, 404]),
        ];
        for (n, (words, list, changes, expected)) in rows.into_iter().enumerate() {
            let _row = row("§2.6", words);
            let name = format!("Pets{n}");
            let mut document = with(world.document(&name), &changes);
            document["gatewayEnvironments"] = list.clone();
            let document = with(document, &json!({}));
            let document = if list.is_null() {
                with(document, &json!({"gatewayEnvironments": null}))
            } else {
                document
            };
            let id = world.create(&document).await;
            assert_eq!(at(&world, &name).await, [404, 404], "before it is published");
            world.change_lifecycle(&id, "Publish").await.expect(200);
            assert_eq!(at(&world, &name).await, expected, "{version}: {words}");
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn one_gateway_fails() {
    let _row = row("§2.6", "one gateway fails");
    let world = Plan::new("3.2").start().await;
    let id = world.create(&world.document("Pets")).await;
    world.emulator.stop_node("gateway-2").await.unwrap();
    let failed = world.change_lifecycle(&id, "Publish").await.expect(500);
    assert!(failed.text.contains(&format!("Error while updating API : {id}")), "{}", failed.text);
    let there = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.status;
    assert_eq!(there, 401);
    assert_eq!(world.state(&id).await, "PUBLISHED");
    world.stop().await;
}

#[tokio::test]
async fn a_put_moves_it() {
    let _row = row("§2.6", "To change gateways: `GET`, edit the list, `PUT`");
    let world = Plan::new("3.2").start().await;
    let id = world.publish(&world.document("Pets")).await;
    assert_eq!(at(&world, "Pets").await, [401, 401]);
    let mut api = world.api(&id).await;
    api["gatewayEnvironments"] = json!([NAMES[1]]);
    world.admin("PUT", &format!("p/apis/{id}")).json(&api).send().await.expect(200);
    assert_eq!(at(&world, "Pets").await, [404, 401]);
    assert_eq!(world.api(&id).await["gatewayEnvironments"], json!([NAMES[1]]));
    world.stop().await;
}
