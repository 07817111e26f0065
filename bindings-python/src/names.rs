//! The core's closed sets of names, which Python spells as enumerations.

use gatewright::client::{ApiOrder, Decision, ProbeState};
use gatewright::publish::{
    AccessAction, Action, Certainty, DriftKind, EnvironmentChange, EventKind, Fate, Handover,
    Lifecycle, OutcomeFormat, PlanFormat, ProjectLayout, Proof, SecretFileFormat, SecretKind,
    Source, Verdict,
};
use gatewright::{
    EnvironmentType, ErrorKind, Fixes, Format, KeyType, Pack, Port, Retry, Role, Safety, Severity,
};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// The names in every set, against which the enumerations are tested.
#[pyfunction]
pub(crate) fn names(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let names = PyDict::new(py);
    names.set_item("AccessAction", AccessAction::ALL.map(AccessAction::as_str))?;
    names.set_item("ActionKind", Action::KINDS)?;
    names.set_item("ApiOrder", ApiOrder::ALL.map(ApiOrder::as_str))?;
    names.set_item("Certainty", Certainty::ALL.map(Certainty::as_str))?;
    names.set_item("Decision", Decision::ALL.map(Decision::as_str))?;
    names.set_item("DriftKind", DriftKind::ALL.map(DriftKind::as_str))?;
    names.set_item("EnvironmentChange", EnvironmentChange::ALL.map(EnvironmentChange::as_str))?;
    names.set_item("EnvironmentType", EnvironmentType::ALL.map(EnvironmentType::as_str))?;
    names.set_item("ErrorKind", ErrorKind::ALL.map(ErrorKind::as_str))?;
    names.set_item("EventKind", EventKind::ALL.map(EventKind::as_str))?;
    names.set_item("Fate", Fate::ALL.map(Fate::as_str))?;
    names.set_item("FaultAction", gatewright_emulator::Action::NAMES)?;
    names.set_item("Fixes", Fixes::ALL.map(Fixes::as_str))?;
    names.set_item("Format", Format::ALL.map(Format::as_str))?;
    names.set_item("Handover", Handover::ALL.map(Handover::as_str))?;
    names.set_item("KeyType", KeyType::ALL.map(KeyType::as_str))?;
    names.set_item("Lifecycle", Lifecycle::ALL.map(Lifecycle::as_str))?;
    names.set_item("OutcomeFormat", OutcomeFormat::ALL.map(OutcomeFormat::as_str))?;
    names.set_item("Pack", Pack::ALL.map(Pack::as_str))?;
    names.set_item("PlanFormat", PlanFormat::ALL.map(PlanFormat::as_str))?;
    names.set_item("Port", Port::ALL.map(Port::as_str))?;
    names.set_item("ProbeState", ProbeState::ALL.map(ProbeState::as_str))?;
    names.set_item("ProjectLayout", ProjectLayout::ALL.map(ProjectLayout::as_str))?;
    names.set_item("ProofKind", Proof::KINDS)?;
    names.set_item("Retry", Retry::ALL.map(Retry::as_str))?;
    names.set_item("Role", Role::ALL.map(Role::as_str))?;
    names.set_item("Safety", Safety::ALL.map(Safety::as_str))?;
    names.set_item("SecretFileFormat", SecretFileFormat::ALL.map(SecretFileFormat::as_str))?;
    names.set_item("SecretKind", SecretKind::ALL.map(SecretKind::as_str))?;
    names.set_item("Severity", Severity::ALL.map(Severity::as_str))?;
    names.set_item("Verdict", Verdict::ALL.map(Verdict::as_str))?;
    names.set_item("SourceKind", Source::KINDS)?;
    Ok(names)
}

/// True when an environment of this type takes a key of that type.
#[pyfunction]
pub(crate) fn accepts(environment_type: &str, key_type: &str) -> PyResult<bool> {
    let environment_type = member(EnvironmentType::from_name(environment_type), environment_type)?;
    let key_type_named = KeyType::ALL.into_iter().find(|known| known.as_str() == key_type);
    Ok(environment_type.accepts(member(key_type_named, key_type)?))
}

/// The name of the pack that WSO2 calls so.
#[pyfunction]
pub(crate) fn pack_name(name: &str) -> Option<&'static str> {
    Pack::from_name(name).map(Pack::as_str)
}

/// The member of a set that Python's enumeration has vouched for.
pub(crate) fn member<T>(found: Option<T>, name: &str) -> PyResult<T> {
    found.ok_or_else(|| PyValueError::new_err(name.to_owned()))
}
