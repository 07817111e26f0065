//! From a text to a [`Draft`]: TOML, keys and types, each problem at its place.

mod keys;
mod table;

use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use self::table::{TableReader, article};
use super::draft::{CredentialsDraft, Draft, EnvironmentDraft, NodeDraft, Slot, VirtualHostDraft};
use super::findings::Findings;
use super::suggest::shown;
use crate::diagnostic::shared::{INVALID_TOML, WRONG_VALUE_TYPE};
use crate::model::{EndpointKey, LoadBalancers};
use crate::text::SourceText;

/// Reads a text. `None` when it is not TOML: what a parser guesses behind a syntax error would only be reported as
/// further problems that nobody has.
pub(super) fn read(source: &Arc<SourceText>, findings: &mut Findings) -> Option<Draft> {
    let (document, errors) = DeTable::parse_recoverable(source.text());
    if errors.is_empty() {
        return Some(topology(document.get_ref(), findings));
    }
    for error in errors {
        let end = source.text().len();
        let place = error.span().unwrap_or(end..end);
        let problem = error.message();
        let message = if problem == "duplicate key" {
            format!("`{}` is defined twice", shown(source.slice(place.clone())))
        } else {
            format!("the text is not TOML: {problem}")
        };
        findings.error(&INVALID_TOML, &Some(place), message).help(syntax_help(problem));
    }
    None
}

fn syntax_help(message: &str) -> &'static str {
    if message.contains("must be quoted") {
        "write strings within quotes: `host = \"localhost\"`"
    } else if message.contains("duplicate key") {
        "remove one of the two; several nodes or environments stand under `[[node]]` and `[[environment]]`, with two \
         brackets"
    } else if message.contains("unclosed") || message.contains("string") {
        "close it: a missing bracket or quote is often on this line or the one before"
    } else {
        "correct the line; the rest is checked when the text can be read"
    }
}

fn topology(table: &DeTable<'_>, findings: &mut Findings) -> Draft {
    let subject = "the topology".to_owned();
    let mut reader = TableReader::new(table, subject, 0..0, keys::TOPOLOGY, findings);
    let schema_version = reader.integer("schema_version");
    let release = reader.required_string("release");
    let load_balancer = reader.table("load_balancer", keys::LOAD_BALANCER, |table| {
        LoadBalancers::ROLES.map(|role| (role, table.string(role.as_str()))).into_iter().collect()
    });
    let mut draft = Draft {
        schema_version,
        release,
        load_balancers: load_balancer.value().cloned().unwrap_or_default(),
        nodes: Vec::new(),
        environments: Vec::new(),
        is_complete: !reader.is_misspelt("node") && !reader.is_misspelt("environment"),
    };
    let list = |key| List { key, header: key, owner: "a topology" };
    draft.is_complete &= each(table, list("node"), findings, |entry, subject, span, findings| {
        draft.nodes.push(node(entry, subject, span, findings));
    });
    draft.is_complete &=
        each(table, list("environment"), findings, |entry, subject, span, findings| {
            draft.environments.push(environment(entry, subject, span, findings));
        });
    draft
}

/// A list of tables: its key, the header of each of them, and what has the list.
#[derive(Clone, Copy)]
struct List {
    key: &'static str,
    header: &'static str,
    owner: &'static str,
}

/// Reads every `[[key]]`; false when one of them could not be read.
fn each<'i>(
    table: &DeTable<'i>,
    List { key, header, owner }: List,
    findings: &mut Findings,
    mut read: impl FnMut(&DeTable<'i>, String, std::ops::Range<usize>, &mut Findings),
) -> bool {
    let Some(found) = table.get(key) else { return true };
    let mut is_complete = true;
    match found.get_ref() {
        DeValue::Array(entries) => {
            for (index, entry) in entries.iter().enumerate() {
                if let Some(table) = entry.get_ref().as_table() {
                    read(table, subject(key, index, table), entry.span(), findings);
                } else {
                    is_complete = false;
                    let actual = article(entry.get_ref());
                    let message = format!("{key} {} is {actual}, not a table", index + 1);
                    findings
                        .error(&WRONG_VALUE_TYPE, &Some(entry.span()), message)
                        .help(format!("write each {key} below a `[[{header}]]` of its own"));
                }
            }
        }
        DeValue::Table(table) => {
            let message = format!(
                "`{key}` is one table, but {owner} has a list of them: one bracket is missing"
            );
            findings
                .error(&WRONG_VALUE_TYPE, &Some(found.span()), message)
                .help(format!("write `[[{header}]]`, with two brackets"));
            read(table, subject(key, 0, table), found.span(), findings);
        }
        other => {
            is_complete = false;
            let message = format!("`{key}` is {}, not a list of tables", article(other));
            findings
                .error(&WRONG_VALUE_TYPE, &Some(found.span()), message)
                .help(format!("write each {key} below a `[[{header}]]` of its own"));
        }
    }
    is_complete
}

/// What messages call a node or an environment: by name, or by number while it has none.
fn subject(key: &str, index: usize, table: &DeTable<'_>) -> String {
    let name = table.get("name").and_then(|name| name.get_ref().as_str());
    super::validate::subject(key, index, name)
}

fn node(
    table: &DeTable<'_>,
    subject: String,
    span: std::ops::Range<usize>,
    findings: &mut Findings,
) -> NodeDraft {
    let mut reader = TableReader::new(table, subject, span.clone(), keys::NODE, findings);
    NodeDraft {
        place: Some(span),
        name: reader.required_string("name"),
        roles: reader.required_list("roles"),
        pack: reader.string("pack"),
        host: reader.required_string("host"),
        offset: reader.offset("offset"),
        home: reader.string("home"),
        http_proxy_port: reader.integer("http_proxy_port"),
        https_proxy_port: reader.integer("https_proxy_port"),
        key_manager: reader.table("key_manager", keys::CREDENTIALS, |credentials| {
            CredentialsDraft {
                username: credentials.required_string("username"),
                password: credentials.required_string("password"),
            }
        }),
    }
}

fn environment(
    table: &DeTable<'_>,
    subject: String,
    span: std::ops::Range<usize>,
    findings: &mut Findings,
) -> EnvironmentDraft {
    let mut virtual_hosts = Vec::new();
    let list =
        List { key: "virtual_host", header: "environment.virtual_host", owner: "an environment" };
    let owner = subject.clone();
    each(table, list, findings, |entry, number, span, findings| {
        let subject = format!("{number} of {owner}");
        let mut reader =
            TableReader::new(entry, subject, span.clone(), keys::VIRTUAL_HOST, findings);
        let endpoints = EndpointKey::OF_VIRTUAL_HOSTS
            .map(|key| (key, reader.string(key.as_str())))
            .into_iter()
            .collect();
        virtual_hosts.push(VirtualHostDraft { place: Some(span), endpoints });
    });
    let mut reader = TableReader::new(table, subject, span.clone(), keys::ENVIRONMENT, findings);
    EnvironmentDraft {
        place: Some(span),
        name: reader.required_string("name"),
        environment_type: reader.required_string("type"),
        gateways: reader.list("gateways"),
        display_name: reader.string("display_name"),
        provider: reader.string("provider"),
        gateway_type: reader.string("gateway_type"),
        visibility: reader.list("visibility"),
        properties: reader.texts("properties"),
        virtual_hosts,
        description: reader.string("description"),
        display_in_api_console: reader.boolean("display_in_api_console"),
        show_as_token_endpoint_url: reader.boolean("show_as_token_endpoint_url"),
        username: reader.string("username"),
        password: reader.string("password"),
        endpoints: endpoints(&mut reader),
    }
}

fn endpoints(reader: &mut TableReader<'_, '_, '_>) -> Vec<(EndpointKey, Slot<String>)> {
    EndpointKey::ALL.map(|key| (key, reader.string(key.as_str()))).into_iter().collect()
}

/// The value as a message may show it.
fn raw_of(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("\"{}\"", shown(text)),
        DeValue::Integer(number) => number.to_string(),
        DeValue::Float(number) => number.to_string(),
        other => article(other).to_owned(),
    }
}
