//! What happened: immutable facts, each with a fixed header and a payload kept verbatim.
//!
//! The encoding is for life (SEMANTICS 1): kinds keep their numbers, fields are only
//! appended, and a payload is never re-encoded by whoever passes it on.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::{
    ContentHash, DeviceNumber, FactId, FactSet, ItemCode, LineKey, OrderLine, OrderNumber,
    PackageCode, PersonNumber, Text, VendorCode,
};
use crate::measure::{Quantity, Unit, WeightUnit, exact};
use crate::number::{ReceiptNumber, SlipNumber};
use crate::post::Posts;
use crate::time::{Hlc, SiteOffset, Span, Timestamp};

/// What a fact is about. Its view is folded from the facts of this one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Entity {
    /// One delivery, with its tallies and signatures.
    #[serde(rename = "R")]
    Receipt(FactId),
    /// An inspection card: the lot, with its weighings, verdicts, putaways and returns.
    #[serde(rename = "C")]
    Card(FactId),
    /// A purchase order.
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
    /// The site itself.
    #[serde(rename = "S")]
    Site,
}

/// Who, on which device, when, about what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// The fact's name.
    pub id: FactId,
    /// Its place in the order of merging; never a deadline.
    pub merge_time: Hlc,
    /// When it was recorded: the device's clock plus its known offset.
    pub recorded: Timestamp,
    /// Who recorded it.
    pub author: PersonNumber,
    /// What it is about.
    pub entity: Entity,
    /// What happened, by number.
    pub kind: u16,
    /// Which shape its payload has.
    pub version: u8,
}

impl Header {
    /// The canonical order of folding: merge time, then device, then sequence.
    pub fn order(&self) -> (Hlc, FactId) {
        (self.merge_time, self.id)
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Who, when, about what.
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
        /// Its kind's number.
        kind: u16,
        /// Its payload's version.
        version: u8,
    },
    /// Not what its kind promises.
    #[error("a fact of kind {kind} does not hold what it should: {why}")]
    Malformed {
        /// Its kind's number.
        kind: u16,
        /// What the decoder found.
        why: String,
    },
}

impl Fact {
    /// What happened, decoded.
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
        /// Everything that can happen.
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
            /// Its kind.
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
                if version > PAYLOAD_VERSION {
                    return Err(Unreadable::Newer { kind, version });
                }
                if version == 0 {
                    return Err(Unreadable::Malformed { kind, why: "versions begin at 1".into() });
                }
                match known {
                    $(Kind::$name => crate::wire::read(payload).map(Self::$name),)*
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

/// The version of all payloads written here.
pub const PAYLOAD_VERSION: u8 = 1;

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
    110 => DeviceEnrolled Device,
    111 => DeviceRevoked Device,
    112 => ClockDoubtful Device,
    113 => FactSetAside Device,
    114 => Readmitted Device,
    115 => ClockOff Device,
    120 => SiteStated Site,
    200 => PhotoTaken Receipt | Card,
    201 => PhotoVoided Receipt | Card,
    202 => ExceptionReported Receipt,
    203 => ExceptionVoided Receipt,
}

/// A delivery arrived, and its counting begins (§4.6.1). Its arrival is this fact's instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptOpened {
    /// The orders that the delivery's papers name; none for goods without an order.
    pub orders: Vec<OrderNumber>,
    /// Who delivered, as known when it was written.
    pub vendor: Option<VendorCode>,
    /// The vendor's delivery note 送货单.
    pub delivery_note: Option<Text>,
    /// Where the truck stands.
    pub dock: Option<Text>,
    /// The container, for container unloading 卸柜.
    pub container: Option<Text>,
}

/// A descriptive field of a receipt (`last-writer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptField {
    /// Where the truck stands.
    Dock,
    /// The vendor's delivery note.
    DeliveryNote,
    /// The container.
    Container,
    /// A remark.
    Note,
}

impl ReceiptField {
    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dock => "dock",
            Self::DeliveryNote => "delivery-note",
            Self::Container => "container",
            Self::Note => "note",
        }
    }
}

/// A descriptive field of a receipt was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptDescribed {
    /// Which field.
    pub field: ReceiptField,
    /// Its new value; nothing clears it.
    pub value: Option<Text>,
    /// The writings of this field that the author had seen, and replaces.
    pub replaces: FactSet,
}

/// Goods were counted: one scan, one pallet (`tally-sum`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tallied {
    /// On which line.
    pub line: LineKey,
    /// How much, in the line's unit.
    pub quantity: Quantity,
    /// The package's own code, which counts once a receipt.
    pub package: Option<PackageCode>,
    /// The recount in force that its author had seen: these goods come on top of it.
    pub upon: Option<FactId>,
}

/// Tallies or recounts were withdrawn; a withdrawn recount revives what it replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountVoided {
    /// The tallies and recounts withdrawn.
    pub facts: FactSet,
}

/// A line was counted afresh (`recount`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recounted {
    /// Which line.
    pub line: LineKey,
    /// What is there, in the line's unit.
    pub quantity: Quantity,
    /// The tallies and recounts of this line that its author had seen.
    pub replaces: FactSet,
}

/// What a signature says of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLine {
    /// Which line.
    pub line: LineKey,
    /// The quantity the signer saw.
    pub quantity: Quantity,
}

/// A clerk signed for the count; the inspection clock starts (`inspection-clock`, §4.6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountSigned {
    /// The lines signed for, with what was seen.
    pub lines: Vec<SignedLine>,
}

/// Signatures were withdrawn as wrong: they start no clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureVoided {
    /// The signatures withdrawn.
    pub facts: FactSet,
}

/// A supervisor reopened a count: the old clock stops, and stays visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReopened {
    /// The signatures that no longer hold.
    pub signatures: FactSet,
    /// Why.
    pub reason: Option<Text>,
}

/// A receipt was withdrawn: its goods are not here, or stand on another receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptVoided {
    /// Why.
    pub reason: Option<Text>,
}

/// This receipt and another are one delivery, and are read as one (SEMANTICS 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptJoined {
    /// The receipt that stands for both.
    pub into: ReceiptNumber,
}

/// This receipt and another, which looked like one delivery, are two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveriesDistinct {
    /// The other.
    pub other: ReceiptNumber,
}

/// Cards that differ from the count were looked at, and stand (`count-after-card`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountConfirmed {
    /// Which line.
    pub line: LineKey,
    /// The count that was seen.
    pub counted: Quantity,
    /// What the live cards said in all.
    pub carded: Quantity,
}

/// The acceptance slip 验收单 was printed (§4.6.2); its number is this fact's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipIssued {
    /// The lines on it.
    pub lines: Vec<SignedLine>,
}

/// The clerk confirmed and signed the slip (§4.6.2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlipConfirmed {
    /// Which slip.
    pub slip: SlipNumber,
}

/// Purchasing assigned goods of a line to an order line (§4.5): an excess, or goods held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAssigned {
    /// Which line of the receipt.
    pub line: LineKey,
    /// How much of it; all where nothing is said.
    pub quantity: Option<Quantity>,
    /// The order line that takes it.
    pub to: OrderLine,
}

/// What purchasing decided of goods on a stale order (SEMANTICS 17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StaleAnswer {
    /// The goods are taken all the same.
    Accept,
    /// The goods go back.
    Return,
}

/// Purchasing answered for goods counted against a closed, cut or replaced order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleOrderAnswered {
    /// Which line.
    pub line: LineKey,
    /// What becomes of it.
    pub answer: StaleAnswer,
}

/// An inspection card 检验卡 was issued: a lot begins. Its number is this fact's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardIssued {
    /// The receipt its goods came with.
    pub receipt: ReceiptNumber,
    /// The line they were counted on.
    pub line: LineKey,
    /// How much the card stands for; final once printed (SEMANTICS 15).
    pub quantity: Quantity,
    /// The unit of that quantity, as known when it was written.
    pub unit: Option<Unit>,
    /// The item, as known when it was written.
    pub item: Option<ItemCode>,
    /// The vendor, as known when it was written.
    pub vendor: Option<VendorCode>,
    /// The supplier's lot number.
    pub lot: Option<Text>,
}

/// A card was withdrawn; its goods await another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardVoided {
    /// Why.
    pub reason: Option<Text>,
}

/// A card was printed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardReprinted {
    /// Why.
    pub reason: Option<Text>,
}

/// A descriptive field of a lot (`last-writer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LotField {
    /// The supplier's lot number.
    LotNumber,
    /// A remark.
    Note,
}

impl LotField {
    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LotNumber => "lot-number",
            Self::Note => "note",
        }
    }
}

/// A descriptive field of a lot was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotDescribed {
    /// Which field.
    pub field: LotField,
    /// Its new value; nothing clears it.
    pub value: Option<Text>,
    /// The writings of this field that the author had seen, and replaces.
    pub replaces: FactSet,
}

/// Pieces of a lot were weighed (`unit-weight`, §6.6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// How many.
    pub pieces: u32,
    /// With their vessel, as the scale showed it.
    #[serde(with = "exact")]
    pub gross: Decimal,
    /// The vessel alone, as the scale showed it.
    #[serde(with = "exact")]
    pub tare: Decimal,
    /// The scale's unit.
    pub unit: WeightUnit,
}

/// A thickness or dimension of a lot was measured (§6.6.3.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measured {
    /// What was measured: `thickness`, or the dimension's name.
    pub what: Text,
    /// How large it is.
    #[serde(with = "exact")]
    pub value: Decimal,
    /// In which unit.
    pub unit: Text,
}

/// Weighings or measurements were withdrawn; they stay visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeighingVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}

/// What an inspector says of goods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// 合格: may be posted and put away.
    Pass,
    /// 特采: taken by a supervisor's concession.
    Concession,
    /// 挑选: to be sorted; not final.
    Sort,
    /// 不合格: goes to the nonconforming warehouse.
    Reject,
}

/// What a verdict says of a part of the lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// What is said.
    pub verdict: Verdict,
    /// Of how much.
    pub quantity: Quantity,
}

/// An inspector judged a lot, or a tranche of it (SEMANTICS 18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRecorded {
    /// What is said of how much.
    pub judgements: Vec<Judgement>,
    /// The verdicts that this one replaces: all `sort` seen, and in a re-inspection all seen.
    pub replaces: FactSet,
    /// Why, by code.
    pub reason: Option<Text>,
    /// Why, in words.
    pub note: Option<Text>,
}

/// Verdicts were withdrawn as mistaken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}

/// Goods of a lot were put on a shelf (§4.6.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAway {
    /// How much.
    pub quantity: Quantity,
    /// Where.
    pub location: Text,
}

/// What the vendor owes for returned goods (§4.7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReturnFor {
    /// A credit; the ERP's default.
    Credit,
    /// Other goods; the ERP opens a new order line.
    Replacement,
}

/// A return note 退货单 was raised (§4.7.1); its number is this fact's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnRaised {
    /// How much goes back.
    pub quantity: Quantity,
    /// For what.
    pub settlement: ReturnFor,
    /// The order it is returned against; without one it is an application to purchasing.
    pub order: Option<OrderNumber>,
}

/// The type of a purchase order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderType {
    /// Goods bought.
    Standard,
    /// Work bought on material of ours 托外加工.
    Subcontract,
    /// Packaging, with 1 % of free spare (§4.4.3).
    Packaging,
}

/// A line of an order, as the ERP states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLineStated {
    /// Its number.
    pub line: u16,
    /// What is ordered.
    pub item: ItemCode,
    /// How much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Unit,
    /// When it is due.
    pub due: Option<Day>,
}

/// The ERP states an order (§4.4); the latest statement holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStated {
    /// Its type.
    pub order_type: OrderType,
    /// Who delivers.
    pub vendor: VendorCode,
    /// The order that this one adds to (§4.5.1.1.1).
    pub increase_of: Option<OrderNumber>,
    /// Its lines.
    pub lines: Vec<OrderLineStated>,
}

/// The status of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrderStatus {
    /// Goods may come.
    Open,
    /// All came; the ERP closed it by itself. Not stale.
    Completed,
    /// Closed before all came (§4.5.1.4).
    Closed,
    /// Reduced (§4.5.1.1.2).
    Cut,
    /// Another order stands in its place.
    Replaced {
        /// Which, where it is known.
        by: Option<OrderNumber>,
    },
}

/// The ERP states an order's status, or one line's (§4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderStatusStated {
    /// The one line it is about; all of them where nothing is said.
    pub line: Option<u16>,
    /// The status.
    pub status: OrderStatus,
    /// The instant it took effect.
    pub effective: Timestamp,
}

/// Finished deliveries of an order line stand as one sum from now on (SEMANTICS 8); the server
/// writes it. The latest of a line holds; one without receipts carries nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCarried {
    /// Which line.
    pub line: u16,
    /// The receipts that it stands for, all parts of joined ones.
    pub receipts: Vec<ReceiptNumber>,
    /// What they brought of the line.
    pub received: Quantity,
    /// Of that, accepted by verdicts.
    pub accepted: Quantity,
    /// Of that, rejected by verdicts.
    pub rejected: Quantity,
    /// Returned for credit.
    pub returned: Quantity,
}

/// The ERP states a vendor (§4.1.1.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorStated {
    /// Its name.
    pub name: Text,
    /// The currency it is paid in.
    pub currency: Option<Text>,
}

/// The approved-vendor list 合格厂商名单 names a vendor for a period (§4.1.1.3).
///
/// The latest statement about one `from` holds; a period that ends before it begins is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalStated {
    /// First day.
    pub from: Day,
    /// Last day, inclusive; open where nothing is said.
    pub to: Option<Day>,
}

/// The ERP states an item (料号).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemStated {
    /// Its Chinese name.
    pub name_zh: Text,
    /// Its English name.
    pub name_en: Option<Text>,
    /// The unit it is kept in.
    pub unit: Unit,
    /// Whether it is packaging.
    pub packaging: bool,
    /// Whether subcontractors make it.
    pub subcontracted: bool,
    /// Minutes within which it is to be judged, where the general rule does not hold.
    pub inspection_minutes: Option<u32>,
    /// Its own tolerance of unit weight, as a fraction, where 3 % does not hold.
    #[serde(with = "exact::option")]
    pub tolerance: Option<Decimal>,
}

/// IE states a standard: a unit weight (IE标准单重), a thickness, a dimension (§6.6.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandardStated {
    /// `unit-weight`, `thickness`, or `dimension:` and its name.
    pub what: Text,
    /// The standard; weights in grams a piece.
    #[serde(with = "exact")]
    pub value: Decimal,
    /// Its unit.
    pub unit: Text,
    /// First day on which it counts.
    pub from: Day,
}

/// Accounting states an item's material cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CostStated {
    /// Money for one `per`.
    #[serde(with = "exact")]
    pub cost: Decimal,
    /// The currency.
    pub currency: Text,
    /// The unit the cost is for.
    pub per: Text,
    /// First day on which it counts.
    pub from: Day,
}

/// A person exists, with these posts from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonStated {
    /// Their name.
    pub name: Text,
    /// What they may do.
    pub posts: Posts,
}

/// A person's PIN was set; only its argon2id hash exists.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinSet {
    /// The hash with its parameters, as a PHC string.
    pub hash: Text,
}

impl std::fmt::Debug for PinSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PinSet { hash: … }")
    }
}

/// A person may do nothing here any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRevoked {
    /// Why.
    pub reason: Option<Text>,
}

/// A device was enrolled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrolled {
    /// What people call it.
    pub name: Text,
    /// What it may be used for.
    pub posts: Posts,
    /// Its public Ed25519 key.
    #[serde(with = "serde_bytes")]
    pub key: Vec<u8>,
}

/// A device may not speak to the server any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRevoked {
    /// Why.
    pub reason: Option<Text>,
}

/// The instants of these facts cannot be trusted: the clock stepped before they were sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockDoubtful {
    /// The doubtful facts.
    pub facts: FactSet,
}

/// A device's clock is off, or right again, by what its server said (`device-time`).
///
/// It holds for the facts named, and for all that the device writes after this one until it
/// says otherwise. Their instants are corrected; what they decided bears a mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockOff {
    /// The server's clock minus the device's.
    pub offset: Span,
    /// Facts written before it under this clock.
    pub facts: FactSet,
}

/// Why the server kept a fact out of the merge (`never-lost`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SetAsideReason {
    /// Its author is not known, or was revoked when it was recorded.
    UnknownPerson,
    /// Its author's post does not allow it.
    PersonsPost,
    /// The device's posts do not allow it.
    DevicesPost,
    /// It is dated more than 5 minutes ahead of the server.
    AheadOfServer,
    /// It is dated before its device was enrolled.
    BeforeEnrolment,
    /// Another fact has its name: a cloned device.
    NameTaken,
    /// It does not hold what its kind promises.
    Malformed,
}

/// The server set a fact aside: kept, shown, not merged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactSetAside {
    /// Its name.
    pub id: FactId,
    /// The whole fact, as the wire writes it.
    #[serde(with = "serde_bytes")]
    pub fact: Vec<u8>,
    /// Why.
    pub reason: SetAsideReason,
}

/// A supervisor let a fact in that had been set aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readmitted {
    /// The statement by which it was set aside.
    pub set_aside: FactId,
    /// The instant it is to count as recorded at, where its own cannot be.
    pub recorded: Option<Timestamp>,
}

/// What holds for the whole site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteStated {
    /// Its name.
    pub name: Text,
    /// Its distance from UTC.
    pub offset: SiteOffset,
    /// The currency of its reports.
    pub currency: Text,
    /// Whether a concession may lift `approved-vendor`; off by default (SEMANTICS 22).
    pub concession_lifts_approval: bool,
}

/// What a photo's file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhotoType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
}

impl PhotoType {
    /// Its name in HTTP.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// A photo was taken of goods or a lot. Its file travels by itself, under its content's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoTaken {
    /// What its file holds.
    pub content: ContentHash,
    /// Which sort of file it is.
    pub media: PhotoType,
    /// How many bytes.
    pub bytes: u32,
    /// How many pixels wide.
    pub width: u16,
    /// How many pixels high.
    pub height: u16,
    /// What it shows.
    pub shows: Option<Text>,
}

/// Photos were withdrawn as mistaken: hidden, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}

/// What is wrong with what came out of a container (§7.17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionKind {
    /// 短少: the packing list has it, the container has not.
    Missing,
    /// 多出: the container has it, the packing list has not.
    Over,
    /// 破损.
    Damaged,
    /// 受潮.
    Wet,
}

impl ExceptionKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Over, Self::Damaged, Self::Wet];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Over => "over",
            Self::Damaged => "damaged",
            Self::Wet => "wet",
        }
    }
}

/// Something was wrong when a container was unloaded 卸柜异常 (`unloading`, §3.5, §7.17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionReported {
    /// What.
    pub kind: ExceptionKind,
    /// The container's number.
    pub container: Option<Text>,
    /// The seal's number, as it was found.
    pub seal: Option<Text>,
    /// Which item, where one is meant.
    pub item: Option<ItemCode>,
    /// How much of it.
    pub quantity: Option<Quantity>,
    /// In words.
    pub note: Option<Text>,
    /// The photos that show it.
    pub photos: Vec<ContentHash>,
}

/// Exceptions were withdrawn as mistaken; they stay visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}
