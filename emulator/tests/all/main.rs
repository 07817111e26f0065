//! One test per row of the references: statuses, codes and bodies as they state them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::string_slice)]
#![allow(clippy::format_push_string, missing_docs, unreachable_pub)]

mod authentication;
mod contract;
mod curl;
mod end_to_end;
mod http;
mod laws;
mod portal;
mod publisher;
mod revisions;
mod rows;
mod runtime;
mod scopes;
mod secrets;
mod shipped_files;
mod world;
mod wrong_files;
