//! Names of environments and virtual hosts, held against what the server has.

use crate::client::GatewayEnvironment;
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
        let found = environment(&target.environment, offered)?;
        virtual_host(target, found)?;
        Ok(found)
    };
    let resolved: Result<Vec<_>> = publication.targets.iter().map(resolve).collect();
    resolved.map_err(|error: Error| error.with_context("api", &publication.name))
}

/// The environment of exactly this name.
pub(crate) fn environment<'s>(
    name: &str,
    offered: &'s [GatewayEnvironment],
) -> Result<&'s GatewayEnvironment> {
    if let Some(found) = offered.iter().find(|environment| environment.name == name) {
        return Ok(found);
    }
    let names: Vec<&str> = offered.iter().map(|environment| environment.name.as_str()).collect();
    let help = advice(name, &names);
    let message = format!("the server has no environment `{}`: {help}", name.escape_debug());
    Err(Error::new(ErrorKind::InvalidInput, "unknown-environment", message)
        .with_context("environment", name))
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

/// What was probably meant, and what there is.
fn advice(name: &str, known: &[&str]) -> String {
    let all = match known {
        [] => return "it has none at all".to_owned(),
        known => known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", "),
    };
    let lower = name.to_lowercase();
    if let Some(same) = known.iter().find(|known| known.to_lowercase() == lower) {
        return format!("did you mean `{same}`? Upper and lower case count; it has {all}");
    }
    let near = known
        .iter()
        .map(|known| (strsim::osa_distance(&lower, &known.to_lowercase()), known))
        .filter(|(distance, known)| *distance <= 3.min(known.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance);
    match near {
        Some((_, near)) => format!("did you mean `{near}`? It has {all}"),
        None => format!("it has {all}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant_is_named() {
        let known = ["Production Gateway", "eu-west"];
        assert_eq!(
            advice("production gateway", &known),
            "did you mean `Production Gateway`? Upper and lower case count; it has `Production Gateway`, `eu-west`"
        );
        assert!(advice("eu-wst", &known).starts_with("did you mean `eu-west`?"));
        assert_eq!(advice("x", &known), "it has `Production Gateway`, `eu-west`");
        assert_eq!(advice("x", &[]), "it has none at all");
    }
}
