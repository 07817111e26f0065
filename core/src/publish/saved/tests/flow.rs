//! Saved in one job, applied in another, in both models.

use serde_json::json;

use crate::error::{Error, ErrorKind};
use crate::model::Release;
use crate::publish::emulated::{HYBRID, PRODUCTION, World};
use crate::publish::{PlanOptions, Publication, Verdict};

const BOTH: [Release; 2] = [Release::V3_2, Release::V4_7];

/// Pets as they are, and as they shall be.
async fn pets(world: &World) -> Publication {
    let first = world.publication("Pets", &[PRODUCTION]);
    world.control_plane.publish([first]).await.unwrap();
    let echo = world.emulator.echo_url();
    let moved = world.definition("/pets").sandbox_endpoint(format!("{echo}/moved"));
    Publication::new("Pets", "1.0.0").definition(moved).environments([PRODUCTION, HYBRID])
}

async fn saved(world: &World, publications: &[Publication]) -> String {
    world.control_plane.plan(publications.to_vec()).await.unwrap().save()
}

/// What somebody does in the Publisher.
async fn describe(world: &World, name: &str, text: &str) {
    let id = world.control_plane.api(name, "1.0.0").await.unwrap().id;
    let mut api = world.control_plane.get_api(&id).await.unwrap();
    api.set("description", text).unwrap();
    world.control_plane.update_api(&api).await.unwrap();
}

async fn refused(world: &World, publications: &[Publication], saved: &str) -> Error {
    world.control_plane.plan_as_saved(publications.to_vec(), saved).await.unwrap_err()
}

async fn stale(world: &World, publications: &[Publication], saved: &str) -> Error {
    let error = refused(world, publications, saved).await;
    assert_eq!(
        (error.kind(), error.code()),
        (ErrorKind::ConcurrentChange, "stale-plan"),
        "{error}"
    );
    assert_eq!(error.operation(), "plan_as_saved");
    error
}

#[tokio::test]
async fn a_saved_plan_is_applied_as_the_one_it_was_saved_from() {
    for release in BOTH {
        let world = World::start(release).await;
        let publications = [pets(&world).await, world.publication("Cats", &[HYBRID])];
        let plan = world.control_plane.plan(publications.clone()).await.unwrap();
        let text = plan.save();
        assert_eq!(text, plan.save());

        let again = world.control_plane.plan_as_saved(publications.clone(), &text).await.unwrap();
        assert_eq!(again.to_string(), plan.to_string());
        assert_eq!(again.save(), text);
        world.control_plane.apply(&again).await.into_result().unwrap();
        let empty = world.control_plane.plan(publications.clone()).await.unwrap();
        assert!(empty.is_empty(), "{release}: {empty}");

        // A job that is begun again after it came to its end has nothing to do.
        let applied = world.control_plane.plan_as_saved(publications, &text).await.unwrap();
        assert!(applied.is_empty(), "{release}: {applied}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn somebody_elses_change_is_refused_and_named() {
    for release in BOTH {
        let world = World::start(release).await;
        let publications = [pets(&world).await, world.publication("Cats", &[HYBRID])];
        let text = saved(&world, &publications).await;
        let made = world.control_plane.plan_as_saved(publications.clone(), &text).await.unwrap();
        describe(&world, "Pets", "by somebody else").await;

        let error = stale(&world, &publications, &text).await;
        assert!(error.message().contains("`Pets` 1.0.0: its fields were changed"), "{error}");
        assert!(!error.message().contains("Cats"), "{error}");
        assert_eq!(error.context()[..2], [("api", "Pets".into()), ("version", "1.0.0".into())]);

        // What comes between planning again and writing, the apply finds.
        let outcome = world.control_plane.apply(&made).await;
        let failed = outcome.apis[0].error.as_ref().unwrap();
        assert_eq!(failed.kind(), ErrorKind::ConcurrentChange);

        // Planned again, it is applied.
        let text = saved(&world, &publications).await;
        let plan = world.control_plane.plan_as_saved(publications.clone(), &text).await.unwrap();
        world.control_plane.apply(&plan).await.into_result().unwrap();
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn where_an_api_is_by_somebody_elses_doing_makes_a_plan_stale() {
    for release in BOTH {
        let world = World::start(release).await;
        let publications = [pets(&world).await];
        let text = saved(&world, &publications).await;
        let theirs = Publication::new("Pets", "1.0.0").environment(HYBRID);
        world.control_plane.publish([theirs]).await.unwrap();
        let error = stale(&world, &publications, &text).await;
        let what = if release.is_classic() {
            format!("its list of environments is now: {PRODUCTION}, {HYBRID}")
        } else {
            format!("what is deployed was changed in {HYBRID}")
        };
        assert!(error.message().contains(&what), "{error}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn an_api_that_came_or_went_makes_a_plan_stale() {
    for release in BOTH {
        let world = World::start(release).await;
        let publications = [pets(&world).await, world.publication("Cats", &[HYBRID])];
        let text = saved(&world, &publications).await;
        let theirs = world.definition("/cats").plans(["Gold"]);
        let theirs = Publication::new("Cats", "1.0.0").definition(theirs).environment(HYBRID);
        world.control_plane.publish([theirs]).await.unwrap();
        let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
        world.control_plane.delete_api(&id).await.unwrap();
        let error = stale(&world, &publications, &text).await;
        assert!(error.message().contains("`Pets` 1.0.0: it was there, and is gone"), "{error}");
        assert!(error.message().contains("`Cats` 1.0.0: it was not there, and is now"), "{error}");

        world.control_plane.publish([world.publication("Pets", &[PRODUCTION])]).await.unwrap();
        let error = stale(&world, &publications, &text).await;
        assert!(error.message().contains("it was deleted, and created again"), "{error}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn an_api_that_cannot_be_published_any_more_makes_a_plan_stale() {
    let world = World::start(Release::V4_7).await;
    pets(&world).await;
    let publications = [Publication::new("Pets", "1.0.0").environment(HYBRID)];
    let text = saved(&world, &publications).await;
    let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
    world.control_plane.delete_api(&id).await.unwrap();
    let error = stale(&world, &publications, &text).await;
    assert!(error.message().contains("it cannot be published now: there is no API"), "{error}");
    assert!(std::error::Error::source(&error).is_some());
    world.emulator.stop().await;
}

#[tokio::test]
async fn an_api_that_cannot_be_published_stands_in_the_saved_plan() {
    let world = World::start(Release::V4_7).await;
    let publications =
        [pets(&world).await, Publication::new("Missing", "1.0.0").environment(HYBRID)];
    let options = PlanOptions::new().keep_going();
    let plan = world.control_plane.plan_with(publications.clone(), options).await.unwrap();
    let text = plan.save();
    let again = world.control_plane.plan_as_saved(publications.clone(), &text).await.unwrap();
    assert_eq!(again.verdict(), Verdict::Cannot);
    let verdicts: Vec<_> = again.apis().map(crate::publish::ApiPlan::verdict).collect();
    assert_eq!(verdicts, [Verdict::Changes, Verdict::Cannot]);

    world.control_plane.publish([world.publication("Missing", &[PRODUCTION])]).await.unwrap();
    let error = stale(&world, &publications, &text).await;
    assert!(error.message().contains("it could not be published, and can be now"), "{error}");
    world.emulator.stop().await;
}

#[tokio::test]
async fn an_api_that_needed_nothing_has_to_need_nothing() {
    for release in BOTH {
        let world = World::start(release).await;
        let cats = world.publication("Cats", &[HYBRID]);
        world.control_plane.publish([cats.clone()]).await.unwrap();
        let publications = [pets(&world).await, cats];
        let text = saved(&world, &publications).await;
        describe(&world, "Cats", "by somebody else").await;
        // Still there as it should be: its own steps would be none.
        let made = world.control_plane.plan_as_saved(publications.clone(), &text).await.unwrap();
        assert_eq!(made.apis[1].verdict(), Verdict::NothingToDo, "{release}");
        let id = world.control_plane.api("Cats", "1.0.0").await.unwrap().id;
        let mut api = world.control_plane.get_api(&id).await.unwrap();
        api.set("policies", &["Bronze"]).unwrap();
        world.control_plane.update_api(&api).await.unwrap();
        let error = stale(&world, &publications, &text).await;
        let what = "`Cats` 1.0.0: it needed nothing, and needs this now: update policies";
        assert!(error.message().contains(what), "{release}: {error}");
        world.emulator.stop().await;
    }
}

#[tokio::test]
async fn a_document_that_somebody_changed_makes_a_plan_stale() {
    let world = World::start(Release::V3_2).await;
    pets(&world).await;
    let document = |title: &str| {
        let answer = json!({"200": {"description": title}});
        json!({"openapi": "3.0.1", "info": {"title": "Pets", "version": "1.0.0"},
            "paths": {"/pets": {"get": {"responses": answer}}}})
        .to_string()
    };
    let definition = world.definition("/pets").document(document("ours"));
    let publications =
        [Publication::new("Pets", "1.0.0").definition(definition).environment(PRODUCTION)];
    let text = saved(&world, &publications).await;
    let id = world.control_plane.api("Pets", "1.0.0").await.unwrap().id;
    world.control_plane.update_api_definition(&id, &document("theirs")).await.unwrap();
    let error = stale(&world, &publications, &text).await;
    assert!(error.message().contains("its document was changed"), "{error}");
    world.emulator.stop().await;
}

#[tokio::test]
async fn other_publications_and_other_servers_are_refused() {
    let world = World::start(Release::V4_7).await;
    let publications = [pets(&world).await];
    let text = saved(&world, &publications).await;
    let other = [world.publication("Pets", &[PRODUCTION])];
    let error = refused(&world, &other, &text).await;
    assert_eq!(error.code(), "plan-of-other-publications");
    world.emulator.stop().await;

    let elsewhere = World::start(Release::V4_7).await;
    let error = refused(&elsewhere, &publications, &text).await;
    assert_eq!(error.code(), "plan-of-another-server");
    elsewhere.emulator.stop().await;
}

#[tokio::test]
async fn a_saved_plan_holds_no_secret() {
    for release in BOTH {
        let world = World::start(release).await;
        let secret = |mark: &str| {
            let document = json!({"openapi": "3.0.1", "info": {"title": "Pets", "version": "1.0.0",
                "description": format!("the password is hunter2 {mark}")},
                "paths": {"/pets": {"get": {"responses": {"200": {"description": mark}}}}}});
            let definition = world
                .definition("/pets")
                .document(document.to_string())
                .production_endpoint(format!("https://me:hunter2@be.example/{mark}"))
                .sandbox_endpoint(format!("https://be.example/{mark}?password=hunter2"));
            Publication::new("Pets", "1.0.0").definition(definition).environment(PRODUCTION)
        };
        let new = saved(&world, &[secret("old")]).await;
        world.control_plane.publish([secret("old")]).await.unwrap();
        describe(&world, "Pets", "hunter2").await;
        let changed = saved(&world, &[secret("new")]).await;
        for text in [new, changed] {
            assert!(!text.contains("hunter2") && !text.contains("be.example"), "{text}");
            assert!(!text.contains("openapi"), "{text}");
        }
        world.emulator.stop().await;
    }
}
