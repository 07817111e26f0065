//! An environment that no gateway of the set serves.

use crate::check::gateways::{Carriers, endpoints, environment_names, may_serve, port_number};
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::Sink;
use crate::diagnostic::shared::ENVIRONMENT_WITHOUT_GATEWAY;
use crate::model::{EndpointKey, Port, Release};

use super::{literal_port_ignores_offset, unknown_gateway_label};

pub(crate) const CHECK: Check = Check { rule: &ENVIRONMENT_WITHOUT_GATEWAY, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let carriers = Carriers::of(set);
    // Without the files of the gateways nothing can be said of them, nor when one of them cannot be read.
    if !carriers.has_gateway || set.some_is_unreadable() {
        return;
    }
    // A label that fits no environment is reported there; it is probably meant for the one that lacks a gateway.
    let labels_are_known = !carriers.are_open
        && environment_names(set).is_some()
        && !unknown_gateway_label::finds_any(set);
    for node in set.control_planes() {
        for environment in node.environments().filter(|environment| !environment.is_federated()) {
            if node.certainly(|release| !release.is_classic()) {
                if labels_are_known {
                    check_labels(node, environment, &carriers, sink);
                }
            } else if node.certainly(Release::is_classic) {
                check_service_url(set, &carriers, node, environment, sink);
            }
        }
    }
}

fn check_labels(
    node: &NodeView,
    environment: Environment<'_>,
    carriers: &Carriers<'_>,
    sink: &mut Sink,
) {
    let (Some(item), Some(name)) = (environment.get("name"), environment.name()) else { return };
    if carriers.get(&name).is_empty() {
        let label = quoted(&name);
        let message = format!(
            "no gateway of these files has the label {label}: what is deployed to this environment is never loaded"
        );
        sink.report(&ENVIRONMENT_WITHOUT_GATEWAY, Some(&node.at(item)), message).help(format!(
            "add {label} to `gateway_labels` in `[apim.sync_runtime_artifacts.gateway]` of the gateway that serves it, \
             or remove the environment"
        ));
    }
}

/// In 3.x the control plane pushes APIs to the `service_url`.
fn check_service_url(
    set: &DeploymentSet,
    carriers: &Carriers<'_>,
    node: &NodeView,
    environment: Environment<'_>,
    sink: &mut Sink,
) {
    let service = endpoints(environment).find(|(key, ..)| *key == EndpointKey::ServiceUrl);
    let Some((_, item, endpoint)) = service else { return };
    let Some(nodes) = endpoint.host().and_then(|host| set.nodes_at(node, host)) else { return };
    let Some(number) = port_number(node, &endpoint).filter(|number| !matches!(number, 80 | 443))
    else {
        return;
    };
    // A wrong offset is reported at the node that has it.
    if nodes.iter().any(|other| other.collides || other.ports().is_none()) {
        return;
    }
    let serves = |other: &&NodeView| {
        let ports = [Port::ServletHttps, Port::ServletHttp];
        may_serve(other) && ports.iter().any(|port| other.port_number(*port) == Some(number))
    };
    let is_reported = || {
        literal_port_ignores_offset::findings(set, carriers, node, environment)
            .iter()
            .any(|found| found.key == EndpointKey::ServiceUrl)
    };
    if nodes.iter().any(serves) || is_reported() {
        return;
    }
    let message = format!(
        "`service_url` names port {number}, where no gateway of these files listens for APIs: publishing to this \
         environment fails"
    );
    let gateway = nodes.iter().find(|other| !other.is(node) && may_serve(other));
    let help = match gateway
        .and_then(|gateway| Some((gateway, gateway.port_number(Port::ServletHttps)?)))
    {
        Some((gateway, port)) => {
            format!("write 9443 plus the gateway's offset, such as {port} for `{}`", gateway.label)
        }
        None => "write 9443 plus the gateway's offset, or remove the environment".to_owned(),
    };
    sink.report(&ENVIRONMENT_WITHOUT_GATEWAY, Some(&node.at(item)), message).help(help);
}

#[cfg(test)]
mod tests {
    use crate::check::NodeFile;
    use crate::check::testing::{assert_found, assert_silent};
    use crate::model::{Release, Role};

    const CODE: &str = "environment-without-gateway";

    fn control_plane(release: Release, environments: &[(&str, &str)]) -> NodeFile {
        let environment = |(name, service): &(&str, &str)| {
            format!(
                "[[apim.gateway.environment]]\nname = \"{name}\"\nservice_url = \"{service}\"\n"
            )
        };
        let text = environments.iter().map(environment).collect::<Vec<_>>().concat();
        NodeFile::from_text("cp.toml", text)
            .name("cp")
            .release(release)
            .roles([Role::ControlPlane])
            .host("localhost")
    }

    fn gateway(release: Release, offset: u16, rest: &str) -> NodeFile {
        let text = format!("[server]\noffset = {offset}\n{rest}\n");
        NodeFile::from_text(format!("gw{offset}.toml"), text)
            .name(format!("gw{offset}"))
            .release(release)
            .roles([Role::Gateway])
            .host("localhost")
    }

    fn labelled(offset: u16, labels: &str) -> NodeFile {
        gateway(
            Release::V4_7,
            offset,
            &format!("[apim.sync_runtime_artifacts.gateway]\ngateway_labels = {labels}"),
        )
    }

    #[test]
    fn an_environment_that_no_label_names_is_found() {
        let environments =
            [("A", "https://localhost:9444/services/"), ("B", "https://localhost:9445/services/")];
        let plane = control_plane(Release::V4_7, &environments);
        assert_found(CODE, [plane.clone(), labelled(1, "[\"A\"]")], &[("5:8", "the label `B`")]);
        assert_silent(CODE, [plane.clone(), labelled(1, "[\"A\"]"), labelled(2, "[\"B\"]")]);
        assert_silent(CODE, [plane.clone(), labelled(1, "[\"A\", \"B\"]")]);
        assert_silent(CODE, [plane.clone(), labelled(1, "[\"A\", \"$env{LABEL}\"]")]);
        // Reported at the label.
        assert_silent(CODE, [plane.clone(), labelled(1, "[\"A\"]"), labelled(2, "[\"b\"]")]);
        // A lone file says nothing of gateways.
        assert_silent(CODE, [plane]);
    }

    #[test]
    fn the_whole_product_serves_its_own_default_environment() {
        let text = "[[apim.gateway.environment]]\nname = \"Default\"\n[[apim.gateway.environment]]\nname = \"A\"\n";
        let whole = NodeFile::from_text("all.toml", text).release(Release::V4_7);
        assert_silent(CODE, [whole.clone(), labelled(1, "[\"A\"]")]);
        assert_found(
            CODE,
            [whole.roles([Role::ControlPlane]), labelled(1, "[\"A\"]")],
            &[("2:8", "`Default`")],
        );
    }

    #[test]
    fn federated_environments_have_no_gateway_node() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\n[[apim.gateway.environment]]\nname = \"S\"\nprovider = \"solace\"\n";
        let plane =
            NodeFile::from_text("cp.toml", text).release(Release::V4_7).roles([Role::ControlPlane]);
        assert_silent(CODE, [plane, labelled(1, "[\"A\"]")]);
    }

    #[test]
    fn in_3_x_the_service_url_decides() {
        let check = |url: &str| {
            let plane = control_plane(Release::V3_2, &[("A", url)]);
            [plane, gateway(Release::V3_2, 1, ""), gateway(Release::V3_2, 2, "")]
        };
        assert_found(CODE, check("https://localhost:9453/services/"), &[("3:15", "port 9453")]);
        for url in [
            "https://localhost:9444/services/",
            "https://localhost:${mgt.transport.https.port}/services/",
            "https://localhost:443/services/",
            "https://localhost/services/",
            "https://gw.example.com:9999/services/",
            "https://$env{GW}:9999/services/",
        ] {
            assert_silent(CODE, check(url));
        }
        // In 4.x nobody pushes to it.
        let plane = control_plane(Release::V4_7, &[("A", "https://localhost:9453/services/")]);
        assert_silent(CODE, [plane, labelled(1, "[\"A\"]")]);
        let forget = |mut file: NodeFile| {
            file.release = None;
            file
        };
        assert_silent(CODE, check("https://localhost:9453/services/").map(forget));
    }

    #[test]
    fn an_offset_that_is_wrong_is_reported_where_it_is() {
        let plane = control_plane(
            Release::V3_2,
            &[("A", "https://localhost:9444/services/"), ("B", "https://localhost:9445/services/")],
        );
        assert_silent(
            CODE,
            [plane.clone(), gateway(Release::V3_2, 2, ""), gateway(Release::V3_2, 2, "")],
        );
        let unknown = NodeFile::from_text("gw.toml", "[server]\noffset = \"one\"\n")
            .roles([Role::Gateway])
            .host("localhost");
        assert_silent(CODE, [plane, unknown, gateway(Release::V3_2, 2, "")]);
    }
}
