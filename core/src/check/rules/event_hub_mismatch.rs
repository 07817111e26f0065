//! A gateway's event hub is not where its URLs lead.

use crate::check::links::{self, Provider, Service};
use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Host, Port, Release, Role};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "event-hub-mismatch",
    severity: Severity::Error,
    summary: "A gateway's event hub URLs do not lead to an event hub.",
    documentation: r#"## What it finds

On a gateway that is not the control plane, unless `apim.event_hub.enable` is `false`:

- an `apim.event_hub.service_url` whose port belongs to another node, or to another service, than the control plane's 9443
  plus its offset; also `https` with the port of plain HTTP (9763 plus the offset), or `http` with that of HTTPS;
- an entry of `event_listening_endpoints` whose port is not the event broker's (5672, with TLS 8672, plus the offset) of
  the control plane or of a traffic manager;
- one of these without `://`, or with a port that is none.

A port that no node of that host opens is a warning, because a proxy may listen on it. Only hosts of the set are compared;
the report lists the others. Several URLs with the same wrong offset on one host are one finding.

When hosts, roles and the release (4.0 or later) of all nodes are known and the control plane is another node, a gateway
that was set up and says neither `apim.event_hub.service_url` nor `apim.throttling.service_url` is a warning as well.

## Why it hurts

Since 4.0 a gateway fetches APIs, keys and subscriptions from the event hub, and is told by events when. The default is
the gateway itself. With a wrong `service_url` it loads no API at all; with wrong event endpoints what is deployed or
revoked later never reaches it, and the log shows JMS errors (api-manager#3808, product-apim#9286).

## Example

```toml
[server]
offset = 1

[apim.event_hub]
enable = true
service_url = "https://localhost:9443/services/"
event_listening_endpoints = ["tcp://localhost:5673"]
```

5673 would be the gateway's own broker; the control plane's is 5672.

## How to fix it

Write the control plane's host, and 9443 and 5672 plus *its* offset.
"#,
};

const SERVICE: &str = "apim.event_hub.service_url";
const EVENTS: &str = "apim.event_hub.event_listening_endpoints";

/// Source: API-M 4.0–4.7: portals and artifacts are the control plane's.
const HUB: Provider = Provider {
    name: "event hub",
    accepts: |from, other| other.may_be_control_plane() && !other.is(from),
    is_meant: NodeView::is_control_plane,
};
/// Events also come from a traffic manager's broker.
const BROKER: Provider = Provider {
    name: "event hub",
    accepts: |from, other| other.may_be_traffic_manager() && !other.is(from),
    is_meant: |node| node.is_control_plane() || node.has_role(Role::TrafficManager),
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let gateways =
        set.nodes().filter(|node| node.has_role(Role::Gateway) && !node.is_control_plane());
    for node in gateways.filter(|node| !is_off(node)) {
        let service = node.get(SERVICE);
        links::check(
            &RULE,
            set,
            node,
            links::links_of(SERVICE, service, Service::Servlet),
            HUB,
            sink,
        );
        let events = links::links_of(EVENTS, node.get(EVENTS), Service::Broker);
        links::check(&RULE, set, node, events, BROKER, sink);
        if service.is_none() {
            check_absent(set, node, sink);
        }
    }
}

fn is_off(node: &NodeView) -> bool {
    node.get("apim.event_hub.enable").is_some_and(|item: Item<'_>| {
        item.as_bool() == Some(false)
            || item.as_str().is_some_and(|value| value.trim().eq_ignore_ascii_case("false"))
    })
}

/// The default is the service URL of throttling, and after that the gateway itself.
fn check_absent(set: &DeploymentSet, node: &NodeView, sink: &mut Sink) {
    let throttling = "apim.throttling.service_url";
    let is_said = [SERVICE, throttling]
        .into_iter()
        .any(|path| node.get(path).is_some() || node.misspells(path));
    // Its own file, untouched, says nothing of the installation; a link to another node does.
    let was_set_up =
        ["apim.key_manager.service_url", EVENTS, "apim.throttling.throttle_decision_endpoints"]
            .into_iter()
            .any(|path| node.get(path).is_some());
    let is_known = set.roles_are_certain()
        && set.hosts_are_known()
        && node.certainly(|release| release >= Release::V4_0);
    let Some(hub) = set.control_planes().next().filter(|_| !is_said && was_set_up && is_known)
    else {
        return;
    };
    let (Some(host), Some(port)) = (hub.host.as_ref(), hub.port_number(Port::ServletHttps)) else {
        return;
    };
    let message = format!(
        "`{SERVICE}` is missing: the default is this node itself, but APIs and keys come from `{}`",
        hub.label
    );
    let at = node.at_first_of(&["apim.event_hub", "apim.throttling", "apim.key_manager", "server"]);
    sink.report(&RULE, Some(&at), message)
        .severity(Severity::Warning)
        .related(Some(&hub.at_offset()), format!("the offset of `{}`", hub.label))
        .help(format!(
            "write `service_url = \"https://{}:{port}/services/\"` in `[apim.event_hub]`",
            Host::in_url(host)
        ));
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::check::{NodeFile, check};
    use crate::diagnostic::Severity;
    use crate::model::{Release, Role};

    const CODE: &str = "event-hub-mismatch";

    fn text(offset: u16, service: &str, events: &str) -> String {
        format!(
            "[server]\noffset = {offset}\n[apim.event_hub]\nservice_url = \"{service}\"\nevent_listening_endpoints = [{events}]\n"
        )
    }

    fn node(name: &str, text: &str, role: Role) -> NodeFile {
        NodeFile::from_text(format!("{name}.toml"), text)
            .name(name)
            .host("localhost")
            .roles([role])
            .release(Release::V4_7)
    }

    fn set(service: &str, events: &str) -> [NodeFile; 3] {
        let right = text(2, "https://localhost:9443/services/", "\"tcp://localhost:5672\"");
        [
            node("cp", "[[apim.gateway.environment]]\nname = \"A\"\n", Role::ControlPlane),
            node("gw1", &text(1, service, events), Role::Gateway),
            node("gw2", &right, Role::Gateway),
        ]
    }

    const SERVICE: &str = "https://localhost:9443/services/";
    const EVENTS: &str = "\"tcp://localhost:5672\"";

    #[test]
    fn ports_of_other_nodes_and_services_are_errors() {
        for (service, events, at, part) in [
            (
                "https://localhost:9444/services/",
                EVENTS,
                "4:15",
                "9444, which is this node's own servlet-https",
            ),
            (
                "https://localhost:${mgt.transport.https.port}/services/",
                EVENTS,
                "4:15",
                "port 9444",
            ),
            ("https://localhost:9445/services/", EVENTS, "4:15", "`gw2`'s servlet-https port"),
            ("https://localhost:5672/services/", EVENTS, "4:15", "`cp`'s amqp port"),
            (SERVICE, "\"tcp://localhost:9443\"", "5:30", "`cp`'s servlet-https port"),
            (
                SERVICE,
                "\"tcp://localhost:5672\", \"tcp://localhost:9611\"",
                "5:54",
                "binary-receiver port",
            ),
        ] {
            assert_found(CODE, set(service, events), &[(at, part)]);
            assert_eq!(findings(CODE, set(service, events))[0].severity, Severity::Error);
        }
        let wrong = set("https://localhost:9445/services/", EVENTS);
        let found = findings(CODE, wrong);
        assert_eq!(
            fixed(&text(1, "https://localhost:9445/services/", EVENTS), &found[0]),
            text(1, SERVICE, EVENTS)
        );
        assert_found(
            CODE,
            set("https:/localhost:9443/", EVENTS),
            &[("4:15", "`://` exactly once")],
        );
    }

    #[test]
    fn the_protocol_is_the_ports_own() {
        for (url, part) in [
            (
                "https://localhost:9763/services/",
                "`https` to port 9763, the servlet-http port of `cp`",
            ),
            ("http://localhost:9443/services/", "plain `http` to port 9443"),
        ] {
            assert_found(CODE, set(url, EVENTS), &[("4:15", part)]);
            let found = &findings(CODE, set(url, EVENTS))[0];
            assert_eq!(found.severity, Severity::Error);
            assert_eq!(fixed(&text(1, url, EVENTS), found), text(1, SERVICE, EVENTS));
        }
        for url in ["HTTPS://localhost:9443/services/", "HTTP://localhost:9763/services/"] {
            assert_silent(CODE, set(url, EVENTS));
        }
    }

    #[test]
    fn a_port_of_nobody_is_a_warning_and_one_offset_one_finding() {
        let two = "\"tcp://localhost:5682\", \"ssl://localhost:8682\"";
        let files = set(SERVICE, two);
        assert_found(CODE, files.clone(), &[("5:30", "5682, which no node of `localhost` opens")]);
        let found = findings(CODE, files);
        assert_eq!((found[0].severity, found[0].related.len()), (Severity::Warning, 2));
        let repaired = fixed(&text(1, SERVICE, two), &found[0]);
        assert!(
            repaired.contains("[\"tcp://localhost:5672\", \"ssl://localhost:8672\"]"),
            "{repaired}"
        );
    }

    #[test]
    fn right_links_proxies_and_other_hosts_are_silent() {
        for (service, events) in [
            (SERVICE, EVENTS),
            ("http://localhost:9763/services/", "\"ssl://127.0.0.1:8672\""),
            ("https://localhost/services/", "\"tcp://localhost\""),
            ("https://hub.example.com:9444/services/", "\"tcp://hub.example.com:5673\""),
            ("$env{HUB}", "\"$env{EVENTS}\""),
        ] {
            assert_silent(CODE, set(service, events));
        }
        let off = text(1, "https://localhost:9444/services/", EVENTS)
            .replace("[apim.event_hub]", "[apim.event_hub]\nenable = false");
        let [plane, _, two] = set(SERVICE, EVENTS);
        assert_silent(CODE, [plane, node("gw1", &off, Role::Gateway), two]);
        let report = check(set("https://hub.example.com:9444/services/", EVENTS)).unwrap();
        assert!(report.not_compared()[0].contains("`hub.example.com` is none of the hosts"));
    }

    #[test]
    fn events_may_come_from_a_traffic_manager() {
        let manager = node("tm", "[server]\noffset = 5\n", Role::TrafficManager);
        let [plane, gateway, _] = set(SERVICE, "\"tcp://localhost:5677\"");
        assert_silent(CODE, [plane, gateway, manager.clone()]);
        let [plane, gateway, _] = set("https://localhost:9448/services/", EVENTS);
        assert_found(CODE, [plane, gateway, manager], &[("4:15", "`tm`'s servlet-https port")]);
    }

    #[test]
    fn a_gateway_without_a_hub_is_found_when_all_is_known() {
        let lone = "[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n[server]\noffset = 1\n";
        let [plane, ..] = set(SERVICE, EVENTS);
        let gateway = node("gw1", lone, Role::Gateway);
        assert_found(CODE, [plane.clone(), gateway.clone()], &[("1:1", "is missing")]);
        let throttling = format!(
            "{lone}[apim.throttling]\nservice_url = \"https://localhost:9443/services/\"\n"
        );
        assert_silent(CODE, [plane.clone(), node("gw1", &throttling, Role::Gateway)]);
        assert_silent(CODE, [plane.clone(), gateway.clone().release(Release::V3_2)]);
        let untouched = node("gw1", "[server]\noffset = 1\n", Role::Gateway);
        assert_silent(CODE, [plane, untouched]);
        assert_silent(CODE, [gateway]);
    }
}
