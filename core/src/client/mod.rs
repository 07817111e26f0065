//! Talking to a running API-M: a connection that keeps its tokens fresh, and what can be asked of it.
//!
//! What lives here: [`ControlPlane`], how it is opened ([`Credentials`], [`ConnectOptions`]), what it lists,
//! [`Application`]s with their keys and tokens, calls through gateways ([`ApiRequest`]), and waiting until an API is live
//! ([`Probe`]) or a node ready ([`wait_until_ready`]). What does not: what is sent (`rest`), publishing
//! ([`publish`](crate::publish)).

mod address;
mod admin_environments;
mod api_definitions;
#[cfg(test)]
mod api_definitions_tests;
mod api_document;
mod api_keys;
mod api_query;
mod api_request;
mod api_response;
mod api_stream;
mod apis;
mod application;
mod application_keys;
mod applications;
mod archives;
mod budget;
mod call;
#[cfg(test)]
mod cancellation_tests;
mod consumer_secrets;
mod control_plane;
mod correlation;
mod credentials;
mod credentials_callback;
mod credentials_environment;
mod credentials_file;
mod credentials_given;
mod curl;
mod deployments;
mod duration;
mod environment;
mod failed;
mod failure;
#[cfg(test)]
mod fault_matrix;
mod gateway_node;
#[cfg(test)]
mod gateway_tests;
mod key_managers;
mod keys;
mod lifecycle;
mod limiter;
mod link;
mod once;
mod operation;
#[cfg(test)]
mod operation_tests;
mod options;
mod pipeline;
mod portal;
mod probe;
mod proxy;
mod ready;
mod reconcile;
#[cfg(test)]
mod reconcile_tests;
mod redact;
mod registration;
mod replace_api;
#[cfg(test)]
mod replace_api_tests;
mod retry_after;
mod retry_options;
mod revisions;
mod secrets;
mod session;
mod subscriptions;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod tls;
mod token;
mod tokens;
#[cfg(test)]
pub(crate) mod tracing_tests;
mod transport;
#[cfg(test)]
mod transport_tests;
mod user_headers;
mod wait;
mod warning;
mod workflows;

pub use admin_environments::{AdminEnvironment, AdminVirtualHost, GatewayInstance};
pub(crate) use api_definitions::require_definition;
pub use api_document::ApiDocument;
pub use api_keys::{ApiKey, ApiKeyInfo, ApiKeyOptions};
pub use api_query::{ApiOrder, ApiQuery};
pub use api_request::ApiRequest;
pub use api_response::{ApiResponse, GatewayFault};
pub use api_stream::ApiStream;
pub use application::Application;
pub use application_keys::{ApplicationKeyInfo, KeyRequest};
pub use applications::{ApplicationChange, ApplicationSummary};
pub use archives::{ExportOptions, ImportOptions};
pub use consumer_secrets::ConsumerSecret;
pub(crate) use control_plane::no_api;
pub use control_plane::{ApiSummary, ControlPlane, EndpointUrls};
pub use credentials::Credentials;
pub use duration::{milliseconds, seconds};
pub use environment::{GatewayEnvironment, VirtualHost};
pub(crate) use environment::{advice, find_environment};
pub use gateway_node::GatewayNode;
pub use key_managers::KeyManager;
pub use keys::ApplicationKeys;
pub(crate) use lifecycle::is_task_pending;
pub use lifecycle::{
    LifecycleChange, LifecycleCheckItem, LifecycleEvent, LifecycleOutcome, LifecycleState,
    LifecycleTransition,
};
pub(crate) use operation::{operation, span};
pub use options::ConnectOptions;
pub use portal::PortalApi;
pub(crate) use probe::Question;
pub use probe::{Probe, ProbeState};
pub use ready::wait_until_ready;
pub(crate) use reconcile::{OnceOnly, Settled, reconcile};
pub use retry_options::RetryOptions;
pub use revisions::{Deployment, DeploymentTarget, Revision};
pub use subscriptions::Subscription;
pub use token::{AccessToken, Grant, TokenEndpoint};
pub(crate) use wait::Patience;
pub use warning::Warning;
pub use workflows::{Decision, WorkflowTask};
