//! Codes of a file that are the same code, were shortened, or are none (SEMANTICS 31).

use super::*;

const ITEMS: &str =
    "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\n";
const ORDERS: &str =
    "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n";

fn items(codes: &[&str]) -> String {
    let rows = codes.iter().map(|code| format!("{code},螺丝,,pcs,0,no,no,,\n"));
    format!("{ITEMS}{}", rows.collect::<Vec<_>>().concat())
}

fn notes(report: &ImportReport) -> Vec<&str> {
    report.notes.iter().map(|note| note.en.as_str()).collect()
}

#[test]
fn a_code_with_signs_that_nobody_sees_is_the_same_item() {
    let mut office = Office::default();
    let codes = ["ABC-1", "ABC-1\u{200B}", "\u{202A}ABC-1", "ABC\u{AD}-1", "abc–1", "ＡＢＣ－１"];

    let report = office.import(ImportKind::Items, &items(&codes));

    assert_eq!(counts(&report), [1, 0, 5, 0, 0]);
    let again = office.import(ImportKind::Items, &items(&["abc-1\u{FEFF}"]));
    assert_eq!(counts(&again), [0, 0, 1, 0, 0]);
}

#[test]
fn an_order_with_an_unseen_sign_is_the_order() {
    let mut office = Office::default();
    let row = "standard,V1,1,A1,100,pcs,2026-11-23,open,,,";

    let first = office.import(ImportKind::Orders, &format!("{ORDERS}PO1001,{row}\n"));
    let again = office.import(ImportKind::Orders, &format!("{ORDERS}PO1001\u{200B},{row}\n"));
    let cased = office.import(
        ImportKind::Orders,
        &format!("{ORDERS}po1001,standard,v1,1,a1,100,pcs,2026-11-23,open,,,\n"),
    );

    assert_eq!(counts(&first), [1, 0, 0, 0, 0]);
    assert_eq!(counts(&again), [0, 0, 1, 0, 0]);
    assert_eq!(counts(&cased), [0, 0, 1, 0, 0]);
    assert_eq!(office.replica.orders().count(), 1);
}

#[test]
fn one_order_whose_rows_spell_its_vendor_otherwise_is_one_order() {
    let mut office = Office::default();

    let report = office.import(
        ImportKind::Orders,
        &format!(
            "{ORDERS}PO1,standard,V-1,1,A1,100,pcs,,open,,,\npo1,standard,v–1,2,A2,50,pcs,,open,,,\n"
        ),
    );

    assert_eq!(counts(&report), [2, 0, 0, 0, 0]);
}

#[test]
fn codes_that_a_program_shortened_are_refused_and_zeros_stay() {
    let mut office = Office::default();
    let codes = [
        "6.93217E+12",
        "6.93217e+12",
        "1.00E+05",
        "\"6,93217E+12\"",
        "6.93217E12",
        "06932169358293",
        "\"=\"\"06932169358294\"\"\"",
        "'06932169358295",
    ];

    let report = office.import(ImportKind::Items, &items(&codes));

    assert_eq!(counts(&report), [3, 0, 0, 5, 0]);
    for code in ["06932169358293", "06932169358294", "06932169358295"] {
        assert!(office.replica.item(&code.parse().unwrap()).is_some(), "{code}");
    }
}

#[test]
fn a_row_of_sums_is_no_vendor_and_no_order() {
    let mut office = Office::default();

    let vendors = office.import(
        ImportKind::Vendors,
        "vendor,name,currency\nV1,甲,CNY\nV2,乙,CNY\n合 计：,2,\nTotal,2,\nTOTAL,Total SA,EUR\n",
    );
    let orders = office.import(
        ImportKind::Orders,
        &format!("{ORDERS}PO1,standard,V1,1,A1,100,pcs,,open,,,\n合计,,,,,100,,,,,,\n,,,总计,,100,,,,,,\n"),
    );

    assert_eq!(counts(&vendors), [3, 0, 0, 0, 0]);
    assert_eq!(notes(&vendors), ["lines 4, 5: a sum of the rows above (合计, total), passed over"]);
    assert!(office.replica.vendor(&"合计".parse().unwrap()).is_none());
    assert_eq!(counts(&orders), [1, 0, 0, 0, 0]);
    assert_eq!(vendors.rows, 3);
}

#[test]
fn a_vendor_whose_name_is_a_number_is_taken_with_a_warning() {
    let mut office = Office::default();

    let report = office.import(ImportKind::Vendors, "vendor,name,currency\nV7,\"1,200.5\",CNY\n");

    assert_eq!(counts(&report), [1, 0, 0, 0, 0]);
    assert_eq!(notes(&report), ["line 2: the vendor's name is only a number; check the column"]);
}

#[test]
fn the_remedy_for_a_comma_never_names_another_amount() {
    let mut office = Office::default();
    let rows = ["13,75", "1.000,5", "1.000,00", "1,234", "1,2,3"];
    let rows: Vec<String> = rows
        .iter()
        .enumerate()
        .map(|(line, amount)| format!("PO1;standard;V1;{};A1;{amount};kg;;open;;;\n", line + 1))
        .collect();

    let report = office
        .import(ImportKind::Orders, &format!("{}{}", ORDERS.replace(',', ";"), rows.concat()));

    let remedies: Vec<(&str, &str)> = report
        .refused_rows
        .iter()
        .map(|row| (row.remedy.en.split(" (").next().unwrap_or_default(), &*row.remedy.zh))
        .collect();
    let tail = "（不用千位分隔，小数用点）";
    assert_eq!(
        remedies,
        [
            ("write 13.75", &*format!("请写 13.75{tail}")),
            ("write 1000.5", &*format!("请写 1000.5{tail}")),
            ("write 1000.00", &*format!("请写 1000.00{tail}")),
            (
                "write 1234, or 1.234 if that was meant",
                &*format!("请写 1234；若是小数，请写 1.234{tail}")
            ),
            (
                "write it without thousands separators, and a point for decimals",
                "请不用千位分隔，小数用点"
            ),
        ]
    );
}
