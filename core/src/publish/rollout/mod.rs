//! Publishing in waves: some environments first, a gate, then the next.
//!
//! What lives here: what a roll-out is ([`plan`]), the gate after a wave ([`gate`]), going through the waves ([`run`]), what is
//! done after a gate ([`closing`]), taking back exactly what was changed ([`changed`], [`snapshot`], [`undo`]) and the account of all that ([`outcome`]). What does not:
//! publishing itself ([`super::apply`]).

#[cfg(test)]
mod approval_tests;
#[cfg(test)]
mod between_tests;
mod changed;
mod closing;
#[cfg(test)]
mod closing_tests;
mod gate;
#[cfg(test)]
mod indexing_tests;
#[cfg(test)]
mod meddling_tests;
mod outcome;
mod plan;
mod run;
mod snapshot;
#[cfg(test)]
mod tests;
mod undo;

pub use gate::{Gate, GateFailure};
pub use outcome::{ApiRollback, RolloutOutcome, WaveOutcome};
pub use plan::Rollout;
