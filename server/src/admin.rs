//! What the administrator does, the same from the command line and from a browser, and whether a
//! server runs or not.

pub mod devices;
pub mod expunge;
mod handle;
mod imports;
mod people;
mod site;
pub mod socket;

pub use devices::IssuedCode;
pub use handle::{Admin, is_administrator};
pub use imports::ImportRequest;
pub use people::{PersonChange, Secret};
pub use site::Status;
