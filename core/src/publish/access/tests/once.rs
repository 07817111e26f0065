//! Secrets that the server shows once, 4.7: what could be seen before keys were made loses none, and a wrong one replaces
//! none.

use std::fs;
use std::path::Path;

use tokio::join;

use super::{Writes, access, world};
use crate::client::ControlPlane;
use crate::model::KeyType;
use crate::publish::disturbed::world::Halt;
use crate::publish::{AccessAction, Handover, SecretFileFormat, SecretSink};

/// While keys are made nobody knows whether the file will take their secret. At all other times it is seen, and they are not
/// made.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn keys_are_not_made_for_a_file_that_has_become_unusable() {
    let (world, _) = world("4.7").await;
    let halt = Halt::default();
    let control_plane = world.connect(&halt).await;
    for format in SecretFileFormat::ALL {
        let folder = tempfile::tempdir().unwrap();
        let of = |name: &str| folder.path().join(name);
        halt.halt_at(0);
        let sink = SecretSink::file(of("first"), format);
        let first = [access(&format!("first-{}", format.as_str()))];
        control_plane.provide_access(&first, &sink).await.unwrap().into_result().unwrap();
        let (requests, mut lost) = (halt.sent(), 0);
        for number in 1..=requests {
            let name = format!("shop-{}-{number}", format.as_str());
            let (path, aside) = (of(&name), of(&format!("{name}-aside")));
            let sink = SecretSink::file(&path, format);
            halt.halt_at(number);
            let wanted = [access(&name)];
            let breaking = async {
                halt.reached().await;
                // It may not be there yet.
                let _ = fs::rename(&path, &aside);
                fs::create_dir(&path).unwrap();
                halt.go_on();
            };
            let (outcome, ()) = join!(control_plane.provide_access(&wanted, &sink), breaking);
            let outcome = outcome.unwrap();
            let application = &outcome.applications[0];
            let kept = fs::read_to_string(&aside).unwrap_or_default();
            let unkept: Vec<_> =
                application.keys.iter().filter(|key| !kept.contains(&key.consumer_key)).collect();
            lost += unkept.len();
            for key in unkept {
                let mut failures = application.failures.iter();
                let told = failures.find(|it| it.step.key_type == Some(key.key_type)).unwrap();
                assert_eq!(told.error.code(), "secret-not-stored", "{number}: {outcome}");
                assert!(told.error.message().contains("`generate_secret`"), "{outcome}");
            }
        }
        // Before the last look whether there are keys, and before they are made: of either type.
        assert_eq!(lost, 4);
    }
}

async fn secrets_of(control_plane: &ControlPlane, path: &Path, name: &str) -> Option<String> {
    // A token that is got with it says that it is the right one.
    let application = control_plane.application(name).await.unwrap();
    let text = fs::read_to_string(path).unwrap();
    let line = text.lines().find(|line| line.contains("PRODUCTION_CONSUMER_SECRET="))?;
    let (_, secret) = line.split_once('=')?;
    let keys = application.all_keys().await.unwrap();
    let key = keys.iter().find(|key| key.key_type == Some(KeyType::Production))?;
    application.portal_token(key, &secret.into(), None, [""; 0]).await.ok()?;
    Some(secret.to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_known_secret_replaces_the_one_that_a_file_holds_when_it_is_right_alone() {
    let (world, control_plane) = world("4.7").await;
    for has_tokens in [true, false] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".env");
        let sink = SecretSink::file(&path, SecretFileFormat::Dotenv);
        let name = if has_tokens { "shop" } else { "shop-without" };
        let wanted = || if has_tokens { access(name).tokens() } else { access(name) };
        let first = control_plane.provide_access(&[wanted()], &sink).await.unwrap();
        let mapping = first.into_result().unwrap().applications[0].keys[0].mapping_id.clone();
        let before = fs::read_to_string(&path).unwrap();
        let good = secrets_of(&control_plane, &path, name).await.unwrap();

        let wrong = wanted().consumer_secret(KeyType::Production, "wr0ng-canary");
        let outcome = control_plane.provide_access(&[wrong], &sink).await.unwrap();
        let failure = &outcome.applications[0].failures[0];
        assert_eq!(failure.step.action, AccessAction::GetToken, "{outcome}");
        assert!(!format!("{outcome:?}{outcome}").contains("wr0ng-canary"));
        assert_eq!(fs::read_to_string(&path).unwrap(), before, "tokens: {has_tokens}");

        // The one that it holds is no other.
        let writes = Writes::of(&world);
        let same = wanted().consumer_secret(KeyType::Production, good.as_str());
        let outcome = control_plane.provide_access(&[same], &sink).await.unwrap();
        assert_eq!(outcome.into_result().unwrap().applications[0].keys[0].secret, Handover::Held);
        assert_eq!(writes.count(), 0);

        let application = control_plane.application(name).await.unwrap();
        let further = application.generate_secret(&mapping).await.unwrap().value.unwrap();
        let right = wanted().consumer_secret(KeyType::Production, further.clone());
        let outcome = control_plane.provide_access(&[right], &sink).await.unwrap();
        assert!(outcome.is_ok(), "{outcome}");
        let now = secrets_of(&control_plane, &path, name).await;
        assert_eq!(now.as_deref(), Some(further.expose()), "tokens: {has_tokens}");
    }
}
