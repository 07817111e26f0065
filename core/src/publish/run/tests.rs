//! Steps that are done in part, or wait.

use gatewright_emulator::{Action, Fault};
use serde_json::json;

use crate::client::Decision;
use crate::error::ErrorKind;
use crate::model::Release;
use crate::publish::emulated::{PRODUCTION, World};
use crate::publish::testing::Fake;
use crate::publish::{ApiDefinition, Publication};

#[tokio::test]
async fn fields_are_not_sent_again_when_the_answer_about_the_document_is_lost() {
    let pets = |back_end: &str| {
        let paths = json!({"/all": {"get": {"summary": back_end, "responses": {}}}});
        let document = json!({"openapi": "3.0.1", "paths": paths}).to_string();
        let definition = ApiDefinition::new("/pets").document(document);
        let definition = definition.production_endpoint(format!("https://be/{back_end}"));
        Publication::new("Pets", "1.0.0").definition(definition).environment("Production Gateway")
    };
    for takes_effect in [true, false] {
        let fake = Fake::start(Release::V4_7).await;
        fake.control_plane.publish([pets("v1")]).await.unwrap();
        let plan = fake.control_plane.plan([pets("v2")]).await.unwrap();
        fake.writes();
        fake.state.lock().unwrap().lose_answer_of = Some(("/swagger", takes_effect));
        fake.control_plane.apply(&plan).await.into_result().unwrap();
        let updates: Vec<String> =
            fake.writes().into_iter().filter(|line| line.starts_with("PUT ")).collect();
        let expected = ["PUT /api-1", "PUT /api-1/swagger", "PUT /api-1/swagger"];
        assert_eq!(updates, expected[..if takes_effect { 2 } else { 3 }]);
    }
}

#[tokio::test]
async fn a_change_that_awaits_an_approval_from_before_is_no_failure() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        world.emulator.require_approval("AM_API_STATE").await.unwrap();
        let pets = world.publication("Pets", &[PRODUCTION]);
        let first = world.control_plane.publish([pets.clone()]).await.unwrap();
        assert_eq!(first.apis[0].pending, ["the lifecycle change Publish awaits an approval"]);
        let again = world.control_plane.publish([pets.clone()]).await.unwrap();
        assert_eq!(
            (again.apis[0].done.len(), again.apis[0].pending.as_slice()),
            (
                0,
                &["a lifecycle change from before awaits an approval: Publish was not asked for"
                    .to_owned()][..]
            ),
            "{release}: {again}"
        );
        let tasks = world.control_plane.workflow_tasks(None).await.unwrap();
        let [task] = tasks.as_slice() else { panic!("{release}: {tasks:?}") };
        world.control_plane.decide_workflow(&task.id, Decision::Approve, "").await.unwrap();
        let plan = world.control_plane.plan([pets]).await.unwrap();
        assert!(plan.is_empty(), "{release}: {plan}");
        world.emulator.stop().await;
    }
}

/// Alone, and beside what is there.
#[tokio::test]
async fn a_deployment_that_awaits_an_approval_is_told_in_each_run_and_asked_for_once() {
    let world = World::start(Release::V4_7).await;
    world.emulator.require_approval("AM_REVISION_DEPLOYMENT").await.unwrap();
    let pets = |back_end: &str| {
        let definition = world.definition("/pets");
        let definition = definition.production_endpoint(format!("https://be/{back_end}"));
        world.publication("Pets", &[PRODUCTION]).definition(definition)
    };
    for (back_end, revision) in [("v1", 1), ("v2", 2)] {
        let waits = [format!("the deployment to {PRODUCTION} awaits an approval")];
        let first = world.control_plane.publish([pets(back_end)]).await.unwrap();
        assert!(!first.apis[0].done.is_empty() && first.apis[0].pending == waits, "{first}");
        let again = world.control_plane.publish([pets(back_end)]).await.unwrap();
        assert!(again.apis[0].done.is_empty() && again.apis[0].pending == waits, "{again}");
        let plan = world.control_plane.plan([pets(back_end)]).await.unwrap();
        let [environment] = plan.apis[0].environments() else { panic!("{plan}") };
        let why = format!("Revision {revision} awaits an approval to be there");
        assert_eq!((plan.is_empty(), environment.why.as_str()), (true, why.as_str()));
        let tasks = world.control_plane.workflow_tasks(None).await.unwrap();
        let [task] = tasks.as_slice() else { panic!("{tasks:?}") };
        world.control_plane.decide_workflow(&task.id, Decision::Approve, "").await.unwrap();
        let last = world.control_plane.publish([pets(back_end)]).await.unwrap();
        assert!(last.apis[0].done.is_empty() && last.apis[0].pending.is_empty(), "{last}");
    }
    world.emulator.stop().await;
}

#[tokio::test]
async fn a_change_that_awaits_an_approval_is_pending_when_its_answer_is_lost_too() {
    for release in [Release::V3_2, Release::V4_7] {
        let world = World::start(release).await;
        world.emulator.require_approval("AM_API_STATE").await.unwrap();
        let lost = Fault::new(Action::LoseAnswer).path("/change-lifecycle").times(1);
        world.emulator.faults().add(lost);
        let pets = world.publication("Pets", &[PRODUCTION]);
        let outcome = world.control_plane.publish([pets]).await.unwrap();
        assert_eq!(world.emulator.faults().list()[0].met(), 1, "{release}");
        assert_eq!(
            outcome.apis[0].pending,
            ["the lifecycle change Publish awaits an approval"],
            "{release}: {outcome}"
        );
        assert_eq!(world.control_plane.workflow_tasks(None).await.unwrap().len(), 1, "{release}");
        world.emulator.stop().await;
    }
}

/// API-M says 900553 of a change of the state. Said of another step, it is no sign that what was asked for waits.
#[tokio::test]
async fn a_task_that_is_pending_is_no_answer_to_another_step() {
    let world = World::start(Release::V4_7).await;
    let body = r#"{"code":900553,"message":"Pending workflow task exists","description":""}"#;
    let refused = Fault::new(Action::Status(409, body.to_owned())).path("/deploy-revision");
    world.emulator.faults().add(refused);
    let plan = world.control_plane.plan([world.publication("Pets", &[PRODUCTION])]).await.unwrap();
    let outcome = world.control_plane.apply(&plan).await;
    let [pets] = outcome.apis.as_slice() else { panic!("{outcome}") };
    assert_eq!(pets.failed.as_ref().unwrap().action.kind(), "deploy", "{outcome}");
    assert_eq!(pets.error.as_ref().unwrap().kind(), ErrorKind::Conflict, "{outcome}");
    assert!(pets.pending.is_empty(), "{outcome}");
    world.emulator.stop().await;
}
