//! The environments of a publication.

use super::build::{Builder, TargetPlaces};
use super::draft::{DefaultsDraft, PublicationDraft, TargetDraft};
use super::values;
use crate::diagnostic::publications::{ENVIRONMENT_NAMED_TWICE, NO_ENVIRONMENT};
use crate::model::reader::{Findings, Slot, shown};
use crate::publish::publication::Target;

impl Builder<'_> {
    /// The publication's own environments, its project's, or those of the defaults. `from_project` is none while it cannot
    /// be known.
    pub(super) fn environments(
        &mut self,
        draft: &PublicationDraft,
        defaults: &DefaultsDraft,
        from_project: Option<&[Target]>,
    ) -> Option<(Vec<Target>, Vec<TargetPlaces>)> {
        let is_shown = &defaults.display_on_devportal;
        let found = match (&draft.environments, &defaults.environments) {
            (Slot::Given(at), _) => self.targets(&at.value, &draft.subject, is_shown)?,
            (Slot::Absent, _) if !from_project?.is_empty() => {
                let targets = from_project?;
                let place = draft.project.place_or(&draft.place);
                let places =
                    TargetPlaces { name: place.clone(), virtual_host: place.clone(), shown: place };
                (targets.to_vec(), vec![places; targets.len()])
            }
            (Slot::Absent, Slot::Given(at)) => {
                // What is wrong with them was said of the defaults.
                let mut findings = Findings::new(None);
                let (base, options) = (self.base, self.options);
                let mut silent = Builder { base, options, findings: &mut findings };
                silent.targets(&at.value, &draft.subject, is_shown)?
            }
            (Slot::Broken, _) | (Slot::Absent, Slot::Broken) => return None,
            (Slot::Absent, Slot::Absent) => (Vec::new(), Vec::new()),
        };
        if found.0.is_empty() {
            let message =
                format!("{} names no environment, so that there is nothing to do", draft.subject);
            self.findings
                .error(&NO_ENVIRONMENT, &draft.environments.place_or(&draft.place), message)
                .help(
                    "name each one the API should be in: `environments = [\"Production Gateway\"]`",
                );
            return None;
        }
        Some(found)
    }

    pub(super) fn targets(
        &mut self,
        drafts: &[TargetDraft],
        subject: &str,
        is_shown: &Slot<bool>,
    ) -> Option<(Vec<Target>, Vec<TargetPlaces>)> {
        let mut targets: Vec<Target> = Vec::new();
        let mut places: Vec<TargetPlaces> = Vec::new();
        let mut is_right = true;
        for draft in drafts {
            let Some(name) = draft.name.given() else {
                is_right = false;
                continue;
            };
            let Some(text) = values::literal("environments", subject, name, self.findings) else {
                is_right = false;
                continue;
            };
            let mut target = Target::new(text);
            if let Some(at) = draft.virtual_host.given() {
                let host =
                    values::resolved("virtual_host", subject, at, self.options, self.findings);
                match host {
                    Some(host) => target = target.virtual_host(host),
                    None => is_right = false,
                }
            }
            is_right &= !draft.virtual_host.is_broken() && !draft.display_on_devportal.is_broken();
            let shown_here = draft.display_on_devportal.value().or(is_shown.value());
            if shown_here == Some(&false) {
                target = target.hidden_in_portal();
            }
            let earlier = targets.iter().position(|other| other.name() == target.name());
            if let Some(earlier) = earlier {
                is_right = false;
                let message = format!("{subject} names the environment `{}` twice", shown(text));
                let first = places.get(earlier).map_or(&None, |places| &places.name);
                self.findings
                    .error(&ENVIRONMENT_NAMED_TWICE, &name.place, message)
                    .related(first, "the first one")
                    .help("remove one of the two, or name another environment");
            }
            places.push(TargetPlaces {
                name: name.place.clone(),
                virtual_host: draft.virtual_host.place_or(&name.place),
                shown: draft.display_on_devportal.place_or(&is_shown.place_or(&draft.place)),
            });
            targets.push(target);
        }
        is_right.then_some((targets, places))
    }
}
