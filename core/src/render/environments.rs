//! The control plane's `[[apim.gateway.environment]]` sections.

use std::collections::HashSet;

use crate::deployment::{Document, EditError, Editor, Environment as Section, Value};
use crate::model::{Environment, Release, Topology};

const PATH: &str = "apim.gateway.environment";

/// Brings the environments of the control plane's file in line with the topology; the names of those that are taken away.
///
/// Sections of the same name are updated where they stand, others are commented out, new ones come after the last one.
/// Environments of other vendors' gateways are none of the topology's and stay.
pub(super) fn edit<'d>(
    topology: &Topology,
    document: &'d Document,
    editor: &mut Editor<'d>,
) -> Result<Vec<String>, EditError> {
    let mut removed = Vec::new();
    let mut updated: HashSet<String> = HashSet::new();
    for section in document.environments() {
        let name = section.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let wanted = topology.environment(&name);
        match wanted.filter(|_| !updated.contains(&name)) {
            Some(environment) => {
                update(topology, environment, section, editor)?;
                updated.insert(name);
            }
            None if section.is_federated() => {}
            None => {
                editor.comment_out(section.item())?;
                // API-M keeps only the first of two equal names: dropping the second takes nothing away.
                if !updated.contains(&name) && !removed.contains(&name) {
                    removed.push(name);
                }
            }
        }
    }
    for environment in topology.environments() {
        if !updated.contains(environment.name.as_str()) {
            editor.push(PATH, new_section(topology, environment))?;
        }
    }
    Ok(removed)
}

fn new_section(topology: &Topology, environment: &Environment) -> Vec<(String, Value)> {
    let release = topology.release();
    let mut entries: Vec<(&str, Value)> = vec![
        ("name", environment.name.as_str().into()),
        ("type", environment.environment_type.as_str().into()),
    ];
    if release >= Release::V4_3 {
        entries.push(("gateway_type", "Regular".into()));
    }
    if release >= Release::V4_1 {
        entries.push(("provider", "wso2".into()));
    }
    entries.push(("display_in_api_console", environment.display_in_api_console.into()));
    if let Some(description) = &environment.description {
        entries.push(("description", description.as_str().into()));
    }
    entries.push(("show_as_token_endpoint_url", environment.show_as_token_endpoint_url.into()));
    let (username, password) = credentials(environment);
    let urls = urls(topology, environment);
    let (service, endpoints) =
        urls.split_first().map_or((None, &[][..]), |(first, rest)| (Some(first), rest));
    entries.extend(service.and_then(|(key, url)| Some((*key, url.as_deref()?.into()))));
    entries.push(("username", username.unwrap_or("${admin.username}").into()));
    entries.push(("password", password.unwrap_or("${admin.password}").into()));
    entries.extend(endpoints.iter().filter_map(|(key, url)| Some((*key, url.as_deref()?.into()))));
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn update<'d>(
    topology: &Topology,
    environment: &Environment,
    section: Section<'d>,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    let item = section.item();
    let mut set = |key: &str, value: Value| editor.set_in(item, key, &value);
    set("type", environment.environment_type.as_str().into())?;
    set("display_in_api_console", environment.display_in_api_console.into())?;
    if let Some(description) = &environment.description {
        set("description", description.as_str().into())?;
    }
    set("show_as_token_endpoint_url", environment.show_as_token_endpoint_url.into())?;
    let (username, password) = credentials(environment);
    for (key, given, default) in
        [("username", username, "${admin.username}"), ("password", password, "${admin.password}")]
    {
        let is_empty = section.string(key).is_none_or(|found| found.is_empty());
        match given {
            Some(value) => set(key, value.into())?,
            None if is_empty => set(key, default.into())?,
            None => {}
        }
    }
    for (key, url) in urls(topology, environment) {
        match (url, section.get(key)) {
            (Some(url), Some(_)) if says(topology, section, key, &url) => {}
            (Some(url), _) => editor.set_in(item, key, &url.into())?,
            // A URL that the topology does not offer would contradict those that it does.
            (None, Some(entry)) => editor.comment_out_entry(entry)?,
            (None, None) => {}
        }
    }
    Ok(())
}

/// True when the file's URL is this one once API-M has put the control plane's own ports in place of placeholders.
fn says(topology: &Topology, section: Section<'_>, key: &str, url: &str) -> bool {
    let ports = topology.control_plane().map(|node| node.ports(topology.release()));
    let found = section.string(key);
    found.zip(ports).is_some_and(|(found, ports)| ports.resolve(&found) == url)
}

fn credentials(environment: &Environment) -> (Option<&str>, Option<&str>) {
    let password = environment.password.as_ref().map(crate::model::SecretText::expose);
    (environment.username.as_deref(), password)
}

/// The URLs with their keys; `service_url` first.
fn urls(topology: &Topology, environment: &Environment) -> [(&'static str, Option<String>); 7] {
    let urls = topology.endpoints(environment);
    [
        ("service_url", urls.service_url),
        ("ws_endpoint", urls.ws),
        ("wss_endpoint", urls.wss),
        ("http_endpoint", urls.http),
        ("https_endpoint", urls.https),
        ("websub_event_receiver_http_endpoint", urls.websub_http),
        ("websub_event_receiver_https_endpoint", urls.websub_https),
    ]
}
