//! A virtual host that keeps an older 4.x from starting.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::{line_after_header, rendered};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::{Endpoint, EndpointKey, Host, Release};

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
    for node in set.control_planes().filter(is_concerned) {
        for environment in node.environments() {
            environment.virtual_hosts().for_each(|host| judge(node, host, sink));
        }
    }
}

fn judge(node: &NodeView, table: Item<'_>, sink: &mut Sink) {
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
            let (scheme, port) = (key.scheme().as_str(), key.port().default_number());
            format!("{} = \"{scheme}://{host}:{port}\"", key.as_str())
        })
        .collect();
    let found = sink
        .report(&RULE, Some(&node.at(table)), message)
        .help(format!("write {} with the gateway's ports", lines.join(" and ")));
    if let Some(fix) = repair(node, table, &missing) {
        found.fix(fix);
    }
}

/// The default ports on the virtual host's own host: what an older 4.x reads instead of nothing.
fn repair(node: &NodeView, table: Item<'_>, missing: &[EndpointKey]) -> Option<Fix> {
    let host = known_host(table)?;
    let url = |key: &EndpointKey| {
        format!("\"{}://{host}:{}\"", key.scheme().as_str(), key.port().default_number())
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
    use crate::Release;
    use crate::check::testing::{assert_found, assert_silent, file, findings};

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
