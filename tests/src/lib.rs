//! A site for tests: the real programs, with networks, clocks and crashes to order.
//!
//! Whatever goes wrong here ends the test that it serves: these functions panic with a
//! sentence instead of answering errors.

#![allow(missing_docs, reason = "for tests alone: comments stand where they say something")]

pub mod clock;
pub mod day;
pub mod device;
pub mod imports;
pub mod network;
pub mod pipe;
pub mod programs;
pub mod protocol;
pub mod random;
pub mod server;
pub mod site;
pub mod sources;
pub mod wait;
