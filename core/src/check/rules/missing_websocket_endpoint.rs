//! An environment without a URL for WebSocket APIs.

use crate::check::misspelling::is_misspelt_in;
use crate::check::registry::Check;
use crate::check::values::{quoted, rendered};
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Environment;
use crate::diagnostic::{Rule, Severity, Sink};
use crate::model::EndpointKey;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "missing-websocket-endpoint",
    severity: Severity::Note,
    summary: "An environment lacks `ws_endpoint` or `wss_endpoint`.",
    documentation: r#"## What it finds

An environment in which `ws_endpoint`, `wss_endpoint` or both are absent or empty. A note: WSO2's own files leave them out
in places. Environments of other vendors' gateways are not judged.

## Why it hurts

The portals show no URL for WebSocket APIs of this environment. Older 4.x releases put the default ports 9099 and 8099 on
the HTTPS host, whatever the offset is; newer ones keep them empty, and code that was read there uses the empty port
(what that does in a running API-M was not tried). Write both from 4.0 on.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
http_endpoint = "http://localhost:8281"
https_endpoint = "https://localhost:8244"
```

## How to fix it

Write both, with the gateway's offset added to 9099 and 8099:

```toml
ws_endpoint = "ws://localhost:9100"
wss_endpoint = "wss://localhost:8100"
```
"#,
};

fn run(set: &DeploymentSet, sink: &mut Sink) {
    if !sink.keeps_notes() {
        return;
    }
    for node in set.control_planes() {
        for environment in node.environments().filter(|environment| !environment.is_federated()) {
            judge(node, environment, sink);
        }
    }
}

fn judge(node: &NodeView, environment: Environment<'_>, sink: &mut Sink) {
    let lacks = |key: &EndpointKey| match environment.get(key.as_str()) {
        None => !is_misspelt_in(environment.item(), key.as_str()),
        Some(item) => rendered(item).is_some_and(|value| value.trim().is_empty()),
    };
    let missing: Vec<String> = [EndpointKey::Ws, EndpointKey::Wss]
        .into_iter()
        .filter(lacks)
        .map(|key| format!("`{}`", key.as_str()))
        .collect();
    if missing.is_empty() {
        return;
    }
    let message = format!(
        "the environment {} lacks {}: no URL is shown for its WebSocket APIs",
        quoted(&environment.name().unwrap_or_default()),
        missing.join(" and ")
    );
    sink.report(&RULE, Some(&node.at_environment(environment)), message).help(
        "write `ws_endpoint = \"ws://…:9099\"` and `wss_endpoint = \"wss://…:8099\"`, plus the gateway's offset",
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_silent, file, notes};

    const CODE: &str = "missing-websocket-endpoint";

    fn at(lines: &str) -> Vec<String> {
        let text = format!("[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n");
        assert_silent(CODE, [file(&text)]);
        notes(CODE, [file(&text)]).into_iter().map(|found| found.message).collect()
    }

    #[test]
    fn either_is_missed() {
        assert!(at("").first().unwrap().contains("lacks `ws_endpoint` and `wss_endpoint`"));
        assert!(
            at("ws_endpoint = \"ws://a\"\nwss_endpoint = \"\"")[0].contains("lacks `wss_endpoint`")
        );
    }

    #[test]
    fn both_misspelt_or_foreign_are_silent() {
        for lines in [
            "ws_endpoint = \"ws://a\"\nwss_endpoint = \"$env{A}\"",
            "ws_endpont = \"ws://a\"\nwss_endpoint = \"wss://a\"",
            "provider = \"solace\"",
        ] {
            assert_eq!(at(lines), Vec::<String>::new(), "{lines}");
        }
    }
}
