//! A virtual host that keeps an older 4.x from starting.

use crate::check::gateways::{Behind, Carriers, behind_by_label};
use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::{line_after_header, rendered};
use crate::check::{DeploymentSet, NodeView, Offset};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Endpoint, EndpointKey, EndpointPort, Host, PortOffset, Release};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "virtual-host-without-websub",
    severity: Severity::Error,
    summary: "A virtual host of API-M 4.0 to 4.2 lacks a WebSub endpoint.",
    documentation: r#"## What it finds

A `[[apim.gateway.environment.virtual_host]]` without `websub_event_receiver_http_endpoint` or
`websub_event_receiver_https_endpoint`, on a control plane that is certainly of release 4.0, 4.1 or 4.2.

## Why it hurts

These releases put `websub_` before each of the two values before they take them apart. Before an empty one that gives
a URL without `://`: `Unexpected error occurred while parsing configuration`, and API-M's components do not start
(api-manager#2015). Later releases skip what is empty, and so do updated packs.

## Example

```toml
[[apim.gateway.environment.virtual_host]]
http_endpoint = "http://eu.gw.example.com:8280"
https_endpoint = "https://eu.gw.example.com:8243"
```

## How to fix it

Write both, even when no API uses WebSub:

```toml
websub_event_receiver_http_endpoint = "http://eu.gw.example.com:9021"
websub_event_receiver_https_endpoint = "https://eu.gw.example.com:8021"
```
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let is_concerned = |node: &&NodeView| {
        node.certainly(|release| (Release::V4_0..=Release::V4_2).contains(&release))
    };
    let carriers = Carriers::of(set);
    for node in set.control_planes().filter(is_concerned) {
        for environment in node.environments() {
            let gateway = match behind_by_label(&carriers, node, environment) {
                Behind::Node(gateway) => Some(gateway),
                Behind::Several | Behind::Unknown => None,
            };
            for table in environment.virtual_hosts() {
                let offset = offset(set, node, gateway, table);
                judge(node, table, offset, sink);
            }
        }
    }
}

/// The offset that the ports of a virtual host have: its gateway's when it stands for the gateway itself, else the one on
/// which its own URLs agree.
fn offset(
    set: &DeploymentSet,
    node: &NodeView,
    gateway: Option<&NodeView>,
    table: Item<'_>,
) -> PortOffset {
    let at_host = known_host(table).and_then(|host| set.nodes_at(node, &host)).unwrap_or_default();
    let is_there = |gateway: &&NodeView| at_host.iter().any(|found| found.is(gateway));
    if let Some(Offset::Known(offset)) = gateway.filter(is_there).map(|gateway| gateway.offset) {
        return offset;
    }
    let apart = |key: EndpointKey| {
        let endpoint = Endpoint::parse(&table.get(key.as_str())?.as_str()?).ok()?;
        let EndpointPort::Literal(number) = *endpoint.port() else { return None };
        Some(i64::from(number) - i64::from(key.port().default_number()))
    };
    let told: Vec<i64> =
        [EndpointKey::Https, EndpointKey::Http].into_iter().filter_map(apart).collect();
    match told.as_slice() {
        [first, others @ ..] if others.iter().all(|other| other == first) => {
            PortOffset::new(*first).unwrap_or(PortOffset::ZERO)
        }
        _ => PortOffset::ZERO,
    }
}

fn judge(node: &NodeView, table: Item<'_>, offset: PortOffset, sink: &mut Sink) {
    let lacks = |key: &EndpointKey| match table.get(key.as_str()) {
        None => !is_misspelt_in(table, key.as_str()),
        Some(item) => rendered(item).is_some_and(|value| value.trim().is_empty()),
    };
    let missing: Vec<EndpointKey> =
        [EndpointKey::WebSubHttp, EndpointKey::WebSubHttps].into_iter().filter(lacks).collect();
    if missing.is_empty() {
        return;
    }
    let names: Vec<String> = missing.iter().map(|key| format!("`{}`", key.as_str())).collect();
    let message = format!(
        "a virtual host lacks {}: API-M 4.0 to 4.2 does not start without",
        names.join(" and ")
    );
    let host = host_of(table);
    let lines: Vec<String> = missing
        .iter()
        .map(|key| {
            let (scheme, port) = (key.scheme().as_str(), key.port().number(offset));
            format!("{} = \"{scheme}://{host}:{port}\"", key.as_str())
        })
        .collect();
    let found = sink
        .report(&RULE, Some(&node.at(table)), message)
        .help(format!("write {} with the gateway's ports", lines.join(" and ")));
    if let Some(fix) = repair(node, table, &missing, offset) {
        found.fix(fix);
    }
}

/// The ports of that offset on the virtual host's own host.
fn repair(
    node: &NodeView,
    table: Item<'_>,
    missing: &[EndpointKey],
    offset: PortOffset,
) -> Option<Fix> {
    let host = known_host(table)?;
    let url = |key: &EndpointKey| {
        format!("\"{}://{host}:{}\"", key.scheme().as_str(), key.port().number(offset))
    };
    let mut edits = Vec::new();
    let mut lines = String::new();
    let (at, line_break) = line_after_header(table)?;
    for key in missing {
        if let Some(item) = table.get(key.as_str()) {
            edits.push(node.edit(item.span(), url(key)));
        } else {
            let line = [key.as_str(), " = ", url(key).as_str(), line_break].concat();
            lines.push_str(&line);
        }
    }
    if !lines.is_empty() {
        edits.push(node.edit(at..at, lines));
    }
    Some(Fix::new(Safety::Unsafe, edits))
}

/// The host that the virtual host stands for, as far as it can be told.
fn host_of(table: Item<'_>) -> String {
    known_host(table).unwrap_or_else(|| "gw.example.com".to_owned())
}

fn known_host(table: Item<'_>) -> Option<String> {
    [EndpointKey::Https, EndpointKey::Http].into_iter().find_map(|key| {
        let endpoint = Endpoint::parse(&table.get(key.as_str())?.as_str()?).ok()?;
        Some(Host::new(endpoint.host()?)?.in_url())
    })
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings};
    use crate::{Release, Role};

    const CODE: &str = "virtual-host-without-websub";

    fn with(lines: &str) -> crate::NodeFile {
        file(&format!(
            "[[apim.gateway.environment]]\nname = \"A\"\n[[apim.gateway.environment.virtual_host]]\n\
             https_endpoint = \"https://eu:8243\"\n{lines}\n"
        ))
    }

    #[test]
    fn what_is_missing_is_named() {
        let both = || with("").release(Release::V4_2);
        assert_found(CODE, [both()], &[("3:1", "and `websub_event_receiver_https_endpoint`")]);
        let help = findings(CODE, [both()])[0].help.clone().unwrap();
        assert!(
            help.contains("websub_event_receiver_https_endpoint = \"https://eu:8021\""),
            "{help}"
        );
        let one = "websub_event_receiver_http_endpoint = \"http://eu:9021\"";
        assert_found(
            CODE,
            [with(one).release(Release::V4_0)],
            &[("3:1", "lacks `websub_event_receiver_https_endpoint`")],
        );
    }

    #[test]
    fn what_is_written_has_the_offset_of_the_gateway_or_of_the_other_urls() {
        let help = |files: Vec<crate::NodeFile>| {
            let found = findings(CODE, files);
            found[0].help.clone().unwrap()
        };
        let other = || with("http_endpoint = \"http://eu:8285\"").release(Release::V4_1);
        assert!(help(vec![other()]).contains("http://eu:9021\""), "its URLs disagree");
        let text = other().text.unwrap().0.replace("eu:8243", "eu:8248");
        let agreeing = file(&text).release(Release::V4_1);
        assert!(help(vec![agreeing]).contains("http://eu:9026\" and"));
        let text = text.replace("//eu:", "//127.0.0.1:");
        let plane =
            file(&text).host("localhost").roles([Role::ControlPlane]).release(Release::V4_1);
        let gateway = "[server]\noffset = 1\n[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [\"A\"]\n";
        let gateway = crate::NodeFile::from_text("gw.toml", gateway)
            .host("localhost")
            .roles([Role::Gateway])
            .release(Release::V4_1);
        assert!(help(vec![plane, gateway]).contains("https://127.0.0.1:8022"));
    }

    #[test]
    fn complete_hosts_later_releases_and_unknown_ones_are_left_alone() {
        let both = "websub_event_receiver_http_endpoint = \"http://eu:9021\"\n\
                    websub_event_receiver_https_endpoint = \"https://eu:8021\"";
        assert_silent(CODE, [with(both).release(Release::V4_1)]);
        assert_silent(CODE, [with("").release(Release::V4_3)]);
        assert_silent(CODE, [with("").release(Release::V3_2)]);
        assert_silent(CODE, [with("")]);
        let text = "[[apim.gateway.environment]]\nname = \"A\"\nhttps_endpoint = \"https://eu\"\n";
        assert_silent(CODE, [file(text).release(Release::V4_1)]);
    }
}
