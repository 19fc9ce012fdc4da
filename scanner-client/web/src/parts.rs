//! Components that several screens share.

pub(crate) mod bar;
pub(crate) mod chart;
pub(crate) mod chips;
pub(crate) mod deadline;
pub(crate) mod icon;
pub(crate) mod keypad;
pub(crate) mod last_scan;
pub(crate) mod offer;
pub(crate) mod print;
pub(crate) mod sheet;
pub(crate) mod state;
pub(crate) mod toast;
