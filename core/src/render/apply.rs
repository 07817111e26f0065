//! From what a node's file must say to its new text.

use std::collections::HashSet;
use std::path::Path;

use super::settings::{Links, Setting, UrlGroups, When, links};
use super::{environments, labels};
use crate::check::{NodeFile, check};
use crate::deployment::{Document, EditError, Editor, Item, NewSection, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Node, Role, Topology};
use crate::text::SourceText;

pub(super) struct Rendered {
    pub(super) text: String,
    /// The active environments that the new text does not have.
    pub(super) removed: Vec<String>,
}

/// A node's file before it is rendered.
pub(super) struct Base<'t> {
    pub(super) text: &'t str,
    /// True when there is no file yet, and this is what a new one starts from.
    pub(super) is_new: bool,
}

pub(super) fn render_node(
    topology: &Topology,
    node: &Node,
    path: &Path,
    Base { text: base, is_new }: Base<'_>,
    taken_away: &HashSet<String>,
) -> Result<Rendered> {
    let document = Document::parse(base);
    let mut editor = Editor::new(&document).map_err(|_| invalid_file(path, base))?;
    let mut removed = Vec::new();
    let Links { settings, url_groups, notification_endpoint, labels: served } =
        links(topology, node);
    let edited = settings
        .iter()
        .try_for_each(|setting| apply(&document, &mut editor, setting))
        .and_then(|()| match &served {
            Some(served) => {
                labels::edit(topology, served, taken_away, &document, is_new, &mut editor)
            }
            None => Ok(()),
        })
        .and_then(|()| {
            url_groups
                .iter()
                .try_for_each(|groups| apply_url_groups(&document, &mut editor, groups))
        })
        .and_then(|()| match &notification_endpoint {
            Some(url) => apply_notification(&document, &mut editor, url),
            None => Ok(()),
        })
        .and_then(|()| {
            if node.has_role(Role::ControlPlane) {
                removed = environments::edit(topology, node, &document, &mut editor)?;
            }
            Ok(())
        });
    edited.map_err(|error| uneditable(&document, path, node, &error))?;
    Ok(Rendered { text: editor.finish(), removed })
}

fn apply<'d>(
    document: &'d Document,
    editor: &mut Editor<'d>,
    setting: &Setting,
) -> std::result::Result<(), EditError> {
    let found = document.get(setting.path);
    if !setting.is_given && found.is_some_and(Item::has_variable) {
        return Ok(());
    }
    let wanted = match setting.when {
        When::Always => true,
        When::Present => found.is_some(),
        When::Unless(other) => {
            found.and_then(Item::as_str).is_none_or(|text| text.as_ref() != other)
        }
        When::AbsentOrEmpty => {
            found.is_none_or(|item| item.as_str().is_some_and(|text| text.is_empty()))
        }
    };
    if wanted { editor.set(setting.path, &setting.value) } else { Ok(()) }
}

/// Exactly these groups: the first that are there are brought in line, further ones are commented out. Which of the
/// receivers a variable stands for is not known here, so that groups with one stay as they are.
fn apply_url_groups<'d>(
    document: &'d Document,
    editor: &mut Editor<'d>,
    UrlGroups { path, keys, groups }: &UrlGroups,
) -> std::result::Result<(), EditError> {
    let found = document.get(path);
    let mut urls = found.into_iter().flat_map(Item::elements).flat_map(Item::children);
    if urls.any(|item| keys.contains(&&*item.key()) && item.has_variable()) {
        return Ok(());
    }
    let mut elements = found.into_iter().flat_map(Item::elements);
    for group in groups {
        let entries = keys.iter().zip(group);
        let entries = entries.map(|(key, url)| (*key, Value::Strings(vec![url.clone()])));
        if let Some(element) = elements.next() {
            for (key, value) in entries {
                editor.set_in(element, key, &value)?;
            }
        } else {
            let entries = entries.map(|(key, value)| (key.to_owned(), value)).collect();
            editor.push(path, entries)?;
        }
    }
    elements.try_for_each(|surplus| editor.comment_out(surplus))
}

/// The listener that announces revoked tokens, as every shipped file of a key manager has it.
fn apply_notification<'d>(
    document: &'d Document,
    editor: &mut Editor<'d>,
    url: &str,
) -> std::result::Result<(), EditError> {
    const LISTENER: &str = "event_listener";
    const ID: &str = "token_revocation";
    const ENDPOINT: &str = "notification_endpoint";
    let text = |key: &str, value: &str| (key.to_owned(), Value::from(value));
    let properties = || {
        vec![
            text(ENDPOINT, url),
            text("username", "${admin.username}"),
            text("password", "${admin.password}"),
            text("header.X-WSO2-KEY-MANAGER", "default"),
        ]
    };
    let mut listeners = document.get(LISTENER).into_iter().flat_map(Item::elements);
    let is_meant =
        |listener: &Item<'_>| listener.get("id").and_then(Item::as_str).is_some_and(|id| id == ID);
    let Some(listener) = listeners.find(is_meant) else {
        let mut section = NewSection::new(LISTENER, true).entries(vec![
            text("id", ID),
            text("type", "org.wso2.carbon.identity.core.handler.AbstractIdentityHandler"),
            text("name", "org.wso2.is.notification.ApimOauthEventInterceptor"),
            ("order".to_owned(), Value::Integer(1)),
        ]);
        let below = NewSection::new(format!("{LISTENER}.properties"), false);
        section.below.push(below.entries(properties()));
        return editor.push_section(section);
    };
    match listener.get("properties") {
        Some(table) if table.get(ENDPOINT).is_some_and(Item::has_variable) => Ok(()),
        Some(table) => editor.set_in(table, ENDPOINT, &url.into()),
        None => {
            editor.push_below(listener, NewSection::new("properties", false).entries(properties()))
        }
    }
}

/// The error for a file that API-M could not read either: with every problem and its place.
fn invalid_file(path: &Path, base: &str) -> Error {
    let message = format!(
        "`{}` is not valid TOML as API-M reads it; mend it before rendering:",
        path.display()
    );
    match check([NodeFile::from_text(path, base)]) {
        Ok(report) => Error::invalid("invalid-deployment-file", message, report),
        Err(error) => error,
    }
}

fn uneditable(document: &Document, path: &Path, node: &Node, error: &EditError) -> Error {
    let place = match error {
        EditError::WrongKind { span, .. } => {
            let (line, column) = SourceText::new(None, document.text()).position(span.start);
            format!(":{line}:{column}")
        }
        EditError::InvalidToml => String::new(),
    };
    Error::new(
        ErrorKind::InvalidInput,
        "uneditable-file",
        format!("{}{place}: {error}", path.display()),
    )
    .with_context("path", path.display().to_string())
    .with_context("node", node.name.as_str())
}
