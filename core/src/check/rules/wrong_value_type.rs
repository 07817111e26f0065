//! A value of a type with which it cannot work.

use super::invalid_environment_type;
use crate::check::registry::Check;
use crate::check::values::rendered;
use crate::check::{DeploymentSet, NodeView};
use crate::deployment::{Item, ItemKind, TableKind};
use crate::diagnostic::shared::WRONG_VALUE_TYPE;
use crate::diagnostic::{Fix, Found, Safety, Severity, Sink};

pub(crate) const CHECK: Check = Check { rule: &WRONG_VALUE_TYPE, run };

/// What a key takes. A number or a boolean in place of a string is as good: API-M pastes its text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    /// A string, a number or a boolean.
    One,
    /// `true` or `false`, also as a string.
    Boolean,
    /// An array of strings.
    List,
    /// `[table]`
    Table,
    /// `[[array of tables]]`
    Tables,
}

/// Source: API-M 3.0–4.7, deployment.toml: what the templates of `api-manager.xml` do with each key.
const ON_EVERY_NODE: [(&str, Takes); 28] = [
    ("server", Takes::Table),
    ("server.hostname", Takes::One),
    ("server.server_role", Takes::One),
    ("server.base_path", Takes::One),
    ("apim", Takes::Table),
    ("apim.gateway", Takes::Table),
    ("apim.key_manager", Takes::Table),
    ("apim.key_manager.service_url", Takes::One),
    ("apim.key_manager.username", Takes::One),
    ("apim.key_manager.password", Takes::One),
    ("apim.oauth_config", Takes::Table),
    ("apim.oauth_config.revoke_endpoint", Takes::One),
    ("apim.event_hub", Takes::Table),
    ("apim.event_hub.enable", Takes::Boolean),
    ("apim.event_hub.service_url", Takes::One),
    ("apim.event_hub.username", Takes::One),
    ("apim.event_hub.password", Takes::One),
    ("apim.event_hub.event_listening_endpoints", Takes::List),
    ("apim.throttling", Takes::Table),
    ("apim.throttling.service_url", Takes::One),
    ("apim.throttling.username", Takes::One),
    ("apim.throttling.password", Takes::One),
    ("apim.throttling.throttle_decision_endpoints", Takes::List),
    ("apim.throttling.url_group", Takes::Tables),
    ("apim.sync_runtime_artifacts", Takes::Table),
    ("apim.sync_runtime_artifacts.gateway", Takes::Table),
    ("apim.sync_runtime_artifacts.gateway.gateway_labels", Takes::List),
    ("apim.gateway.environment", Takes::Tables),
];
const URL_GROUP: [(&str, Takes); 3] = [
    ("type", Takes::One),
    ("traffic_manager_urls", Takes::List),
    ("traffic_manager_auth_urls", Takes::List),
];
const ENDPOINTS: [(&str, Takes); 6] = [
    ("http_endpoint", Takes::One),
    ("https_endpoint", Takes::One),
    ("ws_endpoint", Takes::One),
    ("wss_endpoint", Takes::One),
    ("websub_event_receiver_http_endpoint", Takes::One),
    ("websub_event_receiver_https_endpoint", Takes::One),
];
const ENVIRONMENT: [(&str, Takes); 14] = [
    ("name", Takes::One),
    ("type", Takes::One),
    ("description", Takes::One),
    ("display_name", Takes::One),
    ("provider", Takes::One),
    ("gateway_type", Takes::One),
    ("service_url", Takes::One),
    ("username", Takes::One),
    ("password", Takes::One),
    ("display_in_api_console", Takes::Boolean),
    ("show_as_token_endpoint_url", Takes::Boolean),
    ("visibility", Takes::List),
    ("properties", Takes::Table),
    ("virtual_host", Takes::Tables),
];

fn run(set: &DeploymentSet, sink: &mut Sink) {
    for node in set.nodes() {
        for (path, takes) in ON_EVERY_NODE {
            // Environments in a single table have a rule of their own.
            let is_other_rule = |item: &Item<'_>| {
                takes == Takes::Tables && item.is_table() && path == "apim.gateway.environment"
            };
            if let Some(item) = node.get(path).filter(|item| !is_other_rule(item)) {
                judge(node, item, takes, sink);
            }
        }
        for group in node.get("apim.throttling.url_group").into_iter().flat_map(Item::elements) {
            judge_keys(node, group, &URL_GROUP, sink);
        }
    }
    for node in set.control_planes() {
        for environment in node.environments() {
            judge_keys(node, environment.item(), &ENVIRONMENT, sink);
            judge_keys(node, environment.item(), &ENDPOINTS, sink);
            environment.virtual_hosts().for_each(|host| judge_keys(node, host, &ENDPOINTS, sink));
        }
    }
}

fn judge_keys(node: &NodeView, table: Item<'_>, keys: &[(&str, Takes)], sink: &mut Sink) {
    for (key, takes) in keys {
        if let Some(item) = table.get(key) {
            judge(node, item, *takes, sink);
        }
    }
}

fn judge(node: &NodeView, item: Item<'_>, takes: Takes, sink: &mut Sink) {
    // What a reference stands for is not known here; one may stand for a whole list.
    let is_reference = || item.as_text().is_some_and(|text| !text.is_plain());
    let is_nested =
        matches!(item.kind(), ItemKind::Table(_) | ItemKind::Array | ItemKind::ArrayOfTables);
    match takes {
        Takes::One | Takes::Boolean if is_nested => not_one_value(node, item, sink),
        Takes::Boolean if !is_boolean(item) && !is_reference() => not_a_boolean(node, item, sink),
        Takes::List if item.kind() == ItemKind::Array => {
            let nested =
                |element: &Item<'_>| element.children().next().is_some() || element.is_table();
            if let Some(element) = item.elements().find(nested) {
                not_a_string(node, item, element, sink);
            }
        }
        Takes::List if !is_reference() => not_a_list(node, item, sink),
        Takes::Table if !item.is_table() && !is_reference() => not_a_table(node, item, sink),
        Takes::Tables if !is_array_of_tables(item) && !is_reference() => {
            not_tables(node, item, sink);
        }
        _ => {}
    }
}

fn report<'s>(node: &NodeView, item: Item<'_>, message: String, sink: &'s mut Sink) -> Found<'s> {
    sink.report(&WRONG_VALUE_TYPE, Some(&node.at(item)), message)
}

fn not_one_value(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let key = item.key();
    let what = item.kind().description();
    let message = format!("`{key}` takes one value and is {what}: API-M pastes it whole, as text");
    let found = report(node, item, message, sink).help(format!("write one string: {key} = \"…\""));
    let mut elements = item.children();
    let (Some(only), None) = (elements.next(), elements.next()) else { return };
    if item.kind() == ItemKind::Array && only.children().next().is_none() {
        let (outer, inner) = (item.span(), only.span());
        let around = [outer.start..inner.start, inner.end..outer.end];
        let text = node.document.text();
        // What stands there beside brackets, commas and blanks is somebody's comment.
        let has_comment =
            around.iter().any(|span| text.get(span.clone()).is_some_and(|t| t.contains('#')));
        let mut edits: Vec<_> = around.into_iter().map(|span| node.edit(span, "")).collect();
        let mut safety = Safety::Safe;
        // The value alone must not be another rule's finding.
        if let Some(wrong) = rendered(only).filter(|_| &*key == "type" && !is_of_url_group(item))
            && !invalid_environment_type::is_known(&wrong)
        {
            let Some((edit, how_safe)) = invalid_environment_type::repair(node, only, &wrong)
            else {
                return;
            };
            edits.push(edit);
            safety = how_safe;
        }
        if !has_comment {
            found.fix(Fix::new(safety, edits));
        }
    }
}

fn is_of_url_group(item: Item<'_>) -> bool {
    item.path().starts_with("apim.throttling.")
}

fn is_boolean(item: Item<'_>) -> bool {
    // API-M reads the text with Boolean.parseBoolean.
    item.kind() == ItemKind::Boolean
        || item.as_str().is_some_and(|value| {
            value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
        })
}

fn not_a_boolean(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let key = item.key();
    let message = format!("`{key}` is neither true nor false: API-M reads it as false");
    report(node, item, message, sink)
        .severity(Severity::Warning)
        .help(format!("write `{key} = true` or `{key} = false`"));
}

fn not_a_list(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let key = item.key();
    let what = item.kind().description();
    let message =
        format!("`{key}` takes a list of strings and is {what}: API-M goes over it piece by piece");
    let found = report(node, item, message, sink);
    match item.as_str() {
        // A comma may have been meant to separate, brackets to be the list's own, and `@` may follow a password.
        Some(value) if !value.contains([',', '[', ']', '@']) => {
            let span = item.span();
            let edits =
                vec![node.edit(span.start..span.start, "["), node.edit(span.end..span.end, "]")];
            found
                .help(format!("write `{key} = [{}]`", item.raw()))
                .fix(Fix::new(Safety::Safe, edits));
        }
        _ => drop(found.help(format!("write a list: {key} = [\"…\", \"…\"]"))),
    }
}

fn not_a_string(node: &NodeView, list: Item<'_>, element: Item<'_>, sink: &mut Sink) {
    let key = list.key();
    let what = element.kind().description();
    let message = format!("`{key}` takes a list of strings and holds {what}");
    report(node, element, message, sink).help(format!("write a flat list: {key} = [\"…\", \"…\"]"));
}

fn not_a_table(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let path = item.path();
    let what = item.kind().description();
    let message = format!("`{path}` takes a table and is {what}: API-M finds none of its keys");
    let found = report(node, item, message, sink)
        .help(format!("write one section with single brackets: [{path}]"));
    if item.kind() == ItemKind::ArrayOfTables && item.elements().count() == 1 {
        let header = item.span();
        let edits = vec![
            node.edit(header.start..header.start + 1, ""),
            node.edit(header.end.saturating_sub(1)..header.end, ""),
        ];
        found.fix(Fix::new(Safety::Safe, edits));
    }
}

fn is_array_of_tables(item: Item<'_>) -> bool {
    matches!(item.kind(), ItemKind::Array | ItemKind::ArrayOfTables)
        && item.elements().all(Item::is_table)
}

fn not_tables(node: &NodeView, item: Item<'_>, sink: &mut Sink) {
    let path = item.path();
    let what = match item.kind() {
        ItemKind::Array => "an array of other values",
        kind => kind.description(),
    };
    let message = format!(
        "`{path}` takes an array of tables and is {what}: API-M takes each of its parts for one of them"
    );
    let found = report(node, item, message, sink)
        .help(format!("write each as a section with double brackets: [[{path}]]"));
    let below = item.children().all(|child| child.key_span().start > item.span().start);
    if item.kind() == ItemKind::Table(TableKind::Header) && below {
        let header = item.span();
        let edits = vec![
            node.edit(header.start..header.start, "["),
            node.edit(header.end..header.end, "]"),
        ];
        found.fix(Fix::new(Safety::Safe, edits));
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_found, assert_silent, file, findings, fixed};
    use crate::{Fixes, NodeFile, Safety, Severity, check};

    const CODE: &str = "wrong-value-type";
    const LABELS: &str = "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = ";

    fn with(lines: &str) -> NodeFile {
        file(&format!("[[apim.gateway.environment]]\nname = \"A\"\n{lines}\n"))
    }

    #[test]
    fn a_scalar_in_place_of_a_list_is_found() {
        let text = format!("{LABELS}\"Default\" # mine\n");
        assert_found(CODE, [file(&text)], &[("2:18", "`gateway_labels` takes a list")]);
        let found = &findings(CODE, [file(&text)])[0];
        assert_eq!(found.help.as_deref(), Some("write `gateway_labels = [\"Default\"]`"));
        assert_eq!(fixed(&text, found), format!("{LABELS}[\"Default\"] # mine\n"));
        assert!(findings(CODE, [file(&format!("{LABELS}\"A,B\"\n"))])[0].fix.is_none());
        assert_found(
            CODE,
            [file(&format!(
                "{LABELS}[\"A\", \"B\"]\n[apim.throttling]\nthrottle_decision_endpoints = \"tcp://a:5672\"\n"
            ))],
            &[("4:31", "list")],
        );
        assert_found(CODE, [file(&format!("{LABELS}[[\"A\"]]\n"))], &[("2:19", "holds an array")]);
        assert_found(CODE, [with("visibility = \"admin\"")], &[("3:14", "`visibility`")]);
        let group = "[[apim.throttling.url_group]]\ntraffic_manager_urls = \"tcp://a:9611\"\n";
        assert_found(CODE, [file(group)], &[("2:24", "`traffic_manager_urls`")]);
    }

    #[test]
    fn a_list_or_a_table_in_place_of_a_value_is_found() {
        let text = "[apim.key_manager]\nservice_url = [\"https://localhost:9443/services/\"]\n";
        assert_found(CODE, [file(text)], &[("2:15", "`service_url` takes one value")]);
        assert!(
            fixed(text, &findings(CODE, [file(text)])[0])
                .ends_with("= \"https://localhost:9443/services/\"\n")
        );
        let password = "[apim.key_manager]\npassword = [\"hunter2\"]\n";
        assert!(!format!("{:?}", findings(CODE, [file(password)])).contains("hunter2"));
        assert_found(CODE, [with("[apim.gateway.environment.type]\na = 1")], &[("3:1", "`type`")]);
    }

    #[test]
    fn a_comment_is_never_removed_by_a_repair() {
        for list in
            ["[\"hybrid\",  # agreed\n]", "[ # agreed\n\"hybrid\"]", "[\n\"hybrid\"\n# agreed\n]"]
        {
            let text = format!("[[apim.gateway.environment]]\nname = \"A\"\ntype = {list}\n");
            assert!(findings(CODE, [file(&text)])[0].fix.is_none(), "{text}");
        }
        let text = "[[apim.gateway.environment]]\nname = [\"A #1\"] # agreed\ntype = \"hybrid\"\n";
        let repaired = fixed(text, &findings(CODE, [file(text)])[0]);
        assert_eq!(repaired, text.replace("[\"A #1\"]", "\"A #1\""));
    }

    #[test]
    fn a_repair_leaves_no_other_finding() {
        let of_type =
            |value: &str| format!("[[apim.gateway.environment]]\nname = \"A\"\ntype = {value}\n");
        for (value, after, safety) in [
            ("[\"Production\"]", "\"production\"", Safety::Safe),
            ("[ 'HYBRID', ]", "'hybrid'", Safety::Safe),
            ("[\"sandox\"]", "\"sandbox\"", Safety::Unsafe),
            ("[\"$env{TYPE}\"]", "\"$env{TYPE}\"", Safety::Safe),
        ] {
            let text = of_type(value);
            let found = &findings(CODE, [file(&text)])[0];
            let fix = found.fix.as_ref().unwrap();
            assert_eq!(fix.safety, safety, "{value}");
            let repaired =
                check([file(&text)]).unwrap().fix(Fixes::All).files()[0].after().to_owned();
            assert_eq!(repaired, of_type(after));
            assert!(check([file(&repaired)]).unwrap().ok());
        }
        for value in ["[\"both\"]", "[true]"] {
            assert!(findings(CODE, [file(&of_type(value))])[0].fix.is_none(), "{value}");
        }
        for label in ["'[\"A\"]'", "\"[A]\"", "\"tcp://[::1]:5672\""] {
            assert!(
                findings(CODE, [file(&format!("{LABELS}{label}\n"))])[0].fix.is_none(),
                "{label}"
            );
        }
        let group = "[[apim.throttling.url_group]]\ntype = [\"failover\"]\n";
        assert_eq!(
            fixed(group, &findings(CODE, [file(group)])[0]),
            group
                .replace(['[', ']'], "")
                .replace("apim.throttling.url_group", "[[apim.throttling.url_group]]")
        );
    }

    #[test]
    fn what_is_neither_true_nor_false_is_a_warning() {
        for value in ["\"yes\"", "1", "\"true \"", "\"\""] {
            let line = format!("display_in_api_console = {value}");
            assert_found(CODE, [with(&line)], &[("3:26", "reads it as false")]);
            assert_eq!(findings(CODE, [with(&line)])[0].severity, Severity::Warning);
        }
    }

    #[test]
    fn brackets_of_the_other_kind_are_found() {
        let text = "[[apim.key_manager]]\nservice_url = \"https://localhost:9443/services/\"\n";
        assert_found(CODE, [file(text)], &[("1:1", "`apim.key_manager` takes a table")]);
        assert!(fixed(text, &findings(CODE, [file(text)])[0]).starts_with("[apim.key_manager]\n"));

        let host = "[apim.gateway.environment.virtual_host]\nhttps_endpoint = \"https://b\"";
        assert_found(CODE, [with(host)], &[("3:1", "takes an array of tables")]);
        let group = "[apim.throttling.url_group]\ntype = \"failover\"\n";
        assert_found(CODE, [file(group)], &[("1:1", "`apim.throttling.url_group`")]);
        assert_eq!(
            fixed(group, &findings(CODE, [file(group)])[0]),
            "[[apim.throttling.url_group]]\ntype = \"failover\"\n"
        );
        let environment = "[apim.gateway]\nenvironment = [\"Default\"]\n";
        assert_found(CODE, [file(environment)], &[("2:15", "array of other values")]);
    }

    #[test]
    fn texts_numbers_booleans_and_references_are_as_good() {
        for lines in [
            "description = 5\npassword = 12345\nusername = true",
            "display_in_api_console = \"TRUE\"\nshow_as_token_endpoint_url = \"false\"",
            "display_in_api_console = \"$env{CONSOLE}\"\nvisibility = [\"admin\", \"x\"]",
            "visibility = []\n[apim.gateway.environment.properties]\na = 1",
            "properties = { a = \"b\" }\nvirtual_host = [{ https_endpoint = \"https://b\" }]",
        ] {
            assert_silent(CODE, [with(lines)]);
        }
        for text in [
            "[apim.throttling]\nthrottle_decision_endpoints = \"$ref{apim.event_hub.event_listening_endpoints}\"\n",
            "[apim.sync_runtime_artifacts.gateway]\ngateway_labels = [1, 2]\n",
            "[server]\noffset = [1]\nhostname = \"localhost\"\n",
            "[apim.gateway.environment]\nname = \"A\"\n",
            "[server]\nserver_role = \"gateway-worker\"\n[[apim.gateway.environment]]\ntype = []\n",
        ] {
            assert_silent(CODE, [file(text)]);
        }
    }
}
