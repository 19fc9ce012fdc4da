//! What a scan does at a desk or on the wall: it shows what was scanned.

use sync_core::ids::PersonNumber;
use sync_core::view::{self, ScannedKind};

use super::words::Word;
use crate::app::App;
use crate::device::scanner::{Scan, on_scan};
use crate::device::signal::Signal as Sounded;
use crate::parts::toast::Toast;
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
            app.toast(Toast::refused(app.say(Word::NothingToShow(scanned.code))).with_more(near));
            return;
        }
    };
    app.signal(Sounded::Counted);
    app.go(&place);
}
