//! Code 128 and QR codes, as paths of whole modules.

use std::fmt::Write as _;

use barcoders::sym::code128::Code128;
use qrcodegen::{QrCode, QrCodeEcc};

/// Digits in a row from which on writing them in pairs is shorter.
const WORTH_PAIRING: usize = 4;

/// A code's dark modules, row by row; Code 128 has one row.
#[derive(Clone, Debug)]
pub(crate) struct Modules {
    /// Modules in a row.
    pub(crate) width: usize,
    rows: Vec<Vec<bool>>,
}

impl Modules {
    /// Code 128 of a number of ours; nothing where it holds what the symbology does not.
    pub(crate) fn bars(number: &str) -> Option<Self> {
        let bits = Code128::new(with_character_sets(number)).ok()?.encode();
        let row: Vec<bool> = bits.iter().map(|bit| *bit == 1).collect();
        Some(Self { width: row.len(), rows: vec![row] })
    }

    /// A QR code of level M; nothing where the text is too long for any.
    pub(crate) fn square(text: &str) -> Option<Self> {
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
        let size = code.size();
        let row = |y| (0..size).map(|x| code.get_module(x, y)).collect();
        Some(Self { width: usize::try_from(size).ok()?, rows: (0..size).map(row).collect() })
    }

    /// The dark parts as one path, from (x, y), each module so wide and each row so high.
    pub(crate) fn path(&self, (x, y): (usize, usize), module: usize, height: usize) -> String {
        let mut path = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            let top = y + index * height;
            for (start, length) in runs(row) {
                let (left, wide) = (x + start * module, length * module);
                let _ = write!(path, "M{left} {top}h{wide}v{height}h-{wide}z");
            }
        }
        path
    }
}

/// Where dark modules begin, and how many stand together.
fn runs(row: &[bool]) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for (place, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
        match runs.last_mut() {
            Some((start, length)) if *start + *length == place => *length += 1,
            _ => runs.push((place, 1)),
        }
    }
    runs
}

/// The text with the switches between the sets of characters: B, and C for runs of digits.
fn with_character_sets(text: &str) -> String {
    const B: char = '\u{181}';
    const C: char = '\u{106}';
    let mut marked = String::new();
    let mut rest = text;
    let mut set = None;
    while let Some(first) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        // An odd digit is written by itself first: no pair is lost at the end.
        let paired = digits >= WORTH_PAIRING && digits % 2 == 0;
        let (wanted, length) = if paired { (C, digits) } else { (B, first.len_utf8()) };
        if set != Some(wanted) {
            marked.push(wanted);
            set = Some(wanted);
        }
        marked.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_paired_where_that_is_shorter() {
        for (text, expected) in [
            ("C00", "ƁC00"),
            ("C007006R", "Ɓ\u{43}Ć007006ƁR"),
            ("C0070069", "ƁC0Ć070069"),
            ("RK7A0412", "ƁRK7AĆ0412"),
        ] {
            assert_eq!(with_character_sets(text), expected);
        }
    }

    #[test]
    fn a_path_draws_runs_of_whole_modules() {
        let code = Modules { width: 4, rows: vec![vec![true, true, false, true]] };

        assert_eq!(code.path((10, 5), 2, 40), "M10 5h4v40h-4zM16 5h2v40h-2z");
    }
}
