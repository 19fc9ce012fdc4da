//! Receipt, card, slip and return numbers: made offline, read aloud, checked (SEMANTICS 24).
//!
//! A number *is* the name of the fact that opened the thing, written for people: a kind
//! letter, the device's short code, the device's count, a check character. Two numbers can
//! therefore collide only where two facts would have one name, which the storage forbids.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::ids::{FactId, to_half_width};

/// 32 signs, none of which is mistaken for another: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The longest number there can be.
pub const LONGEST: usize = 12;

/// Fewest digits of a device's count in a number.
const SHORTEST_COUNT: usize = 3;

/// First signs below this one open a short code of three signs, the others one of five.
const LONG_CODE: u32 = 28;

/// Devices whose short code has three signs.
const SHORT_CODES: u32 = LONG_CODE * 32 * 32;

/// What a number stands for, by its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberKind {
    /// A receipt 点收单.
    Receipt,
    /// An inspection card 检验卡, and the lot it stands for.
    Card,
    /// An acceptance slip 验收单.
    Slip,
    /// A return note 退货单.
    ReturnNote,
}

impl NumberKind {
    const ALL: [Self; 4] = [Self::Receipt, Self::Card, Self::Slip, Self::ReturnNote];

    /// The letter that opens such a number.
    pub const fn letter(self) -> char {
        match self {
            Self::Receipt => 'R',
            Self::Card => 'C',
            Self::Slip => 'S',
            Self::ReturnNote => 'T',
        }
    }
}

/// A number of any kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentNumber {
    /// Receipt, card, slip or return note.
    pub kind: NumberKind,
    /// The fact that opened it.
    pub opened_by: FactId,
}

/// Why a text is not a number of ours.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// It has the shape of a number, but its check character does not fit.
    #[error("the check character of “{0}” does not fit: read it again, or scan it")]
    WrongCheck(String),
    /// It opens with another letter than the one wanted.
    #[error("“{found}” is not a {wanted} number: those begin with {}", .wanted.letter())]
    OtherKind {
        /// The kind that was needed.
        wanted: NumberKind,
        /// The text that was given.
        found: String,
    },
    /// It cannot be a number of ours.
    #[error("“{0}” is not a number of ours: those look like R00700AX")]
    NotANumber(String),
}

impl fmt::Display for NumberKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Receipt => "receipt",
            Self::Card => "card",
            Self::Slip => "slip",
            Self::ReturnNote => "return note",
        })
    }
}

impl fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut signs = vec![value_of(self.kind.letter()).unwrap_or_default()];
        push_short_code(self.opened_by.device.0, &mut signs);
        push_count(self.opened_by.sequence, &mut signs);
        signs.push(check_of(&signs));
        let text: String = signs.iter().map(|&sign| letter_of(sign)).collect();
        f.pad(&text)
    }
}

impl FromStr for DocumentNumber {
    type Err = NumberError;

    fn from_str(text: &str) -> Result<Self, NumberError> {
        let not_ours = || NumberError::NotANumber(text.trim().to_owned());
        let signs = signs_of(text).ok_or_else(not_ours)?;
        if signs.len() < 1 + 3 + SHORTEST_COUNT + 1 || signs.len() > LONGEST {
            return Err(not_ours());
        }
        let kind = NumberKind::ALL
            .into_iter()
            .find(|kind| value_of(kind.letter()) == signs.first().copied())
            .ok_or_else(not_ours)?;
        if !sums_to_zero(&signs) {
            return Err(NumberError::WrongCheck(text.trim().to_owned()));
        }
        let body = &signs[1..signs.len() - 1];
        let (device, count) = split_short_code(body).ok_or_else(not_ours)?;
        let sequence = count.iter().fold(0_u64, |sum, &sign| sum * 32 + u64::from(sign));
        let number = Self { kind, opened_by: FactId::new(device, sequence) };
        // One number has one spelling: no padding beyond the shortest count.
        if number.to_string().len() == signs.len() { Ok(number) } else { Err(not_ours()) }
    }
}

/// Numbers one slip away from what was read: one sign replaced, or two neighbours swapped.
///
/// The check character says *that* a number is wrong, never which sign; so the known
/// numbers are offered that a slip of eye or finger could have made into this.
pub fn near(text: &str, known: impl IntoIterator<Item = DocumentNumber>) -> Vec<DocumentNumber> {
    let Some(read) = signs_of(text) else {
        return Vec::new();
    };
    known
        .into_iter()
        .filter(|number| {
            signs_of(&number.to_string()).is_some_and(|signs| is_one_slip_away(&signs, &read))
        })
        .collect()
}

fn is_one_slip_away(known: &[u8], read: &[u8]) -> bool {
    if known.len() != read.len() {
        return false;
    }
    let wrong: Vec<usize> = (0..known.len()).filter(|&i| known[i] != read[i]).collect();
    match wrong[..] {
        [_] => true,
        [a, b] => b == a + 1 && known[a] == read[b] && known[b] == read[a],
        _ => false,
    }
}

/// The text's signs, without blanks and hyphens; what people mistake is read as meant.
fn signs_of(text: &str) -> Option<Vec<u8>> {
    to_half_width(text)
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| value_of(c.to_ascii_uppercase()))
        .collect()
}

fn value_of(letter: char) -> Option<u8> {
    let letter = match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let position = ALPHABET.iter().position(|&sign| char::from(sign) == letter)?;
    u8::try_from(position).ok()
}

fn letter_of(sign: u8) -> char {
    char::from(ALPHABET[usize::from(sign % 32)])
}

fn push_digits(value: u64, digits: usize, signs: &mut Vec<u8>) {
    for place in (0..digits).rev() {
        let digit = (value >> (5 * place)) & 31;
        signs.push(u8::try_from(digit).unwrap_or_default());
    }
}

fn push_short_code(device: u32, signs: &mut Vec<u8>) {
    if device < SHORT_CODES {
        push_digits(u64::from(device), 3, signs);
    } else {
        let beyond = u64::from(device - SHORT_CODES);
        push_digits(beyond + (u64::from(LONG_CODE) << 20), 5, signs);
    }
}

fn push_count(sequence: u64, signs: &mut Vec<u8>) {
    let mut digits = SHORTEST_COUNT;
    while digits < 12 && sequence >> (5 * digits) > 0 {
        digits += 1;
    }
    push_digits(sequence, digits, signs);
}

fn split_short_code(body: &[u8]) -> Option<(u32, &[u8])> {
    let is_long = u32::from(*body.first()?) >= LONG_CODE;
    let (code, count) = body.split_at_checked(if is_long { 5 } else { 3 })?;
    if count.len() < SHORTEST_COUNT {
        return None;
    }
    let value = code.iter().fold(0_u32, |sum, &sign| sum * 32 + u32::from(sign));
    let device = if is_long { value - (LONG_CODE << 20) + SHORT_CODES } else { value };
    Some((device, count))
}

/// Multiplies in GF(32) by the generator: x⁵ = x² + 1.
const fn times_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

/// Σ signᵢ·xⁱ, counted from the last sign. Neighbours weigh differently and no weight is
/// zero, so one wrong sign, or two neighbours swapped, always leaves a rest.
fn weighted_sum(signs: &[u8]) -> u8 {
    signs.iter().fold(0, |sum, &sign| times_x(sum) ^ sign)
}

fn check_of(signs: &[u8]) -> u8 {
    times_x(weighted_sum(signs))
}

fn sums_to_zero(signs: &[u8]) -> bool {
    weighted_sum(signs) == 0
}

macro_rules! number {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub FactId);

        impl From<$name> for DocumentNumber {
            fn from(number: $name) -> Self {
                Self { kind: NumberKind::$kind, opened_by: number.0 }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                DocumentNumber::from(*self).fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = NumberError;

            fn from_str(text: &str) -> Result<Self, NumberError> {
                let number: DocumentNumber = text.parse()?;
                if number.kind == NumberKind::$kind {
                    return Ok(Self(number.opened_by));
                }
                let found = text.trim().to_owned();
                Err(NumberError::OtherKind { wanted: NumberKind::$kind, found })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if serializer.is_human_readable() {
                    serializer.collect_str(self)
                } else {
                    self.0.serialize(serializer)
                }
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                if deserializer.is_human_readable() {
                    let text = String::deserialize(deserializer)?;
                    return text.parse().map_err(serde::de::Error::custom);
                }
                FactId::deserialize(deserializer).map(Self)
            }
        }
    };
}

number!(
    /// A receipt's number 点收单号.
    ReceiptNumber, Receipt
);
number!(
    /// An inspection card's number 检验卡号; it names the lot as well.
    CardNumber, Card
);
number!(
    /// An acceptance slip's number 验收单号.
    SlipNumber, Slip
);
number!(
    /// A return note's number 退货单号.
    ReturnNumber, ReturnNote
);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers() -> impl Strategy<Value = DocumentNumber> {
        (0..4_usize, prop_oneof![0..40_000_u32, 0..2_000_000_u32], 1..33_000_000_u64).prop_map(
            |(kind, device, sequence)| DocumentNumber {
                kind: NumberKind::ALL[kind],
                opened_by: FactId::new(device, sequence),
            },
        )
    }

    #[test]
    fn a_young_device_writes_eight_signs() {
        assert_eq!(CardNumber(FactId::new(7, 10)).to_string().len(), 8);
    }

    #[test]
    fn every_single_substitution_and_every_swap_of_neighbours_is_caught() {
        for length in [8, 9, 12] {
            for place in 0..length {
                for error in 1..32_u8 {
                    let mut wrong = vec![0; length];
                    wrong[place] = error;
                    assert!(!sums_to_zero(&wrong), "substitution at {place}");

                    if place + 1 < length {
                        // A swap adds the same difference at both places.
                        wrong[place + 1] = error;
                        assert!(!sums_to_zero(&wrong), "swap at {place}");
                    }
                }
            }
        }
    }

    #[test]
    fn letters_that_people_mistake_are_read_as_meant() {
        let number = ReceiptNumber(FactId::new(7, 33));

        let misread = number.to_string().replace('0', "o").replace('1', "l");

        assert_eq!(misread.parse(), Ok(number));
    }

    #[test]
    fn a_number_with_one_wrong_sign_is_offered_its_neighbour() {
        let known = DocumentNumber::from(CardNumber(FactId::new(7, 204)));
        let other = DocumentNumber::from(CardNumber(FactId::new(9, 9_999)));
        let mut text = known.to_string().into_bytes();
        text.swap(4, 5);
        let text = String::from_utf8(text).unwrap();

        assert_eq!(near(&text, [known, other]), [known]);
    }

    #[test]
    fn a_card_is_not_taken_for_a_receipt() {
        let card = CardNumber(FactId::new(7, 204)).to_string();

        assert!(matches!(card.parse::<ReceiptNumber>(), Err(NumberError::OtherKind { .. })));
    }

    proptest! {
        #[test]
        fn a_number_reads_back_and_fits_a_label(number in numbers()) {
            let text = number.to_string();

            prop_assert!(text.len() <= LONGEST);
            prop_assert_eq!(text.parse(), Ok(number));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,14}") {
            let _ = text.parse::<DocumentNumber>();
        }
    }
}
