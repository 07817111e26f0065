//! A placeholder for this node's port in a URL that leads to another node.

use crate::check::gateways::{
    Behind, Carriers, behind_by_endpoints, behind_by_label, behind_by_service_url, endpoints,
    local_port,
};
use crate::check::registry::Check;
use crate::check::values::{for_each_string, port_span, quoted};
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Endpoint, Host, Port};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "placeholder-of-another-node",
    severity: Severity::Warning,
    summary: "A placeholder stands for this node's port in a URL that leads to another node.",
    documentation: r#"## What it finds

A URL whose port is `${mgt.transport.https.port}`, `${mgt.transport.http.port}`, `${http.nio.port}`,
`${https.nio.port}`, `${jms.port}`, `${receiver.url.port}` or `${auth.url.port}`

- and whose host is, as the hosts that were given say, another node with another offset; or
- in an environment of the control plane that exactly one other node with another offset serves: by its label since
  4.0, else by the port of the environment's `service_url`, or, where that is the placeholder, by the ports of at least
  three other URLs that all lead to that node.

## Why it hurts

In every release from 3.0 to 4.7 such a placeholder is filled in when the value is read, with the port of the node that
reads it: its default plus *this* node's offset. In a URL of another node that is right only as long as both nodes have
the same offset. WSO2's own documentation writes
`https://[control-plane-host]:${mgt.transport.https.port}/services/` on gateways.

## Example

```toml
[server]
offset = 1

[apim.key_manager]
service_url = "https://cp.example.com:${mgt.transport.https.port}/services/"
```

The gateway calls port 9444 of `cp.example.com`; the control plane listens on 9443.

## How to fix it

Write the number: the port's default plus the offset of the node that the URL leads to.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if set.is_single() {
        return;
    }
    let carriers = Carriers::of(set);
    for node in set.nodes() {
        check_links(set, node, sink);
    }
    for node in set.control_planes() {
        check_environments(set, &carriers, node, sink);
    }
}

/// Every URL outside environments, whatever its key is.
fn check_links(set: &DeploymentSet, node: &NodeView, sink: &mut Sink) {
    for_each_string(node.document.root(), &mut |item| {
        let Some((endpoint, port)) = local_url(item) else { return };
        let Some(other) = other_node_at(set, node, &endpoint) else { return };
        if !item.path().starts_with("apim.gateway.environment") {
            report(node, item, &endpoint, port, other, sink);
        }
    });
}

fn check_environments<'s>(
    set: &'s DeploymentSet,
    carriers: &Carriers<'s>,
    node: &'s NodeView,
    sink: &mut Sink,
) {
    for environment in node.environments().filter(|environment| !environment.is_federated()) {
        let gateway = match behind_by_label(carriers, node, environment) {
            Behind::Node(gateway) => Some(gateway),
            Behind::Several => None,
            Behind::Unknown => behind_by_service_url(set, node, environment)
                .or_else(|| behind_by_endpoints(set, node, environment)),
        };
        for (_, item, endpoint) in endpoints(environment) {
            let Some(port) = local_port(&endpoint) else { continue };
            let other = other_node_at(set, node, &endpoint)
                .or_else(|| gateway.filter(|gateway| leads_to(node, gateway, &endpoint)));
            if let Some(other) = other {
                report(node, item, &endpoint, port, other, sink);
            }
        }
    }
}

/// A URL with a placeholder for a port of this node.
fn local_url(item: Item<'_>) -> Option<(Endpoint, Port)> {
    if !item.raw().contains("${") {
        return None;
    }
    let endpoint = Endpoint::parse(&item.as_str()?).ok()?;
    let port = local_port(&endpoint)?;
    Some((endpoint, port))
}

/// The node that the URL leads to, when that is certainly not `node` and no node there has its offset.
fn other_node_at<'s>(
    set: &'s DeploymentSet,
    node: &NodeView,
    endpoint: &Endpoint,
) -> Option<&'s NodeView> {
    let nodes = set.nodes_at(node, endpoint.host()?)?;
    let differs = |other: &&NodeView| has_other_offset(node, other);
    nodes.iter().all(differs).then(|| nodes.first().copied()).flatten()
}

/// True when the offsets of both are known and differ. A node never differs from itself.
fn has_other_offset(node: &NodeView, other: &NodeView) -> bool {
    match (node.offset, other.offset) {
        (Offset::Known(own), Offset::Known(theirs)) => {
            own != theirs && !other.collides && !node.collides
        }
        _ => false,
    }
}

/// True when the URL is the gateway's: it names the gateway's host, or, as the shipped files do, `localhost`.
fn leads_to(node: &NodeView, gateway: &NodeView, endpoint: &Endpoint) -> bool {
    let Some(host) = endpoint.host().and_then(Host::new) else { return false };
    let is_at =
        |other: &NodeView| other.host.as_ref().is_some_and(|known| known.is_same_computer(&host));
    has_other_offset(node, gateway) && (host.is_loopback() || is_at(gateway) || is_at(node))
}

fn report(
    node: &NodeView,
    item: Item<'_>,
    endpoint: &Endpoint,
    port: Port,
    other: &NodeView,
    sink: &mut Sink,
) {
    let (Some(own), Some(theirs)) = (node.port_number(port), other.port_number(port)) else {
        return;
    };
    let crate::model::EndpointPort::Placeholder(name) = endpoint.port() else { return };
    let message = format!(
        "`${{{name}}}` stands for this node's port {own}, but the URL is for `{}`, which listens on {theirs}",
        other.label
    );
    let url = item.as_str().unwrap_or_default();
    // A URL can hold a user name and a password, which no message shows.
    let help = if url.contains('@') {
        format!("write the number: {theirs}")
    } else {
        let url = url.replacen(&format!("${{{name}}}"), &theirs.to_string(), 1);
        format!("write the number: {}", quoted(&url))
    };
    let found = sink
        .report(&RULE, Some(&node.at(item)), message)
        .related(Some(&other.at_offset()), format!("the offset of `{}`", other.label))
        .help(help);
    if let Some(span) = port_span(item) {
        found.fix(Fix::new(Safety::Unsafe, vec![node.edit(span, theirs.to_string())]));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::model::{Release, Role};

    const CODE: &str = "placeholder-of-another-node";

    fn plane(text: &str) -> NodeFile {
        NodeFile::from_text("cp.toml", text)
            .name("cp")
            .roles([Role::ControlPlane])
            .host("cp.example.com")
            .release(Release::V4_7)
    }

    fn gateway(offset: u16, rest: &str) -> NodeFile {
        let text = format!(
            "[server]\noffset = {offset}\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n{rest}\n"
        );
        NodeFile::from_text("gw.toml", text)
            .name("gw")
            .roles([Role::Gateway])
            .host("gw.example.com")
            .release(Release::V4_7)
    }

    const LINK: &str = "[apim.key_manager]\nservice_url = \"https://cp.example.com:${mgt.transport.https.port}/services/\"";

    #[test]
    fn a_link_with_the_own_port_of_another_offset_is_found() {
        assert_found(
            CODE,
            [plane(""), gateway(1, LINK)],
            &[("6:15", "this node's port 9444, but the URL is for `cp`, which listens on 9443")],
        );
        let found = findings(CODE, [plane(""), gateway(1, LINK)]);
        assert_eq!(
            found[0].help.as_deref(),
            Some("write the number: `https://cp.example.com:9443/services/`")
        );
        assert_silent(CODE, [plane(""), gateway(0, LINK)]);
        assert_silent(CODE, [plane("[server]\noffset = 1\n"), gateway(1, LINK)]);
        assert_silent(CODE, [gateway(1, LINK)]);
    }

    #[test]
    fn lists_are_looked_through() {
        let list = "[apim.event_hub]\nevent_listening_endpoints = [\"tcp://other:${jms.port}\", \"tcp://cp.example.com:${jms.port}\"]";
        assert_found(CODE, [plane(""), gateway(1, list)], &[("6:57", "5673")]);
    }

    #[test]
    fn only_hosts_that_are_known_are_compared() {
        let other = LINK.replace("cp.example.com", "km.example.com");
        assert_silent(CODE, [plane(""), gateway(1, &other)]);
        assert_silent(CODE, [plane(""), gateway(1, &LINK.replace("cp.example.com", "localhost"))]);
        let mut anywhere = plane("");
        anywhere.host = None;
        assert_silent(CODE, [anywhere, gateway(1, LINK)]);
        // Another node of that host has the same offset.
        let third = NodeFile::from_text("x.toml", "[server]\noffset = 1\n").host("cp.example.com");
        assert_silent(CODE, [plane(""), gateway(1, LINK), third]);
    }

    #[test]
    fn an_environment_of_a_gateway_with_another_offset_is_found() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\nhttps_endpoint = \"https://localhost:${https.nio.port}\"\n";
        assert_found(
            CODE,
            [plane(text), gateway(1, "")],
            &[("3:18", "8243, but the URL is for `gw`, which listens on 8244")],
        );
        assert_silent(CODE, [plane(text), gateway(0, "")]);
        assert_silent(CODE, [plane(&text.replace("localhost", "lb.example.com")), gateway(1, "")]);
        assert_silent(CODE, [plane(&text.replace("\"A\"", "\"B\"")), gateway(1, "")]);
        assert_silent(CODE, [plane(text), gateway(1, ""), gateway(2, "")]);
        assert_silent(CODE, [plane(&format!("{text}provider = \"solace\"\n")), gateway(1, "")]);
    }

    #[test]
    fn in_3_x_the_service_url_tells_the_gateway() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\nservice_url = \"https://gw.example.com:9444/services/\"\nhttps_endpoint = \"https://gw.example.com:${https.nio.port}\"\n";
        let files =
            |offset| [plane(text), gateway(offset, "")].map(|file| file.release(Release::V3_2));
        assert_found(CODE, files(1), &[("4:18", "`gw`")]);
        assert_silent(CODE, files(0));
    }
    #[test]
    fn in_3_x_three_other_urls_tell_the_gateway_of_a_service_url() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\n\
            service_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n\
            http_endpoint = \"http://gw.example.com:8281\"\nhttps_endpoint = \"https://gw.example.com:8244\"\n\
            ws_endpoint = \"ws://gw.example.com:9100\"\n";
        let set = |text: &str, offset| {
            [plane(text), gateway(offset, "")].map(|file| file.release(Release::V3_2))
        };
        let expected =
            [("3:15", "this node's port 9443, but the URL is for `gw`, which listens on 9444")];
        assert_found(CODE, set(text, 1), &expected);
        let named = text.replace("https://localhost:$", "https://gw.example.com:$");
        assert_found(CODE, set(&named, 1), &expected);
        let found = &findings(CODE, set(text, 1))[0];
        assert_eq!(fixed(text, found), text.replace("${mgt.transport.https.port}", "9444"));
        // Not all of them agree; too few; a balancer's; a gateway's with the same offset; the control plane's own.
        for (text, offset) in [
            (text.replace("gw.example.com:8244", "gw.example.com:8245"), 1),
            (text.replace("https_endpoint = \"https://gw.example.com:8244\"\n", ""), 1),
            (text.replace("ws://gw.example.com", "ws://lb.example.com"), 1),
            (text.to_owned(), 2),
            (text.replace("8281", "8280").replace("8244", "8243").replace("9100", "9099"), 0),
            (text.replace("gw.example.com", "localhost"), 1),
            (text.replace("https://localhost:$", "https://manager.example.com:$"), 1),
        ] {
            assert_silent(CODE, set(&text, offset));
        }
    }
}
