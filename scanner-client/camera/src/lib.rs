//! Reads the codes in a camera's picture: QR, `DataMatrix`, Code 128 and those of shops.
//!
//! A library of its own, since it is as large as all the rest of the app: a worker loads it
//! when somebody first scans by camera, where the browser has no reader itself.

use std::collections::HashSet;

use rxing::{BarcodeFormat, DecodeHints};

/// The largest side of a picture that is looked at, in pixels.
pub const LARGEST_SIDE: u32 = 4_096;

/// Codes of a surface: one look finds the first of them.
const SQUARES: [BarcodeFormat; 2] = [BarcodeFormat::QR_CODE, BarcodeFormat::DATA_MATRIX];
/// Codes of lines, for a look of their own; it too finds the first of them.
const LINES: [BarcodeFormat; 6] = [
    BarcodeFormat::CODE_128,
    BarcodeFormat::CODE_39,
    BarcodeFormat::EAN_13,
    BarcodeFormat::EAN_8,
    BarcodeFormat::UPC_A,
    BarcodeFormat::ITF,
];

/// The codes in a picture of grey pixels, row by row; at most one of a surface and one of lines.
///
/// What scanners say of GS1 stays: such a code begins with `]C1` or its like, and its fields
/// are separated by ASCII 29.
pub fn read(luma: &[u8], width: u32, height: u32) -> Vec<String> {
    let is_whole = u64::from(width) * u64::from(height) == luma.len() as u64;
    if !is_whole || luma.is_empty() || width.max(height) > LARGEST_SIDE {
        return Vec::new();
    }
    let look = |formats: &[BarcodeFormat]| {
        let mut hints = DecodeHints {
            PossibleFormats: Some(formats.iter().copied().collect::<HashSet<_>>()),
            TryHarder: Some(true),
            AssumeGs1: Some(true),
            ..DecodeHints::default()
        };
        rxing::helpers::detect_in_luma_slice_with_hints(luma, width, height, None, &mut hints)
            .ok()
            .map(|found| found.getText().to_owned())
    };
    let mut codes: Vec<String> = [look(&SQUARES), look(&LINES)].into_iter().flatten().collect();
    codes.dedup();
    codes
}

/// Grey pixels of coloured ones, as a canvas gives them: red, green, blue and opacity.
pub fn luma_of_rgba(rgba: &[u8]) -> Vec<u8> {
    let grey = |pixel: &[u8]| {
        let [red, green, blue] = [0, 1, 2].map(|place| u32::from(pixel[place]));
        // The eye's weights, in parts of 256.
        u8::try_from((77 * red + 150 * green + 29 * blue) >> 8).unwrap_or(u8::MAX)
    };
    rgba.chunks_exact(4).map(grey).collect()
}

#[cfg(target_arch = "wasm32")]
#[allow(unsafe_code, unreachable_pub, reason = "generated at the border to JavaScript")]
mod browser {
    use wasm_bindgen::prelude::wasm_bindgen;

    /// The codes in a picture of coloured pixels, as a canvas gives them.
    #[wasm_bindgen]
    pub fn decode(rgba: &[u8], width: u32, height: u32) -> Vec<String> {
        super::read(&super::luma_of_rgba(rgba), width, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_that_is_none_holds_nothing() {
        assert_eq!(read(&[], 0, 0), Vec::<String>::new());
        assert_eq!(read(&[0; 12], 4, 4), Vec::<String>::new());
        assert_eq!(read(&[255; 64], 8, 8), Vec::<String>::new());
        assert_eq!(read(&[0; 1], 1, 1), Vec::<String>::new());
    }

    #[test]
    fn white_is_white_and_green_is_lighter_than_blue() {
        let grey = luma_of_rgba(&[255, 255, 255, 255, 0, 255, 0, 255, 0, 0, 255, 255]);

        assert_eq!(grey[0], 255);
        assert!(grey[1] > grey[2]);
    }
}
