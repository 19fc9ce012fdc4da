//! Orders: one row a line, one statement an order, and what became of it (`stale-order`, §4.5).

use std::fmt::Write as _;

use sync_core::fact::{OrderStatus, OrderStatusStated};
use sync_core::rules::stale_order::status_at;

use super::*;

fn file(rows: &[&str]) -> String {
    let header =
        "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n";
    rows.iter().fold(header.to_owned(), |mut csv, row| {
        let _ = writeln!(csv, "{row}");
        csv
    })
}

fn import(office: &mut Office, rows: &[&str]) -> ImportReport {
    office.import(ImportKind::Orders, &file(rows))
}

fn office(rows: &[&str]) -> Office {
    let mut office = Office::default();
    import(&mut office, rows);
    office
}

fn lines(office: &Office, order: &str) -> Vec<u16> {
    let order = office.replica.order(&order.parse().unwrap());
    order.map(|order| order.lines.keys().copied().collect()).unwrap_or_default()
}

fn statuses(office: &Office, order: &str) -> Vec<OrderStatusStated> {
    let order = office.replica.order(&order.parse().unwrap());
    order.map(|order| order.statuses.clone()).unwrap_or_default()
}

fn check_status(office: &Office, line: u16, at: &str, expected: &OrderStatus) {
    let statuses = statuses(office, "PO1");
    let status = status_at(&statuses, line, at.parse().unwrap());
    assert_eq!(status.unwrap_or(&OrderStatus::Open), expected, "line {line} at {at}");
}

const LINE_1: &str = "PO1,standard,V1,1,A1,100,pcs,2026-11-23,open,,,";
const LINE_2: &str = "PO1,standard,V1,2,A2,2.5,kg,,open,,,";

#[test]
fn the_rows_of_an_order_become_one_statement() {
    let office = Office::default();

    let other = "PO2,packaging,V2,1,B1,50,pcs,,,,,";
    let plan = office.plan(ImportKind::Orders, file(&[LINE_2, other, LINE_1]).as_bytes()).unwrap();

    assert_eq!(counts(&plan.report), [3, 0, 0, 0, 0]);
    assert_eq!(plan.drafts.len(), 2);
    let Event::OrderStated(stated) = &plan.drafts[0].1 else {
        panic!("an order is stated first");
    };
    assert_eq!(stated.lines.iter().map(|line| line.line).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn a_changed_row_is_told_field_by_field() {
    let mut office = office(&[LINE_1, LINE_2]);

    let report = import(&mut office, &["PO1,standard,V1,1,A1,80,pcs,2026-11-30,open,,,", LINE_2]);

    assert_eq!(counts(&report), [0, 1, 1, 0, 0]);
    assert_eq!(
        changes(&report),
        [(2, "quantity", "100", "80"), (2, "due", "2026-11-23", "2026-11-30")]
    );
}

#[test]
fn a_line_without_a_row_is_dropped() {
    let mut office = office(&[LINE_1, LINE_2]);

    let report = import(&mut office, &[LINE_1]);

    assert_eq!(counts(&report), [0, 0, 1, 0, 1]);
    assert_eq!(report.ended_rows[0].key, "PO1/2");
    assert_eq!(lines(&office, "PO1"), [1]);
}

#[test]
fn a_line_stays_where_a_row_of_its_order_is_refused() {
    for bad in
        ["PO1,standard,V1,two,A2,2.5,kg,,open,,,", "PO1,standard,V1", ",standard,V1,2,,,,,,,,"]
    {
        let mut office = office(&[LINE_1, LINE_2]);

        let report = import(&mut office, &[LINE_1, bad]);

        assert_eq!(counts(&report), [0, 0, 1, 1, 0], "{bad}");
        assert_eq!(lines(&office, "PO1"), [1, 2]);
    }
}

#[test]
fn a_refused_row_leaves_the_other_rows_of_its_order() {
    let mut office = Office::default();

    let report = import(&mut office, &[LINE_1, "PO1,standard,V1,2,A2,-1,kg,,open,,,"]);

    assert_eq!(counts(&report), [1, 0, 0, 1, 0]);
    assert_eq!(lines(&office, "PO1"), [1]);
}

#[test]
fn a_row_that_contradicts_its_order_is_refused() {
    let check = |row: &str, field: &str, said: &str| {
        let report = import(&mut Office::default(), &[LINE_1, row]);
        let reason = format!("line 3 differs from line 2 of the same order: “{said}”");
        assert_eq!(refusals(&report), [(3, field, reason.as_str())], "{row}");
        assert_eq!(report.new, 1);
    };

    check("PO1,packaging,V1,2,A2,2.5,kg,,open,,,", "type", "standard");
    check("PO1,standard,V2,2,A2,2.5,kg,,open,,,", "vendor", "V1");
    check("PO1,standard,V1,2,A2,2.5,kg,,open,,,PO0", "increase_of", "");
}

#[test]
fn two_rows_of_one_line_that_differ_name_both_lines() {
    let report = import(
        &mut Office::default(),
        &[LINE_1, LINE_1, "PO1,standard,V1,1,A1,90,pcs,2026-11-23,open,,,"],
    );

    assert_eq!(counts(&report), [1, 0, 1, 1, 0]);
    assert_eq!(
        refusals(&report),
        [(4, "quantity", "lines 2 and 4 are about the same thing and differ")]
    );
}

#[test]
fn a_row_that_cannot_be_is_refused() {
    let check = |row: &str, field: &str, reason: &str| {
        let report = import(&mut Office::default(), &[row]);
        assert_eq!(refusals(&report), [(2, field, reason)], "{row}");
    };

    check("PO1,standard,V1,0,A1,1,pcs,,,,,", "line", "“0” is not a whole number from 1 to 65535");
    check("PO1,gift,V1,1,A1,1,pcs,,,,,", "type", "“gift” is not known here");
    check("PO1,standard,,1,A1,1,pcs,,,,,", "vendor", "nothing is written here");
    check("PO1,standard,V1,1,A1,1,roll,,,,,", "unit", "“roll” is not known here");
    check(
        "PO1,standard,V1,1,A1,1.5,pcs,,,,,",
        "quantity",
        "1.5 has more decimals than pcs allows (0)",
    );
    check("PO1,standard,V1,1,A1,0,pcs,,,,,", "quantity", "0 is not more than zero");
    check("PO1,standard,V1,1,A1,1,pcs,,gone,,,", "status", "“gone” is not known here");
    check("PO1,standard,V1,1,A1,1,pcs,,open,soon,,", "effective", "“soon” is not an instant");
    check(
        "PO1,standard,V1,1,A1,1,pcs,,open,,PO2,",
        "replaced_by",
        "an order is named as the replacement, but the status is not “replaced”",
    );
    check("PO1,standard,V1,1,A1,1,pcs,,open,,,PO1", "increase_of", "the order names itself");
}

#[test]
fn what_is_wrong_beside_an_ending_is_passed_over_and_named() {
    let check = |row: &str, field: &str, reason: &str| {
        let report = import(&mut Office::default(), &[row]);
        assert_eq!(counts(&report), [1, 0, 0, 0, 0], "{row}");
        let noted: Vec<_> = notes(&report).into_iter().filter(|note| note.1 == "PO1/1").collect();
        assert_eq!(noted.len(), 1, "{row}");
        assert!(noted[0].2 == field && noted[0].3.starts_with(reason), "{noted:?}");
    };

    check("PO1,standard,V1,1,A1,1,pcs,,cut,soon,,", "effective", "“soon” is not an instant");
    check(
        "PO1,standard,V1,1,A1,1,pcs,,closed,,PO2,",
        "replaced_by",
        "an order is named as the replacement, but the status is not “replaced”",
    );
    check("PO1,standard,V1,1,A1,1,pcs,,replaced,,PO1,", "replaced_by", "the order names itself");
}

#[test]
fn a_status_of_all_rows_is_stated_once_and_a_status_of_one_by_its_line() {
    let mut office = office(&[LINE_1, LINE_2]);

    import(&mut office, &[LINE_1, "PO1,standard,V1,2,A2,2.5,kg,,cut,2026-11-23 07:00,,"]);
    let lines: Vec<_> = statuses(&office, "PO1").iter().map(|stated| stated.line).collect();
    assert_eq!(lines, [Some(2)]);
    check_status(&office, 2, "2026-11-22T23:00:00Z", &OrderStatus::Cut);
    check_status(&office, 1, "2026-11-22T23:00:00Z", &OrderStatus::Open);

    let rows = [
        "PO1,standard,V1,1,A1,100,pcs,2026-11-23,closed,2026-11-23 07:30,,",
        "PO1,standard,V1,2,A2,2.5,kg,,closed,2026-11-23 07:30,,",
    ];
    let report = import(&mut office, &rows);
    assert_eq!(counts(&report), [0, 2, 0, 0, 0]);
    assert_eq!(statuses(&office, "PO1").last().map(|stated| stated.line), Some(None));
    check_status(&office, 2, "2026-11-22T23:29:59Z", &OrderStatus::Cut);
    check_status(&office, 2, "2026-11-22T23:30:00Z", &OrderStatus::Closed);
}

#[test]
fn a_status_of_the_rows_that_were_read_leaves_the_line_of_a_refused_one() {
    let mut office = office(&[LINE_1, LINE_2]);

    import(
        &mut office,
        &[
            "PO1,standard,V1,1,A1,100,pcs,2026-11-23,closed,2026-11-23 07:30,,",
            "PO1,standard,V1,2,A2,2.5,kg,,clsd,2026-11-23 07:30,,",
        ],
    );

    check_status(&office, 1, "2026-11-23T00:00:00Z", &OrderStatus::Closed);
    check_status(&office, 2, "2026-11-23T00:00:00Z", &OrderStatus::Open);
}

#[test]
fn a_status_without_an_instant_took_effect_at_the_import() {
    let mut office = office(&[LINE_1]);

    let report = import(&mut office, &["PO1,standard,V1,1,A1,100,pcs,2026-11-23,replaced,,PO2,"]);

    let by = Some("PO2".parse().unwrap());
    check_status(&office, 1, &now().to_string(), &OrderStatus::Replaced { by });
    check_status(&office, 1, "2026-11-22T23:59:59.999Z", &OrderStatus::Open);
    assert_eq!(
        changes(&report),
        [
            (2, "status", "open", "replaced"),
            (2, "effective", "", "2026-11-23T00:00:00.000Z"),
            (2, "replaced_by", "", "PO2"),
        ]
    );
}

#[test]
fn an_order_that_the_office_reopens_is_open_again() {
    let closed = "PO1,standard,V1,1,A1,100,pcs,2026-11-23,closed,2026-11-20 08:00,,";
    let mut office = office(&[closed]);

    let report = import(&mut office, &[LINE_1]);

    assert_eq!(report.changed, 1);
    check_status(&office, 1, "2026-11-22T00:00:00Z", &OrderStatus::Closed);
    check_status(&office, 1, &now().to_string(), &OrderStatus::Open);
}

/// Line, key, field and English reason of each row that was taken with something to know.
fn notes(report: &ImportReport) -> Vec<(u64, &str, &str, &str)> {
    let noted = report.noted_rows.iter();
    noted
        .map(|row| {
            let field = row.field.as_deref().unwrap_or_default();
            (row.line, row.key.as_str(), field, row.reason.en.as_str())
        })
        .collect()
}

#[test]
fn a_row_that_ends_its_line_ends_it_whatever_else_is_wrong_with_it() {
    for (row, field) in [
        ("PO1,standard,V1,1,A1,0,pcs,2026-11-23,closed,,,", "quantity"),
        ("PO1,standard,V1,1,A1,,pcs,,closed,,,", "quantity"),
        ("PO1,standard,V1,1,,100,pcs,,cancelled,,,", "item"),
        ("PO1,standard,,1,A1,100,pcs,,取消,,,", "vendor"),
        ("PO1,,V1,1,A1,100,pcs,,closed,,,", "type"),
        ("PO1,standard,V1,1,A1,100,roll,,cut,,,", "unit"),
        ("PO1,standard,V1,1,A1,0,pcs,,replaced,,PO2,", "quantity"),
        ("PO1,standard,V1,1,A1,0,pcs,,completed,,,", "quantity"),
        ("PO1,standard,V1,1,A1,100,pcs,,closed,yesterday,,", "effective"),
        ("PO1,standard,V1,1,A1,100,pcs,,closed,,PO2,", "replaced_by"),
        ("PO1,standard,V1,1,A1,100,pcs,,closed,,,PO1", "increase_of"),
    ] {
        let mut office = office(&[LINE_1, LINE_2]);

        let report = import(&mut office, &[row, LINE_2]);

        assert_eq!(counts(&report), [0, 1, 1, 0, 0], "{row}");
        assert_eq!(notes_of(&report, "PO1/1"), [field], "{row}");
        let order = office.replica.order(&"PO1".parse().unwrap()).unwrap();
        assert_eq!(order.lines[&1].quantity.to_string(), "100", "{row}");
        assert_eq!(order.lines[&1].item.as_str(), "A1", "{row}");
        let status = status_at(&statuses(&office, "PO1"), 1, now()).cloned();
        assert!(status.is_some_and(|status| status != OrderStatus::Open), "{row}");
        check_status(&office, 2, "2026-11-24T00:00:00+08:00", &OrderStatus::Open);

        let again = import(&mut office, &[row, LINE_2]);
        assert_eq!(counts(&again), [0, 0, 2, 0, 0], "{row}");
    }
}

/// The fields that were noted of one key.
fn notes_of<'r>(report: &'r ImportReport, key: &str) -> Vec<&'r str> {
    let all = notes(report).into_iter();
    all.filter(|(_, noted, ..)| *noted == key).map(|(_, _, field, _)| field).collect()
}

#[test]
fn an_open_row_is_as_strict_as_ever_and_an_ending_of_nothing_changes_nothing() {
    let mut office = office(&[LINE_1]);

    let open = import(&mut office, &["PO1,standard,V1,1,A1,0,pcs,,open,,,"]);
    let unknown = import(&mut office, &[LINE_1, "PO1,standard,V1,7,A1,0,pcs,,closed,,,"]);
    let nothing = import(&mut Office::default(), &["PO9,standard,V1,1,A1,0,pcs,,closed,,,"]);

    assert_eq!(counts(&open), [0, 0, 0, 1, 0]);
    assert_eq!(counts(&unknown), [0, 0, 2, 0, 0]);
    assert_eq!(notes_of(&unknown, "PO1/7"), [""]);
    assert_eq!(lines(&office, "PO1"), [1]);
    assert_eq!(counts(&nothing), [0, 0, 1, 0, 0]);
}

#[test]
fn an_ended_row_that_lacks_its_order_follows_what_the_other_rows_say_of_it() {
    let mut office = office(&[LINE_1, LINE_2]);

    let report =
        import(&mut office, &["PO1,,,1,,0,,,closed,,,", "PO1,standard,V2,2,A2,2.5,kg,,open,,,"]);

    assert_eq!(counts(&report), [0, 2, 0, 0, 0]);
    let order = office.replica.order(&"PO1".parse().unwrap()).unwrap();
    assert_eq!(order.vendor.as_ref().map(ToString::to_string), Some("V2".into()));
    assert_eq!(lines(&office, "PO1"), [1, 2]);
    check_status(&office, 1, "2026-11-24T00:00:00+08:00", &OrderStatus::Closed);
}

#[test]
fn an_unreadable_due_day_keeps_no_line_from_the_dock_and_is_never_another_day() {
    let due = |office: &Office| {
        let order = office.replica.order(&"PO1".parse().unwrap()).unwrap();
        order.lines[&1].due.map(|day| day.0.to_string())
    };
    for wrong in ["46349", "23/11/2026", "0000-00-00", "2026-02-29", "soon", "2026-11-23 16:00"] {
        let row = format!("PO1,standard,V1,1,A1,90,pcs,{wrong},open,,,");

        let mut fresh = Office::default();
        let report = import(&mut fresh, &[&row]);
        let mut knowing = office(&[LINE_1]);
        import(&mut knowing, &[&row]);

        assert_eq!(counts(&report), [1, 0, 0, 0, 0], "{wrong}");
        assert_eq!(notes_of(&report, "PO1/1"), ["due"], "{wrong}");
        assert!(notes(&report).iter().any(|(.., why)| why.contains(wrong)), "{wrong}");
        assert_eq!(due(&fresh), None, "{wrong}");
        assert_eq!(due(&knowing), Some("2026-11-23".into()), "{wrong}");
    }
}

#[test]
fn vendors_and_items_that_no_file_brought_yet_and_other_units_are_named() {
    let mut office = Office::knowing(&[
        (ImportKind::Vendors, "vendor,name,currency\nV1,宏达,CNY\n"),
        (
            ImportKind::Items,
            "item,name_zh,name_en,unit,packaging,subcontracted,inspection_minutes,tolerance\n\
             A1,螺丝,screw,pcs,,,,\n",
        ),
    ]);

    let report = import(
        &mut office,
        &[
            LINE_1,
            "PO2,standard,NOV,1,A1,100.5,kg,,open,,,",
            "PO2,standard,NOV,2,NOI,1,pcs,,open,,,",
            "PO3,standard,GONE,1,GONE,1,pcs,,closed,,,",
        ],
    );

    assert_eq!(counts(&report), [4, 0, 0, 0, 0]);
    let keys: Vec<_> =
        notes(&report).iter().map(|(line, key, field, _)| (*line, *key, *field)).collect();
    assert_eq!(keys, [(3, "PO2/1", "unit"), (3, "NOV", "vendor"), (4, "NOI", "item")]);
    assert!(notes(&report)[0].3.contains("in kg, item A1 in pcs"));
    assert!(notes(&report)[1].3.contains("(2 rows)"));
}
