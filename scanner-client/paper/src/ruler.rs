//! How wide text is on paper, in whatever face the device has: told to be wide enough.
//!
//! A label is drawn where the fonts are not known, so every text gets a width of its own and
//! is set to exactly that; the figures below follow a plain sans-serif face.

/// Width of a character in thousandths of its size.
fn thousandths(character: char, weight: Weight) -> usize {
    if is_ideographic(character) {
        return 1_000;
    }
    let regular = match character {
        '0'..='9' => 560,
        'W' | 'M' | 'm' | 'w' | '@' | '%' | '…' => 880,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '\u{a0}' => 290,
        'f' | 'r' | 't' | '-' | '(' | ')' | '[' | ']' | '/' | '·' | '"' => 370,
        'A'..='Z' => 660,
        _ => 570,
    };
    match weight {
        Weight::Regular => regular,
        Weight::Bold => regular + 25,
    }
}

/// Whether a character is as wide as it is high.
fn is_ideographic(character: char) -> bool {
    matches!(
        character,
        '\u{1100}'..='\u{11ff}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{1f000}'..
    )
}

/// How thick the strokes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// How wide a text is at a size.
pub(crate) fn width(text: &str, size: usize, weight: Weight) -> usize {
    let thousands: usize = text.chars().map(|character| thousandths(character, weight)).sum();
    (thousands * size).div_ceil(1_000)
}

/// Breaks a text into lines no wider than `most`: at blanks where it can, and between any two
/// characters where it must, as Chinese allows. Beyond `lines` it is cut, with an ellipsis.
pub(crate) fn wrap(
    text: &str,
    size: usize,
    weight: Weight,
    most: usize,
    lines: usize,
) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && wrapped.len() < lines {
        if wrapped.len() + 1 == lines {
            wrapped.push(cut(rest, size, weight, most));
            break;
        }
        let fitting = fitting(rest, size, weight, most);
        let break_at = match rest[..fitting].rfind(' ') {
            Some(blank) if fitting < rest.len() && breaks_words(&rest[fitting..]) => blank,
            _ => fitting,
        };
        wrapped.push(rest[..break_at].trim().to_owned());
        rest = rest[break_at..].trim_start();
    }
    wrapped
}

/// The text, or as much of it as fits with an ellipsis.
fn cut(text: &str, size: usize, weight: Weight, most: usize) -> String {
    if width(text, size, weight) <= most {
        return text.to_owned();
    }
    let room = most.saturating_sub(width("…", size, weight));
    let fitting = fitting(text, size, weight, room);
    if fitting == 0 { String::new() } else { format!("{}…", text[..fitting].trim_end()) }
}

/// How many bytes of a text fit.
fn fitting(text: &str, size: usize, weight: Weight, most: usize) -> usize {
    let mut thousands = 0;
    for (place, character) in text.char_indices() {
        thousands += thousandths(character, weight);
        if (thousands * size).div_ceil(1_000) > most {
            return place;
        }
    }
    text.len()
}

/// Whether what follows goes on with a word that is written in letters.
fn breaks_words(rest: &str) -> bool {
    rest.chars().next().is_some_and(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_where_they_can() {
        let lines = wrap("Plated connector, nickel 0.8", 20, Weight::Regular, 200, 3);

        assert_eq!(lines, ["Plated connector,", "nickel 0.8"]);
    }

    #[test]
    fn chinese_breaks_anywhere_and_ends_with_an_ellipsis() {
        let lines = wrap("阳极氧化面板黑色带沉孔", 20, Weight::Regular, 80, 2);

        assert_eq!(lines, ["阳极氧化", "面板黑…"]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_room(text in "\\PC{0,80}", size in 9..60_usize, most in 20..600_usize, lines in 1..4_usize) {
            let wrapped = wrap(&text, size, Weight::Bold, most, lines);

            prop_assert!(wrapped.len() <= lines);
            for line in wrapped {
                prop_assert!(width(&line, size, Weight::Bold) <= most.max(size));
            }
        }
    }
}
