//! Traffic manager URLs without their counterparts for authentication.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::quoted;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind};
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::{Endpoint, Host};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "unpaired-traffic-manager-urls",
    severity: Severity::Warning,
    summary: "The two lists of traffic manager URLs do not pair by position.",
    documentation: r#"## What it finds

In an `[[apim.throttling.url_group]]`: `traffic_manager_urls` and `traffic_manager_auth_urls` of different lengths, one of
the two without the other, or two URLs at the same position that name different hosts.

## Why it hurts

API-M (3.0 to 4.7) joins each list and takes the first URL of one together with the first of the other, and so on: events
are sent to a traffic manager with a session that another one gave out, or to one that has no counterpart at all.
Throttling is not enforced.

## Example

```toml
[[apim.throttling.url_group]]
traffic_manager_urls = ["tcp://tm1:9611", "tcp://tm2:9611"]
traffic_manager_auth_urls = ["ssl://tm2:9711", "ssl://tm1:9711"]
```

## How to fix it

Write both lists in the same order, a `tcp://` URL (9611 plus the offset) and an `ssl://` URL (9711 plus the offset) for
each traffic manager.
"#,
};

const RECEIVERS: &str = "traffic_manager_urls";
const AUTHENTICATION: &str = "traffic_manager_auth_urls";
const HELP: &str = "write one `tcp://` URL in `traffic_manager_urls` and one `ssl://` URL in `traffic_manager_auth_urls` \
                    for each traffic manager, both in the same order";

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for group in node.get("apim.throttling.url_group").into_iter().flat_map(Item::elements) {
            judge(node, group, sink);
        }
    }
}

fn judge(node: &NodeView, group: Item<'_>, sink: &mut Sink) {
    let (receivers, authentication) = match (group.get(RECEIVERS), group.get(AUTHENTICATION)) {
        (Some(receivers), Some(authentication)) => (receivers, authentication),
        (Some(lone), None) => return report_lone(node, group, lone, AUTHENTICATION, sink),
        (None, Some(lone)) => return report_lone(node, group, lone, RECEIVERS, sink),
        (None, None) => return,
    };
    if receivers.kind() != ItemKind::Array || authentication.kind() != ItemKind::Array {
        return;
    }
    let (sent, signed) = (receivers.elements().count(), authentication.elements().count());
    if sent != signed {
        let message = format!(
            "`{RECEIVERS}` has {sent} and `{AUTHENTICATION}` {signed}: they pair by position, and some are left over"
        );
        sink.report(&RULE, Some(&node.at(authentication)), message)
            .related(Some(&node.at(receivers)), format!("`{RECEIVERS}`"))
            .help(HELP);
        return;
    }
    let hosts = |item: Item<'_>| item.as_str().and_then(|url| Endpoint::parse(&url).ok());
    for (position, (receiver, signer)) in
        receivers.elements().zip(authentication.elements()).enumerate()
    {
        let (Some(first), Some(second)) = (hosts(receiver), hosts(signer)) else { continue };
        let computer = |endpoint: &Endpoint| endpoint.host().and_then(Host::new);
        let is_same = computer(&first)
            .zip(computer(&second))
            .is_some_and(|(first, second)| first.is_same_computer(&second));
        if is_same || !first.differs_in_host(&second) {
            continue;
        }
        let message = format!(
            "number {} of `{AUTHENTICATION}` is on {}, but number {} of `{RECEIVERS}` on {}: they pair by position",
            position + 1,
            quoted(second.host().unwrap_or_default()),
            position + 1,
            quoted(first.host().unwrap_or_default())
        );
        sink.report(&RULE, Some(&node.at(signer)), message)
            .related(Some(&node.at(receiver)), "its counterpart by position")
            .help(HELP);
        // One swap displaces two.
        return;
    }
}

fn report_lone(node: &NodeView, group: Item<'_>, lone: Item<'_>, absent: &str, sink: &mut Sink) {
    if is_misspelt_in(group, absent) {
        return;
    }
    let message = format!("`{}` has no `{absent}` beside it: they pair by position", lone.key());
    sink.report(&RULE, Some(&node.at_key(lone)), message).help(HELP);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file};

    const CODE: &str = "unpaired-traffic-manager-urls";

    fn group(receivers: &str, authentication: &str) -> crate::NodeFile {
        file(&format!(
            "[[apim.throttling.url_group]]\ntraffic_manager_urls = [{receivers}]\ntraffic_manager_auth_urls = [{authentication}]\n"
        ))
    }

    #[test]
    fn what_is_left_over_or_swapped_is_found() {
        let two = "\"tcp://a:9611\", \"tcp://b:9611\"";
        assert_found(CODE, [group(two, "\"ssl://a:9711\"")], &[("3:29", "has 2 and")]);
        let swapped = "\"ssl://b:9711\", \"ssl://a:9711\"";
        assert_found(
            CODE,
            [group(two, swapped)],
            &[("3:30", "number 1 of `traffic_manager_auth_urls` is on `b`")],
        );
        let lone =
            file("[[apim.throttling.url_group]]\ntraffic_manager_urls = [\"tcp://a:9611\"]\n");
        assert_found(CODE, [lone], &[("2:1", "no `traffic_manager_auth_urls`")]);
    }

    #[test]
    fn pairs_references_and_misspellings_are_left_alone() {
        assert_silent(
            CODE,
            [group("\"tcp://a:9611\", \"tcp://b:9612\"", "\"ssl://A:9711\", \"ssl://b:9712\"")],
        );
        assert_silent(CODE, [group("\"tcp://$env{A}:9611\"", "\"ssl://a:9711\"")]);
        assert_silent(CODE, [group("\"tcp://localhost:9611\"", "\"ssl://127.0.0.1:9711\"")]);
        assert_silent(CODE, [group("", "")]);
        assert_silent(
            CODE,
            [file(
                "[[apim.throttling.url_group]]\ntraffic_manager_urls = []\ntraffic_manager_auth_url = []\n",
            )],
        );
        assert_silent(CODE, [file("[[apim.throttling.url_group]]\ntype = \"failover\"\n")]);
    }
}
