//! What values of GS1 mean to whoever receives goods.

use rust_decimal::Decimal;

use super::table;
use crate::scan::date;
use crate::scan::reading::{MeaningKind, Reading, System};

/// Adds what a value means, where it means something here.
pub(super) fn of(reading: &mut Reading, id: &str, value: &str, year: i32) {
    let evidence = (System::Gs1, id);
    let plain = match id {
        "00" => Some(MeaningKind::Package),
        "01" | "02" | "03" => Some(MeaningKind::TradeItem),
        "10" => Some(MeaningKind::Lot),
        "21" => Some(MeaningKind::Serial),
        "240" => Some(MeaningKind::SuppliersItem),
        "241" => Some(MeaningKind::Item),
        "400" => Some(MeaningKind::Order),
        "401" | "402" => Some(MeaningKind::Shipment),
        "412" => Some(MeaningKind::Vendor),
        "8003" | "8004" => Some(MeaningKind::Container),
        "8010" => Some(MeaningKind::MakersItem),
        _ => None,
    };
    if let Some(kind) = plain {
        reading.means(kind, value.to_owned(), None, evidence);
        return;
    }
    match id {
        "30" | "37" => {
            if let Some(count) = decimal(value, 0) {
                reading.means(MeaningKind::Quantity, count, None, evidence);
            }
        }
        "11" | "8008" => day(reading, MeaningKind::MadeOn, value, year, id),
        "13" => day(reading, MeaningKind::PackedOn, value, year, id),
        "15" | "17" | "7003" => day(reading, MeaningKind::ExpiresOn, value, year, id),
        "12" | "16" => day(reading, MeaningKind::Date, value, year, id),
        "422" => {
            let country = table::country(value).unwrap_or(value).to_owned();
            reading.means(MeaningKind::Country, country, None, evidence);
        }
        _ => measured(reading, id, value),
    }
}

fn day(reading: &mut Reading, kind: MeaningKind, value: &str, year: i32, id: &str) {
    if let Some(day) = value.get(..6).and_then(|day| date::yymmdd(day, year, true)) {
        reading.means(kind, day, None, (System::Gs1, id));
    }
}

/// Measures in units that a plant receives goods by; the last digit says where the point stands.
fn measured(reading: &mut Reading, id: &str, value: &str) {
    let (Some(series), Some(places)) =
        (id.get(..3), id.get(3..).and_then(|digit| digit.parse().ok()))
    else {
        return;
    };
    let (kind, unit) = match series {
        "310" => (MeaningKind::NetWeight, "kg"),
        "320" => (MeaningKind::NetWeight, "lb"),
        "356" => (MeaningKind::NetWeight, "ozt"),
        "357" => (MeaningKind::NetWeight, "oz"),
        "330" => (MeaningKind::GrossWeight, "kg"),
        "340" => (MeaningKind::GrossWeight, "lb"),
        "311" => (MeaningKind::Quantity, "m"),
        "315" => (MeaningKind::Quantity, "L"),
        _ => return,
    };
    if let Some(amount) = decimal(value, places) {
        reading.means(kind, amount, Some(unit), (System::Gs1, id));
    }
}

/// Digits with a point so many places before their end, without zeros that say nothing.
fn decimal(digits: &str, places: u32) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    Decimal::try_new(number, places).ok().map(|number| number.normalize().to_string())
}
