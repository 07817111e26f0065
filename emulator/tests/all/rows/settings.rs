//! §2.5: listing gateway environments.

use serde_json::{Value, json};

use super::{alone, row};
use crate::world::{NAMES, Plan};

async fn settings(version: &str) -> Value {
    let world = alone(version).await;
    let settings = world.admin("GET", "p/settings").send().await.expect(200).json();
    world.stop().await;
    settings
}

fn has(object: &Value, names: &str) -> bool {
    let has: Vec<bool> = names.split(' ').map(|name| object.get(name).is_some()).collect();
    assert!(has.windows(2).all(|pair| pair[0] == pair[1]), "{names}: {object}");
    has[0]
}

#[tokio::test]
async fn environments_per_release() {
    for (version, columns) in [
        ("3.0", [true, false, false]),
        ("3.1", [true, false, false]),
        ("3.2", [true, false, false]),
        ("4.0", [false, true, false]),
        ("4.1", [false, true, true]),
        ("4.3", [false, true, true]),
        ("4.7", [false, true, true]),
    ] {
        let settings = settings(version).await;
        let first = &settings["environment"][0];
        assert_eq!((&first["name"], &first["type"]), (&json!(NAMES[0]), &json!("production")));
        let rows = [
            ("`endpoints` {http, https, ws, wss}", "endpoints", columns[0]),
            ("`displayName`, `vhosts[]`", "displayName vhosts", columns[1]),
            (
                "`id`, `provider`, `endpointURIs[]` {protocol, endpointURI}, `additionalProperties[]` {key, value}",
                "id provider endpointURIs additionalProperties",
                columns[2],
            ),
            (
                "`name`, `type`, `serverUrl`, `showInApiConsole`",
                "name type serverUrl showInApiConsole",
                true,
            ),
        ];
        for (words, names, expected) in rows {
            let _row = row("§2.5", words);
            assert_eq!(has(first, names), expected, "{version}");
        }
        {
            let _row = row(
                "§2.5",
                "VHost: `host`, `httpContext`, `httpPort`, `httpsPort`, `wsPort`, `wssPort`; `websubHttpPort`, `websubHttpsPort` from 4.1",
            );
            let host = &first["vhosts"][0];
            assert_eq!(has(host, "host httpContext httpPort httpsPort wsPort wssPort"), columns[1]);
            assert_eq!(has(host, "websubHttpPort websubHttpsPort"), columns[2]);
        }
        let at_least =
            |minor: u32| version.starts_with('4') && version[2..].parse::<u32>().unwrap() >= minor;
        for (words, name, expected) in [
            (
                "`storeUrl` (3.1, 3.2), renamed `devportalUrl` (4.x)",
                "storeUrl",
                ["3.1", "3.2"].contains(&version),
            ),
            ("`storeUrl` (3.1, 3.2), renamed `devportalUrl` (4.x)", "devportalUrl", at_least(0)),
            ("`gatewayTypes[]` from 4.3", "gatewayTypes", at_least(3)),
            ("`defaultSubscriptionPolicy` from 4.2", "defaultSubscriptionPolicy", at_least(2)),
        ] {
            let _row = row("§2.5", words);
            assert_eq!(has(&settings, name), expected, "{version} {name}");
        }
    }
}

/// The kinds of gateways are those of the file.
#[tokio::test]
async fn gateway_types() {
    let section =
        "[apim]\ngateway_type = \"Regular,APK,AWS,Azure,Kong,Envoy,APIPlatform\"\n[super_admin]";
    let plan = Plan::new("4.7").alone().change(0, "[super_admin]", section);
    let world = plan.start().await;
    let settings = world.admin("GET", "p/settings").send().await.expect(200).json();
    assert_eq!(settings["gatewayTypes"].as_array().unwrap().len(), 7);
    world.stop().await;
}

#[tokio::test]
async fn gateway_environments_of_3_x() {
    let _row =
        row("§2.5", "`GET /settings/gateway-environments?apiId=` (required `apiId`; `api_view`)");
    for version in ["3.0", "3.2"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let list = async |query: &str| {
            world.admin("GET", &format!("p/settings/gateway-environments{query}")).send().await
        };
        assert_eq!(list(&format!("?apiId={id}")).await.expect(200).json()["count"], 2);
        list("").await.expect(400);
        list("?apiId=none").await.expect(404);
        world.stop().await;
    }
    let _row = row("§2.5", "removed in 4.0");
    let world = alone("4.0").await;
    world.admin("GET", "p/settings/gateway-environments?apiId=x").send().await.expect(501);
    world.stop().await;
}

#[tokio::test]
async fn no_list_of_its_own() {
    let _row = row("§2.5", "No top-level `/environments` path exists in any publisher spec");
    for version in ["3.2", "4.7"] {
        let world = alone(version).await;
        world.admin("GET", "p/environments").send().await.expect(501);
        world.stop().await;
    }
}
