//! The keys that WSO2's own files carry, per release.
//!
//! A key that is not here may still be legal: only sections whose keys are known completely may be judged by it.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::OnceLock;

use crate::model::Release;

const TABLE: &str = include_str!("known_keys.tsv");

/// What is known of a key of `deployment.toml`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct KnownKey {
    /// The dotted path, without positions in arrays.
    pub path: &'static str,
    live: &'static str,
    commented: &'static str,
    charts: &'static str,
}

impl KnownKey {
    /// True when a `deployment.toml` or an official Helm chart of this release carries the key, live or in a comment.
    /// A release newer than the newest known one counts as that one.
    pub fn in_release(&self, release: Release) -> bool {
        let index = release.known_index();
        [self.live, self.commented, self.charts]
            .iter()
            .any(|column| column.as_bytes().get(index) == Some(&b'1'))
    }
}

fn table() -> &'static BTreeMap<&'static str, KnownKey> {
    static KEYS: OnceLock<BTreeMap<&'static str, KnownKey>> = OnceLock::new();
    KEYS.get_or_init(|| {
        TABLE
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let mut columns = line.split('\t');
                let path = columns.next()?;
                let (live, commented, charts) = (columns.next()?, columns.next()?, columns.next()?);
                Some((path, KnownKey { path, live, commented, charts }))
            })
            .collect()
    })
}

/// What is known of the key at a dotted path; `None` when none of WSO2's files has it.
///
/// ```
/// use gatewright::Release;
/// use gatewright::deployment::known_key;
///
/// let key = known_key("apim.gateway.environment.gateway_type").unwrap();
/// assert!(!key.in_release(Release::V4_2) && key.in_release(Release::V4_3));
/// assert!(known_key("apim.key_manager.servce_url").is_none());
/// ```
pub fn known_key(path: &str) -> Option<&'static KnownKey> {
    table().get(path)
}

/// The known keys directly below a section, in alphabetical order.
pub fn known_keys(section: &str) -> impl Iterator<Item = &'static KnownKey> {
    let prefix = if section.is_empty() { String::new() } else { format!("{section}.") };
    let depth = prefix.len();
    table()
        .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
        .take_while({
            let prefix = prefix.clone();
            move |(path, _)| path.starts_with(&prefix)
        })
        .filter(move |(path, _)| path.get(depth..).is_some_and(|rest| !rest.contains('.')))
        .map(|(_, key)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_eleven_releases_per_column() {
        for key in table().values() {
            for column in [key.live, key.commented, key.charts] {
                assert_eq!(column.len(), 11, "{}", key.path);
                assert!(column.bytes().all(|mark| matches!(mark, b'0' | b'1')), "{}", key.path);
            }
        }
        assert!(table().len() > 500);
    }

    #[test]
    fn the_keys_of_a_section_are_its_direct_children() {
        let keys: Vec<_> = known_keys("apim.gateway").map(|key| key.path).collect();
        assert_eq!(keys, ["apim.gateway.environment"]);
        assert!(known_keys("").any(|key| key.path == "server"));
    }
}
