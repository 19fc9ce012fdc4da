//! Labels that name their values by words: `{pbn:…,qty:…}` and `QTY:… PN:…`, as sellers of parts write.

use rust_decimal::Decimal;

use super::gs1::MOST;
use super::reading::{DoubtReason, MeaningKind as M, Reading, RefusedReason, System};

/// Words in braces, of LCSC and those who do as it does.
const IN_BRACES: [(&str, M); 11] = [
    ("pbn", M::PackingList),
    ("on", M::SuppliersOrder),
    ("pc", M::SuppliersItem),
    ("pm", M::MakersItem),
    ("qty", M::Quantity),
    ("mc", M::Item),
    ("lot", M::Lot),
    ("dc", M::Date),
    ("po", M::Order),
    ("sn", M::Serial),
    ("coo", M::Country),
];

/// Words before colons, of TME and those who do as it does.
const BEFORE_COLONS: [(&str, M); 14] = [
    ("QTY", M::Quantity),
    ("PN", M::SuppliersItem),
    ("PO", M::SuppliersOrder),
    ("CPO", M::Order),
    ("CPN", M::Item),
    ("MPN", M::MakersItem),
    ("MFR", M::Maker),
    ("LOT", M::Lot),
    ("BATCH", M::Lot),
    ("SN", M::Serial),
    ("DC", M::Date),
    ("COO", M::Country),
    ("CO", M::Country),
    ("INV", M::Invoice),
];

/// Whether a text begins as a brace label does.
pub(super) fn opens(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|inside| key(inside).is_some())
}

/// Reads a label in braces. A comma may stand inside a value: only one with a word behind it parts.
pub(super) fn braces(reading: &mut Reading, text: &str) {
    let Some(inside) = text.strip_prefix('{') else { return };
    let Some(inside) = inside.strip_suffix('}') else {
        let last = inside.rsplit(',').next().and_then(key).map_or("", |(word, _)| word);
        collect(reading, inside);
        reading.refuse(RefusedReason::CutOff, last);
        return;
    };
    if inside.contains('}') {
        reading.refuse(RefusedReason::Nonsense, "}");
        return;
    }
    collect(reading, inside);
    super::ask_about_repeats(reading);
}

fn collect(reading: &mut Reading, inside: &str) {
    let mut open: Option<(&str, String)> = None;
    for piece in inside.split(',') {
        if reading.identifiers.len() >= MOST {
            reading.refuse(RefusedReason::TooLong, piece);
            return;
        }
        match (key(piece), &mut open) {
            (Some((word, value)), before) => {
                if let Some((word, value)) = before.take() {
                    take(reading, &IN_BRACES, word, value.trim());
                }
                open = Some((word, value.to_owned()));
            }
            (None, Some((_, value))) => {
                value.push(',');
                value.push_str(piece);
            }
            (None, None) => {}
        }
    }
    if let Some((word, value)) = open {
        take(reading, &IN_BRACES, word, value.trim());
    }
}

/// The word before a colon, and what stands behind it.
fn key(piece: &str) -> Option<(&str, &str)> {
    let (word, value) = piece.split_once(':')?;
    let word = word.trim().trim_matches('"');
    let is_word =
        (1..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_word.then(|| (word, value.trim().trim_matches('"')))
}

/// Whether a text is a row of words before colons, of which three are known.
pub(super) fn is_row(text: &str) -> bool {
    let words = text.split_ascii_whitespace().take(MOST);
    words.filter_map(key).filter(|(word, _)| meaning(&BEFORE_COLONS, word).is_some()).count() >= 3
}

/// Reads a row of words before colons.
pub(super) fn row(reading: &mut Reading, text: &str) {
    for word in text.split_ascii_whitespace().take(MOST) {
        match key(word).filter(|(_, value)| !value.starts_with("//")) {
            Some((word, value)) => take(reading, &BEFORE_COLONS, word, value),
            None => reading.found(System::Words, "", word),
        }
    }
    super::ask_about_repeats(reading);
}

fn meaning(table: &[(&str, M)], word: &str) -> Option<M> {
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, kind)| *kind)
}

fn take(reading: &mut Reading, table: &[(&str, M)], word: &str, value: &str) {
    reading.found(System::Words, word, value);
    let Some(kind) = meaning(table, word).filter(|_| !value.is_empty()) else { return };
    if kind != M::Quantity {
        reading.means(kind, value.to_owned(), None, (System::Words, word));
        return;
    }
    match Decimal::from_str_exact(value).ok().filter(|number| !number.is_sign_negative()) {
        Some(number) => {
            reading.means(kind, number.normalize().to_string(), None, (System::Words, word));
        }
        None if value.contains(',') => reading.asks(DoubtReason::NumberInTwoWays, word),
        None => reading.breaks(DoubtReason::Value, word),
    }
}
