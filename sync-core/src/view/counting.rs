//! A delivery as whoever counts it sees it: every line of its papers, counted or not, and how far it is.

use std::cmp::Ordering;

use serde::Serialize;

use super::receipt::{self, ReceiptLineView, ReceiptRow, ReceiptStatus, TallyView};
use crate::across::{self, Part};
use crate::ids::{ItemCode, LineKey, OrderLine};
use crate::measure::Quantity;
use crate::merge::tally_sum::TallyStatus;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock;
use crate::state::ReceiptState;
use crate::time::Timestamp;

/// How far the counting of a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum LineStanding {
    /// Nothing of the line was counted so far.
    Untouched,
    /// Less was counted than is expected.
    Counting,
    /// As much as expected; any amount, where nothing is expected.
    Complete,
    /// More than expected: not payable.
    Over,
    /// People counted at once, and differ: somebody counts again.
    CountAgain,
    /// Counted blind: whether that is all shows once it is signed.
    Counted,
}

/// A line of a delivery, counted or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountingLine {
    /// What a receipt says of it.
    #[serde(flatten)]
    pub row: ReceiptLineView,
    /// What is expected of it, and what comes of that, is not shown yet ([`across::counts_blind`]).
    pub is_blind: bool,
    /// What the order still expects of this delivery, its free spare included.
    pub expected: Option<Quantity>,
    /// What of that was not counted.
    pub left: Quantity,
    /// Counted of what is expected, in thousandths; 1000 where more.
    pub permille: u16,
    /// How the count compares to what is expected, as far as the clerk may see that.
    pub standing: LineStanding,
    /// Signed, and not changed since.
    pub is_signed: bool,
    /// Counted, and on no card.
    pub uncarded: Quantity,
    /// Its cards say more than was counted, and nobody has said that they stand: they are exchanged
    /// (`count-after-card`).
    pub to_exchange: bool,
}

/// Where a line would stand once so much more is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// So much would still be expected.
    Left(Quantity),
    /// It would be complete.
    Complete,
    /// So much would be more than expected.
    Over(Quantity),
}

impl CountingLine {
    /// Where the line would stand once so much more is counted; nothing where nothing is expected.
    pub fn after(&self, more: Quantity) -> Option<Afterwards> {
        let sum = self.row.counted + more;
        let expected = self.expected?;
        Some(match sum.cmp(&expected) {
            Ordering::Greater => Afterwards::Over(sum.less(expected)),
            Ordering::Equal => Afterwards::Complete,
            Ordering::Less => Afterwards::Left(expected.less(sum)),
        })
    }

    /// Whether something of it is still to be counted, as far as whoever counts may know.
    fn has_more(&self) -> bool {
        let is_untouched = self.standing == LineStanding::Untouched;
        !self.left.is_zero() || (self.is_blind && is_untouched)
    }

    /// Whether its count is known to differ from what is expected, or to be in doubt.
    pub fn differs(&self) -> bool {
        !matches!(self.standing, LineStanding::Complete | LineStanding::Counted)
    }

    /// The last amount that was tallied here and stands.
    pub fn last_tallied(&self) -> Option<Quantity> {
        let live = |tally: &&TallyView| tally.status == TallyStatus::Live;
        self.row.tallies.iter().rfind(live).map(|tally| tally.quantity)
    }
}

/// What is to be done next with a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The clerk counts, and signs at the end (§4.6.1).
    Count,
    /// Counted and signed: cards are issued and stuck on.
    Card,
    /// Counted afresh: cards that say more are exchanged (`count-after-card`).
    Exchange,
    /// Issue the acceptance slip.
    Slip,
    /// The printed slip is checked and signed (§4.6.2).
    Confirm,
    /// Nothing at the dock.
    Done,
}

/// A delivery as whoever counts it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountingView {
    /// What a list says of it.
    #[serde(flatten)]
    pub row: ReceiptRow,
    /// Its lines: those of its papers, and others that were counted.
    pub counting: Vec<CountingLine>,
    /// Lines of which something is still expected; counted blind, those not counted at all.
    pub lines_left: usize,
    /// Counted lines that differ from what is expected.
    pub lines_differing: usize,
    /// Counted lines that wait for a signature.
    pub lines_to_sign: usize,
    /// Counted lines whose goods are not all on cards.
    pub lines_to_card: usize,
    /// Lines whose cards say more than was counted.
    pub lines_to_exchange: usize,
    /// The last slip does not say what is counted now: another is issued.
    pub slip_differs: bool,
    /// The cards of the receipt that stand, in the order in which they were issued.
    pub cards: Vec<CardNumber>,
    /// Counted of what is expected on all lines, in thousandths, each line weighing the same.
    pub permille: u16,
    /// The next thing that the clerk has to do with the delivery.
    pub stage: Stage,
    /// Minutes within which its first lot is to be judged, where an item has its own limit.
    shortest_minutes: Option<u32>,
}

impl CountingView {
    /// The first deadline of its lots, if its count is signed now.
    pub fn due_if_signed(&self, now: Timestamp) -> Timestamp {
        let general = inspection_clock::due(now, None);
        let own = self.shortest_minutes.map(|minutes| inspection_clock::due(now, Some(minutes)));
        own.map_or(general, |own| own.min(general))
    }

    /// The lines of an item.
    pub fn lines_of<'a>(&'a self, item: &'a ItemCode) -> impl Iterator<Item = &'a CountingLine> {
        self.counting.iter().filter(move |line| line.row.code() == Some(item))
    }
}

/// A delivery with every line of its papers; nothing where nothing is known of it here.
pub fn counting(replica: &Replica, number: ReceiptNumber) -> Option<CountingView> {
    let state = replica.receipt(number)?;
    let parts = across::parts(replica, number);
    let mut keys = across::line_keys(replica, number);
    let states = parts.iter().filter_map(|part| replica.receipt(*part));
    keys.extend(states.flat_map(|state| lines_of_papers(replica, state)));
    let counting = lines(replica, number, keys);
    Some(whole(replica, receipt::row(replica, number, state), state, counting))
}

/// One line of a delivery, counted or not; nothing where nothing is known of the delivery here.
pub fn counting_line(
    replica: &Replica,
    number: ReceiptNumber,
    key: &LineKey,
) -> Option<CountingLine> {
    replica.receipt(number)?;
    lines(replica, number, [key.clone()]).pop()
}

fn lines(
    replica: &Replica,
    number: ReceiptNumber,
    keys: impl IntoIterator<Item = LineKey>,
) -> Vec<CountingLine> {
    let delivery = across::delivery(replica, number);
    let parts = across::parts(replica, number);
    let all_parts: Vec<Part<'_>> =
        parts.iter().filter_map(|part| across::part(replica, *part)).collect();
    let is_blind = across::counts_blind(replica, number);
    let view = |key| {
        let row = receipt::line_view(replica, number, (&delivery, &all_parts), key);
        let line = counted_line(replica, number, row);
        if is_blind { blinded(line) } else { line }
    };
    keys.into_iter().map(view).collect()
}

/// The lines of the orders that a delivery's papers name.
fn lines_of_papers<'a>(
    replica: &'a Replica,
    state: &'a ReceiptState,
) -> impl Iterator<Item = LineKey> + 'a {
    let orders = state.opened.as_ref().map(|(_, opened)| opened.orders.as_slice());
    orders.unwrap_or_default().iter().flat_map(move |order| {
        let lines = replica.order(order).map(|state| state.lines.keys());
        lines
            .into_iter()
            .flatten()
            .map(|line| LineKey::Ordered(OrderLine { order: order.clone(), line: *line }))
    })
}

fn counted_line(replica: &Replica, number: ReceiptNumber, row: ReceiptLineView) -> CountingLine {
    let elsewhere = row.received.less(row.counted);
    let expected =
        row.ordered.map(|ordered| (ordered + row.spare.unwrap_or_default()).less(elsewhere));
    let left = expected.map(|expected| expected.less(row.counted)).unwrap_or_default();
    let was_counted = !row.tallies.is_empty() || !row.counted.is_zero();
    let standing = if row.count_again {
        LineStanding::CountAgain
    } else if expected.is_some_and(|expected| row.counted > expected) {
        LineStanding::Over
    } else if !was_counted {
        LineStanding::Untouched
    } else if left.is_zero() {
        LineStanding::Complete
    } else {
        LineStanding::Counting
    };
    CountingLine {
        expected,
        left,
        permille: permille(row.counted, expected),
        standing,
        is_blind: false,
        is_signed: row.signed.is_some() && !row.sign_again,
        uncarded: row.counted.less(row.carded),
        to_exchange: row.carded > row.counted
            && !across::is_confirmed(replica, number, &row.line, row.counted, row.carded),
        row,
    }
}

/// A line as whoever counts it blind sees it: what was counted, and nothing to compare it with.
fn blinded(line: CountingLine) -> CountingLine {
    let standing = match line.standing {
        LineStanding::Untouched | LineStanding::CountAgain => line.standing,
        _ => LineStanding::Counted,
    };
    let row = ReceiptLineView {
        ordered: None,
        spare: None,
        received: line.row.counted,
        over: Quantity::ZERO,
        short: Quantity::ZERO,
        ..line.row
    };
    CountingLine {
        is_blind: true,
        expected: None,
        left: Quantity::ZERO,
        permille: if standing == LineStanding::Untouched { 0 } else { 1_000 },
        standing,
        row,
        ..line
    }
}

/// What part of a whole, in thousandths.
fn permille(part: Quantity, whole: Option<Quantity>) -> u16 {
    use rust_decimal::prelude::ToPrimitive as _;
    let Some(whole) = whole.filter(|whole| !whole.is_zero()) else {
        return if part.is_zero() { 0 } else { 1_000 };
    };
    let of_thousand = part.value().saturating_mul(1_000.into()).checked_div(whole.value());
    of_thousand.and_then(|of| of.to_u16()).unwrap_or(1_000).min(1_000)
}

fn whole(
    replica: &Replica,
    row: ReceiptRow,
    receipt: &ReceiptState,
    counting: Vec<CountingLine>,
) -> CountingView {
    let was_counted = |line: &&CountingLine| line.standing != LineStanding::Untouched;
    let counted = || counting.iter().filter(was_counted);
    let lines_to_sign = counted().filter(|line| !line.is_signed).count();
    let lines_to_card = counted().filter(|line| !line.uncarded.is_zero()).count();
    let lines_to_exchange = counting.iter().filter(|line| line.to_exchange).count();
    let last_slip = receipt.slips.last();
    let slip_differs =
        last_slip.is_some_and(|slip| slip.lines != across::slip_lines(replica, row.number));
    let stage = match row.status {
        ReceiptStatus::Voided | ReceiptStatus::Joined => Stage::Done,
        _ if lines_to_sign > 0 || counted().next().is_none() => Stage::Count,
        _ if lines_to_card > 0 => Stage::Card,
        _ if lines_to_exchange > 0 => Stage::Exchange,
        _ if last_slip.is_none() || slip_differs => Stage::Slip,
        _ if last_slip.is_some_and(|slip| slip.confirmed.is_none()) => Stage::Confirm,
        _ => Stage::Done,
    };
    let minutes = counted().filter_map(|line| {
        let item = replica.item(line.row.code()?)?;
        item.inspection_minutes.last().and_then(|(_, minutes)| *minutes)
    });
    let sum: usize = counting.iter().map(|line| usize::from(line.permille)).sum();
    let permille = sum.checked_div(counting.len()).and_then(|all| u16::try_from(all).ok());
    CountingView {
        lines_left: counting.iter().filter(|line| line.has_more()).count(),
        lines_differing: counted().filter(|line| line.differs()).count(),
        lines_to_sign,
        lines_to_card,
        lines_to_exchange,
        slip_differs,
        cards: counting.iter().flat_map(|line| line.row.cards.iter().copied()).collect(),
        permille: permille.unwrap_or_default(),
        stage,
        shortest_minutes: minutes.min(),
        counting,
        row,
    }
}
