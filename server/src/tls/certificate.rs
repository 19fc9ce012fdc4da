//! A certificate with its key: read from PEM, what it says, and which one is in use.

use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use sync_core::time::Timestamp;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::names::PlantName;
use super::trouble::TlsError;
use crate::auth::encoding::sha256;

/// What a certificate says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// What it stands for; wildcards are kept apart.
    pub names: Vec<PlantName>,
    /// The instant from which browsers accept the certificate.
    pub since: Timestamp,
    /// The instant after which browsers refuse the certificate.
    pub until: Timestamp,
}

impl Facts {
    /// Whole days until it ends; 0 where it has ended.
    pub fn days_left(&self, now: Timestamp) -> i64 {
        (self.until.millis() - now.millis()).max(0) / (24 * 60 * 60 * 1_000)
    }

    /// Whether less than a third of its life is left: then it is time for another.
    pub fn ends_soon(&self, now: Timestamp) -> bool {
        let (life, left) =
            (self.until.millis() - self.since.millis(), self.until.millis() - now.millis());
        left.saturating_mul(3) < life
    }

    /// The first host name, or else the first address, that is not the machine's own.
    pub fn best_name(&self) -> Option<String> {
        let own = super::names::of_this_machine();
        let named = || self.names.iter().filter(|name| !own.contains(name));
        // A name without a point is known to few: an address reaches the server from everywhere.
        let whole = |name: &&PlantName| match name {
            PlantName::Host(host) => host.contains('.'),
            PlantName::Address(_) => true,
        };
        named().find(whole).or_else(|| named().next()).map(ToString::to_string)
    }
}

/// The root that devices need to trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root(pub CertificateDer<'static>);

impl Root {
    /// The SHA-256 of the certificate: what an enrolment link pins.
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.0)
    }

    /// The fingerprint as devices show it: pairs of capital digits between colons.
    pub fn fingerprint_in_words(&self) -> String {
        let pairs = self.fingerprint().map(|byte| format!("{byte:02X}"));
        pairs.join(":")
    }

    /// The certificate in PEM.
    pub fn pem(&self) -> String {
        use base64::Engine as _;
        let text = base64::engine::general_purpose::STANDARD.encode(&self.0);
        let mut pem = String::from("-----BEGIN CERTIFICATE-----\n");
        let mut rest = text.as_str();
        while !rest.is_empty() {
            let (line, after) = rest.split_at(rest.len().min(64));
            pem.push_str(line);
            pem.push('\n');
            rest = after;
        }
        pem.push_str("-----END CERTIFICATE-----\n");
        pem
    }
}

/// A certificate with its key, ready to serve with.
#[derive(Clone)]
pub struct Loaded {
    /// What TLS signs with.
    pub key: Arc<CertifiedKey>,
    /// What the certificate says.
    pub facts: Facts,
    /// The root at the end of the chain, where it is there.
    pub root: Option<Root>,
}

impl fmt::Debug for Loaded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loaded").field("facts", &self.facts).finish_non_exhaustive()
    }
}

impl Loaded {
    /// Reads a chain and a key; `what` names them in refusals, which never tell what the key is.
    pub fn from_pem(chain: &[u8], key: &[u8], what: &str) -> Result<Self, TlsError> {
        let unusable = |why: String| TlsError::Unusable(format!("{what}: {why}"));
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain)
            .collect::<Result<_, _>>()
            .map_err(|_| unusable("the certificate is no PEM file".to_owned()))?;
        let Some(leaf) = chain.first() else {
            return Err(unusable(
                "no certificate is in the file: it begins with -----BEGIN CERTIFICATE-----"
                    .to_owned(),
            ));
        };
        let facts = facts_of(leaf).map_err(unusable)?;
        let root = chain.last().filter(|last| is_root(last)).cloned().map(Root);
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| {
            unusable(
                "no private key is in the key's file: an unenciphered PEM key is needed".into(),
            )
        })?;
        let provider = rustls::crypto::ring::default_provider();
        let key = CertifiedKey::from_der(chain, key, &provider).map_err(|error| {
            unusable(format!(
                "certificate and key do not belong together or cannot be used: {error}"
            ))
        })?;
        Ok(Self { key: Arc::new(key), facts, root })
    }
}

/// What a certificate says of itself, or why it cannot be read.
pub fn facts_of(der: &CertificateDer<'_>) -> Result<Facts, String> {
    let (_, parsed) = X509Certificate::from_der(der)
        .map_err(|_| "the certificate cannot be read: export it anew".to_owned())?;
    let until = parsed.validity().not_after.timestamp().saturating_mul(1_000);
    let since = parsed.validity().not_before.timestamp().saturating_mul(1_000);
    let names = parsed.subject_alternative_name().ok().flatten();
    let names = names.map(|names| names.value.general_names.iter().filter_map(name_of).collect());
    let (since, until) = (Timestamp::from_millis(since), Timestamp::from_millis(until));
    Ok(Facts { names: names.unwrap_or_default(), since, until })
}

fn name_of(name: &GeneralName<'_>) -> Option<PlantName> {
    match name {
        GeneralName::DNSName(name) => name.parse().ok(),
        GeneralName::IPAddress(bytes) => address_of(bytes).map(PlantName::Address),
        _ => None,
    }
}

fn address_of(bytes: &[u8]) -> Option<IpAddr> {
    let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
    four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
}

/// The names that an authority may stand for, from its name constraints.
pub fn permitted_names(der: &CertificateDer<'_>) -> Result<Vec<PlantName>, String> {
    let (_, parsed) = X509Certificate::from_der(der)
        .map_err(|_| "the root certificate cannot be read".to_owned())?;
    let constraints =
        parsed.extensions().iter().find_map(|extension| match extension.parsed_extension() {
            ParsedExtension::NameConstraints(constraints) => Some(constraints),
            _ => None,
        });
    let permitted = constraints.and_then(|constraints| constraints.permitted_subtrees.as_ref());
    let permitted = permitted.map(|trees| {
        let names = trees.iter().filter_map(|tree| match &tree.base {
            // An address and its mask.
            GeneralName::IPAddress(bytes) => {
                let (address, _mask) = bytes.split_at(bytes.len() / 2);
                address_of(address).map(PlantName::Address)
            }
            other => name_of(other),
        });
        names.collect()
    });
    Ok(permitted.unwrap_or_default())
}

/// Whether a certificate is an authority's that nobody above has signed.
fn is_root(der: &CertificateDer<'_>) -> bool {
    X509Certificate::from_der(der)
        .is_ok_and(|(_, parsed)| parsed.is_ca() && parsed.subject() == parsed.issuer())
}

/// The certificate in use; another one takes its place while connections go on.
#[derive(Debug)]
pub struct Current(RwLock<Arc<Loaded>>);

impl Current {
    /// Serves `loaded` until it is replaced.
    pub fn new(loaded: Loaded) -> Self {
        Self(RwLock::new(Arc::new(loaded)))
    }

    /// The one in use.
    pub fn get(&self) -> Arc<Loaded> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Takes another one for all connections from now on.
    pub fn replace(&self, loaded: Loaded) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(loaded);
    }
}

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.get().key))
    }
}
