//! Values that Python holds as strings and numbers: what of them is valid, and what it means.

use std::cmp::Ordering;

use gatewright::model::SecretText;
use gatewright::{EnvironmentName, Pack, Port, PortOffset, Ports, Release};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyString};

use crate::errors::OrRaise;
use crate::names::member;

/// The name, if it is one.
#[pyfunction]
pub(crate) fn environment_name<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyString>> {
    Ok(PyString::new(py, EnvironmentName::new(name).or_raise(py)?.as_str()))
}

/// The offset, if it is one.
#[pyfunction]
pub(crate) fn port_offset(py: Python<'_>, offset: &Bound<'_, PyInt>) -> PyResult<u16> {
    // Python's numbers have no bound; beyond 64 bits only the sign matters.
    let number = match offset.extract() {
        Ok(number) => number,
        Err(_) if offset.lt(0)? => i64::MIN,
        Err(_) => i64::MAX,
    };
    Ok(PortOffset::new(number).or_raise(py)?.get())
}

fn parse(py: Python<'_>, release: &str) -> PyResult<Release> {
    release.parse::<Release>().or_raise(py)
}

/// The release in its usual form.
#[pyfunction]
pub(crate) fn release(py: Python<'_>, release: &str) -> PyResult<String> {
    Ok(parse(py, release)?.to_string())
}

/// Every known release.
#[pyfunction]
pub(crate) fn known_releases() -> Vec<String> {
    Release::KNOWN.iter().map(Release::to_string).collect()
}

/// False for a release newer than the newest known one.
#[pyfunction]
pub(crate) fn is_known_release(py: Python<'_>, release: &str) -> PyResult<bool> {
    Ok(parse(py, release)?.is_known())
}

/// True for 3.x.
#[pyfunction]
pub(crate) fn is_classic_release(py: Python<'_>, release: &str) -> PyResult<bool> {
    Ok(parse(py, release)?.is_classic())
}

/// Compares two releases by age: negative when the first is older.
#[pyfunction]
pub(crate) fn compare_releases(py: Python<'_>, one: &str, other: &str) -> PyResult<i8> {
    Ok(match parse(py, one)?.cmp(&parse(py, other)?) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

/// What may be printed of a value.
#[pyfunction]
pub(crate) fn masked(value: &str) -> String {
    format!("{:?}", SecretText::new(value))
}

/// The ports of a node.
#[pyclass(frozen, module = "gatewright._gatewright")]
pub(crate) struct NativePorts {
    ports: Ports,
}

#[pymethods]
impl NativePorts {
    #[new]
    fn new(py: Python<'_>, pack: &str, release: &str, offset: &Bound<'_, PyInt>) -> PyResult<Self> {
        let pack = member(Pack::from_name(pack), pack)?;
        let offset = PortOffset::new(port_offset(py, offset)?.into()).or_raise(py)?;
        Ok(Self { ports: Ports::new(pack, parse(py, release)?, offset) })
    }

    fn numbers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let numbers = PyDict::new(py);
        for (port, number) in self.ports.iter() {
            numbers.set_item(port.as_str(), number)?;
        }
        Ok(numbers)
    }

    fn find(&self, number: i64) -> Option<&'static str> {
        self.ports.find(u16::try_from(number).ok()?).map(Port::as_str)
    }

    fn collisions(&self, other: &Bound<'_, Self>) -> Vec<(&'static str, &'static str, u16)> {
        let names =
            |(mine, theirs, number): (Port, Port, u16)| (mine.as_str(), theirs.as_str(), number);
        self.ports.collisions(&other.get().ports).map(names).collect()
    }
}
