//! Why a command is refused: what happened to which thing. What to do now is its [`Remedy`].

use super::{Remedy, resting};
use crate::defect::Defect;
use crate::fact::{Kind, OrderStatus};
use crate::ids::{
    FactId, ItemCode, LineKey, OrderLine, OrderNumber, PackageCode, Text, VendorCode,
};
use crate::measure::{AmountError, Quantity, Unit};
use crate::number::{CardNumber, DocumentNumber, ReceiptNumber};
use crate::post;
use crate::rules::readmission::Barred;
use crate::rules::reason::MustSayWhy;
use crate::rules::withdrawal::{Resting, Withdrawal};
use crate::text::Language;

/// Why a command is refused: each says what happened to which thing, in no shell's own terms.
///
/// What can be done now is told by [`Refusal::remedy`], which each shell words for itself; a
/// refusal without one says all that there is to know.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.say(Language::English))]
#[allow(missing_docs, reason = "the fields fill the sentences of each case")]
pub enum Refusal {
    /// Neither the person's nor the device's posts allow it.
    NotYourPost { kind: Kind },
    /// An amount that cannot be recorded.
    Amount(AmountError),
    /// An order that is not known here.
    UnknownOrder { order: OrderNumber },
    /// Nothing says who delivered the goods.
    VendorNeeded,
    /// A receipt that is not known here, where its lines must be.
    UnknownReceipt { receipt: ReceiptNumber },
    /// A receipt that was withdrawn.
    ReceiptVoided { receipt: ReceiptNumber },
    /// A line that no order of the receipt has.
    NoSuchLine { receipt: ReceiptNumber, line: String, lines: Vec<LineKey> },
    /// Several orders of the receipt have a line of this number.
    WhichLine { line: u16, lines: Vec<LineKey> },
    /// The count was signed for, and stands until a supervisor reopens it.
    AlreadySigned { receipt: ReceiptNumber, line: LineKey },
    /// It was counted blind and signed for: only a supervisor reopens that.
    SignedBlind { receipt: ReceiptNumber },
    /// The same count was signed for already.
    SignedTwice { receipt: ReceiptNumber },
    /// There is nothing to sign.
    NothingCounted { receipt: ReceiptNumber },
    /// Nobody has signed for the count yet.
    SignFirst { receipt: ReceiptNumber },
    /// There is no signature to take back.
    NotSigned { receipt: ReceiptNumber },
    /// The signatures are others', and only a supervisor takes those back.
    SignedByOthers { receipt: ReceiptNumber },
    /// Several signatures hold, and none was named.
    WhichSignature { receipt: ReceiptNumber, signatures: Vec<FactId> },
    /// The receipt has no such signature.
    NoSuchSignature { receipt: ReceiptNumber },
    /// Something was done since, and rests on what would be taken back.
    StillRests { withdrawal: Withdrawal, of: DocumentNumber, resting: Vec<Resting> },
    /// What was rejected lies on a shelf.
    OnShelf { card: CardNumber, fact: FactId },
    /// The package was counted on this receipt.
    PackageCounted { package: PackageCode },
    /// The receipt has no such tally.
    NoSuchTally { receipt: ReceiptNumber },
    /// It was withdrawn already.
    AlreadyVoided,
    /// The cards agree with the count: there is nothing to confirm.
    CardsAgree { receipt: ReceiptNumber },
    /// A receipt cannot be joined into itself.
    JoinsItself { receipt: ReceiptNumber },
    /// Other receipts are read as part of it.
    HasJoined { receipt: ReceiptNumber, joined: Vec<ReceiptNumber> },
    /// All that was counted stands on cards.
    NothingLeftForCard { line: LineKey, counted: Quantity },
    /// Every line's goods are all on cards.
    NoLineLeftForCard { receipt: ReceiptNumber },
    /// The receipt's slip was issued.
    SlipIssued { receipt: ReceiptNumber },
    /// No slip was issued yet.
    NoSlip { receipt: ReceiptNumber },
    /// The slip was confirmed.
    SlipConfirmed { receipt: ReceiptNumber },
    /// A card that is not known here, where it must be.
    UnknownCard { card: CardNumber },
    /// A card whose quantity must be said, since it is not known here.
    SayQuantityOnCard { card: CardNumber },
    /// A card that was withdrawn.
    CardVoided { card: CardNumber },
    /// The tare weighs more than the gross, or as much.
    NothingWeighed,
    /// No pieces were weighed.
    NoPieces,
    /// No pieces were looked at.
    NothingSampled,
    /// More pieces than the lot has.
    SampleExceedsLot { card: CardNumber, lot: u32 },
    /// More pieces weighed than the lot has, with those that were weighed already.
    WeighsMoreThanLot { card: CardNumber, lot: u32, left: u32 },
    /// No such defect is known.
    UnknownDefect { code: Text },
    /// A defect on more pieces than were looked at.
    DefectsExceedSample { code: Text, pieces: u32 },
    /// The lot has no such weighing or verdict.
    NoSuchFactOfLot { card: CardNumber },
    /// The verdict speaks of more than is unjudged.
    MoreThanUnjudged { card: CardNumber, unjudged: Quantity },
    /// A verdict about nothing.
    NothingJudged,
    /// A verdict's quantities must be said, since the card is not known here.
    SayHowMuch { card: CardNumber },
    /// Something that must be explained comes without a reason.
    ReasonMissing { what: MustSayWhy },
    /// Only a supervisor approves a concession.
    ConcessionIsSupervisors,
    /// More than was accepted would be put away.
    MoreThanAccepted { card: CardNumber, left: Quantity },
    /// More than was rejected would be returned.
    MoreThanRejected { card: CardNumber, left: Quantity },
    /// Two orders of a receipt are of two vendors.
    MixedVendors { orders: [OrderNumber; 2], vendors: [VendorCode; 2] },
    /// An order of another vendor than the receipt's, which its papers do not name.
    OtherVendorsOrder { order: OrderNumber, ordered: VendorCode, came: VendorCode },
    /// Receipts of two vendors are not one delivery.
    JoinsOtherVendor {
        receipt: ReceiptNumber,
        vendor: VendorCode,
        into: ReceiptNumber,
        other: VendorCode,
    },
    /// The order line is of another item than the goods.
    OtherItem { line: OrderLine, ordered: ItemCode, goods: ItemCode },
    /// The order line is in a unit that the goods' does not convert into.
    OtherUnit { line: OrderLine, ordered: Unit, goods: Unit },
    /// The order is of another vendor than who brought the goods.
    OtherVendor { order: OrderNumber, ordered: VendorCode, came: VendorCode },
    /// The order line takes no more goods.
    OrderNotOpen { line: OrderLine, status: OrderStatus },
    /// More than is left to assign of the line.
    MoreThanToAssign { receipt: ReceiptNumber, line: LineKey, left: Quantity },
    /// There is no such conflict.
    NoSuchConflict { conflict: String },
    /// The conflict offers other choices.
    NoSuchChoice { choices: Vec<String> },
    /// There is no such fact set aside.
    NothingSetAside,
    /// What was set aside may not be let in, or not from this device.
    NotReadmittable { why: Barred },
    /// The fact is ahead of the server: its instant must be stated.
    StateInstant,
    /// There is no such photo of it here.
    NoSuchPhoto { of: DocumentNumber },
    /// The receipt has no such exception.
    NoSuchException { receipt: ReceiptNumber },
}

impl From<AmountError> for Refusal {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl Refusal {
    /// The rule that refuses, by the name that programs know it by.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::NotYourPost { .. } | Self::ConcessionIsSupervisors => "post",
            Self::Amount(_) => "amount",
            Self::UnknownOrder { .. } | Self::VendorNeeded | Self::NoSuchLine { .. } => "order",
            Self::WhichLine { .. } => "which-line",
            Self::UnknownReceipt { .. }
            | Self::UnknownCard { .. }
            | Self::SayQuantityOnCard { .. }
            | Self::SayHowMuch { .. } => "not-known-here",
            Self::ReceiptVoided { .. } | Self::CardVoided { .. } | Self::AlreadyVoided => "voided",
            Self::AlreadySigned { .. }
            | Self::SignedBlind { .. }
            | Self::SignedTwice { .. }
            | Self::SignFirst { .. }
            | Self::NotSigned { .. }
            | Self::SignedByOthers { .. }
            | Self::WhichSignature { .. }
            | Self::NoSuchSignature { .. } => "signature",
            Self::StillRests { .. } => "withdrawal",
            Self::NothingCounted { .. } | Self::NoSuchTally { .. } => "tally-sum",
            Self::PackageCounted { .. } => "package",
            Self::CardsAgree { .. }
            | Self::NothingLeftForCard { .. }
            | Self::NoLineLeftForCard { .. } => "count-after-card",
            Self::JoinsItself { .. } | Self::HasJoined { .. } => "same-delivery",
            Self::SlipIssued { .. } | Self::NoSlip { .. } | Self::SlipConfirmed { .. } => "slip",
            Self::NothingWeighed | Self::NoPieces | Self::WeighsMoreThanLot { .. } => "unit-weight",
            Self::NothingSampled
            | Self::SampleExceedsLot { .. }
            | Self::UnknownDefect { .. }
            | Self::DefectsExceedSample { .. } => "sample-size",
            Self::NoSuchFactOfLot { .. } | Self::MoreThanUnjudged { .. } | Self::NothingJudged => {
                "verdict"
            }
            Self::ReasonMissing { .. } => "reason",
            Self::MoreThanAccepted { .. } => "release",
            Self::MoreThanRejected { .. } | Self::OnShelf { .. } => "returns",
            Self::MixedVendors { .. }
            | Self::OtherVendorsOrder { .. }
            | Self::JoinsOtherVendor { .. } => "receipt-vendor",
            Self::OtherItem { .. }
            | Self::OtherUnit { .. }
            | Self::OtherVendor { .. }
            | Self::OrderNotOpen { .. }
            | Self::MoreThanToAssign { .. } => "assignment",
            Self::NoSuchConflict { .. } | Self::NoSuchChoice { .. } => "conflict",
            Self::NothingSetAside | Self::StateInstant => "never-lost",
            Self::NotReadmittable { .. } => "readmission",
            Self::NoSuchPhoto { .. } => "photo",
            Self::NoSuchException { .. } => "unloading",
        }
    }

    /// What can be done now; nothing where the sentence itself says why nothing is needed, or,
    /// as with an amount, how it is written.
    #[allow(clippy::too_many_lines, reason = "a list: what can be done after each refusal")]
    pub fn remedy(&self) -> Option<Remedy> {
        Some(match self {
            Self::Amount(_) | Self::CardsAgree { .. } | Self::NotSigned { .. } => return None,
            Self::NotYourPost { kind } => Remedy::CallPost(post::who_may_write(*kind)),
            Self::UnknownOrder { .. } => Remedy::OpenWithoutOrder,
            Self::VendorNeeded => Remedy::SayVendor,
            Self::UnknownReceipt { .. } => Remedy::SyncOrNameOrder,
            Self::ReceiptVoided { .. } => Remedy::CountOnReplacement,
            Self::NoSuchLine { .. } => Remedy::PutApartForPurchasing,
            Self::WhichLine { lines, .. } => Remedy::ChooseLine(lines.clone()),
            Self::AlreadySigned { .. }
            | Self::SignedBlind { .. }
            | Self::SignedByOthers { .. }
            | Self::StillRests { withdrawal: Withdrawal::Signature, .. } => Remedy::AskToReopen,
            Self::WhichSignature { signatures, .. } => {
                Remedy::ChooseOne(signatures.iter().map(ToString::to_string).collect())
            }
            Self::StillRests { withdrawal: Withdrawal::Verdict, .. } => Remedy::JudgeAgain,
            Self::StillRests { withdrawal: Withdrawal::Measure, .. } => Remedy::MeasureAgainFirst,
            Self::StillRests { resting, .. } => Remedy::UndoFirst(resting::first_to_undo(resting)?),
            Self::OnShelf { card, fact } => {
                Remedy::UndoFirst(Resting::PutAway { card: *card, fact: *fact })
            }
            Self::SignedTwice { .. } | Self::AlreadyVoided | Self::SlipConfirmed { .. } => {
                Remedy::GoOn
            }
            Self::NothingCounted { .. } => Remedy::TallyFirst,
            Self::SignFirst { .. } => Remedy::SignFirst,
            Self::PackageCounted { .. } => Remedy::TakeNext,
            Self::NoSuchTally { receipt }
            | Self::NoSuchException { receipt }
            | Self::NoSuchSignature { receipt } => Remedy::LookAt((*receipt).into()),
            Self::NoSuchFactOfLot { card } => Remedy::LookAt((*card).into()),
            Self::NoSuchPhoto { of } => Remedy::LookAt(*of),
            Self::JoinsItself { .. } => Remedy::NameTwoDeliveries,
            Self::HasJoined { receipt, .. } => Remedy::VoidFirst { or_join: *receipt },
            Self::NothingLeftForCard { .. } => Remedy::CountMoreOrSayQuantity,
            Self::NoLineLeftForCard { .. } => Remedy::CountMore,
            Self::SlipIssued { .. } => Remedy::PrintAgain,
            Self::NoSlip { .. } => Remedy::IssueSlipFirst,
            Self::UnknownCard { .. } => Remedy::Sync,
            Self::SayQuantityOnCard { .. } => Remedy::SayQuantity,
            Self::CardVoided { .. } => Remedy::ScanReplacement,
            Self::NothingWeighed => Remedy::WeighWithVessel,
            Self::NoPieces => Remedy::WeighPieces,
            Self::WeighsMoreThanLot { left: 0, .. } => Remedy::VoidWeighingFirst,
            Self::WeighsMoreThanLot { .. } => Remedy::SayPiecesWeighed,
            Self::NothingSampled | Self::SampleExceedsLot { .. } => Remedy::SaySampled,
            Self::UnknownDefect { .. } => {
                Remedy::ChooseOne(Defect::ALL.map(|defect| defect.code().to_owned()).to_vec())
            }
            Self::NoSuchChoice { choices } => Remedy::ChooseOne(choices.clone()),
            Self::DefectsExceedSample { .. } => Remedy::CountDefectsAgain,
            Self::MoreThanUnjudged { .. } => Remedy::JudgeLessOrAgain,
            Self::NothingJudged => Remedy::SayQuantities,
            Self::SayHowMuch { .. } => Remedy::SayAcceptedAndRejected,
            Self::ReasonMissing { what } => Remedy::SayWhy(*what),
            Self::ConcessionIsSupervisors => Remedy::RejectOrCallSupervisor,
            Self::MoreThanAccepted { left, .. } | Self::MoreThanRejected { left, .. }
                if left.is_zero() =>
            {
                Remedy::WaitForVerdict
            }
            Self::MoreThanAccepted { .. } => Remedy::PutAwayThatMuch,
            Self::MoreThanRejected { .. } => Remedy::ReturnThatMuch,
            Self::MixedVendors { .. } | Self::OtherVendorsOrder { .. } => Remedy::OpenForEachVendor,
            Self::JoinsOtherVendor { .. } => Remedy::LeaveApart,
            Self::OtherItem { .. }
            | Self::OtherUnit { .. }
            | Self::OtherVendor { .. }
            | Self::OrderNotOpen { .. } => Remedy::AssignElsewhere,
            Self::MoreThanToAssign { left, receipt, .. } if left.is_zero() => {
                Remedy::LookAt((*receipt).into())
            }
            Self::MoreThanToAssign { .. } => Remedy::AssignThatMuch,
            Self::NoSuchConflict { .. } => Remedy::LookAtConflicts,
            Self::NothingSetAside => Remedy::LookAtSetAside,
            Self::StateInstant => Remedy::SayWhen,
            Self::NotReadmittable { why: Barred::OwnDevice } => Remedy::UseOtherDevice,
            Self::NotReadmittable { .. } => Remedy::RecordAnew,
        })
    }

    /// Whether the command would be carried out if a reason were given.
    pub const fn wants_reason(&self) -> bool {
        matches!(self, Self::ReasonMissing { .. })
    }

    /// The whole sentence for a person: what happened, and the remedy in the words of a shell.
    pub fn told(&self, language: Language, word: fn(&Remedy, Language) -> String) -> String {
        let sentence = self.say(language);
        let Some(remedy) = self.remedy() else { return sentence };
        let mark = match language {
            Language::English if sentence.contains(": ") => "; ",
            Language::English => ": ",
            Language::Chinese if sentence.contains('：') => "；",
            Language::Chinese => "：",
        };
        format!("{sentence}{mark}{}", word(&remedy, language))
    }

    /// What happened, and to which thing.
    pub fn say(&self, language: Language) -> String {
        match language {
            Language::English => self.english(),
            Language::Chinese => self.chinese(),
        }
    }
}

mod sentences;

#[cfg(test)]
mod tests;
