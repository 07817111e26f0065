//! §2.3: creating, reading, changing and deleting an API.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::world::{Plan, World};

async fn post(world: &World, changes: Value) -> crate::http::Answer {
    let document = with(world.document("Pets"), &changes);
    world.admin("POST", "p/apis").json(&document).send().await
}

/// §2.3, "Create behaviour": what is refused, by the row's words; changes, status, and the code
/// where the row has one.
#[tokio::test]
async fn what_is_refused() {
    let rows: &[(&str, Value, u16, Option<u32>)] = &[
        ("blank name, context or version; invalid context", json!({"name": " "}), 400, None),
        ("blank name, context or version; invalid context", json!({"context": ""}), 400, None),
        ("blank name, context or version; invalid context", json!({"version": ""}), 400, None),
        ("blank name, context or version; invalid context", json!({"version": null}), 400, None),
        ("blank name, context or version; invalid context", json!({"context": "/a b"}), 400, None),
        ("blank name, context or version; invalid context", json!({"context": "/a?"}), 400, None),
        ("invalid tier", json!({"policies": ["Diamond"]}), 400, Some(900_305)),
    ];
    for version in ["3.2", "4.0", "4.7"] {
        let world = alone(version).await;
        for (words, changes, status, code) in rows {
            let _row = row("§2.3", words);
            let answer = post(&world, changes.clone()).await.expect(*status);
            if let Some(code) = code {
                assert_eq!(answer.json()["code"], *code, "{version}: {changes}");
            }
        }
        let none = world.admin("GET", "p/apis").send().await.expect(200).json();
        assert_eq!(none["count"], 0);
        world.stop().await;
    }
}

/// §2.3: "Name length 50 (4.0), 60 (4.1+); context 82 (4.0), 232 (4.1+); version 30."
#[tokio::test]
async fn lengths() {
    for (version, name, context) in [("4.0", 50, 82), ("4.1", 60, 232), ("4.7", 60, 232)] {
        let _row = row(
            "§2.3",
            "Name length 50 (4.0), 60 (4.1+); context 82 (4.0), 232 (4.1+); version 30",
        );
        let world = alone(version).await;
        for (key, prefix, longest) in
            [("name", "", name), ("context", "/", context), ("version", "", 30)]
        {
            let text = |length: usize| format!("{prefix}{}", "x".repeat(length - prefix.len()));
            post(&world, json!({key: text(longest + 1)})).await.expect(400);
            let id = post(&world, json!({key: text(longest)})).await.expect(201).field("id");
            world.admin("DELETE", &format!("p/apis/{id}")).send().await.expect(200);
        }
        world.stop().await;
    }
}

/// §2.3, "Create behaviour": what is taken.
#[tokio::test]
async fn what_is_taken() {
    for version in ["3.0", "3.2", "4.0", "4.3", "4.7"] {
        let world = alone(version).await;
        let first = {
            let _row = row("§2.3", "no `endpointConfig`");
            post(&world, json!({"endpointConfig": null})).await.expect(201)
        };
        assert!(first.headers["location"].to_str().unwrap().ends_with(&first.field("id")));
        {
            let _row = row("§2.3", "empty `operations`");
            let other = json!({"name": "Other", "context": "/other", "operations": []});
            let api = post(&world, other).await.expect(201).json();
            let operations = api["operations"].as_array().unwrap();
            let mut verbs: Vec<_> =
                operations.iter().map(|o| o["verb"].as_str().unwrap()).collect();
            verbs.sort_unstable();
            assert_eq!(verbs, ["DELETE", "GET", "PATCH", "POST", "PUT"]);
            assert!(operations.iter().all(|operation| operation["target"] == "/*"));
        }
        // What is kept is not what was sent: defaults are there, and lists are in order.
        let sent = json!({"name": "Sets", "context": "sets", "tags": ["b", "a"], "policies": ["Unlimited", "Gold"]});
        let api = post(&world, sent).await.expect(201).json();
        assert_eq!(
            (&api["tags"], &api["policies"]),
            (&json!(["a", "b"]), &json!(["Gold", "Unlimited"]))
        );
        assert_eq!((&api["context"], &api["cacheTimeout"]), (&json!("/sets"), &json!(300)));
        assert_eq!(api["lifeCycleStatus"], "CREATED");
        world.stop().await;
    }
}

/// §2.3 and §5.1: names, contexts and versions that exist.
#[tokio::test]
async fn what_exists() {
    for version in ["3.2", "4.1", "4.7"] {
        let world = alone(version).await;
        post(&world, json!({})).await.expect(201);
        {
            let _row = row("§5.1", "API name / context / version exists");
            post(&world, json!({})).await.refuses(409, 900_300);
        }
        {
            let _row = row("§2.3", "context already in use");
            post(&world, json!({"name": "Other"})).await.refuses(409, 900_251);
        }
        {
            let _row = row("§2.3", "existing name with another context (as if a new version)");
            post(&world, json!({"version": "2.0.0", "context": "/other"})).await.expect(400);
        }
        {
            let _row = row("§2.3", "name differing only by letter case");
            post(&world, json!({"name": "PETS", "context": "/other"})).await.refuses(409, 900_250);
        }
        // The same name and context under another version is a new version.
        post(&world, json!({"version": "2.0.0"})).await.expect(201);
        world.stop().await;
    }
}

/// §2.3: PUT.
#[tokio::test]
async fn update() {
    for version in ["3.0", "3.2", "4.0", "4.1", "4.3", "4.7"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let api = world.api(&id).await;
        let put = async |document: Value| {
            world.admin("PUT", &format!("p/apis/{id}")).json(&document).send().await
        };
        // Read, change, write: every field that is read can be written.
        let again = put(api.clone()).await.expect(200).json();
        assert_ne!(again["lastUpdatedTime"], api["lastUpdatedTime"]);
        assert_eq!(again["lastUpdatedTimestamp"].is_string(), ["4.3", "4.7"].contains(&version));
        {
            let _row = row("§2.3", "a PUT with another context answers 200 and **ignores** it");
            let changed = json!({"context": "/other", "name": "Cats", "lifeCycleStatus": "PUBLISHED", "description": "new"});
            let after = put(with(api.clone(), &changed)).await.expect(200).json();
            assert_eq!((&after["context"], &after["name"]), (&json!("/pets"), &json!("Pets")));
            assert_eq!(
                (&after["lifeCycleStatus"], &after["description"]),
                (&json!("CREATED"), &json!("new"))
            );
        }
        {
            let _row = row("§2.3", "replaces the full object");
            let bare = json!({"name": "Pets", "context": "/pets", "version": "1.0.0"});
            let after = put(bare).await.expect(200).json();
            assert!(after.get("description").is_none() && after.get("endpointConfig").is_none());
        }
        {
            let _row = row("§5.1", "ETag/If-Match");
            let call = world.admin("PUT", &format!("p/apis/{id}")).header("if-match", "\"none\"");
            call.json(&api).send().await.expect(200);
        }
        put(with(api.clone(), &json!({"policies": ["Diamond"]}))).await.refuses(400, 900_305);
        let unknown = world.admin("PUT", "p/apis/none").json(&api).send().await;
        unknown.refuses(404, 900_308);
        world.admin("DELETE", &format!("p/apis/{id}")).send().await.expect(200);
        world.admin("DELETE", &format!("p/apis/{id}")).send().await.refuses(404, 900_308);
        world.stop().await;
    }
}

/// §2.4, last but one: "Updating or deleting a Published or Deprecated API needs …"
#[tokio::test]
async fn state_related_permission() {
    for version in ["3.2", "4.0", "4.7"] {
        let _row = row("§5.1", "state-related permission");
        let world = Plan::new(version).alone().start().await;
        world.emulator.add_user("creator", "c", &["Internal/creator"]).await;
        let id = world.create(&world.document("Pets")).await;
        let path = format!("p/apis/{id}");
        let api = world.api(&id).await;
        let put = async || world.portal("PUT", &path).basic("creator", "c").json(&api).send().await;
        put().await.expect(200);
        // Published alone counts: in 3.x nothing listens at the gateways, and the push fails.
        world.change_lifecycle(&id, "Publish").await;
        put().await.refuses(403, 900_380);
        world.portal("DELETE", &path).basic("creator", "c").send().await.refuses(403, 900_380);
        world.change_lifecycle(&id, "Deprecate").await;
        put().await.refuses(403, 900_380);
        world.change_lifecycle(&id, "Retire").await;
        put().await.expect(200);
        world.stop().await;
    }
}
