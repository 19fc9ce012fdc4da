//! What is checked of a value of GS1, part by part: a breach is said beside the value.

use super::table::{self, Ai};
use crate::scan::date;
use crate::scan::reading::DoubtReason;

/// A part of an identifier's value, as the table writes it.
#[derive(Clone, Copy, Debug)]
struct Part {
    signs: u8,
    shortest: usize,
    longest: usize,
    optional: bool,
    check: u8,
}

/// The parts of an identifier's value. What cannot be read there is not written there: a test walks it.
fn parts(row: &Ai) -> impl Iterator<Item = Part> {
    row.parts.split(' ').filter_map(|text| {
        let optional = text.starts_with('?');
        let text = text.strip_prefix('?').unwrap_or(text);
        let (shape, check) = text.split_once(':').unwrap_or((text, ""));
        let signs = shape.bytes().next()?;
        let length = shape.get(1..)?;
        let longest: usize = length.strip_prefix('-').unwrap_or(length).parse().ok()?;
        let shortest = if length.starts_with('-') { 1 } else { longest };
        Some(Part { signs, shortest, longest, optional, check: check.bytes().next().unwrap_or(0) })
    })
}

/// How short and how long a value may be.
pub(super) fn lengths(row: &Ai) -> (usize, usize) {
    parts(row).fold((0, 0), |(shortest, longest), part| {
        let least = if part.optional { 0 } else { part.shortest };
        (shortest + least, longest + part.longest)
    })
}

/// What a value breaks, the first thing of each part.
pub(super) fn breaches(row: &Ai, value: &str, year: i32) -> Vec<DoubtReason> {
    let mut found = Vec::new();
    let mut rest = value;
    for part in parts(row) {
        if rest.is_empty() && part.optional {
            break;
        }
        let length = rest.len().min(part.longest);
        let Some((piece, behind)) = rest.split_at_checked(length) else {
            found.push(DoubtReason::Sign);
            return found;
        };
        rest = behind;
        if length < part.shortest {
            found.push(DoubtReason::Length);
        } else if !piece.bytes().all(|byte| is_allowed(part.signs, byte)) {
            found.push(DoubtReason::Sign);
        } else if let Some(reason) = wrong(part.check, piece, year) {
            found.push(reason);
        }
    }
    if !rest.is_empty() {
        found.push(DoubtReason::Length);
    }
    found
}

/// Whether a sign may stand in a part of a kind.
const fn is_allowed(signs: u8, byte: u8) -> bool {
    match signs {
        b'N' => byte.is_ascii_digit(),
        b'Y' => matches!(byte, b'#' | b'-' | b'/' | b'0'..=b'9' | b'A'..=b'Z'),
        b'Z' => matches!(byte, b'-' | b'_' | b'=') || byte.is_ascii_alphanumeric(),
        _ => is_of_82(byte),
    }
}

/// The 82 signs of GS1.
pub(super) const fn is_of_82(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'"' | b'%'..=b'/' | b':'..=b'?' | b'_')
}

fn wrong(check: u8, piece: &str, year: i32) -> Option<DoubtReason> {
    let digits = |text: &str| text.parse::<u64>().ok();
    let value = |fits: bool| (!fits).then_some(DoubtReason::Value);
    let day = |fits: bool| (!fits).then_some(DoubtReason::NotADate);
    match check {
        b'k' => (!check_digit_fits(piece)).then_some(DoubtReason::CheckDigit),
        b'K' => (!check_pair_fits(piece)).then_some(DoubtReason::CheckDigit),
        b'd' => day(date::yymmdd(piece, year, true).is_some()),
        b'D' => day(date::yymmdd(piece, year, false).is_some()),
        b'Y' => day(date::yyyymmdd(piece).is_some()),
        b't' | b'h' => day(date::time(piece).is_some()),
        b'm' => day(digits(piece).is_some_and(|minutes| minutes < 60)),
        b'c' => value(piece == "999" || table::country(piece).is_some()),
        b'C' => value(table::is_country(piece)),
        b'$' | b'n' => value(digits(piece).is_some_and(|number| number > 0)),
        b'z' => value(piece == "0"),
        b'b' => value(matches!(piece, "0" | "1")),
        b'w' => value(matches!(piece, "0" | "1" | "9")),
        b's' => value(matches!(piece, "0" | "1" | "2" | "9")),
        b'M' => value(digits(piece).is_some_and(|kind| matches!(kind, 1..=10 | 80..=99))),
        b'-' => value(piece == "-"),
        b'l' => value(piece == "0" || !piece.starts_with('0')),
        b'x' => value(!piece.bytes().all(|byte| byte.is_ascii_digit())),
        b'a' => value(digits(piece).is_some_and(|degrees| degrees <= 1_800_000_000)),
        b'o' => value(digits(piece).is_some_and(|degrees| degrees <= 3_600_000_000)),
        b'p' => value(piece.split_at_checked(2).is_some_and(|(piece, of)| is_piece_of(piece, of))),
        b'/' => value(piece.split_once('/').is_some_and(|(piece, of)| is_piece_of(piece, of))),
        b'%' => value(is_percent_encoded(piece)),
        b'i' => value(is_iban(piece)),
        _ => None,
    }
}

fn is_piece_of(piece: &str, of: &str) -> bool {
    let number = |text: &str| text.parse::<u32>().ok().filter(|number| *number > 0);
    matches!((number(piece), number(of)), (Some(piece), Some(of)) if piece <= of)
}

fn is_percent_encoded(text: &str) -> bool {
    text.split('%').skip(1).all(|behind| {
        behind.get(..2).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

/// Whether the last digit is that of the digits before it: they weigh three and one in turns.
pub(crate) fn check_digit_fits(digits: &str) -> bool {
    let weighed = digits.bytes().rev().zip([1_u32, 3].into_iter().cycle());
    let sum: u32 =
        weighed.map(|(digit, weight)| u32::from(digit.wrapping_sub(b'0')) * weight).sum();
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) && sum.is_multiple_of(10)
}

/// Whether the last two signs are those of the signs before them (GS1 General Specifications, 7.9.5).
fn check_pair_fits(text: &str) -> bool {
    const SIGNS: &[u8] =
        b"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    const CHECKS: &[u8] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    const PRIMES: [u32; 23] =
        [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83];
    let bytes = text.as_bytes();
    let Some((body, pair)) = bytes.len().checked_sub(2).and_then(|at| bytes.split_at_checked(at))
    else {
        return false;
    };
    let mut sum = 0;
    for (sign, prime) in body.iter().rev().zip(PRIMES) {
        let place = SIGNS
            .iter()
            .position(|known| known == sign)
            .and_then(|place| u32::try_from(place).ok());
        let Some(place) = place else { return false };
        sum += place * prime;
    }
    let rest = sum % 1021;
    let expected = [rest / 32, rest % 32].map(|place| CHECKS.get(place as usize).copied());
    !body.is_empty()
        && body.len() <= PRIMES.len()
        && [pair.first().copied(), pair.get(1).copied()] == expected
}

/// The remainder of 97, letters counted from ten on.
fn is_iban(text: &str) -> bool {
    let Some((head, rest)) = text.split_at_checked(4) else { return false };
    let mut sum: u32 = 0;
    for sign in rest.chars().chain(head.chars()) {
        let Some(digit) = sign.to_digit(36).filter(|_| !sign.is_ascii_lowercase()) else {
            return false;
        };
        sum = (sum * if digit < 10 { 10 } else { 100 } + digit) % 97;
    }
    sum == 1 && head.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_the_table_can_be_read() {
        for row in &table::TABLE {
            assert_eq!(parts(row).count(), row.parts.split(' ').count(), "{}", row.first);
            let (shortest, longest) = lengths(row);
            assert!(shortest > 0 && longest >= shortest && longest <= 100, "{}", row.first);
            assert!(!row.known_length || shortest == longest, "{}", row.first);
        }
    }

    #[test]
    fn check_digits_are_those_of_published_numbers() {
        for number in
            ["09506000134352", "4006381333931", "106141412345678908", "24012345678905", "02345680"]
        {
            assert!(check_digit_fits(number), "{number}");
        }
        assert!(!check_digit_fits("4006381333930") && !check_digit_fits(""));
        assert!(check_pair_fits("1987654Ad4X4bL5ttr2310c2K"));
        assert!(!check_pair_fits("1987654Ad4X4bL5ttr2310c3K"));
        assert!(is_iban("GB82WEST12345698765432") && !is_iban("GB82WEST12345698765433"));
    }
}
