//! Keeps the certificate in use fresh: reads changed files, renews what ends soon.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use super::acme::Acme;
use super::certificate::{Current, Loaded};
use super::names::PlantName;
use super::own_authority::Authority;
use super::trouble::TlsError;
use super::wish::{AcmeWish, PlantFiles};
use crate::clock;
use crate::folder::Folder;
use crate::stop::Stop;

/// How often the plant's files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// How often it is asked whether the own certificate ends soon.
const RENEW_EVERY: Duration = Duration::from_hours(1);
/// From here on the log says every day that the plant's certificate ends.
const WARN_DAYS: i64 = 21;

/// Keeps a certificate fresh.
#[derive(Debug)]
pub struct Keeper {
    current: Arc<Current>,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Files { files: PlantFiles, seen: Seen },
    Authority(Box<Authority>),
    Acme(Acme),
}

/// The files as they were last looked at, usable or not.
type Seen = (Vec<u8>, Vec<u8>);

impl Keeper {
    pub(super) fn of_files(files: PlantFiles) -> Result<Self, TlsError> {
        let seen = read(&files)?;
        let loaded = load(&files, &seen)?;
        warn_of_end(&loaded);
        let current = Arc::new(Current::new(loaded));
        Ok(Self { current, source: Source::Files { files, seen } })
    }

    pub(super) fn of_authority(
        folder: &Folder,
        names: &[PlantName],
        listens: IpAddr,
    ) -> Result<Self, TlsError> {
        let authority = Authority::open(folder, names, listens)?;
        let current = Arc::new(Current::new(authority.certificate(clock::now())?));
        Ok(Self { current, source: Source::Authority(Box::new(authority)) })
    }

    pub(super) async fn of_acme(
        folder: &Folder,
        wish: &AcmeWish,
        names: &[PlantName],
    ) -> Result<Self, TlsError> {
        let acme = Acme::new(folder, wish, names)?;
        let current = Arc::new(Current::new(acme.certificate(clock::now()).await?));
        Ok(Self { current, source: Source::Acme(acme) })
    }

    pub(super) fn current(&self) -> Arc<Current> {
        Arc::clone(&self.current)
    }

    /// Keeps it fresh until the server stops.
    pub async fn run(mut self, mut stop: Stop) {
        let every = match &self.source {
            Source::Files { .. } => LOOK_EVERY,
            Source::Authority(_) | Source::Acme(_) => RENEW_EVERY,
        };
        loop {
            tokio::select! {
                () = tokio::time::sleep(every) => {}
                () = stop.stopped() => return,
            }
            match &mut self.source {
                Source::Files { files, seen } => look(&self.current, files, seen),
                Source::Authority(authority) => {
                    take(&self.current, authority.certificate(clock::now()));
                }
                Source::Acme(acme) => {
                    let fetched = tokio::select! {
                        fetched = acme.certificate(clock::now()) => fetched,
                        () = stop.stopped() => return,
                    };
                    take(&self.current, fetched);
                }
            }
        }
    }
}

fn read(files: &PlantFiles) -> Result<Seen, TlsError> {
    let bytes = |path: &std::path::Path| {
        std::fs::read(path).map_err(|error| {
            TlsError::Unusable(format!(
                "{} cannot be read ({error}): name a PEM file that this program may read",
                path.display()
            ))
        })
    };
    Ok((bytes(&files.certificate)?, bytes(&files.key)?))
}

fn load(files: &PlantFiles, (chain, key): &Seen) -> Result<Loaded, TlsError> {
    let what = format!("{} and {}", files.certificate.display(), files.key.display());
    Loaded::from_pem(chain, key, &what)
}

/// Takes changed files. While one of the two is still the old one they do not fit, and the
/// certificate before them goes on.
fn look(current: &Current, files: &PlantFiles, seen: &mut Seen) {
    let Ok(found) = read(files) else { return };
    if found == *seen {
        return;
    }
    match load(files, &found) {
        Ok(loaded) => {
            tracing::info!(target: "audit", until = %loaded.facts.until, "the plant's changed certificate is in use");
            warn_of_end(&loaded);
            current.replace(loaded);
        }
        Err(error) => {
            tracing::warn!(%error, "the changed certificate cannot be used: the one before goes on");
        }
    }
    *seen = found;
}

fn take(current: &Current, renewed: Result<Loaded, TlsError>) {
    match renewed {
        Ok(loaded) if loaded.facts != current.get().facts => current.replace(loaded),
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "the server's certificate could not be renewed"),
    }
}

fn warn_of_end(loaded: &Loaded) {
    let days_left = loaded.facts.days_left(clock::now());
    if days_left < WARN_DAYS {
        tracing::warn!(days_left, "the plant's certificate ends soon: replace its files");
    }
}
