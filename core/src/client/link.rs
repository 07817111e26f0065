//! One server's addresses and connections: sends what needs no session.

use crate::client::address::Address;
use crate::client::failure;
use crate::client::options::ConnectOptions;
use crate::client::redact::Sent;
use crate::client::transport::{Authorization, Lost, Outgoing, Transport};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::rest::paths::base;
use crate::rest::{Auth, Call, Request, Response, Service, identity};

/// Where the parts of a control plane are, and the connections to them.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    transport: Transport,
    control_plane: Address,
    devportal: Address,
    token: Address,
    revoke: Address,
    tenant: Option<String>,
    release: Release,
    allows_plain_http: bool,
}

impl Link {
    /// Reads the addresses, and asks for the release when it is not given.
    pub(crate) async fn open(url: &str, options: &ConnectOptions) -> Result<Self> {
        let plain = options.danger_allow_plain_http;
        let control_plane = Address::parse("the control plane's URL", url, plain)?;
        let devportal = match &options.devportal_url {
            Some(url) => Address::parse("the Developer Portal's URL", url, plain)?,
            None => control_plane.clone(),
        };
        let token = match &options.token_url {
            Some(url) => url.clone(),
            None => beside(&control_plane, Service::Token),
        };
        let revoke = match &options.token_url {
            Some(url) => url.trim_end_matches('/').rsplit_once('/').map_or_else(
                || beside(&control_plane, Service::Revoke),
                |(before, _)| format!("{before}/revoke"),
            ),
            None => beside(&control_plane, Service::Revoke),
        };
        let mut link = Self {
            transport: Transport::new(options)?,
            devportal,
            token: Address::parse("the token endpoint's URL", &token, plain)?,
            revoke: Address::parse("the token endpoint's URL", &revoke, plain)?,
            control_plane,
            tenant: options.tenant.clone(),
            release: options.release.unwrap_or(Release::NEWEST),
            allows_plain_http: plain,
        };
        if options.release.is_none() {
            link.release = link
                .send(&identity::version())
                .await
                .map_err(|error| unknown_release(error, link.control_plane.as_str()))?;
        }
        Ok(link)
    }

    pub(crate) fn release(&self) -> Release {
        self.release
    }

    pub(crate) fn allows_plain_http(&self) -> bool {
        self.allows_plain_http
    }

    /// The tenant as gateways name it.
    pub(crate) fn tenant_domain(&self) -> &str {
        self.tenant.as_deref().unwrap_or("carbon.super")
    }

    pub(crate) fn url(&self) -> &str {
        self.control_plane.as_str()
    }

    /// The control plane's token endpoint.
    pub(crate) fn token_url(&self) -> &str {
        self.token.as_str()
    }

    /// The address of the part of the server a request is for.
    pub(crate) fn server(&self, service: Service) -> &Address {
        match service {
            Service::DevPortal => &self.devportal,
            Service::Token => &self.token,
            Service::Revoke => &self.revoke,
            Service::Root
            | Service::Registration
            | Service::Publisher
            | Service::Admin
            | Service::Gateway => &self.control_plane,
        }
    }

    /// Sends a request that brings its own credentials, or needs none.
    pub(crate) async fn send<T>(&self, call: &Call<T>) -> Result<T> {
        let server = self.server(call.request.operation.service);
        self.send_to(server, call).await
    }

    /// The same, to another server than the operation's own.
    pub(crate) async fn send_to<T>(&self, server: &Address, call: &Call<T>) -> Result<T> {
        let authorization = match &call.request.auth {
            Auth::Basic { user, password } => Authorization::Basic(user.clone(), password.clone()),
            Auth::None | Auth::Session => Authorization::None,
        };
        let response = self.exchange(server, &call.request, &authorization).await?;
        read(call, server, &response, || Sent::of(&call.request, &authorization, None))
    }

    /// One request, one answer of any status.
    pub(crate) async fn exchange(
        &self,
        server: &Address,
        request: &Request,
        authorization: &Authorization,
    ) -> Result<Response> {
        let tenant = self.tenant.as_deref();
        let tenant = tenant.filter(|_| request.operation.service == Service::DevPortal);
        let url = server.join(&request.target);
        let sent = self.transport.send(&url, request, authorization, tenant).await;
        sent.map_err(|lost| failure::lost(request.operation, server.as_str(), &lost))
    }
}

impl Link {
    /// One request that is no operation of API-M's.
    pub(crate) async fn send_out(&self, outgoing: Outgoing) -> Result<Response, Lost> {
        self.transport.exchange(outgoing).await
    }
}

/// The value of a success; the error of anything else.
pub(crate) fn read<T>(
    call: &Call<T>,
    server: &Address,
    response: &Response,
    sent: impl FnOnce() -> Sent,
) -> Result<T> {
    let operation = call.request.operation;
    if !(200..300).contains(&response.status) {
        return Err(failure::refused(operation, server.as_str(), response, &sent()));
    }
    call.read(&response.body).map_err(|why| failure::unreadable(operation, server.as_str(), &why))
}

fn beside(control_plane: &Address, service: Service) -> String {
    control_plane.join(base(service, Release::NEWEST).unwrap_or_default())
}

/// A server that does not tell its release is most likely none.
fn unknown_release(error: Error, url: &str) -> Error {
    let kind = match error.kind() {
        ErrorKind::NotFound | ErrorKind::Rejected | ErrorKind::Unexpected => ErrorKind::Unsupported,
        _ => return error,
    };
    let mut message = format!(
        "{}: is this API Manager's control plane? If it is, say its release in the options",
        error.message()
    );
    if url.starts_with("http:") {
        message.push_str("; if the server speaks TLS there, write `https`");
    }
    Error::new(kind, "unknown-release", message).with_context("server", url).with_source(error)
}
