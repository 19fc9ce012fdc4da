//! What the dock's screens share.

use leptos::prelude::*;
use sync_core::ids::VendorCode;

use super::vendor::OtherVendor;
use crate::components::last_scan::LastScan;
use crate::components::once::Once;

/// The dock, as each of its screens reaches it.
#[derive(Clone, Copy)]
pub(super) struct DockState {
    /// What the last scan did; stays from screen to screen.
    pub(super) last: LastScan,
    /// Whether somebody types a code.
    pub(super) is_typing: RwSignal<bool>,
    /// Who was said to bring the goods of the next order.
    pub(super) arriving: RwSignal<Option<VendorCode>>,
    /// The order of another vendor that is to be opened.
    pub(super) asks_vendor: RwSignal<Option<OtherVendor>>,
    /// The number of an order that is not here, of which goods may be received on hold.
    pub(super) no_order: RwSignal<Option<String>>,
    /// What is tapped is written once.
    pub(super) once: Once,
}

/// The state of the dock that is shown.
pub(super) fn use_dock() -> DockState {
    expect_context()
}
