//! Everything that is noted: who, and what was done. Nothing here holds a PIN, a code or a key.
//!
//! Names are for life: `audit list --what` and collectors find records by them. A record of a newer
//! server is read by an older one as far as it knows it ([`Line`](super::record::Line)).

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use sync_core::fact::SetAsideReason;
use sync_core::ids::{DeviceNumber, FactId, PersonNumber, Text};
use sync_core::time::Timestamp;

use crate::serve::Peer;

/// Who did it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Who {
    /// A person, at a device.
    Person {
        /// The person.
        person: PersonNumber,
        /// The device at which they were.
        device: DeviceNumber,
    },
    /// A device, by its key.
    Device {
        /// The device.
        device: DeviceNumber,
    },
    /// An account of the server's machine, on the command line.
    Account {
        /// Its number (`uid`).
        account: u32,
    },
    /// Somebody who is nobody here.
    Stranger {
        /// Where they, or the proxy before us, spoke from.
        address: IpAddr,
    },
    /// The server itself.
    Server {},
}

impl Who {
    /// Somebody of whom nothing is known but where they speak from, where that is known.
    pub fn stranger(peer: Option<Peer>) -> Self {
        let unknown = IpAddr::from([0, 0, 0, 0]);
        Self::Stranger { address: peer.map_or(unknown, |Peer(peer)| peer.ip().to_canonical()) }
    }
}

impl fmt::Display for Who {
    /// As `audit list --who` takes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person { person, device } => write!(f, "person:{} device:{device}", person.0),
            Self::Device { device } => write!(f, "device:{device}"),
            Self::Account { account } => write!(f, "account:{account}"),
            Self::Stranger { address } => write!(f, "address:{address}"),
            Self::Server {} => f.write_str("server"),
        }
    }
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum What {
    /// The server began to serve, with so many facts in its log.
    Started {
        version: String,
        epoch: String,
        facts: u64,
    },
    /// It ended in order.
    Stopped {
        epoch: String,
        facts: u64,
    },
    /// The log of facts is another than when the server last started or stopped, or shorter: it was put back from
    /// a copy.
    Restored {
        epoch_before: String,
        facts_before: u64,
        epoch: String,
        facts: u64,
    },
    /// The end of this log was an unfinished record, as a crash leaves it, and was cut off.
    Torn {
        bytes: u64,
    },
    /// So many refusals more came than are noted one by one.
    LeftOut {
        refusals: u64,
    },
    /// Somebody asked for what is not theirs, or with what does not hold.
    Refused {
        problem: String,
        status: u16,
        method: String,
        path: String,
        detail: String,
    },

    /// An administrator showed who they are: a session began.
    AdministrationBegun,
    /// A PIN opened no administration; so many times in a row.
    AdministrationRefused {
        person: PersonNumber,
        times: u32,
    },
    /// A person signed in on the device, with the server's help or without.
    SignedIn {
        person: PersonNumber,
        online: bool,
    },
    /// A person was not let in on the device; so many times in a row.
    SignInRefused {
        person: PersonNumber,
        times: u32,
    },
    /// A device told, at its next contact, of wrong PINs that it saw without the network.
    WrongPins {
        person: PersonNumber,
        times: u32,
        since: Timestamp,
        erased: bool,
    },
    /// A device went from one person to another without ending its work.
    HandedOver {
        from: PersonNumber,
        to: PersonNumber,
    },
    /// A person may work on a device until an instant.
    GrantGiven {
        person: PersonNumber,
        device: DeviceNumber,
        posts: String,
        until: Timestamp,
    },

    /// A code that enrols a device was made.
    CodeMade {
        name: Text,
        posts: String,
    },
    /// A code was taken back before it was used.
    CodeCancelled {
        code: String,
    },
    DeviceEnrolled {
        device: DeviceNumber,
        name: Text,
        posts: String,
    },
    DeviceRevoked {
        device: DeviceNumber,
        reason: Option<Text>,
    },
    /// A device may bring so many facts more than others.
    DeviceAllowed {
        device: DeviceNumber,
        facts: u32,
    },
    /// Two devices write under this number.
    DeviceCloned {
        facts: usize,
        first: FactId,
    },
    /// What a device pushed does not join what is known of it: two write under this number, or its folder was put
    /// back from a copy.
    DeviceForked {
        first: u64,
        previous: Option<u64>,
    },
    /// A push was refused: it was not signed, or not by its device's key.
    PushRefused {
        why: String,
    },
    PersonAdded {
        person: PersonNumber,
        posts: String,
        pin: bool,
    },
    /// What of a person was changed: their name, their posts (to these), their PIN.
    PersonChanged {
        person: PersonNumber,
        name: bool,
        posts: Option<String>,
        pin: bool,
    },
    PersonRevoked {
        person: PersonNumber,
        reason: Option<Text>,
    },
    /// A badge was made for a person, in place of the one of before.
    BadgeIssued {
        person: PersonNumber,
    },
    /// A badge opens nothing any more.
    BadgeRevoked {
        person: PersonNumber,
    },
    SiteChanged {
        blind_count: Option<bool>,
        concession_lifts_approval: Option<bool>,
        #[serde(default)]
        badges: Option<bool>,
    },

    /// An export of the ERP was read in.
    Imported {
        kind: String,
        sha256: String,
        rows: usize,
        new: usize,
        changed: usize,
        ended: usize,
        refused: usize,
        withheld: bool,
    },
    /// Data left the server as a file.
    Exported {
        kind: String,
        rows: usize,
    },
    /// Finished deliveries stand as sums from now on.
    Carried {
        lines: usize,
        days: u32,
    },
    /// Facts that a device sent may not take effect.
    SetAside {
        facts: usize,
        reasons: Vec<SetAsideReason>,
    },
    /// A person let a fact in that was set aside.
    Readmitted {
        set_aside: FactId,
    },
    /// Facts of the log are neither folded nor sent any more; whoever did it names themselves.
    Expunged {
        positions: String,
        facts: u64,
        by: Text,
        reason: Text,
    },
    /// An inspection card was printed again.
    CardReprinted {
        card: String,
        reason: Option<Text>,
    },

    /// Another key signs tokens; the one before is believed until an instant.
    KeyRotated {
        kid: String,
        until: Timestamp,
    },
    /// Somebody read this log through the server.
    AuditRead {
        since: Option<Timestamp>,
        until: Option<Timestamp>,
        who: Option<String>,
        names: Option<String>,
    },
}

impl What {
    /// Whether somebody was refused something: anybody can make many of these, and only of these.
    pub const fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Refused { .. }
                | Self::AdministrationRefused { .. }
                | Self::SignInRefused { .. }
                | Self::SetAside { .. }
                | Self::DeviceCloned { .. }
                | Self::DeviceForked { .. }
                | Self::PushRefused { .. }
        )
    }

    /// Under what it is found.
    pub fn name(&self) -> String {
        let value = serde_json::to_value(self).unwrap_or_default();
        value["what"].as_str().unwrap_or_default().to_owned()
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).unwrap_or_default())
    }
}
