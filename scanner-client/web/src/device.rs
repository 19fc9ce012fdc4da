//! The device at work: its engine, its database, its way to the server, and who works at it.

mod clock_reading;
mod key;
mod identity;
mod link;
mod tab_message;
mod photo_file;
mod picture;
mod store;
mod server;
mod socket;
mod tabs;
mod write_lock;
mod signals;
mod recorded;
mod shell;
mod photo_sending;
mod live;
mod opening;
mod handle;
pub(crate) mod photos;
pub(crate) mod session;
pub(crate) mod signal;
pub(crate) mod typing;
pub(crate) mod scanner;
pub(crate) mod trace;
pub(crate) mod update;

pub(crate) use handle::DeviceHandle;
pub(crate) use identity::Identity;
pub(crate) use link::LinkState;
pub(crate) use opening::NotEnrolled;
pub(crate) use photo_file::PhotoFile;
pub(crate) use picture::photo_of;
pub(crate) use recorded::{PendingRedraw, RecordError, Recorded};
pub(crate) use server::ServerError;
pub(crate) use signals::Phase;
pub(crate) use store::StoreError;
