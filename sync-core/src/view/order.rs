//! Orders and their lines, with what was received on them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::goods::ItemNamed;
use super::vendor_name;
use crate::across::{self, Filling};
use crate::fact::{Day, OrderStatus, OrderType, StaleAnswer};
use crate::ids::{LineKey, OrderLine, OrderNumber, VendorCode};
use crate::measure::{Quantity, Unit};
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::rules::order_changed::Difference;
use crate::rules::{over_receipt, stale_order};
use crate::state::OrderState;
use crate::time::Timestamp;

/// What one receipt brought of an order line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FillingView {
    /// The delivery that brought it.
    pub receipt: ReceiptNumber,
    /// What it counted of the line.
    pub counted: Quantity,
    /// What of that exceeds the order.
    pub over: Quantity,
}

/// A line of an order on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderLineView {
    /// Order and line number, as papers name them.
    pub line: OrderLine,
    /// The vendor that the order was placed with.
    pub vendor: Option<VendorCode>,
    /// The company's name, where the vendor file is known here.
    pub vendor_name: Option<String>,
    /// Code and names of what was ordered.
    #[serde(flatten)]
    pub item: ItemNamed,
    /// The unit of all its quantities.
    pub unit: Unit,
    /// When it is due.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub due: Option<Day>,
    /// The quantity of the ERP's last statement; not said to whoever is to count it blind.
    pub ordered: Option<Quantity>,
    /// The free spare of packaging.
    pub spare: Quantity,
    /// Counted on all receipts.
    pub received: Quantity,
    /// Of that, on finished receipts that stand as one sum now.
    pub carried: Quantity,
    /// Of that, accepted by verdicts.
    pub accepted: Quantity,
    /// Of that, rejected by verdicts.
    pub rejected: Quantity,
    /// Returned for credit, which makes room again.
    pub returned: Quantity,
    /// Exceeds order and spare: accepted, and not payable.
    pub over: Quantity,
    /// What came and is not paid for: what exceeds the order, the free spare included (§4.8.3, §4.4.3).
    pub not_payable: Quantity,
    /// The receipts, in the order in which they fill it.
    pub filled_by: Vec<FillingView>,
    /// Every status the ERP stated of it, by when it took effect.
    pub statuses: Vec<StatusView>,
}

/// A status of an order line on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusView {
    /// What holds of it from that instant on.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub status: OrderStatus,
    /// When it took effect.
    pub effective: Timestamp,
}

/// An order on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrderView {
    /// The ERP's number of the order.
    pub number: OrderNumber,
    /// Bought, subcontracted or packaging, once it was stated.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub order_type: Option<OrderType>,
    /// The vendor that the order was placed with, once it was stated.
    pub vendor: Option<VendorCode>,
    /// The order it adds to.
    pub increase_of: Option<OrderNumber>,
    /// The lines of the ERP's last statement, by their numbers.
    pub lines: Vec<OrderLineView>,
    /// The receipts that touch it.
    pub receipts: Vec<ReceiptNumber>,
    /// Goods that were counted on it as something else than it says today, until they are filed:
    /// also those of lines that it has no more.
    pub changed: Vec<ChangedLineView>,
}

/// Goods that an order states otherwise than they were counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChangedLineView {
    /// The receipt that they came with.
    pub receipt: ReceiptNumber,
    /// The line that they were counted on.
    pub line: LineKey,
    /// Code and names of what was counted, where that was known.
    #[serde(flatten, serialize_with = "ItemNamed::serialize_or_nulls")]
    #[cfg_attr(feature = "openapi", schema(value_type = super::goods::ItemOrNulls))]
    pub item: Option<ItemNamed>,
    /// The unit that it was counted in.
    pub unit: Option<Unit>,
    /// How much was counted.
    pub counted: Quantity,
    /// In what the order differs from it.
    pub differences: Vec<Difference>,
    /// What purchasing answered to that.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub answer: Option<StaleAnswer>,
}

impl OrderLineView {
    /// Its status at an instant.
    pub fn status_at(&self, now: Timestamp) -> Option<&OrderStatus> {
        self.statuses.iter().rfind(|stated| stated.effective <= now).map(|stated| &stated.status)
    }

    /// Whether goods received now would be stale.
    pub fn is_stale_at(&self, now: Timestamp) -> bool {
        self.status_at(now).is_some_and(stale_order::is_stale)
    }
}

/// Every line of every order.
pub fn order_lines(replica: &Replica) -> Vec<OrderLineView> {
    replica.orders().flat_map(|(number, state)| lines(replica, number, state)).collect()
}

/// One order; nothing where the ERP has not stated it here.
pub fn order(replica: &Replica, number: &OrderNumber) -> Option<OrderView> {
    let state = replica.order(number)?;
    Some(OrderView {
        number: number.clone(),
        order_type: state.order_type,
        vendor: state.vendor.clone(),
        increase_of: state.increase_of.clone(),
        lines: lines(replica, number, state),
        receipts: replica.receipts_of_order(number).collect(),
        changed: changed(replica, number),
    })
}

fn changed(replica: &Replica, number: &OrderNumber) -> Vec<ChangedLineView> {
    let counted = replica.lines_of_order(number);
    let receipts: BTreeSet<_> = counted.chain(replica.receipts_of_order(number)).collect();
    let standing = receipts.into_iter().filter_map(|receipt| {
        let part = across::part(replica, receipt)?;
        part.state.voided.is_none().then_some((receipt, part))
    });
    let lines = standing.flat_map(|(receipt, part)| {
        let all = part.state.lines.keys().flat_map(|line| {
            across::order_changes(replica, receipt, line).map(move |change| (line, change))
        });
        let of_order =
            all.filter(|(_, change)| change.on.order_line().is_some_and(|on| on.order == *number));
        let changed = of_order.map(|(line, change)| ChangedLineView {
            receipt,
            line: line.clone(),
            item: change.counted.item.map(|item| ItemNamed::of(replica, item)),
            unit: change.counted.unit,
            counted: part.quantity(line),
            differences: change.differences,
            answer: change.answer,
        });
        changed.collect::<Vec<_>>()
    });
    lines.collect()
}

fn lines(replica: &Replica, number: &OrderNumber, state: &OrderState) -> Vec<OrderLineView> {
    state
        .lines
        .values()
        .map(|stated| {
            let line = OrderLine { order: number.clone(), line: stated.line };
            let answer = across::order_line(replica, &line);
            let ordered = answer.ordered;
            OrderLineView {
                vendor: state.vendor.clone(),
                vendor_name: vendor_name(replica, state.vendor.as_ref()),
                item: ItemNamed::of(replica, stated.item.clone()),
                unit: stated.unit,
                due: stated.due,
                ordered: Some(stated.quantity),
                spare: ordered.map(|ordered| ordered.spare).unwrap_or_default(),
                received: answer.counted,
                carried: answer.carried,
                accepted: answer.accepted,
                rejected: answer.rejected,
                returned: answer.returned,
                over: answer.over,
                not_payable: ordered
                    .map(|o| over_receipt::not_payable(o, answer.returned, answer.counted))
                    .unwrap_or_default(),
                filled_by: answer.filled_by.iter().map(filling).collect(),
                statuses: statuses(state, stated.line),
                line,
            }
        })
        .collect()
}

fn filling(filling: &Filling) -> FillingView {
    FillingView { receipt: filling.receipt, counted: filling.counted, over: filling.over }
}

fn statuses(state: &OrderState, line: u16) -> Vec<StatusView> {
    let about = state.statuses.iter().filter(|stated| stated.line.is_none_or(|l| l == line));
    let mut statuses: Vec<StatusView> = about
        .map(|stated| StatusView { status: stated.status.clone(), effective: stated.effective })
        .collect();
    statuses.sort_by_key(|stated| stated.effective);
    statuses
}
