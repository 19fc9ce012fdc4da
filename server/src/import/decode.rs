//! The bytes of a file become text: UTF-8, UTF-16 with its mark, or GB18030.

use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

use super::error::ImportError;

/// A file's text, and how it was written.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: &'static str,
}

/// Decodes strictly: a byte that fits nowhere refuses the file, since a guessed name is worse
/// than none.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded, ImportError> {
    if is_workbook(bytes) {
        return Err(ImportError::Workbook);
    }
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return strictly(encoding, bytes, mark);
    }
    // No CSV holds a zero byte, but UTF-16 without its mark is full of them.
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        return Err(ImportError::ZeroByte { offset });
    }

    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name() }),
        Err(broken) if is_damaged_utf8(bytes) => {
            Err(ImportError::Undecodable { encoding: UTF_8.name(), offset: broken.valid_up_to() })
        }
        Err(_) => strictly(GB18030, bytes, 0),
    }
}

/// Excel's own files, new and old, which are often given the name of a CSV.
fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xD0\xCF\x11\xE0")
}

/// Whether more characters of three bytes are sound than broken.
///
/// One byte lost from a UTF-8 file leaves bytes that GB18030 mostly accepts, as other
/// characters; genuine GB18030 hardly ever looks like sound UTF-8.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let mut sound = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| c.len_utf8() > 2).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    sound > broken
}

fn strictly(
    encoding: &'static Encoding,
    bytes: &[u8],
    mark: usize,
) -> Result<Decoded, ImportError> {
    let body = bytes.get(mark..).unwrap_or_default();
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let longest = decoder.max_utf8_buffer_length_without_replacement(body.len());
    let mut text = String::with_capacity(longest.unwrap_or_default());

    let (outcome, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);

    let offset = match outcome {
        DecoderResult::InputEmpty => {
            return Ok(Decoded { text, encoding: name(encoding) });
        }
        DecoderResult::Malformed(length, after) => {
            (mark + read).saturating_sub(usize::from(length) + usize::from(after))
        }
        // The text was given room for the longest that so many bytes can become.
        DecoderResult::OutputFull => mark + read,
    };
    Err(ImportError::Undecodable { encoding: name(encoding), offset })
}

/// The name as people know it; the web's name for GB18030 is in small letters.
fn name(encoding: &'static Encoding) -> &'static str {
    if encoding == GB18030 { "GB18030" } else { encoding.name() }
}

#[cfg(test)]
mod tests {
    use encoding_rs::UTF_16LE;

    use super::*;

    const TEXT: &str = "vendor,name\r\nV1,宏达五金\r\n";

    fn check(bytes: &[u8], encoding: &str) {
        let decoded = decode(bytes).unwrap();

        assert_eq!(decoded.text, TEXT);
        assert_eq!(decoded.encoding, encoding);
    }

    #[test]
    fn utf_8_is_read_with_and_without_its_mark() {
        check(TEXT.as_bytes(), "UTF-8");
        check(&[b"\xEF\xBB\xBF", TEXT.as_bytes()].concat(), "UTF-8");
    }

    #[test]
    fn gb18030_is_what_is_not_utf_8() {
        check(&GB18030.encode(TEXT).0, "GB18030");
    }

    #[test]
    fn utf_16_is_known_by_its_mark() {
        let little: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();

        check(&[b"\xFF\xFE", &little[..]].concat(), UTF_16LE.name());
        check(&[b"\xFE\xFF", &big[..]].concat(), "UTF-16BE");
        assert!(matches!(decode(&little), Err(ImportError::ZeroByte { offset: 1 })));
    }

    #[test]
    fn a_byte_that_fits_nowhere_is_named_by_its_offset() {
        let check = |bytes: &[u8], encoding: &'static str, offset: usize| {
            let refused = decode(bytes).unwrap_err();
            assert_eq!(refused, ImportError::Undecodable { encoding, offset });
        };

        check(b"vendor\r\nV\xFF\r\n", "GB18030", 9);
        check(b"\xEF\xBB\xBFvendor\xB0\xA1", "UTF-8", 9);
        check(b"\xFF\xFEv\0e", "UTF-16LE", 4);
    }

    #[test]
    fn a_utf_8_file_that_lost_a_byte_is_not_read_as_other_characters() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes.remove(17);

        let refused = decode(&bytes).unwrap_err();

        assert_eq!(refused, ImportError::Undecodable { encoding: "UTF-8", offset: 16 });
    }

    #[test]
    fn an_excel_workbook_is_recognised() {
        assert_eq!(decode(b"PK\x03\x04\x14\0\x06").unwrap_err(), ImportError::Workbook);
    }
}
