//! Two virtual hosts of one environment with the same host.

use std::collections::HashMap;

use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Environment, Item};
use crate::diagnostic::Sink;
use crate::diagnostic::shared::DUPLICATE_VIRTUAL_HOST;
use crate::model::{Endpoint, EndpointKey, Host};

pub(crate) const CHECK: Check = Check { rule: &DUPLICATE_VIRTUAL_HOST, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in
        set.control_planes().filter(|node| !node.certainly(crate::model::Release::is_classic))
    {
        node.environments().for_each(|environment| judge(node, environment, sink));
    }
}

fn judge(node: &NodeView, environment: Environment<'_>, sink: &mut Sink) {
    let mut hosts = environment.virtual_hosts().peekable();
    if hosts.peek().is_none() {
        return;
    }
    let mut first: HashMap<String, Item<'_>> = HashMap::new();
    for table in std::iter::once(environment.item()).chain(hosts) {
        let Some((item, host)) = host_of(table) else { continue };
        let Some(earlier) = first.get(&host) else {
            first.insert(host, item);
            continue;
        };
        let message = format!(
            "the host {} is another virtual host's of this environment already: API-M tells them apart by nothing else",
            quoted(&host)
        );
        sink.report(&DUPLICATE_VIRTUAL_HOST, Some(&node.at(item)), message)
            .related(Some(&node.at(*earlier)), "the first one")
            .help("give this virtual host a host name of its own, or remove it");
    }
}

/// The URL that gives a virtual host its host, and the host.
fn host_of(table: Item<'_>) -> Option<(Item<'_>, String)> {
    let by = |key: EndpointKey| {
        let item = table.get(key.as_str())?;
        let value = item.as_str().filter(|value| !value.trim().is_empty())?;
        Some((item, Endpoint::parse(&value).ok()?))
    };
    let (item, endpoint) = by(EndpointKey::Https).or_else(|| by(EndpointKey::Http))?;
    let host = endpoint.host()?;
    Some((item, Host::new(host).map_or_else(|| host.to_owned(), |host| host.to_string())))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};
    use crate::model::Release;

    const CODE: &str = "duplicate-virtual-host";

    fn with(hosts: &[&str]) -> crate::NodeFile {
        let mut text = String::from(
            "[[apim.gateway.environment]]\nname = \"A\"\nhttps_endpoint = \"https://gw.example.com:8243\"\n",
        );
        for host in hosts {
            text.push_str("[[apim.gateway.environment.virtual_host]]\n");
            text.push_str(host);
            text.push('\n');
        }
        file(&text)
    }

    #[test]
    fn the_second_one_is_found() {
        let own = with(&["https_endpoint = \"https://GW.example.com:9243\""]);
        assert_found(CODE, [own], &[("5:18", "`gw.example.com`")]);
        let both =
            with(&["http_endpoint = \"http://eu:8280\"", "https_endpoint = \"https://eu:8243\""]);
        assert_found(CODE, [both], &[("7:18", "`eu`")]);
    }

    #[test]
    fn other_hosts_references_and_3_x_are_silent() {
        assert_silent(
            CODE,
            [with(&["https_endpoint = \"https://eu\"", "https_endpoint = \"https://us\""])],
        );
        assert_silent(
            CODE,
            [with(&[
                "https_endpoint = \"https://$env{A}\"",
                "https_endpoint = \"https://$env{A}\"",
            ])],
        );
        assert_silent(CODE, [with(&["ws_endpoint = \"ws://gw.example.com\""])]);
        let classic = with(&["https_endpoint = \"https://gw.example.com\""]).release(Release::V3_2);
        assert_silent(CODE, [classic]);
        let others = "[[apim.gateway.environment]]\nhttps_endpoint = \"https://a\"\n[[apim.gateway.environment]]\nhttps_endpoint = \"https://a\"\n";
        assert_silent(CODE, [file(others)]);
    }
}
