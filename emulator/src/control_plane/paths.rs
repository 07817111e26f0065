//! Paths with and without a version: REST reference §2.1.

use crate::node::Release;
use crate::server::Request;

/// What late releases take instead of the Publisher's version: the minor version that the sources show.
const MINOR: (&str, &str) = ("/api/am/publisher/v4", "v4.3");

/// The parts of a path below a portal's base. In late 4.x the version can be left out of it, or be the minor one; any
/// other is nobody's.
pub(super) fn below(release: Release, base: &str, request: &Request) -> Option<Vec<String>> {
    if let Some(parts) = request.below(base) {
        return Some(parts);
    }
    let (unversioned, _) = base.rsplit_once('/')?;
    let mut parts = request.below(unversioned).filter(|_| release.at_least(4, 5))?;
    let first = parts.first()?;
    if base == MINOR.0 && first == MINOR.1 {
        parts.remove(0);
        return Some(parts);
    }
    let names_version =
        first.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (!names_version).then_some(parts)
}
