//! Every code that is printed is read back by a reader that others wrote: clean, in one bit,
//! blurred, and turned.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::io::BufWriter;
use std::process::Command as Program;

use inwards_paper::card::{Size, card};
use inwards_paper::return_note::return_note;
use inwards_paper::sheet::Printing;
use inwards_paper::slip::slip;
use sync_core::command::Command;
use sync_core::fact::{ReturnFor, Verdict};
use sync_core::label::Label;
use sync_core::time::SiteOffset;
use sync_core::view::{self, Goods, ItemNamed, LotView};

use picture::{Picture, blurred, one_bit, rendered, turned, with_margin};
use support::{Desk, at, judge, quantity};

mod picture;

#[path = "../../../sync-core/tests/support/mod.rs"]
mod support;

#[test]
fn a_card_is_read_however_it_was_printed() {
    let lot = lot(7);
    let number = lot.number.to_string();
    let code = Label::Card(lot.label().unwrap()).encode();
    for size in [Size::Large, Size::Small] {
        let svg = card(&lot, SiteOffset::CHINA, size).unwrap();
        let printed = rendered(&svg, 1);
        let seen = rendered(&svg, 2);

        let both = BTreeSet::from([number.clone(), code.clone()]);
        assert_eq!(read(&printed), both, "{size:?}, as printed");
        assert_eq!(read(&one_bit(&printed)), both, "{size:?}, in one bit");
        assert_eq!(read(&blurred(&seen)), both, "{size:?}, blurred");
        // A line through all bars needs them short or upright; the square is read at any angle.
        assert!(read(&turned(&seen, 11.0)).contains(&code), "{size:?}, turned");
        assert!(
            read(&blurred(&turned(&seen, -11.0))).contains(&code),
            "{size:?}, turned and blurred"
        );
        assert!(read(&turned(&seen, 4.0)).contains(&number), "{size:?}, bars turned a little");
    }
}

#[test]
fn the_longest_number_and_the_longest_label_are_read_from_the_small_card() {
    let lot = lot(1_999_999);
    let code = "件-abcdefghij-ABCDEFGHIJ-0123456789".parse().unwrap();
    let goods = Goods {
        item: lot.goods.item.clone().map(|item| ItemNamed { code, ..item }),
        vendor: Some("V-abcdefghij-01234".parse().unwrap()),
        ..lot.goods.clone()
    };
    let lot = LotView { goods, quantity: quantity("123456789"), ..lot };
    let number = lot.number.to_string();
    assert!(number.len() >= 10);
    let code = Label::Card(lot.label().unwrap()).encode();

    let svg = card(&lot, SiteOffset::CHINA, Size::Small).unwrap();

    assert_eq!(read(&one_bit(&rendered(&svg, 1))), BTreeSet::from([number, code]));
}

#[test]
fn every_paper_bears_its_number_as_bars_on_each_page() {
    let (mut dock, printing) = (Desk::new(7), printing());
    let (receipt, lot) = dock.delivery("PO1", "250", at("08:10:00"));
    dock.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
    dock.act(&judge(lot, Verdict::Reject, None, None, false), at("09:00:00")).unwrap();
    let raise = Command::RaiseReturn {
        card: lot,
        quantity: support::number("250"),
        settlement: ReturnFor::Credit,
    };
    dock.act(&raise, at("09:30:00")).unwrap();
    let receipt = view::receipt(&dock.replica, receipt).unwrap();
    let lot = view::lot(&dock.replica, lot).unwrap();
    let (slip_number, note) = (receipt.slips[0].number, lot.returns[0].number);

    let slip = slip(&receipt, slip_number, std::slice::from_ref(&lot), printing).unwrap();
    let note_paper = return_note(&lot, note, printing).unwrap();

    for (paper, number) in [(slip, slip_number.to_string()), (note_paper, note.to_string())] {
        for page in &paper.pages {
            let begin = page.find("<svg").unwrap();
            let end = page.find("</svg>").unwrap() + "</svg>".len();
            let bars =
                page[begin..end].replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1);
            let read = read(&blurred(&with_margin(&rendered(&bars, 2))));
            assert_eq!(read, BTreeSet::from([number.clone()]));
        }
        assert!(paper.document().contains("@page"));
    }
}

fn lot(device: u32) -> LotView {
    let mut dock = Desk::new(device);
    let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
    view::lot(&dock.replica, card).unwrap()
}

fn printing() -> Printing<'static> {
    let offset = SiteOffset::CHINA;
    Printing { site: "昆山二厂", offset, at: at("10:00:00"), copies_before: 0 }
}

/// What the reader reads from a picture.
fn read(picture: &Picture) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seen.png");
    let file = BufWriter::new(fs::File::create(&path).unwrap());
    let width = u32::try_from(picture.width).unwrap();
    let height = u32::try_from(picture.height).unwrap();
    let mut encoder = png::Encoder::new(file, width, height);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&picture.grey).unwrap();
    let output = Program::new("zbarimg")
        .args(["-q", "--raw", "--nodbus"])
        .arg(&path)
        .output()
        .expect("zbarimg is here: `cargo xtask test` installs it");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}
