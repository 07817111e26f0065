//! Nodes beside each other: names, homes, hosts, and the roles that only one may have.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::path::PathBuf;

use super::node::CheckedNode;
use crate::diagnostic::Rule;
use crate::model::reader::Findings;
use crate::model::reader::shown;
use crate::model::topology::draft::Draft;
use crate::model::topology::rules::{
    DUPLICATE_HOME, DUPLICATE_NODE_NAME, LOOPBACK_HOST_AMONG_OTHERS, NO_CONTROL_PLANE,
    SEVERAL_CONTROL_PLANES, SEVERAL_KEY_MANAGERS, SEVERAL_TRAFFIC_MANAGERS,
    UNUSED_KEY_MANAGER_CREDENTIALS,
};
use crate::model::{Host, Release, Role};

pub(super) fn check(
    draft: &Draft,
    nodes: &[CheckedNode<'_>],
    release: Option<Release>,
    findings: &mut Findings,
) {
    names(nodes, findings);
    homes(nodes, findings);
    loopback(nodes, findings);
    single_roles(nodes, release, findings);
    unused_credentials(nodes, findings);
    control_plane(draft, nodes, findings);
}

/// The pairs of nodes that have the same of something: each later one with the first.
fn repeated<'n, 'd, K: Eq + Hash>(
    nodes: &'n [CheckedNode<'d>],
    key: impl Fn(&CheckedNode<'d>) -> Option<K>,
) -> Vec<(&'n CheckedNode<'d>, &'n CheckedNode<'d>)> {
    let mut first = HashMap::new();
    let mut pairs = Vec::new();
    for node in nodes {
        let Some(key) = key(node) else { continue };
        match first.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(node);
            }
            Entry::Occupied(entry) => pairs.push((*entry.get(), node)),
        }
    }
    pairs
}

fn names(nodes: &[CheckedNode<'_>], findings: &mut Findings) {
    let folded = |node: &CheckedNode<'_>| {
        node.draft.name.value().filter(|name| !name.is_empty()).map(|name| name.to_lowercase())
    };
    for (first, node) in repeated(nodes, folded) {
        let (Some(one), Some(other)) = (first.draft.name.given(), node.draft.name.given()) else {
            continue;
        };
        let message = if one.value == other.value {
            format!("two nodes have the name `{}`", shown(&other.value))
        } else {
            format!(
                "the names `{}` and `{}` of two nodes differ only in case, and both name a folder",
                shown(&one.value),
                shown(&other.value)
            )
        };
        findings
            .error(&DUPLICATE_NODE_NAME, &other.place, message)
            .related(&one.place, "the first node of that name")
            .help("give each node a name of its own");
    }
}

fn homes(nodes: &[CheckedNode<'_>], findings: &mut Findings) {
    // Collected anew, a path has neither a slash at its end nor `/./` in it.
    let folder = |node: &CheckedNode<'_>| {
        node.home.as_ref().map(|home| home.components().collect::<PathBuf>())
    };
    for (first, node) in repeated(nodes, folder) {
        let message = format!(
            "{} and {} have the same home: one would overwrite the other's files",
            first.subject, node.subject
        );
        let place = node.draft.home.place_or(&node.draft.place);
        findings
            .error(&DUPLICATE_HOME, &place, message)
            .related(
                &first.draft.home.place_or(&first.draft.place),
                "the first node with this home",
            )
            .help("copy the pack once per node, and name each copy");
    }
}

fn loopback(nodes: &[CheckedNode<'_>], findings: &mut Findings) {
    let is_loopback = |node: &&CheckedNode<'_>| node.host.as_ref().is_some_and(Host::is_loopback);
    let Some(other) = nodes.iter().find(|node| node.host.is_some() && !is_loopback(node)) else {
        return;
    };
    let Some(other_host) = &other.host else { return };
    for node in nodes.iter().filter(is_loopback) {
        let Some(host) = &node.host else { continue };
        let message = format!(
            "{} is at `{host}`, which is another computer for {} at `{other_host}`",
            node.subject, other.subject
        );
        findings
            .warning(
                &LOOPBACK_HOST_AMONG_OTHERS,
                &node.draft.host.place_or(&node.draft.place),
                message,
            )
            .related(&other.draft.host.place_or(&other.draft.place), "a node elsewhere")
            .help("write the host by which the other nodes reach it");
    }
}

/// Roles that only one node may have. Control planes share theirs when they are highly available together.
fn single_roles(nodes: &[CheckedNode<'_>], release: Option<Release>, findings: &mut Findings) {
    let single: [(Role, &'static Rule, &str); 3] = [
        (
            Role::ControlPlane,
            &SEVERAL_CONTROL_PLANES,
            "before 4.0 nothing keeps them in step, since one of them pushes APIs to the gateways",
        ),
        (Role::TrafficManager, &SEVERAL_TRAFFIC_MANAGERS, "gateways are linked to one"),
        (Role::KeyManager, &SEVERAL_KEY_MANAGERS, "gateways are linked to one"),
    ];
    let is_shared = |node: &CheckedNode<'_>| node.has_role(Role::ControlPlane);
    for (role, rule, why) in single {
        if role == Role::ControlPlane && !release.is_some_and(Release::is_classic) {
            continue;
        }
        for (first, node) in repeated(nodes, |node| node.has_role(role).then_some(())) {
            if role != Role::ControlPlane && is_shared(first) && is_shared(node) {
                continue;
            }
            let message = format!(
                "{} and {} both have the role `{role}`: {why}",
                first.subject, node.subject
            );
            findings
                .error(rule, &node.draft.roles.place_or(&node.draft.place), message)
                .related(
                    &first.draft.roles.place_or(&first.draft.place),
                    "the first node with this role",
                )
                .help(format!("keep one node with the role `{role}`"));
        }
    }
}

/// Credentials of nodes that sign in nowhere.
fn unused_credentials(nodes: &[CheckedNode<'_>], findings: &mut Findings) {
    if nodes.iter().any(|node| !node.roles_are_complete) {
        return;
    }
    let key_manager_is_apart = nodes
        .iter()
        .any(|node| node.has_role(Role::KeyManager) && !node.has_role(Role::ControlPlane));
    for node in nodes {
        let signs_in = if node.has_role(Role::ControlPlane) {
            key_manager_is_apart
        } else {
            node.has_role(Role::Gateway) || node.has_role(Role::TrafficManager)
        };
        let Some(given) = node.draft.key_manager.given().filter(|_| !signs_in) else { continue };
        let message = format!(
            "{} has credentials for the key manager, but only gateways and traffic managers sign in there, and a control \
             plane beside a key manager of its own",
            node.subject
        );
        findings
            .warning(&UNUSED_KEY_MANAGER_CREDENTIALS, &given.place, message)
            .help("remove `key_manager`, or move it to the gateway that was meant");
    }
}

fn control_plane(draft: &Draft, nodes: &[CheckedNode<'_>], findings: &mut Findings) {
    // A node that was not understood may be the one.
    let is_certain = draft.is_complete && nodes.iter().all(|node| node.roles_are_complete);
    if !is_certain || nodes.iter().any(|node| node.has_role(Role::ControlPlane)) {
        return;
    }
    let place = nodes.first().map_or_else(
        || draft.release.place_or(&Some(0..0)),
        |node| node.draft.roles.place_or(&node.draft.place),
    );
    findings
        .error(
            &NO_CONTROL_PLANE,
            &place,
            "no node has the role `control-plane`, whose file lists the environments and to which the others are linked",
        )
        .help("add a node with `roles = [\"control-plane\"]`, or give the role to one that is there");
}
