//! A small client: one connection per request, trusting the emulator's authority alone.

use std::sync::Arc;

use base64::Engine as _;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::contract::{self, Place};

#[derive(Clone)]
pub struct Http {
    tls: Arc<ClientConfig>,
}

/// A request to be sent.
pub struct Call {
    http: Http,
    url: String,
    builder: hyper::http::request::Builder,
    body: Bytes,
    place: Option<Place>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: hyper::HeaderMap,
    pub text: String,
    pub bytes: Bytes,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    /// Its status must be this.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Its status and the number in its body must be these.
    #[track_caller]
    pub fn refuses(self, status: u16, code: u32) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.json()["code"], code, "{}", answer.text);
        answer
    }

    #[track_caller]
    pub fn field(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_else(|| panic!("no {name}: {}", self.text)).to_owned()
    }
}

impl Http {
    pub fn new(ca_pem: &str) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_slice(ca_pem.as_bytes()).unwrap()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        Self { tls: Arc::new(config) }
    }

    pub fn call(&self, method: &str, url: impl Into<String>) -> Call {
        let url = url.into();
        let uri: hyper::Uri = url.parse().unwrap();
        let builder = hyper::Request::builder()
            .method(method)
            .uri(uri.path_and_query().unwrap().as_str())
            .header("host", uri.authority().unwrap().as_str());
        Call { http: self.clone(), url, builder, body: Bytes::new(), place: None }
    }
}

impl Call {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.builder = self.builder.header(name, value);
        self
    }

    pub fn basic(self, user: &str, password: &str) -> Self {
        let text = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
        self.header("authorization", &format!("Basic {text}"))
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn json(mut self, body: &Value) -> Self {
        self.body = body.to_string().into();
        self.header("content-type", "application/json")
    }

    pub fn json_text(self, body: &str) -> Self {
        self.form(body).content_type("application/json")
    }

    fn content_type(mut self, value: &'static str) -> Self {
        let headers = self.builder.headers_mut().unwrap();
        headers.insert("content-type", hyper::header::HeaderValue::from_static(value));
        self
    }

    pub fn form(mut self, body: &str) -> Self {
        self.body = body.to_owned().into();
        self.header("content-type", "application/x-www-form-urlencoded")
    }

    pub fn multipart(mut self, parts: &[(&str, &str)]) -> Self {
        let mut body = String::new();
        for (name, text) in parts {
            body += &format!(
                "--XX\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n"
            );
        }
        self.body = (body + "--XX--\r\n").into();
        self.header("content-type", "multipart/form-data; boundary=XX")
    }

    /// Its answer must be as the document of the portal has it.
    pub fn checked(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// A body of any form.
    pub fn bytes(mut self, content_type: &'static str, body: Vec<u8>) -> Self {
        self.body = body.into();
        self.content_type(content_type)
    }

    pub async fn send(self) -> Answer {
        let (url, place) = (self.url.clone(), self.place.clone());
        let answer = self.attempt().await.unwrap_or_else(|error| panic!("{url}: {error}"));
        if let Some(place) = place {
            contract::check(&place, answer.status, &answer.text);
        }
        answer
    }

    /// An error when no whole answer came.
    pub async fn attempt(self) -> Result<Answer, String> {
        let uri: hyper::Uri = self.url.parse().map_err(|e| format!("{e}"))?;
        let request = self.builder.body(Full::new(self.body)).map_err(|e| e.to_string())?;
        let port = uri.port_u16().unwrap();
        let host = uri.host().unwrap().to_owned();
        let stream = TcpStream::connect((host.as_str(), port)).await.map_err(|e| e.to_string())?;
        if uri.scheme_str() == Some("https") {
            let connector = TlsConnector::from(self.http.tls);
            let name = ServerName::try_from(host).unwrap();
            let stream = connector.connect(name, stream).await.map_err(|e| e.to_string())?;
            exchange(TokioIo::new(stream), request).await
        } else {
            exchange(TokioIo::new(stream), request).await
        }
    }
}

async fn exchange<S>(io: S, request: hyper::Request<Full<Bytes>>) -> Result<Answer, String>
where
    S: hyper::rt::Read + hyper::rt::Write + Unpin,
{
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(io).await.map_err(|e| e.to_string())?;
    let asking = async move {
        let (head, body) =
            sender.send_request(request).await.map_err(|e| e.to_string())?.into_parts();
        let body = body.collect().await.map_err(|e| e.to_string())?.to_bytes();
        Ok(Answer {
            status: head.status.as_u16(),
            headers: head.headers,
            text: String::from_utf8_lossy(&body).into_owned(),
            bytes: body,
        })
    };
    let (answer, _) = tokio::join!(asking, connection);
    answer
}
