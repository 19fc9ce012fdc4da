//! Receipts, as lists and as one screen.

use serde::Serialize;

use super::goods::ItemNamed;
use super::photo::{self, ExceptionView, PhotoView};
use super::{Stamp, stamp, vendor_name};
use crate::across::{self, Conflict, Part};
use crate::fact::{ReceiptField, SignedLine};
use crate::ids::{ItemCode, LineKey, OrderNumber, VendorCode};
use crate::measure::{Quantity, Unit};
use crate::merge::earliest::{Signature, SignatureStatus};
use crate::merge::tally_sum::{Tally, TallyStatus};
use crate::number::{CardNumber, ReceiptNumber, SlipNumber};
use crate::replica::Replica;
use crate::state::ReceiptState;

/// Where a receipt stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ReceiptStatus {
    /// Its opening has not arrived here.
    Waiting,
    /// Goods are being counted.
    Counting,
    /// The count is signed; the clock runs.
    Signed,
    /// The acceptance slip is issued.
    SlipIssued,
    /// The clerk confirmed the slip.
    SlipConfirmed,
    /// It is read as part of another.
    Joined,
    /// Withdrawn: its goods are not here, or stand on another receipt.
    Voided,
}

/// A receipt in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptRow {
    /// The number on its papers.
    pub number: ReceiptNumber,
    /// How far the delivery is on its way to the shelf.
    pub status: ReceiptStatus,
    /// Who opened it, and when: the goods' arrival.
    pub opened: Option<Stamp>,
    /// The orders that its papers name.
    pub orders: Vec<OrderNumber>,
    /// The vendor, as known here.
    pub vendor: Option<VendorCode>,
    /// The company's name, where the vendor file is known here.
    pub vendor_name: Option<String>,
    /// The vendor's delivery note.
    pub delivery_note: Option<String>,
    /// Where the truck stands.
    pub dock: Option<String>,
    /// The container's number, for container unloading 卸柜.
    pub container: Option<String>,
    /// The clerk's remark.
    pub note: Option<String>,
    /// How many lines were counted.
    pub lines: usize,
    /// How many conflicts about it are open.
    pub conflicts: usize,
}

/// A tally on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TallyView {
    /// Who counted, and when.
    pub recorded: Stamp,
    /// What this one scan or pallet added.
    pub quantity: Quantity,
    /// The package's own code, where it was scanned.
    pub package: Option<String>,
    /// Whether it counts, and if not, why.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub status: TallyStatus,
}

/// A signature on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignatureView {
    /// Who signed, and when.
    pub recorded: Stamp,
    /// Whether it holds, was withdrawn, or was reopened.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub status: SignatureStatus,
    /// Whether its instant is in doubt.
    pub doubtful: bool,
    /// The lines signed for, with the quantities seen.
    pub lines: Vec<SignedQuantity>,
}

/// A line with a quantity that somebody put their name to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedQuantity {
    /// The line that was signed for.
    pub line: LineKey,
    /// The count that the signer saw.
    pub quantity: Quantity,
}

/// A slip on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SlipView {
    /// The number on the slip.
    pub number: SlipNumber,
    /// The person who had it printed, and when.
    pub issued: Stamp,
    /// The clerk who checked and signed it, and when.
    pub confirmed: Option<Stamp>,
    /// The lines with the quantities that it shows.
    pub lines: Vec<SignedQuantity>,
}

/// A line of a receipt on a screen.
#[allow(clippy::struct_excessive_bools, reason = "each is a mark of its own on the row")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptLineView {
    /// Order line, or the item of goods on hold.
    pub line: LineKey,
    /// Code and names, where they are known here.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// The unit it is counted in.
    pub unit: Option<Unit>,
    /// What was ordered in all.
    pub ordered: Option<Quantity>,
    /// The free spare of packaging.
    pub spare: Option<Quantity>,
    /// Counted on all receipts of the order line.
    pub received: Quantity,
    /// Counted on this receipt.
    pub counted: Quantity,
    /// What of this receipt exceeds the order: not payable.
    pub over: Quantity,
    /// What all receipts lack of the order.
    pub short: Quantity,
    /// What stands on live cards.
    pub carded: Quantity,
    /// The numbers of the cards that stand for it.
    pub cards: Vec<CardNumber>,
    /// The signature that starts its clock.
    pub signed: Option<Stamp>,
    /// The count has changed since every signature.
    pub sign_again: bool,
    /// People counted at once, and differ.
    pub count_again: bool,
    /// A package was tallied twice; it counts once.
    pub package_twice: bool,
    /// Other deliveries on which one of its packages was tallied too: somebody should look.
    pub package_elsewhere: Vec<ReceiptNumber>,
    /// The order did not stand any more, and purchasing has not answered.
    pub stale_order: bool,
    /// Its tallies, in merge order.
    pub tallies: Vec<TallyView>,
}

impl ReceiptLineView {
    /// The ERP's code of its item, where it is known.
    pub fn code(&self) -> Option<&ItemCode> {
        self.item.as_ref().map(|item| &item.code)
    }
}

/// A receipt on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReceiptView {
    /// What a list says of it.
    #[serde(flatten)]
    pub row: ReceiptRow,
    /// The receipt that it is read as, where it was joined.
    pub joined_into: Option<ReceiptNumber>,
    /// The receipts that are read as this one.
    pub joined: Vec<ReceiptNumber>,
    /// Receipts that may be the same delivery.
    pub maybe_same_delivery: Vec<ReceiptNumber>,
    /// Each line with its counts, cards and marks.
    pub line_rows: Vec<ReceiptLineView>,
    /// Its signatures, in merge order.
    pub signatures: Vec<SignatureView>,
    /// Its slips, in merge order.
    pub slips: Vec<SlipView>,
    /// Photos of its goods, in merge order.
    pub photos: Vec<PhotoView>,
    /// What was wrong when its container was unloaded, in merge order.
    pub exceptions: Vec<ExceptionView>,
    /// Facts of a newer version stand on it: update this device.
    pub newer_facts: usize,
}

/// Every receipt, in the order of their arrival.
pub fn receipts(replica: &Replica) -> Vec<ReceiptRow> {
    let mut rows: Vec<ReceiptRow> =
        replica.receipts().map(|(number, state)| row(replica, number, state)).collect();
    rows.sort_by_key(|row| (row.opened.as_ref().map(|opened| opened.at), row.number));
    rows
}

/// One receipt, with everything on it; nothing where nothing is known of it here.
pub fn receipt(replica: &Replica, number: ReceiptNumber) -> Option<ReceiptView> {
    let state = replica.receipt(number)?;
    let root = across::root(replica, number);
    let parts = across::parts(replica, number);
    let lines = across::line_keys(replica, number);
    let delivery = across::delivery(replica, number);
    let all_parts: Vec<Part<'_>> =
        parts.iter().filter_map(|part| across::part(replica, *part)).collect();
    Some(ReceiptView {
        row: row(replica, number, state),
        joined_into: (root != number).then_some(root),
        joined: parts.into_iter().filter(|part| *part != number).collect(),
        maybe_same_delivery: across::maybe_same_delivery(replica, number),
        line_rows: lines
            .into_iter()
            .map(|line| line_view(replica, number, (&delivery, &all_parts), line))
            .collect(),
        signatures: state.signatures.iter().map(|s| signature_view(replica, s)).collect(),
        slips: state
            .slips
            .iter()
            .map(|slip| SlipView {
                number: SlipNumber(slip.issued.id),
                issued: stamp(replica, slip.issued),
                confirmed: slip.confirmed.map(|written| stamp(replica, written)),
                lines: signed(&slip.lines),
            })
            .collect(),
        photos: photo::photos(replica, &state.photos),
        exceptions: photo::exceptions(replica, &state.exceptions),
        newer_facts: state.newer.len(),
    })
}

pub(super) fn row(replica: &Replica, number: ReceiptNumber, state: &ReceiptState) -> ReceiptRow {
    let opened = state.opened.as_ref();
    let orders = opened.map(|(_, event)| event.orders.clone()).unwrap_or_default();
    let ordered = orders.first().and_then(|order| across::vendor_of_order(replica, order));
    let came = opened.and_then(|(_, event)| event.vendor.as_ref());
    let vendor = came.or(ordered).cloned();
    let field =
        |name| state.fields.get(&name).and_then(|field| field.value()).map(ToString::to_string);
    let mut conflicts: Vec<Conflict> = Vec::new();
    across::conflicts_of_receipt(replica, number, state, &mut conflicts);
    ReceiptRow {
        number,
        status: status(state),
        opened: opened.map(|(written, _)| stamp(replica, *written)),
        orders,
        vendor_name: vendor_name(replica, vendor.as_ref()),
        vendor,
        delivery_note: field(ReceiptField::DeliveryNote),
        dock: field(ReceiptField::Dock),
        container: field(ReceiptField::Container),
        note: field(ReceiptField::Note),
        lines: state.lines.len(),
        conflicts: conflicts.len(),
    }
}

pub(super) fn status(state: &ReceiptState) -> ReceiptStatus {
    if state.voided.is_some() {
        ReceiptStatus::Voided
    } else if state.joined_into.is_some() {
        ReceiptStatus::Joined
    } else if let Some(last) = state.slips.last() {
        // The last issued counts (§4.6.2, SEMANTICS 20).
        if last.confirmed.is_some() {
            ReceiptStatus::SlipConfirmed
        } else {
            ReceiptStatus::SlipIssued
        }
    } else if state.live_signatures().next().is_some() {
        ReceiptStatus::Signed
    } else if state.opened.is_some() {
        ReceiptStatus::Counting
    } else {
        ReceiptStatus::Waiting
    }
}

fn signature_view(replica: &Replica, signature: &Signature) -> SignatureView {
    SignatureView {
        recorded: stamp(replica, signature.written),
        status: signature.status,
        doubtful: replica.is_doubtful(signature.written.id),
        lines: signed(&signature.lines),
    }
}

fn signed(lines: &[SignedLine]) -> Vec<SignedQuantity> {
    lines
        .iter()
        .map(|signed| SignedQuantity { line: signed.line.clone(), quantity: signed.quantity })
        .collect()
}

pub(super) fn line_view(
    replica: &Replica,
    number: ReceiptNumber,
    (delivery, all_parts): (&[Part<'_>], &[Part<'_>]),
    line: LineKey,
) -> ReceiptLineView {
    let item = across::item_of_line(replica, &line);
    let answer = line.order_line().map(|ordered| across::order_line(replica, ordered));
    let ordered = answer.as_ref().and_then(|answer| answer.ordered);
    let root = across::root(replica, number);
    let here = answer
        .as_ref()
        .zip(line.order_line())
        .and_then(|(answer, ordered)| across::filling_of(replica, ordered, answer, root));
    let counted = across::counted(replica, number, &line);
    let received = answer.as_ref().map_or(counted, |answer| answer.counted);
    let (cards, carded) = across::carded(replica, number, &line);
    let signed = across::signed(replica, number, &line);
    let counts = || delivery.iter().filter_map(|part| part.count(&line));
    ReceiptLineView {
        unit: across::unit_of(replica, &line),
        ordered: ordered.map(|ordered| ordered.quantity),
        spare: ordered.map(|ordered| ordered.spare),
        received,
        short: ordered.map(|ordered| ordered.quantity.less(received)).unwrap_or_default(),
        counted,
        over: here.map(|filling| filling.over).unwrap_or_default(),
        carded,
        cards,
        sign_again: signed.is_some() && !across::signatures_fit(delivery, &line),
        signed: signed.map(|signature| stamp(replica, signature.written)),
        count_again: counts().any(|count| count.count_again),
        package_twice: counts().any(|count| count.package_twice),
        package_elsewhere: across::package_elsewhere(replica, delivery, &line)
            .into_iter()
            .collect(),
        stale_order: across::is_stale(replica, delivery, &line),
        tallies: all_parts
            .iter()
            .flat_map(Part::tallies)
            .filter(|tally| tally.line == line)
            .map(|tally| tally_view(replica, tally))
            .collect(),
        item: item.map(|item| ItemNamed::of(replica, item)),
        line,
    }
}

fn tally_view(replica: &Replica, tally: &Tally) -> TallyView {
    TallyView {
        recorded: stamp(replica, tally.written),
        quantity: tally.quantity,
        package: tally.package.as_ref().map(ToString::to_string),
        status: tally.status,
    }
}
