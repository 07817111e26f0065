//! Calls of APIs through gateways.

use gatewright::client::{ApiRequest, ApiResponse, GatewayFault};
use napi::Env;
use napi::bindgen_prelude::{Buffer, Object};
use napi_derive::napi;

use crate::client::application::NativeApplicationKeys;
use crate::client::control_plane::NativeControlPlane;
use crate::client::token::NativeGrant;
use crate::promise::{NativeCancellation, promise};

/// A call as it will be sent.
#[napi]
pub struct NativeApiRequest {
    request: ApiRequest,
}

/// What a call is made of; what is absent stays as the core has it.
#[napi(object, object_to_js = false)]
pub struct NativeApiRequestOptions {
    /// The method.
    pub method: Option<String>,
    /// The token that is sent.
    pub token: Option<String>,
    /// Headers: pairs of name and value.
    pub headers: Option<Vec<Vec<String>>>,
    /// The type of the body. JavaScript has checked that it comes with one.
    pub content_type: Option<String>,
    /// The body.
    pub body: Option<Buffer>,
}

#[napi]
impl NativeApiRequest {
    /// A call of a URL.
    #[napi(constructor)]
    pub fn new(url: String, options: NativeApiRequestOptions) -> Self {
        let mut request = match options.method {
            Some(method) => ApiRequest::new(method, url),
            None => ApiRequest::get(url),
        };
        if let Some(token) = options.token {
            request = request.bearer(token);
        }
        let pair = |pair: Vec<String>| <[String; 2]>::try_from(pair).ok();
        for [name, value] in options.headers.into_iter().flatten().filter_map(pair) {
            request = request.header(name, value);
        }
        if let Some((content_type, body)) = options.content_type.zip(options.body) {
            request = request.body(content_type, body.to_vec());
        }
        Self { request }
    }

    /// The method.
    #[napi(getter)]
    pub fn method(&self) -> &str {
        self.request.method()
    }

    /// The URL.
    #[napi(getter)]
    pub fn url(&self) -> &str {
        self.request.url()
    }

    /// The call as a command.
    #[napi]
    pub fn to_curl(&self) -> String {
        self.request.to_curl()
    }

    /// What may be printed of it.
    #[napi(getter)]
    pub fn shown(&self) -> String {
        format!("{:?}", self.request)
    }
}

#[napi]
impl NativeApplicationKeys {
    /// Asking for a token as a command.
    #[napi]
    pub fn to_curl(&self, token_url: String, grant: &NativeGrant) -> String {
        self.keys.to_curl(&token_url, &grant.grant)
    }
}

/// An answer that came through a gateway.
#[napi]
pub struct NativeApiResponse {
    response: ApiResponse,
}

impl From<ApiResponse> for NativeApiResponse {
    fn from(response: ApiResponse) -> Self {
        Self { response }
    }
}

/// A gateway's refusal.
#[napi(object, object_from_js = false, use_nullable = true)]
pub struct NativeGatewayFault {
    /// API-M's code.
    pub code: Option<String>,
    /// What went wrong.
    pub message: String,
    /// What went wrong in more words.
    pub description: Option<String>,
    /// All of it in one line.
    pub text: String,
}

impl From<&GatewayFault> for NativeGatewayFault {
    fn from(fault: &GatewayFault) -> Self {
        Self {
            code: fault.code.clone(),
            message: fault.message.clone(),
            description: fault.description.clone(),
            text: fault.to_string(),
        }
    }
}

#[napi]
impl NativeApiResponse {
    /// The HTTP status.
    #[napi(getter)]
    pub fn status(&self) -> u16 {
        self.response.status
    }

    /// The type of the body.
    #[napi(getter)]
    pub fn content_type(&self) -> Option<&str> {
        self.response.content_type.as_deref()
    }

    /// The headers: pairs of name and value.
    #[napi]
    pub fn headers(&self) -> Vec<Vec<&str>> {
        let headers = self.response.headers.iter();
        headers.map(|(name, value)| vec![name.as_str(), value.as_str()]).collect()
    }

    /// The first header of a name.
    #[napi]
    pub fn header(&self, name: String) -> Option<&str> {
        self.response.header(&name)
    }

    /// The body.
    #[napi]
    pub fn body(&self) -> Buffer {
        self.response.body.clone().into()
    }

    /// The body as text.
    #[napi]
    pub fn text(&self) -> String {
        self.response.text().into_owned()
    }

    /// True for a status from 200 to 299.
    #[napi(getter)]
    pub fn is_success(&self) -> bool {
        self.response.is_success()
    }

    /// What a gateway says in its own words.
    #[napi(getter)]
    pub fn fault(&self) -> Option<NativeGatewayFault> {
        self.response.fault.as_ref().map(NativeGatewayFault::from)
    }
}

#[napi]
impl NativeControlPlane {
    /// Calls an API.
    #[napi]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        cancellation: &NativeCancellation,
        request: &NativeApiRequest,
    ) -> napi::Result<Object<'env>> {
        let (control_plane, request) = (self.control_plane.clone(), request.request.clone());
        let work = async move { control_plane.call(&request).await };
        promise(env, cancellation, "call", work, NativeApiResponse::from)
    }
}
