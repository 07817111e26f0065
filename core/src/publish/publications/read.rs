//! From a text to a [`Draft`].

use std::ops::Range;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use super::draft::{DefaultsDraft, Draft, PublicationDraft, TargetDraft};
use super::keys::{self, VOCABULARY};
use crate::model::reader::{self, At, Findings, Slot, TableList, TableReader, each, shown};
use crate::text::SourceText;

/// Reads a text; `None` when it is not TOML.
pub(super) fn read(source: &Arc<SourceText>, findings: &mut Findings) -> Option<Draft> {
    let document = reader::document(source, &VOCABULARY, findings)?;
    let table = document.get_ref();
    let subject = "the file".to_owned();
    let mut root = TableReader::new(table, subject, 0..0, keys::ROOT, &VOCABULARY, findings);
    let schema_version = root.integer("schema_version");
    let defaults = root.table("defaults", keys::DEFAULTS, defaults);
    let mut is_complete = !root.is_misspelt("publication");
    let mut publications = Vec::new();
    let list = TableList { key: "publication", header: "publication", owner: "the file" };
    is_complete &= each(table, list, subject_of, findings, |entry, subject, span, findings| {
        publications.push(publication(entry, subject, span, findings));
    });
    let defaults = match defaults {
        Slot::Given(at) => at.value,
        Slot::Absent => DefaultsDraft::default(),
        // What they would have said is not missed as well.
        Slot::Broken => DefaultsDraft {
            environments: Slot::Broken,
            lifecycle: Slot::Broken,
            ..DefaultsDraft::default()
        },
    };
    Some(Draft { schema_version, defaults, publications, is_complete })
}

/// What messages call a publication: by name and version, or by what it is made of, or by number.
fn subject_of(key: &str, index: usize, table: &DeTable<'_>) -> String {
    let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str());
    match (text("name"), text("version"), text("project").or_else(|| text("openapi"))) {
        (Some(name), Some(version), _) => format!("{key} `{}` {}", shown(name), shown(version)),
        (Some(name), None, _) => format!("{key} `{}`", shown(name)),
        (None, _, Some(path)) => format!("{key} `{}`", shown(path)),
        (None, _, None) => format!("{key} {}", index + 1),
    }
}

fn defaults(reader: &mut TableReader<'_, '_, '_>) -> DefaultsDraft {
    DefaultsDraft {
        environments: targets(reader),
        lifecycle: reader.string("lifecycle"),
        plans: reader.list("plans"),
        transports: reader.list("transports"),
        display_on_devportal: reader.boolean("display_on_devportal"),
    }
}

fn publication(
    table: &DeTable<'_>,
    subject: String,
    span: Range<usize>,
    findings: &mut Findings,
) -> PublicationDraft {
    let keys = keys::PUBLICATION;
    let mut reader =
        TableReader::new(table, subject.clone(), span.clone(), keys, &VOCABULARY, findings);
    PublicationDraft {
        place: Some(span),
        subject,
        name: reader.string("name"),
        version: reader.string("version"),
        openapi: reader.string("openapi"),
        context: reader.string("context"),
        production_endpoint: reader.string("production_endpoint"),
        sandbox_endpoint: reader.string("sandbox_endpoint"),
        plans: reader.list("plans"),
        transports: reader.list("transports"),
        project: reader.string("project"),
        parameters: reader.string("parameters"),
        parameters_environment: reader.string("parameters_environment"),
        environments: targets(&mut reader),
        lifecycle: reader.string("lifecycle"),
    }
}

/// Environments by name, or as tables with more to say.
fn targets(reader: &mut TableReader<'_, '_, '_>) -> Slot<Vec<TargetDraft>> {
    const KEY: &str = "environments";
    const HELP: &str =
        "write a list, such as `environments = [\"Production Gateway\", { name = \"eu-west\" }]`";
    let entries = match reader.entries(KEY, "a list of names and tables", HELP) {
        Slot::Given(entries) => entries,
        Slot::Absent => return Slot::Absent,
        Slot::Broken => return Slot::Broken,
    };
    let mut targets = Vec::new();
    let mut is_whole = true;
    for (index, entry) in entries.value.into_iter().enumerate() {
        match entry.get_ref() {
            DeValue::String(name) => {
                let name = At { value: name.to_string(), place: Some(entry.span()) };
                targets.push(TargetDraft {
                    place: Some(entry.span()),
                    name: Slot::Given(name),
                    virtual_host: Slot::Absent,
                    display_on_devportal: Slot::Absent,
                });
            }
            DeValue::Table(table) => {
                let subject = format!("environment {} of {}", index + 1, reader.subject());
                let mut reader = reader.entry(table, subject, entry.span(), keys::TARGET);
                targets.push(TargetDraft {
                    place: Some(entry.span()),
                    name: reader.required_string("name"),
                    virtual_host: reader.string("virtual_host"),
                    display_on_devportal: reader.boolean("display_on_devportal"),
                });
            }
            _ => {
                is_whole = false;
                reader.wrong_entry(KEY, entry, "a name or a table", HELP);
            }
        }
    }
    if is_whole { Slot::Given(At { value: targets, place: entries.place }) } else { Slot::Broken }
}
