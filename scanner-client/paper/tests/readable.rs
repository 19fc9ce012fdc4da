//! Every code that is printed is read back by a reader that others wrote: clean, in one bit,
//! blurred, and turned.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeSet;
use std::fs;
use std::io::BufWriter;
use std::path::Path;
use std::process::Command as Program;

use inwards_paper::card::{Size, card};
use inwards_paper::return_note::return_note;
use inwards_paper::sheet::Printing;
use inwards_paper::slip::slip;
use sync_core::command::Command;
use sync_core::fact::{ReturnFor, Verdict};
use sync_core::label::Label;
use sync_core::time::SiteOffset;
use sync_core::view::{self, LotView};

use support::{Desk, at, judge, quantity};

#[path = "../../../sync-core/tests/support/mod.rs"]
mod support;

/// Grey pixels, row by row.
#[derive(Clone)]
struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

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
    let lot = LotView {
        item: Some("件-abcdefghij-ABCDEFGHIJ-0123456789".parse().unwrap()),
        vendor: Some("V-abcdefghij-01234".parse().unwrap()),
        quantity: quantity("123456789"),
        ..lot(1_999_999)
    };
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

/// Draws a label with the given pixels a dot.
fn rendered(svg: &str, scale: usize) -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("label.svg"), folder.path().join("label.png"));
    fs::write(&from, svg).unwrap();
    let view_box = svg.split("viewBox=\"0 0 ").nth(1).unwrap();
    let dots: usize = view_box.split(' ').next().unwrap().parse().unwrap();
    let width = (dots * scale).to_string();
    run(Program::new("rsvg-convert").args(["-b", "white", "-w", &width, "-o"]).arg(&to).arg(&from));
    picture(&to)
}

fn picture(path: &Path) -> Picture {
    let file = std::io::BufReader::new(fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let samples = info.color_type.samples();
    let grey = bytes[..info.buffer_size()].chunks_exact(samples).map(|pixel| pixel[0]).collect();
    Picture { width: info.width as usize, height: info.height as usize, grey }
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

fn run(command: &mut Program) {
    let status = command.status().expect("rsvg-convert is here: `cargo xtask test` installs it");
    assert!(status.success());
}

fn one_bit(picture: &Picture) -> Picture {
    let grey = picture.grey.iter().map(|grey| if *grey < 128 { 0 } else { 255 }).collect();
    Picture { grey, ..*picture }
}

/// Every pixel is the mean of the five by five around it, as a hasty camera sees it.
fn blurred(picture: &Picture) -> Picture {
    let mut grey = Vec::with_capacity(picture.grey.len());
    for y in 0..picture.height {
        for x in 0..picture.width {
            let (mut sum, mut count) = (0_u32, 0);
            for row in y.saturating_sub(1)..(y + 2).min(picture.height) {
                for column in x.saturating_sub(1)..(x + 2).min(picture.width) {
                    sum += u32::from(picture.grey[row * picture.width + column]);
                    count += 1;
                }
            }
            grey.push(u8::try_from(sum / count).unwrap());
        }
    }
    Picture { grey, ..*picture }
}

/// White all around.
fn with_margin(picture: &Picture) -> Picture {
    const MARGIN: usize = 60;
    let (width, height) = (picture.width + 2 * MARGIN, picture.height + 2 * MARGIN);
    let mut grey = vec![255; width * height];
    for y in 0..picture.height {
        let to = (y + MARGIN) * width + MARGIN;
        let row = &picture.grey[y * picture.width..][..picture.width];
        grey[to..to + picture.width].copy_from_slice(row);
    }
    Picture { width, height, grey }
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels of a small picture"
)]
fn turned(picture: &Picture, degrees: f64) -> Picture {
    let size = ((picture.width + picture.height) as f64) as usize;
    let (sin, cos) = degrees.to_radians().sin_cos();
    let pixel = |x: isize, y: isize| {
        let inside =
            (0..picture.width as isize).contains(&x) && (0..picture.height as isize).contains(&y);
        if inside {
            f64::from(picture.grey[y as usize * picture.width + x as usize])
        } else {
            255.0
        }
    };
    let mut grey = Vec::with_capacity(size * size);
    for row in 0..size {
        for column in 0..size {
            let (dx, dy) = (column as f64 - size as f64 / 2.0, row as f64 - size as f64 / 2.0);
            let x = cos * dx + sin * dy + picture.width as f64 / 2.0;
            let y = cos * dy - sin * dx + picture.height as f64 / 2.0;
            let (left, top) = (x.floor(), y.floor());
            let (right_part, low_part) = (x - left, y - top);
            let (left, top) = (left as isize, top as isize);
            let upper = pixel(left, top) * (1.0 - right_part) + pixel(left + 1, top) * right_part;
            let lower =
                pixel(left, top + 1) * (1.0 - right_part) + pixel(left + 1, top + 1) * right_part;
            grey.push((upper * (1.0 - low_part) + lower * low_part) as u8);
        }
    }
    Picture { width: size, height: size, grey }
}
