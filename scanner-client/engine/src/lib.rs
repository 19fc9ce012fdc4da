//! What every Inwards device does: it decides, and asks its shell to read, write and send.
//!
//! command → plan → (the shell makes it durable) → replica → answer. No clock, no disk and no
//! socket is touched here: a [`clock::ClockReading`] comes in with every call, and what is to be
//! written or sent goes out as bytes.

pub mod clock;
pub mod outbox;
pub mod pin;
pub mod driver;
pub mod engine;
pub mod grants;
pub mod session;
pub mod refusal;
pub mod duplicates;
pub mod wedge;
pub mod photo;
