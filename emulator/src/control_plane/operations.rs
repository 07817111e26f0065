//! What is implemented, as a list that programs can read.

use serde::Serialize;

use super::operation::{ALWAYS, CLASSIC, Releases};
use super::{admin, devportal, publisher};
use crate::node::Release;

/// An operation of a management API that an emulator of some release answers.
///
/// What is not among [`implemented_operations`] is answered 501, naming the operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct ImplementedOperation {
    /// `publisher`, `devportal`, `admin`, `gateway` (the REST API of a gateway), or `oauth` for registration and tokens.
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
    let beside = BESIDE
        .iter()
        .filter(|(_, _, _, releases)| releases.contain(release))
        .map(|(portal, method, path, _)| (*portal, *method, *path));
    let mut all: Vec<_> = tables
        .chain(beside)
        .map(|(portal, method, path)| ImplementedOperation {
            portal,
            method,
            path: format!("/{path}"),
        })
        .collect();
    all.sort();
    all
}

const GATEWAY: Releases = Releases::from(4, 0);

/// What finds its way by itself: REST reference §1.1, §1.2, §2.1, §2.7.
const BESIDE: &[(&str, &str, &str, Releases)] = &[
    ("oauth", "POST", "client-registration/v0.15/register", Releases::between((3, 0), (3, 0))),
    ("oauth", "POST", "client-registration/v0.16/register", Releases::between((3, 1), (3, 1))),
    ("oauth", "POST", "client-registration/v0.17/register", Releases::from(3, 2)),
    ("oauth", "POST", "oauth2/token", ALWAYS),
    ("oauth", "POST", "oauth2/revoke", ALWAYS),
    // On the ports of a gateway.
    ("oauth", "POST", "token", CLASSIC),
    ("oauth", "POST", "revoke", CLASSIC),
    ("oauth", "POST", "t/{tenantDomain}/token", CLASSIC),
    ("oauth", "POST", "t/{tenantDomain}/revoke", CLASSIC),
    ("gateway", "GET", "api-artifact", GATEWAY),
    ("gateway", "GET", "end-points", GATEWAY),
    ("gateway", "GET", "sequence", GATEWAY),
    ("gateway", "GET", "local-entry", GATEWAY),
    ("gateway", "POST", "redeploy-api", GATEWAY),
    ("gateway", "POST", "undeploy-api", GATEWAY),
    ("gateway", "GET", "server-startup-healthcheck", Releases::from(4, 1)),
];
