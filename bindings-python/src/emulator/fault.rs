//! Faults on order.

use gatewright_emulator::{Fault, PlainFault, Result};
use pyo3::prelude::*;

use crate::package::Maker;

static FAULT: Maker = Maker::new("gatewright.emulator._fault", "from_native");

/// The attributes of the package's `Fault`; what is absent stays as the emulator has it.
#[derive(FromPyObject)]
pub(crate) struct FaultAttributes {
    action: String,
    delay: Option<f64>,
    status: Option<u16>,
    body: Option<String>,
    headers: Vec<(String, String)>,
    node: Option<String>,
    method: Option<String>,
    path: Option<String>,
    after: Option<u32>,
    times: Option<u32>,
}

impl FaultAttributes {
    pub(crate) fn into_emulator(self) -> Result<Fault> {
        let mut plain = PlainFault {
            action: self.action,
            delay: self.delay,
            status: self.status,
            body: self.body,
            headers: self.headers,
            node: self.node,
            method: self.method,
            path: self.path,
            times: self.times,
            ..PlainFault::default()
        };
        if let Some(after) = self.after {
            plain.after = after;
        }
        Fault::try_from(plain)
    }
}

pub(crate) fn fault<'py>(py: Python<'py>, fault: &Fault) -> PyResult<Bound<'py, PyAny>> {
    let plain = PlainFault::from(fault);
    FAULT.make(
        py,
        (
            (plain.action, plain.delay, plain.status, plain.body, plain.headers),
            (plain.node, plain.method, plain.path, plain.after, plain.times, plain.met),
        ),
    )
}
