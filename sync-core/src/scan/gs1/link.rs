//! Web addresses of GS1 (Digital Link), uncompressed: keys in the path, other values behind the `?`.

use super::{check, in_14_digits, table, take};
use crate::scan::reading::{DoubtReason, Reading, RefusedReason};

/// Names that older addresses write for identifiers.
const NAMES: [(&str, &str); 20] = [
    ("gtin", "01"),
    ("itip", "8006"),
    ("gmn", "8013"),
    ("cpid", "8010"),
    ("gln", "414"),
    ("payto", "415"),
    ("party", "417"),
    ("gsrnp", "8017"),
    ("gsrn", "8018"),
    ("gcn", "255"),
    ("sscc", "00"),
    ("gdti", "253"),
    ("ginc", "401"),
    ("gsin", "402"),
    ("grai", "8003"),
    ("giai", "8004"),
    ("cpv", "22"),
    ("lot", "10"),
    ("ser", "21"),
    ("glnx", "254"),
];

/// The parts of an address that hold values of GS1.
struct Parts<'a> {
    path: Vec<&'a str>,
    query: &'a str,
}

/// Reads an address; `false` where it is no address of GS1.
pub(in crate::scan) fn read(reading: &mut Reading, text: &str, year: i32) -> bool {
    let Some(parts) = parts(text) else { return false };
    let mut pairs = parts.path.chunks_exact(2);
    let mut qualifiers: Option<&str> = None;
    let mut place = 0;
    for pair in &mut pairs {
        let [id, value] = pair else { break };
        let Some(id) = named(id) else {
            reading.refuse(RefusedReason::UnknownIdentifier, id);
            break;
        };
        match qualifiers {
            None => qualifiers = table::named(id).map(|row| row.qualifiers),
            Some(allowed) => match next_place(allowed, id, place) {
                Some(next) => place = next,
                None => reading.breaks(DoubtReason::Order, id),
            },
        }
        element(reading, id, value, year);
    }
    if !pairs.remainder().is_empty() {
        reading
            .refuse(RefusedReason::CutOff, pairs.remainder().first().copied().unwrap_or_default());
    }
    if reading.refused.is_some() {
        return true;
    }
    for pair in parts.query.split(['&', ';']).take(super::MOST) {
        let Some((id, value)) = pair.split_once('=') else { continue };
        let numeric = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        match named(id) {
            Some(id) => element(reading, id, value, year),
            // What other programs write for themselves is not ours to read.
            None if numeric => reading.breaks(DoubtReason::NoIdentifier, id),
            None => {}
        }
    }
    super::finish(reading);
    true
}

fn parts(text: &str) -> Option<Parts<'_>> {
    let (scheme, rest) = text.split_once("://")?;
    if !(scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")) {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let segments: Vec<&str> = path.split('/').skip(1).take(super::MOST).collect();
    let is_key = |segment: &&str| {
        named(segment).and_then(table::named).is_some_and(|row| !row.qualifiers.is_empty())
    };
    // The last key begins: what stands before it is the resolver's own path.
    let begins = segments.iter().enumerate().rev().find(|(at, segment)| {
        let pairs_left = (segments.len() - at).is_multiple_of(2);
        pairs_left
            && is_key(segment)
            && segments.get(at + 1).is_some_and(|value| is_key_value(segment, value))
    });
    let (at, _) = begins?;
    Some(Parts { path: segments.get(at..)?.to_vec(), query })
}

/// Whether a segment may be the value of a key: digits where the key has them.
fn is_key_value(id: &str, value: &str) -> bool {
    let row = named(id).and_then(table::named);
    row.is_some_and(|row| {
        !row.parts.starts_with('N') || value.bytes().take(6).all(|byte| byte.is_ascii_digit())
    }) && !value.is_empty()
}

fn named(id: &str) -> Option<&str> {
    if table::named(id).is_some() {
        return Some(id);
    }
    NAMES.iter().find(|(name, _)| id.eq_ignore_ascii_case(name)).map(|(_, id)| *id)
}

/// The place of a qualifier in one of the orders, where it comes behind the last one.
fn next_place(allowed: &str, id: &str, place: usize) -> Option<usize> {
    let orders = allowed.split('|');
    orders
        .filter_map(|order| order.split(',').position(|known| known == id))
        .map(|at| at + 1)
        .find(|at| *at > place)
}

fn element(reading: &mut Reading, id: &str, value: &str, year: i32) {
    let Some(row) = table::named(id) else { return };
    let Some(mut value) = decoded(value) else {
        reading.breaks(DoubtReason::Sign, id);
        return;
    };
    if matches!(id, "01" | "02" | "03") && matches!(value.len(), 8 | 12 | 13) {
        value = in_14_digits(&value);
    }
    if value.len() < check::lengths(row).0 {
        reading.refuse(RefusedReason::CutOff, id);
        return;
    }
    take(reading, row, id, &value, year);
}

/// `%` and two digits are one byte.
fn decoded(text: &str) -> Option<String> {
    crate::same_code::unescape(text)
}
