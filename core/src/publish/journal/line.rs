//! A record as a line: a checksum, a blank, JSON.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::publish::journal::record::hexadecimal;

/// How many hexadecimal digits a checksum has: 64 bits.
pub(crate) const CHECKSUM: usize = 16;

/// What every line says beside its record.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line<R> {
    /// How many bytes of the file were known to be on disk when this line was written. What is damaged before that was
    /// damaged later; what is damaged after it may never have been written.
    pub(crate) synced: u64,
    #[serde(flatten)]
    pub(crate) record: R,
}

/// Appends a record's line.
pub(crate) fn encode(synced: u64, record: &impl Serialize, text: &mut Vec<u8>) {
    // It cannot fail: there is no map with keys other than text, and nothing is written to but memory.
    let json = serde_json::to_string(&Line { synced, record }).unwrap_or_default();
    text.extend_from_slice(checksum(json.as_bytes()).as_bytes());
    text.push(b' ');
    text.extend_from_slice(json.as_bytes());
    text.push(b'\n');
}

/// The JSON of a line without its line break; `None` when the checksum is not that of the rest.
pub(crate) fn verified(line: &[u8]) -> Option<&[u8]> {
    let (checksum, rest) = line.split_at_checked(CHECKSUM)?;
    let json = rest.strip_prefix(b" ")?;
    (checksum == self::checksum(json).as_bytes()).then_some(json)
}

fn checksum(json: &[u8]) -> String {
    hexadecimal(Sha256::digest(json).get(..CHECKSUM / 2).unwrap_or_default())
}
