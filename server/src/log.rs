//! The ordered, durable log of one site: append a batch of facts, read from a position.

mod batch;
mod committer;
mod error;
mod index;
mod record;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use inwards_journal::{Journal, JournalReader, Opening, Options, Purpose, RecordRef};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task;

pub use batch::{Batch, LogEpoch, LogRecord, Origin, Page, Position, PushSeal};
pub use error::{AppendError, OpenError, ReadError};
pub use record::MAX_BATCH;

use self::committer::{Committer, Request, WAITING};
use self::index::Index;
use self::record::{BATCH, EPOCH, RecordError, SEALED_BATCH};

/// Tells the server's log from every other journal.
const PURPOSE: Purpose = Purpose(1);

/// When to try again if the committer is gone: the server is being started again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// The ordered, durable log of one site, in a journal on this machine's own disk.
#[derive(Debug)]
pub struct Log {
    epoch: LogEpoch,
    index: Arc<RwLock<Index>>,
    reader: JournalReader,
    head: watch::Receiver<Position>,
    failed: watch::Receiver<bool>,
    /// Taken when the log is dropped: the committer then ends.
    requests: Option<mpsc::Sender<Request>>,
    committer: Option<JoinHandle<()>>,
}

impl Log {
    /// Opens the log in `directory`; makes one as `epoch` if there is none. Blocks.
    pub fn open(
        directory: &Path,
        epoch: LogEpoch,
        options: Options,
    ) -> Result<(Self, Opening), OpenError> {
        let mut found = Replay::default();
        let (mut journal, opening) =
            Journal::open(directory, PURPOSE, options, |record| Ok(found.take(record)?))?;
        let epoch = if let Some(known) = found.epoch {
            known
        } else {
            journal.append(&[(EPOCH, &record::encode_epoch(epoch))])?;
            epoch
        };
        Ok((Self::start(journal, epoch, found.index)?, opening))
    }

    fn start(journal: Journal, epoch: LogEpoch, index: Index) -> Result<Self, std::io::Error> {
        let (requests, waiting) = mpsc::channel(WAITING);
        let (head_moves, head) = watch::channel(index.head());
        let (fails, failed) = watch::channel(false);
        let index = Arc::new(RwLock::new(index));
        let reader = journal.reader();
        let committer = Committer {
            journal,
            index: Arc::clone(&index),
            requests: waiting,
            head: head_moves,
            failed: fails,
        };
        let thread =
            thread::Builder::new().name("log-committer".into()).spawn(|| committer.run())?;
        Ok(Self {
            epoch,
            index,
            reader,
            head,
            failed,
            requests: Some(requests),
            committer: Some(thread),
        })
    }

    /// Where the log ends.
    pub fn head(&self) -> Position {
        *self.head.borrow()
    }

    /// Returns once the log can no longer be written: the process must end, and only a new one may
    /// say what is on the disk.
    pub async fn failed(&self) {
        let mut failed = self.failed.clone();
        // An error means that the committer is gone, which is as bad.
        let _ = failed.wait_for(|failed| *failed).await;
    }

    /// Appends `batch` and answers where its first fact stands.
    ///
    /// Done means: the batch is on stable storage, and every earlier one too. The batch may be
    /// appended even if nobody waits for the answer any more.
    pub async fn append(&self, batch: Batch) -> Result<Position, AppendError> {
        if batch.bytes.len() > MAX_BATCH {
            return Err(AppendError::TooLong(batch.bytes.len()));
        }
        let unavailable = AppendError::Unavailable { retry_after: RETRY_AFTER };
        let Some(requests) = &self.requests else { return Err(unavailable) };
        let (answer, outcome) = oneshot::channel();
        if requests.send(Request { batch, answer }).await.is_err() {
            return Err(unavailable);
        }
        outcome.await.unwrap_or(Err(AppendError::Unknown))
    }

    /// Reads whole batches from the one that holds `from`, up to about `max_bytes`, but at least
    /// one if there is one. Nothing can later appear before a position once returned.
    pub async fn read(&self, from: Position, max_bytes: usize) -> Result<Page, ReadError> {
        let (head, (places, next)) = {
            let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
            (index.head(), index.page(from, max_bytes))
        };
        if from > head {
            return Err(ReadError::Beyond { from, head });
        }
        if places.is_empty() {
            return Ok(Page { records: Vec::new(), next, head });
        }

        let reader = self.reader.clone();
        let payloads = task::spawn_blocking(move || reader.read_all(&places))
            .await
            .map_err(|_| ReadError::Stopping)??;
        let records =
            payloads.into_iter().map(|(kind, payload)| record::decode_batch(kind, payload));
        let records = records.collect::<Result<Vec<_>, _>>()?;
        Ok(Page { records, next, head })
    }

    /// Which log this is.
    pub fn epoch(&self) -> LogEpoch {
        self.epoch
    }
}

impl Drop for Log {
    /// Waits until what was sent is committed, so that the journal is free for the next to open.
    fn drop(&mut self) {
        self.requests = None;
        if let Some(Err(_)) = self.committer.take().map(JoinHandle::join) {
            tracing::error!("the log's writer has panicked");
        }
    }
}

/// What the records say while the journal is opened.
#[derive(Default)]
struct Replay {
    epoch: Option<LogEpoch>,
    index: Index,
}

impl Replay {
    fn take(&mut self, record: RecordRef<'_>) -> Result<(), RecordError> {
        match (record.kind, self.epoch) {
            (EPOCH, None) => {
                self.epoch = Some(record::decode_epoch(record.payload)?);
                Ok(())
            }
            (BATCH | SEALED_BATCH, Some(_)) => {
                let (first, count) = record::decode_header(record.payload)?;
                self.index.push(first, count, record.place)
            }
            _ => Err(RecordError::NotOfTheLog),
        }
    }
}

#[cfg(test)]
mod tests;
