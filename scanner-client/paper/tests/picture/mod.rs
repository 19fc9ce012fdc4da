//! Pictures of labels, and what becomes of them on the way to a reader.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(dead_code, unreachable_pub, reason = "each test uses a part of it")]

use std::fs;
use std::path::Path;
use std::process::Command as Program;

/// Grey pixels, row by row.
#[derive(Clone)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    pub grey: Vec<u8>,
}

/// Draws a label with the given pixels a dot.
pub fn rendered(svg: &str, scale: usize) -> Picture {
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

fn run(command: &mut Program) {
    let status = command.status().expect("rsvg-convert is here: `cargo xtask test` installs it");
    assert!(status.success());
}

/// Black and white alone, as a label printer prints.
pub fn one_bit(picture: &Picture) -> Picture {
    let grey = picture.grey.iter().map(|grey| if *grey < 128 { 0 } else { 255 }).collect();
    Picture { grey, ..*picture }
}

/// Every pixel is the mean of the five by five around it, as a hasty camera sees it.
pub fn blurred(picture: &Picture) -> Picture {
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

/// Puts a white margin of 60 pixels around a picture.
pub fn with_margin(picture: &Picture) -> Picture {
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

/// Turned about its middle.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "pixels of a small picture"
)]
pub fn turned(picture: &Picture, degrees: f64) -> Picture {
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
