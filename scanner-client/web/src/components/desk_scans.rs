//! What a scan does at a desk or on the wall: it shows what was scanned.

use leptos::prelude::*;
use sync_core::ids::PersonNumber;
use sync_core::view::{self, ScannedKind};

use super::page_messages::PageMessage;
use super::recording;
use super::scan_field::on_scan;
use crate::app::use_app;
use crate::device::scanner::Scan;
use crate::device::signal::Signal as Sounded;
use crate::overlay::Toast;
use crate::route::{Section, encoded};

/// Listens while the screen is shown.
pub(crate) fn show_what_is_scanned() {
    on_scan(move |scan| show(&scan));
}

/// Shows what was scanned, unless something is half typed.
pub(crate) fn show(scan: &Scan) {
    let app = use_app();
    if app.half_typed.get_untracked() > 0 {
        return refuse(PageMessage::HalfTyped, String::new());
    }
    let scanned = app.device.peek(|engine| Some(view::scan(engine.replica(), &scan.code)));
    let Some(scanned) = scanned else { return };
    let place = match scanned.kind {
        ScannedKind::Person => {
            // The wall is shown to anybody: who comes with a badge wants more than that.
            if app.route.with_untracked(|place| place.section == Section::Board) {
                app.go("office/work");
            }
            return app.hand_over(scanned.code.parse().ok().map(PersonNumber));
        }
        ScannedKind::Receipt | ScannedKind::Card | ScannedKind::Slip | ScannedKind::ReturnNote => {
            format!("board/number/{}", scanned.code)
        }
        ScannedKind::Order
        | ScannedKind::Item
        | ScannedKind::Vendor
        | ScannedKind::Location
        | ScannedKind::Unknown => format!("office/search/{}", encoded(&scanned.code)),
        // It holds a secret, which is not shown.
        ScannedKind::Enrolment => return refuse(PageMessage::Enrols, String::new()),
        ScannedKind::Newer | ScannedKind::Misread => {
            let near = scanned.near.first().cloned().unwrap_or_default();
            return refuse(PageMessage::NothingToShow(scanned.code), near);
        }
    };
    app.signal(Sounded::Counted);
    app.go(&place);
}

fn refuse(what: PageMessage, more: String) {
    recording::refuse(Toast::refused(use_app().say(what)).with_more(more));
}
