//! Keys that exclude each other.

use super::build::Builder;
use super::draft::PublicationDraft;
use crate::diagnostic::publications::CONFLICTING_KEYS;
use crate::model::reader::Slot;

impl Builder<'_> {
    /// Keys that exclude each other; true when there are any.
    pub(super) fn conflicts(&mut self, draft: &PublicationDraft) -> bool {
        // Of what is misspelt or of another type, it is not known with what it goes.
        if draft.project.is_broken() {
            return false;
        }
        let place = |slot: &Slot<String>| slot.given().map(|at| at.place.clone());
        let of_lists = [("plans", &draft.plans), ("transports", &draft.transports)]
            .map(|(key, slot)| (key, slot.given().map(|at| at.place.clone())));
        let of_definition = [
            ("production_endpoint", place(&draft.production_endpoint)),
            ("sandbox_endpoint", place(&draft.sandbox_endpoint)),
        ];
        let is_absent = |slot: &Slot<String>| matches!(slot, Slot::Absent);
        let (reason, help, keys): (_, _, Vec<_>) = if is_absent(&draft.project) {
            let mut keys = vec![
                ("parameters", place(&draft.parameters)),
                ("parameters_environment", place(&draft.parameters_environment)),
            ];
            let mut help = "remove it, or add the `project`";
            if is_absent(&draft.openapi) && is_absent(&draft.context) {
                keys.extend(of_definition.into_iter().chain(of_lists));
                help = "remove it, or say what the API is made of: `context = \"/pets\"`, or a `project`";
            }
            ("which is made of nothing that it could be said of", help, keys)
        } else {
            let said = [
                ("name", place(&draft.name)),
                ("version", place(&draft.version)),
                ("openapi", place(&draft.openapi)),
                ("context", place(&draft.context)),
            ];
            let keys = said.into_iter().chain(of_definition).chain(of_lists).collect();
            ("whose `project` says it", "remove it, or change it in the project", keys)
        };
        let mut is_any = false;
        for (key, place) in keys.into_iter().filter_map(|(key, place)| Some((key, place?))) {
            is_any = true;
            let message = format!("`{key}` does not go with {}, {reason}", draft.subject);
            self.findings.error(&CONFLICTING_KEYS, &place, message).help(help);
        }
        is_any
    }
}
