//! Answers that span several things: a lot's clock from its receipt's signature, an order's excess.
//!
//! Each is asked of the replica when it is needed and of nothing else, so that every replica
//! that holds the same facts gives the same answer.

mod assignment;
mod carried;
mod conflict;
mod counted_as;
mod delivery;
mod known_later;
mod lot;
mod order;
mod receipt;
mod withdrawal;

pub use assignment::{Assignable, assignable, assigned, assigned_order, chosen, given, unassigned};
pub use carried::{Touched, bring_back, bring_back_stale, carried, carry_finished};
pub use conflict::{
    Conflict, Side, SideValue, Subject as ConflictSubject, conflicts, conflicts_of_lot,
    conflicts_of_receipt, is_confirmed,
};
pub use counted_as::{
    CountedAs, OrderChange, counted_as, counts_on_line, order_change, order_change_of_lot,
    order_changes,
};
pub use delivery::{Part, delivery, package_elsewhere, part, parts, root};
pub use known_later::known_later;
pub use lot::{
    Dimension, UnitWeight, arrived_late, balance, basis_changed, clock, clock_off, dimension,
    far_off, is_finished, is_measured, is_sent_back, is_subcontracted, item_of, judged,
    left_for_shelf, release, released, says_something, standard_at, tolerance, unit_of_lot,
    unit_weight, unit_weight_with, vendor_approved, vendor_of, waits_for_inspector,
};
pub use order::{Filling, OrderLineAnswer, filling_of, order_line, vendor_of_order};
pub use receipt::{
    carded, count_again, counted, counts_blind, is_stale, line_keys, maybe_same_delivery,
    provenance, signatures_fit, signed, slip_lines, staleness,
};
pub use withdrawal::{
    cards_of, is_lot_withdrawn, is_withdrawn, last_slip, listed_under, resting_on_card,
    resting_on_measure, resting_on_receipt, resting_on_signatures, resting_on_verdict,
};
