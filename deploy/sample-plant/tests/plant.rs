//! What the office's exports promise: the counts, the references, the odd cases, the bytes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use rust_decimal_macros::dec;
use sample_plant::{DEFAULT_SEED, Plant, Size, Status, Trade};

const FILES: [&str; 9] = [
    "vendors.csv",
    "approved-vendors.csv",
    "items.csv",
    "standards.csv",
    "costs.csv",
    "orders.csv",
    "people.csv",
    "devices.csv",
    "day.jsonl",
];

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    assert_eq!(files_of(&small(7)), files_of(&small(7)));
}

#[test]
fn another_seed_gives_other_bytes() {
    assert_ne!(files_of(&small(7)), files_of(&small(8)));
}

#[test]
fn another_day_moves_every_date_and_nothing_else() {
    let later = Plant::of_size(Size::Small, 7, day() + Days::new(10));

    for (then, now) in small(7).orders.iter().zip(&later.orders) {
        assert_eq!(then.due + Days::new(10), now.due);
        assert_eq!(then.item, now.item);
    }
    for (then, now) in small(7).steps.iter().zip(&later.steps) {
        assert_eq!(then.at + Days::new(10), now.at);
        assert_eq!(then.action, now.action);
    }
}

#[test]
fn the_full_plant_has_the_promised_counts() {
    let plant = full();

    assert_eq!(plant.vendors.len(), 150);
    assert_eq!(plant.items.len(), 3000);
    assert_eq!(plant.orders.len(), 6000);
    assert_eq!(orders_of(&plant).len(), 2000);
    assert_eq!(plant.people.len(), 14);
    assert_eq!(plant.devices.len(), 6);
}

#[test]
fn the_small_plant_has_the_promised_counts() {
    let plant = small(DEFAULT_SEED);

    assert_eq!(plant.vendors.len(), 20);
    assert_eq!(plant.items.len(), 200);
    assert_eq!(plant.orders.len(), 360);
    assert_eq!(orders_of(&plant).len(), 120);
}

#[test]
fn every_file_begins_with_its_header() {
    let files = files_of(&small(1));
    let header = |name: &str| files[name].lines().next().map(str::to_owned);
    let check = |name, expected: &str| assert_eq!(header(name).as_deref(), Some(expected));

    check("vendors.csv", "vendor,name,currency");
    check("approved-vendors.csv", "vendor,valid_from,valid_to");
    check(
        "items.csv",
        "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance",
    );
    check("standards.csv", "item,what,value,unit,effective_from");
    check("costs.csv", "item,cost,currency,per_unit,effective_from");
    check(
        "orders.csv",
        "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of",
    );
    check("people.csv", "name,posts,pin");
    check("devices.csv", "name,posts");
}

#[test]
fn every_order_line_names_a_vendor_and_an_item_of_its_kind_and_unit() {
    let plant = full();
    let items: BTreeMap<&str, _> = plant.items.iter().map(|i| (i.item.as_str(), i)).collect();
    let vendors: BTreeSet<&str> = plant.vendors.iter().map(|v| v.vendor.as_str()).collect();

    for line in &plant.orders {
        let item = items[line.item.as_str()];
        assert!(vendors.contains(line.vendor.as_str()));
        assert_eq!(item.unit, line.unit);
        assert_eq!(item.subcontracted, line.trade == Trade::Subcontract);
        assert_eq!(item.packaging, line.trade == Trade::Packaging);
        assert!(line.quantity > Decimal::ZERO);
    }
}

#[test]
fn an_order_has_one_vendor_and_no_item_twice() {
    for lines in orders_of(&full()).values() {
        let vendors: BTreeSet<_> = lines.iter().map(|(vendor, _, _)| vendor).collect();
        let items: BTreeSet<_> = lines.iter().map(|(_, item, _)| item).collect();
        let numbers: BTreeSet<_> = lines.iter().map(|(_, _, line)| line).collect();

        assert_eq!(vendors.len(), 1);
        assert_eq!(items.len(), lines.len());
        assert_eq!(numbers.len(), lines.len());
    }
}

#[test]
fn a_line_bears_an_instant_exactly_when_it_is_no_longer_open() {
    for line in &full().orders {
        assert_eq!(line.effective.is_none(), line.status == Status::Open);
    }
}

#[test]
fn replacements_and_increases_name_orders_of_the_same_vendor() {
    let plant = full();
    let vendor_of: BTreeMap<&str, &str> =
        plant.orders.iter().map(|line| (line.order.as_str(), line.vendor.as_str())).collect();
    let mut named = 0;

    for line in &plant.orders {
        assert_eq!(line.replaced_by.is_some(), line.status == Status::Replaced);
        for other in line.replaced_by.iter().chain(&line.increase_of) {
            assert_eq!(vendor_of[other.as_str()], line.vendor);
            named += 1;
        }
    }
    assert!(named >= 60);
}

#[test]
fn some_vendors_are_not_approved_and_one_is_for_the_last_day() {
    let plant = full();
    let ended = plant
        .approvals
        .iter()
        .filter(|approval| approval.valid_to.is_some_and(|last| last < day()));
    let ending = plant.approvals.iter().filter(|approval| approval.valid_to == Some(day()));

    assert_eq!(plant.vendors.len() - plant.approvals.len(), 6);
    assert_eq!(ended.count(), 5);
    assert_eq!(ending.count(), 1);
}

#[test]
fn nearly_all_subcontracted_items_have_a_unit_weight() {
    let plant = full();
    let weighed: BTreeSet<&str> = plant
        .standards
        .iter()
        .filter(|standard| standard.what == "unit-weight")
        .map(|standard| standard.item.as_str())
        .collect();
    let missing = plant
        .items
        .iter()
        .filter(|item| item.subcontracted && !weighed.contains(item.item.as_str()));

    assert_eq!(missing.count(), 9);
    assert!((1300..1500).contains(&weighed.len()));
}

#[test]
fn the_standard_in_effect_on_the_day_is_what_a_piece_should_weigh() {
    let plant = full();
    let mut in_effect = BTreeMap::new();
    let mut rows: Vec<_> = plant.standards.iter().collect();
    rows.sort_by_key(|standard| standard.effective_from);
    for standard in rows {
        if standard.what == "unit-weight" && standard.effective_from <= day() {
            in_effect.insert(standard.item.as_str(), standard.value);
        }
    }

    for item in &plant.items {
        if let Some(value) = in_effect.get(item.item.as_str()) {
            assert_eq!(item.piece_weight, Some(*value));
            assert!(*value > dec!(0));
        }
    }
}

#[test]
fn every_pin_has_six_digits_and_one_owner() {
    let people = full().people;
    let pins: BTreeSet<&str> = people.iter().map(|person| person.pin.as_str()).collect();

    assert_eq!(pins.len(), people.len());
    assert!(pins.iter().all(|pin| pin.len() == 6));
}

fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day of the calendar")
}

fn full() -> Plant {
    Plant::generate(DEFAULT_SEED, day())
}

fn small(seed: u64) -> Plant {
    Plant::of_size(Size::Small, seed, day())
}

/// The lines of each order: vendor, item and line number.
fn orders_of(plant: &Plant) -> BTreeMap<String, Vec<(String, String, u32)>> {
    let mut orders: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for line in &plant.orders {
        let row = (line.vendor.clone(), line.item.clone(), line.line);
        orders.entry(line.order.clone()).or_default().push(row);
    }
    orders
}

fn files_of(plant: &Plant) -> BTreeMap<&'static str, String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    plant.write_to(folder.path()).expect("the files are written");
    let read = |dir: &Path, name| fs::read_to_string(dir.join(name)).expect("UTF-8");

    FILES.map(|name| (name, read(folder.path(), name))).into()
}
