//! What is typed about TLS.

use std::path::PathBuf;

use super::names::PlantName;

/// How the server is to speak, as it was typed.
#[derive(Clone, Debug, Default)]
pub struct TlsWish {
    /// Plain HTTP for everybody, whatever the address.
    pub insecure_lan: bool,
    /// The names and addresses by which devices reach the server.
    pub names: Vec<PlantName>,
    /// The plant's own certificate chain and key.
    pub files: Option<PlantFiles>,
    /// The ACME server from which the certificate comes.
    pub acme: Option<AcmeWish>,
}

/// A certificate that the plant looks after itself, as two PEM files.
#[derive(Clone, Debug)]
pub struct PlantFiles {
    /// The chain: the server's certificate first, the authority's last.
    pub certificate: PathBuf,
    /// The private key of the chain's first certificate, as PEM.
    pub key: PathBuf,
}

impl TlsWish {
    /// Whether something was typed that has a meaning only with TLS.
    pub fn is_asked_for(&self) -> bool {
        !self.names.is_empty() || self.files.is_some() || self.acme.is_some()
    }
}

/// What is typed about an ACME server.
#[derive(Clone, Debug)]
pub struct AcmeWish {
    /// The program that lays a record, and takes it away.
    pub hook: PathBuf,
    /// The directory of the ACME server.
    pub directory: String,
    /// The root on which the ACME server's own certificate rests, where it is no public one.
    pub root: Option<PathBuf>,
}
