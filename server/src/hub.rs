//! The hub: the log of one site, what it says, and the one writer in which facts are written.
//!
//! Readers share what is held; writers pass through the writer one after another. A batch is
//! decided, appended and only then taken into memory, so that nothing is ever shown or
//! acknowledged that is not durable, and a failed append leaves everything as it was.

mod audited;
pub mod budget;
pub mod contacts;
pub mod live_lines;
pub mod memory;
pub mod names;
mod own_facts;
pub mod page;
pub mod pushed;
pub mod sort;
pub mod writer;

use std::collections::BTreeMap;
use std::fmt::Display;
use std::num::NonZeroU32;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use sync_core::across::{self, Touched};
use sync_core::api::Sentence;
use sync_core::fact::{Entity, Event, Fact, Kind, SigningInStated, SiteStated};
use sync_core::ids::{DeviceNumber, Text};
use sync_core::sync::{RefusedBy, ServerMessage};
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::wire;
use tokio::sync::{Mutex, watch};

pub use budget::{Allowances, Budgets};
pub use contacts::{Contact, Contacts};
pub use live_lines::{LiveLine, LiveLines};
pub use memory::{SiteMemory, Standing};
pub use pushed::{Pushed, Signed};

use self::sort::Sorted;
use self::writer::FactAllocator;
use crate::audit::{Audit, NotNoted, What, Who};
use crate::auth::sign_ins::SignIns;
use crate::clock;
use crate::folder::Folder;
use crate::log::{
    AppendError, Batch, Log, LogEpoch, LogRecord, OpenError, Origin, Position, PushSeal, ReadError,
};

/// About how many bytes one record of the log holds; far below what can be read back.
const RECORD_BYTES: usize = 4 << 20;
/// What a fact's header takes, at most, besides its payload.
const HEADER_BYTES: usize = 128;
/// How many of its own facts the server puts into one record: devices page through them.
const OWN_FACTS_AT_ONCE: usize = 2_000;
/// How many facts a device may send after it was revoked: more than a week of counting without the
/// network.
const MOST_AFTER_REVOCATION: usize = 5_000;
/// How much of the log is read at once when the server starts.
const LOAD_BYTES: usize = 4 << 20;

/// Why the site could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// The log could not be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A site that has served has no log any more.
    #[error(
        "{0} holds no log, though this site has served: put the log back from its backup, or begin in an empty data directory"
    )]
    LogMissing(String),
    /// A record of the log holds no facts of ours.
    #[error("the log holds something that is no fact, from position {position} on: {source}")]
    NoFacts {
        /// Where the record begins.
        position: u64,
        /// What the decoder found.
        source: wire::WireError,
    },
    /// The audit log could not be opened.
    #[error("the audit log could not be opened: {0}")]
    Audit(std::io::Error),
    /// The first facts could not be written, or the machine gave no randomness.
    #[error("the site could not be begun: {0}")]
    Begin(String),
}

/// What the server is to write: what it is about, and what happened to it.
pub type Drafts = Vec<(Entity, Event)>;

/// Why the server did not write facts of its own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthorError {
    /// A rule forbids it; the sentence says why and what to do.
    #[error("{0}")]
    Refused(String),
    /// Whoever asked may not, as the log stands when their turn comes.
    #[error("{0}")]
    NotAllowed(String),
    /// What it was to be made from cannot be read.
    #[error("{0}")]
    BadInput(String),
    /// A file cannot be read as what it was sent as; said in both languages, for screens.
    #[error("{}", .0.en)]
    BadFile(Sentence),
    /// What was to be kept could not be written; the sentence says why.
    #[error("{0}")]
    Storage(String),
}

/// What is said of a site when it begins, or changes.
#[derive(Clone, Debug, Default)]
pub struct SiteSettings {
    /// The name of the site; unchanged where nothing is said.
    pub name: Option<Text>,
    /// Its distance from UTC.
    pub offset: Option<SiteOffset>,
    /// What each device may bring; no fact says it.
    pub budgets: Budgets,
}

/// One site: its log, what the log says, and who was here lately.
#[derive(Debug)]
pub struct Site {
    log: Log,
    held: RwLock<SiteMemory>,
    writer: Mutex<FactAllocator>,
    moved: watch::Sender<u64>,
    contacts: Contacts,
    sign_ins: SignIns,
    allowances: Allowances,
    live: LiveLines,
    audit: Audit,
}

impl Site {
    /// Opens the log of a data directory, or begins one, and reads all it says.
    pub async fn open(folder: &Folder, settings: &SiteSettings) -> Result<Arc<Self>, SiteError> {
        let begin = |error: &dyn Display| SiteError::Begin(error.to_string());
        let fresh = crate::auth::encoding::random_bytes().map_err(|error| begin(&error))?;
        // A device that never read a log stands at epoch 0, so none has that number.
        let fresh = LogEpoch(u64::from_le_bytes(fresh).max(1));
        let directory = folder.journal();
        let is_empty = std::fs::read_dir(&directory).map_or(true, |mut files| {
            files.all(|file| {
                file.is_ok_and(|file| file.path().extension() != Some("journal".as_ref()))
            })
        });
        if is_empty && (folder.token_key().exists() || folder.board_token().exists()) {
            return Err(SiteError::LogMissing(directory.display().to_string()));
        }
        let options = inwards_journal::Options::default();
        let opened = tokio::task::spawn_blocking(move || Log::open(&directory, fresh, options));
        let (log, opening) = opened.await.map_err(|error| begin(&error))??;
        if let Some(torn) = opening.torn {
            tracing::warn!(%torn, "the log ended in an unfinished write");
        }

        let audit = Audit::open(&folder.audit()).map_err(SiteError::Audit)?;
        let allowances = Allowances::new(settings.budgets);
        let (mut held, allocator) = load(&log, &allowances).await?;
        let sign_ins = SignIns::open(folder).map_err(|error| begin(&error))?;
        sign_ins.take_up(&held.take_old_pins()).map_err(|error| begin(&error))?;
        let (moved, _) = watch::channel(log.head().0);
        let site = Arc::new(Self {
            log,
            held: RwLock::new(held),
            writer: Mutex::new(allocator),
            moved,
            contacts: Contacts::default(),
            sign_ins,
            allowances,
            live: LiveLines::default(),
            audit,
        });
        site.state_site(settings).await.map_err(|error| begin(&error))?;
        site.state_signing_in().await.map_err(|error| begin(&error))?;
        let restated = site.author(|held| Ok((across::bring_back_stale(&held.replica), ())));
        restated.await.map_err(|error| begin(&error))?;
        Ok(site)
    }

    /// Says what the site is, where that is new.
    async fn state_site(self: &Arc<Self>, settings: &SiteSettings) -> Result<(), AuthorError> {
        let settings = settings.clone();
        let stated = self.author(move |held| {
            let known = held.replica.site();
            let text = |text: &str| {
                text.parse::<Text>().map_err(|error| AuthorError::BadInput(error.to_string()))
            };
            let name = settings.name.or_else(|| known.name.clone());
            let stated = SiteStated {
                name: name.map_or_else(|| text("Inwards"), Ok)?,
                offset: settings.offset.unwrap_or(known.offset),
                currency: known.currency.clone().map_or_else(|| text("CNY"), Ok)?,
                concession_lifts_approval: known.concession_lifts_approval,
            };
            let same = known.name.as_ref() == Some(&stated.name) && known.offset == stated.offset;
            Ok((if same { Vec::new() } else { vec![(Entity::Site, stated.into())] }, ()))
        });
        stated.await
    }

    /// Says once since when facts want a grant of their author (decision 0031).
    async fn state_signing_in(self: &Arc<Self>) -> Result<(), AuthorError> {
        let stated = self.author(|held| {
            let is_known = held.replica.grants_since().is_some();
            let first = (Entity::Site, SigningInStated { badges: false }.into());
            Ok((if is_known { Vec::new() } else { vec![first] }, ()))
        });
        stated.await
    }

    /// What people sign in by.
    pub const fn sign_ins(&self) -> &SignIns {
        &self.sign_ins
    }

    /// What is held, for a short look.
    pub fn read(&self) -> RwLockReadGuard<'_, SiteMemory> {
        self.held.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where everything is noted that somebody may ask for later.
    pub fn audit(&self) -> &Audit {
        &self.audit
    }

    /// Asks something that may take a while, beside the threads that serve.
    pub async fn ask<T: Send + 'static>(
        self: &Arc<Self>,
        question: impl FnOnce(&SiteMemory) -> T + Send + 'static,
    ) -> Option<T> {
        let site = Arc::clone(self);
        tokio::task::spawn_blocking(move || question(&site.read())).await.ok()
    }

    /// Which log this is.
    pub fn epoch(&self) -> u64 {
        self.log.epoch().0
    }

    /// How many facts the log holds.
    pub fn head(&self) -> u64 {
        *self.moved.borrow()
    }

    /// Hears of it when the log has moved.
    pub fn moved(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }

    /// Returns once the log can no longer be written.
    pub async fn failed(&self) {
        self.log.failed().await;
    }

    /// The devices that spoke since the server started.
    pub fn contacts(&self) -> BTreeMap<DeviceNumber, Contact> {
        self.contacts.all()
    }

    /// Notes what a device said of itself as a contact began.
    pub fn record_contact(&self, device: DeviceNumber, contact: Contact) {
        self.contacts.record(device, contact);
    }

    /// A device did something without saying how it is.
    pub fn touch_contact(&self, device: DeviceNumber, now: Timestamp) {
        self.contacts.touch(device, now);
    }

    /// A device opens a live connection; the oldest of it closes where it has too many.
    pub fn go_live(&self, device: DeviceNumber) -> LiveLine {
        self.live.open(device, self.allowances.budgets().live_lines)
    }

    /// What the site's devices may bring.
    pub fn allowances(&self) -> &Allowances {
        &self.allowances
    }

    /// Admits what a device pushed; answers once it is durable.
    ///
    /// Runs to its end even if nobody waits any more: between the append and the memory
    /// nothing may be cut off.
    pub async fn push(self: &Arc<Self>, device: DeviceNumber, pushed: Pushed) -> PushAnswer {
        let site = Arc::clone(self);
        let done = tokio::spawn(async move { site.push_as_writer(device, &pushed).await });
        done.await
            .unwrap_or_else(|_| refused(RefusedBy::Unavailable, "the server is stopping").into())
    }

    async fn push_as_writer(&self, device: DeviceNumber, pushed: &Pushed) -> PushAnswer {
        let facts = match wire::decode_batch(&pushed.batch) {
            Ok(facts) => facts,
            Err(error) => return refused(RefusedBy::Malformed, error).into(),
        };
        // Before the lane: nobody waits while a signature is verified.
        let checked = {
            let key = self.read().replica.device(device).map(|state| state.key.clone());
            pushed::check_signature(key.as_deref(), (self.epoch(), device), pushed, &facts)
        };
        let mut writer = self.writer.lock().await;
        // Here, beside the append: between the head of a request and its body a minute can pass.
        if let Some(refusal) = turned_away(&self.read(), device, &facts) {
            return refusal.into();
        }
        let seal = match self.joined(device, checked) {
            Ok(seal) => seal,
            Err(refusal) => return refusal.into(),
        };
        let mut allocator = writer.clone();
        let now = clock::now();
        let allowance = self.allowances.left(device, now);
        let hand = (&mut allocator, allowance);
        let sorted = sort::sort(&self.read(), device, facts, hand, now);
        let Sorted { mut record, taken, stop, left, held_back } = match sorted {
            Ok(sorted) => sorted,
            Err((reason, detail)) => return refused(reason, detail).into(),
        };
        let notes = audited::of(&record, device);
        record.extend(sort::came_late(&record, device, &mut allocator, now));
        let touched = Touched::by(&record);
        let committed = self.commit(record, seal).await;
        // Even where it failed: a part may be durable, and no count is ever used twice.
        *writer = allocator;
        if let Err(error) = committed {
            return refused(RefusedBy::Unavailable, error).into();
        }
        self.allowances.spend(device, (allowance, left), held_back, now);
        // Late facts of carried receipts; what is not said now is said when the server starts.
        let back = across::bring_back(&self.read().replica, &touched);
        if let Err(error) = self.write_own(&mut writer, back).await {
            tracing::error!(%error, "a carried delivery was not brought back");
        }
        drop(writer);
        for (who, what) in notes {
            self.audit.note(who, what);
        }
        if let Some(held_back) = held_back {
            self.contacts.heard(device, now);
            tracing::error!(target: "alarm", %device, ?held_back, "a device is held back");
        }
        PushAnswer {
            message: self.answer_push(device, &taken, stop),
            retry_after: held_back.map(|held_back| self.allowances.retry_after(held_back)),
        }
    }

    fn answer_push(
        &self,
        device: DeviceNumber,
        taken: &[sync_core::ids::FactId],
        stop: Option<(RefusedBy, String)>,
    ) -> ServerMessage {
        // They are kept, set aside: the device is told with what it reads next, sees what the other
        // one recorded, and can be enrolled anew (decision 0023).
        if let Some(first) = taken.first() {
            tracing::error!(
                target: "alarm", %device, facts = taken.len(), %first,
                "two devices write under one number: this device was cloned"
            );
            let what = What::DeviceCloned { facts: taken.len(), first: *first };
            self.audit.note(Who::Device { device }, what);
        }
        match stop {
            Some((reason, detail)) => refused(reason, detail),
            None => ServerMessage::Pushed { known: self.read().known(device) },
        }
    }

    /// Writes facts of the server's own, made from the state as it is when their turn comes;
    /// answers what `draft` answered beside them.
    pub async fn author<T, F>(self: &Arc<Self>, draft: F) -> Result<T, AuthorError>
    where
        T: Send + 'static,
        F: FnOnce(&SiteMemory) -> Result<(Drafts, T), AuthorError> + Send + 'static,
    {
        let site = Arc::clone(self);
        let done = tokio::spawn(async move { site.author_as_writer(draft).await });
        done.await
            .unwrap_or_else(|_| Err(AuthorError::Storage("the server is stopping".to_owned())))
    }

    async fn author_as_writer<T, F>(&self, draft: F) -> Result<T, AuthorError>
    where
        F: FnOnce(&SiteMemory) -> Result<(Drafts, T), AuthorError>,
    {
        let mut writer = self.writer.lock().await;
        let (drafts, answer) = {
            let held = self.read();
            let drafted = draft(&held)?;
            own_facts::check(&held, &drafted.0)?;
            drafted
        };
        let storage = |error: AppendError| AuthorError::Storage(error.to_string());
        if !drafts.is_empty() {
            self.write_own(&mut writer, drafts).await.map_err(storage)?;
            // What the office says can change what carried receipts come to.
            let back = across::bring_back_stale(&self.read().replica);
            self.write_own(&mut writer, back).await.map_err(storage)?;
        }
        Ok(answer)
    }

    /// Writes facts of the server's own, in as many records as they need.
    async fn write_own(
        &self,
        writer: &mut FactAllocator,
        drafts: Drafts,
    ) -> Result<(), AppendError> {
        let mut drafts = drafts.into_iter().peekable();
        while drafts.peek().is_some() {
            let mut allocator = writer.clone();
            let now = clock::now();
            let some = drafts.by_ref().take(OWN_FACTS_AT_ONCE);
            let record = some.map(|(entity, event)| allocator.write(entity, &event, now)).collect();
            let committed = self.commit(record, None).await;
            *writer = allocator;
            committed?;
        }
        Ok(())
    }

    /// Appends facts and, once they are durable, takes them in. One record, unless they are
    /// more than can be read back as one.
    async fn commit(
        &self,
        facts: Vec<Fact>,
        mut seal: Option<PushSeal>,
    ) -> Result<(), AppendError> {
        for part in parts(facts) {
            let Some(count) = u32::try_from(part.len()).ok().and_then(NonZeroU32::new) else {
                continue;
            };
            let bytes = wire::encode_batch(&part);
            if bytes.len() > wire::MOST_BYTES {
                return Err(AppendError::TooLong(bytes.len()));
            }
            let signer = seal.as_ref().map(|seal| seal.place.device);
            let origin = Origin { arrived: clock::now(), seal: seal.take() };
            let first = self.log.append(Batch { count, origin, bytes }).await?;
            let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(signer) = signer {
                held.note_signed(signer);
            }
            for fact in part {
                held.take(fact);
            }
            drop(held);
            self.moved.send_replace(first.after(count).0);
        }
        Ok(())
    }
}

/// What a push is answered with.
#[derive(Debug)]
pub struct PushAnswer {
    /// The answer itself.
    pub message: ServerMessage,
    /// After how many seconds the device may bring the rest, where it is held back.
    pub retry_after: Option<u64>,
}

impl From<ServerMessage> for PushAnswer {
    fn from(message: ServerMessage) -> Self {
        Self { message, retry_after: None }
    }
}

/// Why a push is not even looked at, as the log stands. What a device recorded before it heard that it
/// was revoked is kept, set aside, up to a bound: whoever found it fills no log with it.
fn turned_away(held: &SiteMemory, device: DeviceNumber, facts: &[Fact]) -> Option<ServerMessage> {
    match held.standing_of(device) {
        Standing::Enrolled(_) => None,
        Standing::Unknown => {
            let detail = format!("device {device} is not enrolled here");
            Some(refused(RefusedBy::NotThisDevice, detail))
        }
        Standing::Revoked => {
            let known = held.known(device);
            let new = facts.iter().filter(|fact| fact.header.id.sequence > known).count();
            (held.after_revocation(device) + new > MOST_AFTER_REVOCATION).then(|| {
                let detail = format!(
                    "device {device} was revoked, and sent {MOST_AFTER_REVOCATION} facts since: \
                     hand it to the administrator"
                );
                refused(RefusedBy::NotThisDevice, detail)
            })
        }
    }
}

impl From<NotNoted> for AuthorError {
    fn from(error: NotNoted) -> Self {
        Self::Storage(error.to_string())
    }
}

/// A refusal, in the protocol's words.
pub fn refused(reason: RefusedBy, detail: impl Display) -> ServerMessage {
    ServerMessage::Refused { reason, detail: detail.to_string() }
}

async fn load(
    log: &Log,
    allowances: &Allowances,
) -> Result<(SiteMemory, FactAllocator), SiteError> {
    let (mut held, mut allocator) = (SiteMemory::default(), FactAllocator::default());
    let now = clock::now();
    let mut position = Position::START;
    while position < log.head() {
        let page = log.read(position, LOAD_BYTES).await?;
        for record in page.records {
            if let Some(seal) = record.origin.as_ref().and_then(|origin| origin.seal.as_ref()) {
                held.note_signed(seal.place.device);
            }
            for fact in facts_of(&record, position)? {
                allocator.saw(&fact, now);
                if fact.header.kind == Kind::FactSetAside as u16
                    && let Entity::Device(device) = fact.header.entity
                {
                    allowances.was_set_aside(device, fact.header.recorded.min(now));
                }
                held.take(fact);
            }
        }
        position = page.next;
    }
    Ok((held, allocator))
}

/// The facts of a record of the log from a position on; the record may begin before it.
fn facts_of(record: &LogRecord, from: Position) -> Result<impl Iterator<Item = Fact>, SiteError> {
    let decoded = wire::decode_batch(&record.bytes)
        .map_err(|source| SiteError::NoFacts { position: record.first.0, source })?;
    let passed = usize::try_from(from.0.saturating_sub(record.first.0)).unwrap_or(usize::MAX);
    Ok(decoded.into_iter().skip(passed))
}

/// Splits facts so that each part can be read back as one record.
fn parts(facts: Vec<Fact>) -> Vec<Vec<Fact>> {
    let mut parts: Vec<Vec<Fact>> = Vec::new();
    let mut room = 0;
    for fact in facts {
        let size = fact.payload.len() + HEADER_BYTES;
        match parts.last_mut() {
            Some(part) if size <= room => part.push(fact),
            _ => {
                parts.push(vec![fact]);
                room = RECORD_BYTES;
            }
        }
        room = room.saturating_sub(size);
    }
    parts
}
