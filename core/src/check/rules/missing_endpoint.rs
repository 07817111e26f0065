//! An environment of 4.x without an HTTP or HTTPS URL.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::rendered;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::MISSING_ENDPOINT;
use crate::diagnostic::{Location, Sink};
use crate::model::{EndpointKey, Release};

pub(crate) const CHECK: Check = Check { rule: &MISSING_ENDPOINT, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let makes_hosts = |node: &&NodeView| node.certainly(|release| release >= Release::V4_0);
    for node in set.control_planes().filter(makes_hosts) {
        for environment in node.environments().filter(|found| !found.is_federated()) {
            judge(environment.item(), &node.at_environment(environment), "an environment", sink);
            for host in environment.virtual_hosts() {
                judge(host, &node.at(host), "a virtual host", sink);
            }
        }
    }
}

fn judge(table: Item<'_>, location: &Location, what: &str, sink: &mut Sink) {
    let lacks = |key: EndpointKey| match table.get(key.as_str()) {
        None => !is_misspelt_in(table, key.as_str()),
        Some(item) => rendered(item).is_some_and(|value| value.is_empty()),
    };
    if lacks(EndpointKey::Http) && lacks(EndpointKey::Https) {
        let message = format!(
            "{what} has neither `http_endpoint` nor `https_endpoint`: API-M 4.x does not start without one"
        );
        sink.report(&MISSING_ENDPOINT, Some(location), message).help(
            "write the address of the gateway behind it, as in \
             https_endpoint = \"https://gw.example.com:8243\"",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::Release;
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "missing-endpoint";

    fn with(lines: &str) -> crate::NodeFile {
        file(&format!("[server]\n[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n"))
    }

    #[test]
    fn neither_url_is_found_where_the_release_is_certain() {
        let lines = "ws_endpoint = \"ws://localhost:9099\"";
        assert_found(CODE, [with(lines).release(Release::V4_0)], &[("2:1", "neither")]);
        let empty = "provider = \"wso2\"\nhttp_endpoint = \"\"\nhttps_endpoint = \"\"";
        assert_found(CODE, [with(empty)], &[("2:1", "neither")]);
        let host = "http_endpoint = \"http://a\"\n[[apim.gateway.environment.virtual_host]]\nws_endpoint = \"ws://a\"";
        assert_found(CODE, [with(host)], &[("5:1", "a virtual host")]);
    }

    #[test]
    fn one_url_another_release_and_other_vendors_are_left_alone() {
        for lines in [
            "http_endpoint = \"http://localhost:8280\"",
            "https_endpoint = \"$env{URL}\"\nhttp_endpoint = \"\"",
            "htps_endpoint = \"https://localhost:8243\"",
            "http_endpoint = []",
            "provider = \"solace\"",
        ] {
            assert_silent(CODE, [with(lines).release(Release::V4_7)]);
        }
        assert_silent(CODE, [with("")]);
        assert_silent(CODE, [with("").release(Release::V3_2)]);
    }
}
