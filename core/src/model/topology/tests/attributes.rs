//! Rules of what an environment says besides its URLs, of its virtual hosts, and of load balancers.

use super::{BASE, Topology, finds, finds_nothing, with};
use crate::model::Role;

/// [`BASE`] in another release.
fn of(release: &str) -> String {
    with(BASE, "4.7", release)
}

#[test]
fn each_key_has_the_release_that_first_reads_it() {
    for (line, since, before) in [
        ("display_name = ▸\"P\"", "4.0", "3.2"),
        ("provider = ▸\"solace\"", "4.1", "4.0"),
        ("gateway_type = ▸\"AWS\"", "4.3", "4.2"),
        ("visibility = ▸[\"admin\"]", "4.3", "4.2"),
        ("properties = ▸{ a = \"b\" }", "4.1", "4.0"),
    ] {
        let is_federated = line.starts_with("provider") || line.starts_with("gateway_type");
        let of = |release| {
            let environment = if is_federated { SOLACE } else { "" };
            format!("{}{environment}", of(release))
        };
        finds(&["environment-key-not-in-release"], &format!("{}{line}\n", of(before)));
        finds_nothing(&format!("{}{}\n", of(since), line.replace('▸', "")));
    }
    finds_nothing(&format!("{}provider = \"WSO2\"\ngateway_type = \"regular\"\n", of("3.2")));
    finds_nothing(&format!("{}provider = \"\"\nvisibility = []\nproperties = {{}}\n", of("3.2")));
}

const SOLACE: &str = "\n[[environment]]\nname = \"Events\"\ntype = \"hybrid\"\n";

#[test]
fn another_vendors_environment_has_no_gateways_and_urls_of_its_own_kind() {
    let solace = |line: &str| format!("{BASE}{SOLACE}provider = \"solace\"\n{line}\n");
    finds_nothing(&solace("http_endpoint = \"ws://broker:9960\"\nhttps_endpoint = \"broker\""));
    finds_nothing(&solace("gateways = []"));
    finds(
        &["placeholder-in-endpoint"],
        &solace("https_endpoint = ▸\"https://a:${https.nio.port}\""),
    );
    finds(&["federated-environment-with-gateways"], &solace("gateways = ▸[\"gw1\"]"));
    finds(&["missing-key"], &format!("{BASE}{}", SOLACE.replace("[[e", "▸[[e")));
    finds(
        &["missing-key"],
        &format!("{BASE}{}provider = \"wso2\"\n", SOLACE.replace("[[e", "▸[[e")),
    );
    let topology = Topology::parse(&solace("gateway_type = \"Mine\"")).unwrap();
    assert!(
        topology.environments()[1].is_federated() && !topology.environments()[0].is_federated()
    );
}

#[test]
fn kinds_and_vendors_that_are_misspelt_are_found() {
    for line in ["gateway_type = ▸\"Regula\"", "gateway_type = ▸\"Kongg\"", "provider = ▸\"wso\""]
    {
        let found = finds(&["unknown-gateway-type"], &format!("{BASE}{SOLACE}{line}\n"));
        assert!(found[0].fix.is_some());
    }
}

#[test]
fn values_that_break_xml_or_are_not_resolved_are_found() {
    finds(&["unescaped-xml-character"], &format!("{BASE}display_name = ▸\"a & b\"\n"));
    finds(&["unescaped-xml-character"], &format!("{BASE}properties = {{ a = ▸\"b < c\" }}\n"));
    finds(&["unescaped-xml-character"], &format!("{BASE}properties = {{ ▸'a\"b' = \"c\" }}\n"));
    finds(&["unescaped-xml-character"], &format!("{BASE}properties = {{ ▸\"\" = \"c\" }}\n"));
    finds(&["reference-in-environment"], &format!("{BASE}properties = {{ a = ▸\"$ref{{b}}\" }}\n"));
    finds_nothing(&format!("{BASE}properties = {{ \"a.b\" = \"$secret{{c}}\", d = \"\" }}\n"));
    finds(&["wrong-value-type"], &format!("{BASE}properties = {{ a = ▸1 }}\n"));
    finds(&["wrong-value-type"], &format!("{BASE}properties = ▸[\"a\"]\n"));
}

#[test]
fn each_entry_of_visibility_is_one_role() {
    finds(
        &["invalid-visibility"; 3],
        &format!("{BASE}visibility = [▸\"a,b\", \"c d/e\", ▸\"\", ▸\" \"]\n"),
    );
    finds(&["wrong-value-type"], &format!("{BASE}visibility = ▸\"admin\"\n"));
}

#[test]
fn virtual_hosts() {
    let host = |lines: &str| format!("{BASE}\n[[environment.virtual_host]]\n{lines}\n");
    finds_nothing(&host("http_endpoint = \"http://eu\""));
    finds(
        &["missing-endpoint"],
        &host("ws_endpoint = \"ws://eu\"").replace("[[environment.v", "▸[[environment.v"),
    );
    finds(&["malformed-endpoint"], &host("https_endpoint = ▸\"eu\""));
    finds(&["endpoint-scheme-mismatch"], &host("https_endpoint = ▸\"http://eu\""));
    finds(
        &["endpoint-hosts-differ"],
        &host("http_endpoint = ▸\"http://eu\"\nhttps_endpoint = \"https://us\""),
    );
    finds(
        &["unknown-key"],
        &host("https_endpoint = \"https://eu\"\n▸service_url = \"https://eu\""),
    );
    finds(&["wrong-value-type"], &format!("{BASE}virtual_host = ▸1\n"));
    let websub =
        "https_endpoint = \"https://eu\"\nwebsub_event_receiver_http_endpoint = \"http://eu\"";
    let in_4_2 = host(websub).replace("4.7", "4.2");
    finds(&["missing-endpoint"], &in_4_2.replace("[[environment.v", "▸[[environment.v"));
    finds_nothing(&host(websub));
    let in_3_2 = host("https_endpoint = \"https://eu\"").replace("4.7", "3.2");
    finds(
        &["environment-key-not-in-release"],
        &in_3_2.replace("[[environment.v", "▸[[environment.v"),
    );
}

#[test]
fn virtual_hosts_of_one_environment_have_different_hosts() {
    let of = |environment: &str, one: &str, other: &str| {
        format!(
            "{BASE}{environment}\n[[environment.virtual_host]]\nhttps_endpoint = {one}\n\
             [[environment.virtual_host]]\nhttp_endpoint = {other}\n"
        )
    };
    finds(&["duplicate-virtual-host"], &of("", "\"https://eu:1\"", "▸\"http://EU:2\""));
    finds(&["duplicate-virtual-host"], &of("", "▸\"https://localhost\"", "\"http://eu\""));
    let given = "https_endpoint = \"https://gw:8443\"";
    finds(&["duplicate-virtual-host"], &of(given, "▸\"https://gw\"", "\"http://eu\""));
    finds_nothing(&of(given, "\"https://localhost\"", "\"http://eu\""));
}

#[test]
fn load_balancers() {
    let before =
        |line: &str| with(BASE, "\n[[node]]", &format!("\n[load_balancer]\n{line}\n\n[[node]]"));
    let topology =
        Topology::parse(&before("control-plane = \"https://api.example.com/\"")).unwrap();
    for role in [Role::ControlPlane, Role::KeyManager, Role::TrafficManager] {
        assert_eq!(topology.address(role).as_deref(), Some("https://api.example.com"));
    }
    assert_eq!(topology.address(Role::Gateway), None);
    finds_nothing(&before("key-manager = \"https://$env{KM}:9443/km\""));
    finds(&["malformed-endpoint"], &before("control-plane = ▸\"api.example.com\""));
    finds(&["malformed-endpoint"], &before("control-plane = ▸\"https://$ref{server.hostname}\""));
    finds(&["endpoint-scheme-mismatch"], &before("traffic-manager = ▸\"tcp://tm:5672\""));
    finds(&["placeholder-in-endpoint"], &before("key-manager = ▸\"https://${carbon.host}\""));
    finds(&["unknown-key"], &before("▸gateway = \"https://gw.example.com\""));
    finds(&["invalid-proxy-port"], &with(BASE, "offset = 1", "offset = 1\nhttp_proxy_port = ▸0"));
}
