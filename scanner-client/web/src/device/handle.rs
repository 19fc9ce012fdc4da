//! The device, as every screen reaches it.

use std::ops::Deref;
use std::rc::Rc;

use inwards_engine::engine::Engine;
use leptos::prelude::*;
use sync_core::command::{Command, Notice};
use sync_core::ids::{DeviceNumber, FactId};
use sync_core::replica::Replica;
use sync_core::time::Timestamp;

use super::clock_reading;
use super::identity::Identity;
use super::opening::{self, NotEnrolled};
use super::photo_file::PhotoFile;
use super::recorded::{PendingRedraw, RecordError, Recorded};
use super::server::ServerError;
use super::shell::Shell;
use super::signals::Signals;

/// The device, as every screen reaches it: copied freely, all of one page.
///
/// Reading goes through [`DeviceHandle::read`], which makes whatever reads run again when a fact has
/// come; writing goes through [`DeviceHandle::record`], which returns when it is on disk.
#[derive(Clone, Copy)]
pub(crate) struct DeviceHandle {
    signals: Signals,
    shell: StoredValue<Option<Rc<Shell>>, LocalStorage>,
}

/// What the device tells of itself is read as `device.unsent`.
impl Deref for DeviceHandle {
    type Target = Signals;

    fn deref(&self) -> &Signals {
        &self.signals
    }
}

impl DeviceHandle {
    /// A handle to the device, which is being opened.
    pub(crate) fn open() -> Self {
        let device = Self { signals: Signals::new(), shell: StoredValue::new_local(None) };
        leptos::task::spawn_local(opening::open(device.signals, device.shell));
        set_interval(move || device.tick(), std::time::Duration::from_secs(1));
        device
    }

    /// Reads what the engine holds; asked again whenever that changes.
    ///
    /// Answers the default while the device is not open.
    pub(crate) fn read<T: Default>(self, read: impl FnOnce(&Engine) -> T) -> T {
        self.track();
        self.peek(read)
    }

    /// Reads a view of the replica, as [`DeviceHandle::read`] does.
    pub(crate) fn view<T: Default>(self, view: impl FnOnce(&Replica) -> T) -> T {
        self.read(|engine| view(engine.replica()))
    }

    /// Reads what the engine holds now, once.
    pub(crate) fn peek<T: Default>(self, read: impl FnOnce(&Engine) -> T) -> T {
        let Some(shell) = self.shell() else { return T::default() };
        let engine = shell.engine.borrow();
        read(&engine)
    }

    /// Carries a command out together with the files of the photos that it names, unless there is
    /// something to ask first: then nothing is stored. When this returns, it is on disk.
    ///
    /// Screens are told of it once the answer's last part is dropped, unless something else changes
    /// meanwhile: whoever recorded says first what came of it, as `parts/recording.rs` does.
    pub(crate) async fn record(
        self,
        command: &Command,
        files: &[PhotoFile],
        asks: fn(&Notice) -> bool,
    ) -> Result<(Recorded, PendingRedraw), RecordError> {
        let shell = self.shell().ok_or(RecordError::Closed)?;
        for file in files {
            // Who took it sees it, also once its file went to the server.
            let _ = file.address();
        }
        shell.record(command, files, asks).await
    }

    /// How many of these facts were recorded here and are not on the server.
    pub(crate) fn unsent_of(self, facts: impl IntoIterator<Item = FactId>) -> u64 {
        self.read(|engine| {
            let known = engine.outbox().acknowledged();
            let own = facts.into_iter().filter(|fact| fact.device == engine.device());
            own.filter(|fact| fact.sequence > known).map(|_| 1).sum()
        })
    }

    /// What is known of this device itself.
    pub(crate) fn identity(self) -> Option<Identity> {
        self.phase.track();
        self.shell().map(|shell| shell.identity.clone())
    }

    /// The number that the server gave this device.
    pub(crate) fn number(self) -> Option<DeviceNumber> {
        self.shell().map(|shell| shell.identity.device)
    }

    /// Trades a one-time code for a number; the device is open afterwards.
    pub(crate) async fn enrol(self, code: &str) -> Result<(), NotEnrolled> {
        opening::enrol(self.signals, self.shell, code).await
    }

    /// Reads something that only the server knows.
    pub(crate) async fn get<T: serde::de::DeserializeOwned>(
        self,
        path: &str,
    ) -> Result<T, ServerError> {
        self.ask("GET", path, (None, None)).await
    }

    /// Asks the server for something that only it can do; nothing of it is kept here.
    pub(crate) async fn ask<T: serde::de::DeserializeOwned>(
        self,
        method: &str,
        path: &str,
        body_and_sitting: (Option<String>, Option<&str>),
    ) -> Result<T, ServerError> {
        let closed = || ServerError::Unreachable(String::new());
        let shell = self.shell().ok_or_else(closed)?;
        shell.server.ask(method, path, body_and_sitting).await
    }

    /// Tries to reach the server now instead of after the pause.
    pub(crate) fn reconnect(self) {
        if let Some(shell) = self.shell() {
            shell.reconnect();
        }
    }

    /// The instant now, by the server's clock as far as it is known; the wall clock until the
    /// device is open.
    pub(crate) fn instant(self) -> Timestamp {
        let stamp = clock_reading::read_clock();
        self.shell().map_or(stamp.wall, |shell| shell.engine.borrow().instant(stamp))
    }

    pub(super) fn shell(self) -> Option<Rc<Shell>> {
        self.shell.try_get_value().flatten()
    }

    fn tick(self) {
        self.now.set(self.instant());
        if let Some(shell) = self.shell() {
            shell.lock_when_quiet();
        }
    }
}
