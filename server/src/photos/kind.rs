//! Which sort of file it is, by its first bytes; what a client claims counts for nothing.

use sync_core::fact::PhotoType;

/// So many bytes tell every sort apart.
const TELLING: usize = 12;

/// What a file is; nothing where it is no photo.
pub(super) fn of(bytes: &[u8]) -> Option<PhotoType> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(PhotoType::Jpeg)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(PhotoType::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(PhotoType::Webp)
    } else {
        None
    }
}

/// Whether a file that begins so is surely none.
pub(super) fn cannot_be(beginning: &[u8]) -> bool {
    beginning.len() >= TELLING && of(beginning).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        assert_eq!(of(&[0xff, 0xd8, 0xff, 0xe0]), Some(PhotoType::Jpeg));
        assert_eq!(of(b"\x89PNG\r\n\x1a\n...."), Some(PhotoType::Png));
        assert_eq!(of(b"RIFF\x10\0\0\0WEBPVP8 "), Some(PhotoType::Webp));
        assert_eq!(of(b"RIFF\x10\0\0\0WAVEfmt "), None);
        assert_eq!(of(b"<svg onload=alert(1)>"), None);
        assert!(cannot_be(b"<svg onload="));
        assert!(!cannot_be(&[0xff]));
    }
}
