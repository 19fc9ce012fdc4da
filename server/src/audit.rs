//! The audit log: who did what to the site, beside the log of facts, chained and on disk.
//!
//! [`what`] lists everything that is noted, [`record`] how a line of it is written and chained,
//! [`mod@file`] where the lines lie, [`reading`] how they are listed and checked, [`syslog`] how they
//! leave the machine ([decision 0030]). Everything is noted through [`Audit`], and by nothing else.
//!
//! A thread of its own writes, so that nothing in the lane of facts waits for its disk. What a
//! device or a stranger does is noted and not waited for; what administers is answered once its
//! record is durable.
//!
//! [decision 0030]: ../../docs/decisions/0030-audit-log.md

pub mod file;
pub mod flood;
pub mod reading;
pub mod record;
pub mod syslog;
pub mod what;

use std::io;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use sync_core::time::Timestamp;
use tokio::sync::{mpsc, oneshot};

use self::file::AuditFile;
use self::flood::Flood;
use self::syslog::Shipper;
pub use self::what::{What, Who};
use crate::clock;

/// So many notes wait for the disk at once; strangers cannot make so many.
const MOST_WAITING: usize = 4_096;

/// Notes what is done.
#[derive(Debug)]
pub struct Audit {
    notes: Option<mpsc::Sender<Note>>,
    flood: Mutex<Flood>,
    shipper: std::sync::Arc<OnceLock<Shipper>>,
    thread: Option<JoinHandle<()>>,
}

/// What is to be written, and who waits for it.
#[derive(Debug)]
struct Note {
    at: Timestamp,
    who: Who,
    what: What,
    durable: Option<oneshot::Sender<Result<(), String>>>,
}

/// Something was done, and the record of it could not be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("it was done, but could not be noted in the audit log: {0}")]
pub struct NotNoted(String);

impl Audit {
    /// Opens the audit log of a folder. Nobody else may have it open: the log of facts, which is
    /// opened before it, sees to that.
    pub fn open(folder: &Path) -> io::Result<Self> {
        let mut file = AuditFile::open(folder)?;
        let (notes, waiting) = mpsc::channel(MOST_WAITING);
        let shipper = std::sync::Arc::new(OnceLock::new());
        if let Some(bytes) = file.torn() {
            let what = What::Torn { bytes };
            file.append(clock::now(), [(Who::Server {}, what)].iter())?;
        }
        let ships = std::sync::Arc::clone(&shipper);
        let thread = std::thread::Builder::new()
            .name("audit".to_owned())
            .spawn(move || write(file, waiting, &ships))?;
        Ok(Self {
            notes: Some(notes),
            flood: Mutex::new(Flood::new(clock::now())),
            shipper,
            thread: Some(thread),
        })
    }

    /// Sends a copy of every record from now on to a collector; a second one is not taken.
    pub fn ship(&self, shipper: Shipper) {
        let _ = self.shipper.set(shipper);
    }

    /// Notes something, and does not wait. Refusals beyond what anybody reads are only counted.
    pub fn note(&self, who: Who, what: What) {
        let now = clock::now();
        let mut flood = self.flood.lock().unwrap_or_else(PoisonError::into_inner);
        if what.is_refusal() && !flood.lets_in(now) {
            return;
        }
        let Some(notes) = &self.notes else { return };
        let left_out = flood.take_left_out();
        let counted =
            (left_out > 0).then_some((Who::Server {}, What::LeftOut { refusals: left_out }));
        for (who, what) in counted.into_iter().chain([(who, what)]) {
            tell(&who, &what);
            if notes.try_send(Note { at: now, who, what, durable: None }).is_err() {
                flood.left_out();
            }
        }
    }

    /// Notes something; answers once it is durable.
    pub async fn keep(&self, who: Who, what: What) -> Result<(), NotNoted> {
        tell(&who, &what);
        let (durable, is_durable) = oneshot::channel();
        let note = Note { at: clock::now(), who, what, durable: Some(durable) };
        let gone = || NotNoted("its writer is gone".to_owned());
        let notes = self.notes.as_ref().ok_or_else(gone)?;
        notes.send(note).await.map_err(|_| gone())?;
        is_durable.await.map_err(|_| gone())?.map_err(NotNoted)
    }
}

impl Drop for Audit {
    /// What waits is still written.
    fn drop(&mut self) {
        drop(self.notes.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// The same in the server's own log, for whoever looks there.
fn tell(who: &Who, what: &What) {
    if what.is_refusal() {
        tracing::warn!(target: "audit", %who, %what);
    } else {
        tracing::info!(target: "audit", %who, %what);
    }
}

/// Writes whatever waits, with one sync for all of it, until nobody can note anything any more.
fn write(mut file: AuditFile, mut waiting: mpsc::Receiver<Note>, ships: &OnceLock<Shipper>) {
    while let Some(first) = waiting.blocking_recv() {
        let mut notes = vec![first];
        while let Ok(next) = waiting.try_recv() {
            notes.push(next);
        }
        let at = notes.first().map_or_else(clock::now, |note| note.at);
        let (whats, durables): (Vec<_>, Vec<_>) =
            notes.into_iter().map(|note| ((note.who, note.what), note.durable)).unzip();
        let written = file.append(at, whats.iter());
        if let Err(error) = &written {
            tracing::error!(%error, records = whats.len(), "the audit log could not be written");
        }
        let result = written.as_ref().map(|_| ()).map_err(ToString::to_string);
        for durable in durables.into_iter().flatten() {
            let _ = durable.send(result.clone());
        }
        if let (Some(shipper), Ok(lines)) = (ships.get(), written) {
            for (line, (_, what)) in lines.into_iter().zip(&whats) {
                shipper.send(line, what.is_refusal());
            }
        }
    }
}

#[cfg(test)]
mod tests;
