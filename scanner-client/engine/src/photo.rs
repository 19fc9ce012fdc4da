//! What a photo's file is and how large it is drawn, by its own header.

use std::borrow::Cow;
use std::ops::Range;

use sync_core::fact::{PhotoTaken, PhotoType};
use sync_core::ids::{ContentHash, Text};
use sync_core::text::Say;

/// The largest file of a photo, in bytes; a larger one has to be scaled down first.
pub const MOST_BYTES: usize = 3_000_000;
/// How many bytes go to the server at once: a lost connection repeats no more than that.
pub const PIECE: u32 = 256 << 10;

/// Why a file cannot be recorded as a photo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoPhoto {
    /// It is none of the sorts that are kept.
    #[error("this is no JPEG, PNG or WebP file")]
    OtherFile,
    /// It is too large.
    #[error("a photo may have {MOST_BYTES} bytes at most: scale it down")]
    TooLarge,
}

impl Say for NoPhoto {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::OtherFile => "这不是 JPEG、PNG 或 WebP 照片".into(),
            Self::TooLarge => format!("照片最多 {MOST_BYTES} 字节：请先缩小").into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        self.to_string().into()
    }
}

/// What is to be recorded of a photo.
pub fn examine(bytes: &[u8], shows: Option<Text>) -> Result<PhotoTaken, NoPhoto> {
    if bytes.len() > MOST_BYTES {
        return Err(NoPhoto::TooLarge);
    }
    let (media, width, height) =
        jpeg(bytes).or_else(|| png(bytes)).or_else(|| webp(bytes)).ok_or(NoPhoto::OtherFile)?;
    let bytes_long = u32::try_from(bytes.len()).map_err(|_| NoPhoto::TooLarge)?;
    let content = ContentHash::of(bytes);
    Ok(PhotoTaken { content, media, bytes: bytes_long, width, height, shows })
}

/// What an upload does after the server has said how much it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadStep {
    /// Send these bytes of the file.
    Send(Range<u32>),
    /// The server has the whole file.
    Done,
    /// The last piece did not get the file on: to go on would never end.
    Stuck,
}

/// The upload of a photo's file, piece by piece, from where an earlier one was left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhotoUpload {
    length: u32,
    /// Where the last piece began.
    sent_from: Option<u32>,
}

impl PhotoUpload {
    /// The upload of a file of so many bytes.
    pub fn new(length: u32) -> Self {
        Self { length, sent_from: None }
    }

    /// The server has said how many bytes it has, and whether it takes them for the whole file.
    pub fn handle_answer(&mut self, received: u64, is_complete: bool) -> UploadStep {
        if is_complete {
            return UploadStep::Done;
        }
        let from = u32::try_from(received).unwrap_or(u32::MAX).min(self.length);
        if self.sent_from.is_some_and(|before| from <= before) {
            return UploadStep::Stuck;
        }
        self.sent_from = Some(from);
        UploadStep::Send(from..self.length.min(from.saturating_add(PIECE)))
    }
}

type Found = Option<(PhotoType, u16, u16)>;

/// The segments of a JPEG file, until one that begins a frame says the size.
fn jpeg(bytes: &[u8]) -> Found {
    let mut rest = bytes.strip_prefix(&[0xff, 0xd8])?;
    loop {
        let [0xff, marker, tail @ ..] = rest else { return None };
        match marker {
            0xff => rest = rest.get(1..)?,
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let height = u16::from_be_bytes(tail.get(3..5)?.try_into().ok()?);
                let width = u16::from_be_bytes(tail.get(5..7)?.try_into().ok()?);
                return Some((PhotoType::Jpeg, width, height));
            }
            _ => {
                let length = u16::from_be_bytes(tail.get(..2)?.try_into().ok()?);
                rest = tail.get(usize::from(length)..)?;
            }
        }
    }
}

fn png(bytes: &[u8]) -> Found {
    let head = bytes.strip_prefix(b"\x89PNG\r\n\x1a\n")?.get(4..)?.strip_prefix(b"IHDR")?;
    let side = |from: usize| {
        let bytes = head.get(from..from + 4)?.try_into().ok()?;
        u16::try_from(u32::from_be_bytes(bytes)).ok()
    };
    Some((PhotoType::Png, side(0)?, side(4)?))
}

fn webp(bytes: &[u8]) -> Found {
    let body = bytes.strip_prefix(b"RIFF")?.get(4..)?.strip_prefix(b"WEBP")?;
    let (kind, data) = (body.get(..4)?, body.get(8..)?);
    let little = |from: usize| Some(u16::from_le_bytes(data.get(from..from + 2)?.try_into().ok()?));
    let (width, height) = match kind {
        // Fourteen bits each.
        b"VP8 " => (little(6)? & 0x3fff, little(8)? & 0x3fff),
        b"VP8L" => {
            let bits = u32::from_le_bytes(data.get(1..5)?.try_into().ok()?);
            let side = |shift: u32| u16::try_from((bits >> shift & 0x3fff) + 1).ok();
            (side(0)?, side(14)?)
        }
        // Twenty-four bits each, of which sixteen are enough.
        b"VP8X" if data.get(6) == Some(&0) && data.get(9) == Some(&0) => {
            (little(4)?.checked_add(1)?, little(7)?.checked_add(1)?)
        }
        _ => return None,
    };
    Some((PhotoType::Webp, width, height))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(bytes: &[u8], media: PhotoType, width: u16, height: u16) {
        let photo = examine(bytes, None).unwrap();
        assert_eq!((photo.media, photo.width, photo.height), (media, width, height));
        assert_eq!(photo.content, ContentHash::of(bytes));
    }

    #[test]
    fn a_file_says_by_itself_what_and_how_large_it_is() {
        let jpeg = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xff\xc2\x00\x0b\x08\x04\xb0\x06\x40\x01";
        check(jpeg, PhotoType::Jpeg, 1_600, 1_200);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x06\x40\0\0\x04\xb0\x08\x02";
        check(png, PhotoType::Png, 1_600, 1_200);
        let lossy = b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x06\xb0\x04";
        check(lossy, PhotoType::Webp, 1_600, 1_200);
        let extended = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\x06\0\xaf\x04\0";
        check(extended, PhotoType::Webp, 1_600, 1_200);
    }

    #[test]
    fn other_and_huge_files_are_no_photos() {
        assert_eq!(examine(b"<svg/>", None), Err(NoPhoto::OtherFile));
        assert_eq!(examine(&[0xff, 0xd8, 0xff], None), Err(NoPhoto::OtherFile));
        assert_eq!(examine(&vec![0; MOST_BYTES + 1], None), Err(NoPhoto::TooLarge));
    }

    #[test]
    fn a_file_goes_piece_by_piece_from_where_it_was_left() {
        let length = 2 * PIECE + 7;
        let mut upload = PhotoUpload::new(length);
        let left_at = u64::from(PIECE);

        assert_eq!(upload.handle_answer(left_at, false), UploadStep::Send(PIECE..2 * PIECE));
        let half_of_it = left_at + 9;
        let next = PIECE + 9..2 * PIECE + 7;
        assert_eq!(upload.handle_answer(half_of_it, false), UploadStep::Send(next));
        assert_eq!(upload.handle_answer(u64::from(length), true), UploadStep::Done);
    }

    #[test]
    fn an_upload_that_does_not_get_on_ends() {
        let mut upload = PhotoUpload::new(10);

        assert_eq!(upload.handle_answer(4, false), UploadStep::Send(4..10));
        assert_eq!(upload.handle_answer(4, false), UploadStep::Stuck);
    }

    #[test]
    fn a_server_that_has_every_byte_and_has_not_ended_is_asked_once_to_end() {
        let mut upload = PhotoUpload::new(10);

        assert_eq!(upload.handle_answer(u64::MAX, false), UploadStep::Send(10..10));
        assert_eq!(upload.handle_answer(u64::MAX, false), UploadStep::Stuck);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            head in prop::sample::select(vec![&b"\xff\xd8"[..], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"RIFF\0\0\0\0WEBPVP8X", b"RIFF\0\0\0\0WEBPVP8L"]),
            tail in prop::collection::vec(any::<u8>(), 0..60),
        ) {
            let _ = examine(&[head, &tail[..]].concat(), None);
        }
    }
}
