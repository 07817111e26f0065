//! The emulator: nodes in this process.

pub(crate) mod fault;
pub(crate) mod nodes;
pub(crate) mod running;

use gatewright_emulator::Emulator;
use pyo3::prelude::*;

/// The page of a code of the emulator's errors.
#[pyfunction]
pub(crate) fn explain_emulator(code: &str) -> Option<String> {
    Emulator::explain(code)
}
