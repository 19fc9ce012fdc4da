//! Incremental views: what is asked of every receipt, lot or order is kept from one drawing to the
//! next, and asked again only where new facts affect it (decision 0016).

use super::affected::Affected;
use crate::ids::OrderNumber;
use crate::number::{CardNumber, ReceiptNumber};
use crate::replica::{ChangeCursor, Replica};

/// What a view keeps of the receipts, lots and orders of one replica.
///
/// Each is made anew from the replica alone, whatever was kept of it: it, or something that it is
/// read with, has changed. It may be unknown here, since a fact can be taken back.
pub(super) trait Rows: Default {
    /// Makes anew what is kept of a receipt.
    fn refresh_receipt(&mut self, _replica: &Replica, _number: ReceiptNumber) {}

    /// Makes anew what is kept of a lot.
    fn refresh_lot(&mut self, _replica: &Replica, _number: CardNumber) {}

    /// Makes anew what is kept of an order.
    fn refresh_order(&mut self, _replica: &Replica, _number: &OrderNumber) {}
}

/// Rows, and up to where in a replica's changes they were refreshed.
#[derive(Debug, Default)]
pub(super) struct Incremental<R> {
    /// Up to where changes were taken in; nothing where all has to be asked.
    refreshed: Option<ChangeCursor>,
    rows: R,
}

impl<R: Rows> Incremental<R> {
    /// The rows as they are now: refreshed where something changed since they were read last.
    pub(super) fn read(&mut self, replica: &Replica) -> &R {
        // Until all is refreshed, nothing is known: a panic on the way must not leave it half old.
        let affected = Affected::since(replica, self.refreshed.take());
        if affected.is_everything {
            self.rows = R::default();
        }
        for number in affected.receipts {
            self.rows.refresh_receipt(replica, number);
        }
        for number in affected.lots {
            self.rows.refresh_lot(replica, number);
        }
        for number in &affected.orders {
            self.rows.refresh_order(replica, number);
        }
        self.refreshed = Some(replica.change_cursor());
        &self.rows
    }
}
