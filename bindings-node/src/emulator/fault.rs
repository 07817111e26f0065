//! Faults, field by field.

use gatewright_emulator::{Fault, PlainFault};
use napi_derive::napi;

/// A fault. Times are in milliseconds.
#[napi(object)]
pub struct NativeFault {
    /// What goes wrong.
    pub action: String,
    /// How much later the answer comes.
    pub delay: Option<f64>,
    /// The status that is answered.
    pub status: Option<u16>,
    /// The body that is answered.
    pub body: Option<String>,
    /// The headers that are answered: pairs of name and value.
    pub headers: Vec<Vec<String>>,
    /// The node it meets.
    pub node: Option<String>,
    /// The method it meets.
    pub method: Option<String>,
    /// The path it meets.
    pub path: Option<String>,
    /// How many requests pass before.
    pub after: Option<u32>,
    /// How many requests meet it.
    pub times: Option<u32>,
    /// How many requests have met it.
    pub met: Option<u32>,
}

impl NativeFault {
    pub(crate) fn into_emulator(self) -> gatewright_emulator::Result<Fault> {
        let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok();
        let headers = self.headers.into_iter().filter_map(pair).map(|[name, value]| (name, value));
        let mut plain = PlainFault {
            action: self.action,
            delay: self.delay.map(|milliseconds| milliseconds / 1000.0),
            status: self.status,
            body: self.body,
            headers: headers.collect(),
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

impl From<Fault> for NativeFault {
    fn from(fault: Fault) -> Self {
        let plain = PlainFault::from(&fault);
        Self {
            action: plain.action,
            delay: plain.delay.map(|seconds| seconds * 1000.0),
            status: plain.status,
            body: plain.body,
            headers: plain.headers.into_iter().map(|(name, value)| vec![name, value]).collect(),
            node: plain.node,
            method: plain.method,
            path: plain.path,
            after: Some(plain.after),
            times: plain.times,
            met: Some(plain.met),
        }
    }
}
