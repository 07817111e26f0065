//! A person who edits the API in the Publisher while an apply stands still, at each of its requests: what is deployed is
//! what the apply was told to deploy, or the apply gives way and says so.

use std::fs;

use serde_json::json;
use tokio::join;

use super::world::{Halt, World, document, publication};
use crate::client::{ControlPlane, Revision};
use crate::error::ErrorKind;
use crate::publish::{ApiProject, Outcome, Publication};
use crate::rest::definition_match::stands_in;

/// What the person changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Edit {
    /// Another summary: no operation, no field.
    Document,
    Operations,
    /// A field that a definition does not name.
    Tags,
    Plans,
}

const EDITS: [Edit; 4] = [Edit::Document, Edit::Operations, Edit::Tags, Edit::Plans];
/// What shows in the API itself.
const EDITS_OF_FIELDS: [Edit; 3] = [Edit::Operations, Edit::Tags, Edit::Plans];

impl Edit {
    async fn make(self, control_plane: &ControlPlane, id: &str) {
        let mut api = control_plane.get_api(id).await.unwrap();
        match self {
            Self::Document => {
                let theirs = document("Pets", "theirs");
                control_plane.update_api_definition(id, &theirs).await.unwrap();
                return;
            }
            Self::Operations => {
                let theirs = document("Pets", "theirs").replace("/all", "/theirs");
                control_plane.update_api_definition(id, &theirs).await.unwrap();
                return;
            }
            Self::Tags => api.set("tags", &json!(["theirs"])).unwrap(),
            Self::Plans => api.set("policies", &json!(["Bronze"])).unwrap(),
        }
        control_plane.update_api(&api).await.unwrap();
    }
}

/// Two states of one API, as a definition or a project says them.
struct States {
    first: Publication,
    changed: Publication,
    is_project: bool,
    edits: &'static [Edit],
    /// The request before which nobody can see an edit: the answer to an import says nothing of what was imported.
    window: Option<usize>,
}

fn of_definitions() -> States {
    States {
        first: publication("Pets", "first", &["Hybrid"]),
        changed: publication("Pets", "ours", &["Production", "Hybrid"]),
        is_project: false,
        edits: &EDITS,
        window: None,
    }
}

fn of_projects() -> States {
    let of = |back_end: &str, environments: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let api = json!({"type": "api", "version": "v4.7.0", "data": {
            "name": "Pets", "version": "1.0.0", "context": "/pets", "lifeCycleStatus": "PUBLISHED",
            "policies": ["Unlimited"], "transport": ["https"], "tags": [back_end],
            "operations": [{"target": "/all", "verb": "GET", "authType": "Any", "throttlingPolicy": "Unlimited"}],
            "endpointConfig": {
                "endpoint_type": "http", "production_endpoints": {"url": format!("https://back.end/{back_end}")},
            },
        }});
        fs::write(folder.path().join("api.yaml"), api.to_string()).unwrap();
        let definitions = folder.path().join("Definitions");
        fs::create_dir(&definitions).unwrap();
        fs::write(definitions.join("swagger.yaml"), document("Pets", back_end)).unwrap();
        let project = ApiProject::open(folder.path()).unwrap();
        Publication::from_project(project).only_environments(environments.iter().copied())
    };
    States {
        first: of("first", &["Hybrid"]),
        changed: of("ours", &["Production", "Hybrid"]),
        is_project: true,
        edits: &EDITS_OF_FIELDS,
        window: Some(4),
    }
}

struct Met {
    outcome: Outcome,
    revisions: Vec<Revision>,
    /// What the environments have: document and fields.
    deployed: Vec<(String, serde_json::Value)>,
    /// What publishing once more leaves to do, and what the environments have then.
    again: Vec<(String, serde_json::Value)>,
}

async fn deployed(control_plane: &ControlPlane, id: &str) -> Vec<(String, serde_json::Value)> {
    let mut deployed = Vec::new();
    for revision in control_plane.revisions(id).await.unwrap() {
        if !revision.deployments.is_empty() {
            let document = control_plane.api_definition(&revision.id).await.unwrap();
            let api = control_plane.get_api(&revision.id).await.unwrap();
            deployed.push((document, api.0.to_value()));
        }
    }
    deployed
}

async fn begun(states: &States, halt: &Halt) -> (World, ControlPlane) {
    let world = World::start("4.7").await;
    let person = world.connect(&Halt::default()).await;
    person.publish([states.first.clone()]).await.unwrap();
    let ours = world.connect(halt).await;
    (world, ours)
}

async fn requests(states: &States) -> usize {
    let halt = Halt::default();
    let (_world, ours) = begun(states, &halt).await;
    let plan = ours.plan([states.changed.clone()]).await.unwrap();
    halt.halt_at(0);
    ours.apply(&plan).await.into_result().unwrap();
    halt.sent()
}

async fn meet(states: &States, edit: Edit, number: usize) -> Met {
    let halt = Halt::default();
    let (world, ours) = begun(states, &halt).await;
    let person = world.connect(&Halt::default()).await;
    let plan = ours.plan([states.changed.clone()]).await.unwrap();
    let id = person.api("Pets", "1.0.0").await.unwrap().id;
    halt.halt_at(number);
    let meeting = async {
        halt.reached().await;
        edit.make(&person, &id).await;
        halt.go_on();
    };
    let (outcome, ()) = join!(ours.apply(&plan), meeting);
    let revisions = person.revisions(&id).await.unwrap();
    let there = deployed(&person, &id).await;
    person.publish([states.changed.clone()]).await.unwrap();
    let left = person.plan([states.changed.clone()]).await.unwrap();
    assert!(left.is_empty(), "{edit:?} before request {number}: {left}");
    Met { outcome, revisions, deployed: there, again: deployed(&person, &id).await }
}

/// What the API is published as: its document, its plans and, of a project, its tags.
fn is_ours(states: &States, (text, api): &(String, serde_json::Value)) -> bool {
    let tags = if states.is_project { json!(["ours"]) } else { json!([]) };
    let has_tags = api["tags"] == tags || (!states.is_project && api["tags"].is_null());
    stands_in(&document("Pets", "ours"), text).unwrap()
        && has_tags
        && api["policies"] == json!(["Unlimited"])
}

async fn edited_anywhere(states: States) {
    let requests = requests(&states).await;
    let (mut given_way, mut left_behind) = (0, 0);
    for edit in states.edits {
        for number in (1..=requests).filter(|number| states.window != Some(*number)) {
            let met = meet(&states, *edit, number).await;
            let what = format!(
                "{edit:?} before request {number} of {requests}: {}\n{:#?}\n{:#?}\n{:#?}",
                met.outcome, met.revisions, met.deployed, met.again
            );
            let error = met.outcome.apis[0].error.as_ref();
            if let Some(error) = error {
                assert_eq!(error.kind(), ErrorKind::ConcurrentChange, "{what}");
                // The document is in their working copy, and what was there before it is not known.
                if error.message().contains("while its document was sent") {
                    let is_said = error.context().iter().any(|(key, value)| {
                        *key == "left_behind" && value.contains("document and endpointConfig")
                    });
                    assert!(is_said, "{what}: {:?}", error.context());
                    left_behind += 1;
                }
                // Nothing of the apply is there: neither deployed nor idle.
                if met.revisions.iter().all(|made| made.number() == 1) {
                    given_way += 1;
                    continue;
                }
            }
            assert!(met.deployed.iter().all(|there| is_ours(&states, there)), "{what}");
        }
    }
    println!("edited at {requests} requests; {given_way} times the apply gave way");
    assert!(given_way > 0 && (states.is_project || left_behind > 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_edits_meanwhile_is_never_deployed_as_ours() {
    edited_anywhere(of_definitions()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_edits_meanwhile_is_never_deployed_as_a_project() {
    edited_anywhere(of_projects()).await;
}
