//! What is printed is read from pictures of it: clean, blurred and turned.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use inwards_camera::read;
use inwards_paper::card::{Size, card};
use sync_core::label::Label;
use sync_core::time::SiteOffset;
use sync_core::view;

use picture::{Picture, blurred, one_bit, rendered, turned};
use support::{Desk, at};

#[path = "../../paper/tests/picture/mod.rs"]
mod picture;
#[path = "../../../sync-core/tests/support/mod.rs"]
mod support;

fn codes(picture: &Picture) -> Vec<String> {
    let side = |pixels: usize| u32::try_from(pixels).unwrap();
    read(&picture.grey, side(picture.width), side(picture.height))
}

#[test]
fn a_card_is_read_from_a_picture_of_it() {
    let mut dock = Desk::new(7);
    let (_, number) = dock.delivery("PO1", "250", at("08:10:00"));
    let lot = view::lot(&dock.replica, number).unwrap();
    let code = Label::Card(lot.label().unwrap()).encode();
    for size in [Size::Large, Size::Small] {
        let svg = card(&lot, SiteOffset::CHINA, size).unwrap();
        let seen = rendered(&svg, 2);

        let both = vec![code.clone(), number.to_string()];
        assert_eq!(codes(&seen), both, "{size:?}");
        assert_eq!(codes(&one_bit(&rendered(&svg, 1))), both, "{size:?}, as printed");
        assert_eq!(codes(&blurred(&seen)), both, "{size:?}, blurred");
        assert!(codes(&turned(&seen, 11.0)).contains(&code), "{size:?}, turned");
        assert!(codes(&blurred(&turned(&seen, -11.0))).contains(&code), "{size:?}, both");
    }
}
