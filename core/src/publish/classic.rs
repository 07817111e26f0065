//! Publishing in 3.x: an API carries the list of its environments.

use crate::client::ControlPlane;
use crate::error::{Error, ErrorKind, Result};
use crate::publish::plan::{Action, ApiPlan, EnvironmentChange};
use crate::rest::api_object::ApiObject;

/// The field that holds the list.
pub(crate) const ENVIRONMENTS: &str = "gatewayEnvironments";

pub(crate) fn plan(plan: &mut ApiPlan, api: Option<&ApiObject>, mut changed: Vec<&'static str>) {
    let listed = api.map(ApiObject::gateway_environments).unwrap_or_default();
    for target in plan.publication.targets.clone() {
        let name = &target.environment;
        let (change, why) = if !listed.contains(name) {
            (EnvironmentChange::Add, "it is not in the API's list".to_owned())
        } else if changed.is_empty() {
            (EnvironmentChange::Keep, "it is in the API's list".to_owned())
        } else {
            // Every environment of the list gets what is changed.
            (EnvironmentChange::Replace, format!("{} differs", changed.join(", ")))
        };
        plan.environment(name, change, why);
    }
    let Some(api) = api else {
        let context = plan.publication.context().map(str::to_owned);
        let named = plan.publication.targets.iter().map(|target| target.environment.clone());
        let environments = named.collect();
        plan.push(Action::CreateApi { context: context.unwrap_or_default(), environments });
        return;
    };
    let environments = missing(plan, api);
    if !environments.is_empty() {
        changed.push(ENVIRONMENTS);
    }
    if !changed.is_empty() {
        plan.push(Action::UpdateApi { fields: changed, environments });
    }
}

/// The environments a publication names and the API's list lacks.
pub(crate) fn missing(plan: &ApiPlan, api: &ApiObject) -> Vec<String> {
    let listed = api.gateway_environments();
    let named = plan.publication.targets.iter().map(|target| &target.environment);
    named.filter(|name| !listed.contains(name)).cloned().collect()
}

/// The list with what is missing.
pub(crate) fn add(plan: &ApiPlan, api: &mut ApiObject) {
    let mut listed = api.gateway_environments();
    listed.extend(missing(plan, api));
    api.set_gateway_environments(&listed);
}

/// 3.x drops what it does not know without a word: read again, and compare. Gives what was read.
pub(crate) async fn require_stored(
    control_plane: &ControlPlane,
    plan: &ApiPlan,
    api_id: &str,
) -> Result<ApiObject> {
    let get = crate::rest::api::get(control_plane.release(), api_id);
    let stored = control_plane.send(&get).await?;
    let dropped = missing(plan, &stored);
    if dropped.is_empty() {
        return Ok(stored);
    }
    let message = format!(
        "the server did not keep the environments {} of `{}` {}: look at its log",
        dropped.join(", "),
        plan.publication.name,
        plan.publication.version
    );
    Err(Error::new(ErrorKind::Unexpected, "environments-not-stored", message)
        .with_context("environments", dropped.join(", ")))
}
