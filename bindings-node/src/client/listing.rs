//! What a control plane lists, as plain objects.

use gatewright::client::{
    ApiSummary, EndpointUrls, GatewayEnvironment, TokenEndpoint, VirtualHost,
};
use napi_derive::napi;

/// Every entry of a list.
pub(crate) fn all<T, U: From<T>>(list: Vec<T>) -> Vec<U> {
    list.into_iter().map(U::from).collect()
}

/// An environment as the Publisher lists it.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeGatewayEnvironment {
    /// Its name.
    pub name: String,
    /// What people are shown.
    pub display_name: String,
    /// Which keys it accepts.
    #[napi(js_name = "type")]
    pub environment_type: &'static str,
    /// Whether the try-out lists it.
    pub display_in_api_console: bool,
    /// The HTTP base URL.
    pub http_url: Option<String>,
    /// The HTTPS base URL.
    pub https_url: Option<String>,
    /// Its virtual hosts.
    pub virtual_hosts: Vec<NativeVirtualHost>,
}

/// A host name at which an environment's gateways offer APIs.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeVirtualHost {
    /// The host.
    pub host: String,
    /// The HTTP base URL.
    pub http_url: Option<String>,
    /// The HTTPS base URL.
    pub https_url: Option<String>,
}

/// An API as the Publisher lists it.
#[napi(object, object_from_js = false)]
pub struct NativeApiSummary {
    /// API-M's identifier.
    pub id: String,
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The context.
    pub context: String,
    /// Who made it.
    pub provider: String,
    /// The lifecycle state.
    pub lifecycle: String,
}

/// At which URLs the Developer Portal offers an API in one environment.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeEndpointUrls {
    /// The environment's name.
    pub environment: String,
    /// Its type.
    #[napi(js_name = "type")]
    pub environment_type: Option<&'static str>,
    /// Over HTTP.
    pub http: Option<String>,
    /// Over HTTPS.
    pub https: Option<String>,
    /// Over WebSocket.
    pub ws: Option<String>,
    /// Over secure WebSocket.
    pub wss: Option<String>,
}

/// Where applications get their tokens.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeTokenEndpoint {
    /// The environment whose gateway it is.
    pub environment: Option<String>,
    /// The whole URL.
    pub url: String,
}

impl From<GatewayEnvironment> for NativeGatewayEnvironment {
    fn from(environment: GatewayEnvironment) -> Self {
        Self {
            name: environment.name,
            display_name: environment.display_name,
            environment_type: environment.environment_type.as_str(),
            display_in_api_console: environment.display_in_api_console,
            http_url: environment.http_url,
            https_url: environment.https_url,
            virtual_hosts: all(environment.virtual_hosts),
        }
    }
}

impl From<VirtualHost> for NativeVirtualHost {
    fn from(host: VirtualHost) -> Self {
        Self { host: host.host, http_url: host.http_url, https_url: host.https_url }
    }
}

impl From<ApiSummary> for NativeApiSummary {
    fn from(api: ApiSummary) -> Self {
        Self {
            id: api.id,
            name: api.name,
            version: api.version,
            context: api.context,
            provider: api.provider,
            lifecycle: api.lifecycle,
        }
    }
}

impl From<EndpointUrls> for NativeEndpointUrls {
    fn from(urls: EndpointUrls) -> Self {
        Self {
            environment: urls.environment,
            environment_type: urls.environment_type.map(gatewright::EnvironmentType::as_str),
            http: urls.http,
            https: urls.https,
            ws: urls.ws,
            wss: urls.wss,
        }
    }
}

impl From<TokenEndpoint> for NativeTokenEndpoint {
    fn from(endpoint: TokenEndpoint) -> Self {
        Self { environment: endpoint.environment, url: endpoint.url }
    }
}
