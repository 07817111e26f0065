//! Law 6 of the design, for both models: a plan after a successful apply is empty, and applying twice
//! is applying once. Whatever is on the server before, and whatever is wanted of it.

use std::time::Duration;

use gatewright::client::{ConnectOptions, Credentials};
use gatewright::publish::{ApiDefinition, Lifecycle, Publication, Target};
use gatewright::{ControlPlane, Release};
use gatewright_emulator::{Action, Fault};
use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use serde_json::{Value, json};

use crate::world::{NAMES, Plan, World};

/// Names, versions and contexts: two versions of one API, a second API, and one that wants the
/// first one's context.
const APIS: [(&str, &str, &str); 4] = [
    ("Pets", "1.0.0", "/pets"),
    ("Pets", "2.0.0", "/pets"),
    ("Cars", "1.0.0", "/cars"),
    ("Dogs", "1.0.0", "/pets"),
];
/// The last one, which is refused when the first is there, and refuses the first.
const OCCUPIED: usize = 3;
const PLANS: [&str; 3] = ["Unlimited", "Gold", "Bronze"];
/// Ways through the lifecycle.
const LIVES: [&[&str]; 6] = [
    &[],
    &["Publish"],
    &["Deploy as a Prototype"],
    &["Publish", "Block"],
    &["Publish", "Deprecate"],
    &["Publish", "Deprecate", "Retire"],
];

/// An API that somebody made before.
#[derive(Clone, Debug)]
struct Before {
    /// Production, sandbox.
    endpoints: [bool; 2],
    plan: usize,
    environments: [bool; 2],
    /// 4.x: how many revisions there are; the last is the deployed one.
    revisions: usize,
    life: usize,
}

/// What is wanted of an API.
#[derive(Clone, Debug)]
struct Wanted {
    api: usize,
    /// Endpoints and plans, unless the API must be there.
    definition: Option<([bool; 2], Vec<usize>)>,
    environments: [bool; 2],
    is_reversed: bool,
    is_hidden: bool,
    is_published: bool,
}

/// Mostly both: an API that lacks what an environment needs is refused while planning.
fn endpoints() -> impl Strategy<Value = [bool; 2]> {
    [prop::bool::weighted(0.9), prop::bool::weighted(0.6)]
}

fn before() -> impl Strategy<Value = Option<Before>> {
    let revisions = prop_oneof![9 => 0..5_usize, 1 => Just(5)];
    let life = prop_oneof![8 => 0..4_usize, 1 => 4..LIVES.len()];
    let one = (endpoints(), 0..PLANS.len(), any::<[bool; 2]>(), revisions, life);
    let one = one.prop_map(|(endpoints, plan, environments, revisions, life)| Before {
        endpoints,
        plan,
        environments,
        revisions,
        life,
    });
    prop::option::weighted(0.6, one)
}

fn wanted() -> impl Strategy<Value = Vec<Wanted>> {
    let one = |api: usize| {
        let plans = prop::sample::subsequence(vec![0, 1, 2], 1..=3).prop_shuffle();
        let definition = prop::option::weighted(0.9, (endpoints(), plans));
        let some = prop::sample::select(vec![[true, true], [true, false], [false, true]]);
        let one =
            (definition, some, any::<[bool; 3]>()).prop_map(move |(definition, some, other)| {
                let [is_reversed, is_hidden, is_published] = other;
                Wanted { api, definition, environments: some, is_reversed, is_hidden, is_published }
            });
        prop::option::weighted(if api == OCCUPIED { 0.1 } else { 0.6 }, one)
    };
    [one(0), one(1), one(2), one(OCCUPIED)].prop_map(|all| all.into_iter().flatten().collect())
}

/// Puts an API on the server as a user of the portals would.
async fn make(world: &World, api: usize, before: &Before) {
    let (name, version, context) = APIS[api];
    let mut document = world.document(name);
    document["version"] = json!(version);
    document["context"] = json!(context);
    document["policies"] = json!([PLANS[before.plan]]);
    let endpoints = document["endpointConfig"].as_object_mut().unwrap();
    for (has, key) in before.endpoints.iter().zip(["production_endpoints", "sandbox_endpoints"]) {
        if !has {
            endpoints.remove(key);
        }
    }
    let environments = chosen(before.environments);
    if world.release.is_classic() {
        document["gatewayEnvironments"] = json!(environments);
    }
    let made = world.admin("POST", "p/apis").json(&document).send().await;
    if made.status == 409 {
        return; // the context is taken by an earlier one
    }
    let id = made.expect(201).field("id");
    if !world.release.is_classic() {
        let mut last = None;
        for _ in 0..before.revisions {
            last = Some(world.revision(&id).await);
        }
        if let Some(last) = last.filter(|_| !environments.is_empty()) {
            world.deploy(&id, &last, &environments).await.expect(201);
        }
    }
    for action in LIVES[before.life] {
        if world.change_lifecycle(&id, action).await.status != 200 {
            return; // an API without an endpoint cannot be published
        }
    }
}

fn chosen(environments: [bool; 2]) -> Vec<&'static str> {
    environments.iter().zip(NAMES).filter(|(chosen, _)| **chosen).map(|(_, name)| name).collect()
}

fn publication(world: &World, wanted: &Wanted) -> Publication {
    let (name, version, context) = APIS[wanted.api];
    let mut environments = chosen(wanted.environments);
    if wanted.is_reversed {
        environments.reverse();
    }
    let targets = environments.into_iter().map(Target::new);
    let targets =
        targets.map(|target| if wanted.is_hidden { target.hidden_in_portal() } else { target });
    let mut publication = Publication::new(name, version).environments(targets);
    if let Some(([production, sandbox], plans)) = &wanted.definition {
        let url = world.emulator.echo_url();
        let mut definition =
            ApiDefinition::new(context).plans(plans.iter().map(|plan| PLANS[*plan]));
        if *production {
            definition = definition.production_endpoint(format!("{url}/production"));
        }
        if *sandbox {
            definition = definition.sandbox_endpoint(format!("{url}/elsewhere"));
        }
        publication = publication.definition(definition);
    }
    publication.lifecycle(if wanted.is_published {
        Lifecycle::Published
    } else {
        Lifecycle::Unchanged
    })
}

/// All that the server says of its APIs, but for the counters, which follow the gateways.
async fn state(world: &World) -> Value {
    let get = async |path: String| world.admin("GET", &path).send().await.expect(200).json();
    let list = get("p/apis?limit=100&sortBy=apiName".to_owned()).await;
    let mut all = Vec::new();
    for item in list["list"].as_array().unwrap() {
        let id = item["id"].as_str().unwrap();
        all.push(get(format!("p/apis/{id}")).await);
        let portal = world.portal("GET", &format!("d/apis/{id}")).send().await;
        all.push(json!([portal.status, portal.text]));
        if !world.release.is_classic() {
            let mut revisions = get(format!("p/apis/{id}/revisions")).await;
            for revision in revisions["list"].as_array_mut().unwrap() {
                for deployment in revision["deploymentInfo"].as_array_mut().unwrap() {
                    for key in ["liveGatewayCount", "deployedGatewayCount", "failedGatewayCount"] {
                        deployment.as_object_mut().unwrap().remove(key);
                    }
                }
            }
            all.push(revisions);
        }
    }
    json!(all)
}

/// Counts what is sent to change something, without changing it.
fn count_writes(world: &World) {
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        let counter = Fault::new(Action::Delay(Duration::ZERO));
        world.emulator.faults().add(counter.node("control-plane").method(method).path("/api/am/"));
    }
}

fn writes(world: &World) -> u32 {
    world.emulator.faults().list().iter().map(Fault::met).sum()
}

async fn connected(world: &World) -> ControlPlane {
    let release = if world.release.is_classic() { Release::V3_2 } else { Release::V4_7 };
    let options = ConnectOptions::new().release(release).ca_certificates(world.emulator.ca_pem());
    let credentials = Credentials::password("admin", "admin");
    ControlPlane::connect(&world.cp(""), credentials, options).await.unwrap()
}

async fn holds(
    version: &str,
    before: Vec<Option<Before>>,
    wanted: Vec<Wanted>,
) -> Result<(), TestCaseError> {
    let world = Plan::new(version).start().await;
    for (api, before) in before.iter().enumerate() {
        if let Some(before) = before {
            make(&world, api, before).await;
        }
    }
    let control_plane = connected(&world).await;
    let publications = || wanted.iter().map(|wanted| publication(&world, wanted));
    count_writes(&world);
    let untouched = state(&world).await;
    let plan = control_plane.plan(publications()).await;
    prop_assert_eq!(writes(&world), 0, "planning writes nothing");
    prop_assert_eq!(&state(&world).await, &untouched);
    // What is refused while planning changes nothing.
    let Ok(plan) = plan else { return Ok(()) };

    let first = control_plane.apply(&plan).await;
    let once = state(&world).await;
    let sent = writes(&world);
    let steps: usize = first.apis.iter().map(|api| api.done.len()).sum();
    prop_assert!(sent as usize >= steps, "{sent} writes for {steps} steps");
    if first.is_ok() {
        prop_assert_eq!(sent as usize, plan.steps().count(), "one write a step\n{}", plan);
        let again = control_plane.plan(publications()).await;
        let again = again.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        prop_assert!(again.is_empty(), "after\n{plan}\nthere is left\n{again}");
        let second = control_plane.apply(&again).await;
        prop_assert!(second.is_ok());
        prop_assert_eq!(writes(&world), sent, "an empty plan sends no write");
    } else {
        // What failed fails again, and what was done is not done twice.
        let again = control_plane.publish(publications()).await;
        prop_assert!(again.is_err(), "{first:?}");
    }
    prop_assert_eq!(&state(&world).await, &once, "after\n{}", plan);
    if first.is_ok() {
        // The same plan once more: it is older than the server's state.
        let sent = writes(&world);
        let stale = control_plane.apply(&plan).await;
        prop_assert_eq!(writes(&world), sent, "after\n{}\nonce more\n{:?}", plan, stale);
        prop_assert_eq!(&state(&world).await, &once, "after\n{}\nonce more\n{:?}", plan, stale);
    }
    world.stop().await;
    Ok(())
}

/// A few, or an eighth of what `PROPTEST_CASES` says: each starts three nodes.
pub fn runner(cases: u32) -> TestRunner {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let is_given = std::env::var_os("PROPTEST_CASES").is_some();
    config.cases = if is_given { config.cases.div_ceil(8) } else { cases };
    TestRunner::new(config)
}

fn law_6(version: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let before = [before(), before(), before()].prop_map(Vec::from);
    let all = (before, wanted());
    let held =
        runner(24).run(&all, |(before, wanted)| runtime.block_on(holds(version, before, wanted)));
    held.unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn law_6_for_the_classic_model() {
    law_6("3.2");
}

#[test]
fn law_6_for_the_revision_model() {
    law_6("4.7");
}
