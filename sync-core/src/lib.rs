//! To be written.
#![allow(missing_docs)]
pub mod fact;
pub mod frame;
pub mod ids;
pub mod measure;
pub mod number;
pub mod post;
pub mod sync;
pub mod time;
pub mod wire;
