//! Which of several repairs can be made together.
//!
//! Two repairs may each be right and wrong together: both rename a key to the same one. Hence the new text is read, and
//! what API-M's parser refuses in it tells that some repair must wait.

use std::collections::BTreeSet;

use super::splice::Splices;
use crate::deployment::Document;
use crate::diagnostic::{Diagnostic, Edit};

/// A repair that was asked for.
pub(super) struct Repair<'r> {
    pub(super) found: &'r Diagnostic,
    /// What it changes, and in which text; `None` when it cannot be made.
    pub(super) edits: Option<Vec<(usize, &'r Edit)>>,
}

/// The repairs that are made.
pub(super) struct Made {
    /// For each text.
    pub(super) splices: Vec<Splices>,
    /// For each repair.
    pub(super) is_made: Vec<bool>,
}

/// Takes the repairs one after the other; what does not go with those before it is left.
pub(super) fn choose(texts: &[&str], repairs: &[Repair<'_>]) -> Made {
    let splices = texts.iter().map(|_| Splices::default()).collect();
    let mut made = Made { splices, is_made: Vec::new() };
    add(texts, repairs, &mut made);
    made
}

/// Adds the repairs that the texts take: mostly all at once, else each half for itself, so that the few which do not go
/// together are found without reading the texts for every one.
fn add(texts: &[&str], repairs: &[Repair<'_>], made: &mut Made) {
    let mut tried = made.splices.clone();
    let mut touched = BTreeSet::new();
    let mut is_made = Vec::new();
    for repair in repairs {
        let edits = repair.edits.as_deref().filter(|edits| fit(texts, &tried, edits));
        for (at, edit) in edits.unwrap_or_default() {
            if let Some(splices) = tried.get_mut(*at) {
                splices.add(edit);
                touched.insert(*at);
            }
        }
        is_made.push(edits.is_some());
    }
    if touched.iter().all(|at| stays_readable(texts, &tried, *at)) {
        made.splices = tried;
        made.is_made.append(&mut is_made);
    } else if let [_] = repairs {
        made.is_made.push(false);
    } else {
        let (first, second) = repairs.split_at(repairs.len() / 2);
        add(texts, first, made);
        add(texts, second, made);
    }
}

fn fit(texts: &[&str], splices: &[Splices], edits: &[(usize, &Edit)]) -> bool {
    edits.iter().all(|(at, edit)| {
        let (text, splices) = (texts.get(*at), splices.get(*at));
        text.zip(splices).is_some_and(|(text, splices)| splices.fits(text, edit))
    })
}

/// False when the parser took a text and does not take the new one.
fn stays_readable(texts: &[&str], splices: &[Splices], at: usize) -> bool {
    let (Some(text), Some(splices)) = (texts.get(at), splices.get(at)) else { return true };
    let is_readable = |text: &str| Document::parse(text).problems().is_empty();
    is_readable(&splices.clone().apply(text)) || !is_readable(text)
}
