//! Talking to a running API-M: a connection that keeps its tokens fresh, and what can be asked of it.
//!
//! What lives here: [`ControlPlane`], how it is opened ([`Credentials`], [`ConnectOptions`]), what it lists,
//! [`Application`]s with their keys and tokens, calls through gateways ([`ApiRequest`]), and waiting until an API is live
//! ([`Probe`]) or a node ready ([`wait_until_ready`]). What does not: what is sent (`rest`), publishing
//! ([`publish`](crate::publish)).

mod address;
mod api_request;
mod api_response;
mod application;
mod call;
mod control_plane;
mod credentials;
mod curl;
mod duration;
mod environment;
mod failure;
#[cfg(test)]
mod gateway_tests;
mod keys;
mod link;
mod options;
mod probe;
mod ready;
mod redact;
mod secrets;
mod session;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod tls;
mod token;
mod tokens;
mod transport;
mod wait;

pub use api_request::ApiRequest;
pub use api_response::{ApiResponse, GatewayFault};
pub use application::Application;
pub(crate) use control_plane::no_api;
pub use control_plane::{ApiSummary, ControlPlane, EndpointUrls};
pub use credentials::Credentials;
pub use duration::{milliseconds, seconds};
pub use environment::{GatewayEnvironment, VirtualHost};
pub(crate) use environment::{advice, find_environment};
pub use keys::ApplicationKeys;
pub use options::ConnectOptions;
pub use probe::{Probe, ProbeState};
pub use ready::wait_until_ready;
pub use token::{AccessToken, Grant, TokenEndpoint};
