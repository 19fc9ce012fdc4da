//! Vendors, items, standards and costs: what a row adds, changes, repeats, and may not say.

use rust_decimal_macros::dec;
use sync_core::fact::Characteristic;

use super::*;

const ITEMS: &str =
    "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\n";
const STANDARDS: &str = "item,what,value,unit,effective_from\n";
const COSTS: &str = "item,cost,currency,per_unit,effective_from\n";

fn check_refused(kind: ImportKind, header: &str, row: &str, field: &str, reason: &str) {
    let report = Office::default().import(kind, &format!("{header}{row}"));

    assert_eq!(refusals(&report), [(2, field, reason)], "{row}");
}

#[test]
fn importing_adds_changes_and_leaves() {
    let mut office = Office::knowing(&[(
        ImportKind::Vendors,
        "vendor,name,currency\nV1,A,CNY\nV2,B,CNY\nV9,Z,",
    )]);

    let report =
        office.import(ImportKind::Vendors, "vendor,name,currency\nV1,A,CNY\nV2,B,USD\nV3,C,CNY");

    assert_eq!(counts(&report), [1, 1, 1, 0, 0]);
    assert_eq!(changes(&report), [(3, "currency", "CNY", "USD")]);
    assert!(office.replica.vendor(&"V9".parse().unwrap()).is_some());
}

#[test]
fn a_row_that_repeats_another_is_unchanged_and_one_that_contradicts_it_is_refused() {
    let mut office = Office::default();

    let report =
        office.import(ImportKind::Vendors, "vendor,name,currency\nV1,A,CNY\nV1,A,cny\nV1,B,CNY");

    assert_eq!(counts(&report), [1, 0, 1, 1, 0]);
    assert_eq!(
        refusals(&report),
        [(4, "name", "lines 2 and 4 are about the same thing and differ")]
    );
}

#[test]
fn an_item_says_what_the_rules_ask() {
    let mut office = Office::default();

    office.import(
        ImportKind::Items,
        &format!("{ITEMS}A1,铝管,,kg,3,,yes,,5%\nA2,纸箱,Box,pcs,,是,,,"),
    );

    let stated = |code: &str| {
        let item = office.replica.item(&code.parse().unwrap()).unwrap();
        item.stated.clone().unwrap()
    };
    assert_eq!(stated("A1").tolerance, Some(dec!(0.05)));
    assert!(stated("A1").subcontracted && !stated("A1").packaging);
    assert!(stated("A2").packaging);
    assert_eq!(stated("A2").inspection_minutes, None);
}

#[test]
fn an_item_that_cannot_be_is_refused() {
    let check = |row, field, reason| check_refused(ImportKind::Items, ITEMS, row, field, reason);

    check("A1,铝管,,rolls,0,,,,", "unit", "“rolls” is not known here");
    check("A1,铝管,,kg,2,,,,", "decimals", "2 decimals disagree with the unit: kg has 3");
    check("A1,,Tube,kg,3,,,,", "name_zh", "nothing is written here");
    check("A1,铝管,,kg,3,maybe,,,", "packaging", "“maybe” is not known here");
    check("A1,铝管,,kg,3,,,0,", "inspection_minutes", "“0” is not a whole number from 1 to 527040");
    check(
        "A1,铝管,,kg,3,,,,3",
        "tolerance",
        "“3” is not a tolerance: it lies above 0 and below 100 %",
    );
    check(
        "6.90123E+11,铝管,,kg,3,,,,",
        "item",
        "“6.90123E+11” is what Excel made of a long code; its last digits are lost",
    );
}

#[test]
fn the_decimals_of_items_may_be_left_out() {
    let report = Office::default().import(
        ImportKind::Items,
        "item,name_zh,name_en,unit,packaging,subcontracted,inspection_minutes,tolerance\nA1,铝管,,m,,,,",
    );

    assert_eq!(counts(&report), [1, 0, 0, 0, 0]);
}

#[test]
fn a_unit_weight_is_kept_in_grams_and_a_dimension_in_its_unit() {
    let mut office = Office::default();

    let rows = "A1,unit-weight,12500,mg,2026-01-01\nA1,Thickness,1.20,MM,2026-01-01\n\
                A1,dimension: outer,8,mm,2026-01-01\n";
    let report = office.import(ImportKind::Standards, &format!("{STANDARDS}{rows}"));

    assert_eq!(counts(&report), [3, 0, 0, 0, 0]);
    let item = office.replica.item(&"A1".parse().unwrap()).unwrap();
    let standard = |what: &str| {
        let standard = item
            .standard(&Characteristic::read(&what.parse().unwrap()), day("2026-06-01"))
            .unwrap();
        (standard.value, standard.unit.as_str())
    };
    assert_eq!(standard("unit-weight"), (dec!(12.5), "g"));
    assert_eq!(standard("thickness"), (dec!(1.2), "mm"));
    assert_eq!(standard("dimension:outer"), (dec!(8), "mm"));
}

#[test]
fn the_same_weight_in_another_unit_changes_nothing() {
    let grams = format!("{STANDARDS}A1,unit-weight,12.5,g,2026-01-01");
    let mut office = Office::knowing(&[(ImportKind::Standards, &grams)]);

    let report = office.import(
        ImportKind::Standards,
        &format!("{STANDARDS}A1,单重,0.01250,kg,2026-01-01\nA1,单重,12.4,g,2026-07-01"),
    );

    assert_eq!(counts(&report), [1, 0, 1, 0, 0]);
}

#[test]
fn a_standard_that_cannot_be_is_refused() {
    let check =
        |row, field, reason| check_refused(ImportKind::Standards, STANDARDS, row, field, reason);

    check("A1,unit-weight,0,g,2026-01-01", "value", "0 is not more than zero");
    check("A1,unit-weight,-1,g,2026-01-01", "value", "-1 is below zero");
    check("A1,unit-weight,12.5,mm,2026-01-01", "unit", "“mm” is not known here");
    check("A1,thickness,1.2,,2026-01-01", "unit", "nothing is written here");
    check("A1,colour,1,mm,2026-01-01", "what", "“colour” is not something that IE states");
    check("A1,dimension:,1,mm,2026-01-01", "what", "“dimension:” is not something that IE states");
    check("A1,thickness,1.2,mm,01/02/2026", "effective_from", "“01/02/2026” is not a day");
    check(
        "A1,unit-weight,0.00001,mg,2026-01-01",
        "value",
        "0.00000001 has more decimals than the system allows (7)",
    );
}

#[test]
fn a_cost_that_cannot_be_is_refused() {
    let check = |row, field, reason| check_refused(ImportKind::Costs, COSTS, row, field, reason);

    check("A1,0,CNY,kg,2026-01-01", "cost", "0 is not more than zero");
    check("A1,12.5,¥,kg,2026-01-01", "currency", "“¥” is not a currency");
    check("A1,12.5,CNY,roll,2026-01-01", "per_unit", "“roll” is not known here");
    check("A1,12.5,CNY,kg,", "effective_from", "nothing is written here");
}

#[test]
fn costs_are_facts_of_their_own() {
    let office = Office::default();

    let csv = format!("{COSTS}A1,12.5,CNY,kg,2026-01-01");
    let plan = office.plan(ImportKind::Costs, csv.as_bytes()).unwrap();

    assert!(plan.drafts.iter().all(|(entity, _)| matches!(entity, Entity::Cost(_))));
}
