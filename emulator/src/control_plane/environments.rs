//! The gateway environments of a control plane: those of its file, and those made through the
//! Admin API of 4.x (REST reference §4).

use serde_json::Value;

use super::problem::Problem;
use super::scopes::Caller;
use super::state::State;
use crate::node::{GatewayEnvironment, NodeFile};

/// An environment that was made through the Admin API.
#[derive(Clone)]
pub(crate) struct Made {
    pub(crate) id: String,
    pub(crate) environment: GatewayEnvironment,
    pub(crate) description: Option<String>,
    /// `{protocol, endpointURI}` (4.1).
    pub(crate) uris: Vec<Value>,
    /// `{key, value}` (4.1).
    pub(crate) properties: Vec<Value>,
    /// Who sees it (4.6).
    pub(crate) permissions: Permissions,
    /// Minutes between two looks for APIs at a gateway of another vendor (4.6).
    pub(crate) discovery_window: i64,
}

/// Who sees an environment.
#[derive(Clone)]
pub(crate) struct Permissions {
    /// `PUBLIC`, `ALLOW` or `DENY`.
    pub(crate) kind: String,
    pub(crate) roles: Vec<String>,
}

impl Default for Permissions {
    fn default() -> Self {
        Self { kind: "PUBLIC".to_owned(), roles: Vec::new() }
    }
}

/// An environment, wherever it is from.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    /// That of an environment of the file is its name.
    pub(crate) id: &'a str,
    pub(crate) environment: &'a GatewayEnvironment,
    /// `None` for one of the file, which is read-only.
    pub(crate) made: Option<&'a Made>,
}

/// All of them; where names are equal, the file's.
pub(crate) fn all<'a>(file: &'a NodeFile, state: &'a State) -> Vec<Known<'a>> {
    let of_file = |name: &str| file.environments.iter().any(|known| known.name == name);
    let own = file.environments.iter().map(|environment| Known {
        id: &environment.name,
        environment,
        made: None,
    });
    let made = state.environments.iter().filter(|made| !of_file(&made.environment.name));
    own.chain(made.map(|made| Known {
        id: &made.id,
        environment: &made.environment,
        made: Some(made),
    }))
    .collect()
}

pub(crate) fn find<'a>(
    file: &'a NodeFile,
    state: &'a State,
    name: &str,
) -> Option<&'a GatewayEnvironment> {
    let mut all = all(file, state).into_iter();
    all.find(|known| known.environment.name == name).map(|known| known.environment)
}

impl Known<'_> {
    /// §4, `permissions`: everybody, none but holders of the roles, or all but them.
    pub(crate) fn is_seen_by(&self, caller: &Caller, state: &State) -> bool {
        let Some(made) = self.made else { return true };
        let held = state.users.get(&caller.user).map(|user| &user.roles);
        let holds_one =
            held.is_some_and(|held| made.permissions.roles.iter().any(|role| held.contains(role)));
        match made.permissions.kind.as_str() {
            "ALLOW" => holds_one,
            "DENY" => !holds_one,
            _ => true,
        }
    }
}

impl GatewayEnvironment {
    /// True for a gateway of another vendor, which the control plane would have to deploy to by
    /// that vendor's own means: the emulator has none of them.
    pub(crate) fn is_federated(&self) -> bool {
        self.provider != "wso2" || !["Regular", "APK"].contains(&self.gateway_type.as_str())
    }
}

pub(crate) fn unknown(id: &str) -> Problem {
    let description = format!("Gateway environment with id '{id}' not found");
    Problem::new(404, 900_506, "Gateway environment not found", description)
}
