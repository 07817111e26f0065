//! §2.7, "Errors of the revision calls (4.7)".

use serde_json::{Value, json};

use super::{alone, row};
use crate::world::{NAMES, Plan};

#[tokio::test]
async fn unknown_ids_and_names() {
    for version in ["4.0", "4.1", "4.7"] {
        let world = alone(version).await;
        let id = world.create(&world.document("Pets")).await;
        let revision = world.revision(&id).await;
        let post = async |path: String, body: &Value| {
            world.admin("POST", &format!("p/apis/{path}")).json(body).send().await
        };
        let item = json!([{"name": NAMES[0], "vhost": "localhost"}]);
        {
            let _row = row("§2.7", "create for an unknown API");
            let failed = post("none/revisions".to_owned(), &json!({})).await.expect(500);
            let said = "Error while adding new API Revision for API : none";
            assert!(failed.text.contains(said), "{}", failed.text);
        }
        for operation in ["deploy", "undeploy", "restore"] {
            let _row = row("§2.7", "delete, deploy, restore, undeploy for an unknown API");
            let path = format!("none/{operation}-revision?revisionId={revision}");
            post(path, &item).await.refuses(404, 900_308);
            let _row = row("§2.7", "unknown revision id");
            let path = format!("{id}/{operation}-revision?revisionId=none");
            post(path, &item).await.refuses(404, 900_347);
        }
        for (path, code) in [
            (format!("none/revisions/{revision}"), 900_308),
            (format!("{id}/revisions/none"), 900_347),
        ] {
            world.admin("DELETE", &format!("p/apis/{path}")).send().await.refuses(404, code);
        }
        for operation in ["deploy", "undeploy"] {
            let _row = row("§2.7", "unknown environment name on deploy or undeploy");
            let path = format!("{id}/{operation}-revision?revisionId={revision}");
            let wrong = json!([{"name": "No such", "vhost": "localhost"}]);
            let refused = post(path, &wrong).await.refuses(400, 900_504);
            assert_eq!(refused.text.matches("No such").count(), 2);
        }
        let deploy = format!("{id}/deploy-revision?revisionId={revision}");
        {
            let _row = row("§2.7", "missing: 400, code 900511");
            post(deploy.clone(), &json!([{"name": NAMES[0]}])).await.refuses(400, 900_511);
        }
        for vhost in ["elsewhere", "https://localhost", "localhost:8243"] {
            let _row = row("§2.7", "vhost not in that environment");
            let body = json!([{"name": NAMES[0], "vhost": vhost}]);
            post(deploy.clone(), &body).await.refuses(400, 900_512);
        }
        {
            let _row = row("§2.7", "one wrong name fails the whole call");
            let mixed = json!([{"name": NAMES[0], "vhost": "localhost"}, {"name": "x", "vhost": "localhost"}]);
            post(deploy.clone(), &mixed).await.refuses(400, 900_504);
            assert_eq!(world.deployments(&id).await, []);
        }
        for wrong in
            [json!({"name": NAMES[0]}), json!([{"name": NAMES[0], "vhost": "localhost", "x": 1}])]
        {
            post(deploy.clone(), &wrong).await.expect(400);
        }
        {
            let _row = row("§2.7", "revision still deployed on delete");
            post(deploy, &item).await.expect(201);
            let path = format!("p/apis/{id}/revisions/{revision}");
            world.admin("DELETE", &path).send().await.refuses(400, 900_348);
        }
        world.stop().await;
    }
}

#[tokio::test]
async fn apis_that_cannot_be_deployed() {
    for version in ["4.0", "4.7"] {
        let world = alone(version).await;
        let item = json!([{"name": NAMES[0], "vhost": "localhost"}]);
        {
            let _row = row("§2.7", "third-party (advertise-only) API");
            let mut document = world.document("Theirs");
            document["advertiseInfo"] = json!({"advertised": true});
            let id = world.create(&document).await;
            let create = world.admin("POST", &format!("p/apis/{id}/revisions"));
            create.json(&json!({})).send().await.refuses(400, 903_225);
            let deploy =
                world.admin("POST", &format!("p/apis/{id}/deploy-revision?revisionId=any"));
            deploy.json(&item).send().await.refuses(400, 903_226);
        }
        let _row = row("§2.7", "A retired API cannot: 400, code 903227");
        let id = world.create(&world.document("Old")).await;
        let revision = world.revision(&id).await;
        for action in ["Publish", "Deprecate", "Retire"] {
            world.change_lifecycle(&id, action).await.expect(200);
        }
        world.deploy(&id, &revision, &NAMES[..1]).await.refuses(400, 903_227);
        world.stop().await;
    }
}

#[tokio::test]
async fn governance() {
    let _row = row("§2.7", "blocked by a governance policy set on deploy");
    let world = alone("4.7").await;
    let id = world.create(&world.document("Pets")).await;
    let create = async || {
        let call = world.admin("POST", &format!("p/apis/{id}/revisions"));
        call.json(&json!({})).send().await
    };
    world.emulator.violates_governance("Pets", true).await;
    create().await.refuses(400, 903_300);
    world.emulator.violates_governance("Pets", false).await;
    create().await.expect(201);
    world.stop().await;
}

#[tokio::test]
async fn gateways_of_other_vendors() {
    let _row = row("§2.7", "environment whose external gateway fails or has no deployer");
    let plan = Plan::new("4.7").alone().change(
        0,
        "name = \"Hybrid Gateway\"",
        "name = \"Hybrid Gateway\"\ngateway_type = \"AWS\"",
    );
    let world = plan.start().await;
    let id = world.create(&world.document("Pets")).await;
    let revision = world.revision(&id).await;
    let answer = world.deploy(&id, &revision, &NAMES).await.refuses(207, 902_060);
    assert_eq!(answer.field("message"), "Error while deploying API to Gateway");
    // The others are done.
    assert_eq!(world.deployments(&id).await, [(NAMES[0].to_owned(), json!("APPROVED"))]);
    world.stop().await;
}
