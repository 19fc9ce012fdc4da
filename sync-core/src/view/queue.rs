//! The inspectors' queue at an instant: what waits for a verdict, by deadline.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::board::dock_of;
use super::goods::Goods;
use super::incremental::{Incremental, Rows};
use crate::across;
use crate::fact::{Characteristic, Day};
use crate::measure::{Quantity, Unit};
use crate::number::CardNumber;
use crate::replica::Replica;
use crate::rules::inspection_clock::{Clock, DeadlineStatus};
use crate::rules::release::Blocked;
use crate::state::CardState;
use crate::time::Timestamp;

/// Something to know of a lot before it is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueMark {
    /// Verdicts exceed the lot and differ.
    Conflict,
    /// It is being sorted: judge what comes out.
    ToSort,
    /// A part of it is judged.
    PartJudged,
    /// The vendor was not approved on the day of arrival.
    VendorNotApproved,
    /// It came from a subcontractor, and was neither weighed nor measured.
    Weigh,
    /// Its item has no standard unit weight today, and it should be weighed.
    NoStandard,
    /// The count changed since it was signed.
    CountChanged,
    /// The ERP states its order otherwise than it was counted, and purchasing has not answered.
    OrderChanged,
    /// Purchasing sends it back: it is to be rejected, whatever is found.
    SentBack,
}

/// A lot in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// The number on its card.
    pub number: CardNumber,
    /// Where it stands towards its deadline.
    pub standing: DeadlineStatus,
    /// When its count was signed.
    pub signed: Option<Timestamp>,
    /// The last instant that is on time.
    pub due: Option<Timestamp>,
    /// How much of its time is used, in per cent, 100 at most.
    pub used_percent: i64,
    /// Item, vendor and order line.
    pub goods: Goods,
    /// How much the card stands for.
    pub quantity: Quantity,
    /// How much of it is not finally judged.
    pub open: Quantity,
    /// The unit of its quantity, where it is known.
    pub unit: Option<Unit>,
    /// Where the truck stood.
    pub dock: Option<String>,
    /// What the inspector should know before taking the lot.
    pub marks: Vec<QueueMark>,
}

/// The queue at an instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// The lots, by deadline; those without a clock last.
    pub rows: Vec<QueueRow>,
    /// Of those, past their deadline.
    pub overdue: usize,
    /// Of those, due within the hour.
    pub due_soon: usize,
    /// Of those, from subcontractors.
    pub subcontracted: usize,
    /// Lots whose last piece was judged on the site's day, in time.
    pub judged_on_time: usize,
    /// Lots whose last piece was judged on the site's day.
    pub judged: usize,
}

/// The queue at an instant.
pub fn queue(replica: &Replica, now: Timestamp) -> Queue {
    IncrementalQueue::default().draw(replica, now)
}

/// The inspectors' queue of one replica, drawn again and again.
#[derive(Debug, Default)]
pub struct IncrementalQueue(Incremental<QueueRows>);

/// What the queue asks of every lot.
#[derive(Debug, Default)]
struct QueueRows {
    /// Lots of which somebody has to judge something.
    waiting: BTreeSet<CardNumber>,
    /// The others that were judged.
    finished: BTreeMap<CardNumber, FinishedLot>,
}

/// A lot of which nothing waits for a verdict.
#[derive(Debug)]
struct FinishedLot {
    /// The instant of its latest verdict that holds.
    at: Timestamp,
    /// Whether that was in time, nothing where no clock ran; found out when it is asked.
    in_time: OnceLock<Option<bool>>,
}

impl IncrementalQueue {
    /// The queue at an instant.
    pub fn draw(&mut self, replica: &Replica, now: Timestamp) -> Queue {
        let kept = self.0.read(replica);
        let waiting = kept.waiting.iter().filter_map(|number| {
            let state = replica.card(*number)?;
            row(replica, *number, state, now)
        });
        let mut queue = Queue { rows: waiting.collect(), ..Queue::default() };
        queue.rows.sort_by_key(|row| (row.due.is_none(), row.due, row.number));
        let count = |wanted| queue.rows.iter().filter(|row| row.standing == wanted).count();
        (queue.overdue, queue.due_soon) =
            (count(DeadlineStatus::Overdue), count(DeadlineStatus::DueSoon));
        queue.subcontracted = queue.rows.iter().filter(|row| row.goods.subcontracted).count();
        let offset = replica.site().offset;
        let today = offset.day_of(now);
        for (number, finished) in &kept.finished {
            if offset.day_of(finished.at) != today {
                continue;
            }
            let asked = || in_time(replica, *number, finished.at);
            if let Some(in_time) = *finished.in_time.get_or_init(asked) {
                queue.judged += 1;
                queue.judged_on_time += usize::from(in_time);
            }
        }
        queue
    }
}

impl Rows for QueueRows {
    fn refresh_lot(&mut self, replica: &Replica, number: CardNumber) {
        self.waiting.remove(&number);
        self.finished.remove(&number);
        let state = replica.card(number);
        let stands = |state: &&CardState| state.issued.is_some() && state.voided.is_none();
        let Some(state) = state.filter(stands) else { return };
        if across::waits_for_inspector(replica, state) {
            self.waiting.insert(number);
        } else if let Some(at) = state.final_verdicts().map(|verdict| verdict.at).max() {
            self.finished.insert(number, FinishedLot { at, in_time: OnceLock::new() });
        }
    }
}

/// Whether a lot was judged in time; nothing where no clock ran.
fn in_time(replica: &Replica, number: CardNumber, judged: Timestamp) -> Option<bool> {
    let clock = across::clock(replica, replica.card(number)?);
    let was_stopped = matches!(clock, Clock::Stopped { .. });
    was_stopped.then(|| clock.deadline_status(judged) == DeadlineStatus::OnTime)
}

/// A lot as it waits.
fn row(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    now: Timestamp,
) -> Option<QueueRow> {
    let clock = across::clock(replica, state);
    let due = clock.due()?;
    let (_, issued) = state.issued.as_ref()?;
    let signed = across::signed(replica, issued.receipt, &issued.line).map(|once| once.written.at);
    let judged = across::judged(replica, state);
    Some(QueueRow {
        number,
        standing: clock.deadline_status(now),
        signed,
        due: Some(due),
        used_percent: signed.map_or(0, |signed| used_percent(signed, due, now)),
        goods: Goods::of(replica, state),
        quantity: state.quantity(),
        open: judged.unjudged + judged.to_sort,
        unit: across::unit_of_lot(replica, state),
        dock: dock_of(replica, issued.receipt),
        marks: marks(replica, number, state, now),
    })
}

/// How much of a lot's time is used at an instant, in per cent.
pub(super) fn used_percent(signed: Timestamp, due: Timestamp, now: Timestamp) -> i64 {
    let whole = due.since(signed).0.max(1);
    (now.since(signed).0.clamp(0, whole) * 100) / whole
}

fn marks(
    replica: &Replica,
    number: CardNumber,
    state: &CardState,
    now: Timestamp,
) -> Vec<QueueMark> {
    let judged = state.judged();
    let subcontracted = across::is_subcontracted(replica, state);
    let to_weigh = subcontracted && !across::is_measured(replica, state);
    let today = Day(replica.site().offset.day_of(now));
    let item = across::item_of(replica, state);
    let item = item.as_ref().and_then(|item| replica.item(item));
    let has_standard =
        item.is_some_and(|item| item.standard(&Characteristic::UnitWeight, today).is_some());
    let order_changed = across::order_change_of_lot(replica, state).is_some_and(|c| c.is_open());
    let changed = across::release(replica, number, state).contains(&Blocked::SignAgain);
    let all = [
        (judged.conflict, QueueMark::Conflict),
        (!judged.to_sort.is_zero(), QueueMark::ToSort),
        (
            judged.to_sort.is_zero()
                && !judged.unjudged.is_zero()
                && judged.unjudged != state.quantity(),
            QueueMark::PartJudged,
        ),
        (across::vendor_approved(replica, state) == Some(false), QueueMark::VendorNotApproved),
        (to_weigh, QueueMark::Weigh),
        (to_weigh && !has_standard, QueueMark::NoStandard),
        (changed, QueueMark::CountChanged),
        (order_changed, QueueMark::OrderChanged),
        (across::is_sent_back(replica, state), QueueMark::SentBack),
    ];
    all.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect()
}

impl Queue {
    /// The next lot to take: the first one, whatever is filtered.
    pub fn next(&self) -> Option<&QueueRow> {
        self.rows.first()
    }
}
