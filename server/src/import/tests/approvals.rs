//! The approved-vendor list is complete: what it does not name ends (`approved-vendor`, §4.1.1.3).

use std::fmt::Write as _;

use sync_core::rules::approved_vendor::is_approved;

use super::*;

fn list(rows: &[&str]) -> String {
    rows.iter().fold("vendor,valid_from,valid_to\n".to_owned(), |mut csv, row| {
        let _ = writeln!(csv, "{row}");
        csv
    })
}

fn import(office: &mut Office, rows: &[&str]) -> ImportReport {
    office.import(ImportKind::ApprovedVendors, &list(rows))
}

fn office(rows: &[&str]) -> Office {
    let mut office = Office::default();
    import(&mut office, rows);
    office
}

fn check(office: &Office, vendor: &str, arrival: &str, approved: bool) {
    let periods = office.replica.vendor(&vendor.parse().unwrap()).map(|v| v.approvals.clone());
    assert_eq!(
        is_approved(&periods.unwrap_or_default(), day(arrival)),
        approved,
        "{vendor} on {arrival}"
    );
}

#[test]
fn a_vendor_missing_in_the_list_was_approved_until_the_day_before() {
    let mut office = office(&["V1,2026-01-01,", "V2,2026-01-01,"]);

    let report = import(&mut office, &["V1,2026-01-01,"]);

    assert_eq!(counts(&report), [0, 0, 1, 0, 1]);
    assert_eq!(report.ended_rows[0].key, "V2/2026-01-01");
    assert!(report.ended_rows[0].reason.en.ends_with("approved until 2026-11-22 inclusive"));
    check(&office, "V1", "2026-11-23", true);
    check(&office, "V2", "2026-11-22", true);
    check(&office, "V2", "2026-11-23", false);
}

#[test]
fn a_missing_approval_that_has_yet_to_begin_never_begins() {
    let mut office = office(&["V1,2026-01-01,", "V2,2027-01-01,2027-12-31"]);

    let report = import(&mut office, &["V1,2026-01-01,"]);

    assert_eq!(report.ended, 1);
    check(&office, "V2", "2027-06-01", false);
}

#[test]
fn an_approval_that_is_over_is_left_as_it_was() {
    let mut office = office(&["V1,2026-01-01,", "V2,2025-01-01,2026-11-22"]);

    let report = import(&mut office, &["V1,2026-01-01,"]);

    assert_eq!(report.ended, 0);
    check(&office, "V2", "2026-11-22", true);
}

#[test]
fn an_approval_that_ends_today_ends_yesterday_where_the_list_lacks_it() {
    let mut office = office(&["V1,2026-01-01,", "V2,2025-01-01,2026-11-23"]);

    import(&mut office, &["V1,2026-01-01,"]);

    check(&office, "V2", "2026-11-23", false);
}

#[test]
fn a_moved_period_replaces_the_one_that_was_known() {
    let mut office = office(&["V1,2026-01-01,"]);

    let report = import(&mut office, &["V1,2026-12-01,"]);

    assert_eq!(counts(&report), [1, 0, 0, 0, 1]);
    check(&office, "V1", "2026-11-22", true);
    check(&office, "V1", "2026-11-30", false);
    check(&office, "V1", "2026-12-01", true);
}

#[test]
fn a_list_without_anybody_is_refused_as_a_whole() {
    let office = office(&["V1,2026-01-01,"]);

    for csv in ["vendor,valid_from,valid_to\n", "vendor,valid_from,valid_to\n,,\n\n"] {
        let refused = office.plan(ImportKind::ApprovedVendors, csv.as_bytes()).unwrap_err();
        assert_eq!(refused, ImportError::NobodyApproved);
    }
}

#[test]
fn a_vendor_whose_row_is_refused_keeps_what_it_had() {
    let mut office = office(&["V1,2026-01-01,", "V2,2026-01-01,", "V3,2026-01-01,"]);

    let report = import(&mut office, &["V1,2026-01-01,", "V2,2026-01-01,soon"]);

    assert_eq!(counts(&report), [0, 0, 1, 1, 1]);
    check(&office, "V2", "2026-11-23", true);
    check(&office, "V3", "2026-11-23", false);
}

#[test]
fn nobody_is_ended_where_a_row_might_be_about_anybody() {
    for rows in [
        &["V1,2026-01-01,", "V2;2026-01-01;"][..],
        &["V1,2026-01-01,", ",2026-01-01,"],
        &["V1,soon,"],
    ] {
        let mut office = office(&["V1,2026-01-01,", "V2,2026-01-01,"]);

        let report = import(&mut office, rows);

        assert_eq!((report.refused, report.ended), (1, 0), "{rows:?}");
        assert!(report.notes[0].en.starts_with("no approval was ended"));
        check(&office, "V2", "2026-11-23", true);
    }
}

#[test]
fn a_list_that_is_imported_twice_changes_nothing() {
    let mut office = office(&["V1,2026-01-01,", "V2,2026-01-01,", "V3,2027-01-01,"]);
    let rows = ["V1,2026-01-01,2026-12-31", "V4,2026-01-01,9999-12-31"];

    let first = import(&mut office, &rows);
    let second = office.plan(ImportKind::ApprovedVendors, list(&rows).as_bytes()).unwrap();

    assert_eq!(counts(&first), [1, 1, 0, 0, 2]);
    assert_eq!(second.drafts, []);
    assert_eq!(counts(&second.report), [0, 0, 2, 0, 0]);
}

#[test]
fn a_vendor_that_ended_is_approved_again_when_the_list_names_it_again() {
    let mut office = office(&["V1,2026-01-01,", "V2,2026-01-01,"]);
    import(&mut office, &["V1,2026-01-01,"]);

    let report = import(&mut office, &["V1,2026-01-01,", "V2,2026-01-01,"]);

    assert_eq!(changes(&report), [(3, "valid_to", "2026-11-22", "")]);
    check(&office, "V2", "2026-11-23", true);
}

#[test]
fn a_period_that_ends_before_it_begins_is_refused() {
    let mut office = Office::default();

    let report = import(&mut office, &["V1,2026-01-02,2026-01-01", "V2,2026-01-01,2026-01-01"]);

    assert_eq!(
        refusals(&report),
        [(2, "valid_to", "it ends on 2026-01-01, before it begins on 2026-01-02")]
    );
    check(&office, "V2", "2026-01-01", true);
}

/// What a list would do to an office of `vendors` approved vendors, unless somebody says that many
/// may end.
fn unasked(office: &Office, rows: &[&str]) -> ImportPlan {
    let options = ImportOptions { end_many: false, ..options() };
    plan(ImportKind::ApprovedVendors, list(rows).as_bytes(), &office.replica, &options).unwrap()
}

#[test]
fn a_list_that_ends_more_than_a_fifth_of_the_approvals_is_not_written_unasked() {
    let all: Vec<String> = (1..=10).map(|number| format!("V{number},2020-01-01,")).collect();
    let all: Vec<&str> = all.iter().map(String::as_str).collect();
    let office = office(&all);
    let check = |rows: &[&str], ended: usize| {
        let plan = unasked(&office, rows);
        let asked = plan.report.ends_many.map(|many| (many.ended, many.of));
        let expected = (ended > 2).then_some((ended, 10));
        assert_eq!(asked, expected, "{rows:?}");
        assert_eq!(plan.report.withheld, ended > 2, "{rows:?}");
        assert_eq!(plan.drafts.is_empty(), ended > 2 || rows.len() == 10, "{rows:?}");
    };

    check(&all, 0);
    check(&all[2..], 2);
    check(&all[3..], 3);
    check(&all[9..], 9);
}

#[test]
fn periods_that_the_list_itself_ends_count_and_renewed_ones_do_not() {
    let office = office(&["V1,2020-01-01,", "V2,2020-01-01,"]);

    let over = unasked(&office, &["V1,2020-01-01,2026-10-31", "V2,2020-01-01,"]);
    let renewed = unasked(&office, &["V1,2026-01-01,", "V2,2026-11-23,"]);

    assert_eq!(over.report.ends_many.map(|many| many.ended), Some(1));
    assert_eq!(renewed.report.ends_many, None);
    assert_eq!(renewed.report.ended, 2);
    assert!(!renewed.drafts.is_empty());
}
