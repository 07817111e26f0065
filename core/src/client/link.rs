//! One server's addresses and connections: sends what needs no session.

use std::sync::Arc;
use std::time::{Duration, Instant};

use reqwest::header::HeaderMap;

use crate::client::address::Address;
use crate::client::failed::Failed;
use crate::client::failure;
use crate::client::options::ConnectOptions;
use crate::client::pipeline::{Admission, Pipeline};
use crate::client::redact::Sent;
use crate::client::transport::{Authorization, Lost, Outgoing, Transport};
use crate::client::warning::Warning;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Release;
use crate::rest::paths::base;
use crate::rest::{Auth, Call, Request, Response, Service, identity};

/// Where the parts of a control plane are, and the connections to them.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    transport: Transport,
    pipeline: Arc<Pipeline>,
    control_plane: Address,
    publisher: Address,
    devportal: Address,
    admin: Address,
    registration: Address,
    token: Address,
    revoke: Address,
    tenant: Option<String>,
    release: Release,
    allows_plain_http: bool,
    warnings: Vec<Warning>,
}

impl Link {
    /// Reads the addresses, and asks for the release when it is not given.
    pub(crate) async fn open(url: &str, options: &ConnectOptions) -> Result<Self> {
        options.check()?;
        let plain = options.danger_allow_plain_http;
        let control_plane = Address::parse("the control plane's URL", url, plain)?;
        let part = |what, url: &Option<String>| match url {
            Some(url) => Address::parse(what, url, plain),
            None => Ok(control_plane.clone()),
        };
        let token = match &options.token_url {
            Some(url) => url.clone(),
            None => beside(&control_plane, Service::Token),
        };
        let neighbour = |url: &String| {
            let url = url.trim_end_matches('/');
            // Within the path: an address without one has no neighbour.
            let (scheme, rest) = url.split_once("://")?;
            let (before, _) = rest.rsplit_once('/')?;
            Some(format!("{scheme}://{before}/revoke"))
        };
        let revoke = options.revoke_url.clone();
        let revoke = revoke
            .or_else(|| options.token_url.as_ref().and_then(neighbour))
            .unwrap_or_else(|| beside(&control_plane, Service::Revoke));
        let mut link = Self {
            transport: Transport::new(options)?,
            pipeline: Arc::new(Pipeline::new(options)),
            publisher: part("the Publisher's URL", &options.publisher_url)?,
            devportal: part("the Developer Portal's URL", &options.devportal_url)?,
            admin: part("the Admin API's URL", &options.admin_url)?,
            registration: part("the registration's URL", &options.registration_url)?,
            token: Address::parse("the token endpoint's URL", &token, plain)?,
            revoke: Address::parse("the URL that revokes tokens", &revoke, plain)?,
            tenant: options.tenant.clone(),
            release: options.release.unwrap_or(Release::NEWEST),
            allows_plain_http: plain,
            warnings: Vec::new(),
            control_plane,
        };
        if options.danger_accept_invalid_certificates {
            link.warn(Warning::new(
                "certificates-not-checked",
                "certificates are not checked: whoever stands on the way can read and change everything; trust the \
                 server's CA with `ca_certificates` instead",
            ));
        }
        let addresses = [
            &link.control_plane,
            &link.publisher,
            &link.devportal,
            &link.admin,
            &link.registration,
            &link.token,
            &link.revoke,
        ];
        if addresses.into_iter().any(Address::is_plain_to_another_computer) {
            link.warn(Warning::new(
                "plain-http-allowed",
                "credentials go unencrypted to another computer, because `danger_allow_plain_http` allows it: use https",
            ));
        }
        if options.release.is_none() {
            link.release = link
                .send(&identity::version())
                .await
                .map_err(|error| unknown_release(error, link.control_plane.as_str()))?;
        }
        if !link.release.is_known() {
            link.warn(Warning::new(
                "newer-release",
                format!(
                    "the server is API Manager {}, newer than this version of Gatewright knows: it is served as {}; look \
                     for a newer version of Gatewright",
                    link.release,
                    Release::NEWEST
                ),
            ));
        }
        Ok(link)
    }

    pub(crate) fn warn(&mut self, warning: Warning) {
        tracing::warn!(target: "gatewright", code = warning.code, "{}", warning.message);
        self.warnings.push(warning);
    }

    pub(crate) fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    pub(crate) fn pipeline(&self) -> &Pipeline {
        &self.pipeline
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
            Service::Publisher => &self.publisher,
            Service::DevPortal => &self.devportal,
            Service::Registration => &self.registration,
            Service::Token => &self.token,
            Service::Revoke => &self.revoke,
            Service::Admin => &self.admin,
            Service::Root | Service::Gateway => &self.control_plane,
        }
    }

    /// Sends a request that brings its own credentials, or needs none.
    pub(crate) async fn send<T>(&self, call: &Call<T>) -> Result<T> {
        self.send_through(self.server(call.request.operation.service), call, true).await
    }

    /// The same, to another server than the operation's own, which has a limit of its own.
    pub(crate) async fn send_to<T>(&self, server: &Address, call: &Call<T>) -> Result<T> {
        self.send_through(server, call, false).await
    }

    async fn send_through<T>(
        &self,
        server: &Address,
        call: &Call<T>,
        is_limited: bool,
    ) -> Result<T> {
        let authorization = match &call.request.auth {
            Auth::Basic { user, password } => Authorization::Basic(user.clone(), password.clone()),
            Auth::None | Auth::Session => Authorization::None,
        };
        let name = call.request.operation.name;
        let mut course = self.pipeline.begin(name, server.as_str(), is_limited);
        loop {
            let admission = course.admit().await?;
            let sent = || Sent::of(&call.request, &authorization, None);
            let outcome = self.attempt(server, call, &authorization, &admission, sent).await;
            if let Some(result) = course.settle(admission, outcome).await {
                return result;
            }
        }
    }

    /// One attempt, with an event for those who trace: never headers, bodies or a query.
    pub(crate) async fn attempt<T>(
        &self,
        server: &Address,
        call: &Call<T>,
        authorization: &Authorization,
        admission: &Admission<'_>,
        sent: impl FnOnce() -> Sent,
    ) -> Result<T, Failed> {
        let started = Instant::now();
        let request = &call.request;
        let not_sent =
            |error: Error| Failed::not_sent(error.with_context("request", request.operation.name));
        refuse_steps(request).map_err(not_sent)?;
        // A permit is held: a function that never answers must not keep it.
        let own = tokio::time::timeout(admission.within, self.transport.own_headers()).await;
        let own = own.unwrap_or_else(|_| Err(late_headers(admission.within))).map_err(not_sent)?;
        let answer = self.exchange(server, request, authorization, &own, admission).await;
        let status = answer.as_ref().map_or(0, |response| response.status);
        let outcome = match answer {
            Ok(response) => read(call, server, &response, || sent().and_headers(&own)),
            Err(lost) => {
                let error = failure::lost(request.operation, server.as_str(), &lost);
                Err(Failed::lost(error, &lost))
            }
        };
        tracing::debug!(
            target: "gatewright",
            operation = request.operation.name,
            method = request.operation.method.as_str(),
            server = server.as_str(),
            path = request.target.split('?').next().unwrap_or_default(),
            status,
            code = outcome.as_ref().err().map_or("", |failed| failed.error.code()),
            duration_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
            attempt = admission.attempt,
            correlation_id = %admission.id,
            "request"
        );
        outcome
    }

    /// One request, one answer of any status.
    async fn exchange(
        &self,
        server: &Address,
        request: &Request,
        authorization: &Authorization,
        own: &HeaderMap,
        admission: &Admission<'_>,
    ) -> Result<Response, Lost> {
        let tenant = self.tenant.as_deref();
        let tenant = tenant.filter(|_| request.operation.service == Service::DevPortal);
        let url = server.url(&request.target);
        self.transport.send(url, request, authorization, tenant, own, admission).await
    }
}

impl Link {
    /// One request that is no operation of API-M's.
    pub(crate) async fn send_out(&self, outgoing: Outgoing) -> Result<Response, Lost> {
        self.transport.exchange(outgoing).await
    }
}

/// A URL takes `.` and `..` between slashes for steps, escaped or not: the request would be another one.
fn refuse_steps(request: &Request) -> Result<()> {
    // Most have none, and to look for them byte by byte costs more than all else here.
    if !request.target.contains("/.") {
        return Ok(());
    }
    let path = request.target.split('?').next().unwrap_or_default();
    if !path.split('/').any(|segment| matches!(segment, "." | "..")) {
        return Ok(());
    }
    let message = format!(
        "cannot {}: an identifier or a name in its path is `.` or `..`, which would make another request of it; give the \
         identifier that API Manager lists",
        request.operation.name
    );
    Err(Error::new(ErrorKind::InvalidInput, "invalid-url", message))
}

fn late_headers(within: Duration) -> Error {
    let message = format!(
        "the function of the `headers` option gave no answer within {within:?}: let it answer from what it has, or allow \
         more time with `request_timeout`"
    );
    Error::new(ErrorKind::InvalidInput, "headers-callback-failed", message)
}

/// The value of a success; the error of anything else.
fn read<T>(
    call: &Call<T>,
    server: &Address,
    response: &Response,
    sent: impl FnOnce() -> Sent,
) -> Result<T, Failed> {
    let operation = call.request.operation;
    if !(200..300).contains(&response.status) {
        let error = failure::refused(operation, server.as_str(), response, &sent());
        return Err(Failed::refused(error, response));
    }
    let read = if is_page(response) && operation.service != Service::Root {
        Err("with a page for people: a proxy or a login page stands in the server's place"
            .to_owned())
    } else {
        call.read(&response.body)
    };
    read.map_err(|why| Failed::unreadable(failure::unreadable(operation, server.as_str(), &why)))
}

/// No operation answers so. Of many a success says nothing beyond its status, which a proxy's page has as well.
fn is_page(response: &Response) -> bool {
    let content_type = response.header("content-type").unwrap_or_default();
    let media_type = content_type.split(';').next().unwrap_or_default();
    media_type.trim().eq_ignore_ascii_case("text/html")
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
