//! What a person wants to do; [`decide`] answers facts to record, or a refusal.
//!
//! A refusal is courtesy: it spares a person what the merge would mark or the server would
//! set aside. What may be true all the same (goods on a closed order, a card that is not
//! known here yet) is recorded, with a notice.

mod assign;
mod card;
mod measure;
mod notice;
mod photo;
mod readmit;
mod receipt;
mod refusal;
mod remedy;
mod resting;
mod sample;
mod settle;
mod signature;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use assign::Assignment;
pub(crate) use assign::taking;
pub(crate) use card::left as left_of_lot;
pub use notice::Notice;
pub use photo::PhotoOf;
pub(crate) use readmit::{count as readmittable, needs_instant};
pub use receipt::may_count;
pub use refusal::Refusal;
pub use remedy::Remedy;
pub(crate) use settle::targets;

use crate::fact::{
    Entity, Event, ExceptionReported, Kind, LotField, Measured, PhotoTaken, ReceiptField,
    ReceiptOpened, ReturnFor, Sampled, SetAsideReason, Verdict, Weighed,
};
use crate::ids::{
    DeviceNumber, FactId, ItemCode, LineKey, OrderLine, OrderNumber, PackageCode, PersonNumber,
    Text,
};
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::{self, Posts};
use crate::replica::Replica;
use crate::text::{Language, Say};
use crate::time::Timestamp;

/// Who acts, with what they may do on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Whose name the facts bear.
    pub person: PersonNumber,
    /// The person's posts that the device has as well.
    pub posts: Posts,
    /// The device that they act on: what it wrote itself, it does not let in.
    pub device: DeviceNumber,
}

/// Which line of a receipt is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LineChoice {
    /// The line of this number, of the one order of the receipt that has it.
    Number(u16),
    /// This line, whether it is known here or not.
    Exact(LineKey),
}

/// Why a text names no line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” names no line: write its number (2), order and number (PO240001/2), or ?/ITEM for goods without an order"
)]
pub struct NotALine(pub String);

impl Say for NotALine {
    fn chinese(&self) -> Cow<'static, str> {
        format!(
            "“{}”不是项次：请写项次（2）、单号和项次（PO240001/2），无采购单的货写 ?/料号",
            self.0
        )
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

impl Say for Refusal {
    fn chinese(&self) -> Cow<'static, str> {
        Self::say(self, Language::Chinese).into()
    }

    fn english(&self) -> Cow<'static, str> {
        Self::say(self, Language::English).into()
    }
}

impl Say for Notice {
    fn chinese(&self) -> Cow<'static, str> {
        Self::say(self, Language::Chinese).into()
    }

    fn english(&self) -> Cow<'static, str> {
        Self::say(self, Language::English).into()
    }
}

impl FromStr for LineChoice {
    type Err = NotALine;

    fn from_str(text: &str) -> Result<Self, NotALine> {
        let wrong = || NotALine(text.to_owned());
        let plain = crate::ids::to_half_width(text);
        let plain = plain.trim();
        if let Some(item) = plain.strip_prefix("?/") {
            let item: ItemCode = item.parse().map_err(|_| wrong())?;
            return Ok(Self::Exact(LineKey::Held(item)));
        }
        match plain.rsplit_once('/') {
            Some((order, line)) => {
                let order: OrderNumber = order.parse().map_err(|_| wrong())?;
                let line = line.parse().map_err(|_| wrong())?;
                Ok(Self::Exact(LineKey::Ordered(OrderLine { order, line })))
            }
            None => plain.parse().map(Self::Number).map_err(|_| wrong()),
        }
    }
}

impl fmt::Display for LineChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => number.fmt(f),
            Self::Exact(key) => key.fmt(f),
        }
    }
}

/// The order that goods are assigned to, and its line; without a line, that of the goods' item.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields say what the type says")]
pub struct OrderChoice {
    pub order: OrderNumber,
    pub line: Option<u16>,
}

/// What somebody says of a lot, before it is known which quantities that judges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// The verdict on the accepted part; a *reject* is on the rest, and its accepted part passes.
    pub verdict: Verdict,
    /// How much is accepted; where nothing is said, what the rejected part leaves.
    pub accepted: Option<Decimal>,
    /// How much is rejected; where nothing is said of a reject, what the accepted part leaves.
    pub rejected: Option<Decimal>,
    /// The defect's code, where goods are rejected or sorted.
    pub reason: Option<Text>,
    /// A remark in the inspector's own words.
    pub note: Option<Text>,
    /// Whether the lot is inspected again, though some of it is not judged yet.
    pub replace: bool,
}

impl Ruling {
    /// A verdict on all that can be judged, without a reason.
    pub const fn of(verdict: Verdict) -> Self {
        Self { verdict, accepted: None, rejected: None, reason: None, note: None, replace: false }
    }
}

/// What a person wants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is documented at the fact that it ends up in")]
pub enum Command {
    /// Opens a receipt for a truck that stands at the dock (§4.6.1).
    OpenReceipt { said: ReceiptOpened },
    /// Counts goods on a line of a receipt: one scan, one pallet.
    Tally {
        receipt: ReceiptNumber,
        line: LineChoice,
        quantity: Decimal,
        package: Option<PackageCode>,
    },
    /// A tally or recount was a mistake.
    VoidTally { receipt: ReceiptNumber, tally: FactId },
    /// A line was counted afresh.
    Recount { receipt: ReceiptNumber, line: LineChoice, quantity: Decimal },
    /// The count is signed for: of one line, or of all.
    SignCount { receipt: ReceiptNumber, line: Option<LineChoice> },
    /// Signatures were mistakes: the one that is named, or the person's own.
    VoidSignature { receipt: ReceiptNumber, signature: Option<FactId> },
    /// The count is reopened.
    ReopenReceipt { receipt: ReceiptNumber, reason: Option<Text> },
    /// The receipt is withdrawn.
    VoidReceipt { receipt: ReceiptNumber, reason: Option<Text> },
    /// Cards that differ from the count stand.
    ConfirmCount { receipt: ReceiptNumber },
    /// Two receipts are one delivery.
    JoinReceipts { receipt: ReceiptNumber, into: ReceiptNumber },
    /// A descriptive field of a receipt is written.
    Describe { receipt: ReceiptNumber, field: ReceiptField, value: Option<Text> },
    /// Goods of a line are assigned to an order line.
    AssignLine {
        receipt: ReceiptNumber,
        line: LineChoice,
        to: OrderChoice,
        quantity: Option<Decimal>,
        /// Whether it takes back what was assigned of the line before.
        replace: bool,
    },
    /// An inspection card is issued.
    IssueCard {
        receipt: ReceiptNumber,
        line: LineChoice,
        quantity: Option<Decimal>,
        lot: Option<Text>,
    },
    /// Every line of a delivery gets a card for what is counted and on none.
    IssueCards { receipt: ReceiptNumber },
    /// Cards that say more than was counted give way to one a line that says what was counted
    /// (`count-after-card`).
    ExchangeCards { receipt: ReceiptNumber, reason: Option<Text> },
    /// A card is withdrawn.
    VoidCard { card: CardNumber, reason: Option<Text> },
    /// A card is printed again.
    ReprintCard { card: CardNumber },
    /// The acceptance slip is printed.
    IssueSlip { receipt: ReceiptNumber },
    /// The clerk signs the slip.
    ConfirmSlip { receipt: ReceiptNumber },
    /// A descriptive field of a lot is written.
    DescribeLot { card: CardNumber, field: LotField, value: Option<Text> },
    /// Weighs some pieces of a lot for its unit weight (§6.6.3).
    Weigh { card: CardNumber, weighed: Weighed },
    /// A thickness or dimension is measured.
    Measure { card: CardNumber, measured: Measured },
    /// Pieces are looked at; a defect may be named several times.
    Sample { card: CardNumber, sampled: Sampled },
    /// A weighing, measurement or sample was a mistake.
    VoidWeighing { card: CardNumber, fact: FactId },
    /// A lot, or a part of it, is judged.
    Judge { card: CardNumber, ruling: Ruling },
    /// A verdict was a mistake.
    VoidVerdict { card: CardNumber, fact: FactId },
    /// Goods are put on a shelf.
    PutAway { card: CardNumber, location: Text, quantity: Option<Decimal> },
    /// What one putaway brought to a shelf goes to another.
    MoveGoods { card: CardNumber, fact: FactId, location: Text },
    /// Rejected goods go back.
    RaiseReturn { card: CardNumber, quantity: Decimal, settlement: ReturnFor },
    /// A putaway or a return note was a mistake, or was undone.
    VoidMovement { card: CardNumber, fact: FactId },
    /// A photo was taken; its file travels by itself.
    TakePhoto { of: PhotoOf, photo: PhotoTaken },
    /// A photo was a mistake.
    VoidPhoto { of: PhotoOf, fact: FactId },
    /// Something was wrong when a container was unloaded; `said` comes without quantity and photos.
    ReportException {
        receipt: ReceiptNumber,
        said: ExceptionReported,
        quantity: Option<Decimal>,
        photos: Vec<PhotoTaken>,
    },
    /// An exception was a mistake.
    VoidException { receipt: ReceiptNumber, fact: FactId },
    /// A disagreement is settled; a verdict that must say why does, or takes over what its side said.
    Settle { conflict: String, choose: String, reason: Option<Text> },
    /// A fact that was set aside is let in.
    Readmit { set_aside: FactId, recorded: Option<Timestamp> },
    /// Everything that was set aside for one reason is let in, as far as no instant must be said.
    ReadmitAll { reason: SetAsideReason },
}

/// What a drafted fact is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingSubject {
    /// A receipt that the fact opens, and that bears its name.
    NewReceipt,
    /// A card that the fact opens, and that bears its name.
    NewCard,
    /// A thing that has a number already.
    Of(Entity),
}

/// A fact without name, time and author: those are given when it is made durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingFact {
    /// The thing that the fact will be about.
    pub subject: PendingSubject,
    /// What the fact will say.
    pub event: Event,
}

/// What a command comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The facts to record, all of them or none.
    pub drafts: Vec<PendingFact>,
    /// What the person should know.
    pub notices: Vec<Notice>,
}

impl Decision {
    fn of(entity: Entity, event: impl Into<Event>) -> Self {
        Self {
            drafts: vec![PendingFact { subject: PendingSubject::Of(entity), event: event.into() }],
            notices: Vec::new(),
        }
    }

    fn new(subject: PendingSubject, event: impl Into<Event>) -> Self {
        Self { drafts: vec![PendingFact { subject, event: event.into() }], notices: Vec::new() }
    }

    fn of_drafts(drafts: impl IntoIterator<Item = PendingFact>) -> Self {
        Self { drafts: drafts.into_iter().collect(), notices: Vec::new() }
    }

    /// The same with a fact more, after the others.
    fn and(mut self, draft: Option<PendingFact>) -> Self {
        self.drafts.extend(draft);
        self
    }

    fn noting(mut self, notices: impl IntoIterator<Item = Notice>) -> Self {
        self.notices.extend(notices);
        self
    }
}

/// Decides about a command: the facts that it comes to, or why not and what to do instead.
pub fn decide(
    replica: &Replica,
    actor: Actor,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    let decision = dispatch(replica, actor, command, now)?;
    for draft in &decision.drafts {
        allowed(actor, draft.event.kind())?;
    }
    Ok(decision)
}

fn allowed(actor: Actor, kind: Kind) -> Result<(), Refusal> {
    if post::permits(actor.posts, kind) { Ok(()) } else { Err(Refusal::NotYourPost { kind }) }
}

fn dispatch(
    replica: &Replica,
    actor: Actor,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    use Command as C;
    match command {
        C::OpenReceipt { said } => receipt::open(replica, said, now),
        C::Tally { receipt, line, quantity, package } => {
            receipt::tally(replica, *receipt, line, *quantity, package.as_ref())
        }
        C::VoidTally { receipt, tally } => receipt::void_tally(replica, *receipt, *tally),
        C::Recount { receipt, line, quantity } => {
            receipt::recount(replica, *receipt, line, *quantity)
        }
        C::SignCount { receipt, line } => signature::sign(replica, *receipt, line.as_ref()),
        C::VoidSignature { receipt, signature } => {
            signature::void(replica, actor, *receipt, *signature)
        }
        C::ReopenReceipt { receipt, reason } => {
            signature::reopen(replica, *receipt, reason.clone())
        }
        C::VoidReceipt { receipt, reason } => receipt::void(replica, *receipt, reason.clone()),
        C::ConfirmCount { receipt } => receipt::confirm_count(replica, *receipt),
        C::JoinReceipts { receipt, into } => receipt::join(replica, *receipt, *into),
        C::Describe { receipt, field, value } => {
            receipt::describe(replica, *receipt, *field, value.clone())
        }
        C::AssignLine { receipt, line, to, quantity, replace } => {
            let said = Assignment { line, to, quantity: *quantity, replace: *replace };
            assign::assign(replica, *receipt, said, now)
        }
        C::IssueSlip { receipt } => receipt::issue_slip(replica, *receipt),
        C::ConfirmSlip { receipt } => receipt::confirm_slip(replica, *receipt),
        C::IssueCard { receipt, line, quantity, lot } => {
            card::issue(replica, *receipt, line, *quantity, lot.clone())
        }
        C::IssueCards { receipt } => card::issue_all(replica, *receipt),
        C::ExchangeCards { receipt, reason } => card::exchange(replica, *receipt, reason.as_ref()),
        C::VoidCard { card, reason } => card::void(replica, *card, reason.clone()),
        C::ReprintCard { card } => card::reprint(replica, *card),
        C::DescribeLot { card, field, value } => {
            card::describe(replica, *card, *field, value.clone())
        }
        C::Weigh { card, weighed } => measure::weigh(replica, *card, weighed, now),
        C::Measure { card, measured } => measure::measure(replica, *card, measured, now),
        C::Sample { card, sampled } => sample::take(replica, *card, sampled),
        C::VoidWeighing { card, fact } => card::void_weighing(replica, *card, *fact),
        C::Judge { card, ruling } => card::judge(replica, actor, *card, ruling),
        C::VoidVerdict { card, fact } => card::void_verdict(replica, *card, *fact),
        C::PutAway { card, location, quantity } => {
            card::put_away(replica, *card, location, *quantity)
        }
        C::MoveGoods { card, fact, location } => card::move_goods(replica, *card, *fact, location),
        C::RaiseReturn { card, quantity, settlement } => {
            card::raise_return(replica, *card, *quantity, *settlement)
        }
        C::VoidMovement { card, fact } => card::void_movement(replica, actor, *card, *fact),
        C::TakePhoto { of, photo } => Ok(photo::take(replica, *of, photo)),
        C::VoidPhoto { of, fact } => photo::void(replica, *of, *fact),
        C::ReportException { receipt, said, quantity, photos } => {
            photo::report(replica, *receipt, said, *quantity, photos)
        }
        C::VoidException { receipt, fact } => photo::void_exception(replica, *receipt, *fact),
        C::Settle { conflict, choose, reason } => {
            settle::settle(replica, actor, conflict, choose, reason.as_ref(), now)
        }
        C::Readmit { set_aside, recorded } => readmit::one(replica, actor, *set_aside, *recorded),
        C::ReadmitAll { reason } => readmit::together(replica, actor, *reason, now),
    }
}
