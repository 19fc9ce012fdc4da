//! The screens: one folder for each section, and the few that belong to none.

pub(crate) mod board;
pub(crate) mod dock;
pub(crate) mod enrol;
pub(crate) mod home;
pub(crate) mod inspect;
pub(crate) mod kinds;
pub(crate) mod lock;
pub(crate) mod office;
mod scanner_settings;
pub(crate) mod settings;
