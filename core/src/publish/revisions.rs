//! Publishing since 4.0: a revision is made and deployed to environments.

use crate::client::GatewayEnvironment;
use crate::error::{Error, ErrorKind, Result};
use crate::publish::awaited::Awaited;
use crate::publish::marker;
use crate::publish::plan::{Action, ApiPlan, EnvironmentChange};
use crate::publish::publication::{Source, Target};
use crate::publish::{resolve, standing};
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{DeployTo, Deployment, LIMIT, Revision};

/// What differs when no single field does.
const PROJECT: &str = "project";

pub(crate) fn plan(
    plan: &mut ApiPlan,
    api: Option<&ApiObject>,
    mut changed: Vec<&'static str>,
    // What there is; of it, what alone may go out; and what is the API as it shall be, though that has changed since in what the
    // publication does not name.
    (made, seen, kept): (&[Revision], Option<&Revision>, &[String]),
    environments: &[&GatewayEnvironment],
) -> Result<()> {
    let context = plan.publication.context().map(str::to_owned);
    let current = match api {
        None => {
            let context = context.unwrap_or_default();
            plan.push(Action::CreateApi { context, environments: Vec::new() });
            None
        }
        Some(api) => {
            let is_project = matches!(plan.publication.source(), Source::Project(_));
            let asked = plan.publication.asked().filter(|_| is_project);
            // Whether the document is the wanted one, the planner has seen.
            let current = seen.or_else(|| {
                marker::newest_of(api, made)
                    .filter(|(_, marker)| marker.fulfils(asked.as_deref()))
                    .map(|(revision, _)| revision)
                    .or_else(|| newest(kept, made))
            });
            if is_project && current.is_none() && changed.is_empty() {
                changed.push(PROJECT);
            }
            if changed.is_empty() {
                current
            } else {
                plan.push(Action::UpdateApi { fields: changed, environments: Vec::new() });
                None
            }
        }
    };
    let mut deployments = Vec::new();
    for (target, environment) in plan.publication.targets.clone().iter().zip(environments) {
        let name = &environment.name;
        let is_wanted =
            |id: &String| current.is_some_and(|current| current.id == *id) || kept.contains(id);
        // What was asked for already is not asked for again. What was refused an approval is not there, and is.
        let mut waiting = standing::waiting(made, name);
        let asked = waiting.find(|(made, _)| is_wanted(&made.id));
        let there = asked.or_else(|| standing::live(made, name));
        let there = there.or_else(|| standing::waiting(made, name).next());
        let (change, why) = judge(target, there, is_wanted);
        plan.environment(name, change, why);
        if change == EnvironmentChange::Keep {
            let awaited = asked.map(|_| Awaited::Deployment(name.clone()));
            plan.awaited.extend(awaited);
            continue;
        }
        // What is there keeps its virtual host, unless another one is named.
        let vhost = match there {
            Some((_, deployed))
                if !deployed.virtual_host.is_empty() && is_wanted_host(target, deployed) =>
            {
                deployed.virtual_host.clone()
            }
            _ => resolve::virtual_host(target, environment)?,
        };
        if vhost.is_empty() {
            let message = format!(
                "the environment `{name}` has no virtual host to deploy at: give it one in the control plane"
            );
            return Err(Error::new(ErrorKind::InvalidInput, "no-virtual-host", message)
                .with_context("environment", name));
        }
        let display_on_devportal = target.is_shown;
        deployments.push(DeployTo { name: name.clone(), vhost, display_on_devportal });
    }
    plan.revision = current.map(|revision| revision.id.clone());
    if deployments.is_empty() {
        return Ok(());
    }
    if current.is_none() {
        make_room(plan, made)?;
        plan.push(Action::CreateRevision);
    }
    let named = deployments.iter().map(|to| (to.name.clone(), to.vhost.clone())).collect();
    plan.push(Action::Deploy { environments: named });
    plan.deployments = deployments;
    Ok(())
}

fn newest<'r>(among: &[String], made: &'r [Revision]) -> Option<&'r Revision> {
    made.iter()
        .filter(|revision| among.contains(&revision.id))
        .max_by_key(|revision| revision.number())
}

fn is_wanted_host(target: &Target, deployed: &Deployment) -> bool {
    target.virtual_host.as_ref().is_none_or(|wanted| *wanted == deployed.virtual_host)
}

/// What becomes of an API in one environment, and why; `is_wanted` tells the revisions of the API as it shall be.
fn judge(
    target: &Target,
    there: Option<(&Revision, &Deployment)>,
    is_wanted: impl Fn(&String) -> bool,
) -> (EnvironmentChange, String) {
    let Some((revision, deployed)) = there else {
        return (EnvironmentChange::Add, "it is not deployed there".to_owned());
    };
    let name = &revision.display_name;
    let is_there =
        if deployed.is_waiting() { "awaits an approval to be there" } else { "is there" };
    let why = if !is_wanted(&revision.id) {
        format!("{name} {is_there}, which is not the API as it shall be")
    } else if !is_wanted_host(target, deployed) {
        format!("it is there at the virtual host {}", deployed.virtual_host)
    } else if deployed.display_on_devportal != target.is_shown {
        let is = if deployed.display_on_devportal { "shows" } else { "does not show" };
        format!("the Developer Portal {is} it")
    } else {
        return (EnvironmentChange::Keep, format!("{name} {is_there}"));
    };
    (EnvironmentChange::Replace, why)
}

/// At the limit, the oldest revision of ours that is deployed nowhere goes; a revision of somebody else's never does.
fn make_room(plan: &mut ApiPlan, made: &[Revision]) -> Result<()> {
    if made.len() < LIMIT {
        return Ok(());
    }
    // One that was refused an approval comes last: somebody may want to ask for it again.
    let spare = made
        .iter()
        .filter(|revision| !revision.is_deployed() && marker::is_ours(revision))
        .min_by_key(|revision| (!revision.deployments.is_empty(), revision.number()));
    let Some(spare) = spare else {
        let message = format!(
            "`{}` {} has {LIMIT} revisions, as many as API Manager keeps, and none that Gatewright may delete: delete one \
             that is deployed nowhere",
            plan.publication.name, plan.publication.version
        );
        return Err(Error::new(ErrorKind::Conflict, "revision-limit", message)
            .with_context("api", &plan.publication.name));
    };
    let (id, name) = (spare.id.clone(), spare.display_name.clone());
    plan.push(Action::DeleteRevision { id, name });
    Ok(())
}
