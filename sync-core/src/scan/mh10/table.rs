//! The data identifiers that mean something to whoever receives goods.
//!
//! The facts are those of ANSI MH10.8.2. All others are known as identifiers and mean nothing here.

use crate::scan::reading::MeaningKind;
use MeaningKind as M;
use Shape as S;

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// As it stands.
    Text,
    /// A number.
    Number,
    /// A number, and behind it the unit.
    NumberAndUnit,
    /// An order and its line, with a `+` between.
    OrderAndLine,
    /// A line's number.
    Line,
    /// A country in two letters; `AA` is several.
    Country,
    /// `YYMMDD`.
    YymmddMaybeCode,
    /// `DDMMYY`.
    Ddmmyy,
    /// `MMDDYY`.
    Mmddyy,
    /// `YYDDD`.
    DayOfYear,
    /// `YYYYMMDD`.
    Yyyymmdd,
    /// `YYYYMMDD`, and behind it three signs that say what day it is.
    YyyymmddAndCode,
    /// `DDMMYYYY`.
    Ddmmyyyy,
    /// `YYWW` or `YYYYWW`.
    Week,
    /// A trade item number of GS1.
    TradeItem,
}

/// An identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Di {
    /// The identifier as it is written.
    pub id: &'static str,
    /// How its value is written.
    pub shape: Shape,
    /// What its value means.
    pub means: MeaningKind,
    /// The unit of its number, where the identifier says it.
    pub unit: Option<&'static str>,
}

const fn di(id: &'static str, shape: Shape, means: MeaningKind) -> Di {
    Di { id, shape, means, unit: None }
}

/// The identifier of that name, where its value means something here.
pub fn named(id: &str) -> Option<&'static Di> {
    TABLE.iter().find(|row| row.id == id)
}

/// By letter, then by number.
pub static TABLE: [Di; 70] = [
    di("B", S::Text, M::Container),
    di("1B", S::Text, M::Container),
    di("2B", S::Text, M::Container),
    di("25B", S::Text, M::Container),
    di("D", S::YymmddMaybeCode, M::Date),
    di("1D", S::Ddmmyy, M::Date),
    di("2D", S::Mmddyy, M::Date),
    di("4D", S::DayOfYear, M::Date),
    di("6D", S::YyyymmddAndCode, M::Date),
    di("9D", S::Text, M::Date),
    di("10D", S::Week, M::Date),
    di("11D", S::Week, M::Date),
    di("12D", S::Yyyymmdd, M::Date),
    di("14D", S::Yyyymmdd, M::ExpiresOn),
    di("15D", S::Ddmmyyyy, M::ExpiresOn),
    di("16D", S::Yyyymmdd, M::MadeOn),
    di("17D", S::Ddmmyyyy, M::MadeOn),
    di("J", S::Text, M::Package),
    di("1J", S::Text, M::Package),
    di("2J", S::Text, M::Package),
    di("3J", S::Text, M::Package),
    di("4J", S::Text, M::Package),
    di("5J", S::Text, M::Package),
    di("6J", S::Text, M::Package),
    di("K", S::Text, M::Order),
    di("1K", S::Text, M::SuppliersOrder),
    di("2K", S::Text, M::Shipment),
    di("3K", S::Text, M::Shipment),
    di("4K", S::Line, M::Line),
    di("10K", S::Text, M::Invoice),
    di("11K", S::Text, M::PackingList),
    di("14K", S::OrderAndLine, M::Order),
    di("15K", S::Text, M::Kanban),
    di("16K", S::Text, M::PackingList),
    di("4L", S::Country, M::Country),
    di("P", S::Text, M::Item),
    di("1P", S::Text, M::SuppliersItem),
    di("2P", S::Text, M::Revision),
    di("3P", S::TradeItem, M::TradeItem),
    di("8P", S::TradeItem, M::TradeItem),
    di("20P", S::Text, M::Item),
    di("30P", S::Text, M::SuppliersItem),
    di("Q", S::Number, M::Quantity),
    Di { unit: Some("kg"), ..di("2Q", S::NumberAndUnit, M::GrossWeight) },
    di("7Q", S::NumberAndUnit, M::Quantity),
    di("S", S::Text, M::Serial),
    di("2S", S::Text, M::Shipment),
    di("3S", S::Text, M::Package),
    di("4S", S::Text, M::Package),
    di("5S", S::Text, M::Package),
    di("6S", S::Text, M::Package),
    di("25S", S::Text, M::Serial),
    di("T", S::Text, M::CustomersLot),
    di("1T", S::Text, M::Lot),
    di("20T", S::Text, M::CustomersLot),
    di("25T", S::Text, M::Lot),
    di("26T", S::Text, M::CustomersLot),
    di("30T", S::Text, M::Lot),
    di("V", S::Text, M::Vendor),
    di("1V", S::Text, M::Vendor),
    di("3V", S::Text, M::Vendor),
    di("6V", S::Text, M::Maker),
    di("10V", S::Text, M::Maker),
    di("12V", S::Text, M::Maker),
    di("13V", S::Text, M::Vendor),
    di("17V", S::Text, M::Vendor),
    di("18V", S::Text, M::Vendor),
    di("20V", S::Text, M::Vendor),
    di("21V", S::Text, M::Vendor),
    di("8D", S::Text, M::Date),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_stands_once() {
        for row in &TABLE {
            assert_eq!(TABLE.iter().filter(|other| other.id == row.id).count(), 1, "{}", row.id);
            assert_eq!(crate::scan::mh10::parted(row.id), Some((row.id, "")), "{}", row.id);
        }
    }
}
