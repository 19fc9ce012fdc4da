//! The live board: the floor at one instant.

mod incremental;

use std::collections::BTreeMap;

use chrono::Timelike as _;
use serde::Serialize;

pub use incremental::IncrementalBoard;

use super::goods::ItemNamed;
use super::lot::LotStatus;
use super::{receipt, set_aside, vendor_name};
use crate::across;
use crate::fact::{Day, OrderType};
use crate::ids::{DeviceNumber, FactId};
use crate::measure::{Quantity, Unit};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock::{self, Clock, DeadlineStatus};
use crate::state::CardState;
use crate::time::{SiteOffset, Span, Timestamp};

/// How many days of the on-time rate the board shows.
const DAYS: i64 = 14;

/// How many open lots the board names; the counts are of all.
const MOST_LOTS: usize = 500;

/// Hours of a day.
const HOURS: usize = 24;

/// A lot that waits for its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardLot {
    /// The number on its card.
    pub number: CardNumber,
    /// Where it stands towards its deadline.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub standing: DeadlineStatus,
    /// The last instant that is on time.
    pub due: Option<Timestamp>,
    /// The receipt that its goods came with, where its card is known here.
    pub receipt: Option<ReceiptNumber>,
    /// Where the truck stood.
    pub dock: Option<String>,
    /// Code and names, where its order or card is known here.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// The company's name, where the vendor file is known here.
    pub vendor_name: Option<String>,
    /// What the card stands for.
    pub quantity: Quantity,
    /// The unit of the quantity, where it is known.
    pub unit: Option<Unit>,
}

/// Today's receipts of one dock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DockRow {
    /// The dock; nothing where none was said.
    pub dock: Option<String>,
    /// How many receipts were opened at this dock today.
    pub receipts: u32,
    /// Of those, still being counted.
    pub counting: u32,
    /// Of those, signed for.
    pub signed: u32,
    /// Lots of those receipts.
    pub lots: u32,
    /// Pieces on the cards of those lots; what is weighed or measured is not in it.
    pub pieces: Quantity,
    /// Receipts opened in each hour of the site's day, from midnight.
    pub hours: Vec<u32>,
}

/// A status, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = Tally))]
pub struct StatusCount {
    /// The status that the lots share.
    pub status: LotStatus,
    /// How many lots have it now.
    pub lots: u32,
}

/// A day's rate of lots judged on time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DayRate {
    /// The site's day on which lots were judged, or fell due and were not.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub day: Day,
    /// On time ÷ (judged + overdue and still open), in parts of a thousand.
    pub on_time_permille: Option<u32>,
    /// How many lots that counts.
    pub lots: u32,
    /// How many of them were judged on time.
    pub on_time: u32,
    /// How many of those came to the server more than four hours after their instant (SEMANTICS 40).
    pub arrived_late: u32,
}

/// What lots came for, as orders are told apart: the rates of one hide those of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GoodsKind {
    /// Bought, or without an order.
    Purchased,
    /// Worked on outside (托外加工).
    Subcontracted,
    /// Goods on packaging orders, which bring a free spare (§4.4.3).
    Packaging,
}

/// The on-time rates of one kind of goods.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindRates {
    /// The kind of goods that the rates are of.
    pub kind: GoodsKind,
    /// The last 14 days, today last.
    pub days: Vec<DayRate>,
}

/// A device on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRow {
    /// The number that begins the ids of its facts.
    pub number: DeviceNumber,
    /// What people call it.
    pub name: Option<String>,
    /// Its last fact that arrived here.
    pub last_recorded: Option<Timestamp>,
    /// Whether it may not speak to the server any more.
    pub revoked: bool,
}

/// The floor at an instant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Board {
    /// The instant for which the board was drawn; countdowns start there.
    pub now: Timestamp,
    /// The plant's name, where it was stated.
    pub site: Option<String>,
    /// The site's distance from UTC, in minutes.
    pub utc_offset_minutes: i16,
    /// Open lots past their deadline.
    pub overdue: u32,
    /// Open lots due within the hour.
    pub due_soon: u32,
    /// Open lots in time.
    pub in_time: u32,
    /// Open lots, by deadline.
    pub open_lots: Vec<BoardLot>,
    /// All lots by status.
    pub by_status: Vec<StatusCount>,
    /// Lots that concern today, by status: those of today, and older ones that are not done.
    pub moving: Vec<StatusCount>,
    /// Today's receipts, by dock.
    pub docks: Vec<DockRow>,
    /// Today's on-time rate, in parts of a thousand.
    pub on_time_permille: Option<u32>,
    /// The last 14 days, today last.
    pub days: Vec<DayRate>,
    /// The same for each kind of goods.
    pub kinds: Vec<KindRates>,
    /// How many disagreements nobody has settled.
    pub conflicts: u32,
    /// Facts set aside, and not let in.
    pub set_aside: u32,
    /// All enrolled devices, with when each was last heard of.
    pub devices: Vec<DeviceRow>,
    /// The next instant at which a named lot stands differently, though nothing is recorded.
    pub changes: Option<Timestamp>,
}

impl BoardLot {
    /// Where it stands towards its deadline at another instant.
    pub fn deadline_status_at(&self, now: Timestamp) -> DeadlineStatus {
        self.due.map_or(self.standing, |due| Clock::Running { due }.deadline_status(now))
    }
}

impl Board {
    /// Today's receipts, lots and pieces at all docks together.
    pub fn today(&self) -> (u32, u32, Quantity) {
        self.docks.iter().fold((0, 0, Quantity::ZERO), |(receipts, lots, pieces), dock| {
            (receipts + dock.receipts, lots + dock.lots, pieces + dock.pieces)
        })
    }

    /// How many lots that concern today have one of these statuses.
    pub fn moving_in(&self, statuses: &[LotStatus]) -> u32 {
        let wanted = self.moving.iter().filter(|tally| statuses.contains(&tally.status));
        wanted.map(|tally| tally.lots).sum()
    }
}

/// What the board reads of every lot there is: little, since there are many.
struct Glance<'a> {
    number: CardNumber,
    state: &'a CardState,
    clock: Clock,
    standing: DeadlineStatus,
    status: LotStatus,
}

impl Glance<'_> {
    fn is_open(&self) -> bool {
        match self.standing {
            DeadlineStatus::Overdue | DeadlineStatus::DueSoon | DeadlineStatus::InTime => true,
            DeadlineStatus::NotStarted | DeadlineStatus::Late | DeadlineStatus::OnTime => false,
        }
    }

    fn is_done(&self) -> bool {
        match self.status {
            LotStatus::PutAway | LotStatus::Returned | LotStatus::Voided => true,
            LotStatus::Waiting
            | LotStatus::NotSigned
            | LotStatus::InInspection
            | LotStatus::ToSort
            | LotStatus::Conflict
            | LotStatus::Held
            | LotStatus::Released
            | LotStatus::Rejected => false,
        }
    }

    /// The instant at which its rate was decided: judged, or fallen due.
    fn decided(&self) -> Option<Timestamp> {
        match self.clock {
            Clock::NotStarted => None,
            Clock::Running { due } => Some(due),
            Clock::Stopped { at, .. } => Some(at),
        }
    }

    fn receipt(&self) -> Option<ReceiptNumber> {
        self.state.issued.as_ref().map(|(_, card)| card.receipt)
    }
}

/// The board at an instant.
pub fn board(replica: &Replica, now: Timestamp) -> Board {
    IncrementalBoard::default().draw(replica, now).0
}

fn drawn(replica: &Replica, mut lots: Vec<Glance<'_>>, conflicts: usize, now: Timestamp) -> Board {
    let site = replica.site();
    lots.sort_by_key(|lot| (lot.clock.due().is_none(), lot.clock.due(), lot.number));
    let count = |wanted| saturated(lots.iter().filter(|lot| lot.standing == wanted).count());
    let (days, kinds) = rates(replica, &lots, now);
    let is_of_today = |lot: &&Glance<'_>| {
        let issued = lot.state.issued.as_ref().map(|(written, _)| site.offset.day_of(written.at));
        !lot.is_done() || issued == Some(site.offset.day_of(now))
    };
    Board {
        now,
        site: site.name.as_ref().map(ToString::to_string),
        utc_offset_minutes: site.offset.into(),
        overdue: count(DeadlineStatus::Overdue),
        due_soon: count(DeadlineStatus::DueSoon),
        in_time: count(DeadlineStatus::InTime),
        open_lots: open_lots(replica, &lots),
        by_status: by_status(lots.iter()),
        moving: by_status(lots.iter().filter(is_of_today)),
        docks: docks(replica, &lots, now),
        on_time_permille: days.last().and_then(|day| day.on_time_permille),
        days,
        kinds,
        conflicts: saturated(conflicts),
        set_aside: saturated(set_aside::set_aside_waiting(replica)),
        devices: devices(replica),
        changes: lots.iter().filter(|lot| lot.is_open()).filter_map(|lot| change(lot, now)).min(),
    }
}

/// When an open lot will be due soon, or overdue.
fn change(lot: &Glance<'_>, now: Timestamp) -> Option<Timestamp> {
    let due = lot.clock.due()?;
    let soon = due.plus(Span(-inspection_clock::DUE_SOON.0));
    // Exactly at its deadline a lot is on time still.
    [soon, due.plus(Span(1))].into_iter().filter(|instant| *instant > now).min()
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn open_lots(replica: &Replica, lots: &[Glance<'_>]) -> Vec<BoardLot> {
    let open = lots.iter().filter(|lot| lot.is_open());
    open.take(MOST_LOTS).map(|lot| board_lot(replica, lot)).collect()
}

fn board_lot(replica: &Replica, lot: &Glance<'_>) -> BoardLot {
    let item = across::item_of(replica, lot.state);
    let vendor = across::vendor_of(replica, lot.state);
    BoardLot {
        number: lot.number,
        standing: lot.standing,
        due: lot.clock.due(),
        receipt: lot.receipt(),
        dock: lot.receipt().and_then(|receipt| dock_of(replica, receipt)),
        item: item.map(|item| ItemNamed::of(replica, item)),
        vendor_name: vendor_name(replica, vendor.as_ref()),
        quantity: lot.state.quantity(),
        unit: across::unit_of_lot(replica, lot.state),
    }
}

pub(super) fn dock_of(replica: &Replica, receipt: ReceiptNumber) -> Option<String> {
    let fields = &replica.receipt(receipt)?.fields;
    fields.get(&crate::fact::ReceiptField::Dock)?.value().map(ToString::to_string)
}

fn by_status<'a>(lots: impl Iterator<Item = &'a Glance<'a>>) -> Vec<StatusCount> {
    let mut counts = BTreeMap::new();
    for lot in lots {
        *counts.entry(lot.status).or_insert(0_u32) += 1;
    }
    counts.into_iter().map(|(status, lots)| StatusCount { status, lots }).collect()
}

fn docks(replica: &Replica, lots: &[Glance<'_>], now: Timestamp) -> Vec<DockRow> {
    let offset = replica.site().offset;
    let mut docks: BTreeMap<Option<String>, DockRow> = BTreeMap::new();
    let mut dock_of_today: BTreeMap<ReceiptNumber, Option<String>> = BTreeMap::new();
    for (number, state) in replica.receipts() {
        let Some((opened, _)) = &state.opened else { continue };
        if offset.day_of(opened.at) != offset.day_of(now) {
            continue;
        }
        let name = dock_of(replica, number);
        let dock = docks.entry(name.clone()).or_insert_with(|| DockRow::empty(name.clone()));
        if dock.count(receipt::status(state), opened.at, offset) {
            dock_of_today.insert(number, name);
        }
    }
    for lot in lots {
        let dock = lot.receipt().and_then(|receipt| dock_of_today.get(&receipt));
        let Some(row) = dock.and_then(|dock| docks.get_mut(dock)) else { continue };
        row.lots += 1;
        if across::unit_of_lot(replica, lot.state) == Some(Unit::Pieces) {
            row.pieces = row.pieces + lot.state.quantity();
        }
    }
    docks.into_values().collect()
}

impl DockRow {
    fn empty(dock: Option<String>) -> Self {
        Self {
            dock,
            receipts: 0,
            counting: 0,
            signed: 0,
            lots: 0,
            pieces: Quantity::default(),
            hours: vec![0; HOURS],
        }
    }

    /// Counts a receipt, unless it is part of another or withdrawn.
    fn count(
        &mut self,
        status: receipt::ReceiptStatus,
        opened: Timestamp,
        offset: SiteOffset,
    ) -> bool {
        use receipt::ReceiptStatus::{
            Counting, Joined, Signed, SlipConfirmed, SlipIssued, Voided, Waiting,
        };
        match status {
            Counting => self.counting += 1,
            Signed | SlipIssued | SlipConfirmed => self.signed += 1,
            Waiting | Joined | Voided => return false,
        }
        self.receipts += 1;
        let hour = usize::try_from(offset.local(opened).hour()).unwrap_or_default();
        if let Some(count) = self.hours.get_mut(hour) {
            *count += 1;
        }
        true
    }
}

/// Standings by the site's day on which they were decided, and whether they arrived late.
type ByDay = BTreeMap<Day, Vec<(DeadlineStatus, bool)>>;

/// The rates of the last days: of all lots, and of each kind of goods.
fn rates(replica: &Replica, lots: &[Glance<'_>], now: Timestamp) -> (Vec<DayRate>, Vec<KindRates>) {
    let offset = replica.site().offset;
    let empty: ByDay = (0..DAYS)
        .map(|back| (Day(offset.day_of(now.plus(Span::hours(-24 * back)))), Vec::new()))
        .collect();
    let mut all = empty.clone();
    let mut kinds = [GoodsKind::Purchased, GoodsKind::Subcontracted, GoodsKind::Packaging]
        .map(|kind| (kind, empty.clone()));
    for lot in lots {
        let day = lot.decided().map(|decided| Day(offset.day_of(decided)));
        let Some(standings) = day.and_then(|day| all.get_mut(&day)) else { continue };
        let is_late = !across::arrived_late(replica, lot.state, lot.clock).is_empty();
        standings.push((lot.standing, is_late));
        let of = goods_kind(replica, lot.state);
        let own = kinds.iter_mut().find(|(kind, _)| *kind == of);
        if let Some(standings) = own.zip(day).and_then(|((_, days), day)| days.get_mut(&day)) {
            standings.push((lot.standing, is_late));
        }
    }
    let kinds = kinds.into_iter().map(|(kind, days)| KindRates { kind, days: day_rates(days) });
    (day_rates(all), kinds.collect())
}

fn goods_kind(replica: &Replica, card: &CardState) -> GoodsKind {
    let order = card.issued.as_ref().and_then(|(_, issued)| issued.line.order_line());
    let order = order.and_then(|line| replica.order(&line.order));
    match order.and_then(|order| order.order_type) {
        Some(OrderType::Subcontract) => GoodsKind::Subcontracted,
        Some(OrderType::Packaging) => GoodsKind::Packaging,
        _ => GoodsKind::Purchased,
    }
}

fn day_rates(days: ByDay) -> Vec<DayRate> {
    days.into_iter()
        .map(|(day, standings)| {
            let count = |is: fn(DeadlineStatus) -> bool| {
                saturated(standings.iter().filter(|(standing, _)| is(*standing)).count())
            };
            let late = standings.iter().filter(|(_, is_late)| *is_late).count();
            let all = standings.iter().map(|(standing, _)| *standing);
            DayRate {
                day,
                lots: count(counts),
                on_time: count(|standing| standing == DeadlineStatus::OnTime),
                on_time_permille: inspection_clock::on_time_permille(all),
                arrived_late: saturated(late),
            }
        })
        .collect()
}

fn counts(standing: DeadlineStatus) -> bool {
    match standing {
        DeadlineStatus::OnTime | DeadlineStatus::Late | DeadlineStatus::Overdue => true,
        DeadlineStatus::DueSoon | DeadlineStatus::InTime | DeadlineStatus::NotStarted => false,
    }
}

fn devices(replica: &Replica) -> Vec<DeviceRow> {
    let last = |number| {
        let id = FactId { device: number, sequence: replica.last_sequence(number) };
        replica.get(id).map(|fact| fact.header.recorded)
    };
    replica
        .devices()
        .filter(|(number, _)| *number != DeviceNumber::SERVER)
        .map(|(number, state)| DeviceRow {
            number,
            name: state.name.as_ref().map(ToString::to_string),
            last_recorded: last(number),
            revoked: state.revoked.is_some(),
        })
        .collect()
}
