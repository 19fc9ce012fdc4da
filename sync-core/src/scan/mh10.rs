//! Data identifiers of ANSI MH10.8.2: digits and a letter before each value.

pub mod table;

use rust_decimal::Decimal;

use super::carrier::inverted_case;
use super::date;
use super::gs1;
use super::reading::{DoubtReason, MeaningKind, Mend, Reading, RefusedReason, System};
use table::{Di, Shape};

/// The identifier that a field begins with, and the value behind it.
pub(super) fn parted(field: &str) -> Option<(&str, &str)> {
    let digits = field.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let letter = field.as_bytes().get(digits)?;
    (digits <= 3 && letter.is_ascii_uppercase()).then(|| field.split_at(digits + 1))
}

/// Reads fields, each with its identifier in front.
pub(super) fn fields<'a>(reading: &mut Reading, fields: impl Iterator<Item = &'a str>, year: i32) {
    for field in fields.filter(|field| !field.is_empty()) {
        if reading.identifiers.len() >= gs1::MOST {
            reading.refuse(RefusedReason::TooLong, field);
            break;
        }
        if let Some((id, value)) = parted(field) {
            take(reading, id, value, year);
        } else {
            reading.found(System::Mh10, "", field);
            let head: String = field.chars().take(6).collect();
            reading.breaks(DoubtReason::NoIdentifier, &head);
        }
    }
    super::ask_about_repeats(reading);
}

/// Identifiers are capitals: where all letters in front of values are small, Caps Lock was on.
pub(super) fn righted(reading: &mut Reading, body: &str, separator: char) -> Option<String> {
    let mut letters = body.split(separator).filter_map(|field| {
        let digits = field.bytes().take(4).take_while(u8::is_ascii_digit).count();
        field.as_bytes().get(digits).copied()
    });
    let first = letters.next()?;
    if first.is_ascii_lowercase() && letters.all(|letter| letter.is_ascii_lowercase()) {
        reading.mend(Mend::Case);
        return Some(inverted_case(body));
    }
    None
}

/// Takes a value over, with what it breaks and what it means.
pub(super) fn take(reading: &mut Reading, id: &str, value: &str, year: i32) {
    reading.found(System::Mh10, id, value);
    let value = value.trim();
    // An identifier with nothing behind it says nothing, and some sellers print it always.
    let Some(row) = table::named(id).filter(|_| !value.is_empty()) else { return };
    if let Err(reason) = means(reading, row, value, year) {
        reading.breaks(reason, id);
    }
}

fn means(reading: &mut Reading, row: &Di, value: &str, year: i32) -> Result<(), DoubtReason> {
    let evidence = (System::Mh10, row.id);
    let dated = |day: Option<String>| day.ok_or(DoubtReason::NotADate);
    let text = match row.shape {
        Shape::Text => value.to_owned(),
        Shape::Number => return amount(reading, row, value, None),
        Shape::NumberAndUnit => {
            let at = value.bytes().position(|byte| byte.is_ascii_alphabetic());
            let (number, unit) =
                value.split_at_checked(at.unwrap_or(value.len())).unwrap_or((value, ""));
            let unit = unit.trim();
            return amount(reading, row, number.trim(), (!unit.is_empty()).then_some(unit));
        }
        Shape::OrderAndLine => {
            let (order, line) = match value.split_once('+') {
                Some((order, line)) => (Some(order), line),
                None => (None, value),
            };
            if let Some(order) = order {
                reading.means(MeaningKind::Order, order.to_owned(), None, evidence);
            }
            return line_number(reading, row.id, line)
                .and(order.map(|_| ()).ok_or(DoubtReason::Value));
        }
        Shape::Line => return line_number(reading, row.id, value),
        Shape::Country => {
            let is_known = gs1::table::is_country(value) || value == "AA";
            reading.means(row.means, value.to_owned(), None, evidence);
            return if is_known { Ok(()) } else { Err(DoubtReason::Value) };
        }
        Shape::YymmddMaybeCode => dated(date::yymmdd(value, year, false))?,
        Shape::Ddmmyy => dated(date::with_year_last(value, false, year))?,
        Shape::Mmddyy => dated(date::with_year_last(value, true, year))?,
        Shape::DayOfYear => dated(date::day_of_year(value, year))?,
        Shape::Yyyymmdd => dated(date::yyyymmdd(value))?,
        Shape::YyyymmddAndCode => {
            let day = value.get(..8).filter(|_| matches!(value.len(), 8 | 11));
            dated(day.and_then(date::yyyymmdd))?
        }
        Shape::Ddmmyyyy => dated(date::ddmmyyyy(value))?,
        Shape::Week => dated(date::week(value, year))?,
        Shape::TradeItem => {
            if !gs1::check_digit_fits(value) || !matches!(value.len(), 8 | 12 | 13 | 14) {
                return Err(DoubtReason::CheckDigit);
            }
            format!("{value:0>14}")
        }
    };
    let (kind, text) = by_code(row, value, text);
    reading.means(kind, text, None, evidence);
    Ok(())
}

/// What the three signs behind a day say of it (ANSI X12, element 374).
fn by_code(row: &Di, value: &str, text: String) -> (MeaningKind, String) {
    let code = if matches!(row.shape, Shape::YyyymmddAndCode) { value.get(8..) } else { None };
    let kind = match code {
        Some("094" | "405") => MeaningKind::MadeOn,
        Some("036" | "208") => MeaningKind::ExpiresOn,
        _ => row.means,
    };
    (kind, text)
}

fn amount(
    reading: &mut Reading,
    row: &Di,
    number: &str,
    unit: Option<&str>,
) -> Result<(), DoubtReason> {
    if number.contains(',') {
        reading.asks(DoubtReason::NumberInTwoWays, row.id);
        return Ok(());
    }
    let plain =
        number.len() <= 20 && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number =
        Decimal::from_str_exact(number).ok().filter(|_| plain).ok_or(DoubtReason::Value)?;
    reading.means(
        row.means,
        number.normalize().to_string(),
        unit.or(row.unit),
        (System::Mh10, row.id),
    );
    Ok(())
}

fn line_number(reading: &mut Reading, id: &str, line: &str) -> Result<(), DoubtReason> {
    let digits = !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit());
    let bare = if digits { line.trim_start_matches('0') } else { line };
    let bare = if bare.is_empty() { "0" } else { bare };
    reading.means(MeaningKind::Line, bare.to_owned(), None, (System::Mh10, id));
    if digits { Ok(()) } else { Err(DoubtReason::Value) }
}
