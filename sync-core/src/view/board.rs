//! The live board: the floor at one instant.

use std::collections::BTreeMap;

use serde::Serialize;

use super::lot::{self, LotStatus, LotView};
use super::{conflicts, receipt};
use crate::fact::Day;
use crate::ids::{DeviceNumber, ItemCode};
use crate::measure::{Quantity, Unit};
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::Replica;
use crate::rules::inspection_clock::{self, Standing};
use crate::time::{Span, Timestamp};

/// How many days of the on-time rate the board shows.
const DAYS: i64 = 14;

/// How many open lots the board names; the counts are of all.
const MOST_LOTS: usize = 200;

/// A lot that waits for its verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardLot {
    /// Its number.
    pub number: CardNumber,
    /// Where it stands towards its deadline.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub standing: Standing,
    /// The last instant that is on time.
    pub due: Option<Timestamp>,
    /// Its receipt.
    pub receipt: Option<ReceiptNumber>,
    /// Where the truck stood.
    pub dock: Option<String>,
    /// Its item.
    pub item: Option<ItemCode>,
    /// The item's Chinese name.
    pub name_zh: Option<String>,
    /// The item's English name.
    pub name_en: Option<String>,
    /// The vendor's name.
    pub vendor_name: Option<String>,
    /// How much.
    pub quantity: Quantity,
    /// In which unit.
    pub unit: Option<Unit>,
}

/// Today's receipts of one dock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DockRow {
    /// The dock; nothing where none was said.
    pub dock: Option<String>,
    /// Receipts opened today.
    pub receipts: u32,
    /// Of those, still being counted.
    pub counting: u32,
    /// Of those, signed for.
    pub signed: u32,
}

/// A status, and how many there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    /// The status.
    pub status: LotStatus,
    /// How many lots.
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
}

/// A device on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeviceRow {
    /// Its number.
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
    /// The instant.
    pub now: Timestamp,
    /// The site's name.
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
    pub by_status: Vec<Tally>,
    /// Today's receipts, by dock.
    pub docks: Vec<DockRow>,
    /// Today's on-time rate, in parts of a thousand.
    pub on_time_permille: Option<u32>,
    /// The last 14 days, today last.
    pub days: Vec<DayRate>,
    /// Open conflicts.
    pub conflicts: u32,
    /// Facts set aside, and not let in.
    pub set_aside: u32,
    /// The devices.
    pub devices: Vec<DeviceRow>,
}

/// The board at an instant.
pub fn board(replica: &Replica, now: Timestamp) -> Board {
    let site = replica.site();
    let lots = lot::lots(replica);
    let standings: Vec<Standing> = lots.iter().map(|lot| lot.standing(now)).collect();
    let count =
        |wanted| saturated(standings.iter().filter(|standing| **standing == wanted).count());
    let days = days(replica, &lots, now);
    Board {
        now,
        site: site.name.as_ref().map(ToString::to_string),
        utc_offset_minutes: site.offset.into(),
        overdue: count(Standing::Overdue),
        due_soon: count(Standing::DueSoon),
        in_time: count(Standing::InTime),
        open_lots: open_lots(replica, &lots, now),
        by_status: by_status(&lots),
        docks: docks(replica, now),
        on_time_permille: days.last().and_then(|day| day.on_time_permille),
        days,
        conflicts: saturated(crate::across::conflicts(replica).len()),
        set_aside: saturated(
            conflicts::set_aside(replica).iter().filter(|set| set.readmitted.is_none()).count(),
        ),
        devices: devices(replica),
    }
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn open_lots(replica: &Replica, lots: &[LotView], now: Timestamp) -> Vec<BoardLot> {
    lots.iter()
        .filter(|lot| {
            matches!(lot.standing(now), Standing::Overdue | Standing::DueSoon | Standing::InTime)
        })
        .take(MOST_LOTS)
        .map(|lot| BoardLot {
            number: lot.number,
            standing: lot.standing(now),
            due: lot.due,
            receipt: lot.receipt,
            dock: lot.receipt.and_then(|receipt| dock_of(replica, receipt)),
            item: lot.item.clone(),
            name_zh: lot.name_zh.clone(),
            name_en: lot.name_en.clone(),
            vendor_name: lot.vendor_name.clone(),
            quantity: lot.quantity,
            unit: lot.unit,
        })
        .collect()
}

pub(super) fn dock_of(replica: &Replica, receipt: ReceiptNumber) -> Option<String> {
    let fields = &replica.receipt(receipt)?.fields;
    fields.get(&crate::fact::ReceiptField::Dock)?.value().map(ToString::to_string)
}

fn by_status(lots: &[LotView]) -> Vec<Tally> {
    let mut counts = BTreeMap::new();
    for lot in lots {
        *counts.entry(lot.status).or_insert(0_u32) += 1;
    }
    counts.into_iter().map(|(status, lots)| Tally { status, lots }).collect()
}

fn docks(replica: &Replica, now: Timestamp) -> Vec<DockRow> {
    use receipt::ReceiptStatus::{
        Counting, Joined, Signed, SlipConfirmed, SlipIssued, Voided, Waiting,
    };

    let offset = replica.site().offset;
    let today = offset.day_of(now);
    let mut docks: BTreeMap<Option<String>, DockRow> = BTreeMap::new();
    for row in receipt::receipts(replica) {
        if row.opened.as_ref().is_none_or(|opened| offset.day_of(opened.at) != today) {
            continue;
        }
        let dock = docks.entry(row.dock.clone()).or_insert_with(|| DockRow {
            dock: row.dock.clone(),
            receipts: 0,
            counting: 0,
            signed: 0,
        });
        match row.status {
            Counting => {
                dock.receipts += 1;
                dock.counting += 1;
            }
            Signed | SlipIssued | SlipConfirmed => {
                dock.receipts += 1;
                dock.signed += 1;
            }
            Waiting | Joined | Voided => {}
        }
    }
    docks.into_values().collect()
}

fn days(replica: &Replica, lots: &[LotView], now: Timestamp) -> Vec<DayRate> {
    let offset = replica.site().offset;
    let mut of_day: BTreeMap<Day, Vec<Standing>> = (0..DAYS)
        .map(|back| (Day(offset.day_of(now.plus(Span::hours(-24 * back)))), Vec::new()))
        .collect();
    for lot in lots {
        let day = lot.judged.or(lot.due).map(|decided| Day(offset.day_of(decided)));
        if let Some(standings) = day.and_then(|day| of_day.get_mut(&day)) {
            standings.push(lot.standing(now));
        }
    }
    of_day
        .into_iter()
        .map(|(day, standings)| DayRate {
            day,
            lots: saturated(standings.iter().filter(|standing| counts(**standing)).count()),
            on_time_permille: inspection_clock::on_time_permille(standings),
        })
        .collect()
}

fn counts(standing: Standing) -> bool {
    match standing {
        Standing::OnTime | Standing::Late | Standing::Overdue => true,
        Standing::DueSoon | Standing::InTime | Standing::NotStarted => false,
    }
}

fn devices(replica: &Replica) -> Vec<DeviceRow> {
    let mut last: BTreeMap<DeviceNumber, Timestamp> = BTreeMap::new();
    for header in replica.headers() {
        let latest = last.entry(header.id.device).or_insert(header.recorded);
        *latest = header.recorded.max(*latest);
    }
    replica
        .devices()
        .filter(|(number, _)| *number != DeviceNumber::SERVER)
        .map(|(number, state)| DeviceRow {
            number,
            name: state.name.as_ref().map(ToString::to_string),
            last_recorded: last.get(&number).copied(),
            revoked: state.revoked.is_some(),
        })
        .collect()
}
