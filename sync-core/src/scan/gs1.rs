//! GS1: element strings as codes hold them and as people read them, web addresses, article numbers.

mod check;
mod link;
mod meaning;
pub mod table;

use table::Ai;

use super::carrier::GS;
use super::date;
use super::reading::{DoubtReason, Mend, Reading, RefusedReason, System};

pub(super) use check::check_digit_fits;
pub(super) use link::read as link;

/// A label holds no more values.
pub(super) const MOST: usize = 100;

/// Reads element strings as a code holds them.
pub(super) fn elements(reading: &mut Reading, text: &str, year: i32) {
    let plain = with_separators(reading, text);
    let mut rest = plain.as_str();
    loop {
        rest = rest.trim_start_matches(GS);
        if rest.is_empty() {
            break;
        }
        let Some((row, length)) = table::at_start(rest) else {
            let cut = rest.len() < 2 || table::TABLE.iter().any(|row| row.first.starts_with(rest));
            let reason = if cut { RefusedReason::CutOff } else { RefusedReason::UnknownIdentifier };
            reading.refuse(reason, rest.get(..rest.len().min(4)).unwrap_or(rest));
            break;
        };
        let (id, behind) = rest.split_at(length);
        let ended = behind.find(GS);
        let (value, next) = behind.split_at(ended.unwrap_or(behind.len()));
        let (shortest, longest) = check::lengths(row);
        let (value, next) = if row.known_length {
            behind.split_at_checked(longest.min(value.len())).unwrap_or((value, next))
        } else {
            (value, next)
        };
        if value.len() < shortest && ended.is_none() {
            reading.refuse(RefusedReason::CutOff, id);
            break;
        }
        if value.len() > longest {
            reading.refuse(RefusedReason::SeparatorLost, id);
            break;
        }
        if !take_where_room(reading, row, id, (value, year)) {
            break;
        }
        rest = next;
    }
    if !plain.contains(GS) {
        ask_for_lost_separators(reading, year);
    }
    finish(reading);
}

/// Reads `(01)…(10)…`.
pub(super) fn brackets(reading: &mut Reading, text: &str, year: i32) {
    let mut rest = text.trim();
    while let Some((id, behind)) = bracket(rest) {
        let mut end = 0;
        let mut value = String::new();
        // A bracket that opens no identifier belongs to the value, as does one behind a backslash.
        while let Some(sign) = behind.get(end..).and_then(|left| left.chars().next()) {
            let left = behind.get(end..).unwrap_or_default();
            if let Some(escaped) = left
                .strip_prefix('\\')
                .and_then(|left| left.chars().next())
                .filter(|next| matches!(next, '(' | ')'))
            {
                value.push(escaped);
                end += 2;
                continue;
            }
            if bracket(left).is_some() {
                break;
            }
            value.push(sign);
            end += sign.len_utf8();
        }
        let next = behind.get(end..).unwrap_or_default();
        let value = value.trim_matches(|sign: char| sign.is_whitespace() || sign == GS);
        let Some(row) = table::named(id) else {
            reading.refuse(RefusedReason::UnknownIdentifier, id);
            break;
        };
        if next.is_empty() && value.len() < check::lengths(row).0 {
            reading.refuse(RefusedReason::CutOff, id);
            break;
        }
        if !take_where_room(reading, row, id, (value, year)) {
            break;
        }
        rest = next;
    }
    if reading.refused.is_none() && !rest.is_empty() {
        reading.refuse(RefusedReason::Nonsense, rest);
    }
    finish(reading);
}

/// The identifier in brackets that a text begins with, and what stands behind it.
pub(super) fn bracket(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('(')?;
    let (id, rest) =
        inside.split_at_checked(inside.bytes().take(5).position(|byte| byte == b')')?)?;
    let is_id = (2..=4).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
    is_id.then(|| (id, rest.get(1..).unwrap_or_default()))
}

/// Reads a bare article number.
pub(super) fn number(reading: &mut Reading, digits: &str, year: i32) {
    reading.found(System::Gs1, "01", digits);
    if !check_digit_fits(digits) {
        reading.breaks(DoubtReason::CheckDigit, "01");
    }
    meaning::of(reading, "01", &in_14_digits(digits), year);
}

fn in_14_digits(digits: &str) -> String {
    format!("{digits:0>14}")
}

/// Takes a value over, unless it is one more than any label has; answers whether it did.
fn take_where_room(reading: &mut Reading, row: &Ai, id: &str, (value, year): (&str, i32)) -> bool {
    if reading.identifiers.len() >= MOST {
        reading.refuse(RefusedReason::TooLong, id);
        return false;
    }
    take(reading, row, id, value, year);
    true
}

/// Takes a value over, with what it breaks and what it means.
fn take(reading: &mut Reading, row: &Ai, id: &str, value: &str, year: i32) {
    reading.found(System::Gs1, id, value);
    let breaches = check::breaches(row, value, year);
    for reason in &breaches {
        reading.breaks(*reason, id);
    }
    // A number that fails its check is still the number that stands there; a value of another
    // shape says nothing.
    let shapeless =
        |reason: &DoubtReason| matches!(reason, DoubtReason::Length | DoubtReason::Sign);
    if !breaches.iter().any(shapeless) {
        meaning::of(reading, id, value, year);
    }
}

/// No sign outside the 82 stands in a value: where no separator came, such a sign is one.
fn with_separators(reading: &mut Reading, text: &str) -> String {
    let other = text.chars().find(|sign| !is_value(*sign));
    match other {
        Some(sign) if !text.contains(GS) && sign.is_ascii_punctuation() => {
            reading.mend(Mend::SeparatorReplaced);
            if sign != ']' {
                reading.breaks(DoubtReason::SeparatorReplaced, "");
            }
            text.replace(sign, "\u{1D}")
        }
        _ => text.to_owned(),
    }
}

fn is_value(sign: char) -> bool {
    u8::try_from(sign).is_ok_and(check::is_of_82)
}

/// A value that may end anywhere may have swallowed a day that was meant to follow it.
fn ask_for_lost_separators(reading: &mut Reading, year: i32) {
    let Some(last) = reading.identifiers.last() else { return };
    let of_any_length = table::named(&last.id).is_some_and(|row| !row.known_length);
    let at = last.value.len().checked_sub(8).filter(|at| *at > 0);
    let tail = at.and_then(|at| last.value.get(at..));
    let swallowed = tail.and_then(|tail| tail.split_at_checked(2)).is_some_and(|(id, day)| {
        matches!(id, "11" | "13" | "15" | "17") && date::yymmdd(day, year, true).is_some()
    });
    if of_any_length && swallowed {
        let id = last.id.clone();
        reading.asks(DoubtReason::SeparatorMaybeLost, &id);
    }
}

/// What identifiers say of each other.
fn finish(reading: &mut Reading) {
    super::ask_about_repeats(reading);
    let ids: Vec<String> = reading.identifiers.iter().map(|one| one.id.clone()).collect();
    for id in &ids {
        let Some(row) = table::named(id) else { continue };
        let stands = |pattern: &str| ids.iter().any(|other| other != id && fits(pattern, other));
        let group = |group: &str| group.split('+').all(stands);
        if !row.needs.is_empty() && !row.needs.split(',').any(group) {
            reading.breaks(DoubtReason::NeedsAnother, id);
        }
        if !row.excludes.is_empty() && row.excludes.split(',').any(stands) {
            reading.breaks(DoubtReason::ExcludesAnother, id);
        }
    }
}

/// Whether an identifier is meant, where `n` is any digit.
fn fits(pattern: &str, id: &str) -> bool {
    let same = |(one, other): (u8, u8)| one == other || (one == b'n' && other.is_ascii_digit());
    pattern.len() == id.len() && pattern.bytes().zip(id.bytes()).all(same)
}
