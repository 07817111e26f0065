//! HTTP and HTTPS on two hosts.

use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::Sink;
use crate::diagnostic::shared::ENDPOINT_HOSTS_DIFFER;
use crate::model::{Endpoint, EndpointKey, Release, Scheme};

pub(crate) const CHECK: Check = Check { rule: &ENDPOINT_HOSTS_DIFFER, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    // 3.x shows both URLs as they are.
    let pulls = |node: &&NodeView| node.certainly(|release| release >= Release::V4_0);
    for node in set.control_planes().filter(pulls) {
        for environment in node.environments().filter(|found| !found.is_federated()) {
            judge(node, environment.item(), sink);
            environment.virtual_hosts().for_each(|host| judge(node, host, sink));
        }
    }
}

fn judge(node: &NodeView, table: Item<'_>, sink: &mut Sink) {
    let find = |key: EndpointKey| {
        let item = table.get(key.as_str())?;
        let endpoint = Endpoint::parse(&item.as_str()?).ok()?;
        // API-M goes by the URL's scheme: `ws://…` under `http_endpoint` is the host of WebSocket APIs.
        let is_http = matches!(endpoint.scheme(), Scheme::Http | Scheme::Https);
        is_http.then_some((item, endpoint))
    };
    let Some((http_item, http)) = find(EndpointKey::Http) else { return };
    let Some((https_item, https)) = find(EndpointKey::Https) else { return };
    if !http.differs_in_host(&https) {
        return;
    }
    let (Some(ignored), Some(used)) = (http.host(), https.host()) else { return };
    let message = format!(
        "`http_endpoint` names the host `{ignored}`, but API-M takes the host of `https_endpoint`, \
         `{used}`, for both"
    );
    sink.report(&ENDPOINT_HOSTS_DIFFER, Some(&node.at(http_item)), message)
        .help(format!(
            "write the host `{used}` here, leave `http_endpoint` out, or describe `{ignored}` as a \
             [[apim.gateway.environment.virtual_host]]"
        ))
        .related(Some(&node.at(https_item)), "the host that is used");
}

#[cfg(test)]
mod tests {
    use crate::Release;
    use crate::check::testing::{assert_found, assert_silent, file, findings};

    const CODE: &str = "endpoint-hosts-differ";

    fn with(http: &str, https: &str) -> crate::NodeFile {
        file(&format!(
            "[[apim.gateway.environment]]\nname = \"A\"\nhttp_endpoint = \"{http}\"\nhttps_endpoint = \"{https}\"\n"
        ))
    }

    #[test]
    fn two_hosts_are_found_at_the_one_that_is_ignored() {
        let file =
            || with("http://internal:8280", "https://gw.example.com:8243").release(Release::V4_0);
        assert_found(CODE, [file()], &[("3:17", "host `internal`")]);
        assert_eq!(findings(CODE, [file()])[0].related[0].line, Some(4));
    }

    #[test]
    fn one_host_an_older_release_and_the_unknown_are_left_alone() {
        let host = |http, https| with(http, https).release(Release::V4_7);
        assert_silent(CODE, [host("http://GW.example.com", "https://gw.example.com:8243/a")]);
        assert_silent(CODE, [host("http://$env{HOST}", "https://gw.example.com")]);
        assert_silent(CODE, [host("ws://wsserverhost:9797", "https://serverhost:8743")]);
        assert_silent(CODE, [host("ws:wrong", "https://gw.example.com")]);
        assert_silent(CODE, [with("http://a", "https://b").release(Release::V3_2)]);
        assert_silent(CODE, [with("http://a", "https://b")]);
        let text = "[[apim.gateway.environment]]\nprovider = \"solace\"\n\
                    http_endpoint = \"http://a\"\nhttps_endpoint = \"https://b\"\n";
        assert_silent(CODE, [file(text)]);
    }
}
