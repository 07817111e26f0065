//! The one pooled HTTP client of a session.

use std::error::Error as StdError;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::Url;
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};

use crate::client::correlation;
use crate::client::options::ConnectOptions;
use crate::client::pipeline::Admission;
use crate::client::user_headers::UserHeaders;
use crate::client::{proxy, tls};
use crate::error::{Error, ErrorKind, Result};
use crate::model::SecretText;
use crate::rest::{Failure, Method, Request, Response};

/// No answer of API-M's is longer.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Sends requests. Cloning is cheap and shares the connections.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    headers: Option<UserHeaders>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) kind: ErrorKind,
    pub(crate) code: &'static str,
    pub(crate) failure: Failure,
    pub(crate) why: String,
}

/// One request as it goes out.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) method: reqwest::Method,
    /// None when what was given is no URL that can be asked.
    pub(crate) url: Option<Url>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Option<Vec<u8>>,
    /// How long it may take, when not as long as the options say.
    pub(crate) within: Option<Duration>,
}

/// The `Authorization` of a request.
#[derive(Clone, Debug)]
pub(crate) enum Authorization {
    None,
    Bearer(SecretText),
    Basic(String, SecretText),
}

impl Transport {
    /// # Errors
    /// [`ErrorKind::InvalidInput`] when a certificate cannot be read.
    pub(crate) fn new(options: &ConnectOptions) -> Result<Self> {
        let builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls::config(options)?)
            .user_agent(user_agent(options)?)
            .redirect(reqwest::redirect::Policy::none())
            .connect_timeout(options.connect_timeout)
            .timeout(options.request_timeout);
        let http = proxy::configure(builder, options)?.build().map_err(|error| {
            let message = format!("no HTTP client can be made: {error}");
            Error::new(ErrorKind::Unexpected, "no-http-client", message).with_source(error)
        })?;
        Ok(Self { http, headers: options.headers.clone() })
    }

    /// The user's own headers for a request.
    pub(crate) async fn own_headers(&self) -> Result<HeaderMap> {
        match &self.headers {
            Some(headers) => headers.ask().await,
            None => Ok(HeaderMap::new()),
        }
    }

    /// An attempt of a request to API-M.
    pub(crate) async fn send(
        &self,
        url: Option<Url>,
        request: &Request,
        authorization: &Authorization,
        tenant: Option<&str>,
        own: &HeaderMap,
        admission: &Admission<'_>,
    ) -> Result<Response, Lost> {
        let method = match request.operation.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, */*;q=0.5"));
        if let Some(value) = header(authorization)? {
            headers.insert(AUTHORIZATION, value);
        }
        if let Some(tenant) = tenant {
            headers.insert("X-WSO2-Tenant", sendable("the tenant's name", tenant.to_owned())?);
        }
        headers.insert(correlation::HEADER, sendable("the id", admission.id.text())?);
        if !own.is_empty() {
            headers.extend(own.clone());
        }
        let body = request.body.encode().map(|(content_type, body)| {
            sendable("the content type", content_type).map(|value| {
                headers.insert(CONTENT_TYPE, value);
                body
            })
        });
        let body = body.transpose()?;
        let within = Some(admission.within);
        self.exchange(Outgoing { method, url, headers, body, within }).await
    }

    /// One request, one answer of any status.
    pub(crate) async fn exchange(&self, outgoing: Outgoing) -> Result<Response, Lost> {
        let Outgoing { method, url, headers, body, within } = outgoing;
        let url = url.ok_or_else(invalid_url)?;
        let has_length = !matches!(method, reqwest::Method::GET | reqwest::Method::HEAD);
        let mut builder = self.http.request(method, url).headers(headers);
        if let Some(body) = body {
            builder = builder.body(body);
        } else if has_length {
            builder = builder.body(Vec::new()); // with its length, zero
        }
        if let Some(within) = within {
            builder = builder.timeout(within);
        }
        let mut answer = builder.send().await.map_err(|error| lost(&error))?;
        let status = answer.status().as_u16();
        let headers = answer.headers().iter().map(|(name, value)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        });
        let headers = headers.collect();
        // Of a compressed answer the length is known only afterwards.
        if answer.content_length().is_some_and(|length| length > LONGEST_ANSWER as u64) {
            return Err(too_long());
        }
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(|error| lost(&error))? {
            body.extend_from_slice(&chunk);
            if body.len() > LONGEST_ANSWER {
                return Err(too_long());
            }
        }
        Ok(Response { status, headers, body })
    }
}

/// `gatewright/0.1.0`, and the user's own product.
fn user_agent(options: &ConnectOptions) -> Result<HeaderValue> {
    let mut text = concat!("gatewright/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(product) = &options.user_agent {
        text.push(' ');
        text.push_str(product);
    }
    let is_clean = text.trim_end() == text && text.is_ascii();
    HeaderValue::from_str(&text).ok().filter(|_| is_clean).ok_or_else(|| {
        let message = "`user_agent` cannot be sent: give ASCII letters without a blank at an end, such as \
                       `deploy-pipeline/2.1`";
        Error::new(ErrorKind::InvalidInput, "invalid-option", message)
    })
}

/// The header, marked so that nothing logs it.
fn header(authorization: &Authorization) -> Result<Option<HeaderValue>, Lost> {
    let text = match authorization {
        Authorization::None => return Ok(None),
        Authorization::Bearer(token) => ["Bearer ", token.expose()].concat(),
        Authorization::Basic(user, password) => {
            format!("Basic {}", STANDARD.encode(format!("{user}:{}", password.expose())))
        }
    };
    let mut value = sendable("the token", text)?;
    value.set_sensitive(true);
    Ok(Some(value))
}

fn sendable(what: &str, text: String) -> Result<HeaderValue, Lost> {
    HeaderValue::try_from(text).map_err(|_| Lost {
        kind: ErrorKind::InvalidInput,
        code: "invalid-header-value",
        failure: Failure::BeforeSending,
        why: format!("{what} holds characters that no HTTP header can"),
    })
}

fn too_long() -> Lost {
    Lost {
        kind: ErrorKind::Unexpected,
        code: "answer-too-long",
        failure: Failure::AfterSending,
        why: "its answer is longer than 64 MiB".to_owned(),
    }
}

fn invalid_url() -> Lost {
    Lost {
        kind: ErrorKind::InvalidInput,
        code: "invalid-url",
        failure: Failure::BeforeSending,
        why: "the URL is none that can be asked".to_owned(),
    }
}

fn lost(error: &reqwest::Error) -> Lost {
    if error.is_builder() {
        return invalid_url();
    }
    let chain = chain(error);
    let failure = if error.is_connect() { Failure::BeforeSending } else { Failure::AfterSending };
    let (kind, code, why) = if error.is_timeout() && failure == Failure::BeforeSending {
        (ErrorKind::Timeout, "connect-timeout", "no connection within the time allowed".to_owned())
    } else if error.is_timeout() {
        (
            ErrorKind::Timeout,
            "request-timeout",
            "no whole answer within the time allowed".to_owned(),
        )
    } else if let Some(tls) = chain.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        (ErrorKind::Tls, "tls-failed", tls_reason(tls))
    } else if failure == Failure::BeforeSending {
        (ErrorKind::Connect, "connect-failed", root(&chain))
    } else {
        let is_plain = error.url().is_some_and(|url| url.scheme() == "http");
        let help = if is_plain { " (if the server speaks TLS there, write `https`)" } else { "" };
        let why = format!("the connection broke: {}{help}", root(&chain));
        (ErrorKind::Connect, "connection-lost", why)
    };
    Lost { kind, code, failure, why }
}

fn chain(error: &reqwest::Error) -> Vec<&(dyn StdError + 'static)> {
    let mut found = Vec::new();
    let mut next = StdError::source(error);
    while let Some(cause) = next {
        found.push(cause);
        // An I/O error hides what it wraps from `source`.
        let wrapped = cause.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        next = wrapped.map(|inner| inner as &(dyn StdError + 'static)).or_else(|| cause.source());
    }
    found
}

/// The innermost cause's own words: the outer ones repeat the URL.
fn root(chain: &[&(dyn StdError + 'static)]) -> String {
    chain.last().map_or_else(|| "the request failed".to_owned(), ToString::to_string)
}

fn tls_reason(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InvalidMessage(_) => {
            "the server does not speak TLS there: is it an `http` port?".to_owned()
        }
        rustls::Error::InvalidCertificate(why) => {
            format!("its certificate is not trusted ({why}): trust its CA with `ca_certificates`")
        }
        other => format!("the TLS handshake failed: {other}"),
    }
}
