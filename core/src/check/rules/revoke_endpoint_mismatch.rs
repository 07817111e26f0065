//! `apim.oauth_config.revoke_endpoint` names something that revokes no tokens.

use crate::check::gateways::port_number;
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Endpoint, EndpointPort, Host, Pack, Port, Release, Role};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "revoke-endpoint-mismatch",
    severity: Severity::Warning,
    summary: "The revoke endpoint is not where tokens are revoked.",
    documentation: r#"## What it finds

An `apim.oauth_config.revoke_endpoint` whose path is neither `/revoke` nor `/oauth2/revoke`. When the release is known
and the URL's host is a host of the set, also one whose port belongs to something else: `/revoke` on a servlet port
(9443 plus the offset), `/oauth2/revoke` on a gateway's pass-through port (8243 plus the offset) or on a node that is
neither control plane nor key manager.

## Why it hurts

When a token is revoked or generated anew, API-M calls this URL. In 3.x the default is
`https://localhost:${https.nio.port}/revoke`, the gateway's own pass-through; since 4.0 it is
`https://localhost:${mgt.transport.https.port}/oauth2/revoke`, which the key manager answers. Anything else answers with
an error, and old tokens stay valid. The 3.0 documentation's page about several gateways shows
`https://localhost:8243/services/`, which is neither of the two and, on a gateway with an offset, another node's port.

## Example

```toml
[server]
offset = 1

[apim.oauth_config]
revoke_endpoint = "https://localhost:8243/services/"
```

## How to fix it

Leave the key out, or write the URL of the release: in 3.x the gateway's own `https://localhost:8244/revoke` (8243 plus
its offset), since 4.0 the key manager's `https://localhost:9443/oauth2/revoke`.
"#,
};

const KEY: &str = "apim.oauth_config.revoke_endpoint";

/// Which of the two shapes a URL has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    PassThrough,
    KeyManager,
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        let Some(item) = node.get(KEY) else { continue };
        let Some(endpoint) = item.as_str().and_then(|url| Endpoint::parse(&url).ok()) else {
            continue;
        };
        if hides_path(&endpoint) {
            continue;
        }
        let found = match shape(&endpoint) {
            None => Some(format!(
                "the revoke endpoint's path is {}, not `/revoke` (a gateway's in 3.x) or `/oauth2/revoke` (a key \
                 manager's): tokens are not revoked there",
                quoted(endpoint.path())
            )),
            Some(shape) => wrong_port(set, node, &endpoint, shape),
        };
        if let Some(message) = found {
            sink.report(&RULE, Some(&node.at(item)), message).help(help(set, node));
        }
    }
}

/// True when a reference may stand for the path as well.
fn hides_path(endpoint: &Endpoint) -> bool {
    let is_open = endpoint.host().is_none() || endpoint.port() == &EndpointPort::Unknown;
    endpoint.path().contains('$') || (is_open && endpoint.path().is_empty())
}

fn shape(endpoint: &Endpoint) -> Option<Shape> {
    let path = endpoint.path().split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    if path.ends_with("/oauth2/revoke") {
        Some(Shape::KeyManager)
    } else {
        // A proxy or a tenant may stand before it.
        path.ends_with("/revoke").then_some(Shape::PassThrough)
    }
}

/// What is wrong with the port, when release and host are certain and a node of the host opens the port for something
/// else.
fn wrong_port(
    set: &DeploymentSet,
    node: &NodeView,
    endpoint: &Endpoint,
    shape: Shape,
) -> Option<String> {
    let is_certain =
        node.certainly(Release::is_classic) || node.certainly(|release| !release.is_classic());
    if !is_certain {
        return None;
    }
    let number = port_number(node, endpoint)?;
    let nodes = set.nodes_at(node, endpoint.host()?)?;
    if nodes.iter().any(|other| other.collides || other.ports().is_none()) {
        return None;
    }
    let (owner, port) =
        nodes.into_iter().find_map(|other| Some((other, other.ports()?.find(number)?)))?;
    let is_right = match shape {
        Shape::PassThrough => matches!(port, Port::PassThroughHttp | Port::PassThroughHttps),
        Shape::KeyManager => {
            matches!(port, Port::ServletHttp | Port::ServletHttps) && may_revoke(owner)
        }
    };
    let path = quoted(endpoint.path());
    (!is_right).then(|| {
        format!(
            "the revoke endpoint names port {number}, the {port} port of `{}`, where nothing answers to {path}",
            owner.label
        )
    })
}

/// True unless the node is certainly something else than a key manager. The whole product has one inside.
fn may_revoke(node: &NodeView) -> bool {
    node.may_be_key_manager() || node.pack == Some(Pack::AllInOne)
}

fn help(set: &DeploymentSet, node: &NodeView) -> String {
    let gateway = || {
        let port = node.port_number(Port::PassThroughHttps)?;
        Some(format!("`https://localhost:{port}/revoke`, this node's own"))
    };
    let manager = || {
        let manager = set
            .nodes()
            .find(|other| other.has_role(Role::KeyManager))
            .or_else(|| set.control_planes().next())?;
        let host = manager.host.as_ref().map_or_else(|| "localhost".to_owned(), Host::in_url);
        Some(format!(
            "`https://{host}:{}/oauth2/revoke`, the key manager's",
            manager.port_number(Port::ServletHttps)?
        ))
    };
    let in_classic = gateway()
        .unwrap_or_else(|| "this node's own `/revoke` on its pass-through port".to_owned());
    let since_4_0 = manager().unwrap_or_else(|| "the key manager's `/oauth2/revoke`".to_owned());
    if node.certainly(Release::is_classic) {
        format!("write {in_classic}, or leave the key out: the default is the same")
    } else if node.certainly(|release| !release.is_classic()) {
        format!("write {since_4_0}")
    } else {
        format!("write {in_classic} (3.x), or {since_4_0} (since 4.0)")
    }
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, file};
    use crate::model::{Release, Role};

    const CODE: &str = "revoke-endpoint-mismatch";

    fn node(url: &str) -> NodeFile {
        let text =
            format!("[server]\noffset = 1\n[apim.oauth_config]\nrevoke_endpoint = \"{url}\"\n");
        NodeFile::from_text("gw.toml", text)
    }

    fn set(url: &str, release: Release) -> [NodeFile; 2] {
        [
            file("").name("cp").host("localhost").roles([Role::ControlPlane]).release(release),
            node(url).name("gw").host("localhost").roles([Role::Gateway]).release(release),
        ]
    }

    #[test]
    fn the_path_of_the_original_page_is_found() {
        assert_found(CODE, [node("https://localhost:8243/services/")], &[("4:19", "`/services/`")]);
        assert_found(CODE, [node("https://localhost:8244")], &[("4:19", "path is ``")]);
        assert_found(
            CODE,
            set("https://localhost:8243/services/", Release::V3_0),
            &[("4:19", "`/services/`")],
        );
    }

    #[test]
    fn the_shipped_forms_are_silent() {
        for url in [
            "https://localhost:${https.nio.port}/revoke",
            "https://localhost:${mgt.transport.https.port}/oauth2/revoke",
            "https://km.wso2.com:9443/oauth2/revoke",
            "https://localhost:8243/revoke",
            "https://am.example.com/tenant/oauth2/revoke/",
            "$env{REVOKE_URL}",
            "https://km$env{PATH_TO}",
        ] {
            assert_silent(CODE, [node(url)]);
        }
    }

    #[test]
    fn a_port_of_something_else_is_found_when_release_and_host_are_known() {
        let found = [("4:19", "9443, the servlet-https port of `cp`")];
        assert_found(CODE, set("https://localhost:9443/revoke", Release::V3_2), &found);
        let found = [("4:19", "8244, the pass-through-https port of `gw`")];
        assert_found(CODE, set("https://localhost:8244/oauth2/revoke", Release::V4_7), &found);
        let found = [("4:19", "9444, the servlet-https port of `gw`")];
        assert_found(CODE, set("https://localhost:9444/oauth2/revoke", Release::V4_7), &found);
    }

    #[test]
    fn right_ports_and_unknown_ones_are_silent() {
        assert_silent(CODE, set("https://localhost:8244/revoke", Release::V3_2));
        assert_silent(CODE, set("https://localhost:9443/oauth2/revoke", Release::V4_7));
        assert_silent(CODE, set("https://localhost:443/oauth2/revoke", Release::V4_7));
        assert_silent(CODE, set("https://km.example.com:8243/oauth2/revoke", Release::V4_7));
        // Without a release nothing is certain.
        let [control_plane, gateway] = set("https://localhost:9443/revoke", Release::V3_2);
        let forget = |mut file: NodeFile| {
            file.release = None;
            file
        };
        assert_silent(CODE, [forget(control_plane), forget(gateway)]);
    }
}
