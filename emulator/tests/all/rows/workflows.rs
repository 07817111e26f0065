//! §2.4 and §2.7: what waits for an approval.

use serde_json::{Value, json};

use super::{alone, row};
use crate::world::{NAMES, Plan, World};

async fn waiting(world: &World, kind: &str) -> Vec<Value> {
    let path = format!("a/workflows?workflowType={}", world.workflow(kind));
    let body = world.admin("GET", &path).send().await.expect(200).json();
    let list = body["list"].as_array().unwrap().clone();
    assert_eq!(body["count"], list.len());
    list
}

async fn settle(world: &World, reference: &str, status: &str) -> crate::http::Answer {
    let path = format!("a/workflows/update-workflow-status?workflowReferenceId={reference}");
    world.admin("POST", &path).json(&json!({"status": status})).send().await
}

#[tokio::test]
async fn publishing_waits() {
    for version in ["3.2", "4.0", "4.1", "4.7"] {
        let world = alone(version).await;
        world.emulator.require_approval("AM_API_STATE").await.unwrap();
        let mut document = world.document("Pets");
        if world.release.is_classic() {
            document["gatewayEnvironments"] = json!([]);
        }
        let id = world.create(&document).await;
        {
            let _row = row(
                "§2.4",
                "**With an approval workflow the call still answers 200 while the state stays Created**",
            );
            let answer = world.change_lifecycle(&id, "Publish").await.expect(200).json();
            assert_eq!(
                (&answer["workflowStatus"], &answer["lifecycleState"]["state"]),
                (&json!("CREATED"), &json!("Created"))
            );
            assert_eq!(world.state(&id).await, "CREATED");
            assert_eq!(world.api(&id).await["workflowStatus"], "CREATED");
        }
        {
            let _row = row("§5.1", "workflow task pending");
            world.change_lifecycle(&id, "Publish").await.refuses(409, 900_553);
        }
        let tasks = {
            let _row = row("§2.7", "Pending items are at Admin `GET /workflows?workflowType=`");
            waiting(&world, "AM_API_STATE").await
        };
        assert_eq!((tasks.len(), &tasks[0]["workflowType"]), (1, &json!("API_STATE")));
        assert_eq!(waiting(&world, "AM_SUBSCRIPTION_CREATION").await.len(), 0);
        let reference = tasks[0]["referenceId"].as_str().unwrap();
        let one = world.admin("GET", &format!("a/workflows/{reference}")).send().await.expect(200);
        assert_eq!(one.json()["properties"]["apiName"], "Pets");
        {
            let _row = row(
                "§2.7",
                "settled by `POST /workflows/update-workflow-status?workflowReferenceId=` with `{\"status\":\"APPROVED\"}`",
            );
            settle(&world, reference, "PERHAPS").await.expect(400);
            settle(&world, "none", "APPROVED").await.expect(404);
            assert_eq!(
                settle(&world, reference, "APPROVED").await.expect(200).json()["status"],
                "APPROVED"
            );
            assert_eq!(world.state(&id).await, "PUBLISHED");
            settle(&world, reference, "APPROVED").await.expect(404);
        }
        // Refused, and given up: the state stays, and it can be asked for again.
        world.change_lifecycle(&id, "Demote to Created").await.expect(200);
        world.change_lifecycle(&id, "Publish").await.expect(200);
        let reference = waiting(&world, "").await[0]["referenceId"].as_str().unwrap().to_owned();
        settle(&world, &reference, "REJECTED").await.expect(200);
        assert_eq!(world.state(&id).await, "CREATED");
        world.change_lifecycle(&id, "Publish").await.expect(200);
        {
            let _row = row("§2.4", "`DELETE /apis/{id}/lifecycle-state/pending-tasks`");
            let path = format!("p/apis/{id}/lifecycle-state/pending-tasks");
            world.admin("DELETE", &path).send().await.expect(200);
            assert_eq!(waiting(&world, "").await.len(), 0);
            world.admin("DELETE", &path).send().await.expect(200);
            world
                .admin("DELETE", "p/apis/none/lifecycle-state/pending-tasks")
                .send()
                .await
                .expect(404);
        }
        world.emulator.waive_approval("AM_API_STATE").await.unwrap();
        world.change_lifecycle(&id, "Publish").await.expect(200);
        assert_eq!(world.state(&id).await, "PUBLISHED");
        world.stop().await;
    }
}

#[tokio::test]
async fn deploying_waits() {
    for version in ["4.3", "4.7"] {
        let world = Plan::new(version).start().await;
        let id = world.create(&world.document("Pets")).await;
        let first = world.revision(&id).await;
        world.deploy(&id, &first, &NAMES[1..]).await.expect(201);
        world.emulator.require_approval("AM_REVISION_DEPLOYMENT").await.unwrap();
        let second = world.revision(&id).await;
        {
            let _row = row(
                "§2.7",
                "deploy answers 201 with `status: CREATED`, the gateway gets nothing until approval",
            );
            let all = world.deploy(&id, &second, &NAMES[..1]).await.expect(201).json();
            let new = all.as_array().unwrap().iter().find(|item| item["name"] == NAMES[0]).unwrap();
            assert_eq!((&new["status"], &new["revisionUuid"]), (&json!("CREATED"), &json!(second)));
            assert!(new.get("successDeployedTime").is_none());
            world.eventually(&world.gw(2, "/pets/1.0.0/a"), 401).await;
            let there = world.http.call("GET", world.gw(1, "/pets/1.0.0/a")).send().await.status;
            assert_eq!(there, 404);
        }
        {
            let _row = row("§2.7", "`query=deployed:true` **includes pending** revisions");
            let path = format!("p/apis/{id}/revisions?query=deployed:true");
            let list = world.admin("GET", &path).send().await.expect(200).json();
            assert_eq!(list["count"], 2);
            let path = format!("p/apis/{id}/revisions/{second}");
            world.admin("DELETE", &path).send().await.refuses(400, 900_348);
        }
        let reference = async || {
            let tasks = waiting(&world, "AM_REVISION_DEPLOYMENT").await;
            assert_eq!(
                (tasks.len(), &tasks[0]["workflowType"]),
                (1, &json!("REVISION_DEPLOYMENT"))
            );
            tasks[0]["referenceId"].as_str().unwrap().to_owned()
        };
        settle(&world, &reference().await, "APPROVED").await.expect(200);
        world.eventually(&world.gw(1, "/pets/1.0.0/a"), 401).await;
        assert!(world.deployments(&id).await.iter().all(|(_, status)| status == "APPROVED"));
        // While the next one waits, the one before it stays where it is.
        world.deploy(&id, &second, &NAMES[1..]).await.expect(201);
        settle(&world, &reference().await, "REJECTED").await.expect(200);
        let found = world.deployments(&id).await;
        assert!(found.contains(&(NAMES[1].to_owned(), json!("REJECTED"))), "{found:?}");
        assert!(found.contains(&(NAMES[1].to_owned(), json!("APPROVED"))), "{found:?}");
        world.deploy(&id, &second, &NAMES[1..]).await.expect(201);
        {
            let _row = row("§2.7", "cancels a pending deployment approval");
            let name = NAMES[1].replace(' ', "%20");
            let path =
                |revision: &str| format!("p/apis/{id}/cancel-revision-workflow/{revision}/{name}");
            world.admin("DELETE", &path("none")).send().await.refuses(404, 900_347);
            world.admin("DELETE", &path(&first)).send().await.expect(404);
            world.admin("DELETE", &path(&second)).send().await.expect(200);
            assert_eq!(waiting(&world, "").await.len(), 0);
        }
        // What is there already needs no approval, and replaces what waits.
        world.deploy(&id, &second, &NAMES[1..]).await.expect(201);
        world.deploy(&id, &first, &NAMES[1..]).await.expect(201);
        assert_eq!(waiting(&world, "").await.len(), 0);
        {
            let _row = row("§2.7", "undeploy is not gated");
            let path = format!("p/apis/{id}/undeploy-revision?revisionId={second}");
            let body = json!([{"name": NAMES[0]}]);
            let left = world.admin("POST", &path).json(&body).send().await.expect(201).json();
            assert_eq!(left.as_array().unwrap().len(), 1);
            world.eventually(&world.gw(1, "/pets/1.0.0/a"), 404).await;
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn workflows_that_a_release_lacks() {
    let world = alone("4.2").await;
    for name in ["AM_REVISION_DEPLOYMENT", "AM_NOTHING"] {
        let error = world.emulator.require_approval(name).await.unwrap_err();
        assert_eq!(error.code(), "unknown-workflow");
    }
    world.stop().await;
}
