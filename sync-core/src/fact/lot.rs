//! What happens to a lot: its card, what inspection finds, verdicts, shelf and return.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::ids::{FactSet, ItemCode, LineKey, OrderNumber, Text, VendorCode};
use crate::measure::{Quantity, Unit, WeightUnit, exact};
use crate::number::ReceiptNumber;

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
    /// Why the card was taken back, in words.
    pub reason: Option<Text>,
}

/// A card was printed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardReprinted {
    /// Why the paper had to be printed again, in words.
    pub reason: Option<Text>,
}

/// A descriptive field of a lot (`last-writer`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LotField {
    /// The supplier's lot number.
    LotNumber,
    /// A remark that goes with the lot.
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
    /// The field that is written.
    pub field: LotField,
    /// Its new value; nothing clears it.
    pub value: Option<Text>,
    /// The writings of this field that the author had seen, and replaces.
    pub replaces: FactSet,
}

/// Pieces of a lot were weighed (`unit-weight`, §6.6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weighed {
    /// How many pieces lie in the vessel; whole, and more than none.
    pub pieces: u32,
    /// With their vessel, as the scale showed it.
    #[serde(with = "exact")]
    pub gross: Decimal,
    /// The vessel alone, as the scale showed it.
    #[serde(with = "exact")]
    pub tare: Decimal,
    /// The unit that the scale shows, of gross and tare.
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
    /// The unit of the value, as it was written.
    pub unit: Text,
}

/// How often one thing was wrong with the pieces of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefectCount {
    /// What was wrong, by its code ([`crate::defect::Defect`]).
    pub defect: Text,
    /// On how many pieces; a piece may bear several defects.
    pub pieces: u32,
}

/// A sample of a lot was looked at, and what was wrong with it counted (GB/T 2828.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampled {
    /// How many pieces were drawn and looked at.
    pub pieces: u32,
    /// What was wrong with them, each defect once; nothing where all were good.
    pub defects: Vec<DefectCount>,
}

/// Weighings, measurements or samples were withdrawn; they stay visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeighingVoided {
    /// The weighings, measurements or samples that are taken back.
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
    /// Pass, concession, sort or reject.
    pub verdict: Verdict,
    /// The part of the lot of which that is said, in the lot's unit.
    pub quantity: Quantity,
}

/// An inspector judged a lot, or a tranche of it (SEMANTICS 18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictRecorded {
    /// Each part of the lot with what is said of it.
    pub judgements: Vec<Judgement>,
    /// The verdicts that this one replaces: all `sort` seen, and in a re-inspection all seen.
    pub replaces: FactSet,
    /// The defect's code; a reject and a concession want one.
    pub reason: Option<Text>,
    /// A remark in the inspector's own words.
    pub note: Option<Text>,
}

/// Verdicts were withdrawn as mistaken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictVoided {
    /// The verdicts that are taken back; they stay visible.
    pub facts: FactSet,
}

/// Goods of a lot were put on a shelf (§4.6.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PutAway {
    /// How much was put there, in the lot's unit.
    pub quantity: Quantity,
    /// The shelf, as its label reads.
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
    /// Whether the vendor credits the goods or replaces them.
    pub settlement: ReturnFor,
    /// The order it is returned against; without one it is an application to purchasing.
    pub order: Option<OrderNumber>,
}

/// Putaways or return notes were withdrawn: the goods are off the shelf again, or stayed here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovementVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}

/// Somebody looked at a receipt or card that was withdrawn while others worked on with it, and
/// leaves both as they are (SEMANTICS 29).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawalConfirmed {
    /// The withdrawal and what rested on it: what comes later opens the conflict again.
    pub seen: FactSet,
}

/// Somebody looked at a lot of which more was put away or returned than its verdicts allow
/// (`basis-changed`), and it stands so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisConfirmed {
    /// What was accepted then, in the lot's unit.
    pub accepted: Quantity,
    /// What was rejected then.
    pub rejected: Quantity,
    /// What lay on shelves.
    pub put_away: Quantity,
    /// What stood on return notes.
    pub returned: Quantity,
}
