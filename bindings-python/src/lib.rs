//! The native half of the Python package `gatewright`.
//!
//! Everything here is private to the hand-written package in `python/gatewright`, which gives
//! the names their documentation, their types and their Python shape.

use pyo3::prelude::*;

/// The module `gatewright._gatewright`.
#[pymodule]
mod _gatewright {
    use pyo3::prelude::*;

    /// The version of the native module, which is that of the Rust crate.
    #[pyfunction]
    fn version() -> &'static str {
        env!("CARGO_PKG_VERSION")
    }
}
