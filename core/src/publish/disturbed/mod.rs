//! Applies that are killed, and applies that meet each other, at every request: against the emulator, in both models.
//!
//! Each point of a run is tried on a server of its own: the client is stopped before the request is sent, or after the
//! server has done it and before the client knows. Laws 7 and 8 of the design: enumerated for two runs ([`killed`]), and
//! over random servers and publications ([`law_7`], [`law_8`]). And a person who works on the same API ([`by_hand`]).

mod by_hand;
mod edited;
mod gateways;
mod interleaved;
mod killed;
mod law_7;
mod law_8;
mod random;
mod relay;
mod servers;
pub(crate) mod world;
