//! What happens to a delivery: opened, counted, signed, its slip, what becomes of its lines.

use serde::{Deserialize, Serialize};

use crate::fact::OrderType;
use crate::ids::{
    FactId, FactSet, ItemCode, LineKey, OrderLine, OrderNumber, PackageCode, Text, VendorCode,
};
use crate::measure::{Quantity, Unit};
use crate::number::{ReceiptNumber, SlipNumber};

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
    /// The container's number, for container unloading 卸柜.
    Container,
    /// A remark that goes with the receipt.
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
    /// The field that is written.
    pub field: ReceiptField,
    /// Its new value; nothing clears it.
    pub value: Option<Text>,
    /// The writings of this field that the author had seen, and replaces.
    pub replaces: FactSet,
}

/// Goods were counted: one scan, one pallet (`tally-sum`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tallied {
    /// The line that the goods were counted on.
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
    /// The line that was counted afresh.
    pub line: LineKey,
    /// What is there, in the line's unit.
    pub quantity: Quantity,
    /// The tallies and recounts of this line that its author had seen.
    pub replaces: FactSet,
}

/// What a signature says of one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLine {
    /// The line that was signed for.
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
    /// The signatures that are taken back; they stay visible.
    pub facts: FactSet,
}

/// A supervisor reopened a count: the old clock stops, and stays visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptReopened {
    /// The signatures that no longer hold.
    pub signatures: FactSet,
    /// Why the count was opened again, in words.
    pub reason: Option<Text>,
}

/// A receipt was withdrawn: its goods are not here, or stand on another receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptVoided {
    /// Why the receipt was withdrawn, in words.
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
    /// The receipt that is another delivery.
    pub other: ReceiptNumber,
}

/// Cards that differ from the count were looked at, and stand (`count-after-card`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountConfirmed {
    /// The line whose cards were compared with the count.
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
    /// The slip that was checked.
    pub slip: SlipNumber,
}

/// Purchasing assigned goods of a line to an order line (§4.5): an excess, or goods held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAssigned {
    /// Which line of the receipt.
    pub line: LineKey,
    /// The quantity assigned, in the line's unit; all of the line where nothing is said, as only facts
    /// of version 1 leave it.
    pub quantity: Option<Quantity>,
    /// The order line that takes it.
    pub to: OrderLine,
    /// The assignments of this line that its author had seen, and takes back; the others stand
    /// beside it. Nothing in version 1, which takes back all that came before it.
    #[serde(default)]
    pub replaces: Option<FactSet>,
    /// What its author could assign of the line in all, where that was its excess alone; nothing
    /// where it was all that was counted, and in version 1.
    #[serde(default)]
    pub of: Option<Quantity>,
}

/// Purchasing accepted goods that another vendor brought than the order names (`receipt-vendor`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VendorAccepted {
    /// Which line of the receipt.
    pub line: LineKey,
    /// Who brought the goods.
    pub came: VendorCode,
    /// Whose order it was, as its author saw it.
    pub ordered: VendorCode,
}

/// What purchasing decided of goods whose order does not stand as it did (SEMANTICS 17, 27).
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
    /// The line whose order did not stand any more.
    pub line: LineKey,
    /// Whether the goods are taken all the same, or go back.
    pub answer: StaleAnswer,
}

/// What an order and its item say of a line, apart from quantity, due day and names (`order-changed`).
///
/// Of goods on hold the item alone says something. What was not known when it was written is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineTerms {
    /// The item that was ordered; nothing where no order line is known.
    pub item: Option<ItemCode>,
    /// The unit that quantities are in, with its decimals.
    pub unit: Option<Unit>,
    /// The vendor that the order was placed with.
    pub vendor: Option<VendorCode>,
    /// Whether goods, work on material of ours, or packaging was ordered.
    pub order_type: Option<OrderType>,
    /// The order that this one adds to; nothing where it adds to none, if the type is known.
    pub increase_of: Option<OrderNumber>,
    /// Whether subcontractors make the item.
    pub subcontracted: Option<bool>,
}

/// What a line is counted as, by what was known when its first count was written (SEMANTICS 27).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCountedAs {
    /// The line that was counted.
    pub line: LineKey,
    /// What order and item said of it.
    pub terms: LineTerms,
}

/// Purchasing answered for goods that the ERP states otherwise than they were counted (§4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderChangeAnswered {
    /// The line whose goods are meant, of the receipt that the fact is about.
    pub line: LineKey,
    /// What the ERP said when this was answered: another statement asks again. Nothing where it
    /// had no such line any more.
    pub said: Option<LineTerms>,
    /// What becomes of the goods.
    pub answer: StaleAnswer,
}
