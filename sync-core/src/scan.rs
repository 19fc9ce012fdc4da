//! Labels that others printed: one text in, what it says out, with the evidence (decision 0033).
//!
//! Three layers, each in files of its own: the [`carrier`] undoes what readers and keyboards did to the
//! code; the syntax (`gs1`, `envelope`, `mh10`, `words`) parts it into identifiers and values; what a
//! value means stands beside the table that it is found in. Reading is lenient and guesses nothing: what
//! can be read in two ways is a question, what breaks a standard is said beside the values, and what
//! cannot be read is refused with its reason.

pub mod carrier;
mod date;
mod envelope;
pub mod gs1;
pub mod mh10;
mod reading;
mod words;

pub use reading::{
    Doubt, DoubtKind, DoubtReason, Evidence, Identifier, Meaning, MeaningKind, Mend, Reading,
    Refused, RefusedReason, Syntax, System,
};

use crate::number::DocumentNumber;
use crate::same_code;
use carrier::{Carried, GS};

/// No code holds more bytes: a QR code's 7,089 digits are the most.
pub const LONGEST: usize = 8_192;

/// Reads a label. The year decides in which century two digits lie.
pub fn read(raw: &str, year: i32) -> Reading {
    if raw.len() > LONGEST {
        let mut reading = Reading::new(Syntax::Plain);
        reading.refuse(RefusedReason::TooLong, "");
        return reading;
    }
    let carried = carrier::unpack(raw);
    let mut reading = parsed(raw, &carried, year);
    let mends = std::mem::take(&mut reading.mended);
    for mend in carried.mends.iter().copied().chain(mends) {
        reading.mend(mend);
    }
    reading.symbology = carried.symbology;
    reading.finished()
}

fn parsed(raw: &str, carried: &Carried, year: i32) -> Reading {
    let text = carried.text.as_str();
    if envelope::opens(text) {
        return with(Syntax::Iso15434, |reading| envelope::read(reading, text, year));
    }
    if !text.chars().any(char::is_alphanumeric) {
        let mut reading = Reading::new(Syntax::Plain);
        let empty = !same_code::is_visible(text);
        reading.refuse(if empty { RefusedReason::Empty } else { RefusedReason::Nonsense }, text);
        return reading;
    }
    if text.get(..4).is_some_and(|head| head.eq_ignore_ascii_case(same_code::OPENING)) {
        return plain(Syntax::Own, raw);
    }
    if words::opens(text) {
        return with(Syntax::Braces, |reading| words::braces(reading, text));
    }
    if text.contains("://") && !text.contains(' ') {
        let mut reading = Reading::new(Syntax::Gs1Link);
        let is_gs1 = gs1::link(&mut reading, text, year);
        return if is_gs1 { reading } else { plain(Syntax::Plain, raw) };
    }
    if gs1::bracket(text).is_some() {
        return with(Syntax::Gs1Brackets, |reading| gs1::brackets(reading, text, year));
    }
    if carried.is_article() && is_article(text) {
        return with(Syntax::Gs1Number, |reading| gs1::number(reading, text, year));
    }
    if carried.is_gs1() {
        return with(Syntax::Gs1Elements, |reading| gs1::elements(reading, text, year));
    }
    unmarked(raw, text, year)
}

/// A code of which nothing says what it is.
fn unmarked(raw: &str, text: &str, year: i32) -> Reading {
    if text.contains(GS) || begins_with_key(text) {
        let elements = with(Syntax::Gs1Elements, |reading| gs1::elements(reading, text, year));
        if elements.refused.is_none() {
            return elements;
        }
        if text
            .split(GS)
            .filter(|field| !field.is_empty())
            .all(|field| mh10::parted(field).is_some())
        {
            return with(Syntax::Mh10Fields, |reading| {
                mh10::fields(reading, text.split(GS), year);
                reading.mend(Mend::Envelope);
            });
        }
        if text.contains(GS) || is_gs1_so_far(&elements) {
            return elements;
        }
    }
    if words::is_row(text) {
        return with(Syntax::Words, |reading| words::row(reading, text));
    }
    if is_article(text) && gs1::check_digit_fits(text) {
        return with(Syntax::Gs1Number, |reading| {
            gs1::number(reading, text, year);
            // One number of ten fits by chance, and order numbers are often as short.
            if matches!(text.len(), 8 | 12) {
                reading.asks(DoubtReason::PlainOrIdentifier, "01");
            }
        });
    }
    if is_row_of_fields(text) {
        return with(Syntax::Mh10Fields, |reading| {
            mh10::fields(reading, text.split_ascii_whitespace(), year);
            reading.mend(Mend::SeparatorReplaced);
        });
    }
    one_field(raw, text, year)
}

/// A code of one value: with a data identifier in front, or plain.
fn one_field(raw: &str, text: &str, year: i32) -> Reading {
    // Numbers of ours begin as identifiers do, and bear a check sign.
    if text.parse::<DocumentNumber>().is_ok() {
        return plain(Syntax::Own, raw);
    }
    let parted = mh10::parted(text).filter(|(id, value)| {
        let likely = value.bytes().any(|byte| byte.is_ascii_digit()) && !value.contains(' ');
        likely && mh10::table::named(id).is_some()
    });
    let Some((id, value)) = parted else { return plain(Syntax::Plain, raw) };
    let mut reading = with(Syntax::Mh10Fields, |reading| mh10::take(reading, id, value, year));
    if reading.meanings.is_empty() {
        return plain(Syntax::Plain, raw);
    }
    reading.asks(DoubtReason::PlainOrIdentifier, id);
    reading
}

fn with(syntax: Syntax, read: impl FnOnce(&mut Reading)) -> Reading {
    let mut reading = Reading::new(syntax);
    read(&mut reading);
    reading
}

fn plain(syntax: Syntax, raw: &str) -> Reading {
    let mut reading = Reading::new(syntax);
    let code = same_code::scanned(raw);
    if code.chars().any(same_code::deceives) {
        reading.refuse(RefusedReason::Nonsense, "");
    }
    reading.found(System::Plain, "", code);
    reading
}

fn is_article(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key of GS1 with its check digit stands in front: no other code is written so by chance.
fn begins_with_key(text: &str) -> bool {
    let key = match text.get(..2) {
        Some("00") => text.get(2..20),
        Some("01" | "02") => text.get(2..16),
        _ => None,
    };
    key.is_some_and(gs1::check_digit_fits)
}

fn is_gs1_so_far(reading: &Reading) -> bool {
    !reading.identifiers.is_empty()
        && reading.doubts.iter().all(|doubt| doubt.reason != DoubtReason::CheckDigit)
}

/// Fields apart by blanks, three at least, of which one is a quantity and all have identifiers that
/// mean something.
fn is_row_of_fields(text: &str) -> bool {
    let fields: Vec<_> = text.split_ascii_whitespace().take(gs1::MOST).map(mh10::parted).collect();
    let quantity =
        |value: &str| !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    fields.len() >= 3
        && fields.iter().all(|field| field.is_some_and(|(id, _)| mh10::table::named(id).is_some()))
        && fields.iter().flatten().any(|(id, value)| *id == "Q" && quantity(value))
}

/// One identifier with two values is a question; with one value twice it is said twice, and no more.
fn ask_about_repeats(reading: &mut Reading) {
    let repeated: Vec<String> = reading
        .identifiers
        .iter()
        .enumerate()
        .filter(|(at, one)| {
            reading.identifiers.iter().take(*at).any(|other| {
                other.system == one.system
                    && other.id == one.id
                    && other.value != one.value
                    && !one.id.is_empty()
            })
        })
        .map(|(_, one)| one.id.clone())
        .collect();
    for id in repeated {
        reading.asks(DoubtReason::SaidTwice, &id);
    }
    let mut seen: Vec<Meaning> = Vec::new();
    reading.meanings.retain(|meaning| {
        let new = !seen.contains(meaning);
        if new {
            seen.push(meaning.clone());
        }
        new
    });
}
