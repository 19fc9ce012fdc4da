//! What a scan does at a desk or on the wall: it shows what was scanned.

use leptos::prelude::*;
use sync_core::ids::PersonNumber;
use sync_core::view::{self, ScannedKind};

use super::words::Word;
use crate::app::App;
use crate::device::scanner::{Scan, on_scan};
use crate::device::signal::Signal as Sounded;
use crate::parts::toast::Toast;
use crate::place::Face;
use crate::screens::board::encoded;

/// Listens while the screen is shown.
pub(crate) fn show_what_is_scanned(app: App) {
    on_scan(move |scan| show(app, &scan));
}

fn show(app: App, scan: &Scan) {
    let scanned = app.desk.peek(|engine| Some(view::scan(engine.replica(), &scan.code)));
    let Some(scanned) = scanned else { return };
    let place = match scanned.kind {
        ScannedKind::Person => {
            // The wall is shown to anybody: who comes with a badge wants more than that.
            if app.place.with_untracked(|place| place.face == Face::Board) {
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
        ScannedKind::Enrolment | ScannedKind::Newer | ScannedKind::Misread => {
            app.signal(Sounded::NotCounted);
            let near = scanned.near.first().cloned().unwrap_or_default();
            // A link that enrols holds a secret: it is not shown.
            let code = Some(scanned.code).filter(|_| scanned.kind != ScannedKind::Enrolment);
            let what = Word::NothingToShow(code.unwrap_or_default());
            app.toast(Toast::refused(app.say(what)).with_more(near));
            return;
        }
    };
    app.signal(Sounded::Counted);
    app.go(&place);
}
