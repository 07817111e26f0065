//! An environment's `service_url` leads to another node than its gateway.

use crate::check::environment_ports::{Mismatch, Verdict, verdicts};
use crate::check::registry::Check;
use crate::check::values::{port_span, quoted};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::shared::SERVICE_URL_MISMATCH;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::{EndpointKey, Port};

pub(crate) const CHECK: Check = Check { rule: &SERVICE_URL_MISMATCH, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for (node, environment, verdict) in verdicts(set) {
        match verdict {
            Verdict::ServiceUrl { service, gateway } => {
                report(node, environment, service, gateway, sink);
            }
            Verdict::Foreign { gateways, urls } => {
                let service = urls.into_iter().find(|url| url.key == EndpointKey::ServiceUrl);
                if let (Some(service), Some(gateway)) = (service, gateways.first()) {
                    report(node, environment, service, gateway, sink);
                }
            }
            Verdict::Stale { .. } => {}
        }
    }
}

fn report(
    node: &NodeView,
    environment: Environment<'_>,
    service: Mismatch<'_>,
    gateway: &NodeView,
    sink: &mut Sink,
) {
    let Some(right) = gateway.port_number(Port::ServletHttps) else { return };
    let whose = service.owner.map_or_else(String::new, |(owner, port)| {
        format!(", the {port} port of `{}`", owner.label)
    });
    let message = format!(
        "`service_url` names port {}{whose}, but the gateway behind {} is `{}`, which listens on {right}",
        service.number,
        quoted(&environment.name().unwrap_or_default()),
        gateway.label
    );
    let found = sink
        .report(&SERVICE_URL_MISMATCH, Some(&node.at(service.item)), message)
        .related(Some(&gateway.at_offset()), format!("the offset of `{}`", gateway.label))
        .help(format!("write port {right}: 9443 plus the offset of `{}`", gateway.label));
    if let Some(span) = port_span(service.item) {
        found.fix(Fix::new(Safety::Unsafe, vec![node.edit(span, right.to_string())]));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::model::{Release, Role};

    const CODE: &str = "service-url-mismatch";

    fn plane(service: u16, release: Release) -> (String, NodeFile) {
        let text = format!(
            "[[apim.gateway.environment]]\nname = \"A\"\nservice_url = \"https://localhost:{service}/services/\"\n\
             http_endpoint = \"http://localhost:8281\"\nhttps_endpoint = \"https://localhost:8244\"\n\
             ws_endpoint = \"ws://localhost:9100\"\nwss_endpoint = \"wss://localhost:8100\"\n"
        );
        let node = NodeFile::from_text("cp.toml", text.as_str())
            .host("localhost")
            .roles([Role::ControlPlane])
            .release(release);
        (text, node)
    }

    fn gateway(offset: u16, label: &str, release: Release) -> NodeFile {
        let text = format!(
            "[server]\noffset = {offset}\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"{label}\"]\n"
        );
        NodeFile::from_text(format!("gw{offset}.toml"), text)
            .name(format!("gw{offset}"))
            .host("localhost")
            .roles([Role::Gateway])
            .release(release)
    }

    fn set(service: u16, release: Release) -> [NodeFile; 3] {
        [plane(service, release).1, gateway(1, "A", release), gateway(2, "B", release)]
    }

    #[test]
    fn the_service_url_of_another_gateway_is_found() {
        for release in [Release::V3_2, Release::V4_7] {
            assert_found(CODE, set(9445, release), &[("3:15", "the gateway behind `A` is `gw1`")]);
            let found = findings(CODE, set(9445, release));
            let (right, _) = plane(9444, release);
            assert_eq!(fixed(&plane(9445, release).0, &found[0]), right);
        }
        assert_found(
            CODE,
            set(8245, Release::V4_7),
            &[("3:15", "the pass-through-https port of `gw2`")],
        );
    }

    #[test]
    fn right_ones_proxies_and_other_rules_cases_are_silent() {
        for release in [Release::V3_2, Release::V4_7] {
            for port in [9444, 9764, 443, 9443, 9454] {
                assert_silent(CODE, set(port, release));
            }
        }
        // Nobody says which gateway is behind it.
        let [plane, one, two] = set(9445, Release::V4_7);
        assert_silent(CODE, [plane, gateway(1, "C", Release::V4_7), two.clone()]);
        assert_silent(CODE, [set(9445, Release::V4_7)[0].clone()]);
        assert_silent(CODE, [one, two]);
    }
}
