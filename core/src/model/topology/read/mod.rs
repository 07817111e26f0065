//! From a text to a [`Draft`]: TOML, keys and types, each problem at its place.

mod keys;

use std::sync::Arc;

use toml::de::DeTable;

use self::keys::VOCABULARY;
use super::draft::{CredentialsDraft, Draft, EnvironmentDraft, NodeDraft, Slot, VirtualHostDraft};
use crate::model::reader::Findings;
use crate::model::reader::{self, TableList, TableReader, each};
use crate::model::{EndpointKey, LoadBalancers};
use crate::text::SourceText;

/// Reads a text; `None` when it is not TOML.
pub(super) fn read(source: &Arc<SourceText>, findings: &mut Findings) -> Option<Draft> {
    let document = reader::document(source, &VOCABULARY, findings)?;
    Some(topology(document.get_ref(), findings))
}

fn topology(table: &DeTable<'_>, findings: &mut Findings) -> Draft {
    let subject = "the topology".to_owned();
    let mut reader = TableReader::new(table, subject, 0..0, keys::TOPOLOGY, &VOCABULARY, findings);
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
    let list = |key| TableList { key, header: key, owner: "a topology" };
    draft.is_complete &=
        each(table, list("node"), self::subject, findings, |entry, subject, span, findings| {
            draft.nodes.push(node(entry, subject, span, findings));
        });
    draft.is_complete &= each(
        table,
        list("environment"),
        self::subject,
        findings,
        |entry, subject, span, findings| {
            draft.environments.push(environment(entry, subject, span, findings));
        },
    );
    draft
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
    let mut reader =
        TableReader::new(table, subject, span.clone(), keys::NODE, &VOCABULARY, findings);
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
    let list = TableList {
        key: "virtual_host",
        header: "environment.virtual_host",
        owner: "an environment",
    };
    let owner = subject.clone();
    each(table, list, self::subject, findings, |entry, number, span, findings| {
        let subject = format!("{number} of {owner}");
        let mut reader = TableReader::new(
            entry,
            subject,
            span.clone(),
            keys::VIRTUAL_HOST,
            &VOCABULARY,
            findings,
        );
        let endpoints = EndpointKey::OF_VIRTUAL_HOSTS
            .map(|key| (key, reader.string(key.as_str())))
            .into_iter()
            .collect();
        virtual_hosts.push(VirtualHostDraft { place: Some(span), endpoints });
    });
    let mut reader =
        TableReader::new(table, subject, span.clone(), keys::ENVIRONMENT, &VOCABULARY, findings);
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
