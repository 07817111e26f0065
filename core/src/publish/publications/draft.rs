//! Publications on their way to being valid: every value with its place.

use crate::model::reader::{List, Place, Slot};

pub(super) struct Draft {
    pub(super) schema_version: Slot<i64>,
    pub(super) defaults: DefaultsDraft,
    pub(super) publications: Vec<PublicationDraft>,
    /// False when a publication could not be read at all, or the list is misspelt.
    pub(super) is_complete: bool,
}

#[derive(Clone, Default)]
pub(super) struct DefaultsDraft {
    pub(super) environments: Slot<Vec<TargetDraft>>,
    pub(super) lifecycle: Slot<String>,
    pub(super) plans: Slot<List>,
    pub(super) transports: Slot<List>,
    pub(super) display_on_devportal: Slot<bool>,
}

pub(super) struct PublicationDraft {
    /// Its header.
    pub(super) place: Place,
    /// What messages call it.
    pub(super) subject: String,
    pub(super) name: Slot<String>,
    pub(super) version: Slot<String>,
    pub(super) openapi: Slot<String>,
    pub(super) context: Slot<String>,
    pub(super) production_endpoint: Slot<String>,
    pub(super) sandbox_endpoint: Slot<String>,
    pub(super) plans: Slot<List>,
    pub(super) transports: Slot<List>,
    pub(super) project: Slot<String>,
    pub(super) parameters: Slot<String>,
    pub(super) parameters_environment: Slot<String>,
    pub(super) environments: Slot<Vec<TargetDraft>>,
    pub(super) lifecycle: Slot<String>,
}

#[derive(Clone)]
pub(super) struct TargetDraft {
    pub(super) place: Place,
    pub(super) name: Slot<String>,
    pub(super) virtual_host: Slot<String>,
    pub(super) display_on_devportal: Slot<bool>,
}
