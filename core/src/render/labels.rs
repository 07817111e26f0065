//! The labels of a gateway's file, since 4.0.
//!
//! What lives here: which labels a file keeps and which it gets. A label decides alone what a gateway loads, and an
//! environment that was made in the Admin portal stands in no file: a label that nobody here knows is kept.

use std::collections::HashSet;

use crate::check::{DEFAULT_LABEL, GATEWAY_LABELS};
use crate::deployment::{Document, EditError, Editor, Item, ItemKind, Value};
use crate::model::{Text, Topology};

/// The environments that rendering takes away from the files of control planes. No gateway keeps their names.
pub(super) fn taken_away<'t>(
    topology: &Topology,
    control_planes: impl IntoIterator<Item = &'t str>,
) -> HashSet<String> {
    let mut names = HashSet::new();
    for text in control_planes {
        let document = Document::parse(text);
        let sections = document.environments().filter(|section| !section.is_federated());
        let written = sections.filter_map(|section| Some(section.name()?.into_owned()));
        names.extend(written.filter(|name| topology.environment(name).is_none()));
    }
    names
}

/// Brings the labels in line with the environments that the gateway serves.
pub(super) fn edit<'d>(
    topology: &Topology,
    served: &[String],
    taken_away: &HashSet<String>,
    document: &'d Document,
    is_new: bool,
    editor: &mut Editor<'d>,
) -> Result<(), EditError> {
    let found = document.get(GATEWAY_LABELS);
    // What a gateway without a label asks for.
    let is_said_by_silence = matches!(served, [only] if only == DEFAULT_LABEL);
    if found.is_none() && is_said_by_silence && !is_new {
        return Ok(());
    }
    let mut labels: Vec<String> = found.map(written).unwrap_or_default();
    labels.retain(|label| stays(topology, served, taken_away, label));
    let has_kept = !labels.is_empty();
    for name in served {
        // Where labels were written by hand, a variable that the control plane has need not be there, and API-M does not
        // start without it.
        let may_be_unknown = has_kept && Text::parse(name).has_variable();
        if !labels.contains(name) && !may_be_unknown {
            labels.push(name.clone());
        }
    }
    editor.set(GATEWAY_LABELS, &Value::Strings(labels))
}

/// The labels of a file. One that is not in a list counts as if it were.
fn written(item: Item<'_>) -> Vec<String> {
    let text = |item: Item<'_>| item.as_scalar().map(std::borrow::Cow::into_owned);
    if item.kind() == ItemKind::Array {
        item.elements().filter_map(text).collect()
    } else {
        text(item).into_iter().collect()
    }
}

fn stays(
    topology: &Topology,
    served: &[String],
    taken_away: &HashSet<String>,
    label: &str,
) -> bool {
    if topology.environment(label).is_some() {
        return served.iter().any(|name| name == label);
    }
    if Text::parse(label).has_variable() {
        return true;
    }
    // Packs are shipped with the label `Default`. In a topology no two names differ in case only: it is a misspelling.
    let is_misspelt = |name: &str| name.to_lowercase() == label.to_lowercase();
    !label.is_empty()
        && label != DEFAULT_LABEL
        && !taken_away.contains(label)
        && !topology.environments().iter().any(|known| is_misspelt(known.name.as_str()))
}
