//! What whoever counts blind may see: nothing of what was ordered, until the count is signed.
//!
//! A site that counts blind (`CountingStated`) wants a count, not an agreement with the order. So these
//! views leave out what is expected for everybody who may count, on every shell; purchasing, QC and
//! supervisors see all of it.

use super::order::{OrderLineView, OrderView, order, order_lines};
use super::receipt::{ReceiptView, receipt};
use crate::across;
use crate::ids::{OrderLine, OrderNumber};
use crate::measure::Quantity;
use crate::number::ReceiptNumber;
use crate::post::{Post, Posts};
use crate::replica::Replica;

/// One receipt, as somebody with these posts may see it; nothing where nothing is known of it here.
pub fn receipt_for(replica: &Replica, posts: Posts, number: ReceiptNumber) -> Option<ReceiptView> {
    let mut view = receipt(replica, number)?;
    if posts.has(Post::DockClerk) && across::counts_blind(replica, number) {
        for line in &mut view.line_rows {
            (line.ordered, line.spare) = (None, None);
            (line.over, line.short) = (Quantity::ZERO, Quantity::ZERO);
        }
    }
    Some(view)
}

/// One order, as somebody with these posts may see it; nothing where the ERP has not stated it here.
pub fn order_for(replica: &Replica, posts: Posts, number: &OrderNumber) -> Option<OrderView> {
    let mut view = order(replica, number)?;
    for line in &mut view.lines {
        hide(replica, posts, line);
    }
    Some(view)
}

/// Every line of every order, as somebody with these posts may see them.
pub fn order_lines_for(replica: &Replica, posts: Posts) -> Vec<OrderLineView> {
    let mut lines = order_lines(replica);
    for line in &mut lines {
        hide(replica, posts, line);
    }
    lines
}

fn hide(replica: &Replica, posts: Posts, view: &mut OrderLineView) {
    if !posts.has(Post::DockClerk) || !is_to_be_counted(replica, &view.line) {
        return;
    }
    view.ordered = None;
    (view.spare, view.over, view.not_payable) = (Quantity::ZERO, Quantity::ZERO, Quantity::ZERO);
    for filling in &mut view.filled_by {
        filling.over = Quantity::ZERO;
    }
}

/// Whether goods of the line are still to be counted blind: nothing came so far, or a delivery of it is
/// not signed.
fn is_to_be_counted(replica: &Replica, line: &OrderLine) -> bool {
    let mut deliveries = replica.receipts_of_order(&line.order).peekable();
    replica.site().blind_count
        && (deliveries.peek().is_none()
            || deliveries.any(|receipt| across::counts_blind(replica, receipt)))
}
