//! An endpoint that is no URL.

use crate::check::misspelling::nearest;
use crate::check::registry::Check;
use crate::check::values::{rendered, verbatim_start};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::MALFORMED_ENDPOINT;
use crate::diagnostic::{Fix, Safety, Severity, Sink};
use crate::model::{Endpoint, EndpointKey, EndpointPort, Part, Port, Release, Text};

pub(crate) const CHECK: Check = Check { rule: &MALFORMED_ENDPOINT, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        let keys: Vec<EndpointKey> = EndpointKey::ALL
            .into_iter()
            .filter(|key| !node.certainly(|release| !key.exists_in(release)))
            .collect();
        // 3.x knows no virtual hosts.
        let has_virtual_hosts = !node.certainly(Release::is_classic);
        for environment in node.environments().filter(|found| !found.is_federated()) {
            for key in &keys {
                judge(node, environment.item(), *key, sink);
            }
            for host in environment.virtual_hosts().filter(|_| has_virtual_hosts) {
                for key in keys.iter().filter(|key| **key != EndpointKey::ServiceUrl) {
                    judge(node, host, *key, sink);
                }
            }
        }
    }
}

fn judge(node: &NodeView, table: Item<'_>, key: EndpointKey, sink: &mut Sink) {
    let Some(item) = table.get(key.as_str()) else { return };
    // Missing and empty are the same to API-M, and Java's URL takes blanks at the end away.
    let Some(value) = rendered(item).filter(|value| !value.is_empty()) else { return };
    let error = match Endpoint::parse(value.trim_end()) {
        Ok(endpoint) => return judge_placeholder(node, item, key, &endpoint, sink),
        Err(error) => error,
    };
    if is_unknown(&value) {
        return;
    }
    let message = format!("`{}` is no URL that API-M can take apart: {error}", key.as_str());
    let found = sink
        .report(&MALFORMED_ENDPOINT, Some(&node.at(item)), message)
        .severity(severity(node, key));
    let scheme = key.scheme().as_str();
    let completed = format!("{scheme}://{}", value.trim_end());
    if !value.contains("//") && Endpoint::parse(&completed).is_ok() {
        // Whoever wrote a user name and a password before the host has not asked to see them here.
        let found = if completed.contains('@') {
            found.help(format!("write `{scheme}://` before the host"))
        } else {
            found.help(format!("write `{completed}`"))
        };
        if let Some(start) = verbatim_start(item, &value) {
            let edit = node.edit(start..start, format!("{scheme}://"));
            found.fix(Fix::new(Safety::Unsafe, vec![edit]));
        }
    } else {
        let port = key.port().default_number();
        found
            .help(format!("write scheme, host and port, as in `{scheme}://gw.example.com:{port}`"));
    }
}

/// A placeholder for the port whose name is nearly one of API-M's. Any other name may be a system property of the user's.
fn judge_placeholder(
    node: &NodeView,
    item: Item<'_>,
    key: EndpointKey,
    endpoint: &Endpoint,
    sink: &mut Sink,
) {
    let EndpointPort::Placeholder(name) = endpoint.port() else { return };
    let known: Vec<&str> = Port::ALL.into_iter().filter_map(Port::placeholder).collect();
    if known.contains(&name.as_str()) {
        return;
    }
    let Some(meant) = nearest(name, known) else { return };
    let message = format!(
        "`{}` has the port `${{{}}}`, which API-M knows by no such name",
        key.as_str(),
        name.escape_debug()
    );
    sink.report(&MALFORMED_ENDPOINT, Some(&node.at(item)), message)
        .severity(Severity::Warning)
        .help(format!("write `${{{meant}}}`, unless a system property of that name is set"));
}

/// True when what cannot be taken apart is a reference whose value may well be a URL.
fn is_unknown(value: &str) -> bool {
    let text = Text::parse(value);
    matches!(text.parts().first(), Some(Part::Placeholder(_)))
        || text.parts().iter().any(|part| matches!(part, Part::Reference(..)))
}

fn severity(node: &NodeView, key: EndpointKey) -> Severity {
    // 4.x takes the endpoints apart at start and only stores `service_url`; 3.x publishes to `service_url` and only shows
    // the endpoints.
    let breaks = if key == EndpointKey::ServiceUrl {
        node.certainly(Release::is_classic)
    } else {
        node.certainly(|release| release >= Release::V4_0)
    };
    if breaks { Severity::Error } else { Severity::Warning }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};
    use crate::{NodeFile, Release, Severity};

    const CODE: &str = "malformed-endpoint";

    fn with(lines: &str) -> String {
        format!("[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n")
    }

    fn severity(file: NodeFile) -> Severity {
        findings(CODE, [file])[0].severity
    }

    #[test]
    fn what_is_no_url_is_found() {
        for (line, position, part) in [
            ("https_endpoint = \"localhost:8244\"", "3:18", "`https_endpoint` is no URL"),
            ("http_endpoint = \"http://https://localhost\"", "3:17", "`://` exactly once"),
            ("ws_endpoint = \"ws:/localhost\"", "3:15", "`://` exactly once"),
            ("wss_endpoint = \"wss://localhost:80990\"", "3:16", "port"),
            ("service_url = \"https://\"", "3:15", "host"),
            ("https_endpoint = \"localhost:${https.nio.port}\"", "3:18", "`://`"),
            ("https_endpoint = \"$env{\"", "3:18", "`://`"),
            ("https_endpoint = 8243", "3:18", "`://`"),
            ("https_endpoint = \"https://localhost:${https.nio.port\"", "3:18", "port"),
            ("https_endpoint = \"https://localhost:${https.nio.port}}\"", "3:18", "port"),
            ("https_endpoint = \"https://localhost:$env{PORT\"", "3:18", "port"),
            ("https_endpoint = \"https://localhost:${https.nio.prt}\"", "3:18", "by no such name"),
        ] {
            assert_found(CODE, [file(&with(line))], &[(position, part)]);
        }
        let host = "[[apim.gateway.environment.virtual_host]]\nhttps_endpoint = \"b\"\n";
        assert_found(CODE, [file(&with(host))], &[("4:18", "`https_endpoint`")]);
    }

    #[test]
    fn it_is_an_error_only_where_the_release_certainly_breaks() {
        let https = with("https_endpoint = \"localhost\"");
        assert_eq!(severity(file(&https)), Severity::Warning);
        assert_eq!(severity(file(&https).release(Release::V3_2)), Severity::Warning);
        assert_eq!(severity(file(&https).release(Release::V4_0)), Severity::Error);
        assert_eq!(
            severity(file(&with("provider = \"wso2\"\nhttps_endpoint = \"a\""))),
            Severity::Error
        );
        let service = with("service_url = \"localhost\"");
        assert_eq!(severity(file(&service).release(Release::V3_0)), Severity::Error);
        assert_eq!(severity(file(&service).release(Release::V4_7)), Severity::Warning);
    }

    #[test]
    fn a_missing_scheme_can_be_put_in() {
        let text = with("https_endpoint = \"localhost:8244/a\"");
        let found = &findings(CODE, [file(&text)])[0];
        assert_eq!(found.help.as_deref(), Some("write `https://localhost:8244/a`"));
        assert!(fixed(&text, found).contains("\"https://localhost:8244/a\""));
        let secret = findings(CODE, [file(&with("https_endpoint = \"me:hunter2@localhost\""))]);
        assert!(!format!("{secret:?}").contains("hunter2"));
    }

    #[test]
    fn urls_references_and_other_vendors_are_left_alone() {
        for lines in [
            "https_endpoint = \"https://localhost:${https.nio.port}\"",
            "https_endpoint = \"https://localhost:8243/ \"",
            "http_endpoint = \"ws://wsserverhost:9797\"",
            "http_endpoint = \"\"",
            "https_endpoint = \"$env{URL}\"",
            "https_endpoint = \"$ref{a.b}\"",
            "https_endpoint = \"$env{SCHEME_AND_HOST}/base\"",
            "https_endpoint = \"${my.url}\"",
            "https_endpoint = \"https://localhost:${gateway.port}\"",
            "https_endpoint = \"https://localhost:$env{PORT}\"",
            "service_url = \"https://localhost:${mgt.transport.https.port}${carbon.context}services/\"",
            "provider = \"solace\"\nhttps_endpoint = \"broker\"",
        ] {
            assert_silent(CODE, [file(&with(lines))]);
        }
        let websub = with("websub_event_receiver_http_endpoint = \"a\"");
        assert_silent(CODE, [file(&websub).release(Release::V3_2)]);
    }
}
