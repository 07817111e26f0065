//! A key that API-M reads nothing from.

use std::collections::HashSet;

use crate::check::misspelling::meant_by;
use crate::check::registry::Check;
use crate::check::values::lines_of;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, known_keys};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};
use crate::model::Release;

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "ineffective-key",
    severity: Severity::Warning,
    summary: "A key has no effect: API-M does not read it.",
    documentation: r#"## What it finds

- A key of `[[apim.gateway.environment]]` or of its `virtual_host` that no release from 3.0 to 4.7 reads, and that is no
  misspelling of one that is read (`misspelt-key`): `default`, `is_default`, `mode`, `api_discovery_scheduled_window` and
  others. Of environments of other vendors' gateways too: what is theirs belongs into `properties`.
- `remove_outbound_auth_header` in `[apim.oauth_config]`: a note, because WSO2's own files have it.

## Why it hurts

API-M reads the keys that it knows and passes over the others in silence. What the key was meant to do is not done.

## Example

```toml
[[apim.gateway.environment]]
name = "Production Gateway"
type = "production"
mode = "READ_WRITE"
```

## How to fix it

Remove the key. `mode` and the discovery window of an environment are set in the Admin Portal; there is no key for a
default environment. Instead of `remove_outbound_auth_header = true` write `enable_outbound_auth_header = false`, which
is the default.
"#,
};

const ENVIRONMENT: &str = "apim.gateway.environment";
const VIRTUAL_HOST: &str = "apim.gateway.environment.virtual_host";
const OAUTH: &str = "apim.oauth_config";
const REMOVE: &str = "remove_outbound_auth_header";
const ENABLE: &str = "enable_outbound_auth_header";
/// What is a setting of an environment, but not of the file.
///
/// Source: API-M 4.x: `Environment` has them, the template of `api-manager.xml` does not.
const OF_THE_ADMIN_PORTAL: [&str; 2] = ["mode", "api_discovery_scheduled_window"];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let environment = keys_of(ENVIRONMENT);
    let virtual_host = keys_of(VIRTUAL_HOST);
    for node in set.control_planes() {
        // What a release newer than the newest known one reads is not known.
        if *node.releases.end() > Release::V4_7 {
            continue;
        }
        for found in node.environments() {
            judge(node, found.item(), ENVIRONMENT, &environment, sink);
            found
                .virtual_hosts()
                .for_each(|host| judge(node, host, VIRTUAL_HOST, &virtual_host, sink));
        }
    }
    if sink.keeps_notes() {
        set.nodes().for_each(|node| judge_header(node, sink));
    }
}

fn keys_of(section: &str) -> HashSet<&'static str> {
    known_keys(section).filter_map(|key| key.path.rsplit('.').next()).collect()
}

fn judge(
    node: &NodeView,
    table: Item<'_>,
    section: &str,
    known: &HashSet<&'static str>,
    sink: &mut Sink,
) {
    for item in table.children() {
        let key = item.key();
        if known.contains(&*key) || meant_by(&key, known.iter().copied(), table).is_some() {
            continue;
        }
        let message = format!("API-M reads no key `{key}` from `[[{section}]]`: it has no effect");
        let help = if OF_THE_ADMIN_PORTAL.contains(&&*key) {
            "remove it, and set it in the Admin Portal".to_owned()
        } else {
            "remove it; what belongs to another vendor's gateway goes into `properties`".to_owned()
        };
        let found = sink.report(&RULE, Some(&node.at_key(item)), message).help(help);
        let is_value = item.children().next().is_none() || item.elements().next().is_some();
        if let Some(lines) = lines_of(item).filter(|_| is_value && !item.is_table()) {
            found.fix(Fix::new(Safety::Unsafe, vec![node.edit(lines, "")]));
        }
    }
}

fn judge_header(node: &NodeView, sink: &mut Sink) {
    let Some(section) = node.get(OAUTH) else { return };
    let Some(item) = section.get(REMOVE) else { return };
    let message = format!("API-M does not read `{REMOVE}`: it has no effect");
    let value = item.as_bool();
    let found = sink
        .report(&RULE, Some(&node.at_key(item)), message)
        .severity(Severity::Note)
        .help(format!("write `{ENABLE} = false`, which is the default, or remove it"));
    if section.get(ENABLE).is_some() {
        if let Some(lines) = lines_of(item) {
            found.fix(Fix::new(Safety::Safe, vec![node.edit(lines, "")]));
        }
    } else if let Some(value) = value {
        let edits =
            vec![node.edit(item.key_span(), ENABLE), node.edit(item.span(), (!value).to_string())];
        // Not to remove the header is what API-M does not do by default.
        let safety = if value { Safety::Safe } else { Safety::Unsafe };
        found.fix(Fix::new(safety, edits));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed, notes};

    const CODE: &str = "ineffective-key";

    #[test]
    fn keys_that_no_release_reads_are_found() {
        let text = "[[apim.gateway.environment]]\nname = \"A\"\nmode = \"READ_WRITE\"\nis_default = true\n\
                    [[apim.gateway.environment.virtual_host]]\nhost = \"a\"\n";
        assert_found(
            CODE,
            [file(text)],
            &[("3:1", "`mode`"), ("4:1", "`is_default`"), ("6:1", "`host`")],
        );
        let found = findings(CODE, [file(text)]);
        assert!(found[0].help.as_deref().unwrap().contains("Admin Portal"));
        assert!(!fixed(text, &found[0]).contains("mode"));
    }

    #[test]
    fn the_header_that_wso2_writes_is_a_note() {
        let text = "[apim.oauth_config]\nremove_outbound_auth_header = true\n";
        assert_silent(CODE, [file(text)]);
        let found = notes(CODE, [file(text)]);
        assert_eq!(found[0].line, Some(2));
        assert_eq!(
            fixed(text, &found[0]),
            "[apim.oauth_config]\nenable_outbound_auth_header = false\n"
        );
        let both = format!("{text}enable_outbound_auth_header = false\n");
        assert_eq!(
            fixed(&both, &notes(CODE, [file(&both)])[0]),
            "[apim.oauth_config]\nenable_outbound_auth_header = false\n"
        );
    }

    #[test]
    fn known_keys_misspellings_and_properties_are_left_alone() {
        for text in [
            "[[apim.gateway.environment]]\nnmae = \"A\"\nvisibility = [\"a\"]\n",
            "[[apim.gateway.environment]]\n[apim.gateway.environment.properties]\nmode = \"a\"\n",
            "[server]\nserver_role = \"gateway-worker\"\n[[apim.gateway.environment]]\nmode = \"a\"\n",
            "[apim.key_manager]\nmode = \"a\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
