//! Certificates of one CA made for the occasion: a good one, one that has expired, one of another host.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

/// What accepts with each of them, and the CA as PEM.
pub(super) struct Certificates {
    pub(super) ca: String,
    pub(super) good: TlsAcceptor,
    pub(super) expired: TlsAcceptor,
    pub(super) of_another_host: TlsAcceptor,
}

impl Certificates {
    pub(super) fn make() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let ca = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let of = |host: &str| CertificateParams::new(vec![host.to_owned()]).unwrap();
        let mut expired = of("localhost");
        expired.not_before = date_time_ymd(2020, 1, 1);
        expired.not_after = date_time_ymd(2021, 1, 1);
        Self {
            ca: ca.pem(),
            good: accepts(&of("localhost"), &issuer),
            expired: accepts(&expired, &issuer),
            of_another_host: accepts(&of("elsewhere.example"), &issuer),
        }
    }
}

fn accepts(params: &CertificateParams, issuer: &Issuer<'_, KeyPair>) -> TlsAcceptor {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, issuer).unwrap();
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}
