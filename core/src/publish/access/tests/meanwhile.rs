//! Somebody else makes the same at the same time: each thing is made once, and whoever made it says so.

use tokio::join;

use super::{RELEASES, access, collecting, there, world};
use crate::publish::AccessAction;
use crate::publish::disturbed::world::Halt;

const MAKING: [AccessAction; 3] =
    [AccessAction::CreateApplication, AccessAction::Subscribe, AccessAction::GenerateKeys];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_made_a_thing_says_so_and_the_other_compares_it() {
    for release in RELEASES {
        let (world, other) = world(release).await;
        let halt = Halt::default();
        let control_plane = world.connect(&halt).await;
        let (sink, _) = collecting();
        let ours = |name: &str| [access(name).plan("Unlimited").grants(["client_credentials"])];
        halt.halt_at(0);
        control_plane.provide_access(&ours("undisturbed"), &sink).await.unwrap();
        let requests = halt.sent();
        for number in 1..=requests {
            let name = format!("shop-{number}");
            let wanted = ours(&name);
            let theirs = [access(&name).plan("10PerMin").grants(["password"])];
            halt.halt_at(number);
            let meanwhile = async {
                halt.reached().await;
                let outcome = other.provide_access(&theirs, &sink).await.unwrap();
                halt.go_on();
                outcome.applications
            };
            let (outcome, theirs) = join!(control_plane.provide_access(&wanted, &sink), meanwhile);
            let ours = outcome.unwrap().applications;
            let made = |all: &[crate::publish::ApplicationAccessOutcome], action: AccessAction| {
                all[0].done.iter().filter(|step| step.action == action).count()
            };
            let both: Vec<usize> =
                MAKING.map(|action| made(&ours, action) + made(&theirs, action)).to_vec();
            assert_eq!(both, [1, 2, 2], "{release} {number}: {} and {}", ours[0], theirs[0]);
            let keys = vec!["PRODUCTION".to_owned(), "SANDBOX".to_owned()];
            assert_eq!(there(&other, &name).await, (1, 2, keys), "{release} {number}");
            // What they made is otherwise than what we want.
            let differences = ours[0].differences.join("\n");
            let is_theirs = made(&ours, AccessAction::CreateApplication) == 0;
            assert_eq!(differences.contains("its plan is `10PerMin`"), is_theirs, "{differences}");
            let lacking = differences.matches("lack the grants client_credentials").count();
            assert_eq!(lacking, 2 - made(&ours, AccessAction::GenerateKeys), "{differences}");
        }
    }
}
