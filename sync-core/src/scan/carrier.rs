//! The carrier: what keyboards, intents and cameras do to a code on its way, undone.

use super::reading::Mend;
use crate::same_code::to_half_width;

/// Separates values.
pub const GS: char = '\u{1D}';
/// Separates messages.
pub const RS: char = '\u{1E}';
/// Ends a transmission.
pub const EOT: char = '\u{4}';

/// Names of control characters as readers spell them, within brackets of any kind.
const NAMES: [(&str, char); 8] = [
    ("GS", GS),
    ("FNC1", GS),
    ("F8", GS),
    ("RS", RS),
    ("EOT", EOT),
    ("0X1D", GS),
    ("0X1E", RS),
    ("0X04", EOT),
];

/// Control characters as programs escape them, and as terminals draw them.
const ESCAPES: [(&str, char); 15] = [
    ("\\x1d", GS),
    ("\\x1D", GS),
    ("\\u001d", GS),
    ("\\u001D", GS),
    ("\\035", GS),
    ("\\x1e", RS),
    ("\\x1E", RS),
    ("\\u001e", RS),
    ("\\u001E", RS),
    ("\\036", RS),
    ("\\x04", EOT),
    ("\\u0004", EOT),
    ("\\004", EOT),
    ("^]", GS),
    ("^^", RS),
];

/// What came, as the code holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// The code's text with real control characters.
    pub text: String,
    /// The symbology that the reader named.
    pub symbology: Option<String>,
    /// What was put right.
    pub mends: Vec<Mend>,
}

impl Carried {
    /// Whether the symbology says that the data are of GS1.
    pub fn is_gs1(&self) -> bool {
        matches!(
            self.symbology.as_deref(),
            Some("]C1" | "]e0" | "]e1" | "]e2" | "]d2" | "]Q3" | "]J1")
        )
    }

    /// Whether the symbology says that the data are a bare article number.
    pub fn is_article(&self) -> bool {
        matches!(self.symbology.as_deref(), Some("]E0" | "]E1" | "]E2" | "]E3" | "]E4" | "]I1"))
    }
}

/// Undoes what happened on the way.
pub fn unpack(raw: &str) -> Carried {
    let mut mends = Vec::new();
    let trimmed = raw.trim_matches(is_edge);
    let plain = if trimmed.is_ascii() { trimmed.to_owned() } else { widened(trimmed, &mut mends) };
    let named = with_controls(&plain);
    if named != plain {
        mends.push(Mend::SeparatorNamed);
    }
    let (symbology, rest, inverted) = symbology(&named);
    let mut text = rest.to_owned();
    if symbology.is_some() {
        mends.push(Mend::Symbology);
    }
    if inverted {
        text = inverted_case(&text);
        mends.push(Mend::Case);
    }
    let text = text.trim_matches(is_edge).to_owned();
    Carried { text, symbology, mends }
}

/// A text as programs write it, with `\x1d` for a control character and `\\` for a backslash; what is no
/// escape stays as it stands.
pub fn unescaped(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        plain.push_str(before);
        let byte = behind.strip_prefix('x').and_then(|digits| digits.get(..2));
        let byte = byte
            .filter(|digits| !digits.starts_with('+'))
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .filter(u8::is_ascii);
        if let Some(byte) = byte {
            plain.push(char::from(byte));
            rest = behind.get(3..).unwrap_or_default();
        } else {
            plain.push('\\');
            rest = behind.strip_prefix('\\').unwrap_or(behind);
        }
    }
    plain.push_str(rest);
    plain
}

/// A text with capitals for small letters and small letters for capitals: Caps Lock was on.
pub fn inverted_case(text: &str) -> String {
    let turned = |sign: char| match sign {
        'a'..='z' => sign.to_ascii_uppercase(),
        'A'..='Z' => sign.to_ascii_lowercase(),
        other => other,
    };
    text.chars().map(turned).collect()
}

/// What stands at an end and is no part of the code; separators are.
fn is_edge(sign: char) -> bool {
    !matches!(sign, '\u{1C}'..='\u{1F}')
        && (sign.is_whitespace()
            || matches!(sign, '\0' | '\u{2}' | '\u{3}' | '\u{FEFF}' | '\u{200B}'))
}

/// Full width, the brackets that Chinese keyboards write, and pictures of control characters.
fn widened(text: &str, mends: &mut Vec<Mend>) -> String {
    let half = to_half_width(text);
    let mut wide = half != text;
    let mut drawn = false;
    let plain = half.chars().map(|sign| {
        let (to, is_drawn) = match sign {
            '【' | '［' => ('[', false),
            '】' | '］' => (']', false),
            '》' | '〉' => ('>', false),
            '「' => ('{', false),
            '」' => ('}', false),
            // Pictures, and what a keypad code draws where it is not a control character.
            '␝' | '↔' => (GS, true),
            '␞' | '▲' => (RS, true),
            '␄' | '♦' => (EOT, true),
            other => return other,
        };
        wide |= !is_drawn;
        drawn |= is_drawn;
        to
    });
    let plain: String = plain.collect();
    if wide {
        mends.push(Mend::FullWidth);
    }
    if drawn {
        mends.push(Mend::SeparatorNamed);
    }
    plain
}

/// Names and escapes of control characters become the characters.
fn with_controls(text: &str) -> String {
    if !text.bytes().any(|byte| matches!(byte, b'<' | b'{' | b'[' | b'\\' | b'^')) {
        return text.to_owned();
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(sign) = rest.chars().next() {
        let (put, length) =
            named(rest).or_else(|| escaped(rest)).unwrap_or((sign, sign.len_utf8()));
        plain.push(put);
        rest = rest.get(length..).unwrap_or_default();
    }
    plain
}

fn named(text: &str) -> Option<(char, usize)> {
    let close = match text.bytes().next()? {
        b'<' => '>',
        b'{' => '}',
        b'[' => ']',
        _ => return None,
    };
    let inside = text.get(1..)?;
    NAMES.iter().find_map(|(name, control)| {
        let written = inside.get(..name.len())?;
        let closed = inside.get(name.len()..)?.starts_with(close);
        (closed && written.eq_ignore_ascii_case(name)).then_some((*control, name.len() + 2))
    })
}

fn escaped(text: &str) -> Option<(char, usize)> {
    let begins = |(name, _): &&(&str, char)| text.starts_with(name);
    ESCAPES.iter().find(begins).map(|(name, control)| (*control, name.len()))
}

/// The symbology in front, the rest, and whether its letter says that Caps Lock was on.
fn symbology(text: &str) -> (Option<String>, &str, bool) {
    let Some((head, rest)) = text.split_at_checked(3) else { return (None, text, false) };
    let [b']', letter, modifier] = *head.as_bytes() else { return (None, text, false) };
    if !modifier.is_ascii_alphanumeric() {
        return (None, text, false);
    }
    // Letters that stand for a symbology in the other case alone.
    let inverted = matches!(letter, b'c' | b'q' | b'D' | b'j' | b'i' | b'a');
    if !(inverted || is_symbology(letter)) {
        return (None, text, false);
    }
    let head = if inverted { inverted_case(head) } else { head.to_owned() };
    (Some(head), rest, inverted)
}

/// The code characters of ISO/IEC 15424.
const fn is_symbology(letter: u8) -> bool {
    matches!(letter, b'A'..=b'C' | b'E'..=b'I' | b'J'..=b'M' | b'O'..=b'U' | b'X' | b'Z' | b'd' | b'e' | b'g' | b'h' | b'o' | b'z')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_readers_do_is_undone() {
        for (sent, text) in [
            ("A␝B", "A\u{1D}B"),
            ("A<GS>B<RS>C<EOT>", "A\u{1D}B\u{1E}C\u{4}"),
            ("A{gs}B[FNC1]C<F8>D", "A\u{1D}B\u{1D}C\u{1D}D"),
            ("A\\x1dB\\035C\\u001dD", "A\u{1D}B\u{1D}C\u{1D}D"),
            ("A^]B^^C", "A\u{1D}B\u{1E}C"),
            ("A↔B▲C♦", "A\u{1D}B\u{1E}C\u{4}"),
            ("\t（０１）\r\n", "(01)"),
            ("【）》", "[)>"),
            ("]C1ABC", "ABC"),
            ("]d2\u{1D}01", "\u{1D}01"),
            ("]q3abC", "ABc"),
            ("]9x", "]9x"),
            ("]C", "]C"),
            ("\\", "\\"),
            ("<GS", "<GS"),
        ] {
            assert_eq!(unpack(sent).text, text, "{sent}");
        }
        assert_eq!(unescaped("a\\x1db\\\\c\\x4\\"), "a\u{1D}b\\c\\x4\\");
        assert_eq!(unpack("]c1x").symbology.as_deref(), Some("]C1"));
        assert!(unpack("]Q3x").is_gs1() && unpack("]E04006381333931").is_article());
    }
}
