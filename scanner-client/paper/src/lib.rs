//! What is printed: inspection cards, acceptance slips and return notes, from the core's views.
//!
//! A view in, text out: labels as SVG drawn in the dots of a label printer, papers as HTML.
//! Nothing is computed here but where things stand on the paper; both languages stand on each.

mod code;
mod ruler;
mod words;
mod drawing;
pub mod card;
pub mod sheet;
pub mod slip;
pub mod return_note;

#[cfg(test)]
#[path = "../../../sync-core/tests/support/mod.rs"]
mod support;
