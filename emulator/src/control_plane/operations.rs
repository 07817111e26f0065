//! What is implemented, as a list that programs can read.

use serde::Serialize;

use super::{admin, devportal, publisher};
use crate::node::Release;

/// An operation of a management API that an emulator of some release answers.
///
/// What is not among [`implemented_operations`] is answered 501, naming the operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct ImplementedOperation {
    /// `publisher`, `devportal` or `admin`.
    pub portal: &'static str,
    /// The method, in upper case.
    pub method: &'static str,
    /// The path below the portal's base, as WSO2's documents write it: `/apis/{apiId}`.
    pub path: String,
}

/// The operations of the management APIs that an emulator of this release answers, in order.
///
/// ```
/// use gatewright_emulator::{Release, implemented_operations};
/// let operations = implemented_operations(Release::NEWEST);
/// let is_there = |method, path| operations.iter().any(|o| o.method == method && o.path == path);
/// assert!(is_there("POST", "/apis/{apiId}/deploy-revision"));
/// assert!(!is_there("GET", "/settings/gateway-environments"));
/// ```
pub fn implemented_operations(release: Release) -> Vec<ImplementedOperation> {
    let portals = [
        ("publisher", publisher::OPERATIONS),
        ("devportal", devportal::OPERATIONS),
        ("admin", admin::OPERATIONS),
    ];
    let tables = portals.into_iter().flat_map(|(portal, operations)| {
        operations
            .iter()
            .filter(|operation| operation.releases.contain(release))
            .map(move |operation| (portal, operation.method, operation.path))
    });
    let mut all: Vec<_> = tables
        .map(|(portal, method, path)| ImplementedOperation {
            portal,
            method,
            path: format!("/{path}"),
        })
        .collect();
    all.sort();
    all
}
