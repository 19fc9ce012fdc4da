//! Order lines that goods can be assigned to, for whoever chooses one (SEMANTICS 28).

use super::goods::ItemNamed;
use super::{Stamp, stamp, vendor_name};
use crate::across;
use crate::command;
use crate::fact::{Day, OrderType};
use crate::ids::{LineKey, OrderLine};
use crate::measure::{Quantity, Unit};
use crate::number::ReceiptNumber;
use crate::replica::Replica;
use crate::state::Written;
use crate::time::Timestamp;

/// An order line that can take goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakingLine {
    /// Order and line number.
    pub line: OrderLine,
    /// What was ordered.
    pub item: ItemNamed,
    /// The unit of its quantities.
    pub unit: Unit,
    /// What kind of order it is: on a subcontract order the goods want to be weighed.
    pub order_type: Option<OrderType>,
    /// The quantity of the ERP's last statement.
    pub ordered: Quantity,
    /// What is still to come of it; nothing where more would exceed it.
    pub left: Quantity,
    /// When it is due.
    pub due: Option<Day>,
}

/// The open order lines of the same item, unit and vendor as a receipt's line: those with room
/// first, and by when they are due.
pub fn lines_taking(
    replica: &Replica,
    receipt: ReceiptNumber,
    key: &LineKey,
    now: Timestamp,
) -> Vec<TakingLine> {
    let lines = command::taking(replica, receipt, key, now);
    let mut taking: Vec<TakingLine> =
        lines.into_iter().filter_map(|line| described(replica, line)).collect();
    taking.sort_by_key(|taking| {
        let is_undated = taking.due.is_none();
        (taking.left.is_zero(), is_undated, taking.due, taking.line.clone())
    });
    taking
}

fn described(replica: &Replica, line: OrderLine) -> Option<TakingLine> {
    let order = replica.order(&line.order)?;
    let stated = order.lines.get(&line.line)?;
    let answer = across::order_line(replica, &line);
    let room = answer.ordered.map(|ordered| ordered.quantity + ordered.spare + answer.returned);
    Some(TakingLine {
        item: ItemNamed::of(replica, stated.item.clone()),
        unit: stated.unit,
        order_type: order.order_type,
        ordered: stated.quantity,
        left: room.unwrap_or_default().less(answer.counted),
        due: stated.due,
        line,
    })
}

/// What of a receipt's line purchasing can give to order lines, and has given (SEMANTICS 28).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToAssign {
    /// The goods, as they were counted.
    pub item: Option<ItemNamed>,
    /// The unit of all quantities, where it is known.
    pub unit: Option<Unit>,
    /// The name of who brought them, where it is known.
    pub vendor: Option<String>,
    /// What there is to give, whatever is given of it already.
    pub total: Quantity,
    /// What of it is not given yet.
    pub left: Quantity,
    /// Whether it was given to a line that the ERP has changed since: giving it anew takes that back.
    pub is_given_anew: bool,
    /// What was given, in merge order.
    pub given: Vec<Given>,
}

impl ToAssign {
    /// What the next assignment gives where nothing is said.
    pub const fn next(&self) -> Quantity {
        if self.is_given_anew { self.total } else { self.left }
    }
}

/// Goods that purchasing gave to an order line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The order line that has them.
    pub to: OrderLine,
    /// How much it gets of what is there.
    pub quantity: Quantity,
    /// Who gave them, and when.
    pub recorded: Option<Stamp>,
}

/// What of a receipt's line can be given to order lines; nothing where the receipt is not here.
pub fn to_assign(replica: &Replica, receipt: ReceiptNumber, key: &LineKey) -> Option<ToAssign> {
    let state = replica.receipt(receipt)?;
    let counted_as = across::counted_as(replica, receipt, key);
    let assignable = across::assignable(replica, receipt, key);
    let change = across::order_change(replica, receipt, key).filter(across::OrderChange::is_open);
    let given = across::given(replica, receipt, key).into_iter().map(|share| {
        let written = replica.get_merged(share.by.fact).map(|fact| Written::from(&fact.header));
        let recorded = written.map(|written| stamp(replica, written));
        Given { to: share.to, quantity: share.quantity, recorded }
    });
    let came = state.opened.as_ref().and_then(|(_, opened)| opened.vendor.as_ref());
    Some(ToAssign {
        item: counted_as.item.cloned().map(|item| ItemNamed::of(replica, item)),
        unit: counted_as.unit,
        vendor: vendor_name(replica, came),
        total: assignable.total,
        left: assignable.left,
        is_given_anew: change.is_some_and(|change| change.on != *key),
        given: given.collect(),
    })
}
