//! What is told of an apply while it goes on, on its way to a function of the package's.

use gatewright::publish::Event;
use pyo3::prelude::*;
use tokio::task::block_in_place;

use crate::callback::Held;
use crate::package::Maker;
use crate::publish::plan::step;

static EVENT: Maker = Maker::new("gatewright.publish._event", "Event");
static EVENT_KIND: Maker = Maker::new("gatewright._enums", "EventKind");

/// Other requests go on meanwhile. Without an interpreter nobody listens any more.
pub(crate) fn tell(function: &Held<Py<PyAny>>, told: &Event) {
    let tell = |py: Python<'_>| {
        let Some(function) = function.get() else { return };
        if let Err(error) = event(py, told).and_then(|event| function.call1(py, (event,))) {
            error.write_unraisable(py, Some(function.bind(py)));
        }
    };
    block_in_place(|| Python::try_attach(tell));
}

fn event<'py>(py: Python<'py>, told: &Event) -> PyResult<Bound<'py, PyAny>> {
    EVENT.make(
        py,
        (
            EVENT_KIND.make(py, (told.kind.as_str(),))?,
            &told.api,
            &told.version,
            told.step.as_ref().map(|found| step(py, found)).transpose()?,
            told.message.as_deref(),
            told.finished,
            told.total,
            told.to_string(),
        ),
    )
}
