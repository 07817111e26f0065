//! Each application by itself: what cannot be told of one fails that one alone.

use gatewright_emulator::{Action, Fault};

use super::{RELEASES, access, collecting, there, world};
use crate::model::KeyType;
use crate::publish::{AccessAction, ApplicationAccess};

/// Whoever may use applications need not see the Publisher.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_user_who_does_not_see_the_publisher_needs_it_for_unknown_environments_alone() {
    for release in RELEASES {
        let (world, control_plane) = world(release).await;
        let (sink, _) = collecting();
        world
            .emulator
            .faults()
            .add(Fault::new(Action::Status(401, String::new())).path("/publisher/"));

        // Its API is missing: where that is offered is nothing to ask for.
        let lost = access("lost").subscribe("Nowhere", "1.0.0").environment("Elsewhere");
        let only = ApplicationAccess::new("only")
            .subscribe("Nowhere", "1.0.0")
            .key_type(KeyType::Production)
            .environment("Production");
        let wanted = [lost, only, access("shop").environment("Hybrid")];
        let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
        for failed in &outcome.applications[..2] {
            assert_eq!(failed.failures.len(), 1, "{release}: {outcome}");
            assert_eq!(failed.failures[0].step.action, AccessAction::LookUpApi);
        }
        assert!(outcome.applications[2].is_ok(), "{release}: {outcome}");

        // Nobody can say whether there is such an environment.
        let wanted = [access("unclear").environment("Elsewhere"), access("checkout")];
        let outcome = control_plane.provide_access(&wanted, &sink).await.unwrap();
        let [unclear, checkout] = outcome.applications.as_slice() else { panic!("two") };
        assert_eq!(unclear.failures.len(), 1, "{release}: {outcome}");
        assert_eq!(unclear.failures[0].step.action, AccessAction::LookUpEnvironments);
        assert_eq!(unclear.failures[0].error.operation(), "provide_access");
        assert!(outcome.to_string().contains("unclear: failed to look up its environments: "));
        assert_eq!(there(&control_plane, "unclear").await.0, 0, "nothing was made for it");
        assert!(checkout.is_ok(), "{release}: {checkout}");
    }
}
