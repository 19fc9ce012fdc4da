//! Plain rows for screens and programs: every number that somebody sees comes from here.
//!
//! Rows hold instants, never durations, and nothing derived from "now": two replicas that
//! hold the same facts write the same rows. What the present adds (overdue, due soon) is
//! asked of a row with the present in hand, and stands on the board, which is of an instant.

mod affected;
mod blind;
mod board;
mod conflicts;
mod counting;
mod dock;
mod explain;
mod goods;
mod history;
mod incremental;
mod inspection;
mod lot;
mod open_conflicts;
#[cfg(feature = "openapi")]
mod openapi;
mod order;
mod past;
mod photo;
mod pick;
mod queue;
mod receipt;
mod sample;
mod scan;
mod search;
mod set_aside;
mod shelves;
mod taking;
mod work;

use serde::Serialize;

pub use blind::{order_for, order_lines_for, receipt_for};
pub use board::{
    Board, BoardLot, DayRate, DeviceRow, DockRow, GoodsKind, IncrementalBoard, KindRates,
    StatusCount, board,
};
pub use conflicts::{ConflictView, SideView, Sight, SightRow, conflicts, conflicts_of_lot, sights};
pub use counting::{
    Afterwards, CountingLine, CountingView, LineStanding, Stage, counting, counting_line,
};
pub use dock::{DockView, IncrementalDock, open_delivery};
pub use explain::{Phrase, Reason, explain};
pub use goods::{Goods, ItemNamed};
pub use history::{HistoryRow, history};
pub use inspection::{
    Deviation, DimensionView, Follow, InspectionView, Share, StandardView, inspection, judging,
    measuring, weighing,
};
pub use lot::{
    LotStatus, LotView, MeasurementView, PutAwayView, ReturnView, UnitWeightView, VerdictView,
    WeighingView, lot, lots,
};
pub use order::{FillingView, OrderLineView, OrderView, StatusView, order, order_lines};
pub use past::{PastLot, past};
pub use photo::{ExceptionView, PhotoView};
pub use pick::{items_called, vendors_called};
pub use queue::{IncrementalQueue, Queue, QueueMark, QueueRow, queue};
pub use receipt::{
    ReceiptLineView, ReceiptRow, ReceiptStatus, ReceiptView, SignatureView, SignedQuantity,
    SlipView, TallyView, receipt, receipts,
};
pub use sample::{DefectView, Findings, SampleView, defects_per_thousand};
pub use scan::{Act, EnrolmentView, LabelView, Scanned, ScannedKind, scan};
pub use search::{Hit, IncrementalSearch, search};
pub use set_aside::{
    SET_ASIDE_PAGE, SetAsidePage, SetAsideView, readmittable, set_aside, set_aside_latest,
    set_aside_page, set_aside_waiting,
};
pub use shelves::IncrementalShelves;
pub use taking::{Given, TakingLine, ToAssign, lines_taking, to_assign};
pub use work::{
    Entry, IncrementalWork, Lists, WorkFigure, WorkKind, WorkRow, WorkSubject, moved_twice_unseen,
    work,
};

use crate::ids::{DeviceNumber, FactId, PersonNumber, VendorCode};
use crate::replica::Replica;
use crate::state::Written;
use crate::time::Timestamp;

/// Who recorded something, when, on which device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stamp {
    /// The fact that was recorded.
    pub id: FactId,
    /// When it was recorded.
    pub at: Timestamp,
    /// The number of the person who recorded it.
    pub by: PersonNumber,
    /// Their name, where it is known here.
    pub name: Option<String>,
    /// The device that it was recorded on.
    pub device: DeviceNumber,
}

fn stamp(replica: &Replica, written: Written) -> Stamp {
    let person = replica.person(written.by).and_then(|person| person.name.as_ref());
    Stamp {
        id: written.id,
        at: written.at,
        by: written.by,
        name: person.map(ToString::to_string),
        device: written.id.device,
    }
}

/// A person's name; their number, where no name is known here.
pub fn person_name(replica: &Replica, person: PersonNumber) -> String {
    let name = replica.person(person).and_then(|state| state.name.as_ref());
    name.map_or_else(|| person.0.to_string(), ToString::to_string)
}

/// A device as people call it; its number, as `#7`, where no name is known here.
pub fn device_name(replica: &Replica, device: DeviceNumber) -> String {
    let name = replica.device(device).and_then(|state| state.name.as_ref());
    name.map_or_else(|| format!("#{device}"), ToString::to_string)
}

/// A vendor's company by its name; its code, where no file has brought the name yet.
pub fn vendor_called(replica: &Replica, vendor: &VendorCode) -> String {
    vendor_name(replica, Some(vendor)).unwrap_or_else(|| vendor.to_string())
}

fn vendor_name(replica: &Replica, vendor: Option<&VendorCode>) -> Option<String> {
    let vendor = replica.vendor(vendor?)?;
    vendor.stated.as_ref().map(|stated| stated.name.to_string())
}
