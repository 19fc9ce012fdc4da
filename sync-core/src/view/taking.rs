//! Order lines that goods can be assigned to, for whoever chooses one (SEMANTICS 28).

use super::goods::ItemNamed;
use crate::across;
use crate::command;
use crate::fact::{Day, OrderType};
use crate::ids::{LineKey, OrderLine};
use crate::measure::{Quantity, Unit};
use crate::number::ReceiptNumber;
use crate::replica::Replica;
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
