//! Two nodes of one computer open the same port.

use std::collections::{HashMap, HashSet};

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::diagnostic::Sink;
use crate::diagnostic::shared::PORT_COLLISION;
use crate::model::{PortOffset, Ports};

pub(crate) const CHECK: Check = Check { rule: &PORT_COLLISION, run };

/// A port that more nodes than this share is looked up for these only: a thousand files without offsets are one
/// mistake, not half a million.
const NAMED_PER_PORT: usize = 8;

/// The nodes of one computer by the numbers they open, in the order of the files.
type Openers<'s> = HashMap<u16, Vec<&'s NodeView>>;

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for nodes in set.shared_hosts() {
        if nodes.iter().any(|node| node.collides) {
            check_host(&nodes, sink);
        }
    }
}

fn check_host(nodes: &[&NodeView], sink: &mut Sink) {
    let mut openers = Openers::new();
    for node in nodes {
        for (_, number) in node.ports().iter().flat_map(Ports::iter) {
            let known = openers.entry(number).or_default();
            if known.len() < NAMED_PER_PORT {
                known.push(node);
            }
        }
    }
    let mut suggestions = Suggestions::default();
    for later in nodes.iter().filter(|node| node.collides) {
        let Some(ports) = later.ports() else { continue };
        let earlier = earlier_openers(&openers, later, ports);
        if earlier.is_empty() {
            continue;
        }
        let suggestion = suggestions.free_offset(&openers, later);
        for earlier in earlier {
            report(earlier, later, ports, suggestion, sink);
        }
    }
}

/// The nodes before this one that open one of its ports, each once.
fn earlier_openers<'s>(openers: &Openers<'s>, later: &NodeView, ports: Ports) -> Vec<&'s NodeView> {
    let mut earlier: Vec<&NodeView> = Vec::new();
    for (_, number) in ports.iter() {
        let known = openers.get(&number).map(Vec::as_slice).unwrap_or_default();
        for node in known.iter().take_while(|node| !node.is(later)) {
            if !earlier.iter().any(|seen| seen.is(node)) {
                earlier.push(node);
            }
        }
    }
    earlier
}

fn report(
    earlier: &NodeView,
    later: &NodeView,
    ports: Ports,
    suggestion: Option<PortOffset>,
    sink: &mut Sink,
) {
    let Some(others) = earlier.ports() else { return };
    let mut collisions = ports.collisions(&others);
    let Some((mine, theirs, number)) = collisions.next() else { return };
    let more = match collisions.count() {
        0 => String::new(),
        1 => ", and 1 more port is the same".to_owned(),
        more => format!(", and {more} more ports are the same"),
    };
    let host = later.host.as_ref().map(ToString::to_string).unwrap_or_default();
    let message = format!(
        "`{}` and `{}` both run on `{host}` and open port {number} ({mine} here, {theirs} there){more}: the node \
         that starts second cannot bind it",
        later.label, earlier.label
    );
    let help = match suggestion {
        Some(offset) => format!(
            "write `offset = {offset}` in `[server]`: no other node of `{host}` opens a port of this one then"
        ),
        None => "run one of the two nodes on another computer".to_owned(),
    };
    sink.report(&PORT_COLLISION, Some(&later.at_offset()), message)
        .related(Some(&earlier.at_offset()), format!("the offset of `{}`", earlier.label))
        .help(help);
}

/// What was suggested for one node is no longer free for the next one.
#[derive(Default)]
struct Suggestions {
    numbers: HashSet<u16>,
    /// How far from an offset the search for a free one got: what is nearer is taken.
    searched: HashMap<PortOffset, i64>,
}

impl Suggestions {
    /// The offset nearest to the node's own with which it collides with no other node of its computer.
    fn free_offset(&mut self, openers: &Openers<'_>, node: &NodeView) -> Option<PortOffset> {
        let Offset::Known(own) = node.offset else { return None };
        let first = self.searched.get(&own).copied().unwrap_or(1);
        let (distance, found) = (first..=i64::from(PortOffset::MAX))
            .flat_map(|distance| [(distance, distance), (distance, -distance)])
            .filter_map(|(distance, apart)| {
                Some((distance, PortOffset::new(i64::from(own) + apart).ok()?))
            })
            .find(|(_, offset)| self.is_free(openers, node, *offset))?;
        self.searched.insert(own, distance);
        self.numbers.extend(node.ports_with(found).iter().map(|(_, number)| number));
        Some(found)
    }

    fn is_free(&self, openers: &Openers<'_>, node: &NodeView, offset: PortOffset) -> bool {
        let is_own = |openers: &Vec<&NodeView>| openers.iter().all(|other| other.is(node));
        node.ports_with(offset).iter().all(|(_, number)| {
            !self.numbers.contains(&number) && openers.get(&number).is_none_or(is_own)
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings};
    use crate::model::{Pack, Release, Role};

    const CODE: &str = "port-collision";

    fn node(name: &str, offset: &str) -> NodeFile {
        NodeFile::from_text(format!("{name}.toml"), format!("[server]\n{offset}\n"))
            .name(name)
            .host("localhost")
            .release(Release::V4_7)
            .roles([Role::Gateway])
    }

    #[test]
    fn equal_offsets_on_one_host_are_found_at_the_later_node() {
        let files = [node("gw1", "offset = 1"), node("gw2", "offset = 1")];
        assert_found(
            CODE,
            files.clone(),
            &[("2:10", "port 9444 (servlet-https here, servlet-https there), and 9 more")],
        );
        let found = findings(CODE, files);
        assert_eq!(found[0].path.as_deref(), Some(std::path::Path::new("gw2.toml")));
        assert_eq!((found[0].related[0].line, found[0].related[0].column), (Some(2), Some(10)));
        assert!(found[0].help.as_ref().unwrap().contains("`offset = 2`"), "{:?}", found[0].help);
    }

    #[test]
    fn offsets_37_apart_collide_in_one_port() {
        let files = [node("gw1", "offset = 1"), node("gw2", "offset = 38")];
        assert_found(
            CODE,
            files,
            &[("2:10", "port 8281 (pass-through-https here, pass-through-http there):")],
        );
    }

    #[test]
    fn without_an_offset_the_section_or_the_file_is_named() {
        let files = [node("gw1", "offset = 0"), node("gw2", "hostname = \"localhost\"")];
        assert_found(CODE, files, &[("1:1", "9443")]);
        let empty = NodeFile::from_text("gw2.toml", "\n\n").host("127.0.0.1");
        assert_found(CODE, [node("gw1", "offset = 0"), empty], &[("1:1", "and 3 more")]);
    }

    #[test]
    fn every_pair_is_reported_and_every_help_is_free() {
        let files = [
            node("a", "offset = 0"),
            node("b", "offset = 0"),
            node("c", "offset = 0"),
            node("d", "offset = 1"),
        ];
        let found = findings(CODE, files);
        assert_eq!(found.len(), 3, "b-a, c-a, c-b");
        let helps: Vec<bool> = found
            .iter()
            .zip(["`offset = 2`", "`offset = 3`", "`offset = 3`"])
            .map(|(found, part)| found.help.as_ref().unwrap().contains(part))
            .collect();
        assert_eq!(helps, [true, true, true], "nobody else's, and nobody else's suggestion");
    }

    #[test]
    fn hosts_must_be_known_and_equal() {
        let unknown =
            NodeFile::from_text("gw2.toml", "[server]\noffset = 1\n").roles([Role::Gateway]);
        assert_silent(CODE, [node("gw1", "offset = 1"), unknown.clone()]);
        assert_silent(CODE, [node("gw1", "offset = 1"), unknown.clone().host("gw2.example.com")]);
        assert_found(
            CODE,
            [node("gw1", "offset = 1"), unknown.host("LOCALHOST")],
            &[("2:10", "9444")],
        );
    }

    #[test]
    fn only_ports_that_are_open_collide() {
        // 100 apart are the binary receivers, which a gateway does not open.
        assert_silent(CODE, [node("gw1", "offset = 0"), node("gw2", "offset = 100")]);
        let whole = |name: &str, offset: &str| node(name, offset).pack(Pack::AllInOne);
        assert_found(
            CODE,
            [whole("gw1", "offset = 0"), whole("gw2", "offset = 100")],
            &[("2:10", "9711")],
        );
        assert_silent(CODE, [whole("gw1", "offset = 0"), whole("gw2", "offset = 36")]);
        assert_silent(CODE, [whole("gw1", "offset = 0"), whole("gw2", "offset = 10")]);
    }

    #[test]
    fn offsets_that_are_not_known_collide_with_nothing() {
        assert_silent(CODE, [node("gw1", "offset = 0"), node("gw2", "offset = \"$env{OFFSET}\"")]);
        assert_silent(CODE, [node("gw1", "offset = 70000"), node("gw2", "offset = 70000")]);
    }

    #[test]
    fn a_thousand_equal_nodes_are_not_half_a_million_findings() {
        let files: Vec<NodeFile> =
            (0..1000).map(|at| node(&format!("gw{at}"), "offset = 0")).collect();
        assert!(findings(CODE, files).len() < 8 * 1000);
    }
}
