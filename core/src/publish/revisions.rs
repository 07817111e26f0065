//! Publishing since 4.0: a revision is made and deployed to environments.

use crate::client::GatewayEnvironment;
use crate::error::{Error, ErrorKind, Result};
use crate::publish::marker;
use crate::publish::plan::{Action, ApiPlan};
use crate::publish::resolve;
use crate::rest::api_object::ApiObject;
use crate::rest::revision::{DeployTo, LIMIT, Revision};

pub(crate) fn plan(
    plan: &mut ApiPlan,
    api: Option<&ApiObject>,
    changed: Vec<&'static str>,
    made: &[Revision],
    environments: &[&GatewayEnvironment],
) -> Result<()> {
    let context = plan.publication.definition.as_ref().map(|given| given.context.clone());
    let current = match api {
        None => {
            let context = context.unwrap_or_default();
            plan.push(Action::CreateApi { context, environments: Vec::new() });
            None
        }
        Some(_) if !changed.is_empty() => {
            plan.push(Action::UpdateApi { fields: changed, environments: Vec::new() });
            None
        }
        Some(api) => marker::newest(&marker::of(api), made),
    };
    let mut deployments = Vec::new();
    for (target, environment) in plan.publication.targets.iter().zip(environments) {
        let is_wanted_host =
            |host: &String| target.virtual_host.as_ref().is_none_or(|wanted| wanted == host);
        let deployed =
            current.into_iter().flat_map(|revision| &revision.deployments).any(|deployed| {
                deployed.environment == environment.name && is_wanted_host(&deployed.virtual_host)
            });
        if deployed {
            continue;
        }
        // Another revision that is there keeps its virtual host, unless another one is named.
        let before = made.iter().flat_map(|revision| &revision.deployments).find(|deployed| {
            deployed.environment == environment.name && is_wanted_host(&deployed.virtual_host)
        });
        let vhost = match before {
            Some(deployed) if !deployed.virtual_host.is_empty() => deployed.virtual_host.clone(),
            _ => resolve::virtual_host(target, environment)?,
        };
        if vhost.is_empty() {
            let message = format!(
                "the environment `{}` has no virtual host to deploy at: give it one in the control plane",
                environment.name
            );
            return Err(Error::new(ErrorKind::InvalidInput, "no-virtual-host", message)
                .with_context("environment", &environment.name));
        }
        deployments.push(DeployTo {
            name: environment.name.clone(),
            vhost,
            display_on_devportal: target.is_shown,
        });
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

/// At the limit, the oldest revision of ours that is deployed nowhere goes; a revision of somebody else's never does.
fn make_room(plan: &mut ApiPlan, made: &[Revision]) -> Result<()> {
    if made.len() < LIMIT {
        return Ok(());
    }
    let spare = made
        .iter()
        .filter(|revision| revision.deployments.is_empty() && marker::is_ours(revision))
        .min_by_key(|revision| revision.number());
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
