//! Free port offsets, so that many emulators can run at once and files stay true.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::ids;
use crate::node::PORTS;
use crate::server::{self, Reserved};

/// Ports are drawn from here: above what programs commonly use, below what systems hand out.
const LOWEST: u16 = 10_000;
const HIGHEST: u16 = 32_767;
const DRAWS: u32 = 200;

/// Port offsets that follow each other, whose every port is reserved until the emulator that it is
/// given to takes it, or until it is dropped.
pub struct OffsetBlock {
    base: u16,
    sockets: BTreeMap<u16, Reserved>,
}

impl OffsetBlock {
    /// The first offset; the next nodes have the ones after it.
    pub fn base(&self) -> u16 {
        self.base
    }

    pub(super) fn take(&mut self, port: u16) -> Option<Reserved> {
        self.sockets.remove(&port)
    }
}

impl std::fmt::Debug for OffsetBlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OffsetBlock").field("base", &self.base).finish_non_exhaustive()
    }
}

/// Draws offsets for so many nodes until one is found at which every port of each is free, between
/// 10000 and 32767. Needs a Tokio runtime.
///
/// # Errors
///
/// When no such block is found in 200 draws.
///
/// ```
/// # let runtime = tokio::runtime::Runtime::new().unwrap();
/// # let _guard = runtime.enter();
/// let block = gatewright_emulator::free_offset_block(3)?;
/// assert!(5672 + block.base() >= 10_000);
/// assert!(11_111 + block.base() + 2 <= 32_767);
/// # Ok::<(), gatewright_emulator::Error>(())
/// ```
pub fn free_offset_block(nodes: u16) -> Result<OffsetBlock> {
    let lowest = PORTS.iter().map(|port| port.base).min().unwrap_or(LOWEST);
    let highest = PORTS.iter().map(|port| port.base).max().unwrap_or(HIGHEST);
    let first = LOWEST.saturating_sub(lowest);
    let room = HIGHEST.saturating_sub(highest).saturating_sub(nodes).saturating_sub(first);
    let mut failure = std::io::Error::other("no draw was made");
    for _ in 0..DRAWS {
        let base = first + ids::below(room);
        match reserve(base, nodes) {
            Ok(sockets) => return Ok(OffsetBlock { base, sockets }),
            Err(error) => failure = error,
        }
    }
    let doing = format!("no block of {nodes} free port offsets was found in {DRAWS} draws");
    Err(Error::System { doing, source: failure })
}

/// Takes every port without listening, so that callers are refused rather than kept waiting.
fn reserve(base: u16, nodes: u16) -> std::io::Result<BTreeMap<u16, Reserved>> {
    // Before the first of many sockets is opened: no block of so many nodes is free, wherever it begins.
    let mut numbers = BTreeSet::new();
    for offset in base..base.saturating_add(nodes) {
        for port in PORTS {
            if !numbers.insert(port.base.saturating_add(offset)) {
                // Two of its nodes would collide.
                return Err(std::io::ErrorKind::AddrInUse.into());
            }
        }
    }
    numbers.into_iter().map(|number| Ok((number, server::reserve(number)?))).collect()
}
