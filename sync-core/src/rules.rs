//! The floor's rules (DOMAIN §4): one file each, bearing the rule's name and citing its clause.

pub mod approved_vendor;
pub mod assignment;
pub mod device_time;
pub mod inspection_clock;
pub mod inspection_steps;
pub mod measured;
pub mod order_changed;
pub mod over_receipt;
pub mod pin_choice;
pub mod plausible;
pub mod putaway;
pub mod reason;
pub mod receipt_vendor;
pub mod release;
pub mod returns;
pub mod sample_size;
pub mod server_clock;
pub mod sign_in;
pub mod stale_order;
pub mod tranche;
pub mod unit_weight;
pub mod withdrawal;
