//! PIN choice: what somebody may take as their PIN (SEMANTICS 39).
//!
//! A PIN is six digits and more. The server slows whoever guesses, so what matters is that the first
//! guesses fail: those that people take most, those that follow a pattern, and those that stand on the
//! badge or in the staff file.

use chrono::NaiveDate;

use crate::ids::{PersonNumber, to_half_width};

/// The fewest digits of a PIN.
pub const FEWEST_DIGITS: usize = 6;
/// The most digits of a PIN.
pub const MOST_DIGITS: usize = 32;

/// PINs that many people take, beside those that follow a pattern.
const COMMON: [&str; 40] = [
    "102030", "112211", "112233", "110119", "111222", "114514", "121314", "123321", "123654",
    "131420", "135790", "135246", "142536", "147258", "147369", "147852", "159357", "159753",
    "168888", "201314", "222333", "246810", "258369", "314159", "321456", "321654", "333666",
    "357159", "456123", "520131", "521521", "5201314", "666888", "741852", "753951", "789456",
    "852456", "888666", "951753", "963852",
];

/// Why a text is not taken as a PIN.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum PinFault {
    /// Too short, too long, or not digits.
    #[error("a PIN has {FEWEST_DIGITS} to {MOST_DIGITS} digits and nothing else")]
    NotDigits,
    /// Many people take it.
    #[error("this PIN is among the first that a stranger tries: take another")]
    Common,
    /// It is the person's own number.
    #[error("this PIN is your own number: take another")]
    OwnNumber,
    /// It reads as a date.
    #[error("this PIN reads as a birthday: take another")]
    Birthday,
    /// Its digits go up or down one by one.
    #[error("the digits of this PIN follow one another: take another")]
    Run,
    /// A part of it is repeated.
    #[error("this PIN repeats itself: take another")]
    Repeated,
    /// It is the one that is to be changed.
    #[error("this is the PIN of before: take another")]
    Same,
}

impl PinFault {
    /// The sentence in Chinese.
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::NotDigits => "PIN 应为 6 至 32 位数字",
            Self::Common => "这个 PIN 太常见，请换一个",
            Self::OwnNumber => "PIN 不能是自己的工号，请换一个",
            Self::Birthday => "PIN 不能像生日，请换一个",
            Self::Run => "PIN 不能是连续数字，请换一个",
            Self::Repeated => "PIN 不能是重复数字，请换一个",
            Self::Same => "与原 PIN 相同，请换一个",
        }
    }
}

/// A PIN as it is hashed and compared: half width, without blanks around it.
pub fn plain(pin: &str) -> String {
    to_half_width(pin.trim())
}

/// Checks what somebody wants as their PIN.
pub fn check(pin: &str, person: PersonNumber) -> Result<(), PinFault> {
    let pin = plain(pin);
    check_digits(&pin)?;
    let faults = [
        (is_repeated(&pin), PinFault::Repeated),
        (is_run(&pin), PinFault::Run),
        (is_number(&pin, person), PinFault::OwnNumber),
        (is_date(&pin), PinFault::Birthday),
        (COMMON.contains(&pin.as_str()), PinFault::Common),
    ];
    faults.into_iter().find(|(is_so, _)| *is_so).map_or(Ok(()), |(_, fault)| Err(fault))
}

/// Checks that a text has a PIN's shape, whatever its digits are.
pub fn check_digits(pin: &str) -> Result<(), PinFault> {
    let of_length = (FEWEST_DIGITS..=MOST_DIGITS).contains(&pin.len());
    let is_fit = of_length && pin.bytes().all(|sign| sign.is_ascii_digit());
    is_fit.then_some(()).ok_or(PinFault::NotDigits)
}

/// One part, twice or more: 000000, 121212, 123123.
fn is_repeated(pin: &str) -> bool {
    let of_parts = |long: usize| {
        pin.len().is_multiple_of(long)
            && pin.as_bytes().chunks(long).all(|part| pin.as_bytes().starts_with(part))
    };
    (1..=pin.len() / 2).any(of_parts)
}

/// Digits one by one, up or down, over the nine too: 345678, 890123, 654321.
fn is_run(pin: &str) -> bool {
    let goes = |by: u8| {
        let pairs = pin.as_bytes().windows(2);
        pairs.into_iter().all(|pair| (pair[0] - b'0' + by) % 10 == pair[1] - b'0')
    };
    goes(1) || goes(9)
}

/// The number on the badge, filled up with zeros on either side.
fn is_number(pin: &str, person: PersonNumber) -> bool {
    let number = person.0.to_string();
    pin.trim_matches('0') == number.trim_matches('0')
}

/// A day as people write it: 900215, 150290, 021590, and with the whole year.
fn is_date(pin: &str) -> bool {
    let part = |from: usize, long: usize| pin.get(from..from + long)?.parse::<u32>().ok();
    let is_day = |year: Option<u32>, month: Option<u32>, day: Option<u32>| {
        let (Some(year), Some(month), Some(day)) = (year, month, day) else { return false };
        // Of two digits, a leap year's: nobody knows the century.
        let year = if year < 100 { 2_000 + year / 4 * 4 } else { year };
        let is_of_living = (1_900..2_100).contains(&year);
        is_of_living
            && NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day)
                .is_some()
    };
    match pin.len() {
        6 => {
            is_day(part(0, 2), part(2, 2), part(4, 2))
                || is_day(part(4, 2), part(2, 2), part(0, 2))
                || is_day(part(4, 2), part(0, 2), part(2, 2))
        }
        8 => {
            is_day(part(0, 4), part(4, 2), part(6, 2))
                || is_day(part(4, 4), part(2, 2), part(0, 2))
                || is_day(part(4, 4), part(0, 2), part(2, 2))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_stranger_tries_first_is_refused() {
        for (pin, fault) in [
            ("12345", PinFault::NotDigits),
            ("12345a", PinFault::NotDigits),
            ("", PinFault::NotDigits),
            ("000000", PinFault::Repeated),
            ("121212", PinFault::Repeated),
            ("12341234", PinFault::Repeated),
            ("123456", PinFault::Run),
            ("890123", PinFault::Run),
            ("654321", PinFault::Run),
            ("００００４７", PinFault::OwnNumber),
            ("470000", PinFault::OwnNumber),
            ("900215", PinFault::Birthday),
            ("150290", PinFault::Birthday),
            ("021590", PinFault::Birthday),
            ("19900215", PinFault::Birthday),
            ("290288", PinFault::Birthday),
            ("147258", PinFault::Common),
            ("5201314", PinFault::Common),
        ] {
            assert_eq!(check(pin, PersonNumber(47)), Err(fault), "{pin}");
        }
    }

    #[test]
    fn others_are_taken() {
        for pin in ["482913", "257412", " ４８２９１７ ", "990099", "12345678902"] {
            assert_eq!(check(pin, PersonNumber(47)), Ok(()), "{pin}");
        }
    }

    #[test]
    fn what_many_people_take_is_refused_by_one_rule_or_another() {
        for pin in COMMON {
            assert!(check(pin, PersonNumber(999_999)).is_err(), "{pin}");
        }
    }
}
