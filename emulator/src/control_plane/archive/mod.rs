//! Archives of APIs, taken in and given out: REST reference §7.3, §7.4.

mod classic;
mod current;
mod export;
mod import;
mod pack;

pub(crate) use export::export;
pub(crate) use import::import;
