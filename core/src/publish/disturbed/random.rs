//! Servers as anybody may have left them, and publications as anybody may want them: for the laws about disturbances.

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use super::world::{ENVIRONMENTS, Halt, World, document};
use crate::client::{ApiDocument, ControlPlane, DeploymentTarget, LifecycleChange};
use crate::publish::{ApiDefinition, Lifecycle, Publication, Target};

/// Name, version, context: two versions of one API, and another API that wants their context.
const APIS: [(&str, &str, &str); 3] =
    [("Pets", "1.0.0", "/pets"), ("Pets", "2.0.0", "/pets"), ("Dogs", "1.0.0", "/pets")];
/// The last one, which is refused when the first is there, and refuses the first.
const OCCUPIED: usize = 2;
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
const WANTED_LIVES: [Lifecycle; 6] = [
    Lifecycle::Published,
    Lifecycle::Unchanged,
    Lifecycle::Created,
    Lifecycle::Prototyped,
    Lifecycle::Blocked,
    Lifecycle::Deprecated,
];
const WORKFLOWS: [&str; 2] = ["AM_API_STATE", "AM_REVISION_DEPLOYMENT"];

/// A server, and what is wanted of it.
#[derive(Clone, Debug)]
pub(super) struct Scene {
    /// What somebody made before, per API.
    before: Vec<Option<Before>>,
    /// Whether publishing, and deploying, awaits an approval.
    approvals: [bool; 2],
    wanted: Vec<Wanted>,
}

/// An API that is there.
#[derive(Clone, Debug)]
struct Before {
    is_by_hand: bool,
    /// What became of it since, one revision each.
    past: Vec<Past>,
    life: usize,
}

/// A revision of 4.x; in 3.x a change.
#[derive(Clone, Debug)]
struct Past {
    /// By whom: Gatewright, or by hand.
    is_ours: bool,
    environments: [bool; 3],
    back_end: usize,
}

/// What is wanted of an API.
#[derive(Clone, Debug)]
struct Wanted {
    api: usize,
    /// Back end, document, plans; unless the API must be there.
    definition: Option<(usize, bool, Vec<usize>)>,
    environments: [bool; 3],
    is_reversed: bool,
    is_hidden: bool,
    life: usize,
}

/// A few, or an eighth of what `PROPTEST_CASES` says: each starts nodes.
pub(super) fn runner(cases: u32) -> TestRunner {
    let mut config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    let is_given = std::env::var_os("PROPTEST_CASES").is_some();
    config.cases = if is_given { config.cases.div_ceil(8) } else { cases };
    config.max_shrink_iters = 200;
    TestRunner::new(config)
}

pub(super) fn scene() -> impl Strategy<Value = Scene> {
    let before = [before(), before(), before()].prop_map(|[one, two, _]| vec![one, two, None]);
    let approvals = [prop::bool::weighted(0.2), prop::bool::weighted(0.2)];
    (before, approvals, wanted()).prop_map(|(before, approvals, wanted)| Scene {
        before,
        approvals,
        wanted,
    })
}

fn some_environments() -> impl Strategy<Value = [bool; 3]> {
    any::<[bool; 3]>().prop_map(|some| if some == [false; 3] { [true, false, true] } else { some })
}

fn before() -> impl Strategy<Value = Option<Before>> {
    let past = (any::<bool>(), any::<[bool; 3]>(), 0..2_usize);
    let past =
        past.prop_map(|(is_ours, environments, back_end)| Past { is_ours, environments, back_end });
    // As many revisions as API-M keeps are likelier than chance would have them.
    let past = prop_oneof![
        3 => prop::collection::vec(past.clone(), 0..5),
        1 => prop::collection::vec(past, 5),
    ];
    let life = prop_oneof![8 => 0..4_usize, 1 => 4..LIVES.len()];
    let one = (any::<bool>(), past, life);
    prop::option::weighted(
        0.6,
        one.prop_map(|(is_by_hand, past, life)| Before { is_by_hand, past, life }),
    )
}

fn wanted() -> impl Strategy<Value = Vec<Wanted>> {
    let one = |api: usize| {
        let plans = prop::sample::subsequence(vec![0, 1, 2], 1..=3).prop_shuffle();
        let definition = (0..3_usize, any::<bool>(), plans);
        let definition = prop::option::weighted(0.9, definition);
        let life = prop_oneof![3 => Just(0_usize), 2 => 1..WANTED_LIVES.len()];
        let one = (definition, some_environments(), any::<[bool; 2]>(), life);
        let one =
            one.prop_map(move |(definition, environments, [is_reversed, is_hidden], life)| {
                Wanted { api, definition, environments, is_reversed, is_hidden, life }
            });
        prop::option::weighted(if api == OCCUPIED { 0.1 } else { 0.8 }, one)
    };
    [one(0), one(1), one(OCCUPIED)].prop_map(|all| all.into_iter().flatten().collect())
}

fn chosen(environments: [bool; 3]) -> Vec<&'static str> {
    let all = environments.iter().zip(ENVIRONMENTS);
    all.filter(|(is_chosen, _)| **is_chosen).map(|(_, name)| name).collect()
}

impl Scene {
    /// A server as the scene begins.
    pub(super) async fn world(&self, release: &str) -> World {
        let world = World::start(release).await;
        let control_plane = world.connect(&Halt::default()).await;
        for (api, before) in self.before.iter().enumerate() {
            if let Some(before) = before {
                before.make(&control_plane, api).await;
            }
        }
        for (workflow, _) in WORKFLOWS.iter().zip(self.approvals).filter(|(_, waits)| *waits) {
            // 3.2 has no approval of deployments.
            let required = world.emulator.require_approval(workflow).await;
            assert!(required.is_ok() || control_plane.release().is_classic());
        }
        world
    }

    pub(super) fn publications(&self) -> Vec<Publication> {
        self.wanted.iter().map(Wanted::publication).collect()
    }
}

/// All that a server says, and what waits on it for whose approval.
pub(super) async fn state(world: &World) -> Value {
    let control_plane = world.connect(&Halt::default()).await;
    let tasks = control_plane.workflow_tasks(None).await.unwrap();
    let mut waiting: Vec<String> =
        tasks.into_iter().map(|task| format!("{} {:?}", task.kind, task.status)).collect();
    waiting.sort();
    json!({"apis": world.state().await, "waiting": waiting})
}

impl Before {
    /// Puts the API on the server, as its users would. What the server refuses on the way is left out.
    async fn make(&self, control_plane: &ControlPlane, api: usize) {
        let (name, version, context) = APIS[api];
        let is_classic = control_plane.release().is_classic();
        let first = Past { is_ours: true, environments: [true; 3], back_end: 0 };
        let id = if self.is_by_hand {
            let made = ApiDocument::from_value(&json!({
                "name": name, "version": version, "context": context, "policies": ["Unlimited"],
                "endpointConfig": {
                    "endpoint_type": "http",
                    "production_endpoints": {"url": "https://by.hand/production"},
                    "sandbox_endpoints": {"url": "https://by.hand/sandbox"},
                },
            }));
            control_plane.create_api(&made.unwrap()).await.unwrap().id().to_owned()
        } else {
            control_plane.publish([first.publication(api)]).await.unwrap();
            control_plane.api(name, version).await.unwrap().id
        };
        for past in &self.past {
            let names = chosen(past.environments);
            if past.is_ours {
                // At the limit of five it may be refused.
                let _ = control_plane.publish([past.publication(api)]).await;
            } else if is_classic {
                let mut document = control_plane.get_api(&id).await.unwrap();
                document.set("gatewayEnvironments", &names).unwrap();
                control_plane.update_api(&document).await.unwrap();
            } else if let Ok(made) = control_plane.create_revision(&id, "by hand").await
                && !names.is_empty()
            {
                let targets = names.into_iter().map(DeploymentTarget::new);
                control_plane.deploy_revision(&id, &made.id, targets).await.unwrap();
            }
        }
        for action in LIVES[self.life] {
            control_plane.change_lifecycle(&id, &LifecycleChange::new(*action)).await.unwrap();
        }
    }
}

impl Past {
    fn publication(&self, api: usize) -> Publication {
        let (name, version, context) = APIS[api];
        let mut environments = chosen(self.environments);
        if environments.is_empty() {
            environments.push(ENVIRONMENTS[0]);
        }
        Publication::new(name, version)
            .definition(definition(context, name, self.back_end, true))
            .environments(environments)
            .lifecycle(Lifecycle::Unchanged)
    }
}

impl Wanted {
    fn publication(&self) -> Publication {
        let (name, version, context) = APIS[self.api];
        let mut environments = chosen(self.environments);
        if self.is_reversed {
            environments.reverse();
        }
        let targets = environments.into_iter().map(Target::new);
        let targets =
            targets.map(|target| if self.is_hidden { target.hidden_in_portal() } else { target });
        let mut publication = Publication::new(name, version).environments(targets);
        if let Some((back_end, has_document, plans)) = &self.definition {
            let definition = definition(context, name, *back_end, *has_document);
            let plans = plans.iter().map(|plan| PLANS[*plan]);
            publication = publication.definition(definition.plans(plans));
        }
        publication.lifecycle(WANTED_LIVES[self.life])
    }
}

fn definition(context: &str, name: &str, back_end: usize, has_document: bool) -> ApiDefinition {
    let back_end = format!("v{back_end}");
    let definition = ApiDefinition::new(context)
        .production_endpoint(format!("https://back.end/{back_end}"))
        .sandbox_endpoint(format!("https://sandbox.back.end/{back_end}"));
    if has_document { definition.document(document(name, &back_end)) } else { definition }
}
