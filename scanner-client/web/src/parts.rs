//! Components that several screens share.

pub(crate) mod bar;
pub(crate) mod camera;
mod camera_words;
pub(crate) mod chart;
pub(crate) mod chips;
pub(crate) mod choice;
pub(crate) mod conflict_title;
pub(crate) mod deadline;
pub(crate) mod desk_scans;
pub(crate) mod half_typed;
pub(crate) mod icon;
pub(crate) mod keypad;
pub(crate) mod last_scan;
pub(crate) mod offer;
pub(crate) mod once;
pub(crate) mod page;
pub(crate) mod page_words;
pub(crate) mod photo;
pub(crate) mod photo_words;
pub(crate) mod print;
pub(crate) mod problem;
pub(crate) mod problem_words;
pub(crate) mod recording;
pub(crate) mod scan_field;
pub(crate) mod sheet;
pub(crate) mod state;
pub(crate) mod toast;
