//! A gateway's key-manager URL does not lead to a key manager.

use crate::check::gateways::{local_port, port_number, why_not_compared};
use crate::check::links::OtherProtocol;
use crate::check::registry::Check;
use crate::check::values::port_span;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Endpoint, Host, Port, Role, Scheme};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "key-manager-link-mismatch",
    severity: Severity::Error,
    summary: "A gateway's key-manager URL does not lead to a key manager.",
    documentation: r#"## What it finds

On a gateway that is not the control plane, an `apim.key_manager.service_url` whose host is a host of the set and whose
port

- belongs to another node, or to another service, than the control plane's (or key manager's) 9443 plus its offset:
  another gateway, the gateway itself (also by its own `${mgt.transport.https.port}`), a pass-through port;
- is the right node's, but for the other protocol: `https` with the port of plain HTTP (9763 plus the offset), or `http`
  with that of HTTPS;
- is no port of any node there: a warning, because a proxy may listen on it. 443 and 80 are taken for a proxy's.

When hosts and roles of all nodes were given and the control plane is another node, also a gateway that was set up (it
has an offset or other links) without any `service_url`.

URLs with other hosts are not compared; the report lists them.

## Why it hurts

The default is the gateway itself, `https://localhost:${mgt.transport.https.port}/services/`, in every release from 3.0
to 4.7. A gateway whose key manager is not the one that issues the tokens cannot load applications and subscriptions and
answers every call with 900900, `Unclassified Authentication Failure`. One that speaks TLS to a port without, or none to
a port that takes nothing else, reaches nobody.

## Example

```toml
[server]
offset = 1

[apim.key_manager]
service_url = "https://localhost:9444/services/"
username = "$ref{super_admin.username}"
password = "$ref{super_admin.password}"
```

9444 is the gateway's own port (9443 plus 1); the control plane's is 9443.

## How to fix it

Write the address at which the control plane really listens: `https://localhost:9443/services/`, that is its host and
9443 plus *its* offset.
"#,
};

const KEY: &str = "apim.key_manager.service_url";

/// Keys that show that somebody set the gateway up. A pack's own file, untouched, says nothing of the installation.
const SIGNS_OF_SET_UP: [&str; 7] = [
    "server.offset",
    "apim.key_manager.username",
    "apim.key_manager.password",
    "apim.event_hub.service_url",
    "apim.throttling.service_url",
    "apim.throttling.throttle_decision_endpoints",
    "apim.throttling.url_group",
];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes().filter(|node| node.has_role(Role::Gateway) && !node.is_control_plane())
    {
        match node.get(KEY) {
            Some(item) => check_link(set, node, item, sink),
            None if node.misspells(KEY) => {}
            None => check_absent(set, node, sink),
        }
    }
}

fn check_link(set: &DeploymentSet, node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let Some(endpoint) = item.as_str().and_then(|url| Endpoint::parse(&url).ok()) else { return };
    let Some(host) = endpoint.host() else { return };
    let Some(computer) = set.computer_at(node, host) else {
        if !set.is_single() {
            let why = why_not_compared(node, host);
            sink.not_compared(format!("`{KEY}` of `{}` was not compared: {why}", node.label));
        }
        return;
    };
    // A port of this node in a URL of another one has a rule of its own.
    if local_port(&endpoint).is_some() && !computer.has(node) {
        return;
    }
    let Some(number) = port_number(node, &endpoint).filter(|number| !matches!(number, 80 | 443))
    else {
        return;
    };
    if !computer.ports_are_known() {
        return;
    }
    let answers = |(other, port): (&NodeView, Port)| answers(other, port);
    if computer.at(number).any(answers) {
        let found = OtherProtocol::find(computer, number, endpoint.scheme(), answers);
        if let Some(found) = found {
            found.report(&RULE, node, item, "service_url", sink);
        }
        return;
    }
    let manager_there = computer.nodes().find(|other| is_manager(other));
    let (severity, message) = match computer.owner(number) {
        Some((owner, port)) => {
            let whose = if owner.is(node) {
                "this node's own".to_owned()
            } else {
                format!("`{}`'s", owner.label)
            };
            let message = format!(
                "the key manager's URL names port {number}, which is {whose} {port} port and no key manager's"
            );
            (Severity::Error, message)
        }
        None if manager_there.is_none() || set.some_is_unreadable() => return,
        // The offset of one of them is wrong, which is reported there.
        None if computer.collides() => return,
        None => {
            let message = format!(
                "the key manager's URL names port {number}, which no node of `{host}` opens"
            );
            (Severity::Warning, message)
        }
    };
    let manager = manager_there.or_else(|| manager_of(set));
    let mut report = sink.report(&RULE, Some(&node.at(item)), message).severity(severity);
    if let Some(manager) = manager {
        report = report
            .related(Some(&manager.at_offset()), format!("the offset of `{}`", manager.label));
    }
    let url = manager.and_then(|manager| services_url(manager, manager_there.map(|_| host)));
    let report = report.help(help(url));
    let target = manager_there.and_then(|manager| {
        let is_plain = endpoint.scheme() == Scheme::Http;
        let port = if is_plain { Port::ServletHttp } else { Port::ServletHttps };
        Some(node.edit(port_span(item)?, manager.port_number(port)?.to_string()))
    });
    if let Some(edit) = target {
        report.fix(Fix::new(Safety::Unsafe, vec![edit]));
    }
}

fn check_absent(set: &DeploymentSet, node: &NodeView, sink: &mut Sink) {
    let is_known =
        set.roles_are_certain() && set.hosts_are_known() && !node.has_role(Role::KeyManager);
    let was_set_up = SIGNS_OF_SET_UP.iter().any(|path| node.get(path).is_some());
    let control_plane = set.control_planes().next();
    let Some(manager) = control_plane.and(manager_of(set)).filter(|_| is_known && was_set_up)
    else {
        return;
    };
    let message = format!(
        "`{KEY}` is missing: the default is this node itself, but tokens come from `{}`",
        manager.label
    );
    sink.report(&RULE, Some(&node.at_first_of(&["apim.key_manager", "server"])), message)
        .related(Some(&manager.at_offset()), format!("the offset of `{}`", manager.label))
        .help(help(services_url(manager, None)));
}

/// True when a key manager's services are, or may be, what is behind this port of the node.
fn answers(node: &NodeView, port: Port) -> bool {
    matches!(port, Port::ServletHttps | Port::ServletHttp) && node.may_be_key_manager()
}

fn is_manager(node: &NodeView) -> bool {
    node.is_control_plane() || node.has_role(Role::KeyManager)
}

/// The node that issues tokens: a key manager of its own, or the control plane.
fn manager_of(set: &DeploymentSet) -> Option<&NodeView> {
    set.nodes().find(|node| node.has_role(Role::KeyManager)).or_else(|| set.control_planes().next())
}

fn services_url(manager: &NodeView, host: Option<&str>) -> Option<String> {
    let known = manager.host.as_ref();
    let host = host
        .and_then(Host::new)
        .as_ref()
        .or(known)
        .map_or_else(|| "localhost".to_owned(), Host::in_url);
    Some(format!("https://{host}:{}/services/", manager.port_number(Port::ServletHttps)?))
}

fn help(url: Option<String>) -> String {
    let url = url.unwrap_or_else(|| "https://localhost:9443/services/".to_owned());
    format!(
        "write `service_url = \"{url}\"` in `[apim.key_manager]`: the control plane's host, and 9443 plus its offset"
    )
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::check::{NodeFile, check};
    use crate::diagnostic::Severity;
    use crate::model::{Release, Role};

    const CODE: &str = "key-manager-link-mismatch";

    fn control_plane() -> NodeFile {
        NodeFile::from_text("cp.toml", "[[apim.gateway.environment]]\nname = \"Default\"\n")
            .name("cp")
            .host("localhost")
            .roles([Role::ControlPlane])
            .release(Release::V4_7)
    }

    fn gateway(offset: u16, key_manager: &str) -> NodeFile {
        let text = format!("[server]\noffset = {offset}\n[apim.key_manager]\n{key_manager}\n");
        NodeFile::from_text(format!("gw{offset}.toml"), text)
            .name(format!("gw{offset}"))
            .host("localhost")
            .roles([Role::Gateway])
            .release(Release::V4_7)
    }

    fn set(url: &str) -> [NodeFile; 3] {
        [
            control_plane(),
            gateway(1, &format!("service_url = \"{url}\"")),
            gateway(2, "service_url = \"https://localhost:9443/services/\""),
        ]
    }

    #[test]
    fn ports_of_other_nodes_and_services_are_errors() {
        for (url, part) in [
            (
                "https://localhost:9444/services/",
                "port 9444, which is this node's own servlet-https port",
            ),
            (
                "https://localhost:${mgt.transport.https.port}/services/",
                "port 9444, which is this node's own",
            ),
            ("https://localhost:9445/services/", "port 9445, which is `gw2`'s servlet-https port"),
            ("https://localhost:5672/services/", "port 5672, which is `cp`'s amqp port"),
        ] {
            assert_found(CODE, set(url), &[("4:15", part)]);
            let found = findings(CODE, set(url));
            assert_eq!(found[0].severity, Severity::Error);
            assert!(
                found[0].help.as_ref().unwrap().contains("\"https://localhost:9443/services/\"")
            );
        }
    }

    #[test]
    fn tls_to_a_port_without_and_none_to_a_port_with_it_are_errors() {
        for (url, right, part) in [
            (
                "https://localhost:9763/services/",
                "https://localhost:9443/services/",
                "`service_url` speaks `https` to port 9763, the servlet-http port of `cp`, which takes no TLS",
            ),
            (
                "http://localhost:9443/services/",
                "https://localhost:9443/services/",
                "speaks plain `http` to port 9443, the servlet-https port of `cp`, which takes TLS alone",
            ),
        ] {
            assert_found(CODE, set(url), &[("4:15", part)]);
            let found = &findings(CODE, set(url))[0];
            assert_eq!((found.severity, found.related.len()), (Severity::Error, 1));
            let text = |url| {
                format!("[server]\noffset = 1\n[apim.key_manager]\nservice_url = \"{url}\"\n")
            };
            assert_eq!(fixed(&text(url), found), text(right));
        }
        // The port table does not hold for a node with base ports of its own.
        let [_, one, two] = set("https://localhost:9763/services/");
        let plane = NodeFile::from_text("cp.toml", "[transport.http.properties]\nport = 9999\n")
            .name("cp")
            .host("localhost")
            .roles([Role::ControlPlane])
            .release(Release::V4_7);
        assert_silent(CODE, [plane, one, two]);
    }

    #[test]
    fn a_port_of_nobody_is_a_warning() {
        let found = findings(CODE, set("https://localhost:9453/services/"));
        assert_eq!(
            (found.len(), found[0].severity, found[0].line),
            (1, Severity::Warning, Some(4))
        );
    }

    #[test]
    fn right_links_proxies_and_other_hosts_are_silent() {
        for url in [
            "https://localhost:9443/services/",
            "https://127.0.0.1:9443/services/",
            "http://localhost:9763/services/",
            "https://localhost/services/",
            "https://localhost:443/services/",
            "https://km.example.com:9444/services/",
            "https://$env{KM}:9444/services/",
            "$ref{km.url}",
        ] {
            assert_silent(CODE, set(url));
        }
    }

    #[test]
    fn what_is_not_compared_is_said() {
        let report = check(set("https://km.example.com:9444/services/")).unwrap();
        assert_eq!(
            report.not_compared(),
            [
                "`apim.key_manager.service_url` of `gw1` was not compared: `km.example.com` is none of the hosts of the set"
            ]
        );
    }

    #[test]
    fn without_hosts_nothing_is_compared() {
        let forget = |mut file: NodeFile| {
            file.host = None;
            file
        };
        let files = set("https://localhost:9445/services/").map(forget);
        assert_silent(CODE, files.clone());
        assert!(
            check(files).unwrap().not_compared()[0]
                .contains("nobody said on which host `gw1` runs")
        );
    }

    #[test]
    fn a_gateway_without_the_link_is_found_when_hosts_and_roles_are_certain() {
        let absent = gateway(1, "username = \"admin\"");
        assert_found(CODE, [control_plane(), absent.clone()], &[("3:1", "is missing")]);
        let distant = absent.clone().host("gw.example.com");
        assert_found(CODE, [control_plane(), distant], &[("3:1", "is missing")]);
        let mut inferred = absent.clone();
        inferred.roles = None;
        assert_silent(CODE, [control_plane(), inferred]);
        let mut anywhere = absent.clone();
        anywhere.host = None;
        assert_silent(CODE, [control_plane(), anywhere]);
        assert_silent(CODE, [absent]);
        let untouched = NodeFile::from_text("gw.toml", "[server]\nhostname = \"localhost\"\n")
            .host("gw.example.com")
            .roles([Role::Gateway]);
        assert_silent(CODE, [control_plane(), untouched]);
    }

    #[test]
    fn a_key_manager_of_its_own_is_accepted() {
        let manager = NodeFile::from_text("km.toml", "[server]\noffset = 5\n")
            .host("localhost")
            .roles([Role::KeyManager]);
        let gateway = gateway(1, "service_url = \"https://localhost:9448/services/\"");
        assert_silent(CODE, [control_plane(), gateway, manager]);
    }

    #[test]
    fn a_wrong_offset_is_reported_where_it_is() {
        let moved = NodeFile::from_text("cp.toml", "[server]\noffset = 2\n")
            .host("localhost")
            .roles([Role::ControlPlane]);
        let [_, one, two] = set("https://localhost:9443/services/");
        assert_silent(CODE, [moved, one, two]);
    }
}
