//! A key or a section that is nearly one API-M knows.

use std::collections::HashSet;

use crate::check::misspelling::meant_by;
use crate::check::registry::Check;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind, TableKind, known_keys};
use crate::diagnostic::{Fix, Rule, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &RULE, run };

static RULE: Rule = Rule {
    code: "misspelt-key",
    severity: Severity::Warning,
    summary: "A key or a section is spelt nearly like one that API-M knows.",
    documentation: r"## What it finds

An unknown key that is at most two typing errors away from a known key of its section, or that differs from it only in
upper and lower case, `-` and `_`: below `[[apim.gateway.environment]]` and its `virtual_host`, `[apim.key_manager]` and
`[server]`; the keys that link nodes in `[apim.event_hub]`, `[apim.throttling]`, `[apim.oauth_config]` and
`[apim.sync_runtime_artifacts.gateway]`; and the names of these sections themselves. A key that any release from 3.0 to
4.7 ships is known. A misspelt section is reported once, not for each key below it.

## Why it hurts

API-M (3.0 to 4.7) reads the keys it knows and ignores every other one without a word. The default stands instead: a
node with `offest = 1` runs with offset 0, a gateway with `[apim.key_managers]` validates tokens at itself.

## Example

```toml
[server]
offest = 1
```

## How to fix it

Write the key that the message suggests: `offset = 1`. Remove the misspelt line when the right one stands beside it, or
when the node's release does not read the right one either.
",
};

/// Sections of which only some keys are judged: there, other keys are legal that no list names.
///
/// Source: API-M 3.0–4.7, deployment.toml: no key that these sections know is close to one of these.
const PARTLY_KNOWN: [(&str, &[&str]); 6] = [
    ("apim.gateway", &["environment"]),
    ("apim.sync_runtime_artifacts", &["gateway"]),
    ("apim.sync_runtime_artifacts.gateway", &["gateway_labels"]),
    (
        "apim.event_hub",
        &["enable", "service_url", "username", "password", "event_listening_endpoints"],
    ),
    (
        "apim.throttling",
        &["service_url", "username", "password", "throttle_decision_endpoints", "url_group"],
    ),
    ("apim.oauth_config", &["revoke_endpoint"]),
];
const URL_GROUP: &[&str] = &["traffic_manager_urls", "traffic_manager_auth_urls"];
/// The sections that set up several gateways; only tables are taken for them.
const SECTIONS: [(&str, &[&str]); 2] = [
    ("", &["server"]),
    (
        "apim",
        &[
            "key_manager",
            "gateway",
            "event_hub",
            "throttling",
            "oauth_config",
            "sync_runtime_artifacts",
        ],
    ),
];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    let environment = Section::complete("apim.gateway.environment");
    let virtual_host = Section::complete("apim.gateway.environment.virtual_host");
    let url_group = Section::partly("apim.throttling.url_group", URL_GROUP);
    let mut sections = vec![Section::complete("apim.key_manager"), Section::complete("server")];
    sections.extend(PARTLY_KNOWN.map(|(path, judged)| Section::partly(path, judged)));
    sections.extend(
        SECTIONS
            .map(|(path, judged)| Section { tables_only: true, ..Section::partly(path, judged) }),
    );
    for node in set.nodes() {
        for section in &sections {
            let is_root = section.path.is_empty();
            let table = if is_root { Some(node.document.root()) } else { node.get(section.path) };
            if let Some(table) = table {
                section.judge(node, table, sink);
            }
        }
        for group in node.get(url_group.path).into_iter().flat_map(Item::elements) {
            url_group.judge(node, group, sink);
        }
    }
    for node in set.control_planes() {
        for found in node.environments() {
            environment.judge(node, found.item(), sink);
            found.virtual_hosts().for_each(|found| virtual_host.judge(node, found, sink));
        }
    }
}

fn is_section(item: Item<'_>) -> bool {
    item.is_table() || item.kind() == ItemKind::ArrayOfTables
}

/// A section, and the keys that an unknown key in it may be a misspelling of.
struct Section {
    path: &'static str,
    judged: Vec<&'static str>,
    known: HashSet<&'static str>,
    tables_only: bool,
}

impl Section {
    fn complete(path: &'static str) -> Self {
        let judged: Vec<&str> = keys_of(path).collect();
        Self::partly(path, &judged)
    }

    fn partly(path: &'static str, judged: &[&'static str]) -> Self {
        let known = keys_of(path).collect();
        Self { path, judged: judged.to_vec(), known, tables_only: false }
    }

    fn judge(&self, node: &NodeView, table: Item<'_>, sink: &mut Sink) {
        if !table.is_table() {
            return;
        }
        for item in table.children() {
            let key = item.key();
            if self.known.contains(&*key) || (self.tables_only && !is_section(item)) {
                continue;
            }
            if let Some(meant) = meant_by(&key, self.judged.iter().copied(), table) {
                self.report(node, item, meant, table.get(meant).is_some(), sink);
            }
        }
    }

    fn report(
        &self,
        node: &NodeView,
        item: Item<'_>,
        meant: &str,
        meant_is_here: bool,
        sink: &mut Sink,
    ) {
        let key = item.key();
        let prefix = if self.path.is_empty() { String::new() } else { format!("{}.", self.path) };
        let message = if is_section(item) {
            format!(
                "API-M knows no section `{prefix}{key}` and ignores it: did you mean `{prefix}{meant}`?"
            )
        } else {
            let section = self.path;
            format!(
                "API-M knows no key `{key}` in `{section}` and ignores it: did you mean `{meant}`?"
            )
        };
        let since = super::key_not_in_release::since(&format!("{prefix}{meant}"));
        let unread = since.filter(|since| node.certainly(|release| release < *since));
        let found = sink.report(&RULE, Some(&node.at_key(item)), message);
        if let Some(since) = unread {
            let release = node.releases.end();
            found.help(format!(
                "remove it: `{meant}` exists since API-M {since}, and {release} does not read it either"
            ));
        } else if meant_is_here {
            found.help(format!("`{meant}` is here as well: remove `{key}`"));
        } else if stands_once(item) {
            let edit = node.edit(item.key_span(), meant);
            found.help(format!("write `{meant}`")).fix(Fix::new(Safety::Unsafe, vec![edit]));
        } else {
            found.help(format!("write `{meant}` in this header and in those that repeat it"));
        }
    }
}

fn keys_of(path: &str) -> impl Iterator<Item = &'static str> {
    known_keys(path).map(|key| key.path.rsplit('.').next().unwrap_or(key.path))
}

/// True when the key stands in one place only, so that one edit renames it: no other header repeats it.
fn stands_once(item: Item<'_>) -> bool {
    match item.kind() {
        ItemKind::ArrayOfTables | ItemKind::Table(TableKind::Implicit) => false,
        ItemKind::Table(TableKind::Header) => item.children().all(|child| {
            !matches!(
                child.kind(),
                ItemKind::ArrayOfTables | ItemKind::Table(TableKind::Header | TableKind::Implicit)
            )
        }),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};
    use crate::model::Release;

    const CODE: &str = "misspelt-key";

    #[test]
    fn slips_below_each_judged_section_are_found() {
        let text = "[server]\noffest = 1\n";
        assert_found(CODE, [file(text)], &[("2:1", "did you mean `offset`?")]);
        let found = findings(CODE, [file(text)]);
        assert_eq!(fixed(text, &found[0]), "[server]\noffset = 1\n");

        let text = "[[apim.gateway.environment]]\nname = \"A\"\n  serviceUrl = \"\"\n\
                    [[apim.gateway.environment.virtual_host]]\nhttps_endpont = \"\"\n";
        let expected = [("3:3", "`service_url`"), ("5:1", "`https_endpoint`")];
        assert_found(CODE, [file(text)], &expected);

        let text = "[apim.key_manager]\nservce_url = \"\"\n[apim.event_hub]\nenabled = true\n\
                    [apim.sync_runtime_artifacts.gateway]\ngateway_label = []\n";
        let expected = [("2:1", "`service_url`"), ("4:1", "`enable`"), ("6:1", "`gateway_labels`")];
        assert_found(CODE, [file(text)], &expected);

        let text = "[[apim.throttling.url_group]]\ntraffic_manager_url = []\n";
        assert_found(CODE, [file(text)], &[("2:1", "`traffic_manager_urls`")]);
    }

    #[test]
    fn a_misspelt_section_is_found_once() {
        let text = "[apim.key_managers]\nservce_url = \"\"\nusername = \"a\"\n";
        assert_found(CODE, [file(text)], &[("1:7", "did you mean `apim.key_manager`?")]);

        let text = "[[apim.gateway.enviroment]]\nname = \"A\"\n[[apim.gateway.enviroment]]\nnmae = \"B\"\n";
        assert_found(CODE, [file(text)], &[("1:16", "`apim.gateway.environment`")]);
        assert!(findings(CODE, [file(text)])[0].fix.is_none(), "one edit would rename half of it");

        let expected = [("1:2", "did you mean `server`?")];
        assert_found(CODE, [file("[servers]\noffset = 1\n")], &expected);
        let text = "[apim.sync_runtime_artifact.gateway]\ngateway_labels = [\"A\"]\n";
        assert_found(CODE, [file(text)], &[("1:7", "`apim.sync_runtime_artifacts`")]);
    }

    #[test]
    fn no_fix_makes_a_key_stand_twice() {
        let found = findings(CODE, [file("[server]\noffset = 1\nofset = 2\n")]);
        assert!(found[0].fix.is_none());
        assert_eq!(found[0].help.as_deref(), Some("`offset` is here as well: remove `ofset`"));
    }

    #[test]
    fn what_the_release_would_not_read_spelt_right_is_no_repair() {
        for (text, release, right) in [
            (
                "[[apim.gateway.environment]]\nwebsub_event_reciever_https_endpoint = \"\"\n",
                Release::V3_2,
                "`websub_event_receiver_https_endpoint` exists since API-M 4.0, and 3.2 does not",
            ),
            (
                "[apim.event_hubs]\nenable = true\n",
                Release::V3_1,
                "`event_hub` exists since API-M 3.2",
            ),
        ] {
            let found = findings(CODE, [file(text).release(release)]);
            assert!(found[0].fix.is_none());
            assert!(found[0].help.as_deref().is_some_and(|help| help.contains(right)), "{found:?}");
            let found = findings(CODE, [file(text).release(Release::V4_7)]);
            assert!(found[0].fix.is_some());
        }
    }

    #[test]
    fn known_keys_other_words_and_other_sections_are_left_alone() {
        for text in [
            // Keys that no shipped file carries, but API-M's templates read.
            "[server]\nmgt_console_hostname = \"a\"\nproxy_context_path = \"a\"\nforce_local_cache = true\n",
            "[server]\ndefault_cache_timeout = 1\ndefault_realm_cache_timeout = 1\nmax_items_per_page = 1\n",
            "[apim.key_manager]\nenable_retriever = true\nenable_provisioned_app_validation = true\n",
            "[apim.key_manager.configuration]\nserver_url = \"a\"\n",
            "[apim.event_hub]\nevent_type = \"a\"\ninit_delay = 1\nevent_waiting_time = 1\n",
            "[apim.oauth_config]\nrevoke_endpoint_context = \"a\"\n",
            "[apim.sync_runtime_artifacts.publisher]\nartifact_saver = \"a\"\n",
            "[apim]\ngateway_type = \"Regular\"\n[apim.gateway_notification]\nenable = true\n",
            // Ours to know nothing about.
            "[apim.cache.gateway_token]\nenabel = true\n[apimgt.mutual_ssl]\na = 1\n[user]\nname = 1\n",
            "[[apim.gateway.environment]]\n[apim.gateway.environment.properties]\nNmae = \"a\"\n",
            "[service]\nname = \"a\"\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }

    #[test]
    fn environments_of_a_node_that_is_no_control_plane_are_left_alone() {
        let text = "[server]\nserver_role = \"traffic-manager\"\n[[apim.gateway.environment]]\nnmae = \"A\"\n";
        assert_silent(CODE, [file(text)]);
    }
}
