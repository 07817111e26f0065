//! The emulator: nodes in this process.

pub mod fault;
pub mod nodes;
pub mod running;

use gatewright::Retry;
use gatewright_emulator::Emulator;
use napi_derive::napi;

use crate::failure::{Failure, causes};

/// The page of a code of the emulator's errors.
#[napi]
pub fn explain_emulator(code: String) -> Option<String> {
    Emulator::explain(&code)
}

/// An error of the emulator's, and which function failed.
pub(crate) fn failure(error: &gatewright_emulator::Error, operation: &'static str) -> Failure {
    Failure {
        kind: error.kind().as_str(),
        code: error.code(),
        message: error.to_string(),
        operation,
        context: Vec::new(),
        retry: Retry::Never.as_str(),
        causes: causes(error),
        report: None,
    }
}
