//! Throttling URLs that do not lead to a traffic manager.

use crate::check::links::{self, Link, Provider, Service};
use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::Role;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "throttling-mismatch",
    severity: Severity::Error,
    summary: "Throttling URLs do not lead to a traffic manager.",
    documentation: r#"## What it finds

In `[apim.throttling]` of a gateway or a control plane, a URL whose port belongs to another node, or to another service,
than that of a traffic manager, or of the control plane, which is one unless another node is:

| key | port plus the offset |
|---|---|
| `service_url` | 9443 (9763 without TLS) |
| `throttle_decision_endpoints` | 5672 (8672 with TLS) |
| `traffic_manager_urls` of a `url_group` | 9611 |
| `traffic_manager_auth_urls` of a `url_group` | 9711 |

Also a `service_url` that speaks `https` to the port of plain HTTP, or `http` to that of HTTPS, a URL without `://` (a
sample of the documentation writes `ssl:/host:9711`), and one with a port that is none. A port that no node of that host
opens is a warning, because a proxy may listen on it. Only hosts of the set are compared; the report lists the others.
Several URLs with the same wrong offset on one host are one finding.

## Why it hurts

A gateway sends an event for each call to the receivers (9611, 9711) and hears decisions from the broker (5672), in every
release from 3.0 to 4.7. With a wrong URL nothing is throttled and the log fills with connection errors; in 3.2, and where
no event hub is configured, revoked keys and new subscriptions do not arrive either.

## Example

```toml
[server]
offset = 1

[[apim.throttling.url_group]]
traffic_manager_urls = ["tcp://localhost:9612"]
traffic_manager_auth_urls = ["ssl://localhost:9712"]
```

These would be the gateway's own ports; the control plane's are 9611 and 9711.

## How to fix it

Write the traffic manager's host, and its default port plus *its* offset.
"#,
};

const SERVICE: &str = "apim.throttling.service_url";
const DECISIONS: &str = "apim.throttling.throttle_decision_endpoints";
const RECEIVERS: &str = "apim.throttling.url_group.traffic_manager_urls";
const AUTHENTICATION: &str = "apim.throttling.url_group.traffic_manager_auth_urls";

/// Source: API-M 3.0–4.7, the port table: the control plane has broker and receivers as well.
const TRAFFIC_MANAGER: Provider = Provider {
    name: "traffic manager",
    accepts: |from, other| {
        other.may_be_traffic_manager() && (from.is_control_plane() || !other.is(from))
    },
    is_meant: is_manager,
};

fn is_manager(node: &NodeView) -> bool {
    node.is_control_plane() || node.has_role(Role::TrafficManager)
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let concerned =
        set.nodes().filter(|node| node.has_role(Role::Gateway) || node.is_control_plane());
    for node in concerned {
        let groups = || node.get("apim.throttling.url_group").into_iter().flat_map(Item::elements);
        let of_groups = |key: &'static str, service: Service| {
            let name = key.rsplit('.').next().unwrap_or(key);
            groups().flat_map(move |group| links::links_of(key, group.get(name), service))
        };
        let mut all: Vec<Link<'_>> = Vec::new();
        all.extend(links::links_of(SERVICE, node.get(SERVICE), Service::Servlet));
        all.extend(links::links_of(DECISIONS, node.get(DECISIONS), Service::Broker));
        all.extend(of_groups(RECEIVERS, Service::Receiver));
        all.extend(of_groups(AUTHENTICATION, Service::ReceiverAuth));
        all.sort_by_key(|link| link.item.span().start);
        links::check(&RULE, set, node, all, TRAFFIC_MANAGER, sink);
    }
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::diagnostic::Severity;
    use crate::model::{Release, Role};

    const CODE: &str = "throttling-mismatch";

    fn text(service: u16, decisions: u16, receiver: u16, authentication: u16) -> String {
        format!(
            "[server]\noffset = 1\n[apim.throttling]\nservice_url = \"https://localhost:{service}/services/\"\n\
             throttle_decision_endpoints = [\"tcp://localhost:{decisions}\"]\n[[apim.throttling.url_group]]\n\
             traffic_manager_urls = [\"tcp://localhost:{receiver}\"]\n\
             traffic_manager_auth_urls = [\"ssl://localhost:{authentication}\"]\n"
        )
    }

    fn node(name: &str, text: &str, role: Role) -> NodeFile {
        NodeFile::from_text(format!("{name}.toml"), text)
            .name(name)
            .host("localhost")
            .roles([role])
            .release(Release::V4_7)
    }

    fn set(text: &str) -> [NodeFile; 2] {
        [node("cp", "", Role::ControlPlane), node("gw", text, Role::Gateway)]
    }

    #[test]
    fn each_url_has_its_own_port() {
        for (wrong, at, part) in [
            (text(9444, 5672, 9611, 9711), "4:15", "this node's own servlet-https port"),
            (text(9443, 9443, 9611, 9711), "5:32", "`cp`'s servlet-https port"),
            (text(9443, 5672, 9711, 9711), "7:25", "`cp`'s binary-receiver-auth port"),
            (text(9443, 5672, 9611, 9611), "8:30", "`cp`'s binary-receiver port"),
        ] {
            assert_found(CODE, set(&wrong), &[(at, part)]);
            let found = findings(CODE, set(&wrong));
            assert_eq!(found[0].severity, Severity::Error);
            assert_eq!(fixed(&wrong, &found[0]), text(9443, 5672, 9611, 9711));
        }
    }

    #[test]
    fn tls_to_the_port_without_is_found_also_on_the_node_itself() {
        let right = text(9443, 5672, 9611, 9711);
        let wrong = text(9763, 5672, 9611, 9711);
        assert_found(CODE, set(&wrong), &[("4:15", "port 9763, the servlet-http port of `cp`")]);
        let found = findings(CODE, set(&wrong));
        assert_eq!((found[0].severity, &fixed(&wrong, &found[0])), (Severity::Error, &right));
        assert_silent(CODE, set(&wrong.replace("https://", "http://")));
        let own = wrong.replace("offset = 1", "offset = 0");
        let part = "the servlet-http port of this node, which takes no TLS";
        assert_found(CODE, [node("cp", &own, Role::ControlPlane)], &[("4:15", part)]);
    }

    #[test]
    fn one_wrong_offset_is_one_finding() {
        let wrong = text(9443, 5682, 9621, 9721);
        assert_found(CODE, set(&wrong), &[("5:32", "no node of `localhost` opens")]);
        let found = findings(CODE, set(&wrong));
        assert_eq!(found[0].severity, Severity::Warning);
        assert_eq!(fixed(&wrong, &found[0]), text(9443, 5672, 9611, 9711));
    }

    #[test]
    fn urls_with_one_slash_are_found_without_a_set() {
        let wrong = text(9443, 5672, 9611, 9711).replace("ssl://localhost", "ssl:/localhost");
        assert_found(CODE, [node("gw", &wrong, Role::Gateway)], &[("8:30", "no URL")]);
        let grouped = text(9443, 5672, 9611, 9711)
            .replace("\"tcp://localhost:9611\"", "\"{tcp://a:9611,tcp://b:9611}\"");
        assert_silent(CODE, [node("gw", &grouped, Role::Gateway)]);
    }

    #[test]
    fn right_ones_and_other_hosts_are_silent() {
        let right = text(9443, 5672, 9611, 9711);
        assert_silent(CODE, set(&right));
        assert_silent(CODE, set(&right.replace("localhost", "tm.example.com")));
        assert_silent(CODE, set(&text(443, 8672, 9611, 9711)));
        let manager = node("tm", "[server]\noffset = 5\n", Role::TrafficManager);
        let [plane, gateway] = set(&text(9448, 5677, 9616, 9716));
        assert_silent(CODE, [plane, gateway, manager.clone()]);
        // The control plane's own links lead to the traffic manager as well, or to itself.
        let links = text(9448, 5677, 9616, 9716).replace("offset = 1", "offset = 0");
        assert_silent(CODE, [node("cp", &links, Role::ControlPlane), manager]);
    }
}
