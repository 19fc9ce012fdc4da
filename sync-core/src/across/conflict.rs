//! Where people worked apart and differ: each disagreement with its sides, until somebody settles it.

use std::fmt;

use super::counted_as::{self, OrderChange};
use super::delivery::{self, Part};
use super::{assignment, receipt, withdrawal};
use crate::fact::{Judgement, LineTerms, LotField, OrderStatus, ReceiptField};
use crate::ids::{LineKey, OrderLine, Text, VendorCode};
use crate::measure::Quantity;
use crate::merge::last_writer::Field;
use crate::merge::strictest_verdict::VerdictStatus;
use crate::number::{CardNumber, ReceiptNumber, SlipNumber};
use crate::replica::Replica;
use crate::rules::order_changed::OrderSays;
use crate::rules::receipt_vendor::Provenance;
use crate::rules::stale_order::Staleness;
use crate::state::{CardState, ReceiptState, Written};
use crate::text::{Language, Named as _, Say as _};

/// What people disagree about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A field of a receipt was written twice at once.
    ReceiptField(ReceiptNumber, ReceiptField),
    /// A field of a lot was written twice at once.
    LotField(CardNumber, LotField),
    /// Verdicts exceed the lot and differ.
    Verdicts(CardNumber),
    /// A line was counted by several at once, and must be counted again.
    Count(ReceiptNumber, LineKey),
    /// The cards of a line do not say what was counted.
    Cards(ReceiptNumber, LineKey),
    /// Goods were counted against an order that did not stand any more.
    StaleOrder(ReceiptNumber, LineKey),
    /// Purchasing assigned more of a line than there is, to several order lines.
    Assignments(ReceiptNumber, LineKey),
    /// Another vendor brought goods than the order names.
    Vendor(ReceiptNumber, LineKey),
    /// The ERP states the order, or its item, otherwise than the goods were counted.
    OrderChanged(ReceiptNumber, LineKey),
    /// Two receipts may be one delivery.
    SameDelivery(ReceiptNumber, ReceiptNumber),
    /// A receipt was withdrawn while others worked on with it.
    WithdrawnReceipt(ReceiptNumber),
    /// A card was withdrawn while others worked on with its lot.
    WithdrawnCard(CardNumber),
    /// More of a lot was put away or returned than its verdicts allow.
    Basis(CardNumber),
}

/// What one side of a disagreement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SideValue {
    /// What a field holds; nothing where it was cleared.
    Value(Option<Text>),
    /// What a recount found.
    Recounted(Quantity),
    /// A tally on top of it.
    Tallied(Quantity),
    /// What was counted in all.
    Counted(Quantity),
    /// What live cards say in all.
    OnCards(Quantity),
    /// What became of the order.
    Order(OrderStatus),
    /// How much purchasing assigned, and to which order line.
    Assigned(Quantity, OrderLine),
    /// Who brought the goods.
    Came(VendorCode),
    /// Whose order it is.
    Ordered(VendorCode),
    /// What the goods were counted as.
    CountedAs(LineTerms),
    /// What the ERP says of their line today.
    OrderSays(OrderSays),
    /// One of two receipts that may be one delivery.
    Receipt(ReceiptNumber),
    /// What a verdict says of which quantities.
    Judged(Vec<Judgement>),
    /// That something does not stand any more.
    Withdrawn,
    /// An inspection card that still stands.
    Card(CardNumber),
    /// A slip that was confirmed.
    SlipConfirmed(SlipNumber),
    /// A receipt that was joined.
    Joined(ReceiptNumber),
    /// What lies on a shelf.
    PutAway(Quantity),
    /// What went back.
    Returned(Quantity),
    /// What the verdicts, and the vendor's approval, allow now.
    Allowed {
        /// What may lie on shelves.
        accepted: Quantity,
        /// What may go back.
        rejected: Quantity,
    },
}

impl SideValue {
    /// The side in words.
    pub fn say(&self, language: Language) -> String {
        match (self, language) {
            (Self::Value(value), _) => value.as_ref().map(ToString::to_string).unwrap_or_default(),
            (Self::Recounted(quantity), _) => format!("= {quantity}"),
            (Self::Tallied(quantity), _) => format!("+ {quantity}"),
            (Self::Counted(quantity), Language::English) => format!("counted {quantity}"),
            (Self::Counted(quantity), Language::Chinese) => format!("点数 {quantity}"),
            (Self::OnCards(quantity), Language::English) => format!("on cards {quantity}"),
            (Self::OnCards(quantity), Language::Chinese) => format!("卡上 {quantity}"),
            (Self::Order(status), _) => status.say(language).into_owned(),
            (Self::Assigned(quantity, to), _) => format!("{quantity} → {to}"),
            (Self::Came(vendor), Language::English) => format!("brought by {vendor}"),
            (Self::Came(vendor), Language::Chinese) => format!("来货厂商 {vendor}"),
            (Self::Ordered(vendor), Language::English) => format!("ordered from {vendor}"),
            (Self::Ordered(vendor), Language::Chinese) => format!("采购单厂商 {vendor}"),
            (Self::CountedAs(terms), Language::English) => {
                format!("counted as {}", terms.english())
            }
            (Self::CountedAs(terms), Language::Chinese) => format!("点数时为 {}", terms.chinese()),
            (Self::OrderSays(says), _) => says.say(language).into_owned(),
            (Self::Receipt(number), _) => number.to_string(),
            (Self::Withdrawn, Language::English) => "voided".to_owned(),
            (Self::Withdrawn, Language::Chinese) => "作废".to_owned(),
            (Self::Card(number), Language::English) => format!("card {number}"),
            (Self::Card(number), Language::Chinese) => format!("检验卡 {number}"),
            (Self::SlipConfirmed(number), Language::English) => format!("slip {number} confirmed"),
            (Self::SlipConfirmed(number), Language::Chinese) => format!("验收单 {number} 已确认"),
            (Self::Joined(number), Language::English) => format!("{number} joined into it"),
            (Self::Joined(number), Language::Chinese) => format!("{number} 已并入"),
            (Self::PutAway(quantity), Language::English) => format!("put away {quantity}"),
            (Self::PutAway(quantity), Language::Chinese) => format!("上架 {quantity}"),
            (Self::Returned(quantity), Language::English) => format!("returned {quantity}"),
            (Self::Returned(quantity), Language::Chinese) => format!("退货 {quantity}"),
            (Self::Allowed { accepted, rejected }, Language::English) => {
                format!("accepted {accepted}, rejected {rejected} now")
            }
            (Self::Allowed { accepted, rejected }, Language::Chinese) => {
                format!("现在允收 {accepted}，不合格 {rejected}")
            }
            (Self::Judged(judgements), _) => {
                let said = judgements
                    .iter()
                    .map(|said| format!("{} {}", said.verdict.word(language), said.quantity));
                said.collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// One side of a disagreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Who said it, and when; nothing where a sum or an order says it.
    pub written: Option<Written>,
    /// The side's own version of the matter.
    pub value: SideValue,
}

/// A disagreement that nobody has settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// What the sides disagree about.
    pub subject: Subject,
    /// The versions, in merge order where somebody wrote them.
    pub sides: Vec<Side>,
}

impl Subject {
    /// The rule that finds such a disagreement, by the name that programs know it by.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::ReceiptField(..) | Self::LotField(..) => "last-writer",
            Self::Verdicts(_) => "strictest-verdict",
            Self::Count(..) => "recount",
            Self::Cards(..) => "count-after-card",
            Self::StaleOrder(..) => "stale-order",
            Self::Assignments(..) => "assignment",
            Self::Vendor(..) => "receipt-vendor",
            Self::OrderChanged(..) => "order-changed",
            Self::SameDelivery(..) => "same-delivery",
            Self::WithdrawnReceipt(_) | Self::WithdrawnCard(_) => "withdrawal",
            Self::Basis(_) => "basis-changed",
        }
    }

    /// Whether it keeps a lot that it is about from being released. What was done under another
    /// answer does not: what is left is known all the same (SEMANTICS 23, 29).
    const fn keeps_back(&self) -> bool {
        match self {
            Self::ReceiptField(..)
            | Self::LotField(..)
            | Self::Verdicts(_)
            | Self::Count(..)
            | Self::Cards(..)
            | Self::StaleOrder(..)
            | Self::OrderChanged(..)
            | Self::SameDelivery(..)
            | Self::Assignments(..)
            | Self::Vendor(..)
            | Self::WithdrawnReceipt(_)
            | Self::WithdrawnCard(_) => true,
            Self::Basis(_) => false,
        }
    }

    /// Whether purchasing settles it, and nothing else tells them: stale orders are on their
    /// list by themselves.
    pub const fn is_purchasings(&self) -> bool {
        match self {
            Self::Assignments(..) | Self::Vendor(..) => true,
            Self::ReceiptField(..)
            | Self::LotField(..)
            | Self::Verdicts(_)
            | Self::Count(..)
            | Self::Cards(..)
            | Self::StaleOrder(..)
            | Self::OrderChanged(..)
            | Self::SameDelivery(..)
            | Self::WithdrawnReceipt(_)
            | Self::WithdrawnCard(_)
            | Self::Basis(_) => false,
        }
    }
}

impl fmt::Display for Subject {
    /// The conflict's name, by which it is settled.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ReceiptField(receipt, field) => write!(f, "{receipt}.{}", field.name()),
            Self::LotField(card, field) => write!(f, "{card}.{}", field.name()),
            Self::Verdicts(card) => write!(f, "{card}.verdicts"),
            Self::Count(receipt, line) => write!(f, "{receipt}.count.{line}"),
            Self::Cards(receipt, line) => write!(f, "{receipt}.cards.{line}"),
            Self::StaleOrder(receipt, line) => write!(f, "{receipt}.order.{line}"),
            Self::Assignments(receipt, line) => write!(f, "{receipt}.assigned.{line}"),
            Self::Vendor(receipt, line) => write!(f, "{receipt}.vendor.{line}"),
            Self::OrderChanged(receipt, line) => write!(f, "{receipt}.changed.{line}"),
            Self::SameDelivery(receipt, other) => write!(f, "{receipt}.same.{other}"),
            Self::WithdrawnReceipt(receipt) => write!(f, "{receipt}.withdrawn"),
            Self::WithdrawnCard(card) => write!(f, "{card}.withdrawn"),
            Self::Basis(card) => write!(f, "{card}.basis"),
        }
    }
}

/// Every open disagreement, receipts first, then lots.
pub fn conflicts(replica: &Replica) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (number, state) in replica.receipts() {
        conflicts_of_receipt(replica, number, state, &mut found);
    }
    for (number, state) in replica.cards() {
        conflicts_of_lot(replica, number, state, &mut found);
    }
    found
}

/// Whether a disagreement about any of these receipts or lots is open.
pub(super) fn concerns(
    replica: &Replica,
    receipts: &[ReceiptNumber],
    cards: &[CardNumber],
) -> bool {
    let mut found = Vec::new();
    for number in receipts {
        if let Some(state) = replica.receipt(*number) {
            conflicts_of_receipt(replica, *number, state, &mut found);
        }
    }
    for number in cards {
        if let Some(state) = replica.card(*number) {
            conflicts_of_lot(replica, *number, state, &mut found);
        }
    }
    !found.is_empty()
}

/// Adds the open disagreements about one receipt.
pub fn conflicts_of_receipt(
    replica: &Replica,
    number: ReceiptNumber,
    state: &ReceiptState,
    found: &mut Vec<Conflict>,
) {
    withdrawal::push_withdrawn_receipt(replica, number, state, found);
    if state.voided.is_some() {
        return;
    }
    for (name, field) in &state.fields {
        push_field(Subject::ReceiptField(number, *name), field, found);
    }
    // Where the receipt that others were joined into was withdrawn, another stands for them.
    let delivery = delivery::delivery(replica, number);
    let stands_for_all = withdrawal::listed_under(replica, &delivery) == Some(number);
    let part = delivery::part(replica, number);
    for key in state.lines.keys() {
        push_purchasing(replica, number, part.as_ref(), key, found);
        let part = part.as_ref().filter(|part| receipt::count_again(replica, part, key));
        if let Some(part) = part {
            let sides = count_sides(part, key);
            found.push(Conflict { subject: Subject::Count(number, key.clone()), sides });
        }
        if let Staleness::Unresolved { status } = receipt::staleness(replica, state, key) {
            let sides = vec![Side { written: None, value: SideValue::Order(status) }];
            found.push(Conflict { subject: Subject::StaleOrder(number, key.clone()), sides });
        }
        push_change(replica, number, key, found);
    }
    if stands_for_all {
        for key in receipt::line_keys(replica, number) {
            push_cards(replica, number, &key, found);
        }
    }
    for other in receipt::maybe_same_delivery(replica, number) {
        if other > number {
            let opened = |number| replica.receipt(number)?.opened.as_ref().map(|(w, _)| *w);
            let sides = [number, other]
                .map(|n| Side { written: opened(n), value: SideValue::Receipt(n) })
                .to_vec();
            found.push(Conflict { subject: Subject::SameDelivery(number, other), sides });
        }
    }
}

/// Adds what purchasing has to settle about one line of a receipt.
fn push_purchasing(
    replica: &Replica,
    number: ReceiptNumber,
    part: Option<&Part<'_>>,
    key: &LineKey,
    found: &mut Vec<Conflict>,
) {
    let Some(part) = part else { return };
    if let Some(sides) = assignment::exceeding(part, key) {
        found.push(Conflict { subject: Subject::Assignments(number, key.clone()), sides });
    }
    // Goods that were all given to other orders have left this one.
    if assignment::unassigned(part, key).is_zero() {
        return;
    }
    if let Provenance::Other { came, ordered } = receipt::provenance(replica, part.state, key) {
        let opened = part.state.opened.as_ref().map(|(written, _)| *written);
        let sides = vec![
            Side { written: opened, value: SideValue::Came(came) },
            Side { written: None, value: SideValue::Ordered(ordered) },
        ];
        found.push(Conflict { subject: Subject::Vendor(number, key.clone()), sides });
    }
}

fn push_change(replica: &Replica, number: ReceiptNumber, key: &LineKey, found: &mut Vec<Conflict>) {
    let change = counted_as::order_change(replica, number, key).filter(OrderChange::is_open);
    if let Some(change) = change {
        let mut sides = vec![
            Side { written: None, value: SideValue::CountedAs(change.counted) },
            Side { written: None, value: SideValue::OrderSays(change.says) },
        ];
        if let Some(given) = change.on.order_line().filter(|_| change.on != *key) {
            sides.insert(1, assignment::given_side(replica, number, key, given));
        }
        found.push(Conflict { subject: Subject::OrderChanged(number, key.clone()), sides });
    }
}

/// Whether a live verdict speaks of parts of pieces: it was made before anybody here knew that the
/// lot is in pieces (SEMANTICS 33). Where the card does too, the card is to be issued anew first.
fn judges_too_finely(replica: &Replica, state: &CardState) -> bool {
    let Some((_, issued)) = &state.issued else { return false };
    let live = state.verdicts.iter().filter(|verdict| verdict.status == VerdictStatus::Live);
    let said = live.flat_map(|verdict| &verdict.recorded.judgements).map(|said| said.quantity);
    let of = (issued.receipt, &issued.line);
    receipt::is_too_fine(replica, of, said) && !receipt::is_too_fine(replica, of, [issued.quantity])
}

fn push_field(subject: Subject, field: &Field, found: &mut Vec<Conflict>) {
    let losers = field.losers();
    if losers.is_empty() {
        return;
    }
    let sides = losers
        .into_iter()
        .chain(field.holds())
        .map(|writing| Side {
            written: Some(writing.written),
            value: SideValue::Value(writing.value.clone()),
        })
        .collect();
    found.push(Conflict { subject, sides });
}

fn count_sides(part: &Part<'_>, key: &LineKey) -> Vec<Side> {
    let recounts = part.state.lines.get(key).into_iter().flat_map(|line| &line.recounts);
    let recounts = recounts
        .filter(|recount| !recount.voided)
        .map(|r| Side { written: Some(r.written), value: SideValue::Recounted(r.quantity) });
    let tallies = part
        .tallies()
        .iter()
        .filter(|tally| tally.line == *key)
        .filter(|tally| {
            use crate::merge::tally_sum::TallyStatus::{Live, SamePackage};
            matches!(tally.status, Live | SamePackage)
        })
        .map(|t| Side { written: Some(t.written), value: SideValue::Tallied(t.quantity) });
    recounts.chain(tallies).collect()
}

fn push_cards(replica: &Replica, number: ReceiptNumber, key: &LineKey, found: &mut Vec<Conflict>) {
    let counted = receipt::counted(replica, number, key);
    let (cards, carded) = receipt::carded(replica, number, key);
    // Nobody can confirm a part of a piece.
    let quantities = cards.iter().filter_map(|card| Some(replica.card(*card)?.quantity()));
    let too_fine = receipt::is_too_fine(replica, (number, key), quantities);
    let is_settled = !too_fine && is_confirmed(replica, number, key, counted, carded);
    if cards.is_empty() || is_settled {
        return;
    }
    // Fewer cards than goods is work still to do; after the signature it is a difference.
    let signed = receipt::signed(replica, number, key).is_some();
    if carded > counted || (signed && carded < counted) || too_fine {
        let sides = vec![
            Side { written: None, value: SideValue::Counted(counted) },
            Side { written: None, value: SideValue::OnCards(carded) },
        ];
        found.push(Conflict { subject: Subject::Cards(number, key.clone()), sides });
    }
}

/// Whether somebody has said that cards which differ from the count stand, as both are now.
pub fn is_confirmed(
    replica: &Replica,
    number: ReceiptNumber,
    key: &LineKey,
    counted: Quantity,
    carded: Quantity,
) -> bool {
    delivery::parts(replica, number).into_iter().any(|part| {
        let line = replica.receipt(part).and_then(|state| state.lines.get(key));
        line.and_then(|line| line.confirmed.as_ref()).is_some_and(|(_, confirmed)| {
            confirmed.counted == counted && confirmed.carded == carded
        })
    })
}

/// Whether an open disagreement keeps a lot from being released: one about the lot itself,
/// or about the count, the cards, the vendor or the assignments of its line.
pub(super) fn keeps_back(
    replica: &Replica,
    number: CardNumber,
    card: &CardState,
    line: &LineKey,
) -> bool {
    let mut found = Vec::new();
    conflicts_of_lot(replica, number, card, &mut found);
    found.retain(|conflict| conflict.subject.keeps_back());
    let Some((_, issued)) = &card.issued else { return !found.is_empty() };
    let parts = delivery::delivery(replica, issued.receipt);
    if let Some(number) = withdrawal::listed_under(replica, &parts) {
        push_cards(replica, number, line, &mut found);
    }
    for part in &parts {
        push_purchasing(replica, part.number, Some(part), line, &mut found);
    }
    parts.iter().any(|part| receipt::count_again(replica, part, line)) || !found.is_empty()
}

/// Adds the open disagreements about one lot.
pub fn conflicts_of_lot(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    found: &mut Vec<Conflict>,
) {
    withdrawal::push_withdrawn_card(number, state, found);
    if state.voided.is_some() {
        return;
    }
    withdrawal::push_basis(replica, number, state, found);
    for (name, field) in &state.fields {
        push_field(Subject::LotField(number, *name), field, found);
    }
    if state.judged().conflict || judges_too_finely(replica, state) {
        let live = state.verdicts.iter().filter(|v| v.status == VerdictStatus::Live);
        let sides = live
            .map(|verdict| Side {
                written: Some(verdict.written),
                value: SideValue::Judged(verdict.recorded.judgements.clone()),
            })
            .collect();
        found.push(Conflict { subject: Subject::Verdicts(number), sides });
    }
}
