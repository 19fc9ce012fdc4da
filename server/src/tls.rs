//! TLS: where the server's certificate comes from, who keeps it fresh, and whom devices trust.
//!
//! Three sources ([decision 0026]): the plant's own files, an ACME server by DNS-01, or the plant's
//! own authority, made when the server first starts. Whatever the source, the certificate in use is
//! swapped while connections go on.
//!
//! [decision 0026]: ../../docs/decisions/0026-tls-three-ways.md

pub mod names;
pub mod wish;
pub mod trouble;
pub mod certificate;
pub mod own_authority;
pub mod acme;
pub mod keeper;

use std::sync::Arc;

use rustls::ServerConfig;
use sync_core::time::Timestamp;
use tokio_rustls::TlsAcceptor;

use self::certificate::{Current, Loaded};
use self::keeper::Keeper;
use self::names::PlantName;
pub use self::trouble::TlsError;
pub use self::wish::{AcmeWish, PlantFiles, TlsWish};
use crate::clock;
use crate::folder::Folder;

/// Where the certificate comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The plant's own files.
    Files,
    /// A public or plant-wide certificate authority that speaks ACME (RFC 8555).
    Acme,
    /// The authority that this server made.
    OwnAuthority,
}

impl Source {
    /// Its name in answers to programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Files => "files",
            Self::Acme => "acme",
            Self::OwnAuthority => "own-authority",
        }
    }
}

/// TLS of a running server.
#[derive(Debug)]
pub struct Tls {
    /// Where its certificate comes from.
    pub source: Source,
    current: Arc<Current>,
    address: String,
    port: u16,
}

impl Tls {
    /// Makes or reads what is needed, and answers who keeps it fresh. `port` is the one that is bound.
    pub async fn open(
        folder: &Folder,
        wish: &TlsWish,
        bound: std::net::SocketAddr,
    ) -> Result<(Self, Keeper), TlsError> {
        let (source, keeper) = match (&wish.files, &wish.acme) {
            (Some(files), _) => (Source::Files, Keeper::of_files(files.clone())?),
            (None, Some(acme)) => (Source::Acme, Keeper::of_acme(folder, acme, &wish.names).await?),
            (None, None) => {
                (Source::OwnAuthority, Keeper::of_authority(folder, &wish.names, bound.ip())?)
            }
        };
        let current = keeper.current();
        let said = wish.names.first().map(ToString::to_string);
        let name = said.or_else(|| current.get().facts.best_name());
        let name = name.unwrap_or_else(|| PlantName::Address(bound.ip()).to_string());
        let address = match bound.port() {
            443 => format!("https://{name}"),
            port => format!("https://{name}:{port}"),
        };
        Ok((Self { source, current, address, port: bound.port() }, keeper))
    }

    /// What makes TLS of a connection.
    pub fn acceptor(&self) -> Result<TlsAcceptor, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|error| TlsError::Unusable(format!("TLS cannot be set up: {error}")))?;
        let resolver = Arc::clone(&self.current);
        let mut config = config.with_no_client_auth().with_cert_resolver(resolver);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(TlsAcceptor::from(Arc::new(config)))
    }

    /// The address by which devices reach the server, without a stroke at its end.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The port on which TLS is spoken.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate in use.
    pub fn loaded(&self) -> Arc<Loaded> {
        self.current.get()
    }

    /// Whole days until the certificate in use ends; 0 where it has ended.
    pub fn days_left(&self, now: Timestamp) -> i64 {
        self.loaded().facts.days_left(now)
    }

    /// How the server is, for the administrator.
    pub fn status(&self) -> TlsStatus {
        let loaded = self.loaded();
        TlsStatus {
            source: self.source.name().to_owned(),
            address: self.address.clone(),
            names: loaded.facts.names.iter().map(ToString::to_string).collect(),
            until: loaded.facts.until,
            days_left: self.days_left(clock::now()),
            root_fingerprint: loaded.root.as_ref().map(certificate::Root::fingerprint_in_words),
        }
    }
}

/// How TLS stands, as the administrator's commands tell it.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct TlsStatus {
    /// Where the certificate comes from.
    pub source: String,
    /// The address by which devices reach the server.
    pub address: String,
    /// The names that the certificate stands for.
    pub names: Vec<String>,
    /// The instant after which the served certificate is refused.
    pub until: Timestamp,
    /// Whole days until then.
    pub days_left: i64,
    /// The SHA-256 of the root that devices trust; nothing where the public's own are enough.
    pub root_fingerprint: Option<String>,
}
