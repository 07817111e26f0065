//! Answers that get lost: nothing is made twice, and a secret that is lost is told.

use gatewright_emulator::{Action, Fault};

use super::{RELEASES, access, collecting, there, world};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_made_twice_when_an_answer_is_lost() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        for (at, path) in ["/applications", "/subscriptions", "/generate-keys", "/generate-token"]
            .into_iter()
            .enumerate()
        {
            for action in [Action::LoseAnswer, Action::HalfAnswer, Action::Reset] {
                let has_happened = action != Action::Reset;
                let name = format!("checkout-{at}-{}", action.name());
                let (sink, kept) = collecting();
                let faults = world.emulator.faults();
                faults.clear();
                faults.add(Fault::new(action).method("POST").path(path).times(1));
                let wanted = [access(&name).tokens()];
                let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
                assert_eq!(faults.list()[0].met(), 1, "{release} {name}");
                let keys = vec!["PRODUCTION".to_owned(), "SANDBOX".to_owned()];
                assert_eq!(there(&control_plane, &name).await, (1, 2, keys), "{release} {outcome}");
                let handed_out = kept.lock().unwrap().len();
                if path == "/generate-keys" && has_happened && release == "4.7" {
                    // The secret was in that answer alone.
                    let failures = &outcome.applications[0].failures;
                    assert_eq!(failures.len(), 1, "{name}: {outcome}");
                    assert_eq!(failures[0].error.code(), "secret-not-shown");
                    assert!(outcome.to_string().contains("lost with the answer"), "{outcome}");
                    assert_eq!(handed_out, 2, "the other key type's");
                    continue;
                }
                assert!(outcome.is_ok(), "{release} {name}: {outcome}");
                assert_eq!(handed_out, 4, "{release} {name}");
            }
        }
    }
}
