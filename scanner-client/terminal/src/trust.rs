//! Whom this device believes by https: the root that its enrolment link pinned, and no other; where
//! none was pinned, whom the machine believes.

use std::sync::Arc;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{CertificateError, ClientConfig, ClientConnection, RootCertStore};
use sha2::{Digest as _, Sha256};
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use crate::command_error::CommandError;
use crate::text::{CliMessage, Distrust};

/// The roots on which a server's certificate may rest.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    pinned: Option<CertificateDer<'static>>,
}

impl Trust {
    /// Of a pinned root in DER; else of the machine's roots.
    pub fn new(pinned: Option<Vec<u8>>) -> Self {
        Self { pinned: pinned.map(CertificateDer::from) }
    }

    /// Of a root that came by a way that proves nothing, if it is the one whose SHA-256 the
    /// enrolment link named.
    pub fn pinned(server: &str, root: Vec<u8>, named: &[u8; 32]) -> Result<Self, CommandError> {
        if Sha256::digest(&root).as_slice() != named {
            let server = server.to_owned();
            return Err(CommandError::refused("root", CliMessage::OtherRoot { server }));
        }
        Ok(Self::new(Some(root)))
    }

    /// The pinned root, in DER.
    pub fn root(&self) -> Option<&[u8]> {
        self.pinned.as_deref()
    }

    /// For requests.
    pub fn for_requests(&self) -> TlsConfig {
        let roots = self.roots();
        let roots = roots.iter().map(|root| Certificate::from_der(root).to_owned());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        TlsConfig::builder()
            .root_certs(RootCerts::from(roots))
            .unversioned_rustls_crypto_provider(provider)
            .build()
    }

    /// For a connection of our own to a host.
    pub fn connection(&self, host: &str) -> Result<ClientConnection, rustls::Error> {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(self.roots());
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(rustls::ALL_VERSIONS)?
            .with_root_certificates(store)
            .with_no_client_auth();
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| rustls::Error::InvalidCertificate(CertificateError::NotValidForName))?;
        ClientConnection::new(Arc::new(config), name)
    }

    fn roots(&self) -> Vec<CertificateDer<'static>> {
        match &self.pinned {
            Some(root) => vec![root.clone()],
            // What of them cannot be read is left out: a server that rests on it is not believed.
            None => rustls_native_certs::load_native_certs().certs,
        }
    }
}

/// Why a certificate was not believed, if that is what ended a connection.
pub fn distrust(error: &std::io::Error) -> Option<Distrust> {
    let error = error.get_ref()?.downcast_ref::<rustls::Error>()?;
    distrust_of(error)
}

/// Why a certificate was not believed, if it was that.
pub fn distrust_of(error: &rustls::Error) -> Option<Distrust> {
    let rustls::Error::InvalidCertificate(why) = error else { return None };
    Some(match why {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => Distrust::Root,
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Distrust::Name
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Distrust::Time,
        other => Distrust::Other(other.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_that_the_link_did_not_name_is_not_taken() {
        let root = b"a root".to_vec();
        let named: [u8; 32] = Sha256::digest(&root).into();

        assert_eq!(
            Trust::pinned("https://plant", root.clone(), &named).unwrap().root(),
            Some(&root[..])
        );
        assert!(Trust::pinned("https://plant", b"another".to_vec(), &named).is_err());
    }

    #[test]
    fn a_pinned_root_is_the_only_one() {
        let trust = Trust::new(Some(b"a root".to_vec()));

        assert_eq!(trust.roots(), [CertificateDer::from(b"a root".to_vec())]);
    }
}
