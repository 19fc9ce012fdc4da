//! What happened: immutable facts, each with a fixed header and a payload kept verbatim.
//!
//! The encoding is for life (SEMANTICS 1): kinds keep their numbers, fields are only
//! appended, and a payload is never re-encoded by whoever passes it on.

mod characteristic;
mod erp;
mod exception;
mod lot;
mod photo;
mod receipt;
mod site;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::ids::{DeviceNumber, FactId, ItemCode, OrderNumber, PersonNumber, VendorCode};
use crate::time::{Hlc, Timestamp};

pub use characteristic::Characteristic;
pub use erp::*;
pub use exception::*;
pub use lot::*;
pub use photo::*;
pub use receipt::*;
pub use site::*;

/// What a fact is about. Its view is folded from the facts of this one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Entity {
    /// One delivery, with its tallies and signatures.
    #[serde(rename = "R")]
    Receipt(FactId),
    /// An inspection card: the lot, with its weighings, verdicts, putaways and returns.
    #[serde(rename = "C")]
    Card(FactId),
    /// A purchase order of the ERP.
    #[serde(rename = "O")]
    Order(OrderNumber),
    /// A vendor and its approval.
    #[serde(rename = "V")]
    Vendor(VendorCode),
    /// An item and its standards.
    #[serde(rename = "I")]
    Item(ItemCode),
    /// An item's material cost; apart from the item, so that it never reaches the dock.
    #[serde(rename = "K")]
    Cost(ItemCode),
    /// A person and what they may do.
    #[serde(rename = "P")]
    Person(PersonNumber),
    /// A device, its clock's doubts, and what of it was set aside.
    #[serde(rename = "D")]
    Device(DeviceNumber),
    /// The plant as a whole: its name, its offset, its policies.
    #[serde(rename = "S")]
    Site,
}

/// Who, on which device, when, about what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Device and sequence; where the fact opens something, also that thing's number.
    pub id: FactId,
    /// Its place in the order of merging; never a deadline.
    pub merge_time: Hlc,
    /// When it was recorded: the device's clock plus its known offset.
    pub recorded: Timestamp,
    /// The person who was signed in when it was recorded; the server for its own facts.
    pub author: PersonNumber,
    /// The one thing whose state it changes.
    pub entity: Entity,
    /// What happened, by number.
    pub kind: u16,
    /// Which shape its payload has.
    pub version: u8,
}

impl Header {
    /// Its place in the canonical order of folding.
    pub const fn order(&self) -> MergeOrder {
        MergeOrder { time: self.merge_time, fact: self.id }
    }
}

/// A fact's place in the canonical order of folding: merge time, then device, then sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MergeOrder {
    /// The hybrid logical time, which orders facts of several devices.
    pub time: Hlc,
    /// The fact itself: no two facts stand at one place.
    pub fact: FactId,
}

/// Something that happened and was recorded: it is kept for ever, and never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Id, times, author, and what the payload is about.
    pub header: Header,
    /// What happened, as its author encoded it.
    pub payload: Box<[u8]>,
}

/// Why a payload cannot be read as the event its kind promises.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A newer device wrote it; it waits, kept verbatim, for an upgrade.
    #[error("this comes from a newer version (kind {kind}, version {version}): update to read it")]
    Newer {
        /// The kind's number, which this version may not know.
        kind: u16,
        /// The payload's version.
        version: u8,
    },
    /// Not what its kind promises.
    #[error("a fact of kind {kind} does not hold what it should: {why}")]
    Malformed {
        /// The kind's number, which this version may not know.
        kind: u16,
        /// What the decoder found.
        why: String,
    },
}

impl Fact {
    /// What the payload says, decoded by its kind and version.
    pub fn event(&self) -> Result<Event, Unreadable> {
        Event::decode(self.header.kind, self.header.version, &self.payload)
    }
}

/// A calendar day of the site, as days of the common era.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub NaiveDate);

impl Serialize for Day {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(&self.0)
        } else {
            serializer.serialize_i32(self.0.num_days_from_ce())
        }
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map(Self).map_err(D::Error::custom);
        }
        let days = i32::deserialize(deserializer)?;
        NaiveDate::from_num_days_from_ce_opt(days)
            .filter(|date| (1..=9999).contains(&date.year()))
            .map(Self)
            .ok_or_else(|| D::Error::custom("not a day"))
    }
}

macro_rules! events {
    ($($(#[$doc:meta])* $number:literal => $name:ident $($needs:ident)|+,)*) => {
        /// The payload of a fact, decoded: one variant for each kind.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each variant is documented at its struct")]
        pub enum Event {
            $($name($name),)*
        }

        /// The kinds of facts, with their numbers for life.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is documented at its struct")]
        #[repr(u16)]
        pub enum Kind {
            $($name = $number,)*
        }

        impl Kind {
            /// Every kind known to this version.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The kind of a number, where this version knows it.
            pub const fn of(number: u16) -> Option<Self> {
                match number {
                    $($number => Some(Self::$name),)*
                    _ => None,
                }
            }

            /// Its name, as it stands in facts' listings.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)*
                }
            }

            /// What a fact of this kind must be about: one of these.
            pub const fn about(self) -> &'static [About] {
                match self {
                    $(Self::$name => &[$(About::$needs),+],)*
                }
            }

            /// Whether a fact of this kind can be about such a thing.
            pub fn is_about(self, entity: &Entity) -> bool {
                self.about().contains(&entity.about())
            }
        }

        impl Event {
            /// The kind that the event is of, by which it is numbered on the wire.
            pub const fn kind(&self) -> Kind {
                match self {
                    $(Self::$name(_) => Kind::$name,)*
                }
            }

            /// Its payload's bytes: positional MessagePack.
            pub fn encode(&self) -> Box<[u8]> {
                let bytes = match self {
                    $(Self::$name(event) => rmp_serde::to_vec(event),)*
                };
                // Writing plain structs to memory cannot fail.
                bytes.unwrap_or_default().into_boxed_slice()
            }

            /// Reads a payload. A field appended later comes with a higher version, which waits here.
            pub fn decode(kind: u16, version: u8, payload: &[u8]) -> Result<Self, Unreadable> {
                let Some(known) = Kind::of(kind) else {
                    return Err(Unreadable::Newer { kind, version });
                };
                if version > known.version() {
                    return Err(Unreadable::Newer { kind, version });
                }
                if version == 0 {
                    return Err(Unreadable::Malformed { kind, why: "versions begin at 1".into() });
                }
                match known {
                    $(Kind::$name => crate::messagepack::read(payload).map(Self::$name),)*
                }
                .map_err(|why| Unreadable::Malformed { kind, why: why.0 })
            }
        }

        $(
            impl From<$name> for Event {
                fn from(event: $name) -> Self {
                    Self::$name(event)
                }
            }
        )*
    };
}

impl Kind {
    /// The shape in which payloads of this kind are written here; all earlier ones stay readable.
    ///
    /// A field that is appended is read as its default from payloads of before, and whoever does
    /// not know the new shape lets the fact wait ([`Unreadable::Newer`]).
    pub const fn version(self) -> u8 {
        match self {
            // Since version 2 an assignment says which others it takes back.
            Self::LineAssigned => 2,
            _ => 1,
        }
    }
}

/// The sort of thing that a kind of fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of Entity's variants")]
pub enum About {
    Receipt,
    Card,
    Order,
    Vendor,
    Item,
    Cost,
    Person,
    Device,
    Site,
}

impl Entity {
    /// The sort of thing it is.
    pub const fn about(&self) -> About {
        match self {
            Self::Receipt(_) => About::Receipt,
            Self::Card(_) => About::Card,
            Self::Order(_) => About::Order,
            Self::Vendor(_) => About::Vendor,
            Self::Item(_) => About::Item,
            Self::Cost(_) => About::Cost,
            Self::Person(_) => About::Person,
            Self::Device(_) => About::Device,
            Self::Site => About::Site,
        }
    }
}

events! {
    10 => ReceiptOpened Receipt,
    11 => ReceiptDescribed Receipt,
    12 => Tallied Receipt,
    13 => CountVoided Receipt,
    14 => Recounted Receipt,
    15 => CountSigned Receipt,
    16 => SignatureVoided Receipt,
    17 => ReceiptReopened Receipt,
    18 => ReceiptVoided Receipt,
    19 => ReceiptJoined Receipt,
    20 => DeliveriesDistinct Receipt,
    21 => CountConfirmed Receipt,
    22 => SlipIssued Receipt,
    23 => SlipConfirmed Receipt,
    24 => LineAssigned Receipt,
    25 => StaleOrderAnswered Receipt,
    26 => LineCountedAs Receipt,
    27 => OrderChangeAnswered Receipt,
    28 => VendorAccepted Receipt,
    30 => WithdrawalConfirmed Receipt | Card,
    31 => BasisConfirmed Card,
    40 => CardIssued Card,
    41 => CardVoided Card,
    42 => CardReprinted Card,
    43 => LotDescribed Card,
    44 => Weighed Card,
    45 => Measured Card,
    46 => WeighingVoided Card,
    47 => VerdictRecorded Card,
    48 => VerdictVoided Card,
    49 => PutAway Card,
    50 => ReturnRaised Card,
    51 => Sampled Card,
    52 => MovementVoided Card,
    70 => OrderStated Order,
    71 => OrderStatusStated Order,
    72 => LineCarried Order,
    80 => VendorStated Vendor,
    81 => ApprovalStated Vendor,
    90 => ItemStated Item,
    91 => StandardStated Item,
    95 => CostStated Cost,
    100 => PersonStated Person,
    101 => PinSet Person,
    102 => PersonRevoked Person,
    103 => SignInChanged Person,
    110 => DeviceEnrolled Device,
    111 => DeviceRevoked Device,
    112 => ClockDoubtful Device,
    113 => FactSetAside Device,
    114 => Readmitted Device,
    115 => ClockOff Device,
    116 => SignInGranted Device,
    117 => ArrivedLate Device,
    120 => SiteStated Site,
    121 => CountingStated Site,
    122 => SigningInStated Site,
    200 => PhotoTaken Receipt | Card,
    201 => PhotoVoided Receipt | Card,
    202 => ExceptionReported Receipt,
    203 => ExceptionVoided Receipt,
    124 => Expunged Site,
}
