//! What an amount with a comma may mean: people of one country write thousands with it, of the
//! next decimals. A remedy that names one amount only names the one that was meant.

use std::fmt;

/// An amount that somebody wrote with a comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WithComma {
    /// As it was written.
    pub written: String,
    /// What it can mean, as it is to be written.
    pub meaning: CommaMeaning,
}

/// What an amount with a comma can mean. Each reading is written with a point for decimals alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommaMeaning {
    /// One thing: `13,75` is 13.75, `1.000,5` is 1000.5, `1,234,567` is 1234567.
    One(String),
    /// Three digits behind the only comma: `1,234` are thousands, or three decimals.
    Either {
        /// Where the comma parts the thousands.
        thousands: String,
        /// Where it stands for the point.
        decimal: String,
    },
    /// Nothing that could be told to write.
    Unclear,
}

impl WithComma {
    /// An amount in half width, without blanks at its ends.
    pub(super) fn new(written: &str, plain: &str) -> Self {
        Self { written: written.to_owned(), meaning: CommaMeaning::of(plain) }
    }
}

impl fmt::Display for WithComma {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” holds a comma: {}", self.written, self.meaning)
    }
}

impl fmt::Display for CommaMeaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(reading) => {
                write!(f, "write {reading} (no thousands separators, a point for decimals)")
            }
            Self::Either { thousands, decimal } => write!(
                f,
                "write {thousands}, or {decimal} if that was meant (no thousands separators, a point for decimals)"
            ),
            Self::Unclear => {
                f.write_str("write it without thousands separators, and a point for decimals")
            }
        }
    }
}

impl CommaMeaning {
    fn of(plain: &str) -> Self {
        let plain = plain.replace(['，', '、'], ",");
        let (sign, digits) = match plain.strip_prefix(['-', '+']) {
            Some(digits) => (plain.get(..1).unwrap_or_default(), digits),
            None => ("", plain.as_str()),
        };
        let is_amount = digits.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.');
        let Some((before, after)) = digits.rsplit_once([',', '.']).filter(|_| is_amount) else {
            return Self::Unclear;
        };
        let last_is_comma = digits.get(before.len()..).is_some_and(|rest| rest.starts_with(','));
        let one = |whole: &str, decimals: &str| Self::One(written(sign, whole, decimals));
        match (before.contains(','), before.contains('.'), last_is_comma) {
            (false, false, true) => Self::only_comma(sign, before, after),
            // The last of two signs is the decimal one; the other parts thousands.
            (false, true, true) => match parted(before, '.') {
                Some(whole) if !after.is_empty() => one(&whole, after),
                _ => Self::Unclear,
            },
            (true, false, false) => match parted(before, ',') {
                Some(whole) if !after.is_empty() => one(&whole, after),
                _ => Self::Unclear,
            },
            (true, false, true) => match parted(digits, ',') {
                Some(whole) => one(&whole, ""),
                None => Self::Unclear,
            },
            (true, true, _) | (false, _, false) => Self::Unclear,
        }
    }

    fn only_comma(sign: &str, before: &str, after: &str) -> Self {
        if after.is_empty() {
            return Self::Unclear;
        }
        let decimal = written(sign, before, after);
        match parted(&format!("{before},{after}"), ',') {
            Some(whole) => Self::Either { thousands: written(sign, &whole, ""), decimal },
            None => Self::One(decimal),
        }
    }
}

/// The digits of a whole number whose thousands are parted by a sign; nothing where they are
/// not parted so everywhere.
fn parted(digits: &str, by: char) -> Option<String> {
    let mut groups = digits.split(by);
    let first = groups.next()?;
    let is_first = (1..=3).contains(&first.len()) && !first.starts_with('0');
    let is_parted = is_first && groups.all(|group| group.len() == 3);
    is_parted.then(|| digits.replace(by, ""))
}

fn written(sign: &str, whole: &str, decimals: &str) -> String {
    let whole = if whole.is_empty() { "0" } else { whole };
    if decimals.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{decimals}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str, reading: &str) {
        assert_eq!(CommaMeaning::of(text), CommaMeaning::One(reading.to_owned()), "{text}");
    }

    #[test]
    fn a_comma_that_can_only_be_decimal_is() {
        one("13,75", "13.75");
        one("640,0", "640.0");
        one("1234,567", "1234.567");
        one("0,125", "0.125");
        one(",5", "0.5");
        one("-13，75", "-13.75");
    }

    #[test]
    fn three_digits_behind_the_only_comma_are_read_both_ways() {
        for (text, thousands, decimal) in [
            ("1,234", "1234", "1.234"),
            ("1、000", "1000", "1.000"),
            ("-12,000", "-12000", "-12.000"),
        ] {
            let (thousands, decimal) = (thousands.to_owned(), decimal.to_owned());
            assert_eq!(CommaMeaning::of(text), CommaMeaning::Either { thousands, decimal });
        }
    }

    #[test]
    fn with_both_signs_the_last_one_is_the_decimal() {
        one("1.000,5", "1000.5");
        one("1.000,00", "1000.00");
        one("1,000.5", "1000.5");
        one("12,345,678.9", "12345678.9");
    }

    #[test]
    fn several_commas_part_thousands() {
        one("1,234,567", "1234567");
    }

    #[test]
    fn what_cannot_be_told_is_not_told() {
        for text in
            ["1,2,3", "12,34,567", "1.0,5", "5,", ",", "1,000.", "1.000.000,5.5", "a,5", "1,5kg"]
        {
            assert_eq!(CommaMeaning::of(text), CommaMeaning::Unclear, "{text}");
        }
    }
}
