//! A floor in virtual time: devices, people, a server and a bad network, all from one seed.
//!
//! Everything that decides is the product's own: the devices run its engine, its outbox and its
//! protocol, the server its admission and its page rules. Simulated are the disks, the clocks,
//! the network, the people and their mishaps. During the run promises are checked (confirmed is
//! never lost, acknowledged is on the server, no name is used twice); after healing every
//! replica must agree with the server, and the server with a slow reference model that reads
//! the plain list of facts by itself.

#![allow(missing_docs, reason = "for tests alone: comments stand where they say something")]

mod random;
mod plan;
mod defect;
mod figures;
mod trace;
mod device_clock;
mod disk;
mod device;
mod office;
mod work;
mod ledger;
mod server;
mod shell;
mod world;
mod contacts;
mod life;
mod checks;
mod reference;
mod healing;
mod run;

pub use defect::Defect;
pub use figures::Figures;
pub use run::{Options, Outcome, Sweep, defects_table, run_many, simulate};
pub use trace::Trace;
