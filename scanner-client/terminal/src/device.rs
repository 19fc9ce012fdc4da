//! The device at work: its folder open and locked, its engine loaded, its writes durable.

use inwards_engine::clock::ClockReading;
use inwards_engine::driver::{ContactError, Driver, Effect, Next, Save};
use inwards_engine::engine::{CommandDone, Delivery, Engine};
use sync_core::command::Command;
use sync_core::ids::PersonNumber;
use sync_core::rules::sign_in::GrantedTime;
use sync_core::sync::SyncError;
use sync_core::time::Timestamp;

use crate::clock_reading::read_clock;
use crate::command_error::CommandError;
use crate::folder::Folder;
use crate::identity::Identity;
use crate::outbox_file::OutboxFile;
use crate::replica_cache::ReplicaCache;
use crate::session;
use crate::text::CliMessage;

/// A device whose folder is open and locked, so that no second process works in it.
pub struct Device {
    /// Where the device keeps everything.
    pub folder: Folder,
    /// Number, site, server and key, as the enrolment left them.
    pub identity: Identity,
    /// What the device knows and has recorded, and what a command comes to.
    pub engine: Engine,
    /// What was amiss in the folder when it was opened: a write cut short, a cache to be pulled
    /// again.
    pub findings: Vec<CliMessage>,
    outbox: OutboxFile,
    cache: ReplicaCache,
}

impl Device {
    /// Opens the folder; nobody else can while this lives.
    pub fn open(folder: &Folder) -> Result<Self, CommandError> {
        let identity = Identity::read(folder)?;
        let (outbox_file, outbox, torn) = OutboxFile::open(&folder.outbox(), identity.device)?;
        let (cache, pulled) = ReplicaCache::open(&folder.replica())?;
        let mut findings = Vec::new();
        if let Some(torn) = torn {
            findings.push(CliMessage::TornTail { bytes: torn.bytes });
        }
        if pulled.was_rebuilt {
            findings.push(CliMessage::CacheRebuilt);
        }
        let engine = Engine::new(identity.device, outbox, pulled.facts, pulled.cursor);
        let mut device =
            Self { folder: folder.clone(), identity, engine, findings, outbox: outbox_file, cache };
        device.look_who_is_here(read_clock());
        Ok(device)
    }

    /// The instant now: the wall clock plus the offset that was last learned from the server.
    pub fn now(&self) -> Timestamp {
        self.engine.instant(read_clock())
    }

    /// Takes note of the session, which may have ended meanwhile.
    fn look_who_is_here(&mut self, stamp: ClockReading) {
        let (signed_in, granted) = session::read(&self.folder, &self.engine, stamp).unzip();
        self.signed_in(signed_in.map(|signed_in| signed_in.person), granted.flatten());
    }

    /// Somebody signed in, or out.
    pub fn signed_in(&mut self, person: Option<PersonNumber>, granted: Option<GrantedTime>) {
        self.engine.handle_signed_in(person);
        self.engine.handle_granted(granted);
    }

    /// The server told its clock while it was asked something.
    pub fn learn_clock(
        &mut self,
        server_time: Timestamp,
        stamps: (ClockReading, ClockReading),
    ) -> Result<(), CommandError> {
        let Some(entry) = self.engine.learn_clock(server_time, stamps) else { return Ok(()) };
        self.outbox.append(&entry)?;
        self.engine.handle_written_elsewhere(&entry).map_err(CommandError::storage)
    }

    /// Carries a command out; when it returns, what was recorded is on stable storage.
    pub fn record(
        &mut self,
        command: &Command,
        delivery: Delivery,
    ) -> Result<CommandDone, CommandError> {
        let stamp = read_clock();
        self.look_who_is_here(stamp);
        let plan = self.engine.handle_command(command, delivery, stamp)?;
        if let Some(entry) = plan.entry() {
            self.outbox.append(&entry)?;
        }
        self.engine.handle_saved(plan).map_err(CommandError::storage)
    }

    /// Takes a contact as far as it goes without the other side: writes what is to be written.
    pub fn advance(&mut self, driver: &mut Driver) -> Result<Next, CommandError> {
        loop {
            match driver.poll(&mut self.engine, read_clock()) {
                Effect::Save(Save::Outbox(entry)) => self.outbox.append(&entry)?,
                Effect::Save(Save::Replica(page)) => self.cache.store(&page),
                Effect::Sign(text) => {
                    driver.handle_signature(self.identity.signature(text.as_bytes())?);
                    continue;
                }
                Effect::Next(next) => return Ok(next),
            }
            driver.handle_saved(&mut self.engine);
        }
    }

    /// What becomes of the device when a contact failed: where the server revoked it and holds all that
    /// it recorded, the folder is erased.
    pub fn take_failure(&mut self, error: ContactError) -> CommandError {
        let ContactError::Sync(SyncError::Revoked { known, .. }) = error else {
            return error.into();
        };
        if !self.engine.is_all_known(known) {
            return error.into();
        }
        match self.folder.erase() {
            Ok(()) => {
                let device = self.identity.device.0;
                CommandError::refused("device", CliMessage::Erased { device })
            }
            Err(failed) => failed,
        }
    }

    /// Hands what was pulled to the operating system.
    pub fn flush(&mut self) {
        self.cache.flush();
    }
}
