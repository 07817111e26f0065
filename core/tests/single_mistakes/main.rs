//! One mistake at a time in a correct set of two to seven nodes, for 3.2, 4.0, 4.3, 4.7 and others: the right rule finds it
//! at the right line, and nothing else speaks.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "clippy takes only functions marked #[test] for tests"
)]

mod correct;
mod mistakes;
mod others;
mod reference;
mod toml;

use gatewright::check::{CheckOptions, NodeFile, check_with};
use gatewright::{Diagnostic, Fixes, Release, Report, Role};

use crate::correct::Shape;
use crate::mistakes::{At, CONTROL_PLANE, Mistake, mistakes};

/// From two to seven nodes.
const SHAPES: [Shape; 5] = [
    Shape { gateways: 1, traffic_manager: false },
    Shape { gateways: 2, traffic_manager: false },
    Shape { gateways: 2, traffic_manager: true },
    Shape { gateways: 4, traffic_manager: true },
    Shape { gateways: 5, traffic_manager: false },
];

/// The releases for which every shape is looked at; for the others one is enough.
const IN_EVERY_SHAPE: [Release; 4] = [Release::V3_2, Release::V4_0, Release::V4_3, Release::V4_7];

fn shapes(release: Release) -> &'static [Shape] {
    if IN_EVERY_SHAPE.contains(&release) { &SHAPES } else { &SHAPES[1..3] }
}

/// A note on the correct sets too: their passwords stand there as they are.
const PLAIN_TEXT: &str = "plain-text-credential";

/// A correct set; one change makes it wrong.
struct Set {
    release: Release,
    shape: Shape,
    files: Vec<(String, String, Role)>,
}

impl Set {
    fn of(release: Release, shape: Shape) -> Self {
        Self { release, shape, files: correct::installation(release, shape) }
    }

    /// The files with what is known of them: hosts and release always, roles perhaps.
    fn found(&self, roles: bool) -> Vec<Diagnostic> {
        self.checked(roles, false).diagnostics().to_vec()
    }

    fn checked(&self, roles: bool, notes: bool) -> Report {
        let files = self.files.iter().map(|(name, text, role)| {
            let node =
                NodeFile::from_text(name, text.as_str()).host("localhost").release(self.release);
            if roles { node.roles([*role]) } else { node }
        });
        let options = CheckOptions::new().notes(notes).environment_variables(["JAVA_HOME"]);
        check_with(files, &options).unwrap()
    }

    /// What is found beside the credentials in plain text, of which every set has some; with notes if they are asked for.
    fn shown(&self, roles: bool, notes: bool) -> Vec<String> {
        let report = self.checked(roles, notes);
        let others = report.diagnostics().iter().filter(|found| found.code != PLAIN_TEXT);
        others.map(shown).collect()
    }

    /// Makes every repair that is proposed; how many there were.
    fn repair(&mut self) -> usize {
        let fixed = self.checked(true, false).fix(Fixes::All);
        assert!(fixed.left().is_empty(), "{:?}", fixed.left());
        for file in &fixed {
            let path = file.path().unwrap().to_string_lossy();
            let (_, text, _) = self.files.iter_mut().find(|(name, ..)| *name == path).unwrap();
            file.after().clone_into(text);
        }
        fixed.made().len()
    }

    /// Makes the mistake and gives the files and the lines at which it must be found; `None` when this set cannot have it.
    fn make(&mut self, mistake: &Mistake) -> Option<Vec<String>> {
        let is_possible = self.shape.gateways >= mistake.gateways
            && mistake.node <= usize::from(self.shape.gateways)
            && !(mistake.is_without_manager && self.shape.traffic_manager);
        let (_, text, _) = self.files.get_mut(mistake.node).filter(|_| is_possible)?;
        let offset = text.find(mistake.before)?;
        text.replace_range(offset..offset + mistake.before.len(), mistake.after);
        let (node, line) = match mistake.at {
            At::Line(after) => (mistake.node, line_at(text, offset) + after),
            At::Text(node, part) => {
                let (_, text, _) = &self.files.get(node)?;
                (node, line_at(text, text.find(part).unwrap()))
            }
        };
        let lines = [Some(line), mistake.again.map(|after| line + after)];
        let shown = |line| format!("{} {}:{line}", mistake.code, self.files[node].0);
        Some(lines.into_iter().flatten().map(shown).collect())
    }
}

/// The line of an offset, from 1.
fn line_at(text: &str, offset: usize) -> usize {
    text[..offset].matches('\n').count() + 1
}

fn shown(found: &Diagnostic) -> String {
    format!("{} {}:{}", found.code, found.path.as_ref().unwrap().display(), found.line.unwrap())
}

#[test]
fn the_correct_sets_give_an_empty_report() {
    for release in Release::KNOWN {
        for shape in SHAPES {
            for roles in [false, true] {
                let found = Set::of(release, shape).found(roles);
                assert!(found.is_empty(), "{release}, {shape:?}, roles {roles}: {found:#?}");
                assert!(
                    Set::of(release, shape).shown(roles, true).is_empty(),
                    "{release}, {shape:?}"
                );
            }
        }
    }
}

#[test]
fn each_mistake_is_found_by_its_rule_at_its_line_and_nothing_else_is() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for mistake in mistakes() {
        for release in mistake.releases {
            let mut sets = 0;
            for shape in shapes(*release) {
                let mut set = Set::of(*release, *shape);
                let Some(expected) = set.make(&mistake) else { continue };
                sets += 1;
                for roles in [false, true] {
                    let found = set.shown(roles, mistake.is_note);
                    let is_right = if mistake.needs_roles && !roles {
                        found.iter().all(|found| expected.contains(found))
                    } else {
                        found == expected
                    };
                    if !is_right {
                        wrong.push(format!(
                            "{release}, {shape:?}, roles {roles}, `{}` for `{}`:\n  expected {expected:?}\n  found {found:?}",
                            mistake.after, mistake.before
                        ));
                    }
                }
            }
            assert!(sets > 0, "{release}: hardly a set has `{}`", mistake.before);
            count += sets;
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

/// In sets of every size: a repair leaves nothing to say about any node, where it is the whole mistake that it repairs.
#[test]
fn a_repaired_mistake_leaves_a_correct_set() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for mistake in mistakes() {
        for release in mistake.releases {
            for shape in shapes(*release) {
                let mut set = Set::of(*release, *shape);
                if set.make(&mistake).is_none() || set.repair() == 0 {
                    continue;
                }
                count += 1;
                let left = set.found(true);
                if !left.is_empty() {
                    let left: Vec<String> = left.iter().map(shown).collect();
                    wrong.push(format!("{release}, {shape:?}, `{}`: {left:?}", mistake.after));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count > 100, "{count}");
}

#[test]
fn an_environment_with_single_brackets_is_found_alone() {
    for release in [Release::V3_2, Release::V4_7] {
        let mut set = Set::of(release, Shape { gateways: 2, traffic_manager: false });
        let (_, text, _) = &mut set.files[CONTROL_PLANE];
        let second = text.rfind("[[apim.gateway.environment]]").unwrap();
        text.truncate(second);
        *text = text.replace("[[apim.gateway.environment]]", "[apim.gateway.environment]");
        for roles in [false, true] {
            let found: Vec<&str> = set.found(roles).iter().map(|found| found.code).collect();
            assert_eq!(found, ["single-bracket-environment"], "{release}, roles {roles}");
        }
    }
}
