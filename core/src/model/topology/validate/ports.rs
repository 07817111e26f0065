//! Ports of the nodes of one computer.

use std::collections::{BTreeMap, HashMap};

use super::node::CheckedNode;
use crate::diagnostic::shared::PORT_COLLISION;
use crate::model::reader::Findings;
use crate::model::{Host, Pack, Port, PortOffset, Ports, Release};

/// The port numbers in use on one computer, with how many nodes use each.
type InUse = HashMap<u16, usize>;

struct Placed<'n, 'd> {
    node: &'n CheckedNode<'d>,
    /// Which computer it is on: all names of the computer itself mean one.
    computer: &'n str,
    host: &'n Host,
    ports: Ports,
    offset: PortOffset,
}

pub(super) fn check(nodes: &[CheckedNode<'_>], release: Option<Release>, findings: &mut Findings) {
    let placed: Vec<Placed<'_, '_>> =
        nodes.iter().filter_map(|node| place(node, release)).collect();
    let mut in_use: HashMap<&str, InUse> = HashMap::new();
    for node in &placed {
        count(in_use.entry(node.computer).or_default(), node.ports, true);
    }
    let mut owners: HashMap<(&str, u16), (usize, Port)> = HashMap::new();
    for (index, node) in placed.iter().enumerate() {
        let mut shared: BTreeMap<usize, Vec<(Port, Port, u16)>> = BTreeMap::new();
        for (port, number) in node.ports.iter() {
            let (owner, theirs) = *owners.entry((node.computer, number)).or_insert((index, port));
            if owner != index {
                shared.entry(owner).or_default().push((theirs, port, number));
            }
        }
        if shared.is_empty() {
            continue;
        }
        let suggestion =
            in_use.get_mut(node.computer).and_then(|in_use| free_offset(node, release, in_use));
        for (owner, ports) in shared {
            if let Some(owner) = placed.get(owner) {
                report(owner, node, &ports, suggestion, findings);
            }
        }
    }
}

fn place<'n, 'd>(node: &'n CheckedNode<'d>, release: Option<Release>) -> Option<Placed<'n, 'd>> {
    let host = node.host.as_ref()?;
    let computer = if host.is_loopback() { "localhost" } else { host.as_str() };
    let offset = node.offset?;
    Some(Placed { node, computer, host, ports: ports(node, release, offset), offset })
}

/// The ports a node certainly opens: of an unknown pack or release only those that every node has.
fn ports(node: &CheckedNode<'_>, release: Option<Release>, offset: PortOffset) -> Ports {
    let pack = node.pack.unwrap_or(Pack::KeyManager);
    Ports::new(pack, release.unwrap_or(Release::V3_0), offset)
}

fn count(in_use: &mut InUse, ports: Ports, add: bool) {
    for (_, number) in ports.iter() {
        let uses = in_use.entry(number).or_default();
        *uses = if add { *uses + 1 } else { uses.saturating_sub(1) };
    }
}

/// The offset nearest to the node's own that collides with no other node, nor with what was suggested to others.
fn free_offset(
    node: &Placed<'_, '_>,
    release: Option<Release>,
    in_use: &mut InUse,
) -> Option<PortOffset> {
    count(in_use, node.ports, false);
    let own = i64::from(node.offset);
    let free = (1..=i64::from(PortOffset::MAX))
        .flat_map(|apart| [own + apart, own - apart])
        .filter_map(|candidate| PortOffset::new(candidate).ok())
        .map(|candidate| (candidate, ports(node.node, release, candidate)))
        .find(|(_, ports)| {
            ports.iter().all(|(_, number)| in_use.get(&number).is_none_or(|uses| *uses == 0))
        });
    if let Some((_, ports)) = free {
        count(in_use, ports, true);
    } else {
        count(in_use, node.ports, true);
    }
    free.map(|(offset, _)| offset)
}

fn report(
    owner: &Placed<'_, '_>,
    node: &Placed<'_, '_>,
    shared: &[(Port, Port, u16)],
    suggestion: Option<PortOffset>,
    findings: &mut Findings,
) {
    let Some((theirs, mine, number)) = shared.first() else { return };
    let names = if theirs == mine {
        format!("`{mine}` of both")
    } else {
        format!("`{theirs}` of the first, `{mine}` of the second")
    };
    let more = match shared.len() {
        1 => String::new(),
        2 => ", and one more port".to_owned(),
        several => format!(", and {} more ports", several - 1),
    };
    let message = format!(
        "{} (offset {}) and {} (offset {}) both open port {number} of `{}`: {names}{more}",
        owner.node.subject, owner.offset, node.node.subject, node.offset, node.host
    );
    let place = node.node.offset_place();
    let help = match suggestion {
        Some(offset) => format!("use `offset = {offset}` for {}", node.node.subject),
        None => "move one of the nodes to another host".to_owned(),
    };
    // Without an offset of its own there is nothing to replace.
    let replaced = node.node.draft.offset.given().and_then(|offset| offset.place.clone());
    findings
        .error(&PORT_COLLISION, &place, message)
        .related(&owner.node.offset_place(), format!("{} opens it first", owner.node.subject))
        .replacement(&replaced, suggestion.map(|offset| offset.to_string()))
        .help(help);
}
