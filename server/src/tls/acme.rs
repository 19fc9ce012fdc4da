//! Certificates from an ACME server (RFC 8555), proven by DNS-01: a program of the plant's own lays
//! the record, so that the server needs to be reached from nowhere.

use std::path::Path;
use std::pin::Pin;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, BodyWrapper, BytesResponse, ChallengeType,
    Error, HttpClient, Identifier, NewAccount, NewOrder, OrderStatus, RetryPolicy,
};
use rcgen::{CertificateParams, KeyPair};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use sync_core::time::Timestamp;
use ureq::tls::{Certificate, RootCerts, TlsConfig};

use super::certificate::Loaded;
use super::names::PlantName;
use super::trouble::TlsError;
use super::wish::AcmeWish;
use crate::folder::{self, Folder};

/// Where certificates come from where no other server is named.
pub const LETS_ENCRYPT: &str = "https://acme-v02.api.letsencrypt.org/directory";
/// So long the plant's program may take for one record.
const HOOK_WITHIN: Duration = Duration::from_mins(5);
/// So long the ACME server may take to look at the records, and to sign.
const ACME_WITHIN: Duration = Duration::from_mins(3);
const REQUEST_WITHIN: Duration = Duration::from_secs(30);
/// A chain of certificates is some kilobytes.
const MOST_BODY: usize = 1 << 20;

/// Fetches certificates for the plant's names.
#[derive(Debug)]
pub(super) struct Acme {
    folder: Folder,
    wish: AcmeWish,
    names: Vec<String>,
}

impl Acme {
    pub(super) fn new(
        folder: &Folder,
        wish: &AcmeWish,
        names: &[PlantName],
    ) -> Result<Self, TlsError> {
        folder.make_tls()?;
        let hosts = names.iter().map(|name| match name {
            PlantName::Host(host) => Ok(host.clone()),
            PlantName::Address(_) => Err(TlsError::Unusable(format!(
                "{name} is an address, and ACME by DNS-01 gives certificates for names: say --tls-name with a name of the plant's domain"
            ))),
        });
        Ok(Self {
            folder: folder.clone(),
            wish: wish.clone(),
            names: hosts.collect::<Result<_, _>>()?,
        })
    }

    /// The certificate that lies here, if it is for these names and young; else a new one.
    ///
    /// One that is old and still valid goes on where none can be fetched now.
    pub(super) async fn certificate(&self, now: Timestamp) -> Result<Loaded, TlsError> {
        let file = self.folder.acme_certificate();
        let kept = std::fs::read(&file).ok();
        let kept = kept.and_then(|pem| Loaded::from_pem(&pem, &pem, "acme.pem").ok());
        let kept = kept.filter(|kept| {
            let names: Vec<String> = kept.facts.names.iter().map(ToString::to_string).collect();
            self.names.iter().all(|name| names.contains(name)) && kept.facts.until > now
        });
        if let Some(kept) = kept.as_ref().filter(|kept| !kept.facts.ends_soon(now)) {
            return Ok(kept.clone());
        }
        match (self.fetch().await, kept) {
            (Ok(pem), _) => {
                folder::replace(&file, pem.as_bytes())?;
                let loaded =
                    Loaded::from_pem(pem.as_bytes(), pem.as_bytes(), &file.display().to_string())?;
                tracing::info!(target: "audit", until = %loaded.facts.until, "a certificate came from the ACME server");
                Ok(loaded)
            }
            (Err(error), Some(kept)) => {
                tracing::warn!(%error, until = %kept.facts.until, "no new certificate: the one before goes on");
                Ok(kept)
            }
            (Err(error), None) => Err(error),
        }
    }

    /// Key and chain in PEM.
    async fn fetch(&self) -> Result<String, TlsError> {
        let mut laid = Vec::new();
        let fetched = self.order(&mut laid).await;
        for (record, value) in laid {
            if let Err(error) = self.call_hook("cleanup", &record, &value).await {
                tracing::warn!(%error, "a record of DNS was left behind");
            }
        }
        fetched
    }

    async fn order(&self, laid: &mut Vec<(String, String)>) -> Result<String, TlsError> {
        let account = self.account().await?;
        let names: Vec<Identifier> = self.names.iter().cloned().map(Identifier::Dns).collect();
        let failed = |error: Error| self.failed(&error);
        let mut order = account.new_order(&NewOrder::new(&names)).await.map_err(failed)?;
        let mut authorizations = order.authorizations();
        while let Some(authorization) = authorizations.next().await {
            let mut authorization = authorization.map_err(failed)?;
            if authorization.status == AuthorizationStatus::Valid {
                continue;
            }
            let Some(mut challenge) = authorization.challenge(ChallengeType::Dns01) else {
                return Err(self.trouble("it offers no DNS-01"));
            };
            let record = format!("_acme-challenge.{}", challenge.identifier());
            let value = challenge.key_authorization().dns_value();
            laid.push((record.clone(), value.clone()));
            self.call_hook("present", &record, &value).await?;
            challenge.set_ready().await.map_err(failed)?;
        }
        let patience = RetryPolicy::default().timeout(ACME_WITHIN);
        if order.poll_ready(&patience).await.map_err(failed)? != OrderStatus::Ready {
            return Err(self.trouble(
                "it did not find the records that the hook laid: see that they are public before the hook ends",
            ));
        }
        let made = || -> Result<_, rcgen::Error> {
            let key = KeyPair::generate()?;
            let request = CertificateParams::new(self.names.clone())?.serialize_request(&key)?;
            Ok((key, request))
        };
        let (key, request) = made().map_err(|error| self.trouble(&error.to_string()))?;
        order.finalize_csr(request.der()).await.map_err(failed)?;
        let chain = order.poll_certificate(&patience).await.map_err(failed)?;
        Ok(format!("{}{chain}", key.serialize_pem()))
    }

    /// The account of before, or a new one: whoever starts the server so agrees to the terms.
    async fn account(&self) -> Result<Account, TlsError> {
        let client = Client::new(self.wish.root.as_deref())?;
        let builder = Account::builder_with_http(Box::new(client));
        let file = self.folder.acme_account();
        let failed = |error: Error| self.failed(&error);
        match std::fs::read(&file) {
            Ok(bytes) => {
                let kept: KeptAccount = serde_json::from_slice(&bytes).map_err(|_| {
                    TlsError::Storage(format!("{} cannot be read: move it away", file.display()))
                })?;
                if kept.directory == self.wish.directory {
                    return builder.from_credentials(kept.credentials).await.map_err(failed);
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
        let new =
            NewAccount { contact: &[], terms_of_service_agreed: true, only_return_existing: false };
        let directory = self.wish.directory.clone();
        let (account, credentials) =
            builder.create(&new, directory.clone(), None).await.map_err(failed)?;
        let kept = serde_json::to_vec(&KeptAccount { directory, credentials });
        folder::replace(&file, &kept.map_err(std::io::Error::other)?)?;
        Ok(account)
    }

    async fn call_hook(&self, what: &str, record: &str, value: &str) -> Result<(), TlsError> {
        let hook = self.wish.hook.display();
        let trouble = |why: &str| {
            TlsError::Unusable(format!(
                "{hook} {what} {record}: {why}; try it by hand, and start the server again"
            ))
        };
        let mut command = tokio::process::Command::new(&self.wish.hook);
        command.args([what, record, value]).stdin(Stdio::null()).stdout(Stdio::null());
        command.kill_on_drop(true);
        let status = tokio::time::timeout(HOOK_WITHIN, command.status()).await;
        let status = status.map_err(|_| trouble("it did not end within five minutes"))?;
        let status = status.map_err(|error| trouble(&format!("it cannot be run ({error})")))?;
        if status.success() { Ok(()) } else { Err(trouble(&format!("it failed, {status}"))) }
    }

    fn trouble(&self, why: &str) -> TlsError {
        let (names, directory) = (self.names.join(", "), &self.wish.directory);
        TlsError::Unusable(format!("no certificate for {names} from {directory}: {why}"))
    }

    fn failed(&self, error: &Error) -> TlsError {
        self.trouble(&error.to_string())
    }
}

/// An account with the server that it is at.
#[derive(serde::Serialize, serde::Deserialize)]
struct KeptAccount {
    directory: String,
    credentials: AccountCredentials,
}

/// Our HTTP client, as the ACME crate asks for one.
struct Client(ureq::Agent);

impl Client {
    fn new(root: Option<&Path>) -> Result<Self, TlsError> {
        let roots = match root {
            Some(file) => vec![CertificateDer::from_pem_file(file).map_err(|_| {
                TlsError::Unusable(format!(
                    "{}: no certificate can be read there: name the ACME server's root as PEM",
                    file.display()
                ))
            })?],
            None => rustls_native_certs::load_native_certs().certs,
        };
        let roots = roots.iter().map(|root| Certificate::from_der(root).to_owned());
        let tls = TlsConfig::builder().root_certs(RootCerts::from(roots));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = tls.unversioned_rustls_crypto_provider(provider).build();
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(REQUEST_WITHIN))
            .http_status_as_error(false)
            .https_only(true)
            .tls_config(tls)
            .build();
        Ok(Self(config.new_agent()))
    }
}

impl HttpClient for Client {
    fn request(
        &self,
        request: Request<BodyWrapper<axum::body::Bytes>>,
    ) -> Pin<Box<dyn Future<Output = Result<BytesResponse, Error>> + Send>> {
        let agent = self.0.clone();
        Box::pin(async move {
            let other = |error: Box<dyn std::error::Error + Send + Sync>| Error::Other(error);
            let (parts, body) = request.into_parts();
            let body = to_bytes(Body::new(body), MOST_BODY).await.map_err(|e| other(e.into()))?;
            let asked = tokio::task::spawn_blocking(move || {
                let response = if parts.method == Method::POST {
                    agent.run(Request::from_parts(parts, body.to_vec()))
                } else {
                    agent.run(Request::from_parts(parts, ()))
                };
                let (parts, mut body) = response?.into_parts();
                let body = body.with_config().limit(MOST_BODY as u64).read_to_vec()?;
                Ok::<_, ureq::Error>(axum::http::Response::from_parts(parts, Body::from(body)))
            });
            let response = asked.await.map_err(|e| other(e.into()))?;
            Ok(BytesResponse::from(response.map_err(|e| other(e.into()))?))
        })
    }
}
