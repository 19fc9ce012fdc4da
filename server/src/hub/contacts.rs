//! Who was here lately: what devices said of themselves since the server started.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sync_core::ids::DeviceNumber;
use sync_core::time::{Span, Timestamp};

/// What a device said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// When it last spoke.
    pub seen: Timestamp,
    /// The server's clock minus the device's, when it last said its own.
    pub clock_offset: Span,
    /// The facts that it had not sent when it last said so.
    pub unsent: u64,
    /// How much of its storage was used, in per cent, where it said so.
    pub storage_percent: Option<u8>,
    /// Its program and version.
    pub software: String,
}

/// The latest contact of each device.
#[derive(Debug, Default)]
pub struct Contacts(Mutex<BTreeMap<DeviceNumber, Contact>>);

impl Contacts {
    /// A device said how it is.
    pub fn record(&self, device: DeviceNumber, contact: Contact) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(device, contact);
    }

    /// Notes that a device spoke, where it said before how it is.
    pub fn touch(&self, device: DeviceNumber, now: Timestamp) {
        if let Some(contact) =
            self.0.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&device)
        {
            contact.seen = now;
        }
    }

    /// Notes that a device spoke which may never have said how it is.
    pub fn heard(&self, device: DeviceNumber, now: Timestamp) {
        let mut contacts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let silent = Contact {
            seen: now,
            clock_offset: Span(0),
            unsent: 0,
            storage_percent: None,
            software: String::new(),
        };
        contacts.entry(device).or_insert(silent).seen = now;
    }

    /// The latest contact of each device that spoke since the server started.
    pub fn all(&self) -> BTreeMap<DeviceNumber, Contact> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
