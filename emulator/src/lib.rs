#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod control_plane;
mod emulator;
mod error;
mod faults;
mod gateway;
mod ids;
mod node;
mod server;

pub use control_plane::{ImplementedOperation, implemented_operations};
pub use emulator::{Builder, Emulator, NodeInfo, NodeSource, OffsetBlock, free_offset_block};
pub use error::{Error, ErrorCode, PortHolder, Result, error_codes};
pub use faults::{Action, Fault, Faults, PlainFault};
pub use node::{PORTS, Pack, PortUse, Release, ports_of};
