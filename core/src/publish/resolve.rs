//! Names of environments and virtual hosts, held against what the server has.

use crate::client::{GatewayEnvironment, advice, find_environment};
use crate::error::{Error, ErrorKind, Result};
use crate::publish::publication::{Publication, Target};

/// The environments a publication names, in its order.
///
/// # Errors
/// [`ErrorKind::InvalidInput`] for an environment or a virtual host that the server does not have.
pub(crate) fn targets<'s>(
    publication: &Publication,
    offered: &'s [GatewayEnvironment],
) -> Result<Vec<&'s GatewayEnvironment>> {
    let resolve = |target: &Target| {
        let found = find_environment(&target.environment, offered)?;
        virtual_host(target, found)?;
        Ok(found)
    };
    let resolved: Result<Vec<_>> = publication.targets.iter().map(resolve).collect();
    resolved.map_err(|error: Error| error.with_context("api", &publication.name))
}

/// The virtual host to deploy at: the one that is named, or the first.
pub(crate) fn virtual_host(target: &Target, environment: &GatewayEnvironment) -> Result<String> {
    let hosts: Vec<&str> =
        environment.virtual_hosts.iter().map(|host| host.host.as_str()).collect();
    let Some(wanted) = &target.virtual_host else {
        return Ok(hosts.first().copied().unwrap_or_default().to_owned());
    };
    if hosts.contains(&wanted.as_str()) {
        return Ok(wanted.clone());
    }
    let message = format!(
        "the environment `{}` has no virtual host `{}`: {}",
        environment.name,
        wanted.escape_debug(),
        advice(wanted, &hosts)
    );
    Err(Error::new(ErrorKind::InvalidInput, "unknown-virtual-host", message)
        .with_context("environment", &environment.name)
        .with_context("virtual_host", wanted))
}
