//! How a set of facts is read where people worked apart (DOMAIN §5): one file a rule.

pub mod earliest;
pub mod last_writer;
pub mod recount;
pub mod strictest_verdict;
pub mod tally_sum;
