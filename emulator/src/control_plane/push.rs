//! The publisher of 3.x puts APIs on its gateways: REST reference §2.6.

use super::api::Api;
use super::artifacts::artifact;
use super::lifecycle::Lifecycle;
use super::state::State;
use crate::gateway::Pushed;
use crate::node::{GatewayEnvironment, Link};
use crate::server::Method;
use crate::server::client::{Client, Outgoing};

/// One message to one gateway environment's node.
pub(crate) struct Push {
    pub(crate) api: String,
    pub(crate) environment: String,
    to: Link,
    what: Pushed,
}

/// Puts an API where its list says and takes it from where it was before. Names that no
/// environment has are skipped without a word.
pub(crate) fn plan(
    state: &mut State,
    environments: &[GatewayEnvironment],
    api: &Api,
    before: &[String],
) {
    let listed = api.gateway_environments();
    let served = api.lifecycle.is_visible();
    for environment in environments {
        let name = environment.name.as_str();
        let wanted = served && listed.contains(&name);
        let was_there = before.iter().any(|earlier| earlier == name);
        let deployed = if wanted { artifact(api, &api.document, None, environment) } else { None };
        let what = match deployed {
            Some(artifact) => Pushed::Deploy { artifact: Box::new(artifact) },
            None if wanted || was_there => {
                Pushed::Undeploy { api: api.id.clone(), environment: name.to_owned() }
            }
            None => continue,
        };
        state.pushes.push(Push {
            api: api.id.clone(),
            environment: name.to_owned(),
            to: Link {
                service_url: environment.service_url.clone(),
                account: environment.account.clone(),
            },
            what,
        });
    }
}

/// Where an API is at present, so that a change can take it away.
pub(crate) fn present(api: &Api) -> Vec<String> {
    match api.lifecycle {
        Lifecycle::Created | Lifecycle::Retired => Vec::new(),
        _ => api.gateway_environments().into_iter().map(str::to_owned).collect(),
    }
}

/// Sends what was planned; each failure is told, and does not stop the others.
pub(crate) async fn send(client: &Client, pushes: Vec<Push>) -> Vec<String> {
    let mut failures = Vec::new();
    for push in pushes {
        let body = serde_json::to_string(&push.what).unwrap_or_default();
        let outgoing = Outgoing::new(Method::POST, push.to.service("APIGatewayAdmin"))
            .basic(&push.to.account.username, &push.to.account.password)
            .body("application/json", body);
        let failure = match client.send(outgoing).await {
            Ok(reply) if reply.status == 200 => continue,
            Ok(reply) => format!("status {}", reply.status),
            Err(error) => error.to_string(),
        };
        let Push { api, environment, .. } = push;
        failures.push(format!(
            "Error while publishing API {api} to the environment '{environment}': {failure}"
        ));
    }
    failures
}
