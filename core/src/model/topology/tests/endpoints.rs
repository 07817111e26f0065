//! Rules of endpoints.

use super::{BASE, finds, finds_nothing, is_error, two_gateways, with};

#[test]
fn urls_that_api_m_cannot_take_apart() {
    for url in [
        "",
        "gw:8244",
        "https:/gw",
        "https://",
        "https://gw:x",
        "https://gw:70000",
        "https://a https://b",
    ] {
        finds(&["malformed-endpoint"], &format!("{BASE}https_endpoint = ▸\"{url}\"\n"));
    }
    for url in [
        "https://gw",
        "https://gw.example.com:443/base/",
        "https://[::1]:8244",
        "https://$env{HOST}:$sys{port}",
        "$env{URL}",
    ] {
        finds_nothing(&format!("{BASE}https_endpoint = \"{url}\"\n"));
    }
}

#[test]
fn schemes_fit_their_keys() {
    let found =
        finds(&["endpoint-scheme-mismatch"], &format!("{BASE}http_endpoint = ▸\"https://gw\"\n"));
    assert!(is_error(&found));
    for (key, wrong, right) in [
        ("service_url", "http", "https"),
        ("http_endpoint", "ws", "http"),
        ("https_endpoint", "wss", "https"),
        ("ws_endpoint", "http", "ws"),
        ("wss_endpoint", "ws", "wss"),
        ("websub_event_receiver_http_endpoint", "https", "http"),
        ("websub_event_receiver_https_endpoint", "jms", "https"),
    ] {
        finds(&["endpoint-scheme-mismatch"], &format!("{BASE}{key} = ▸\"{wrong}://gw\"\n"));
        finds_nothing(&format!("{BASE}{key} = \"{right}://gw\"\n"));
        finds_nothing(&format!("{BASE}{key} = \"$env{{SCHEME}}://gw\"\n"));
    }
}

#[test]
fn hosts_agree_since_4_0() {
    let text = |release: &str, http: &str| {
        format!(
            "{}http_endpoint = {http}\nhttps_endpoint = \"https://b:1\"\n",
            with(BASE, "4.7", release)
        )
    };
    let found = finds(&["endpoint-hosts-differ"], &text("4.0", "▸\"http://a:1\""));
    assert!(is_error(&found));
    assert_eq!(found[0].related[0].line, Some(19));
    finds_nothing(&text("4.0", "\"http://B\""));
    finds_nothing(&text("4.7", "\"http://$env{HOST}\""));
    finds_nothing(&text("3.2", "\"http://a\""));
}

#[test]
fn several_gateways_need_urls() {
    let text = |release: &str, urls: &str| {
        let text = with(&with(&two_gateways(), "4.7", release), "[\"gw1\"]", "[\"gw1\", \"gw2\"]");
        let text = with(&text, "[\"gw1\", \"gw2\"]", &format!("[\"gw1\", \"gw2\"]\n{urls}"));
        with(&text, "[[environment]]", "▸[[environment]]")
    };
    let found = finds(&["missing-endpoint"], &text("4.7", ""));
    assert!(
        found[0]
            .message
            .contains("`https_endpoint` or `http_endpoint` and `ws_endpoint` or `wss_endpoint`")
    );
    finds(&["missing-endpoint"], &text("4.7", "https_endpoint = \"https://gw\""));
    finds(&["missing-endpoint"], &text("3.2", "https_endpoint = \"https://gw\""));
    let nothing = |release: &str, urls: &str| finds_nothing(&text(release, urls).replace('▸', ""));
    nothing("4.7", "https_endpoint = \"https://gw\"\nwss_endpoint = \"wss://gw\"");
    nothing("3.2", "http_endpoint = \"http://gw\"\nservice_url = \"https://gw:9443/services/\"");
    finds_nothing(BASE);
}

#[test]
fn default_ports_ignore_an_offset() {
    for (key, url, right) in [
        ("service_url", "https://localhost:9443/services/", 9444),
        ("http_endpoint", "http://LOCALHOST:8280", 8281),
        ("https_endpoint", "https://127.0.0.1:8243", 8244),
        ("ws_endpoint", "ws://localhost:9099", 9100),
        ("wss_endpoint", "wss://[::1]:8099", 8100),
        ("websub_event_receiver_http_endpoint", "http://localhost:9021", 9022),
        ("websub_event_receiver_https_endpoint", "https://localhost:8021", 8022),
    ] {
        let found = finds(&["literal-port-ignores-offset"], &format!("{BASE}{key} = ▸\"{url}\"\n"));
        assert!(
            is_error(&found) && found[0].message.contains(&right.to_string()),
            "{}",
            found[0].message
        );
        assert_eq!(found[0].related[0].line, Some(12));
        finds_nothing(&format!(
            "{BASE}{key} = \"{}\"\n",
            url.replace(|c: char| c.is_ascii_digit() && url.contains("127"), "7")
                .replace("localhost", "gw")
                .replace("LOCALHOST", "gw")
                .replace("[::1]", "gw")
        ));
    }
    finds_nothing(&format!("{BASE}https_endpoint = \"https://localhost:8244\"\n"));
    let without_offset = with(
        &BASE.replace("host = \"localhost\"\noffset = 1", "host = \"gw1\""),
        "host = \"localhost\"",
        "host = \"cp\"",
    );
    finds_nothing(&format!("{without_offset}https_endpoint = \"https://gw1:8243\"\n"));
}

#[test]
fn placeholders_mean_the_control_plane() {
    for url in [
        "https://localhost:${https.nio.port}",
        "https://${carbon.local.ip}:8244",
        "https://$secret{host}",
    ] {
        finds(&["placeholder-in-endpoint"], &format!("{BASE}https_endpoint = ▸\"{url}\"\n"));
    }
    finds_nothing(&format!("{BASE}https_endpoint = \"https://$sys{{gw.host}}\"\n"));
}

#[test]
fn websub_came_with_4_0() {
    let text = |release: &str| {
        format!(
            "{}websub_event_receiver_http_endpoint = ▸\"http://gw:9022\"\n",
            with(BASE, "4.7", release)
        )
    };
    finds(&["endpoint-not-in-release"], &text("3.2"));
    finds_nothing(&text("4.0").replace('▸', ""));
}
