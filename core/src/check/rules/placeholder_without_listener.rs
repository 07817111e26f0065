//! A placeholder for a port that the node does not open.

use crate::check::gateways::{endpoints, local_port};
use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{EndpointPort, Pack, Port};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "placeholder-without-listener",
    severity: Severity::Note,
    summary: "A placeholder stands for a port that this node does not open.",
    documentation: r#"## What it finds

`${http.nio.port}` or `${https.nio.port}` in an environment of a control plane whose pack or profile is certainly
`control-plane`. A note, because the profile's own template of 4.0 to 4.4 has it.

## Why it hurts

The placeholder is filled in by the listener for APIs when it starts, and the control-plane pack has none: nobody is known
to set it there. Left as it is, the port is no number: `Error reading gateway environment endpoint URL`. WSO2's control
plane of 4.6 and 4.7 ships the numbers instead. Whether an older one gets by is not known; it was read, not tried.

## Example

```toml
[server]
server_role = "control-plane"

[[apim.gateway.environment]]
name = "Default"
type = "hybrid"
https_endpoint = "https://localhost:${https.nio.port}"
```

## How to fix it

Write the gateway's port: 8280 and 8243 plus the offset of the gateway behind the environment.
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if !sink.keeps_notes() {
        return;
    }
    for node in set.control_planes().filter(|node| node.pack == Some(Pack::ControlPlane)) {
        judge(node, sink);
    }
}

fn judge(node: &NodeView, sink: &mut Sink) {
    for environment in node.environments().filter(|environment| !environment.is_federated()) {
        for (_, item, endpoint) in endpoints(environment) {
            let port = local_port(&endpoint);
            let Some(port @ (Port::PassThroughHttp | Port::PassThroughHttps)) = port else {
                continue;
            };
            let EndpointPort::Placeholder(name) = endpoint.port() else { continue };
            let message = format!(
                "`${{{name}}}` is set by a listener that a control-plane pack does not have: the URL may stay without a \
                 port"
            );
            sink.report(&RULE, Some(&node.at(item)), message).help(format!(
                "write the number: {} plus the offset of the gateway behind the environment",
                port.default_number()
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file, notes};
    use crate::model::{Pack, Role};

    const CODE: &str = "placeholder-without-listener";
    const TEXT: &str = "[[apim.gateway.environment]]\nname = \"A\"\n\
        service_url = \"https://localhost:${mgt.transport.https.port}/services/\"\n\
        http_endpoint = \"http://localhost:${http.nio.port}\"\nhttps_endpoint = \"https://localhost:8243\"\n";

    #[test]
    fn a_control_plane_has_no_listener_for_apis() {
        let plane = file(TEXT).pack(Pack::ControlPlane);
        assert_silent(CODE, [plane.clone()]);
        let found = notes(CODE, [plane]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].line, found[0].column), (Some(4), Some(17)));
        let profile = format!("[server]\nserver_role = \"control-plane\"\n{TEXT}");
        assert_eq!(notes(CODE, [file(&profile)]).len(), 1);
    }

    #[test]
    fn the_whole_product_and_unknown_packs_are_silent() {
        assert_eq!(notes(CODE, [file(TEXT).pack(Pack::AllInOne)]), []);
        assert_eq!(notes(CODE, [file(TEXT).roles([Role::ControlPlane])]), []);
        let foreign = format!("{TEXT}provider = \"solace\"\n");
        assert_eq!(notes(CODE, [file(&foreign).pack(Pack::ControlPlane)]), []);
    }
}
