//! The pure core of Inwards: what happens on a factory's goods-inwards floor, and what it means.
//!
//! A scan becomes a command, a command becomes facts, facts become a log, the log becomes
//! state, state becomes views. Each step is a plain function of the one before. Nothing here
//! opens, listens, sleeps, draws or asks the time: bytes, instants and facts come in, bytes,
//! facts and views go out, natively and in a browser alike. What anyone sees is a function of
//! the *set* of facts, so it does not matter when, how often or in which order they arrive.

pub mod same_code;
pub mod ids;
pub mod number;
pub mod measure;
pub mod time;
pub mod label;
pub mod scan;
mod messagepack;
pub mod post;
pub mod fact;
pub mod text;
pub mod defect;
pub mod rules;
pub mod merge;
pub mod state;
pub mod wire;
pub mod replica;
pub mod across;
pub mod command;
pub mod view;
pub mod admission;
pub mod sync;
pub mod api;
pub mod frame;
