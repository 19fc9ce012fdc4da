//! Reads single things that were typed: numbers, amounts, lines, instants.

use std::str::FromStr;

use rust_decimal::Decimal;
use sync_core::command::{LineChoice, OrderChoice};
use sync_core::fact::DefectCount;
use sync_core::ids::FactId;
use sync_core::measure::{AmountError, parse_decimal};
use sync_core::number::{CardNumber, NumberError, ReceiptNumber, near};
use sync_core::replica::Replica;
use sync_core::text::Say;
use sync_core::time::Timestamp;

use crate::failure::Failure;

/// Reads numbers, with what is known here in hand.
pub(crate) struct Reader<'r> {
    pub(crate) replica: &'r Replica,
}

impl Reader<'_> {
    pub(crate) fn receipt(&self, text: &str) -> Result<ReceiptNumber, Failure> {
        number(text, self.replica)
    }

    pub(crate) fn card(&self, text: &str) -> Result<CardNumber, Failure> {
        number(text, self.replica)
    }
}

/// Reads a number; a mistyped one is answered with the known ones it may have been.
fn number<N>(text: &str, replica: &Replica) -> Result<N, Failure>
where
    N: FromStr<Err = NumberError>,
{
    text.parse().map_err(|error: NumberError| {
        let mut failure = Failure::misread("number", &error);
        if matches!(error, NumberError::WrongCheck(_)) {
            failure.near = near(text, replica.numbers())
                .into_iter()
                .map(|number| number.to_string())
                .filter(|number| number.parse::<N>().is_ok())
                .collect();
        }
        failure
    })
}

pub(crate) fn maybe<T, R>(
    value: Option<T>,
    read: impl FnOnce(T) -> Result<R, Failure>,
) -> Result<Option<R>, Failure> {
    value.map(read).transpose()
}

/// An empty value clears a field, as no value does.
pub(crate) fn cleared(value: Option<&str>) -> Option<&str> {
    value.filter(|value| !value.trim().is_empty())
}

pub(crate) fn text<T>(text: &str) -> Result<T, Failure>
where
    T: FromStr,
    Failure: From<T::Err>,
{
    Ok(text.parse()?)
}

pub(crate) fn parsed<T>(rule: &'static str, text: &str) -> Result<T, Failure>
where
    T: FromStr,
    T::Err: Say,
{
    text.parse().map_err(|error| Failure::misread(rule, &error))
}

pub(crate) fn choice(text: &str) -> Result<LineChoice, Failure> {
    parsed("line", text)
}

pub(crate) fn fact(text: &str) -> Result<FactId, Failure> {
    parsed("fact", text)
}

pub(crate) fn instant(text: &str) -> Result<Timestamp, Failure> {
    parsed("instant", text)
}

pub(crate) fn not_below_zero(text: &str) -> Result<Decimal, Failure> {
    let value = parse_decimal(text)?;
    if value.is_sign_negative() && !value.is_zero() {
        return Err(AmountError::Negative(value).into());
    }
    Ok(value)
}

pub(crate) fn counted(text: &str) -> Result<Decimal, Failure> {
    let value = parse_decimal(text)?;
    if value <= Decimal::ZERO {
        return Err(AmountError::NotPositive(value).into());
    }
    Ok(value)
}

pub(crate) fn whole(text: &str) -> Result<u32, Failure> {
    let value = counted(text)?;
    if !value.is_integer() {
        let unit = "a number of pieces";
        return Err(AmountError::TooFine { value, unit, most: 0 }.into());
    }
    u32::try_from(value).map_err(|_| AmountError::TooLarge(text.to_owned()).into())
}

/// A defect's code, and on how many pieces it was: `C01=2`.
pub(crate) fn defect_count(text: &str) -> Result<DefectCount, Failure> {
    let (code, pieces) = text.split_once('=').ok_or_else(|| {
        let why = format!("“{text}” is no defect with its count: write it like C01=2");
        Failure::usage("defect", why)
    })?;
    Ok(DefectCount { defect: code.trim().to_uppercase().parse()?, pieces: whole(pieces.trim())? })
}

/// An order, and its line where one is named: `PO240001` or `PO240001/2`.
pub(crate) fn order_and_line(text: &str) -> Result<OrderChoice, Failure> {
    let Some((order, line)) = text.rsplit_once('/') else {
        return Ok(OrderChoice { order: text.parse()?, line: None });
    };
    let line = line.trim().parse().map_err(|_| {
        let why = format!("“{text}” is not an order line: write it like PO240001/2");
        Failure::usage("order-line", why)
    })?;
    Ok(OrderChoice { order: order.parse()?, line: Some(line) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::Exit;

    #[test]
    fn amounts_are_read_as_people_write_them() {
        assert_eq!(counted("２５０").unwrap(), Decimal::from(250));
        for wrong in ["-5", "0", "1,000", "abc", "1e30"] {
            assert_eq!(counted(wrong).unwrap_err().exit, Exit::Usage, "{wrong}");
        }
        assert_eq!(whole("50").unwrap(), 50);
        assert!(whole("1.5").is_err());
        assert!(whole("999999999").is_ok());
    }

    #[test]
    fn an_order_line_is_order_and_number() {
        assert_eq!(order_and_line("PO240001/2").unwrap().line, Some(2));
        assert_eq!(order_and_line("PO240001").unwrap().line, None);
        assert!(order_and_line("PO240001/x").is_err());
    }
}
