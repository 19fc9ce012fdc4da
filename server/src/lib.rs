//! To be written.
pub mod log;
