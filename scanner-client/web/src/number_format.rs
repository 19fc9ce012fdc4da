//! Numbers, times and units as people read them.

use rust_decimal::Decimal;
use sync_core::measure::{Quantity, Unit};
use sync_core::text::Language;
pub(crate) use sync_core::text::unit;
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::view::{Phrase, WorkFigure};

/// A quantity with its thousands apart: `1,200`, `312.75`.
pub(crate) fn quantity(quantity: Quantity) -> String {
    decimal(quantity.value())
}

/// A decimal with its thousands apart and U+2212 before what is negative, without zeros at its end.
pub(crate) fn decimal(value: Decimal) -> String {
    as_stated(value.normalize())
}

/// A decimal as [`decimal`] writes it, with the zeros at its end that it was stated with: of money.
fn as_stated(value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::new();
    if value.is_sign_negative() && !value.is_zero() {
        text.push('\u{2212}');
    }
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// The figure of something to be done: `−2.88 %`, `outer 20.7 mm`, `4.60 CNY`.
pub(crate) fn work(figure: &WorkFigure) -> String {
    match figure {
        WorkFigure::Deviation(percent) => format!("{} %", decimal(*percent)),
        WorkFigure::Measured { what, value, unit } => {
            format!("{what} {} {unit}", as_stated(*value))
        }
        WorkFigure::Money { amount, currency } => format!("{} {currency}", as_stated(*amount)),
    }
}

/// A sentence of the core, with its figure as screens write figures.
pub(crate) fn phrase(phrase: &Phrase) -> String {
    phrase.write(decimal)
}

/// The site's time of day: `10:42`.
pub(crate) fn clock(instant: Timestamp, offset: SiteOffset) -> String {
    offset.local(instant).format("%H:%M").to_string()
}

/// The site's time of day to the second: `10:42:07`.
pub(crate) fn clock_to_the_second(instant: Timestamp, offset: SiteOffset) -> String {
    offset.local(instant).format("%H:%M:%S").to_string()
}

/// The site's day and time: `11-23 10:42`.
pub(crate) fn day_and_clock(instant: Timestamp, offset: SiteOffset) -> String {
    offset.local(instant).format("%m-%d %H:%M").to_string()
}

/// From one instant to another: `11-23 10:42 → 11-23 18:20`.
pub(crate) fn from_to((from, to): (Timestamp, Timestamp), offset: SiteOffset) -> String {
    format!("{} → {}", day_and_clock(from, offset), day_and_clock(to, offset))
}

/// A long text that loses its middle instead of its end: sizes stand at the end.
///
/// `most` is in Latin letters; a Chinese one is as wide as two. Latin words and figures are kept
/// or lost as a whole: of `0.8×125`, `8×125` would be another size.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    let width = |letter: &char| if *letter < '\u{2e80}' { 1 } else { 2 };
    let letters: Vec<char> = text.chars().collect();
    if letters.iter().map(width).sum::<usize>() <= most {
        return text.to_owned();
    }
    let fitting = |letters: &mut dyn Iterator<Item = &char>, room: usize| {
        let mut used = 0;
        letters
            .take_while(|letter| {
                used += width(letter);
                used <= room
            })
            .count()
    };
    let room = most.saturating_sub(1);
    let word = |at: usize| {
        let is_part = |letter: &char| *letter != ' ' && width(letter) == 1;
        let before = letters[..at].iter().rev().take_while(|letter| is_part(letter)).count();
        let after = letters[at..].iter().take_while(|letter| is_part(letter)).count();
        if before == 0 || after == 0 { at..at } else { at - before..at + after }
    };
    let from = letters.len() - fitting(&mut letters.iter().rev(), room / 2);
    let cut = word(from);
    let wide = letters[cut.start..].iter().map(width).sum::<usize>();
    let is_figure = letters[cut.clone()].iter().any(char::is_ascii_digit);
    let from = match cut {
        cut if is_figure && wide < room => cut.start,
        cut if cut.end < letters.len() => cut.end,
        // A word that is too long by itself.
        _ => from,
    };
    let used = letters[from..].iter().map(width).sum::<usize>();
    let to = fitting(&mut letters.iter(), room.saturating_sub(used)).min(from);
    let to = Some(word(to).start).filter(|to| *to > 0).unwrap_or(to);
    let first: String = letters[..to].iter().collect();
    let last: String = letters[from..].iter().collect();
    format!("{}…{}", first.trim_end(), last.trim_start())
}

/// A quantity with its unit: `1,200 pcs`.
pub(crate) fn amount(value: Quantity, of: Option<Unit>, language: Language) -> String {
    match of {
        Some(of) => format!("{} {}", quantity(value), unit(of, language)),
        None => quantity(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> String {
        decimal(value.parse().expect("a decimal"))
    }

    #[test]
    fn thousands_stand_apart_and_the_fraction_stays() {
        for (value, text) in [
            ("0", "0"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567.8900", "1,234,567.89"),
            ("312.75", "312.75"),
            ("100", "100"),
        ] {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn what_is_negative_has_a_minus_and_not_a_hyphen() {
        assert_eq!(shown("-1234.5"), "\u{2212}1,234.5");
        assert_eq!(shown("-0"), "0");
    }

    #[test]
    fn a_short_text_is_not_shortened() {
        assert_eq!(shortened("六角螺栓 8×125", 32), "六角螺栓 8×125");
        assert_eq!(shortened("", 0), "");
    }

    #[test]
    fn a_long_text_keeps_the_size_at_its_end_whole() {
        let text = "Hexagon socket head cap screw galvanised 8×125";

        let short = shortened(text, 32);

        assert!(short.ends_with(" 8×125") || short.ends_with("…8×125"), "{short}");
        assert!(short.starts_with("Hexagon"), "{short}");
        assert!(short.contains('…'), "{short}");
        assert!(short.chars().count() <= 32, "{short}");
    }

    #[test]
    fn a_figure_is_never_cut_into_another_one() {
        for most in 10..30 {
            let short = shortened("不锈钢十字槽沉头自攻螺钉 0.8×125", most);

            assert!(short.ends_with("0.8×125"), "{most}: {short}");
        }
    }

    #[test]
    fn chinese_letters_take_the_room_of_two() {
        let width = |text: &str| -> usize {
            text.chars().map(|letter| if letter < '\u{2e80}' { 1 } else { 2 }).sum()
        };

        let short = shortened("不锈钢十字槽沉头自攻螺钉加长型", 20);

        assert!(width(&short) <= 20, "{short}");
        assert!(short.starts_with('不') && short.ends_with('型'), "{short}");
    }

    #[test]
    fn the_figure_of_work_keeps_what_it_is_a_figure_of() {
        let text = |text: &str| text.parse().expect("a text");
        let light = WorkFigure::Deviation(Decimal::new(-4, 0));
        let (what, unit) = (text("hole-1 -A"), text("mm"));
        let measured = WorkFigure::Measured { what, value: Decimal::new(207, 1), unit };
        let money = WorkFigure::Money { amount: Decimal::new(120_050, 2), currency: text("CNY") };

        assert_eq!(work(&light), "\u{2212}4 %");
        // A hyphen in a name is no minus.
        assert_eq!(work(&measured), "hole-1 -A 20.7 mm");
        assert_eq!(work(&money), "1,200.50 CNY");
    }
}
