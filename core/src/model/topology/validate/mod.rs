//! From a [`Draft`] to valid parts: everything that is wrong, at once.
//!
//! Law 3 of the design: what [`crate::check`] would report about the files of a topology is an error here.

mod attributes;
mod endpoints;
mod environment;
mod gateway_urls;
mod gateways;
mod load_balancers;
mod names;
mod node;
mod nodes;
mod ports;
mod values;
mod virtual_hosts;

use self::environment::CheckedEnvironment;
use self::node::CheckedNode;
use super::draft::{Draft, Slot};
use super::rules::{INVALID_RELEASE, UNKNOWN_RELEASE, UNSUPPORTED_SCHEMA_VERSION};
use crate::model::reader::Findings;
use crate::model::reader::shown;
use crate::model::{Environment, LoadBalancers, Node, Release, ReleaseError};

/// What a valid topology is made of.
pub(super) struct Parts {
    pub(super) release: Release,
    pub(super) load_balancers: LoadBalancers,
    pub(super) nodes: Vec<Node>,
    pub(super) environments: Vec<Environment>,
}

/// Checks everything. The parts are there whenever no error was reported.
pub(super) fn validate(draft: &Draft, findings: &mut Findings) -> Option<Parts> {
    schema_version(&draft.schema_version, findings);
    let release = release(&draft.release, findings);
    let nodes: Vec<CheckedNode<'_>> = draft
        .nodes
        .iter()
        .enumerate()
        .map(|(index, node)| CheckedNode::new(node, index, release, findings))
        .collect();
    let load_balancers = load_balancers::check(draft, findings);
    nodes::check(draft, &nodes, release, findings);
    ports::check(&nodes, release, findings);
    let environments: Vec<CheckedEnvironment<'_>> = draft
        .environments
        .iter()
        .enumerate()
        .map(|(index, environment)| {
            CheckedEnvironment::new(environment, index, &nodes, release, findings)
        })
        .collect();
    names::check(&environments, findings);
    gateway_urls::check(&nodes, &environments, release, findings);
    gateways::check_unserved(draft, &nodes, &environments, findings);
    Some(Parts {
        release: release?,
        load_balancers,
        nodes: nodes.into_iter().map(CheckedNode::into_node).collect::<Option<_>>()?,
        environments: environments
            .into_iter()
            .map(CheckedEnvironment::into_environment)
            .collect::<Option<_>>()?,
    })
}

/// What messages call a node or an environment: by name, or by number while it has none.
pub(super) fn subject(kind: &str, index: usize, name: Option<&str>) -> String {
    match name {
        Some(name) if !name.is_empty() => format!("{kind} `{}`", shown(name)),
        _ => format!("{kind} {}", index + 1),
    }
}

fn schema_version(slot: &Slot<i64>, findings: &mut Findings) {
    let Some(version) = slot.given().filter(|version| version.value != 1) else { return };
    let message = format!(
        "`schema_version` is {}, but this Gatewright knows version 1 of the format only",
        version.value
    );
    findings
        .error(&UNSUPPORTED_SCHEMA_VERSION, &version.place, message)
        .help("use the Gatewright that wrote it, or a newer one; in a file of your own write 1");
}

fn release(slot: &Slot<String>, findings: &mut Findings) -> Option<Release> {
    let given = slot.given()?;
    match given.value.parse::<Release>() {
        Ok(release) => {
            if !release.is_known() {
                let newest = Release::NEWEST;
                let message = format!(
                    "release {release} is newer than {newest}, the newest one that is known here, and is treated as {newest}"
                );
                findings
                    .warning(&UNKNOWN_RELEASE, &given.place, message)
                    .help("look at the rendered differences before you write them");
            }
            Some(release)
        }
        Err(error) => {
            let message = format!("`{}` is no API-M release: {error}", shown(&given.value));
            let help = match error {
                ReleaseError::TooOld => {
                    "API-M is configured by deployment.toml since 3.0".to_owned()
                }
                _ => format!("the releases are {}", known_releases()),
            };
            findings.error(&INVALID_RELEASE, &given.place, message).help(help);
            None
        }
    }
}

fn known_releases() -> String {
    let known: Vec<String> = Release::KNOWN.iter().map(ToString::to_string).collect();
    format!("{} and newer ones", known.join(", "))
}
