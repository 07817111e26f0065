//! The control plane's `[[apim.gateway.environment]]` sections.

use std::collections::HashSet;

use crate::deployment::{
    Document, EditError, Editor, Environment as Section, Item, NewSection, Value,
};
use crate::model::{EndpointKey, Endpoints, Environment, Node, Ports, Release, Topology};

const PATH: &str = "apim.gateway.environment";
const PROPERTIES: &str = "properties";
const VIRTUAL_HOST: &str = "virtual_host";

/// Brings the environments of the control plane's file in line with the topology; the names of those that are taken away.
///
/// Sections of the same name are updated where they stand, others are commented out, new ones come after the last one.
/// Environments of other vendors' gateways that the topology does not name stay.
pub(super) fn edit<'d>(
    topology: &Topology,
    node: &Node,
    document: &'d Document,
    editor: &mut Editor<'d>,
) -> Result<Vec<String>, EditError> {
    offer(topology, document, editor)?;
    let ports = node.ports(topology.release());
    let mut removed = Vec::new();
    let mut updated: HashSet<String> = HashSet::new();
    for section in document.environments() {
        let name = section.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let wanted = topology.environment(&name);
        match wanted.filter(|_| !updated.contains(&name)) {
            Some(environment) => {
                update(topology, environment, ports, section, editor)?;
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
            let mut section = NewSection::new(PATH, true);
            section.entries = new_entries(topology, environment);
            if !environment.properties.is_empty() {
                let properties = NewSection::new(format!("{PATH}.{PROPERTIES}"), false);
                section.below.push(properties.entries(properties_of(environment)));
            }
            for host in &environment.virtual_hosts {
                let below = NewSection::new(format!("{PATH}.{VIRTUAL_HOST}"), true);
                section.below.push(below.entries(urls_of(host)));
            }
            editor.push_section(section)?;
        }
    }
    Ok(removed)
}

/// Adds the kinds of the environments' gateways to those that the Publisher offers, where the file lists them.
fn offer<'d>(
    topology: &Topology,
    document: &'d Document,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    const OFFERED: &str = "apim.gateway_type";
    let Some(list) = document.get(OFFERED).and_then(Item::as_str) else { return Ok(()) };
    // What a reference stands for may have them.
    if list.trim().is_empty() || list.contains('$') {
        return Ok(());
    }
    let mut kinds: Vec<&str> = list.split(',').map(str::trim).collect();
    let offered = kinds.len();
    for kind in topology.environments().iter().filter_map(|found| found.gateway_type.as_deref()) {
        if !kind.contains('$') && !kinds.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
            kinds.push(kind);
        }
    }
    if kinds.len() == offered { Ok(()) } else { editor.set_string(OFFERED, &kinds.join(",")) }
}

fn new_entries(topology: &Topology, environment: &Environment) -> Vec<(String, Value)> {
    let release = topology.release();
    let mut entries: Vec<(&str, Value)> = vec![
        ("name", environment.name.as_str().into()),
        ("type", environment.environment_type.as_str().into()),
    ];
    if let Some(display_name) = &environment.display_name {
        entries.insert(1, ("display_name", display_name.as_str().into()));
    }
    if release >= Release::V4_3 {
        let gateway_type = environment.gateway_type.as_deref().unwrap_or("Regular");
        entries.push(("gateway_type", gateway_type.into()));
    }
    if release >= Release::V4_1 {
        entries.push(("provider", environment.provider.as_deref().unwrap_or("wso2").into()));
    }
    if !environment.visibility.is_empty() {
        entries.push(("visibility", Value::Strings(environment.visibility.clone())));
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
    // Another vendor's gateway does not know API-M's administrator.
    let usual = |value: &'static str| Some(value).filter(|_| !environment.is_federated());
    for (key, value) in [
        ("username", username.or(usual("${admin.username}"))),
        ("password", password.or(usual("${admin.password}"))),
    ] {
        entries.extend(value.map(|value| (key, value.into())));
    }
    entries.extend(endpoints.iter().filter_map(|(key, url)| Some((*key, url.as_deref()?.into()))));
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn update<'d>(
    topology: &Topology,
    environment: &Environment,
    ports: Ports,
    section: Section<'d>,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    let item = section.item();
    let mut set = |key: &str, value: Value| editor.set_in(item, key, &value);
    set("type", environment.environment_type.as_str().into())?;
    for (key, given, usual) in [
        ("gateway_type", &environment.gateway_type, "Regular"),
        ("provider", &environment.provider, "wso2"),
    ] {
        let differs = section.string(key).is_some_and(|found| !found.is_empty() && found != usual);
        match given {
            Some(value) => set(key, value.as_str().into())?,
            // The topology's environment is not another vendor's.
            None if section.is_federated() && differs && !environment.is_federated() => {
                set(key, usual.into())?;
            }
            None => {}
        }
    }
    if let Some(display_name) = &environment.display_name {
        set("display_name", display_name.as_str().into())?;
    }
    if !environment.visibility.is_empty() {
        set("visibility", Value::Strings(environment.visibility.clone()))?;
    }
    for (key, shown) in [
        ("display_in_api_console", environment.display_in_api_console),
        ("show_as_token_endpoint_url", environment.show_as_token_endpoint_url),
    ] {
        let found = section.get(key);
        // What a variable stands for is not known here, and `true` is what a topology says that says nothing.
        let is_left_alone = shown && found.is_some_and(Item::has_variable);
        // Absent is false.
        if (shown || found.is_some()) && !is_left_alone {
            set(key, shown.into())?;
        }
    }
    if let Some(description) = &environment.description {
        set("description", description.as_str().into())?;
    }
    let (username, password) = credentials(environment);
    for (key, given, default) in
        [("username", username, "${admin.username}"), ("password", password, "${admin.password}")]
    {
        // A number is no empty text, and stays.
        let is_empty =
            section.get(key).is_none_or(|found| found.as_str().is_some_and(|text| text.is_empty()));
        match given {
            Some(value) => set(key, value.into())?,
            None if is_empty && !environment.is_federated() => set(key, default.into())?,
            None => {}
        }
    }
    for (key, url) in urls(topology, environment) {
        if !is_left_out(environment, section, key, url.as_deref())
            && (url.is_some() || !environment.is_federated())
        {
            set_url(item, key, url.as_deref(), ports, editor)?;
        }
    }
    update_properties(environment, section, editor)?;
    update_virtual_hosts(environment, ports, section, editor)
}

/// True for a `WebSub` URL that neither the file nor the topology says, and that is what API-M takes then: the default
/// port of the environment's host.
fn is_left_out(
    environment: &Environment,
    section: Section<'_>,
    key: &str,
    derived: Option<&str>,
) -> bool {
    let keys = [EndpointKey::WebSubHttp, EndpointKey::WebSubHttps];
    let is_said = |key: EndpointKey| {
        environment.endpoints.get(key).is_some() || section.get(key.as_str()).is_some()
    };
    let ends_in_default = |key: &EndpointKey| {
        derived.is_some_and(|url| url.ends_with(&format!(":{}", key.port().default_number())))
    };
    !keys.into_iter().any(is_said)
        && keys.iter().any(|known| known.as_str() == key && ends_in_default(known))
}

/// Properties that the topology does not name stay.
fn update_properties<'d>(
    environment: &Environment,
    section: Section<'d>,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    let entries = properties_of(environment);
    match section.get(PROPERTIES) {
        _ if entries.is_empty() => Ok(()),
        Some(table) => {
            entries.iter().try_for_each(|(name, value)| editor.set_in(table, name, value))
        }
        None => {
            let properties = NewSection::new(PROPERTIES, false).entries(entries);
            editor.push_below(section.item(), properties)
        }
    }
}

/// The first that are there are brought in line, further ones are commented out. When the topology names none, they stay.
fn update_virtual_hosts<'d>(
    environment: &Environment,
    ports: Ports,
    section: Section<'d>,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    if environment.virtual_hosts.is_empty() {
        return Ok(());
    }
    let mut existing = section.virtual_hosts();
    for host in &environment.virtual_hosts {
        let Some(table) = existing.next() else {
            let new = NewSection::new(VIRTUAL_HOST, true).entries(urls_of(host));
            editor.push_below(section.item(), new)?;
            continue;
        };
        for key in EndpointKey::OF_VIRTUAL_HOSTS {
            set_url(table, key.as_str(), host.get(key), ports, editor)?;
        }
    }
    existing.try_for_each(|surplus| editor.comment_out(surplus))
}

fn set_url<'d>(
    table: Item<'d>,
    key: &str,
    url: Option<&str>,
    ports: Ports,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    match (url, table.get(key)) {
        (Some(url), Some(entry)) if says(entry, url, ports) => Ok(()),
        (Some(url), _) => editor.set_in(table, key, &url.into()),
        // A URL that the topology does not offer would contradict those that it does.
        (None, Some(entry)) => editor.comment_out_entry(entry),
        (None, None) => Ok(()),
    }
}

/// True when the file's URL is this one once API-M has put the node's own ports in place of placeholders.
fn says(entry: Item<'_>, url: &str, ports: Ports) -> bool {
    entry.as_str().is_some_and(|found| ports.resolve(&found) == url)
}

fn properties_of(environment: &Environment) -> Vec<(String, Value)> {
    let entry = |(name, value): (&String, &crate::model::SecretText)| {
        (name.clone(), Value::from(value.expose()))
    };
    environment.properties.iter().map(entry).collect()
}

fn urls_of(host: &Endpoints) -> Vec<(String, Value)> {
    EndpointKey::OF_VIRTUAL_HOSTS
        .into_iter()
        .filter_map(|key| Some((key.as_str().to_owned(), host.get(key)?.into())))
        .collect()
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
