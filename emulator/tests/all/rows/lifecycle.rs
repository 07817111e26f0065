//! §2.4: lifecycle.

use serde_json::{Value, json};

use super::{alone, row, with};
use crate::world::{NAMES, World};

const RELEASES: [&str; 4] = ["3.2", "4.0", "4.3", "4.7"];

/// Created, with no gateways in its list, so that nothing is pushed.
async fn create(world: &World, name: &str, changes: Value) -> String {
    let mut document = with(world.document(name), &changes);
    if world.release.is_classic() {
        document["gatewayEnvironments"] = json!([]);
    }
    world.create(&document).await
}

fn events(state: &Value) -> Vec<&str> {
    let list = state["availableTransitions"].as_array().unwrap();
    list.iter().map(|item| item["event"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn transitions() {
    for version in RELEASES {
        let world = alone(version).await;
        let id = create(&world, "Pets", json!({})).await;
        let state = async || {
            world
                .admin("GET", &format!("p/apis/{id}/lifecycle-state"))
                .send()
                .await
                .expect(200)
                .json()
        };
        let published: &[&str] = if world.release.is_classic() {
            &[
                "Deploy as a Prototype",
                "Demote to Prototyped",
                "Block",
                "Demote to Created",
                "Deprecate",
            ]
        } else {
            &["Deploy as a Prototype", "Block", "Demote to Created", "Deprecate"]
        };
        let walk: &[(&str, &str, &[&str])] = &[
            ("", "Created", &["Publish", "Deploy as a Prototype"]),
            ("Deploy as a Prototype", "Prototyped", &["Publish", "Demote to Created"]),
            ("Demote to Created", "Created", &["Publish", "Deploy as a Prototype"]),
            ("Publish", "Published", published),
            ("Deploy as a Prototype", "Prototyped", &["Publish", "Demote to Created"]),
            ("Publish", "Published", published),
            ("Block", "Blocked", &["Re-Publish", "Deprecate"]),
            ("Re-Publish", "Published", published),
            ("Demote to Created", "Created", &["Publish", "Deploy as a Prototype"]),
            ("Publish", "Published", published),
            ("Deprecate", "Deprecated", &["Retire"]),
            ("Retire", "Retired", &[]),
        ];
        for (action, after, then) in walk {
            let _row = row(
                "§2.4",
                "Created to {Publish, Deploy as a Prototype}; Published to {Deploy as a Prototype, Block, Demote to Created, Deprecate}; Blocked to {Re-Publish, Deprecate}; Deprecated to {Retire}",
            );
            if !action.is_empty() {
                let answer = world.change_lifecycle(&id, action).await.expect(200).json();
                assert_eq!(answer["workflowStatus"], "APPROVED");
                assert_eq!(answer["lifecycleState"]["state"], *after);
                assert_eq!(events(&answer["lifecycleState"]), *then, "{version}: {action}");
            }
            let state = state().await;
            assert_eq!((state["state"].as_str().unwrap(), events(&state)), (*after, then.to_vec()));
            let _row = row(
                "§2.4",
                "States in this response are title case (\"Published\"); `lifeCycleStatus` in the API object is upper case (\"PUBLISHED\")",
            );
            assert_eq!(world.state(&id).await, after.to_uppercase());
        }
        let history = world.admin("GET", &format!("p/apis/{id}/lifecycle-history")).send().await;
        let history = history.expect(200).json();
        assert_eq!(history["count"], walk.len());
        assert_eq!(history["list"][1]["previousState"], "Created");
        assert_eq!(history["list"][1]["postState"], "Prototyped");
        world.stop().await;
    }
}

#[tokio::test]
async fn what_is_not_allowed() {
    for version in RELEASES {
        let world = alone(version).await;
        let id = create(&world, "Pets", json!({})).await;
        for action in ["Retire", "Block", "Re-Publish", "publish", "Re Publish", ""] {
            let _row =
                row("§2.4", "An action not allowed from the current state: 400 (900381 or 903234");
            world.change_lifecycle(&id, action).await.refuses(400, 900_381);
        }
        world.change_lifecycle("none", "Publish").await.refuses(404, 900_308);
        world.change_lifecycle(&id, "Publish").await.expect(200);
        {
            let _row = row("§2.4", "`Demote to Prototyped` in 3.x specs only");
            let answer = world.change_lifecycle(&id, "Demote to Prototyped").await;
            if world.release.is_classic() {
                answer.expect(200);
                assert_eq!(world.state(&id).await, "PROTOTYPED");
            } else {
                answer.refuses(400, 900_381);
            }
        }
        let rows = [
            ("publish with no `policies`", "Free", json!({"policies": []}), 903_224),
            (
                "no endpoint / no tiers when publishing",
                "Empty",
                json!({"endpointConfig": null}),
                903_223,
            ),
        ];
        for (words, name, changes, code) in rows {
            let _row = row("§2.3", words);
            let id = create(&world, name, changes).await;
            world.change_lifecycle(&id, "Publish").await.refuses(400, code);
            assert_eq!(world.state(&id).await, "CREATED");
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn checklist_names() {
    let classic = ["Deprecate Old Versions", "Require Re-Subscription"];
    let later = [
        "Deprecate old versions after publishing the API",
        "Requires re-subscription when publishing the API",
    ];
    for version in RELEASES {
        let _row = row("§2.4", "`lifecycleChecklist` is `name:true,name2:false`");
        let world = alone(version).await;
        let (own, other) =
            if world.release.is_classic() { (classic, later) } else { (later, classic) };
        let first = create(&world, "Pets", json!({})).await;
        let state =
            world.admin("GET", &format!("p/apis/{first}/lifecycle-state")).send().await.json();
        let items = state["checkItems"].as_array().unwrap();
        let names: Vec<_> = items.iter().map(|item| item["name"].as_str().unwrap()).collect();
        assert_eq!(names, own);
        world.change_lifecycle(&first, "Publish").await.expect(200);
        let publish = async |version: &str, list: String| {
            let copy = format!("p/apis/copy-api?apiId={first}&newVersion={version}");
            let id = world.admin("POST", &copy).send().await.expect(201).field("id");
            let list = list.replace(' ', "%20");
            let path = format!(
                "p/apis/change-lifecycle?action=Publish&apiId={id}&lifecycleChecklist={list}"
            );
            world.admin("POST", &path).send().await.expect(200);
        };
        // The other model's names, and an item that is not ticked, do nothing.
        publish("2.0.0", format!("{}:true,{}:false", other[0], own[0])).await;
        assert_eq!(world.state(&first).await, "PUBLISHED");
        publish("3.0.0", format!("{}:false,{}:true", own[1], own[0])).await;
        assert_eq!(world.state(&first).await, "DEPRECATED");
        world.stop().await;
    }
}

#[tokio::test]
async fn lifecycle_and_deployment_are_independent() {
    let _row = row("§2.4", "4.x: lifecycle and deployment are independent; both are needed");
    let world = alone("4.7").await;
    let id = create(&world, "Pets", json!({})).await;
    world.change_lifecycle(&id, "Publish").await.expect(200);
    assert_eq!(world.deployments(&id).await, []);
    let revision = world.revision(&id).await;
    world.deploy(&id, &revision, &NAMES[..1]).await.expect(201);
    world.change_lifecycle(&id, "Demote to Created").await.expect(200);
    assert_eq!(world.deployments(&id).await.len(), 1);
    world.stop().await;
}
