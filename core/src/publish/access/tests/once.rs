//! Secrets that the server shows once, 4.7: what could be seen before keys were made loses none, and a wrong one replaces
//! none.

use std::fs;

use tokio::join;

use super::{access, world};
use crate::publish::disturbed::world::Halt;
use crate::publish::{SecretFileFormat, SecretSink};

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
