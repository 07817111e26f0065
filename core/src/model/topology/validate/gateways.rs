//! The nodes behind environments.

use super::environment::CheckedEnvironment;
use super::node::CheckedNode;
use crate::diagnostic::shared::ENVIRONMENT_WITHOUT_GATEWAY;
use crate::model::Role;
use crate::model::reader::Findings;
use crate::model::reader::{listed, nearest, shown};
use crate::model::topology::draft::{At, Draft, EnvironmentDraft, List, Slot};
use crate::model::topology::rules::{
    DUPLICATE_GATEWAY, FEDERATED_ENVIRONMENT_WITH_GATEWAYS, GATEWAY_WITHOUT_ENVIRONMENT,
    MISSING_KEY, NOT_A_GATEWAY, UNKNOWN_GATEWAY,
};

/// The nodes behind one environment.
#[derive(Default)]
pub(super) struct Behind {
    /// Their positions, each once.
    pub(super) nodes: Vec<usize>,
    /// False when an entry was reported and left out, or when there is none.
    pub(super) is_complete: bool,
}

pub(super) fn check(
    draft: &EnvironmentDraft,
    subject: &str,
    nodes: &[CheckedNode<'_>],
    findings: &mut Findings,
) -> Behind {
    let given = match &draft.gateways {
        Slot::Given(given) => given,
        Slot::Broken => return Behind::default(),
        Slot::Absent => {
            let message = format!("{subject} has no `gateways`, for which there is no default");
            findings
                .error(&MISSING_KEY, &draft.place, message)
                .help("add one, such as `gateways = [\"gateway-1\"]`");
            return Behind::default();
        }
    };
    let list = &given.value;
    let mut behind = Behind { nodes: Vec::new(), is_complete: list.is_complete };
    if list.items.is_empty() && list.is_complete {
        behind.is_complete = false;
        findings
            .error(&ENVIRONMENT_WITHOUT_GATEWAY, &given.place, format!("no gateway stands behind {subject}"))
            .help("name the nodes that serve it, such as `gateways = [\"gateway-1\"]`, or remove the environment");
    }
    for (position, item) in list.items.iter().enumerate() {
        if list.items.iter().take(position).any(|earlier| earlier.value == item.value) {
            let message = format!("{subject} names the gateway `{}` twice", shown(&item.value));
            findings
                .error(&DUPLICATE_GATEWAY, &item.place, message)
                .help("remove it, or write the gateway that was meant");
            continue;
        }
        let found = nodes.iter().position(|node| node.draft.name.value() == Some(&item.value));
        let Some((index, node)) = found.and_then(|index| Some((index, nodes.get(index)?))) else {
            unknown(item, list, subject, nodes, findings);
            behind.is_complete = false;
            continue;
        };
        if node.roles_are_complete && !node.has_role(Role::Gateway) {
            not_a_gateway(item, subject, node, findings);
        }
        behind.nodes.push(index);
    }
    behind
}

/// No node stands behind another vendor's gateway.
pub(super) fn check_federated(
    draft: &EnvironmentDraft,
    subject: &str,
    findings: &mut Findings,
) -> Behind {
    let named = draft.gateways.given().filter(|given| !given.value.items.is_empty());
    if let Some(given) = named {
        let message = format!(
            "{subject} names gateways, but its `provider` or `gateway_type` says that it is another vendor's: no node of \
             the topology serves it"
        );
        findings
            .error(&FEDERATED_ENVIRONMENT_WITH_GATEWAYS, &given.place, message)
            .help("remove `gateways`, or remove `provider` and `gateway_type`");
    }
    Behind { nodes: Vec::new(), is_complete: named.is_none() }
}

fn unknown(
    item: &At<String>,
    list: &List,
    subject: &str,
    nodes: &[CheckedNode<'_>],
    findings: &mut Findings,
) {
    // A node whose name could not be read may be the one.
    if nodes.iter().any(|node| node.draft.name.is_broken()) {
        return;
    }
    let known: Vec<&str> = nodes
        .iter()
        .filter(|node| node.has_role(Role::Gateway))
        .filter_map(|node| node.draft.name.value().map(String::as_str))
        .collect();
    // A gateway that is named already cannot have been meant.
    let is_named = |name: &str| list.items.iter().any(|other| other.value == name);
    let meant = nearest(&item.value, known.iter().copied().filter(|name| !is_named(name)));
    let message =
        format!("{subject} names the gateway `{}`, which no node is called", shown(&item.value));
    let help = match meant {
        Some(meant) => format!("did you mean `{}`?", shown(meant)),
        None if known.is_empty() => {
            "add a node of that name with `roles = [\"gateway\"]`".to_owned()
        }
        None => format!("the gateways are {}", listed(&known)),
    };
    findings
        .error(&UNKNOWN_GATEWAY, &item.place, message)
        .replacement(&item.place, meant.map(|name| format!("\"{name}\"")))
        .help(help);
}

fn not_a_gateway(
    item: &At<String>,
    subject: &str,
    node: &CheckedNode<'_>,
    findings: &mut Findings,
) {
    let message = format!("{subject} names {}, which has not the role `gateway`", node.subject);
    findings
        .error(&NOT_A_GATEWAY, &item.place, message)
        .related(&node.draft.roles.place_or(&node.draft.place), "its roles")
        .help(format!("add `gateway` to the roles of {}, or name another node", node.subject));
}

/// Gateways that no environment names.
pub(super) fn check_unserved(
    draft: &Draft,
    nodes: &[CheckedNode<'_>],
    environments: &[CheckedEnvironment<'_>],
    findings: &mut Findings,
) {
    // Where a name was not understood, it may be this node's.
    if !draft.is_complete
        || environments.iter().any(|environment| !environment.gateways_are_complete)
    {
        return;
    }
    let mut serves = vec![false; nodes.len()];
    for index in environments.iter().flat_map(|environment| &environment.gateways) {
        if let Some(served) = serves.get_mut(*index) {
            *served = true;
        }
    }
    for (node, serves) in nodes.iter().zip(serves) {
        // Of two nodes with one name only the first is found; the second was reported for that.
        let has_twin = nodes.iter().any(|other| {
            !std::ptr::eq(other, node) && other.draft.name.value() == node.draft.name.value()
        });
        if serves || has_twin || node.draft.name.given().is_none() || !node.has_role(Role::Gateway)
        {
            continue;
        }
        let message = format!(
            "{} serves no environment: no API is ever deployed to it, or those of an environment `Default` that is not there",
            node.subject
        );
        findings
            .error(&GATEWAY_WITHOUT_ENVIRONMENT, &node.draft.place, message)
            .help("name it in the `gateways` of an environment");
    }
}
