//! A URL whose scheme its key is not for.

use crate::check::registry::Check;
use crate::check::values::is_of_another_scheme;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::shared::ENDPOINT_SCHEME_MISMATCH;
use crate::diagnostic::{Fix, Safety, Sink};
use crate::model::{Endpoint, EndpointKey};

pub(crate) const CHECK: Check = Check { rule: &ENDPOINT_SCHEME_MISMATCH, run };

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.control_planes() {
        for environment in node.environments().filter(|found| !found.is_federated()) {
            judge(node, environment.item(), sink);
            environment.virtual_hosts().for_each(|host| judge(node, host, sink));
        }
    }
}

fn judge(node: &NodeView, table: Item<'_>, sink: &mut Sink) {
    for key in EndpointKey::ALL {
        let Some(item) = table.get(key.as_str()) else { continue };
        if fits_at_a_glance(item, key) {
            continue;
        }
        let Some(endpoint) = endpoint(table, key) else { continue };
        if !is_of_another_scheme(key, &endpoint) {
            continue;
        }
        let message = format!(
            "`{}` is for `{}`, but the URL is of scheme `{}`: clients would speak the wrong protocol",
            key.as_str(),
            key.scheme().as_str(),
            endpoint.scheme().as_str()
        );
        let found = sink.report(&ENDPOINT_SCHEME_MISMATCH, Some(&node.at(item)), message);
        let other = counterpart(key).filter(|other| other.scheme() == endpoint.scheme());
        let found = match other {
            Some(other) if are_swapped(table, key, other) => {
                let found = found.help(format!(
                    "the URLs of `{}` and `{}` are swapped: exchange them",
                    key.as_str(),
                    other.as_str()
                ));
                match exchange(node, table, item, other) {
                    Some(fix) => found.fix(fix),
                    None => found,
                }
            }
            Some(other) => found.help(format!(
                "write a URL that starts with `{}://`, or move this one to `{}`",
                key.scheme().as_str(),
                other.as_str()
            )),
            None => {
                found.help(format!("write a URL that starts with `{}://`", key.scheme().as_str()))
            }
        };
        drop(found);
    }
}

/// True for nearly every URL there is: it begins with the key's scheme, and need not be taken apart to see that.
fn fits_at_a_glance(item: Item<'_>, key: EndpointKey) -> bool {
    let url = item.raw().trim_start_matches(['"', '\'']);
    url.strip_prefix(key.scheme().as_str()).is_some_and(|rest| rest.starts_with("://"))
}

fn endpoint(table: Item<'_>, key: EndpointKey) -> Option<Endpoint> {
    Endpoint::parse(&table.get(key.as_str())?.as_str()?).ok()
}

/// The key for the same URL with, or without, TLS.
fn counterpart(key: EndpointKey) -> Option<EndpointKey> {
    match key {
        EndpointKey::ServiceUrl => None,
        EndpointKey::Http => Some(EndpointKey::Https),
        EndpointKey::Https => Some(EndpointKey::Http),
        EndpointKey::Ws => Some(EndpointKey::Wss),
        EndpointKey::Wss => Some(EndpointKey::Ws),
        EndpointKey::WebSubHttp => Some(EndpointKey::WebSubHttps),
        EndpointKey::WebSubHttps => Some(EndpointKey::WebSubHttp),
    }
}

/// Each URL in place of the other. One repair is enough for the two findings: the first of them has it.
fn exchange(node: &NodeView, table: Item<'_>, item: Item<'_>, other: EndpointKey) -> Option<Fix> {
    let other = table.get(other.as_str())?;
    (item.span().start < other.span().start).then(|| {
        let edits = vec![node.edit(item.span(), other.raw()), node.edit(other.span(), item.raw())];
        Fix::new(Safety::Unsafe, edits)
    })
}

fn are_swapped(table: Item<'_>, key: EndpointKey, other: EndpointKey) -> bool {
    endpoint(table, other).is_some_and(|found| found.scheme() == key.scheme())
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};

    const CODE: &str = "endpoint-scheme-mismatch";

    fn with(lines: &str) -> crate::NodeFile {
        file(&format!("[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n"))
    }

    #[test]
    fn swapped_schemes_are_found() {
        let swapped = "http_endpoint = \"https://localhost:8243\"\nhttps_endpoint = \"http://localhost:8280\"";
        let expected = [("3:17", "`http_endpoint` is for `http`"), ("4:18", "scheme `http`")];
        assert_found(CODE, [with(swapped)], &expected);
        let found = findings(CODE, [with(swapped)]);
        assert!(found[0].help.as_deref().unwrap().contains("swapped"));
        let text = format!("[[apim.gateway.environment]]\nname = \"A\"\n{swapped}\n");
        let repaired = fixed(&text, &found[0]);
        assert!(repaired.contains(
            "http_endpoint = \"http://localhost:8280\"\nhttps_endpoint = \"https://localhost:8243\""
        ));
        assert!(found[1].fix.is_none(), "the first one's repair is for both");

        let web_socket =
            "ws_endpoint = \"WSS://localhost:9099\"\nwss_endpoint = \"https://localhost:8099\"";
        assert_found(CODE, [with(web_socket)], &[("3:15", "`wss`"), ("4:16", "`https`")]);

        let others = "service_url = \"http://localhost:9763/services/\"\n\
                      [[apim.gateway.environment.virtual_host]]\n\
                      websub_event_receiver_https_endpoint = \"http://localhost:8021\"";
        assert_found(CODE, [with(others)], &[("3:15", "`service_url`"), ("5:40", "`http`")]);
    }

    #[test]
    fn fitting_and_foreign_schemes_are_left_alone() {
        for lines in [
            "http_endpoint = \"HTTP://localhost:8280\"\nhttps_endpoint = \"https://localhost\"",
            "http_endpoint = \"ws://wsserverhost:9797\"",
            "https_endpoint = \"$env{SCHEME}://localhost\"",
            "https_endpoint = \"$env{URL}\"",
            "https_endpoint = \"localhost\"",
            "provider = \"solace\"\nhttp_endpoint = \"https://localhost:9960\"",
        ] {
            assert_silent(CODE, [with(lines)]);
        }
    }
}
