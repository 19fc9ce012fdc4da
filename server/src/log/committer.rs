//! The one writer of the log: takes what waits, writes once, syncs once, confirms all.

use std::sync::{Arc, PoisonError, RwLock};

use inwards_journal::{Journal, JournalError, RecordPlace};
use tokio::sync::{mpsc, oneshot, watch};

use super::batch::{Batch, Position};
use super::error::AppendError;
use super::index::Index;
use super::record::{self, RecordError};

/// How many batches may wait; whoever comes later waits to wait.
pub(super) const WAITING: usize = 1024;

/// A group is closed when it has so many bytes, so that the first in it need not wait long.
const GROUP_BYTES: usize = 8 << 20;

/// A batch, and who wants to know what became of it.
pub(super) struct Request {
    pub(super) batch: Batch,
    pub(super) answer: oneshot::Sender<Result<Position, AppendError>>,
}

/// Owns the journal, on a thread of its own, until nobody can ask any more.
pub(super) struct Committer {
    pub(super) journal: Journal,
    pub(super) index: Arc<RwLock<Index>>,
    pub(super) requests: mpsc::Receiver<Request>,
    pub(super) head: watch::Sender<Position>,
    pub(super) failed: watch::Sender<bool>,
}

impl Committer {
    /// Commits group after group.
    pub(super) fn run(mut self) {
        while let Some(first) = self.requests.blocking_recv() {
            let group = self.gather(first);
            self.commit(group);
        }
    }

    /// Everything that waits, up to a limit.
    fn gather(&mut self, first: Request) -> Vec<Request> {
        let mut bytes = first.batch.bytes.len();
        let mut group = vec![first];
        while bytes < GROUP_BYTES && group.len() < WAITING {
            let Ok(next) = self.requests.try_recv() else { break };
            bytes += next.batch.bytes.len();
            group.push(next);
        }
        group
    }

    fn commit(&mut self, group: Vec<Request>) {
        let mut next = *self.head.borrow();
        let mut firsts = Vec::with_capacity(group.len());
        let mut payloads = Vec::with_capacity(group.len());
        for request in &group {
            firsts.push(next);
            payloads.push(record::encode_batch(next, &request.batch));
            next = next.after(request.batch.count);
        }
        let records: Vec<_> =
            payloads.iter().map(|payload| (record::SEALED_BATCH, payload.as_slice())).collect();

        let outcome = if *self.failed.borrow() {
            Err(AppendError::Poisoned)
        } else {
            match self.journal.append(&records) {
                Ok(places) => self.publish(&group, &firsts, &places),
                Err(error) => Err(self.explain(&error)),
            }
        };
        for (request, first) in group.into_iter().zip(firsts) {
            // Whoever asked may have gone away; the batch is kept all the same.
            let _ = request.answer.send(outcome.clone().map(|()| first));
        }
    }

    /// Lets readers see a group that is on stable storage.
    fn publish(
        &self,
        group: &[Request],
        firsts: &[Position],
        places: &[RecordPlace],
    ) -> Result<(), AppendError> {
        let head = {
            let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
            for ((request, first), place) in group.iter().zip(firsts).zip(places) {
                index
                    .push(*first, request.batch.count, *place)
                    .map_err(|error| self.lost_count(error))?;
            }
            index.head()
        };
        self.head.send_replace(head);
        Ok(())
    }

    /// What the journal's error means to those who wait.
    fn explain(&self, error: &JournalError) -> AppendError {
        match error {
            JournalError::Full { .. } => {
                tracing::error!(%error, "a group of batches was refused");
                AppendError::Full
            }
            JournalError::Poisoned { .. } => AppendError::Poisoned,
            JournalError::Io { .. }
            | JournalError::Locked { .. }
            | JournalError::Damaged { .. }
            | JournalError::Missing { .. }
            | JournalError::Refused { .. }
            | JournalError::TooLong(_)
            | JournalError::ReservedKind { .. } => {
                tracing::error!(%error, "the log can no longer be written");
                self.failed.send_replace(true);
                AppendError::Unknown
            }
        }
    }

    /// The journal and the index disagree: nothing more may be confirmed.
    fn lost_count(&self, error: RecordError) -> AppendError {
        tracing::error!(%error, "the log has lost count");
        self.failed.send_replace(true);
        AppendError::Unknown
    }
}
