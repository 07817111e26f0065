//! From what a node's file must say to its new text.

use std::path::Path;

use super::environments;
use super::settings::{Links, Setting, UrlGroup, When, links};
use crate::check::{NodeFile, check};
use crate::deployment::{Document, EditError, Editor, Value};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Node, Role, Topology};
use crate::text::SourceText;

const URL_GROUP: &str = "apim.throttling.url_group";

pub(super) struct Rendered {
    pub(super) text: String,
    /// The active environments that the new text does not have.
    pub(super) removed: Vec<String>,
}

pub(super) fn render_node(
    topology: &Topology,
    node: &Node,
    path: &Path,
    base: &str,
) -> Result<Rendered> {
    let document = Document::parse(base);
    let mut editor = Editor::new(&document).map_err(|_| invalid_file(path, base))?;
    let mut removed = Vec::new();
    let Links { settings, url_group } = links(topology, node);
    let edited = settings
        .iter()
        .try_for_each(|setting| apply(&document, &mut editor, setting))
        .and_then(|()| match &url_group {
            Some(group) => apply_url_group(&document, &mut editor, group),
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
    let wanted = match setting.when {
        When::Always => true,
        When::Present => found.is_some(),
        When::AbsentOrEmpty => {
            found.is_none_or(|item| item.as_str().is_some_and(|text| text.is_empty()))
        }
    };
    if wanted { editor.set(setting.path, &setting.value) } else { Ok(()) }
}

/// Exactly one group: the first that is there is brought in line, further ones are commented out.
fn apply_url_group<'d>(
    document: &'d Document,
    editor: &mut Editor<'d>,
    group: &UrlGroup,
) -> std::result::Result<(), EditError> {
    let entries = [
        ("traffic_manager_urls", Value::Strings(vec![group.receiver.clone()])),
        ("traffic_manager_auth_urls", Value::Strings(vec![group.auth.clone()])),
    ];
    let mut elements =
        document.get(URL_GROUP).into_iter().flat_map(crate::deployment::Item::elements);
    let Some(first) = elements.next() else {
        let entries = entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        return editor.push(URL_GROUP, entries);
    };
    for (key, value) in &entries {
        editor.set_in(first, key, value)?;
    }
    elements.try_for_each(|surplus| editor.comment_out(surplus))
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
