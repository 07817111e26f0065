//! Talking to a running API-M: a connection that keeps its tokens fresh, and what can be asked of it.
//!
//! What lives here: [`ControlPlane`], how it is opened ([`Credentials`], [`ConnectOptions`]), what it lists, and
//! [`Application`]s with their keys and tokens. What does not: what is sent (`rest`), publishing
//! ([`publish`](crate::publish)).

mod address;
mod application;
mod control_plane;
mod credentials;
mod environment;
mod failure;
mod keys;
mod link;
mod options;
mod session;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod tls;
mod token;
mod tokens;
mod transport;

pub use application::Application;
pub(crate) use control_plane::no_api;
pub use control_plane::{ApiSummary, ControlPlane, EndpointUrls};
pub use credentials::Credentials;
pub use environment::{GatewayEnvironment, VirtualHost};
pub use keys::ApplicationKeys;
pub use options::ConnectOptions;
pub use token::{AccessToken, Grant, TokenEndpoint};
