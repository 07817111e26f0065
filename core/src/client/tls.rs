//! Whom to trust: the platform's roots, the user's own, or, by an option whose name says so, anybody; and the certificate
//! that proves who the client is.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use crate::client::options::ConnectOptions;
use crate::error::{Error, ErrorKind, Result};

/// # Errors
/// [`ErrorKind::InvalidInput`] when a certificate cannot be read.
pub(crate) fn config(options: &ConnectOptions) -> Result<ClientConfig> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable("the TLS library refuses its own defaults", error))?;
    let verified = if options.danger_accept_invalid_certificates {
        let anybody = Arc::new(Anybody { provider });
        builder.dangerous().with_custom_certificate_verifier(anybody)
    } else {
        let own = certificates(&options.ca_certificates, "the CA certificates")?;
        match Verifier::new_with_extra_roots(own.clone(), provider) {
            Ok(verifier) => {
                builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
            }
            // A platform without roots of its own: the user's are all there is.
            Err(_) => builder.with_root_certificates(roots(own)?),
        }
    };
    let Some((chain, key)) = &options.client_certificate else {
        return Ok(verified.with_no_client_auth());
    };
    let chain = certificates(std::slice::from_ref(chain), "the client certificate")?;
    // The library's own words may not quote the key, but nothing promises it.
    let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes()).map_err(|_| {
        let message = "the client certificate's key is not readable as PEM: give a private key that is not encrypted, \
                       `-----BEGIN PRIVATE KEY-----`";
        Error::new(ErrorKind::InvalidInput, "invalid-certificate", message)
    })?;
    verified.with_client_auth_cert(chain, key).map_err(|error| {
        unusable("the client certificate and its key cannot be used together", error)
    })
}

fn roots(certificates: Vec<CertificateDer<'static>>) -> Result<RootCertStore> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        roots
            .add(certificate)
            .map_err(|error| unusable("a CA certificate cannot be used", error))?;
    }
    Ok(roots)
}

fn certificates(texts: &[String], what: &str) -> Result<Vec<CertificateDer<'static>>> {
    let mut certificates = Vec::new();
    for text in texts {
        let before = certificates.len();
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            let certificate = certificate
                .map_err(|error| unusable(&format!("{what}: not readable as PEM"), error))?;
            certificates.push(certificate);
        }
        if certificates.len() == before {
            let message =
                format!("{what}: there is no `-----BEGIN CERTIFICATE-----`: give PEM text");
            return Err(Error::new(ErrorKind::InvalidInput, "invalid-certificate", message));
        }
    }
    Ok(certificates)
}

fn unusable(what: &str, error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::InvalidInput, "invalid-certificate", format!("{what}: {error}"))
        .with_source(error)
}

/// Takes every certificate; signatures are still checked, so that the other side holds the key of what it shows.
#[derive(Debug)]
struct Anybody {
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_certificate_is_said() {
        let options = ConnectOptions::new().ca_certificates("hello");
        assert_eq!(config(&options).unwrap_err().code(), "invalid-certificate");
        assert!(config(&ConnectOptions::new()).is_ok());
        assert!(config(&ConnectOptions::new().danger_accept_invalid_certificates()).is_ok());
    }
}
