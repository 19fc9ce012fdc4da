//! What a person wants to do; [`decide`] answers facts to record, or a refusal.
//!
//! A refusal is courtesy: it spares a person what the merge would mark or the server would
//! set aside. What may be true all the same (goods on a closed order, a card that is not
//! known here yet) is recorded, with a notice.

mod card;
mod photo;
mod receipt;
mod refusal;
mod sample;
mod settle;

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

pub use photo::PhotoOf;
pub use refusal::{Notice, Refusal};
pub(crate) use settle::needs_instant;

use crate::fact::{
    Entity, Event, ExceptionReported, Kind, LotField, PhotoTaken, ReceiptField, ReturnFor, Verdict,
};
use crate::ids::{
    FactId, ItemCode, LineKey, OrderLine, OrderNumber, PackageCode, PersonNumber, Text, VendorCode,
};
use crate::measure::WeightUnit;
use crate::number::{CardNumber, ReceiptNumber};
use crate::post::{self, Posts};
use crate::replica::Replica;
use crate::text::{Language, Say};
use crate::time::Timestamp;

/// Who acts, with what they may do on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub person: PersonNumber,
    /// The person's posts that the device has as well.
    pub posts: Posts,
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

/// What a person wants.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is documented at the fact that it ends up in")]
pub enum Command {
    /// A delivery arrived.
    OpenReceipt {
        orders: Vec<OrderNumber>,
        vendor: Option<VendorCode>,
        delivery_note: Option<Text>,
        dock: Option<Text>,
        container: Option<Text>,
    },
    /// Goods were counted.
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
    /// The signatures were mistakes.
    VoidSignature { receipt: ReceiptNumber },
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
        to: OrderNumber,
        to_line: Option<u16>,
        quantity: Option<Decimal>,
    },
    /// An inspection card is issued.
    IssueCard {
        receipt: ReceiptNumber,
        line: LineChoice,
        quantity: Option<Decimal>,
        lot: Option<Text>,
    },
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
    /// Pieces are weighed.
    Weigh { card: CardNumber, pieces: u32, gross: Decimal, tare: Decimal, unit: WeightUnit },
    /// A thickness or dimension is measured.
    Measure { card: CardNumber, what: Text, value: Decimal, unit: Text },
    /// Pieces are looked at: how many, and how often what was wrong, by its code.
    Sample { card: CardNumber, pieces: u32, defects: Vec<(Text, u32)> },
    /// A weighing, measurement or sample was a mistake.
    VoidWeighing { card: CardNumber, fact: FactId },
    /// A lot, or a part of it, is judged.
    Judge {
        card: CardNumber,
        verdict: Verdict,
        accepted: Option<Decimal>,
        rejected: Option<Decimal>,
        reason: Option<Text>,
        note: Option<Text>,
        replace: bool,
    },
    /// A verdict was a mistake.
    VoidVerdict { card: CardNumber, fact: FactId },
    /// Goods are put on a shelf.
    PutAway { card: CardNumber, location: Text, quantity: Option<Decimal> },
    /// Rejected goods go back.
    RaiseReturn { card: CardNumber, quantity: Decimal, settlement: ReturnFor },
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
    /// A disagreement is settled.
    Settle { conflict: String, choose: String },
    /// A fact that was set aside is let in.
    Readmit { set_aside: FactId, recorded: Option<Timestamp> },
}

/// What a drafted fact is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A receipt that the fact opens, and that bears its name.
    NewReceipt,
    /// A card that the fact opens, and that bears its name.
    NewCard,
    /// Something that exists.
    Of(Entity),
}

/// A fact without name, time and author: those are given when it is made durable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is about.
    pub subject: Subject,
    /// What happened.
    pub event: Event,
}

/// What a command comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The facts to record, all of them or none.
    pub drafts: Vec<Draft>,
    /// What the person should know.
    pub notices: Vec<Notice>,
}

impl Decision {
    fn of(entity: Entity, event: impl Into<Event>) -> Self {
        Self {
            drafts: vec![Draft { subject: Subject::Of(entity), event: event.into() }],
            notices: Vec::new(),
        }
    }

    fn new(subject: Subject, event: impl Into<Event>) -> Self {
        Self { drafts: vec![Draft { subject, event: event.into() }], notices: Vec::new() }
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
    if post::may_write(actor.posts, kind) { Ok(()) } else { Err(Refusal::NotYourPost { kind }) }
}

fn dispatch(
    replica: &Replica,
    actor: Actor,
    command: &Command,
    now: Timestamp,
) -> Result<Decision, Refusal> {
    use Command as C;
    match command {
        C::OpenReceipt { orders, vendor, delivery_note, dock, container } => {
            receipt::open(replica, orders, vendor.as_ref(), [delivery_note, dock, container], now)
        }
        C::Tally { receipt, line, quantity, package } => {
            receipt::tally(replica, *receipt, line, *quantity, package.as_ref())
        }
        C::VoidTally { receipt, tally } => receipt::void_tally(replica, *receipt, *tally),
        C::Recount { receipt, line, quantity } => {
            receipt::recount(replica, *receipt, line, *quantity)
        }
        C::SignCount { receipt, line } => receipt::sign(replica, *receipt, line.as_ref()),
        C::VoidSignature { receipt } => receipt::void_signature(replica, actor, *receipt),
        C::ReopenReceipt { receipt, reason } => receipt::reopen(replica, *receipt, reason.clone()),
        C::VoidReceipt { receipt, reason } => receipt::void(replica, *receipt, reason.clone()),
        C::ConfirmCount { receipt } => receipt::confirm_count(replica, *receipt),
        C::JoinReceipts { receipt, into } => receipt::join(replica, *receipt, *into),
        C::Describe { receipt, field, value } => {
            receipt::describe(replica, *receipt, *field, value.clone())
        }
        C::AssignLine { receipt, line, to, to_line, quantity } => {
            receipt::assign(replica, *receipt, line, (to, *to_line), *quantity)
        }
        C::IssueSlip { receipt } => receipt::issue_slip(replica, *receipt),
        C::ConfirmSlip { receipt } => receipt::confirm_slip(replica, *receipt),
        C::IssueCard { receipt, line, quantity, lot } => {
            card::issue(replica, *receipt, line, *quantity, lot.clone())
        }
        C::VoidCard { card, reason } => card::void(replica, *card, reason.clone()),
        C::ReprintCard { card } => card::reprint(replica, *card),
        C::DescribeLot { card, field, value } => {
            card::describe(replica, *card, *field, value.clone())
        }
        C::Weigh { card, pieces, gross, tare, unit } => {
            card::weigh(replica, *card, *pieces, *gross, *tare, *unit)
        }
        C::Measure { card, what, value, unit } => card::measure(replica, *card, what, *value, unit),
        C::Sample { card, pieces, defects } => sample::take(replica, *card, *pieces, defects),
        C::VoidWeighing { card, fact } => card::void_weighing(replica, *card, *fact),
        C::Judge { card, verdict, accepted, rejected, reason, note, replace } => {
            let said = card::Said { verdict: *verdict, accepted: *accepted, rejected: *rejected };
            card::judge(replica, actor, *card, said, [reason, note], *replace)
        }
        C::VoidVerdict { card, fact } => card::void_verdict(replica, *card, *fact),
        C::PutAway { card, location, quantity } => {
            card::put_away(replica, *card, location, *quantity)
        }
        C::RaiseReturn { card, quantity, settlement } => {
            card::raise_return(replica, *card, *quantity, *settlement)
        }
        C::TakePhoto { of, photo } => Ok(photo::take(replica, *of, photo)),
        C::VoidPhoto { of, fact } => photo::void(replica, *of, *fact),
        C::ReportException { receipt, said, quantity, photos } => {
            photo::report(replica, *receipt, said, *quantity, photos)
        }
        C::VoidException { receipt, fact } => photo::void_exception(replica, *receipt, *fact),
        C::Settle { conflict, choose } => settle::settle(replica, actor, conflict, choose),
        C::Readmit { set_aside, recorded } => settle::readmit(replica, *set_aside, *recorded),
    }
}
