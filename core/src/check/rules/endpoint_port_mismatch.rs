//! An environment's endpoint names a port that is not its gateway's.

use crate::check::environment_ports::{Mismatch, Verdict, verdicts};
use crate::check::registry::Check;
use crate::check::values::{port_span, quoted};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::shared::ENDPOINT_PORT_MISMATCH;
use crate::diagnostic::{Edit, Fix, Safety, Sink};
use crate::model::EndpointKey;

pub(crate) const CHECK: Check = Check { rule: &ENDPOINT_PORT_MISMATCH, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for (node, environment, verdict) in verdicts(set) {
        match verdict {
            Verdict::Stale { gateway, urls } => {
                report_stale(node, environment, gateway, &urls, sink);
            }
            Verdict::Foreign { gateways, urls } => {
                let gateway = gateways.as_slice();
                for url in urls.iter().filter(|url| url.key != EndpointKey::ServiceUrl) {
                    report(node, environment, gateway, url, sink);
                }
            }
            Verdict::ServiceUrl { .. } => {}
        }
    }
}

fn report_stale(
    node: &NodeView,
    environment: Environment<'_>,
    gateway: &NodeView,
    urls: &[Mismatch<'_>],
    sink: &mut Sink,
) {
    let Some((first, others)) = urls.split_first() else { return };
    let Some(own) = gateway.port_number(first.key.port()) else { return };
    let message = format!(
        "the URLs of {} name the ports of the offset {}, but its gateway `{}` listens on {own} for `{}`",
        quoted(&environment.name().unwrap_or_default()),
        first.apart(),
        gateway.label,
        first.key.as_str()
    );
    let mut found = sink
        .report(&ENDPOINT_PORT_MISMATCH, Some(&node.at(first.item)), message)
        .related(Some(&gateway.at_offset()), format!("the offset of `{}`", gateway.label));
    for other in others {
        found =
            found.related(Some(&node.at(other.item)), format!("`{}` as well", other.key.as_str()));
    }
    let found = found.help(format!(
        "add the offset of `{}` to the default port of each URL, or correct that offset or its label",
        gateway.label
    ));
    let edits = urls.iter().map(|url| edit(node, gateway, url)).collect::<Option<Vec<_>>>();
    if let Some(edits) = edits {
        found.fix(Fix::new(Safety::Unsafe, edits));
    }
}

fn report(
    node: &NodeView,
    environment: Environment<'_>,
    gateways: &[&NodeView],
    url: &Mismatch<'_>,
    sink: &mut Sink,
) {
    let (Some((owner, port)), [gateway, others @ ..]) = (url.owner, gateways) else { return };
    let Some(own) = gateway.port_number(url.key.port()) else { return };
    let message = format!(
        "`{}` names port {}, the {port} port of `{}`, but the gateway behind {} is `{}`, which listens on {own}",
        url.key.as_str(),
        url.number,
        owner.label,
        quoted(&environment.name().unwrap_or_default()),
        gateway.label
    );
    let found = sink
        .report(&ENDPOINT_PORT_MISMATCH, Some(&node.at(url.item)), message)
        .related(Some(&gateway.at_offset()), format!("the offset of `{}`", gateway.label))
        .help(format!(
            "write port {own}: {} plus the offset of `{}`",
            url.key.port().default_number(),
            gateway.label
        ));
    // Of several gateways none is more probable than another.
    if let Some(edit) = edit(node, gateway, url).filter(|_| others.is_empty()) {
        found.fix(Fix::new(Safety::Unsafe, vec![edit]));
    }
}

fn edit(node: &NodeView, gateway: &NodeView, url: &Mismatch<'_>) -> Option<Edit> {
    let right = gateway.port_number(url.key.port())?;
    Some(node.edit(port_span(url.item)?, right.to_string()))
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent, findings, fixed};
    use crate::model::{Release, Role};

    const CODE: &str = "endpoint-port-mismatch";

    fn text(service: u16, http: u16, https: u16, ws: u16) -> String {
        format!(
            "[[apim.gateway.environment]]\nname = \"A\"\nservice_url = \"https://localhost:{service}/services/\"\n\
             http_endpoint = \"http://localhost:{http}\"\nhttps_endpoint = \"https://localhost:{https}/base\"\n\
             ws_endpoint = \"ws://localhost:{ws}\"\n"
        )
    }

    fn set(text: &str, release: Release) -> [NodeFile; 3] {
        let plane = NodeFile::from_text("cp.toml", text)
            .host("localhost")
            .roles([Role::ControlPlane])
            .release(release);
        let gateway = |offset: u16, label: &str| {
            let text = format!(
                "[server]\noffset = {offset}\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"{label}\"]\n"
            );
            NodeFile::from_text(format!("gw{offset}.toml"), text)
                .name(format!("gw{offset}"))
                .host("localhost")
                .roles([Role::Gateway])
                .release(release)
        };
        [plane, gateway(1, "A"), gateway(2, "B")]
    }

    #[test]
    fn ports_of_other_nodes_and_services_are_found() {
        for release in [Release::V3_2, Release::V4_7] {
            let wrong = text(9444, 8281, 8245, 9100);
            assert_found(
                CODE,
                set(&wrong, release),
                &[("5:18", "8245, the pass-through-https port of `gw2`")],
            );
            let found = findings(CODE, set(&wrong, release));
            assert_eq!(fixed(&wrong, &found[0]), text(9444, 8281, 8244, 9100));
            let swapped = set(&text(9444, 8281, 8244, 8281), release);
            assert_found(CODE, swapped, &[("6:15", "the pass-through-http port of `gw1`")]);
        }
    }

    #[test]
    fn urls_that_were_left_when_the_offset_changed_are_one_finding() {
        let wrong = text(9448, 8285, 8248, 9104);
        let files = set(&wrong, Release::V4_7);
        assert_found(CODE, files.clone(), &[("3:15", "the ports of the offset 5")]);
        let found = findings(CODE, files);
        assert_eq!(found[0].related.len(), 4);
        assert_eq!(fixed(&wrong, &found[0]), text(9444, 8281, 8244, 9100));
        // In 3.x nothing then tells the gateway, which is another rule's.
        assert_silent(CODE, set(&wrong, Release::V3_2));
    }

    #[test]
    fn right_ones_proxies_and_lone_ports_of_nobody_are_silent() {
        for release in [Release::V3_2, Release::V4_7] {
            for text in [
                text(9444, 8281, 8244, 9100),
                text(9444, 80, 443, 9100),
                text(9444, 8281, 8443, 9100),
                text(9444, 7080, 7443, 7099),
            ] {
                assert_silent(CODE, set(&text, release));
            }
        }
        let elsewhere =
            text(9444, 8281, 8245, 9100).replace("https://localhost:8245", "https://lb:8245");
        assert_silent(CODE, set(&elsewhere, Release::V4_7));
        let swapped = text(9444, 8244, 8281, 9100)
            .replace("http://localhost:8244", "https://localhost:8244")
            .replace("https://localhost:8281", "http://localhost:8281");
        for release in [Release::V3_2, Release::V4_7] {
            assert_silent(CODE, set(&swapped, release));
        }
        let foreign = format!("{}provider = \"solace\"\n", text(9444, 8281, 8245, 9100));
        assert_silent(CODE, set(&foreign, Release::V4_7));
    }
}
