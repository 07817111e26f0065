//! §2.7: the revision model.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{alone, row};
use crate::world::{NAMES, Plan, World};

const RELEASES: [&str; 4] = ["4.0", "4.1", "4.3", "4.7"];

async fn list(world: &World, id: &str, query: &str) -> Value {
    world.admin("GET", &format!("p/apis/{id}/revisions?{query}")).send().await.expect(200).json()
}

#[tokio::test]
async fn success_in_fact() {
    for version in RELEASES {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let create = async |body: Value| {
            let call = world.admin("POST", &format!("p/apis/{id}/revisions"));
            call.json(&body).send().await
        };
        let first = {
            let _row =
                row("§2.7", "`{\"description\":\"...\"}` at most 255 characters; `{}` accepted");
            create(json!({"description": "x".repeat(256)})).await.expect(400);
            let named = create(json!({"description": "x".repeat(255)})).await.expect(201).json();
            assert_eq!(
                (&named["displayName"], &named["apiInfo"]["id"]),
                (&json!("Revision 1"), &json!(id))
            );
            let bare = create(json!({})).await.expect(201);
            assert_eq!(bare.field("displayName"), "Revision 2");
            named["id"].as_str().unwrap().to_owned()
        };
        {
            let _row =
                row("§2.7", "**201** (spec says 200), array of **all** deployments of the API");
            world.deploy(&id, &first, &NAMES[..1]).await.expect(201);
            let all = world.deploy(&id, &first, &NAMES[1..]).await.expect(201).json();
            assert_eq!(all.as_array().unwrap().len(), 2);
        }
        {
            let _row = row("§2.7", "`query=deployed:true` or `deployed:false`");
            assert_eq!(list(&world, &id, "query=deployed:true").await["list"][0]["id"], first);
            assert_eq!(list(&world, &id, "query=deployed:false").await["count"], 1);
            assert_eq!(list(&world, &id, "").await["count"], 2);
        }
        {
            let _row = row("§2.7", "documented but not implemented in both server versions read");
            let path = format!("p/apis/{id}/revisions/{first}");
            world.admin("GET", &path).send().await.refuses(501, 501);
        }
        {
            let _row = row("§2.7", "A revision can be read as an API");
            let read = world.api(&first).await;
            assert_eq!(
                (&read["isRevision"], &read["revisionedApiId"], &read["revisionId"]),
                (&json!(true), &json!(id), &json!(1))
            );
        }
        {
            let _row = row("§2.7", "id = base64url of the environment name");
            let path = format!("p/apis/{id}/deployments/{}", URL_SAFE_NO_PAD.encode(NAMES[0]));
            let body = json!({"displayOnDevportal": false});
            let shown = world.admin("PUT", &path).json(&body).send().await.expect(200).json();
            assert_eq!(
                (&shown["name"], &shown["displayOnDevportal"]),
                (&json!(NAMES[0]), &json!(false))
            );
            let other = format!("p/apis/{id}/deployments/{}", URL_SAFE_NO_PAD.encode("other"));
            world.admin("PUT", &other).json(&body).send().await.expect(404);
        }
        {
            let _row = row(
                "§2.7",
                "`?revisionId=` or `?revisionNumber=`, `allEnvironments` (false); array with `name`",
            );
            let undeploy = async |query: &str, body: Value| {
                let path = format!("p/apis/{id}/undeploy-revision?{query}");
                world.admin("POST", &path).json(&body).send().await.expect(201).json()
            };
            // Without a vhost, and of that environment alone.
            let left = undeploy("revisionNumber=1", json!([{"name": NAMES[0]}])).await;
            assert_eq!(left[0]["name"], NAMES[1]);
            let query = format!("revisionId={first}&allEnvironments=true");
            assert_eq!(undeploy(&query, json!([])).await, json!([]));
        }
        {
            let _row = row("§2.7", "201 with the API");
            let path = format!("p/apis/{id}/restore-revision?revisionId={first}");
            let api = world.admin("POST", &path).send().await.expect(201).json();
            assert_eq!((&api["id"], &api["isRevision"]), (&json!(id), &json!(false)));
        }
        {
            let _row = row("§2.7", "200, remaining list");
            let path = format!("p/apis/{id}/revisions/{first}");
            let left = world.admin("DELETE", &path).send().await.expect(200).json();
            assert_eq!(
                (&left["count"], &left["list"][0]["displayName"]),
                (&json!(1), &json!("Revision 2"))
            );
        }
        // A number is not given twice.
        assert_eq!(create(json!({})).await.expect(201).field("displayName"), "Revision 3");
        world.stop().await;
    }
}

#[tokio::test]
async fn fields_of_a_deployment() {
    for (version, columns) in [
        ("4.0", [false, false, false]),
        ("4.1", [true, false, false]),
        ("4.2", [true, false, false]),
        ("4.3", [true, true, false]),
        ("4.5", [true, true, false]),
        ("4.6", [true, true, true]),
        ("4.7", [true, true, true]),
    ] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let revision = world.revision(&id).await;
        let deployed = world.deploy(&id, &revision, &NAMES[..1]).await.expect(201).json();
        for (words, name, expected) in [
            (
                "`revisionUuid`, `name`, `vhost`, `displayOnDevportal`, `deployedTime`",
                "revisionUuid",
                true,
            ),
            ("`successDeployedTime`", "successDeployedTime", columns[0]),
            ("`status` `CREATED`, `APPROVED`, `REJECTED` (default CREATED)", "status", columns[1]),
            (
                "`liveGatewayCount`, `deployedGatewayCount`, `failedGatewayCount`",
                "liveGatewayCount",
                columns[2],
            ),
            (
                "`liveGatewayCount`, `deployedGatewayCount`, `failedGatewayCount`",
                "failedGatewayCount",
                columns[2],
            ),
        ] {
            let _row = row("§2.7", words);
            assert_eq!(deployed[0].get(name).is_some(), expected, "{version} {name}");
        }
        let _row = row("§2.7", "No field `deployedGatewayTime` was found in any version");
        assert!(deployed[0].get("deployedGatewayTime").is_none());
        world.stop().await;
    }
}

#[tokio::test]
async fn limit_of_five() {
    for (version, status, code) in [("4.0", 500, 500), ("4.1", 400, 900_351), ("4.7", 400, 900_351)]
    {
        let _row = row("§2.7", "**Limit of five revisions per API**");
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let mut revisions = Vec::new();
        for _ in 0..5 {
            revisions.push(world.revision(&id).await);
        }
        let create = async || {
            let call = world.admin("POST", &format!("p/apis/{id}/revisions"));
            call.json(&json!({})).send().await
        };
        create().await.refuses(status, code);
        assert_eq!(list(&world, &id, "").await["count"], 5);
        {
            let _row = row("§2.7", "Remedy for the limit");
            let oldest = format!("p/apis/{id}/revisions/{}", revisions[0]);
            world.admin("DELETE", &oldest).send().await.expect(200);
            create().await.expect(201);
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn replacing_and_repeating() {
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    let first = world.revision(&id).await;
    let second = world.revision(&id).await;
    world.deploy(&id, &first, &NAMES[..1]).await.expect(201);
    {
        let _row =
            row("§2.7", "Deploying another revision to an environment **replaces** the one there");
        let all = world.deploy(&id, &second, &NAMES[..1]).await.expect(201).json();
        assert_eq!((all.as_array().unwrap().len(), &all[0]["revisionUuid"]), (1, &json!(second)));
    }
    {
        let _row = row("§2.7", "Re-posting the deploy of a revision already there is accepted");
        let again = world.deploy(&id, &second, &NAMES[..1]).await.expect(201).json();
        assert_eq!(again.as_array().unwrap().len(), 1);
    }
    {
        let _row = row("§2.7", "Lifecycle: a Created API can be deployed");
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
    }
    {
        let _row =
            row("§2.7", "An API without an endpoint for the environment's type is not put on it");
        let mut document = world.document("Sand");
        document["endpointConfig"].as_object_mut().unwrap().remove("production_endpoints");
        let sand = world.create(&document).await;
        let revision = world.revision(&sand).await;
        world.deploy(&sand, &revision, &NAMES).await.expect(201);
        world.eventually(&world.gw(2, "/sand/1.0.0/a"), 401).await;
        let there = world.http.call("GET", world.gw(1, "/sand/1.0.0/a")).send().await.status;
        assert_eq!(there, 404);
    }
    world.stop().await;
}

/// A gateway that came back has what it missed: it fetches everything when it starts.
#[tokio::test]
async fn counters_are_true() {
    let _row = row("§2.7", "from 4.6, `deployedGatewayCount` against `liveGatewayCount`");
    let world = Plan::new("4.7").start().await;
    let id = world.create(&world.document("Pets")).await;
    let revision = world.revision(&id).await;
    world.deploy(&id, &revision, &NAMES).await.expect(201);
    let until = async |expected: [u32; 4]| {
        let mut found = Value::Null;
        for _ in 0..300 {
            found = world.admin("GET", &format!("p/apis/{id}/deployments")).send().await.json();
            let of = |n: usize| [&found[n]["liveGatewayCount"], &found[n]["deployedGatewayCount"]];
            if [of(0), of(1)].concat().iter().zip(expected).all(|(a, b)| **a == json!(b)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("never {expected:?}: {found}");
    };
    until([1, 1, 1, 1]).await;
    world.emulator.stop_node("gateway-2").await.unwrap();
    until([1, 1, 0, 0]).await;
    world.emulator.start_node("gateway-2").await.unwrap();
    until([1, 1, 1, 1]).await;
    world.stop().await;
}

#[tokio::test]
async fn keys_of_an_environment_and_of_the_try_out() {
    for version in ["4.0", "4.1", "4.7"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        {
            let _row = row("§2.7", "`POST /apis/{id}/generate-key`, header `Internal-Key`");
            let path = format!("p/apis/{id}/generate-key");
            let key = world.admin("POST", &path).send().await.expect(200).json();
            assert!(key["apikey"].as_str().unwrap().len() > 20);
            assert!(key["validityTime"].as_u64().unwrap() > 0);
            world.admin("POST", "p/apis/none/generate-key").send().await.refuses(404, 900_308);
        }
        let _row = row("§2.7", "From 4.1, `GET`/`PUT /apis/{id}/environments/{envId}/keys`");
        let environment = NAMES[0].replace(' ', "%20");
        let path = format!("p/apis/{id}/environments/{environment}/keys");
        let get = world.admin("GET", &path).send().await;
        if version == "4.0" {
            get.expect(501);
        } else {
            assert_eq!(get.expect(200).json(), json!({}));
            let keys = json!({"productionEndpoint": "https://a.example", "sandboxEndpoint": "https://b.example"});
            world.admin("PUT", &path).json(&keys).send().await.expect(200);
            assert_eq!(world.admin("GET", &path).send().await.json(), keys);
            let other = format!("p/apis/{id}/environments/none/keys");
            world.admin("GET", &other).send().await.refuses(404, 900_506);
        }
        world.stop().await;
    }
}
