//! What one cell says: codes, texts, amounts, and the words of both languages; days and instants
//! are read in `date`.

use std::str::FromStr;

use rust_decimal::Decimal;
use sync_core::fact::{OrderStatus, OrderType};
use sync_core::ids::{Text, TextError, to_half_width};
use sync_core::measure::{AmountError, Quantity, Unit, WeightUnit, checked_weight, parse_decimal};
use sync_core::same_code::{self, is_unseen};

use super::reason::RowErrorKind;

/// A cell as it was meant, without what nobody sees at its ends: Excel's `="00123"` is 00123, and
/// so is `'00123`.
pub(super) fn unwrapped(cell: &str) -> String {
    let cell = cell.trim_matches(|sign: char| sign.is_whitespace() || is_unseen(sign));
    if let Some(inner) = cell.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')) {
        return inner.replace("\"\"", "\"").trim().to_owned();
    }
    // A name may begin with an apostrophe; before digits Excel meant a text.
    match cell.strip_prefix('\'').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        Some(rest) => rest.to_owned(),
        None => cell.to_owned(),
    }
}

/// A code: of a vendor, an item, an order.
pub(super) fn code<T: FromStr<Err = TextError>>(text: &str) -> Result<T, RowErrorKind> {
    if looks_shortened(text) {
        return Err(RowErrorKind::Shortened(text.to_owned()));
    }
    // Excel's sign that a cell is a text is no part of a code.
    text.trim_start_matches(['\'', '＇']).parse().map_err(|why| text_reason(&why))
}

/// A name, or another short text.
pub(super) fn text(text: &str) -> Result<Text, RowErrorKind> {
    Text::try_from(text.to_owned()).map_err(|why| text_reason(&why))
}

fn text_reason(why: &TextError) -> RowErrorKind {
    match *why {
        TextError::Empty(_) => RowErrorKind::Empty,
        TextError::TooLong { most, found, .. } => RowErrorKind::TooLong { most, found },
        TextError::Control(_) | TextError::Deceptive(_) => RowErrorKind::Control,
    }
}

/// Excel shows 690123456789 as 6.90123E+11, or as 6,90123E+11, and saves what it shows; other
/// programs leave out the plus. A code such as 12E5, without decimals and plus, is one.
fn looks_shortened(text: &str) -> bool {
    let text = same_code::folded(text);
    let Some((digits, power)) = text.split_once('E') else {
        return false;
    };
    let (whole, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let is_power = is_number(power.strip_prefix(['+', '-']).unwrap_or(power));
    let is_whole = is_number(whole) && decimals.is_empty() && digits == whole;
    let is_decimal = is_number(whole) && is_number(decimals);
    is_power && (is_decimal || (is_whole && power.starts_with('+')))
}

/// What a line orders: more than zero, in the decimals of its unit.
pub(super) fn quantity(unit: Unit) -> impl Fn(&str) -> Result<Quantity, RowErrorKind> {
    move |text| {
        let value = parse_decimal(text).map_err(RowErrorKind::Amount)?;
        Quantity::counted(value, unit).map_err(RowErrorKind::Amount)
    }
}

/// A measure or an amount of money: above zero, in the digits that a fact keeps.
pub(super) fn positive(text: &str) -> Result<Decimal, RowErrorKind> {
    parse_decimal(text).and_then(positive_amount).map_err(RowErrorKind::Amount)
}

/// The same for a weight, in grams.
pub(super) fn grams(unit: WeightUnit) -> impl Fn(&str) -> Result<Decimal, RowErrorKind> {
    move |text| {
        parse_decimal(text)
            .and_then(|value| positive_amount(unit.to_grams(value)))
            .map_err(RowErrorKind::Amount)
    }
}

fn positive_amount(value: Decimal) -> Result<Decimal, AmountError> {
    let value = checked_weight(value).map_err(|why| match why {
        AmountError::TooFine { value, most, .. } => {
            AmountError::TooFine { value, unit: "the system", most }
        }
        other => other,
    })?;
    if value.is_zero() {
        return Err(AmountError::NotPositive(value));
    }
    Ok(value)
}

/// A whole number from 1; Excel may have written it as 240.0.
pub(super) fn whole(most: u32) -> impl Fn(&str) -> Result<u32, RowErrorKind> {
    move |text| {
        let wrong = || RowErrorKind::NotWhole { text: text.to_owned(), most };
        let value = parse_decimal(text).map_err(|_| wrong())?;
        if !value.fract().is_zero() {
            return Err(wrong());
        }
        u32::try_from(value).ok().filter(|value| (1..=most).contains(value)).ok_or_else(wrong)
    }
}

/// The number of a line.
pub(super) fn line(text: &str) -> Result<u16, RowErrorKind> {
    let most = u32::from(u16::MAX);
    let number = whole(most)(text)?;
    u16::try_from(number).map_err(|_| RowErrorKind::NotWhole { text: text.to_owned(), most })
}

/// A number of decimals.
pub(super) fn decimals(text: &str) -> Result<u32, RowErrorKind> {
    match parse_decimal(text) {
        Ok(value) if value.is_zero() => Ok(0),
        _ => whole(9)(text),
    }
}

/// A tolerance as a fraction: 0.03, or 3 %.
pub(super) fn tolerance(text: &str) -> Result<Decimal, RowErrorKind> {
    let wrong = || RowErrorKind::Tolerance(text.to_owned());
    let plain = to_half_width(text);
    let value = match plain.trim().strip_suffix('%') {
        Some(percent) => parse_decimal(percent).map(|value| value * Decimal::new(1, 2)),
        None => parse_decimal(&plain),
    };
    let value = value.map_err(|_| wrong())?.normalize();
    if value > Decimal::ZERO && value < Decimal::ONE { Ok(value) } else { Err(wrong()) }
}

/// A unit that lines are counted in.
pub(super) fn unit(text: &str) -> Result<Unit, RowErrorKind> {
    text.parse().map_err(|_| RowErrorKind::NotOneOf {
        text: text.to_owned(),
        words: "pcs 个/件/只, kg 公斤, m 米, l 升",
    })
}

/// A unit of weight.
pub(super) fn weight_unit(text: &str) -> Result<WeightUnit, RowErrorKind> {
    text.parse().map_err(|_| RowErrorKind::NotOneOf {
        text: text.to_owned(),
        words: "g 克, kg 公斤, mg 毫克",
    })
}

/// The unit that a cost is for, by its sign.
pub(super) fn cost_unit(cell: &str) -> Result<Text, RowErrorKind> {
    let sign = match (cell.parse::<WeightUnit>(), cell.parse::<Unit>()) {
        (Ok(WeightUnit::Milligrams), _) => "mg",
        (Ok(WeightUnit::Grams), _) => "g",
        (Ok(WeightUnit::Kilograms), _) => "kg",
        (Err(_), Ok(unit)) => unit.code(),
        (Err(_), Err(_)) => {
            return Err(RowErrorKind::NotOneOf {
                text: cell.to_owned(),
                words: "kg 公斤, g 克, mg 毫克, pcs 个/件/只, m 米, l 升",
            });
        }
    };
    text(sign)
}

/// A currency, by its three letters.
pub(super) fn currency(cell: &str) -> Result<Text, RowErrorKind> {
    let plain = to_half_width(cell).trim().to_uppercase();
    let letters = match plain.as_str() {
        "RMB" | "人民币" => "CNY",
        "美元" | "美金" => "USD",
        "港币" | "港元" => "HKD",
        "欧元" => "EUR",
        "日元" => "JPY",
        "台币" | "新台币" => "TWD",
        other if other.len() == 3 && other.bytes().all(|b| b.is_ascii_uppercase()) => other,
        _ => return Err(RowErrorKind::NotACurrency(cell.to_owned())),
    };
    text(letters)
}

/// Yes or no, in the words and signs of both languages.
pub(super) fn yes_or_no(text: &str) -> Result<bool, RowErrorKind> {
    match word(text).as_str() {
        "yes" | "y" | "true" | "1" | "是" | "√" => Ok(true),
        "no" | "n" | "false" | "0" | "否" => Ok(false),
        _ => Err(RowErrorKind::NotOneOf { text: text.to_owned(), words: "yes 是, no 否" }),
    }
}

/// The type of an order.
pub(super) fn order_type(text: &str) -> Result<OrderType, RowErrorKind> {
    match word(text).as_str() {
        "standard" | "标准" => Ok(OrderType::Standard),
        "subcontract" | "托外" | "托外加工" => Ok(OrderType::Subcontract),
        "packaging" | "包装" | "包装材料" => Ok(OrderType::Packaging),
        _ => Err(RowErrorKind::NotOneOf {
            text: text.to_owned(),
            words: "standard 标准, subcontract 托外, packaging 包装",
        }),
    }
}

/// What became of an order line; what replaced it stands in another cell.
pub(super) fn status(text: &str) -> Result<OrderStatus, RowErrorKind> {
    match word(text).as_str() {
        "open" | "开放" | "未结" => Ok(OrderStatus::Open),
        "completed" | "complete" | "完成" => Ok(OrderStatus::Completed),
        "closed" | "close" | "cancelled" | "canceled" | "cancel" | "结案" | "已结案" | "取消"
        | "已取消" | "关闭" | "已关闭" => Ok(OrderStatus::Closed),
        "cut" | "减量" => Ok(OrderStatus::Cut),
        "replaced" | "替代" => Ok(OrderStatus::Replaced { by: None }),
        _ => Err(RowErrorKind::NotOneOf {
            text: text.to_owned(),
            words: "open 开放, completed 完成, closed 结案, cut 减量, replaced 替代",
        }),
    }
}

/// A word without what people write differently.
pub(super) fn word(text: &str) -> String {
    to_half_width(text).trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use rust_decimal_macros::dec;
    use sync_core::ids::ItemCode;

    use super::*;

    #[test]
    fn a_code_that_excel_wrapped_keeps_its_zeros() {
        assert_eq!(unwrapped("=\"00123\""), "00123");
        assert_eq!(unwrapped(" V1\u{A0}"), "V1");
        assert_eq!(unwrapped("\u{200B}240\u{202C} "), "240");
        assert_eq!(unwrapped("'06932169358295"), "06932169358295");
        assert_eq!(unwrapped("'s-Hertogenbosch B.V."), "'s-Hertogenbosch B.V.");
        assert_eq!(code::<ItemCode>("'ABC-1").map(|code| code.to_string()), Ok("ABC-1".into()));
        assert_eq!(unwrapped("\"5\" pipe\""), "\"5\" pipe\"");
    }

    #[test]
    fn a_code_that_excel_shortened_is_refused() {
        let shortened = Err(RowErrorKind::Shortened("6.90123E+11".into()));

        assert_eq!(code::<ItemCode>("6.90123E+11"), shortened);
        for text in ["6,93217E+12", "6.93217E12", "6.93217e+12", "1.00E+05", "１E＋11", "6.9E-5"]
        {
            assert_eq!(code::<ItemCode>(text), Err(RowErrorKind::Shortened(text.into())), "{text}");
        }
        assert!(code::<ItemCode>("1E-05").is_ok());
        assert!(code::<ItemCode>("06E").is_ok());
        assert!(code::<ItemCode>("411-E+1").is_ok());
        assert!(code::<ItemCode>("12E5").is_ok());
    }

    #[test]
    fn a_tolerance_is_a_fraction_or_a_percentage() {
        assert_eq!(tolerance("0.030"), Ok(dec!(0.03)));
        assert_eq!(tolerance("3 %"), Ok(dec!(0.03)));
        assert_eq!(tolerance("５％"), Ok(dec!(0.05)));
        for text in ["3", "0", "-0.03", "100%", "1", "%", "three"] {
            assert!(tolerance(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_weight_is_kept_in_grams() {
        assert_eq!(grams(WeightUnit::Kilograms)("0.0125"), Ok(dec!(12.5)));
        assert_eq!(grams(WeightUnit::Milligrams)("12500"), Ok(dec!(12.5)));
        assert!(grams(WeightUnit::Milligrams)("0.00001").is_err());
        assert!(grams(WeightUnit::Grams)("0").is_err());
        assert!(grams(WeightUnit::Grams)("-1").is_err());
    }

    #[test]
    fn whole_numbers_may_bear_a_zero_decimal() {
        assert_eq!(whole(65_535)("010"), Ok(10));
        assert_eq!(whole(65_535)("240.0"), Ok(240));
        for text in ["0", "-1", "1.5", "65536", "ten", "1,000"] {
            assert!(whole(65_535)(text).is_err(), "{text}");
        }
        assert_eq!(decimals("0"), Ok(0));
        assert_eq!(decimals("3"), Ok(3));
    }

    #[test]
    fn currencies_are_their_three_letters() {
        for text in ["CNY", "cny", "RMB", "人民币", "ＣＮＹ"] {
            assert_eq!(currency(text).map(String::from), Ok("CNY".into()), "{text}");
        }
        assert!(currency("¥").is_err());
    }

    #[test]
    fn words_are_read_in_both_languages() {
        assert_eq!(yes_or_no("是"), Ok(true));
        assert_eq!(yes_or_no("No"), Ok(false));
        assert!(yes_or_no("maybe").is_err());
        assert_eq!(order_type("托外"), Ok(OrderType::Subcontract));
        assert_eq!(order_type("Packaging"), Ok(OrderType::Packaging));
        assert_eq!(cost_unit("公斤").map(String::from), Ok("kg".into()));
    }
}
