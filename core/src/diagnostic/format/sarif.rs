//! For code scanning: SARIF 2.1.0.
//!
//! One run; of the rules, those that found something, with their pages. What was not compared is a notification of the
//! run, not a result. The objects of the format are in [`log`].

mod log;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use self::log::{
    ArtifactChange, ArtifactLocation, Configuration, Driver, Fixed, Invocation, Level, Location,
    Log, Message, Notification, PhysicalLocation, Region, Replacement, ReportingDescriptor, Run,
    SarifResult, Tool, Trust,
};
use super::{Masks, place};
use crate::diagnostic::{Diagnostic, Fix, Related, Report, Rule, Severity};
use crate::text::SourceText;

pub(super) fn report(report: &Report) -> String {
    // It cannot fail: there is no map in it, and nothing is written to but memory.
    let mut text = serde_json::to_string_pretty(&document(report)).unwrap_or_default();
    text.push('\n');
    text
}

fn document(report: &Report) -> Log<'_> {
    let rules: BTreeMap<&str, &'static Rule> =
        report.diagnostics().iter().map(|found| (found.code, found.rule())).collect();
    let indices: BTreeMap<&str, usize> =
        rules.keys().enumerate().map(|(index, code)| (*code, index)).collect();
    let mut masks = Masks::default();
    let results = report
        .diagnostics()
        .iter()
        .map(|found| result(report, found, indices.get(found.code).copied(), &mut masks))
        .collect();
    let driver = Driver {
        name: "gatewright",
        version: env!("CARGO_PKG_VERSION"),
        semantic_version: env!("CARGO_PKG_VERSION"),
        information_uri: env!("CARGO_PKG_REPOSITORY"),
        rules: rules.into_values().map(descriptor).collect(),
    };
    let run = Run {
        tool: Tool { driver },
        invocations: invocations(report),
        column_kind: "unicodeCodePoints",
        results,
    };
    Log { schema: log::SCHEMA, version: log::VERSION, runs: [run] }
}

fn descriptor(rule: &'static Rule) -> ReportingDescriptor {
    ReportingDescriptor {
        id: rule.code,
        short_description: Message::text(rule.summary),
        help: Message::markdown(rule.documentation),
        default_configuration: Configuration { level: level(rule.severity) },
    }
}

fn invocations(report: &Report) -> Option<[Invocation<'_>; 1]> {
    let notifications: Vec<_> = report
        .inferred()
        .iter()
        .chain(report.not_compared())
        .map(|sentence| Notification { level: Level::Note, message: Message::text(sentence) })
        .collect();
    (!notifications.is_empty()).then_some([Invocation {
        execution_successful: true,
        tool_execution_notifications: notifications,
    }])
}

fn result<'r>(
    report: &'r Report,
    found: &'r Diagnostic,
    rule_index: Option<usize>,
    masks: &mut Masks,
) -> SarifResult<'r> {
    let message = match &found.help {
        Some(help) => format!("{}\n\nHow to fix it: {help}", found.message),
        None => found.message.clone(),
    };
    let location = found.path.as_deref().map(|path| Location {
        id: None,
        physical: Some(physical(path, report.source_of(found), found.span.as_ref())),
        message: None,
    });
    let fix = masks.fix(report, found).and_then(|fix| fixed(report, found, fix));
    SarifResult {
        rule_id: found.code,
        rule_index,
        level: level(found.severity),
        message: Message::text(message),
        locations: location.into_iter().collect(),
        related_locations: found
            .related
            .iter()
            .enumerate()
            .map(|(at, related)| other(report, at, related))
            .collect(),
        fixes: fix.into_iter().collect(),
    }
}

fn other<'r>(report: &'r Report, at: usize, related: &'r Related) -> Location<'r> {
    let source = report.related_source_of(related);
    Location {
        id: Some(at),
        physical: related.path.as_deref().map(|path| physical(path, source, related.span.as_ref())),
        message: Some(Message::text(&related.message)),
    }
}

fn physical(
    path: &Path,
    source: Option<&SourceText>,
    span: Option<&Range<usize>>,
) -> PhysicalLocation {
    PhysicalLocation {
        artifact_location: ArtifactLocation { uri: place::uri(path) },
        region: source.zip(span).map(|(source, span)| region(source, span)),
    }
}

fn region(source: &SourceText, span: &Range<usize>) -> Region {
    let (start_line, start_column) = source.position(span.start);
    let (end_line, end_column) = source.position(span.end);
    Region { start_line, start_column, end_line, end_column }
}

/// A fix, when each of its edits is in a file that has a name and is known. The edits of one file are one change.
fn fixed<'r>(report: &Report, found: &Diagnostic, fix: &'r Fix) -> Option<Fixed<'r>> {
    let mut changes: Vec<(&Path, ArtifactChange<'r>)> = Vec::new();
    for edit in &fix.edits {
        let (path, source) = edit.path.as_deref().zip(report.edit_source_of(found, edit))?;
        let replacement = Replacement {
            deleted_region: region(source, &edit.span),
            inserted_content: Message::text(&edit.replacement),
        };
        if let Some((_, change)) = changes.iter_mut().find(|(known, _)| *known == path) {
            change.replacements.push(replacement);
        } else {
            let artifact_location = ArtifactLocation { uri: place::uri(path) };
            changes.push((
                path,
                ArtifactChange { artifact_location, replacements: vec![replacement] },
            ));
        }
    }
    let artifact_changes: Vec<_> = changes.into_iter().map(|(_, change)| change).collect();
    (!artifact_changes.is_empty())
        .then_some(Fixed { artifact_changes, properties: Trust { safety: fix.safety } })
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}
