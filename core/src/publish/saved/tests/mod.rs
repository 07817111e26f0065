//! Saved plans: their text, and what becomes of them when the server has changed.

mod flow;
mod format;
