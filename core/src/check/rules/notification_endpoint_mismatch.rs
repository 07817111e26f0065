//! The endpoint for revoked tokens is not the event hub's.

use crate::check::links::{self, Provider, Service};
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Endpoint, EndpointPort};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "notification-endpoint-mismatch",
    severity: Severity::Error,
    summary: "Revoked tokens are announced to something that is no event hub.",
    documentation: r#"## What it finds

A `notification_endpoint` in the properties of the `[[event_listener]]` with `id = "token_revocation"`

- whose port belongs to another service than the servlet transport (9443 plus the offset), or to a node that is a gateway
  alone; or that is the right one for the other protocol: `https` with 9763, `http` with 9443. A port that no node of
  that host opens is a warning. Only hosts of the set are compared;
- whose path does not end in `/internal/data/v1/notify`: a warning.

## Why it hurts

In 3.2 and since, the key manager announces revoked tokens there, and the event hub tells the gateways. When nobody
listens, revoked tokens stay valid until they expire.

## Example

```toml
[[event_listener]]
id = "token_revocation"
[event_listener.properties]
notification_endpoint = "https://localhost:8243/internal/data/v1/notify"
```

## How to fix it

Write the event hub's address: the control plane's host, and 9443 plus its offset. On the control plane itself
`https://localhost:${mgt.transport.https.port}/internal/data/v1/notify` is right.
"#,
};

const KEY: &str = "event_listener.properties.notification_endpoint";
const PATH: &str = "/internal/data/v1/notify";

/// Source: API-M 3.2–4.7: every pack but the gateway's has the internal data service; a key manager's template names
/// itself.
const HUB: Provider = Provider {
    name: "event hub",
    accepts: |_, other| {
        other.may_be_key_manager() || other.may_be_control_plane() || other.may_be_traffic_manager()
    },
    is_meant: NodeView::is_control_plane,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for listener in node.get("event_listener").into_iter().flat_map(Item::elements) {
            let is_meant = listener
                .get("id")
                .and_then(Item::as_str)
                .is_some_and(|id| id == "token_revocation");
            let item =
                listener.get("properties").and_then(|table| table.get("notification_endpoint"));
            if let Some(item) = item.filter(|_| is_meant) {
                judge(set, node, item, sink);
            }
        }
    }
}

fn judge(set: &DeploymentSet, node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let Some(url) = item.as_str() else { return };
    if let Ok(endpoint) = Endpoint::parse(&url) {
        // The placeholder in WSO2's templates is the node's own port, whatever the node is.
        let is_literal = matches!(endpoint.port(), EndpointPort::Literal(_));
        let path = endpoint.path().split(['?', '#']).next().unwrap_or_default();
        let is_open = endpoint.host().is_none() || url.contains("$env") || url.contains("$sys");
        if !path.trim_end_matches('/').ends_with(PATH) && !is_open {
            let message = format!(
                "revoked tokens are announced to the path {}: the event hub listens on `{PATH}`",
                quoted(path)
            );
            sink.report(&RULE, Some(&node.at(item)), message)
                .severity(Severity::Warning)
                .help(format!("write a URL that ends in `{PATH}`"));
            return;
        }
        if !is_literal {
            return;
        }
    }
    let link = links::links_of(KEY, Some(item), Service::Servlet);
    links::check(&RULE, set, node, link, HUB, sink);
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings};
    use crate::diagnostic::Severity;
    use crate::model::{Release, Role};

    const CODE: &str = "notification-endpoint-mismatch";

    fn set(url: &str) -> [NodeFile; 2] {
        let text = format!(
            "[[event_listener]]\nid = \"token_revocation\"\n[event_listener.properties]\nnotification_endpoint = \"{url}\"\n"
        );
        let node = |name: &str, text: &str, role| {
            NodeFile::from_text(format!("{name}.toml"), text)
                .name(name)
                .host("localhost")
                .roles([role])
                .release(Release::V4_7)
        };
        [node("cp", &text, Role::ControlPlane), node("gw", "[server]\noffset = 1\n", Role::Gateway)]
    }

    #[test]
    fn other_ports_and_paths_are_found() {
        for (url, severity, part) in [
            (
                "https://localhost:9444/internal/data/v1/notify",
                Severity::Error,
                "`gw`'s servlet-https port",
            ),
            (
                "https://localhost:8244/internal/data/v1/notify",
                Severity::Error,
                "`gw`'s pass-through-https port",
            ),
            (
                "https://localhost:9453/internal/data/v1/notify",
                Severity::Warning,
                "no node of `localhost`",
            ),
            ("https://localhost:9443/notify", Severity::Warning, "the path `/notify`"),
            (
                "https://localhost:9763/internal/data/v1/notify",
                Severity::Error,
                "port 9763, the servlet-http port of this node, which takes no TLS",
            ),
        ] {
            assert_found(CODE, set(url), &[("4:25", part)]);
            assert_eq!(findings(CODE, set(url))[0].severity, severity, "{url}");
        }
    }

    /// What links to a key manager may be a gateway or a traffic manager, which is the event hub of a 3.2 set.
    #[test]
    fn a_node_that_may_be_the_traffic_manager_is_accepted() {
        let km = "[[event_listener]]\nid = \"token_revocation\"\n[event_listener.properties]\n\
                  notification_endpoint = \"https://localhost:9444/internal/data/v1/notify\"\n[server]\noffset = 2\n";
        let tm = "[server]\noffset = 1\n[apim.key_manager]\nservice_url = \"https://localhost:9443/services/\"\n";
        let labels = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"Default\"]\n";
        let cp = "[[apim.gateway.environment]]\nname = \"A\"\ntype = \"hybrid\"\n\
                  https_endpoint = \"https://localhost:8244\"\n";
        let set = |tm: &str| {
            [("cp", cp), ("tm", tm), ("km", km)].map(|(name, text)| {
                NodeFile::from_text(format!("{name}.toml"), text).name(name).host("localhost")
            })
        };
        assert_silent(CODE, set(tm));
        assert_found(CODE, set(&format!("{tm}{labels}")), &[("4:25", "`tm`'s servlet-https port")]);
    }

    #[test]
    fn the_shipped_form_and_other_hosts_are_silent() {
        for url in [
            "https://localhost:${mgt.transport.https.port}/internal/data/v1/notify",
            "https://localhost:9443/internal/data/v1/notify",
            "https://hub.example.com:9444/internal/data/v1/notify",
            "https://hub.example.com/proxy/internal/data/v1/notify/",
            "$env{NOTIFY}",
        ] {
            assert_silent(CODE, set(url));
        }
        let other = "[[event_listener]]\nid = \"other\"\n[event_listener.properties]\nnotification_endpoint = \"https://a/b\"\n";
        assert_silent(CODE, [crate::check::testing::file(other)]);
    }
}
