//! What screens see of the device without asking its engine.

use leptos::prelude::*;
use sync_core::ids::{ContentHash, PersonNumber};
use sync_core::time::Timestamp;

use super::clock_reading::read_clock;
use super::link::LinkState;
use super::store::StoreError;

/// Where the device stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The database is being read.
    Opening,
    /// Nobody has told this browser which device it is.
    NotEnrolled,
    /// The device is open, and can be worked with.
    Ready,
    /// The database could not be opened.
    Broken(StoreError),
}

/// What the device tells of itself: whatever reads one of these runs again when it changes.
#[derive(Clone, Copy)]
pub(crate) struct Signals {
    /// Where the device stands.
    pub(crate) phase: RwSignal<Phase>,
    /// How it is connected.
    pub(crate) link: RwSignal<LinkState>,
    /// Facts that the server does not hold yet.
    pub(crate) unsent: RwSignal<u64>,
    /// Photos whose files the server does not have yet.
    pub(crate) photos: RwSignal<Vec<ContentHash>>,
    /// Who is signed in.
    pub(crate) person: RwSignal<Option<PersonNumber>>,
    /// Whether the browser promised to keep the data; nothing while it was not asked.
    pub(crate) persisted: RwSignal<Option<bool>>,
    /// The corrected instant, a new one each second.
    pub(crate) now: RwSignal<Timestamp>,
    /// Counts the changes of what the engine holds.
    version: RwSignal<u64>,
}

impl Signals {
    /// The device is being opened.
    pub(super) fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Opening),
            link: RwSignal::new(LinkState::Away),
            unsent: RwSignal::new(0),
            photos: RwSignal::new(Vec::new()),
            person: RwSignal::new(None),
            persisted: RwSignal::new(None),
            now: RwSignal::new(read_clock().wall),
            version: RwSignal::new(0),
        }
    }

    /// Whatever calls this runs again when the engine holds something else.
    pub(super) fn track(self) {
        self.version.track();
    }

    /// The engine holds something else.
    pub(super) fn changed(self) {
        self.version.update(|version| *version += 1);
    }
}
