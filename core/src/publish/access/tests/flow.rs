//! The whole way, once and again; what awaits an approval; what one application's failure does to others.

use std::time::{Duration, SystemTime};

use super::{RELEASES, Writes, access, by_label, collecting, there, world};
use crate::client::Decision;
use crate::client::tracing_tests::Log;
use crate::error::ErrorKind;
use crate::model::{EnvironmentType, KeyType};
use crate::publish::{AccessAction, ApplicationAccess, Handover, SecretKind, SecretSink};

const BOTH: [&str; 2] = ["PRODUCTION", "SANDBOX"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_gets_all_it_should_have_and_each_secret_its_labels() {
    for release in RELEASES {
        let (_world, control_plane) = world(release).await;
        let (sink, kept) = collecting();
        let wanted = access("checkout").tokens();
        let outcome = control_plane.provide_access(&[wanted], &sink).await.unwrap();
        let outcome = outcome.into_result().unwrap();
        let both = BOTH.map(str::to_owned).to_vec();
        assert_eq!(there(&control_plane, "checkout").await, (1, 2, both), "{release}");

        let secrets = kept.lock().unwrap().clone();
        assert_eq!(secrets.len(), 4, "{release}: {outcome}");
        let labelled = by_label(&secrets);
        let token = labelled[&(KeyType::Sandbox, "access-token")];
        let secret = labelled[&(KeyType::Sandbox, "consumer-secret")];
        assert_eq!(
            (token.application.as_str(), &token.consumer_key),
            ("checkout", &secret.consumer_key)
        );
        assert!(token.expires_at.is_some_and(|end| end > SystemTime::now()), "{token:?}");
        assert!(secret.expires_at.is_none());
        let environments: Vec<&str> =
            token.environments.iter().map(|it| it.environment.as_str()).collect();
        assert!(environments.contains(&"Sandbox") && environments.contains(&"Hybrid"));
        assert!(!environments.contains(&"Production"), "{environments:?}");
        let address = &token.environments[0].apis[0];
        assert_eq!((address.api.as_str(), address.version.as_str()), ("Orders", "1.0.0"));
        assert!(address.https.as_ref().is_some_and(|url| url.ends_with("/orders/1.0.0")));

        let application = &outcome.applications[0];
        assert!(application.keys.iter().all(|key| {
            key.secret == Handover::HandedOut && key.token == Some(Handover::HandedOut)
        }));
        let of = |name: &str| application.environments.iter().find(|it| it.environment == name);
        let production = of("Production").unwrap();
        assert_eq!(production.environment_type, EnvironmentType::Production);
        assert_eq!(production.key_types, [KeyType::Production]);
        assert_eq!(of("Hybrid").unwrap().key_types, KeyType::ALL);
        let text = outcome.to_string();
        assert!(text.contains("checkout: done: make the PRODUCTION keys"), "{text}");
        assert!(
            text.contains(
                "checkout: Sandbox (sandbox) takes SANDBOX tokens: Orders 1.0.0 at https://"
            ),
            "{text}"
        );
        for secret in &secrets {
            let printed = format!("{outcome:?}{outcome}{secret:?}{sink:?}");
            assert!(!printed.contains(secret.value.expose()), "{release}");
            assert!(printed.contains(&secret.consumer_key));
        }
    }
}

/// A life of a billion years is none that a calendar ends: languages have no such date.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_of_an_absurd_life_does_not_expire() {
    for release in RELEASES {
        let (_world, control_plane) = world(release).await;
        let (sink, kept) = collecting();
        let years = Duration::from_secs(1_000_000_000 * 31_557_600);
        for (name, validity) in [("long", years), ("longest", Duration::MAX)] {
            let wanted = access(name).tokens().token_validity(validity);
            control_plane.provide_access(&[wanted], &sink).await.unwrap().into_result().unwrap();
            let secrets = kept.lock().unwrap().split_off(0);
            let tokens = secrets.iter().filter(|it| it.kind == SecretKind::AccessToken);
            let ends: Vec<_> = tokens.map(|token| token.expires_at).collect();
            assert_eq!(ends, [None, None], "{release} {name}");
        }
    }
}

#[tokio::test]
async fn no_secret_is_logged() {
    for release in RELEASES {
        let (log, _listening) = Log::listening();
        let (_world, control_plane) = world(release).await;
        let (sink, kept) = collecting();
        log.clear();
        let wanted = [access("checkout").tokens()];
        control_plane.provide_access(&wanted, &sink).await.unwrap().into_result().unwrap();
        let lines = log.ours().join("\n");
        assert!(lines.contains("provide_access") && lines.contains("generate-token"), "{lines}");
        let secrets = kept.lock().unwrap().clone();
        assert_eq!(secrets.len(), 4);
        assert!(secrets.iter().all(|secret| !lines.contains(secret.value.expose())));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_run_makes_nothing_and_never_another_secret() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let (sink, kept) = collecting();
        let wanted = access("checkout");
        let first =
            control_plane.provide_access(std::slice::from_ref(&wanted), &sink).await.unwrap();
        assert!(first.is_ok(), "{first}");
        let made = kept.lock().unwrap().drain(..).collect::<Vec<_>>();

        let writes = Writes::of(&world);
        let again =
            control_plane.provide_access(std::slice::from_ref(&wanted), &sink).await.unwrap();
        assert_eq!(writes.count(), 0, "{release}: {again}");
        if release == "3.2" {
            assert!(again.is_ok(), "{again}");
            assert_eq!(*kept.lock().unwrap(), made, "the server shows them again");
            continue;
        }
        // 4.7 does not show them: told for each key type, and not replaced.
        let failures = &again.applications[0].failures;
        assert_eq!(failures.len(), 2, "{again}");
        assert!(failures.iter().all(|it| it.error.code() == "secret-not-shown"));
        assert!(kept.lock().unwrap().is_empty());
        let error = again.into_result().unwrap_err();
        assert_eq!((error.kind(), error.operation()), (ErrorKind::Conflict, "provide_access"));
        assert!(error.message().contains("known consumer secret"), "{error}");

        // Whoever kept them gets tokens for them: two requests, and nothing is made.
        let known = made.iter().fold(wanted.tokens(), |wanted, secret| {
            wanted.consumer_secret(secret.key_type, secret.value.clone())
        });
        let outcome = control_plane.provide_access(&[known], &sink).await.unwrap();
        assert!(outcome.is_ok(), "{outcome}");
        assert_eq!(writes.count(), 2);
        assert_eq!(kept.lock().unwrap().len(), 4);
    }
}

/// A secret that is wrong is not stored as if it were right.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_secret_is_tried_before_it_is_stored() {
    let (_world, control_plane) = world("4.7").await;
    let wanted = access("checkout");
    let (sink, kept) = collecting();
    control_plane.provide_access(std::slice::from_ref(&wanted), &sink).await.unwrap();
    kept.lock().unwrap().clear();
    let wrong = wanted.tokens().consumer_secret(KeyType::Production, "wr0ng-canary");
    let outcome = control_plane.provide_access(&[wrong], &sink).await.unwrap();
    let failure = &outcome.applications[0].failures[0];
    assert_eq!(failure.step.action, AccessAction::GetToken, "{outcome}");
    assert!(kept.lock().unwrap().is_empty());
    assert!(!format!("{outcome:?}{outcome}").contains("wr0ng-canary"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_missing_is_added_and_the_rest_stays() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let (sink, kept) = collecting();
        let less = ApplicationAccess::new("checkout")
            .subscribe("Orders", "1.0.0")
            .key_type(KeyType::Production);
        let first = control_plane.provide_access(&[less], &sink).await.unwrap();
        assert!(first.is_ok(), "{first}");
        kept.lock().unwrap().clear();
        let writes = Writes::of(&world);
        let more = access("checkout").plan("10PerMin").callback_url("https://shop.example/cb");
        let outcome = control_plane.provide_access(&[more], &sink).await.unwrap();
        assert_eq!(writes.count(), 2, "{release}: one subscription, one pair of keys: {outcome}");
        let differences = outcome.applications[0].differences.join("\n");
        assert!(differences.contains("its plan is `Unlimited`, not `10PerMin`"), "{differences}");
        assert!(differences.contains("the PRODUCTION keys' callback URL"), "{differences}");
        let both = BOTH.map(str::to_owned).to_vec();
        assert_eq!(there(&control_plane, "checkout").await, (1, 2, both));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_awaits_an_approval_is_pending_and_no_failure() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        for (workflow, says, subscribed) in [
            ("AM_APPLICATION_CREATION", "the application awaits an approval", 0),
            ("AM_SUBSCRIPTION_CREATION", "the subscription to Orders 1.0.0 awaits", 2),
            ("AM_APPLICATION_REGISTRATION_SANDBOX", "the SANDBOX keys await an approval", 2),
        ] {
            world.emulator.require_approval(workflow).await.unwrap();
            let (sink, kept) = collecting();
            let name = workflow.to_lowercase();
            let wanted = [access(&name)];
            let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
            assert!(outcome.is_ok(), "{release} {workflow}: {outcome}");
            let application = &outcome.applications[0];
            assert!(application.pending.iter().any(|it| it.contains(says)), "{outcome}");
            assert_eq!(there(&control_plane, &name).await.1, subscribed, "{outcome}");
            let handed_out = kept.lock().unwrap().len();
            let expected = match workflow {
                "AM_APPLICATION_CREATION" => 0,
                "AM_SUBSCRIPTION_CREATION" => 2,
                _ => 1,
            };
            assert_eq!(handed_out, expected, "{release} {workflow}");
            // While it waits, a second run makes nothing more.
            let writes = Writes::of(&world);
            control_plane.provide_access(&wanted, &sink).await.unwrap();
            assert_eq!(writes.count(), 0, "{release} {workflow}");
            world.emulator.waive_approval(workflow).await.unwrap();
        }
    }
}

/// 4.7 shows it in the answer that makes the keys, which has none while they await an approval.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_secret_of_keys_that_were_approved_is_made_as_the_failure_says() {
    let (world, control_plane) = world("4.7").await;
    let workflow = "AM_APPLICATION_REGISTRATION_SANDBOX";
    world.emulator.require_approval(workflow).await.unwrap();
    let (sink, kept) = collecting();
    let wanted = || access("shop");
    control_plane.provide_access(&[wanted()], &sink).await.unwrap().into_result().unwrap();
    let made = kept.lock().unwrap().pop().unwrap();
    assert_eq!(made.key_type, KeyType::Production);
    for task in control_plane.workflow_tasks(None).await.unwrap() {
        control_plane.decide_workflow(&task.id, Decision::Approve, "").await.unwrap();
    }

    let known = || wanted().consumer_secret(KeyType::Production, made.value.clone());
    let outcome = control_plane.provide_access(&[known()], &sink).await.unwrap();
    let [failure] = &outcome.applications[0].failures[..] else { panic!("{outcome}") };
    assert_eq!(failure.error.code(), "secret-not-shown");
    let mut keys = outcome.applications[0].keys.iter();
    let mapping = &keys.find(|key| key.key_type == KeyType::Sandbox).unwrap().mapping_id;
    let says =
        format!("make a further one with `generate_secret` of the application for `{mapping}`");
    assert!(failure.error.message().contains(&says), "{outcome}");

    let application = control_plane.application("shop").await.unwrap();
    let refused = application.keys(KeyType::Sandbox).await.unwrap_err();
    let says = format!("make a further one with `generate_secret` for `{mapping}`");
    assert!(refused.message().contains(&says), "{refused}");
    let further = application.generate_secret(mapping).await.unwrap().value.unwrap();
    let known = known().consumer_secret(KeyType::Sandbox, further.clone()).tokens();
    kept.lock().unwrap().clear();
    control_plane.provide_access(&[known], &sink).await.unwrap().into_result().unwrap();
    let kept = kept.lock().unwrap();
    let kept = by_label(&kept);
    assert_eq!(kept[&(KeyType::Sandbox, "consumer-secret")].value, further);
    assert!(kept.contains_key(&(KeyType::Sandbox, "access-token")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_applications_failure_does_not_stop_the_others() {
    for release in RELEASES {
        let (_world, control_plane) = world(release).await;
        let lost = access("lost").subscribe("Nowhere", "1.0.0");
        let sink = SecretSink::new(|secret| async move {
            if secret.application == "refused" {
                return Err(format!("no room for {}", secret.value.expose()).into());
            }
            Ok(())
        });
        let wanted = [lost, access("refused"), access("checkout").tokens()];
        let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
        let [lost, refused, checkout] = outcome.applications.as_slice() else { panic!("three") };

        assert_eq!(lost.failures.len(), 1);
        assert_eq!(lost.failures[0].step.action, AccessAction::LookUpApi);
        assert_eq!(lost.failures[0].error.code(), "unknown-api");
        assert_eq!(there(&control_plane, "lost").await.0, 0, "nothing was made for it");

        let failure = &refused.failures[0];
        assert_eq!(failure.step.action, AccessAction::HandOutSecret);
        assert_eq!(
            (failure.error.kind(), failure.error.code()),
            (ErrorKind::Io, "secret-not-stored")
        );
        let message = failure.error.message();
        assert!(
            message.contains("is on the server and was not stored: no room for ***"),
            "{message}"
        );
        let remedy = if release == "3.2" { "run again" } else { "generate_secret" };
        assert!(message.contains(remedy), "{message}");
        assert_eq!(refused.keys.len(), 1, "it stopped there: {refused}");

        assert!(checkout.is_ok(), "{checkout}");
        assert!(!outcome.is_ok());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_environment_that_takes_no_wanted_key_is_told_before_anything_is_written() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let writes = Writes::of(&world);
        let (sink, _) = collecting();
        let production = || {
            ApplicationAccess::new("shop")
                .subscribe("Orders", "1.0.0")
                .key_type(KeyType::Production)
        };
        let refused = [access("checkout"), production().environment("Sandbox")];
        let error = control_plane.provide_access(&refused, &sink).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.code()),
            (ErrorKind::InvalidInput, "key-type-not-accepted")
        );
        assert!(error.message().contains("want SANDBOX keys for `shop`"), "{error}");
        let unknown = [production().environment("sandbox")];
        let error = control_plane.provide_access(&unknown, &sink).await.unwrap_err();
        assert_eq!(error.code(), "unknown-environment");
        assert_eq!(writes.count(), 0, "{release}");

        // Not named, it is told, and nothing fails.
        let outcome = control_plane.provide_access(&[production()], &sink).await.unwrap();
        assert!(outcome.is_ok(), "{outcome}");
        let text = outcome.to_string();
        assert!(
            text.contains("shop: Sandbox (sandbox) takes no token of the wanted key types"),
            "{text}"
        );
        // Named, it alone is handed out for.
        let outcome =
            control_plane.provide_access(&[access("checkout").environment("Hybrid")], &sink).await;
        assert_eq!(outcome.unwrap().applications[0].environments.len(), 1);
    }
}
