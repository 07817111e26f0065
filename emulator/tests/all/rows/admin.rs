//! §4: environments of the Admin API.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::world::{NAMES, Plan, World};

fn body(name: &str) -> Value {
    json!({
        "name": name, "displayName": "EU West", "description": "far",
        "vhosts": [{"host": "eu.gw.example", "httpContext": "", "httpPort": 8280, "httpsPort": 8243, "wsPort": 9099, "wssPort": 8099}],
    })
}

async fn post(world: &World, body: &Value) -> crate::http::Answer {
    world.admin("POST", "a/environments").json(body).send().await
}

#[tokio::test]
async fn only_in_4_x() {
    let _row = row("§4", "only in deployment.toml (`[[apim.gateway.environment]]`)");
    for version in ["3.0", "3.2"] {
        let world = alone(version).await;
        world.admin("GET", "a/environments").send().await.expect(501);
        world.stop().await;
    }
}

#[tokio::test]
async fn made_changed_and_deleted() {
    for version in ["4.0", "4.1", "4.2", "4.3", "4.6", "4.7"] {
        let world = alone(version).await;
        let _row = row("§4", "`GET`, `POST /environments`");
        let made = post(&world, &body("eu-west")).await.expect(201);
        let id = made.field("id");
        assert_ne!(id, "eu-west");
        assert!(
            made.headers["location"].to_str().unwrap().ends_with(&format!("/environments/{id}"))
        );
        let list = world.admin("GET", "a/environments").send().await.expect(200).json();
        assert_eq!(list["count"], 3);
        assert_eq!(list["list"][2], made.json());
        {
            let _row = row("§4", "not in the spec; works on 4.7");
            let path = format!("a/environments/{id}");
            assert_eq!(world.admin("GET", &path).send().await.expect(200).json(), made.json());
        }
        let one = made.json();
        let at_least = |minor: u32| version[2..].parse::<u32>().unwrap() >= minor;
        for (words, name, since) in [
            (
                "`id`, `name` (letters, digits, `_`, `-`; at most 255), `displayName`, `description` (1023), `isReadOnly`, `vhosts`",
                "isReadOnly",
                0,
            ),
            ("`provider`, `endpointURIs`, `additionalProperties`", "provider", 1),
            ("`provider`, `endpointURIs`, `additionalProperties`", "endpointURIs", 1),
            ("`gatewayType` (default \"Regular\")", "gatewayType", 3),
            (
                "`permissions` {`permissionType` `PUBLIC`/`ALLOW`/`DENY`, `roles`}, `apiDiscoveryScheduledWindow` (60)",
                "permissions",
                6,
            ),
            (
                "`permissions` {`permissionType` `PUBLIC`/`ALLOW`/`DENY`, `roles`}, `apiDiscoveryScheduledWindow` (60)",
                "apiDiscoveryScheduledWindow",
                6,
            ),
        ] {
            let _row = row("§4", words);
            assert_eq!(one.get(name).is_some(), at_least(since), "{version} {name}");
        }
        // A field is refused before its time.
        let early =
            with(body("other"), &json!({"permissions": {"permissionType": "PUBLIC", "roles": []}}));
        let answer = post(&world, &early).await;
        assert_eq!(answer.status, if at_least(6) { 201 } else { 400 });
        {
            let _row = row("§4", "`PUT`, `DELETE /environments/{id}`");
            let path = format!("a/environments/{id}");
            let changed = with(one.clone(), &json!({"displayName": "Europe"}));
            let after = world.admin("PUT", &path).json(&changed).send().await.expect(200).json();
            assert_eq!(after["displayName"], "Europe");
            {
                let _row = row("§4", "rename");
                let renamed = with(one.clone(), &json!({"name": "eu-east"}));
                world.admin("PUT", &path).json(&renamed).send().await.refuses(400, 900_510);
            }
            world.admin("DELETE", &path).send().await.expect(200);
            world.admin("GET", &path).send().await.refuses(404, 900_506);
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn behaviour_on_4_7() {
    let world = alone("4.7").await;
    let long = "x".repeat(256);
    let twice = json!([{"host": "a.example"}, {"host": "a.example"}]);
    let rows: &[(&str, Value, u16, Option<u32>)] = &[
        ("no vhost", json!({"vhosts": []}), 400, Some(900_511)),
        ("no vhost", json!({"vhosts": null}), 400, Some(900_511)),
        (
            "bad name; empty `displayName` (absent is fine, 201)",
            json!({"name": "eu west"}),
            400,
            None,
        ),
        ("bad name; empty `displayName` (absent is fine, 201)", json!({"name": ""}), 400, None),
        ("bad name; empty `displayName` (absent is fine, 201)", json!({"name": "a/b"}), 400, None),
        ("bad name; empty `displayName` (absent is fine, 201)", json!({"name": long}), 400, None),
        (
            "bad name; empty `displayName` (absent is fine, 201)",
            json!({"displayName": ""}),
            400,
            None,
        ),
        (
            "bad name; empty `displayName` (absent is fine, 201)",
            json!({"displayName": null, "name": "bare"}),
            201,
            None,
        ),
        ("existing name", json!({"name": "bare"}), 400, Some(900_507)),
        ("two vhosts with one host", json!({"vhosts": twice}), 400, Some(900_509)),
        (
            "odd characters in a vhost host",
            json!({"name": "odd", "vhosts": [{"host": "a_b!c"}]}),
            201,
            None,
        ),
        (
            "Non-Regular (APK) environments refuse websocket ports",
            json!({"name": "apk", "gatewayType": "APK"}),
            400,
            None,
        ),
        (
            "Non-Regular (APK) environments refuse websocket ports",
            json!({"name": "apk", "gatewayType": "APK", "vhosts": [{"host": "a", "httpContext": "gw"}]}),
            201,
            None,
        ),
        ("unknown property in the body", json!({"colour": "red"}), 400, None),
        ("`description` (1023)", json!({"description": "x".repeat(1024)}), 400, None),
    ];
    for (words, changes, status, code) in rows {
        let _row = row("§4", words);
        let answer = post(&world, &with(body("eu-west"), changes)).await.expect(*status);
        if let Some(code) = code {
            assert_eq!(answer.json()["code"], *code, "{changes}");
        }
    }
    let own = format!("a/environments/{}", NAMES[0].replace(' ', "%20"));
    {
        let _row = row("§4", "For a TOML environment the `id` equals its `name`");
        assert_eq!(world.admin("GET", &own).send().await.expect(200).json()["isReadOnly"], true);
    }
    {
        let _row = row(
            "§4",
            "change or delete of \"Default\" or any environment from the TOML (read-only; TOML wins)",
        );
        world.admin("PUT", &own).json(&body("x")).send().await.refuses(400, 900_508);
        world.admin("DELETE", &own).send().await.refuses(400, 900_508);
    }
    {
        let _row = row("§4", "delete of an unknown id");
        world.admin("DELETE", "a/environments/none").send().await.refuses(404, 900_506);
        world
            .admin("PUT", "a/environments/none")
            .json(&body("x"))
            .send()
            .await
            .refuses(404, 900_506);
    }
    {
        let _row = row("§4", "delete while an API or product revision is deployed there");
        let id = world.make_environment("used").await;
        let api = world.create(&world.document("Pets")).await;
        let revision = world.revision(&api).await;
        world.deploy(&api, &revision, &["used"]).await.expect(201);
        let path = format!("a/environments/{id}");
        world.admin("DELETE", &path).send().await.expect(409);
        let undeploy = format!("p/apis/{api}/undeploy-revision?revisionId={revision}");
        world.admin("POST", &undeploy).json(&json!([{"name": "used"}])).send().await.expect(201);
        world.admin("DELETE", &path).send().await.expect(200);
    }
    world.stop().await;
}

#[tokio::test]
async fn who_sees_an_environment() {
    let _row = row("§4", "`permissions` {`permissionType` `PUBLIC`/`ALLOW`/`DENY`, `roles`}");
    let world = alone("4.7").await;
    world.emulator.add_user("publisher", "p", &["Internal/publisher"]).await;
    for (name, kind) in [("open", "PUBLIC"), ("for-publishers", "ALLOW"), ("for-others", "DENY")] {
        let permissions = json!({"permissionType": kind, "roles": ["Internal/publisher"]});
        post(&world, &with(body(name), &json!({"permissions": permissions}))).await.expect(201);
    }
    for (user, password, seen) in
        [("admin", "admin", ["open", "for-others"]), ("publisher", "p", ["open", "for-publishers"])]
    {
        let call = world.portal("GET", "p/settings").basic(user, password);
        let settings = call.send().await.expect(200).json();
        let list = settings["environment"].as_array().unwrap();
        let names: Vec<_> =
            list.iter().skip(2).map(|item| item["name"].as_str().unwrap()).collect();
        assert_eq!(names, seen);
    }
    world.stop().await;
}

/// A made environment's APIs are at the gateways whose labels name it.
#[tokio::test]
async fn gateways_serve_what_was_made() {
    let plan =
        Plan::new("4.7").change(2, "[\"Hybrid Gateway\"]", "[\"Hybrid Gateway\", \"eu-west\"]");
    let world = plan.start().await;
    let id = world.make_environment("eu-west").await;
    let settings = world.admin("GET", "p/settings").send().await.expect(200).json();
    assert_eq!(
        (&settings["environment"][2]["id"], &settings["environment"][2]["type"]),
        (&json!(id), &json!("hybrid"))
    );
    let api = world.create(&world.document("Pets")).await;
    let revision = world.revision(&api).await;
    world.deploy(&api, &revision, &["eu-west"]).await.expect(201);
    world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
    let there = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.status;
    assert_eq!(there, 404);
    let _row =
        row("§4", "`{count,list[{gatewayId,lastActive,status}]}`, status `ACTIVE`/`EXPIRED`");
    let gateways = async || {
        let path = format!("a/environments/{id}/gateways");
        let body = world.admin("GET", &path).send().await.expect(200).json();
        assert_eq!(
            (&body["count"], &body["list"][0]["gatewayId"]),
            (&json!(1), &json!("gateway-2"))
        );
        body["list"][0]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(gateways().await, "ACTIVE");
    world.emulator.stop_node("gateway-2").await.unwrap();
    for _ in 0..200 {
        if gateways().await == "EXPIRED" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(gateways().await, "EXPIRED");
    world.admin("GET", "a/environments/none/gateways").send().await.refuses(404, 900_506);
    world.stop().await;
    let world = alone("4.5").await;
    world.admin("GET", "a/environments/x/gateways").send().await.expect(501);
    world.stop().await;
}
