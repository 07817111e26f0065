//! What stands before several nodes of one role.

use super::Role;

/// The addresses of load balancers or proxies, by the role of the nodes behind them: scheme, host and, unless usual,
/// port, without a slash at the end.
///
/// Gateways have theirs in the endpoints of their environments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LoadBalancers {
    /// Before the control planes.
    pub control_plane: Option<String>,
    /// Before the traffic managers.
    pub traffic_manager: Option<String>,
    /// Before the key managers.
    pub key_manager: Option<String>,
}

impl LoadBalancers {
    /// The roles that can have one.
    pub(crate) const ROLES: [Role; 3] =
        [Role::ControlPlane, Role::TrafficManager, Role::KeyManager];

    /// The address before the nodes of a role.
    pub fn get(&self, role: Role) -> Option<&str> {
        match role {
            Role::ControlPlane => self.control_plane.as_deref(),
            Role::TrafficManager => self.traffic_manager.as_deref(),
            Role::KeyManager => self.key_manager.as_deref(),
            Role::Gateway => None,
        }
    }

    pub(crate) fn set(&mut self, role: Role, address: String) {
        let slot = match role {
            Role::ControlPlane => &mut self.control_plane,
            Role::TrafficManager => &mut self.traffic_manager,
            Role::KeyManager => &mut self.key_manager,
            Role::Gateway => return,
        };
        *slot = Some(address);
    }
}
