//! What a photo's file says besides the picture: where and when it was taken, with what, by whom.
//!
//! The file is kept as it came, since a fact names it by its hash; whoever is shown it gets the picture
//! alone. How it is to be turned stays, and so does what its colours mean. What cannot be taken apart is
//! given as it is.

use sync_core::fact::PhotoType;

/// A file without what it says besides its picture.
pub(super) fn without(kind: PhotoType, bytes: Vec<u8>) -> Vec<u8> {
    let stripped = match kind {
        PhotoType::Jpeg => jpeg(&bytes),
        PhotoType::Png => png(&bytes),
        PhotoType::Webp => webp(&bytes),
    };
    stripped.unwrap_or(bytes)
}

/// Comment, and the first and last of the segments of applications.
const COM: u8 = 0xfe;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;

/// Segments up to the picture itself: those of applications go, but for JFIF's, Adobe's and colours.
fn jpeg(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..2)?.to_vec();
    let mut rest = bytes.get(2..)?;
    while let [0xff, marker, high, low, ..] = *rest {
        let is_segment = matches!(marker, 0xc0..=0xcf | 0xdb..=0xdf | APP0..=APP15 | COM);
        let length = 2 + usize::from(u16::from_be_bytes([high, low]));
        if !is_segment || length < 4 || length > rest.len() {
            break;
        }
        let (segment, behind) = rest.split_at(length);
        let holds = &segment[4..];
        match marker {
            APP1 => kept.extend(turned(holds).map(orientation_alone).into_iter().flatten()),
            APP2 if holds.starts_with(b"ICC_PROFILE\0") => kept.extend_from_slice(segment),
            APP0 | APP14 => kept.extend_from_slice(segment),
            APP2..=APP15 | COM => {}
            _ => kept.extend_from_slice(segment),
        }
        rest = behind;
    }
    kept.extend_from_slice(rest);
    Some(kept)
}

/// How an Exif segment says that the picture is to be turned; nothing where it stands as it is.
fn turned(app1: &[u8]) -> Option<u8> {
    let tiff = app1.strip_prefix(b"Exif\0\0")?;
    let is_big = tiff.starts_with(b"MM");
    let two = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(if is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) })
    };
    let four = |at: usize| {
        let bytes = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let number = if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) };
        usize::try_from(number).ok()
    };
    let directory = four(4)?;
    let entries = usize::from(two(directory)?);
    let mut entries = (0..entries).map_while(|n| directory.checked_add(2 + 12 * n));
    let entry = entries.find(|at| two(*at) == Some(0x0112))?;
    u8::try_from(two(entry.checked_add(8)?)?).ok().filter(|turned| (2..=8).contains(turned))
}

/// An Exif segment that says how the picture is to be turned, and nothing else.
fn orientation_alone(turned: u8) -> [u8; 36] {
    let mut segment =
        *b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    segment[29] = turned;
    segment
}

/// Chunks that hold words and times, and Exif.
fn png(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..8)?.to_vec();
    let mut rest = bytes.get(8..)?;
    while let Some(head) = rest.first_chunk::<8>() {
        let [a, b, c, d, kind @ ..] = *head;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?;
        let Some((chunk, behind)) = rest.split_at_checked(length.saturating_add(12)) else { break };
        if !matches!(&kind, b"eXIf" | b"tEXt" | b"zTXt" | b"iTXt" | b"tIME") {
            kept.extend_from_slice(chunk);
        }
        rest = behind;
    }
    kept.extend_from_slice(rest);
    Some(kept)
}

/// Bits of the extended header that announce Exif and XMP.
const ANNOUNCED: u8 = 0x08 | 0x04;

fn webp(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut kept = bytes.get(..12)?.to_vec();
    let mut rest = bytes.get(12..)?;
    while let Some(head) = rest.first_chunk::<8>() {
        let [kind @ .., a, b, c, d] = *head;
        let kind: [u8; 4] = kind;
        let length = usize::try_from(u32::from_le_bytes([a, b, c, d])).ok()?;
        let whole = length.saturating_add(8).saturating_add(length % 2);
        let Some((chunk, behind)) = rest.split_at_checked(whole) else { break };
        if !matches!(&kind, b"EXIF" | b"XMP ") {
            let begins = kept.len();
            kept.extend_from_slice(chunk);
            if &kind == b"VP8X"
                && let Some(flags) = kept.get_mut(begins + 8)
            {
                *flags &= !ANNOUNCED;
            }
        }
        rest = behind;
    }
    kept.extend_from_slice(rest);
    let size = u32::try_from(kept.len() - 8).ok()?;
    kept.get_mut(4..8)?.copy_from_slice(&size.to_le_bytes());
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(marker: u8, holds: &[u8]) -> Vec<u8> {
        let length = u16::try_from(holds.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker][..], &length, holds].concat()
    }

    /// Exif in small-endian, with a maker's name, an orientation and a place.
    fn exif(turned: u8) -> Vec<u8> {
        let mut tiff = b"Exif\0\0II\x2a\0\x08\0\0\0\x02\0".to_vec();
        tiff.extend(b"\x0f\x01\x02\0\x04\0\0\0ACME");
        tiff.extend([0x12, 1, 3, 0, 1, 0, 0, 0, turned, 0, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 31.2304 N 121.4737 E");
        segment(APP1, &tiff)
    }

    fn has(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn a_jpeg_keeps_its_picture_its_colours_and_how_it_is_turned() {
        let begin = [0xff, 0xd8];
        let jfif = segment(APP0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
        let colours = segment(APP2, b"ICC_PROFILE\0\x01\x01colours");
        let picture = [
            &segment(0xdb, &[1; 65])[..],
            &segment(0xda, &[0; 10]),
            b"scan \xff\0 EXIF",
            &[0xff, 0xd9],
        ]
        .concat();
        let said = [
            exif(6),
            segment(APP1, b"http://ns.adobe.com/xap/1.0/\0who"),
            segment(0xed, b"Photoshop"),
            segment(COM, b"by Wang"),
        ];
        let whole = [&begin[..], &jfif, &said.concat(), &colours, &picture].concat();

        let stripped = without(PhotoType::Jpeg, whole);

        let turned = segment(
            APP1,
            b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
        );
        assert_eq!(stripped, [&begin[..], &jfif, &turned, &colours, &picture].concat());
        let upright = [&begin[..], &exif(1), &picture].concat();
        assert_eq!(without(PhotoType::Jpeg, upright), [&begin[..], &picture].concat());
        let bare = [&begin[..], &jfif, &picture].concat();
        assert_eq!(without(PhotoType::Jpeg, bare.clone()), bare);
    }

    #[test]
    fn words_go_out_of_png_and_webp() {
        let chunk = |kind: &[u8], holds: &[u8]| {
            let length = u32::try_from(holds.len()).unwrap().to_be_bytes();
            [&length, kind, holds, b"crc!"].concat()
        };
        let signature = b"\x89PNG\r\n\x1a\n".to_vec();
        let (head, data) = (chunk(b"IHDR", &[1; 13]), chunk(b"IDAT", b"picture"));
        let said =
            [chunk(b"tEXt", b"Author\0Wang"), chunk(b"eXIf", b"II*"), chunk(b"tIME", &[0; 7])];
        let whole = [signature.clone(), head.clone(), said.concat(), data.clone()].concat();
        assert_eq!(without(PhotoType::Png, whole), [signature, head, data].concat());

        let chunk = |kind: &[u8], holds: &[u8]| {
            let length = u32::try_from(holds.len()).unwrap().to_le_bytes();
            [kind, &length, holds, &[0; 1][..holds.len() % 2]].concat()
        };
        let riff = |chunks: &[Vec<u8>]| {
            let chunks = chunks.concat();
            let size = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
            [b"RIFF", &size[..], b"WEBP", &chunks].concat()
        };
        let (announced, quiet) =
            (chunk(b"VP8X", &[0x2c, 0, 0, 0, 1]), chunk(b"VP8X", &[0x20, 0, 0, 0, 1]));
        let (data, exif) = (chunk(b"VP8 ", b"picture"), chunk(b"EXIF", b"II* place"));
        let whole = riff(&[announced, data.clone(), exif, chunk(b"XMP ", b"<who/>")]);
        assert_eq!(without(PhotoType::Webp, whole), riff(&[quiet, data]));
    }

    #[test]
    fn what_is_cut_short_or_nonsense_is_given_as_it_is() {
        let whole = [&[0xff, 0xd8][..], &exif(6), &segment(0xdb, &[1; 65])].concat();
        for length in 0..whole.len() {
            let given = without(PhotoType::Jpeg, whole[..length].to_vec());
            assert!(given.len() <= length + 36);
        }
        assert!(has(&without(PhotoType::Jpeg, whole[..40].to_vec()), b"Exif"), "half a segment");
        for kind in [PhotoType::Jpeg, PhotoType::Png, PhotoType::Webp] {
            for bytes in [vec![], vec![0xff; 3], vec![0xff; 300], vec![0; 300]] {
                let given = without(kind, bytes.clone());
                assert_eq!(given.len(), bytes.len());
            }
        }
    }
}
