//! URLs that were given for environments, and the ports of the gateways behind them.

use super::{BASE, findings, finds, finds_nothing, is_error, two_gateways, with};

/// The URLs of a gateway of this offset.
fn urls(offset: u16) -> String {
    format!(
        "http_endpoint = \"http://localhost:{}\"\nhttps_endpoint = \"https://localhost:{}\"\n\
         ws_endpoint = \"ws://localhost:{}\"\nwss_endpoint = \"wss://localhost:{}\"\n",
        8280 + offset,
        8243 + offset,
        9099 + offset,
        8099 + offset
    )
}

#[test]
fn urls_of_an_offset_that_is_not_the_gateways_are_one_finding() {
    let classic = with(BASE, "4.7", "3.2");
    let wrong = with(&urls(2), "= \"http:", "= ▸\"http:");
    let found = finds(&["endpoint-port-mismatch"], &format!("{classic}{wrong}"));
    assert!(is_error(&found));
    assert!(found[0].message.contains("the ports of the offset 2"), "{}", found[0].message);
    assert_eq!(found[0].related.len(), 4);
    assert_eq!(found[0].related[0].line, Some(12), "the offset of the gateway");
    finds_nothing(&format!("{classic}{}", urls(1)));
    // A proxy's ports, and too few URLs to tell.
    finds_nothing(&format!("{classic}https_endpoint = \"https://localhost:443\"\n"));
    finds_nothing(&format!("{classic}https_endpoint = \"https://localhost:8245\"\n"));
    finds_nothing(&format!("{classic}{}", urls(2).replace("localhost", "lb.example.com")));
    // Since 4.0 every URL that is compared must agree.
    let service = "service_url = ▸\"https://localhost:9445/services/\"\n";
    let web_sub = "websub_event_receiver_http_endpoint = \"http://localhost:9023\"\n\
                   websub_event_receiver_https_endpoint = \"https://localhost:8023\"\n";
    finds(&["endpoint-port-mismatch"], &format!("{BASE}{service}{web_sub}{}", urls(2)));
    finds_nothing(&format!("{BASE}{web_sub}{}", urls(2)));
}

#[test]
fn urls_that_follow_from_the_gateway_are_not_judged() {
    let elsewhere = with(BASE, "host = \"localhost\"", "host = \"cp.example.com\"");
    // What is wrong is the host of the gateway.
    for release in ["3.2", "4.7"] {
        let text = with(&elsewhere, "4.7", release);
        let found = finds(
            &["loopback-host-among-others"],
            &with(&text, "= \"localhost\"", "= ▸\"localhost\""),
        );
        assert!(!is_error(&found));
    }
}

#[test]
fn ports_of_other_nodes_are_found_one_by_one() {
    for release in ["3.2", "4.7"] {
        let text = with(&two_gateways(), "4.7", release);
        let given = |lines: &str| {
            with(&text, "gateways = [\"gw1\"]\n", &format!("gateways = [\"gw1\"]\n{lines}"))
        };
        let other = given("https_endpoint = ▸\"https://localhost:8245\"\n");
        let found = finds(&["endpoint-port-mismatch"], &other);
        assert!(
            found[0].message.contains("the pass-through-https port of node `gw2`"),
            "{}",
            found[0].message
        );
        assert!(found[0].help.as_deref().is_some_and(|help| help.contains("8244")), "{found:?}");
        let service = given("service_url = ▸\"https://localhost:9445/services/\"\n");
        assert!(is_error(&finds(&["service-url-mismatch"], &service)));
        finds_nothing(&given("service_url = \"https://localhost:9444/services/\"\n"));
        finds_nothing(&given("https_endpoint = \"https://localhost:8244/base\"\n"));
    }
}

#[test]
fn a_service_url_of_3_x_leads_to_a_gateway() {
    let given = |release: &str, port: u16, here: &str| {
        let text = with(BASE, "4.7", release);
        format!("{text}service_url = {here}\"https://localhost:{port}/services/\"\n")
    };
    let found = finds(&["environment-without-gateway"], &given("3.2", 9446, "▸"));
    assert!(found[0].message.contains("names port 9446"), "{}", found[0].message);
    for port in [443, 9444, 9764] {
        finds_nothing(&given("3.2", port, ""));
    }
    finds_nothing(&given("4.7", 9446, ""));
}

/// In 3.x the `service_url` tells which of several gateways stands behind the other URLs.
#[test]
fn a_default_port_ignores_the_offset_of_the_gateway_that_a_service_url_of_3_x_leads_to() {
    let given = |release: &str, offset: u16, url: &str| {
        let text = with(&two_gateways(), "4.7", release);
        let text = with(&text, "gateways = [\"gw1\"]\n", "gateways = [\"gw1\", \"gw2\"]\n");
        let service = format!("service_url = \"https://localhost:{}/services/\"\n", 9443 + offset);
        let urls = urls(offset);
        let right = format!("http_endpoint = \"http://localhost:{}\"\n", 8280 + offset);
        with(&text, "\"gw2\"]\n", &format!("\"gw2\"]\n{service}{}", with(&urls, &right, url)))
    };
    for offset in [1, 2] {
        let wrong = "http_endpoint = ▸\"http://localhost:8280\"\n";
        let found = finds(&["literal-port-ignores-offset"], &given("3.2", offset, wrong));
        assert!(is_error(&found));
        let right = format!("write {}", 8280 + offset);
        assert!(found[0].help.as_deref().is_some_and(|help| help.starts_with(&right)), "{found:?}");
    }
    // What stands before them, on a host of its own; and since 4.0 labels tell the gateways.
    finds_nothing(&given("3.2", 1, "http_endpoint = \"http://lb.example.com:8280\"\n"));
    finds_nothing(&given("4.7", 1, "http_endpoint = \"http://localhost:8280\"\n"));
}

/// A URL with `localhost` leads each control plane to its own computer; the first one's is spoken of.
#[test]
fn of_two_control_planes_the_first_is_spoken_of_each_time() {
    let node = |name: &str, role: &str, host: &str, offset: u16| {
        format!(
            "[[node]]\nname = \"{name}\"\nroles = [\"{role}\"]\nhost = \"{host}\"\noffset = {offset}\n"
        )
    };
    let text = [
        "release = \"4.7\"\n".to_owned(),
        node("cp1", "control-plane", "one.example.com", 0),
        node("cp2", "control-plane", "two.example.com", 0),
        node("gw1", "gateway", "one.example.com", 1),
        node("gw2", "gateway", "two.example.com", 1),
        node("gw3", "gateway", "one.example.com", 5),
        node("gw4", "gateway", "two.example.com", 5),
        "[[environment]]\nname = \"A\"\ntype = \"hybrid\"\ngateways = [\"gw1\", \"gw2\"]\n"
            .to_owned(),
        "http_endpoint = \"http://lb.example.com\"\nhttps_endpoint = \"https://localhost:8248\"\n"
            .to_owned(),
        "ws_endpoint = \"ws://lb.example.com\"\nwss_endpoint = \"wss://lb.example.com\"\n"
            .to_owned(),
        "service_url = \"https://lb.example.com/services/\"\n".to_owned(),
    ]
    .concat();
    for _ in 0..20 {
        let found = findings(&text);
        let found: Vec<_> = found.iter().map(|found| &*found.message).collect();
        assert!(found.iter().any(|message| message.contains("of node `gw3`")), "{found:?}");
        assert!(!found.iter().any(|message| message.contains("of node `gw4`")), "{found:?}");
    }
}
