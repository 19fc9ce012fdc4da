//! The envelope of ISO 15434: `[)>`, then messages of a format each, with separators between.

use super::carrier::{EOT, GS, RS};
use super::reading::{DoubtReason, MeaningKind, Mend, Reading, RefusedReason, System};
use super::{gs1, mh10};

/// Where the envelope's opening ends, be it that something stands before it.
fn behind_opening(text: &str) -> Option<&str> {
    let text = text.strip_prefix('>').unwrap_or(text);
    text.strip_prefix("[)>")
        .or_else(|| text.strip_prefix("{)>"))
        .or_else(|| text.strip_prefix("])>"))
}

/// Whether a text begins as an envelope does.
pub(super) fn opens(text: &str) -> bool {
    behind_opening(text).is_some()
}

/// Reads what an envelope holds.
pub(super) fn read(reading: &mut Reading, text: &str, year: i32) {
    let Some(body) = behind_opening(text) else { return };
    if text.starts_with('>') || text.starts_with(['{', ']']) {
        reading.mend(Mend::Envelope);
    }
    let (head, separated) = head(body);
    if head != Some(RS) {
        reading.mend(Mend::Envelope);
    }
    // In front of formats stands what the reader makes of RS; the same sign ends messages.
    let ends = head.unwrap_or(RS);
    let mut rest = separated;
    let mut formats = 0;
    while !rest.trim_matches(is_end).is_empty() {
        let (message, behind) = next_message(rest, ends);
        let Some((format, data)) = message.split_at_checked(2) else {
            reading.refuse(RefusedReason::CutOff, message);
            break;
        };
        read_message(reading, format, data, ends, year);
        formats += 1;
        if reading.refused.is_some() || formats > 9 {
            break;
        }
        rest = behind;
    }
    if formats == 0 {
        reading.refuse(RefusedReason::CutOff, "");
    }
    if !text.ends_with(EOT) {
        reading.mend(Mend::Envelope);
    }
}

/// What stands between the opening and the first format, and the text from the format on.
fn head(body: &str) -> (Option<char>, &str) {
    let at =
        body.bytes().take(8).position(|byte| byte.is_ascii_digit()).unwrap_or(body.len().min(8));
    let (before, rest) = body.split_at_checked(at).unwrap_or(("", body));
    (before.chars().last(), rest)
}

fn is_end(sign: char) -> bool {
    matches!(sign, RS | EOT | GS)
}

/// A message, and what stands behind its end: only where another format follows, or nothing, does a
/// sign other than RS end one.
fn next_message(text: &str, ends: char) -> (&str, &str) {
    let end = text.char_indices().find(|(at, sign)| {
        let behind = text.get(at + sign.len_utf8()..).unwrap_or_default();
        let format = behind.bytes().take(2).filter(u8::is_ascii_digit).count() == 2;
        *at > 2 && (matches!(*sign, RS | EOT) || (*sign == ends && (format || behind.is_empty())))
    });
    match end {
        Some((at, sign)) => {
            (text.get(..at).unwrap_or(text), text.get(at + sign.len_utf8()..).unwrap_or_default())
        }
        None => (text, ""),
    }
}

fn read_message(reading: &mut Reading, format: &str, data: &str, ends: char, year: i32) {
    match format {
        "05" => {
            // What ends the message as a plain sign is no part of the last value.
            let data = data.trim_end_matches(is_end);
            gs1::elements(reading, data, year);
        }
        "06" | "12" => {
            let Some(separator) = separator(data) else {
                reading.refuse(RefusedReason::SeparatorLost, format);
                return;
            };
            if separator != GS {
                reading.mend(Mend::SeparatorReplaced);
                // A square bracket is what keyboards make of it; others nobody has settled.
                if !matches!(separator, ']' | ' ') {
                    reading.breaks(DoubtReason::SeparatorReplaced, "");
                }
            }
            let data = data.trim_end_matches(|sign| {
                is_end(sign) || sign == separator || (separator != GS && sign == ends)
            });
            let righted = if format == "06" {
                mh10::righted(reading, data.trim_start_matches(separator), separator)
            } else {
                None
            };
            let data = righted.as_deref().unwrap_or(data);
            if format == "06" {
                mh10::fields(reading, data.split(separator), year);
            } else {
                text_elements(reading, data.split(separator));
            }
            if reading.identifiers.is_empty() {
                reading.refuse(RefusedReason::CutOff, format);
            }
        }
        _ => reading.refuse(RefusedReason::UnknownFormat, format),
    }
}

/// The sign that stands behind the format. A letter or digit is the first identifier's: there is none.
fn separator(data: &str) -> Option<char> {
    let first = data.chars().next()?;
    if first.is_alphanumeric() {
        // Where GS stands further on, the first one alone was lost.
        return data.contains(GS).then_some(GS);
    }
    Some(first)
}

/// Text element identifiers: three letters, a blank, the value.
fn text_elements<'a>(reading: &mut Reading, fields: impl Iterator<Item = &'a str>) {
    for field in fields.filter(|field| !field.is_empty()).take(gs1::MOST) {
        let Some((id, value)) = field.split_at_checked(3) else {
            reading.found(System::Text, "", field);
            reading.breaks(DoubtReason::NoIdentifier, field);
            continue;
        };
        let value = value.trim();
        reading.found(System::Text, id, value);
        let kind = match id {
            "PNR" | "PNO" => MeaningKind::SuppliersItem,
            "SER" | "SEQ" | "UCN" | "USN" => MeaningKind::Serial,
            "LOT" | "LTN" | "BII" => MeaningKind::Lot,
            "MFR" | "MFG" => MeaningKind::Maker,
            "SPL" | "DUN" | "EUC" => MeaningKind::Vendor,
            "QTY" => MeaningKind::Quantity,
            "PON" => MeaningKind::Order,
            "POI" => MeaningKind::Line,
            _ => continue,
        };
        if kind == MeaningKind::Quantity
            && !value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        {
            reading.breaks(DoubtReason::Value, id);
            continue;
        }
        reading.means(kind, value.to_owned(), None, (System::Text, id));
    }
    super::ask_about_repeats(reading);
}
