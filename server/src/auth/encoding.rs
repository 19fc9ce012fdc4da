//! Keys, nonces and signatures as text: base64 in any of its spellings, or hex.

use base64::Engine as _;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// Random bytes from the operating system.
pub fn random_bytes<const N: usize>() -> std::io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| std::io::Error::other(error.to_string()))?;
    Ok(bytes)
}

/// Base64 for URLs, without padding: how everything is written here.
pub fn to_text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// Any number of bytes from base64, padded or not.
pub fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let text = text.trim().replace('-', "+").replace('_', "/");
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&base64::alphabet::STANDARD, lenient).decode(text).ok()
}

/// Bytes as lower-case hex, two digits each.
pub fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to memory cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Reads exactly `N` bytes from hex or base64, padded or not.
pub fn from_text<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.trim();
    if text.len() == 2 * N && text.bytes().all(|c| c.is_ascii_hexdigit()) {
        return from_hex(text);
    }
    let lenient =
        GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let alphabet = if text.contains(['-', '_']) {
        base64::alphabet::URL_SAFE
    } else {
        base64::alphabet::STANDARD
    };
    GeneralPurpose::new(&alphabet, lenient).decode(text).ok()?.try_into().ok()
}

fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

/// Draws a QR code, level M; nothing where the text is too long for one.
pub fn drawn_code(text: &str) -> Option<(i32, String)> {
    use std::fmt::Write as _;
    let code = qrcodegen::QrCode::encode_text(text, qrcodegen::QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for (y, x) in (0..code.size()).flat_map(|y| (0..code.size()).map(move |x| (y, x))) {
        if code.get_module(x, y) {
            // Writing to memory cannot fail.
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Some((code.size(), path))
}

/// The SHA-256 digest of some bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Whether two secrets are equal, without telling by the time it takes how far they are.
pub fn same_secret(left: &[u8], right: &[u8]) -> bool {
    // Digests of what an attacker chooses share no prefix that he could work towards.
    sha256(left) == sha256(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_back_from_every_spelling() {
        let key: [u8; 32] = std::array::from_fn(|place| 251 - u8::try_from(place).unwrap() * 7);
        let standard = to_text(&key).replace('-', "+").replace('_', "/");
        let padded = format!("{standard}=");

        for text in [to_text(&key), to_hex(&key), standard, padded] {
            assert_eq!(from_text(&text), Some(key), "{text}");
        }
    }

    #[test]
    fn a_key_of_another_length_is_none() {
        assert_eq!(from_text::<32>(&to_text(&[1; 31])), None);
        assert_eq!(from_text::<32>("∞"), None);
        assert_eq!(from_text::<32>(""), None);
    }
}
