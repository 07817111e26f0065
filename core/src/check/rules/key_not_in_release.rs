//! A key that the node's release does not read yet.

use crate::check::infer::ENVIRONMENT_KEYS_SINCE;
use crate::check::registry::Check;
use crate::check::values::lines_of;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::Item;
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Release;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "key-not-in-release",
    severity: Severity::Warning,
    summary: "A key is newer than the node's API-M release.",
    documentation: r#"## What it finds

When the release is given, or known from the pack: a key that only later releases read. In an environment `display_name`,
`virtual_host` and the two WebSub endpoints (since 4.0), `provider` and `properties` (4.1), `gateway_type` and
`visibility` (4.3); elsewhere `[apim.sync_runtime_artifacts]` and `[apim.event_hub]` (3.2) and
`[apim.gateway_notification]` (4.6). A note when the value says what the release does anyway: `provider = "wso2"`,
`gateway_type = "Regular"`.

## Why it hurts

API-M passes over keys that it does not know, in silence. A virtual host in 3.2 is no host, labels in 3.1 load nothing.

## Example

```toml
# API-M 4.1
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
visibility = ["internal/publisher"]
```

## How to fix it

Remove the key, or give the release that the node really is of.
"#,
};

/// Source: API-M 4.3, product documentation: the key is described from that release on.
const VISIBILITY: (&str, Release) = ("visibility", Release::V4_3);
/// Sections outside environments.
///
/// Source: API-M 3.2–4.7, deployment.toml: the first release whose files or charts have them.
const SECTIONS: [(&str, Release); 3] = [
    ("apim.sync_runtime_artifacts", Release::V3_2),
    ("apim.event_hub", Release::V3_2),
    ("apim.gateway_notification", Release::V4_6),
];

const ENVIRONMENT: &str = "apim.gateway.environment";

/// Values that are harmless where the key is not read: what they say is all that there is.
const USUAL: [(&str, &str); 2] = [("provider", "wso2"), ("gateway_type", "Regular")];

/// The release that first reads a key or section of this path; `None` for those that all of them read.
pub(super) fn since(path: &str) -> Option<Release> {
    let of_environments = ENVIRONMENT_KEYS_SINCE.into_iter().chain([VISIBILITY]);
    let mut known = SECTIONS.into_iter().chain(of_environments.filter_map(|(key, since)| {
        (path.strip_prefix(ENVIRONMENT)?.strip_prefix('.')? == key).then_some((path, since))
    }));
    known.find(|(known, _)| *known == path).map(|(_, since)| since)
}

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for (path, since) in SECTIONS {
            if let Some(item) = node.get(path).filter(|_| node.certainly(|release| release < since))
            {
                report(node, item, path, since, sink);
            }
        }
    }
    for node in set.control_planes() {
        let newer: Vec<(&str, Release)> = ENVIRONMENT_KEYS_SINCE
            .into_iter()
            .chain([VISIBILITY])
            .filter(|(_, since)| node.certainly(|release| release < *since))
            .collect();
        if newer.is_empty() {
            continue;
        }
        for environment in node.environments() {
            for (key, since) in &newer {
                if let Some(item) = environment.get(key) {
                    report(node, item, key, *since, sink);
                }
            }
        }
    }
}

fn report(node: &NodeView, item: Item<'_>, key: &str, since: Release, sink: &mut Sink) {
    let release = node.releases.end();
    let message = format!("`{key}` exists since API-M {since}: {release} does not read it");
    let is_value = !item.is_table() && item.elements().all(|element| !element.is_table());
    let location = if is_value { node.at_key(item) } else { node.at(item) };
    let says_the_usual = USUAL.iter().any(|(usual_key, usual)| {
        *usual_key == key && item.as_str().is_some_and(|value| value.eq_ignore_ascii_case(usual))
    });
    let severity = if says_the_usual { Severity::Note } else { RULE.severity };
    let found = sink
        .report(&RULE, Some(&location), message)
        .severity(severity)
        .help(format!("remove it, or check the file as one of API-M {since} or newer"));
    if let Some(lines) = lines_of(item).filter(|_| is_value) {
        found.fix(Fix::new(Safety::Unsafe, vec![node.edit(lines, "")]));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed, notes};
    use crate::model::Release;

    const CODE: &str = "key-not-in-release";
    const TEXT: &str = "[[apim.gateway.environment]]\nname = \"A\"\nprovider = \"solace\"\nvisibility = [\"a\"]\n\
        [[apim.gateway.environment.virtual_host]]\nhttps_endpoint = \"https://a\"\n";

    #[test]
    fn keys_of_later_releases_are_found() {
        let of = |release| [file(TEXT).release(release)];
        assert_found(CODE, of(Release::V4_1), &[("4:1", "since API-M 4.3: 4.1")]);
        assert_found(
            CODE,
            of(Release::V3_2),
            &[("3:1", "`provider`"), ("4:1", "`visibility`"), ("5:1", "`virtual_host`")],
        );
        assert!(!fixed(TEXT, &findings(CODE, of(Release::V4_1))[0]).contains("visibility"));
        let hub = "[apim.event_hub]\nenable = true\n[apim.gateway_notification]\nenabled = true\n";
        let expected = [("1:1", "`apim.event_hub`"), ("3:1", "`apim.gateway_notification`")];
        assert_found(CODE, [file(hub).release(Release::V3_1)], &expected);
    }

    #[test]
    fn what_changes_nothing_is_a_note() {
        let text =
            "[[apim.gateway.environment]]\nprovider = \"wso2\"\ngateway_type = \"Regular\"\n";
        assert_silent(CODE, [file(text).release(Release::V4_0)]);
        assert_eq!(notes(CODE, [file(text).release(Release::V4_0)]).len(), 2);
        assert_eq!(notes(CODE, [file(text).release(Release::V4_2)]).len(), 1);
    }

    #[test]
    fn releases_that_have_them_and_unknown_ones_are_silent() {
        assert_silent(CODE, [file(TEXT)]);
        assert_silent(CODE, [file(TEXT).release(Release::V4_3)]);
        assert_silent(CODE, [file("[apim.event_hub]\nenable = true\n").release(Release::V3_2)]);
    }
}
