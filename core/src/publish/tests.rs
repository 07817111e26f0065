//! Publishing against a scripted control plane, in both models.

use serde_json::json;

use super::testing::Fake;
use super::{ApiDefinition, Lifecycle, Publication, Target};
use crate::client::testing::polled;
use crate::client::{ConnectOptions, ControlPlane, Credentials};
use crate::error::ErrorKind;
use crate::model::Release;

fn definition() -> ApiDefinition {
    ApiDefinition::new("/pets").document("openapi: 3.0.1\n").production_endpoint("https://be/p")
}

fn pets() -> Publication {
    Publication::new("Pets", "1.0.0")
        .definition(definition())
        .environments(["Production Gateway", "Hybrid Gateway"])
}

fn existing() -> Publication {
    Publication::new("Pets", "1.0.0").environment("Production Gateway")
}

/// The bindings move operations between threads.
#[tokio::test]
async fn operations_can_be_moved_between_threads() {
    fn is_send<T: Send>(_: &T) {}
    let fake = Fake::start(Release::V4_7).await;
    is_send(&fake.control_plane.publish(vec![pets()]));
    is_send(&fake.control_plane.verify(&pets()));
    is_send(&fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway"));
    is_send(&fake.control_plane.application("a"));
    is_send(&ControlPlane::connect("", Credentials::token(""), ConnectOptions::new()));
}

#[tokio::test]
async fn a_classic_api_takes_the_fewest_writes_and_then_none() {
    let fake = Fake::start(Release::V3_2).await;
    let plan = fake.control_plane.plan([pets()]).await.unwrap();
    assert_eq!(
        plan.to_string(),
        "Pets 1.0.0: create at /pets in Production Gateway, Hybrid Gateway\nPets 1.0.0: change the lifecycle: Publish"
    );
    fake.writes();
    let outcome = fake.control_plane.apply(&plan).await.into_result().unwrap();
    assert_eq!(outcome.apis[0].id.as_deref(), Some("api-1"));
    assert_eq!(
        fake.writes(),
        ["POST /import-openapi", "POST /change-lifecycle?action=Publish&apiId=api-1"]
    );
    assert_eq!(fake.api()["gatewayEnvironments"], json!(["Production Gateway", "Hybrid Gateway"]));
    let again = fake.control_plane.plan([pets()]).await.unwrap();
    assert!(again.is_empty(), "{again}");
    assert!(fake.control_plane.verify(&pets()).await.unwrap().is_ok());

    assert!(fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
    assert!(!fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
    assert_eq!(fake.api()["gatewayEnvironments"], json!(["Production Gateway"]));
    fake.writes();
    fake.control_plane.publish([pets()]).await.unwrap();
    assert_eq!(fake.writes(), ["PUT /api-1"], "the gateway is added, nothing else");
}

#[tokio::test]
async fn a_classic_server_that_drops_an_environment_is_found_out() {
    let fake = Fake::start(Release::V3_2).await;
    fake.control_plane.publish([existing().definition(definition())]).await.unwrap();
    fake.state.lock().unwrap().drops_environments = true;
    let error = fake.control_plane.publish([pets()]).await.unwrap_err();
    assert_eq!(error.code(), "environments-not-stored");
    assert!(error.message().contains("Hybrid Gateway"), "{error}");
}

#[tokio::test]
async fn a_revision_is_made_once_and_deployed_where_it_is_missing() {
    for release in [Release::V4_0, Release::V4_7] {
        let fake = Fake::start(release).await;
        let plan = fake.control_plane.plan([pets()]).await.unwrap();
        assert_eq!(
            plan.to_string(),
            "Pets 1.0.0: create at /pets\nPets 1.0.0: make a revision\n\
             Pets 1.0.0: deploy to Production Gateway (prod.gw), Hybrid Gateway (one.gw)\n\
             Pets 1.0.0: change the lifecycle: Publish"
        );
        fake.writes();
        fake.control_plane.apply(&plan).await.into_result().unwrap();
        assert_eq!(
            fake.writes(),
            [
                "POST /import-openapi",
                "POST /api-1/revisions",
                "POST /api-1/deploy-revision?revisionId=r-1",
                "POST /change-lifecycle?action=Publish&apiId=api-1"
            ]
        );
        assert!(fake.control_plane.plan([pets()]).await.unwrap().is_empty());
        assert!(fake.control_plane.verify(&pets()).await.unwrap().is_ok());

        assert!(fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap());
        assert_eq!(fake.writes(), ["POST /api-1/undeploy-revision?revisionId=r-1"]);
        assert!(!fake.control_plane.verify(&pets()).await.unwrap().is_ok());
        fake.control_plane.publish([pets()]).await.unwrap();
        assert_eq!(fake.writes(), ["POST /api-1/deploy-revision?revisionId=r-1"]);

        // New content: a new revision.
        let moved = pets().definition(definition().production_endpoint("https://be/p2"));
        fake.control_plane.publish([moved.clone()]).await.unwrap();
        assert_eq!(
            fake.writes(),
            ["PUT /api-1", "POST /api-1/revisions", "POST /api-1/deploy-revision?revisionId=r-2"]
        );
        assert!(fake.control_plane.plan([moved]).await.unwrap().is_empty());
        let host = Publication::new("Pets", "1.0.0")
            .environment(Target::new("Hybrid Gateway").virtual_host("two.gw"));
        fake.control_plane.publish([host.clone()]).await.unwrap();
        assert_eq!(fake.writes(), ["POST /api-1/deploy-revision?revisionId=r-2"]);
        assert!(fake.control_plane.plan([host]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn mistakes_are_found_before_anything_is_written() {
    for release in [Release::V3_2, Release::V4_7] {
        let fake = Fake::start(release).await;
        fake.control_plane.publish([pets()]).await.unwrap();
        fake.writes();
        let refused = async |publication: Publication| {
            fake.control_plane.plan([publication]).await.unwrap_err()
        };
        let nowhere = Publication::new("Pets", "1.0.0");
        assert_eq!(refused(nowhere.clone()).await.code(), "no-environment");
        let error = refused(nowhere.clone().environment("production gateway")).await;
        assert_eq!((error.kind(), error.code()), (ErrorKind::InvalidInput, "unknown-environment"));
        assert!(error.message().contains("did you mean `Production Gateway`"), "{error}");
        assert_eq!(
            refused(existing().environment("Production Gateway")).await.code(),
            "environment-named-twice"
        );
        let error = refused(existing().environment("Sandbox Gateway")).await;
        assert_eq!(error.code(), "api-lacks-endpoint");
        assert!(error.message().ends_with("the API has no sandbox endpoint"), "{error}");
        let unknown = Publication::new("Dogs", "1.0.0").environment("Hybrid Gateway");
        assert_eq!(refused(unknown).await.code(), "unknown-api");
        let elsewhere =
            existing().definition(ApiDefinition::new("/dogs").production_endpoint("https://be"));
        assert_eq!(refused(elsewhere).await.code(), "context-differs");
        let host = nowhere.environment(Target::new("Hybrid Gateway").virtual_host("tow.gw"));
        let expected =
            if release.is_classic() { "unsupported-by-release" } else { "unknown-virtual-host" };
        assert_eq!(refused(host).await.code(), expected);
        let hidden = Publication::new("Pets", "1.0.0")
            .environment(Target::new("Hybrid Gateway").hidden_in_portal());
        if release.is_classic() {
            let error = refused(hidden).await;
            assert_eq!(
                (error.kind(), error.code()),
                (ErrorKind::Unsupported, "unsupported-by-release")
            );
            assert!(error.message().contains("does not show: it came with 4.0"), "{error}");
        } else {
            assert!(!fake.control_plane.plan([hidden]).await.unwrap().is_empty());
        }
        let error =
            fake.control_plane.undeploy("Pets", "1.0.0", "Hybird Gateway").await.unwrap_err();
        assert_eq!(error.code(), "unknown-environment");
        let twice = fake.control_plane.plan([existing(), existing()]).await.unwrap_err();
        assert_eq!(twice.code(), "published-twice");
        assert_eq!(fake.writes(), Vec::<String>::new(), "{release}");
    }
}

#[tokio::test]
async fn a_lost_answer_is_followed_by_a_look_and_nothing_is_done_twice() {
    let steps = [
        "/import-openapi",
        "POST /api/am/publisher/v4/apis/api-1/revisions",
        "deploy-revision",
        "change-lifecycle",
    ];
    for part in steps {
        for takes_effect in [true, false] {
            let fake = Fake::start(Release::V4_7).await;
            fake.state.lock().unwrap().lose_answer_of = Some((part, takes_effect));
            fake.control_plane.publish([pets()]).await.unwrap();
            {
                let state = fake.state.lock().unwrap();
                assert_eq!(state.writes, 4, "{part}: each write took effect once");
                assert_eq!((state.revisions.len(), state.deployments().len()), (1, 2), "{part}");
            }
            assert!(fake.control_plane.plan([pets()]).await.unwrap().is_empty(), "{part}");
        }
    }
}

#[tokio::test]
async fn a_change_by_somebody_else_after_the_plan_stops_the_update() {
    let fake = Fake::start(Release::V3_2).await;
    fake.control_plane.publish([existing().definition(definition())]).await.unwrap();
    let plan = fake.control_plane.plan([pets()]).await.unwrap();
    fake.state.lock().unwrap().api.as_mut().unwrap()["lastUpdatedTime"] = json!("later");
    fake.writes();
    let outcome = fake.control_plane.apply(&plan).await;
    assert!(!outcome.is_ok());
    let error = outcome.into_result().unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::ConcurrentChange, "apply"));
    assert!(error.context().contains(&("done", "nothing".to_owned())));
    assert_eq!(fake.writes(), Vec::<String>::new());
}

#[tokio::test]
async fn a_plan_that_was_applied_before_changes_nothing() {
    for release in [Release::V3_2, Release::V4_7] {
        let fake = Fake::start(release).await;
        let create = fake.control_plane.plan([pets()]).await.unwrap();
        fake.control_plane.apply(&create).await.into_result().unwrap();
        fake.writes();
        let error = fake.control_plane.apply(&create).await.into_result().unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::ConcurrentChange, "created-meanwhile")
        );
        assert!(error.message().contains("plan again"), "{error}");
        assert_eq!(fake.writes(), Vec::<String>::new());
        if release.is_classic() {
            continue;
        }
        // By hand, somewhere else: the revision of this content is there, or must be made.
        for gone in [false, true] {
            fake.control_plane.undeploy("Pets", "1.0.0", "Hybrid Gateway").await.unwrap();
            if gone {
                fake.control_plane.undeploy("Pets", "1.0.0", "Production Gateway").await.unwrap();
                fake.state.lock().unwrap().revisions.clear();
            }
            let deploy = fake.control_plane.plan([pets()]).await.unwrap();
            assert_eq!(deploy.steps().count(), if gone { 2 } else { 1 }, "{deploy}");
            fake.control_plane.apply(&deploy).await.into_result().unwrap();
            fake.writes();
            let again = fake.control_plane.apply(&deploy).await.into_result().unwrap();
            assert!(again.apis[0].done.is_empty(), "{again:?}");
            assert_eq!(fake.writes(), Vec::<String>::new());
        }
    }
}

#[tokio::test]
async fn at_the_limit_only_an_idle_revision_of_ours_goes() {
    let fake = Fake::start(Release::V4_7).await;
    fake.control_plane.publish([pets()]).await.unwrap();
    for number in 1..=5 {
        let url = format!("https://be/{number}");
        let moved = pets().definition(definition().production_endpoint(url));
        fake.control_plane.publish([moved]).await.unwrap();
        assert!(fake.state.lock().unwrap().revisions.len() <= 5);
    }
    assert!(fake.writes().contains(&"DELETE /api-1/revisions/r-1".to_owned()));
    for revision in &mut fake.state.lock().unwrap().revisions {
        revision["description"] = json!("by hand");
    }
    let error = fake.control_plane.plan([pets()]).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::Conflict, "revision-limit"));
}

#[tokio::test]
async fn an_api_can_be_deployed_without_being_published() {
    let fake = Fake::start(Release::V4_7).await;
    let created = pets().lifecycle(Lifecycle::Unchanged);
    fake.control_plane.publish([created.clone()]).await.unwrap();
    assert_eq!(fake.api()["lifeCycleStatus"], "CREATED");
    let verification = fake.control_plane.verify(&created).await.unwrap();
    assert_eq!(verification.lifecycle, "CREATED");
    assert!(verification.is_ok() && verification.environments[0].urls.is_none());
}

#[tokio::test]
async fn a_plan_that_is_dropped_after_any_poll_leaves_nothing_behind() {
    let fake = Fake::start(Release::V4_7).await;
    fake.control_plane.publish(vec![pets()]).await.unwrap();
    let pipeline = fake.control_plane.session.link.pipeline();
    for polls in 0.. {
        let done = polled(polls, fake.control_plane.plan([existing()])).await;
        assert_eq!(pipeline.limiter.under_way(), 0, "{polls} polls");
        match done {
            None => assert!(fake.control_plane.environments().await.is_ok(), "{polls} polls"),
            Some(plan) => {
                assert!(plan.is_ok() && polls > 3, "{plan:?} after {polls} polls");
                return;
            }
        }
    }
}
