//! Files of the ERP that are not as they should be, and trucks that come before their files.

use inwards_tests::site::Site;

const DONE: i32 = 0;
const REFUSED: i32 = 3;

const ORDERS: &str =
    "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of\n";

#[test]
fn a_line_that_is_closed_with_quantity_0_is_closed_and_marks_what_comes_on_it() {
    let site = Site::small();
    let csv =
        format!("{ORDERS}PO4,standard,V1,1,SCREW,0,pcs,,closed,2026-10-20T08:00:00+08:00,,\n");

    let report = site.import("orders", csv.as_bytes());

    assert_eq!((report.exit, &report.json["refused"]), (DONE, &0.into()), "{}", report.json);
    assert_eq!(report.json["noted_rows"][0]["field"], "quantity");
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let opened = dock.ok("receipt open --po PO4");
    assert_eq!(opened["notices"][0]["rule"], "stale-order", "{opened}");
}

#[test]
fn the_exit_code_says_that_rows_were_refused_unless_that_is_expected() {
    let site = Site::small();
    let csv = "vendor,name,currency\nV8,好,CNY\n,无号,CNY\n";
    let file = site.folder().join("some.csv");
    std::fs::write(&file, csv).expect("it can be written");
    let file = file.to_str().expect("plain");

    let some = site.administer(&["import", "vendors", file]);
    let expected = site.administer(&["import", "vendors", file, "--partial"]);
    std::fs::write(file, "vendor,name,currency\n,无号,CNY\n").expect("it can be written");
    let none = site.administer(&["import", "vendors", file, "--partial"]);

    assert_eq!((some.exit, &some.json["new"]), (REFUSED, &1.into()), "{}", some.json);
    assert_eq!((expected.exit, &expected.json["unchanged"]), (DONE, &1.into()));
    assert_eq!(none.exit, REFUSED, "nothing went in: {}", none.json);
}

#[test]
fn days_of_databases_are_read_and_an_unreadable_one_keeps_no_line_out() {
    let site = Site::small();
    let rows = [
        "2026-11-23 00:00:00.000",
        "2026-11-23T00:00:00.000Z",
        "2026-11-23 12:00:00 AM",
        "2026/11/23 上午 12:00:00",
        "23/11/2026",
    ];
    let row = |(line, due): (usize, &&str)| {
        format!("PU1,standard,V1,{},SCREW,10,pcs,{due},open,,,\n", line + 1)
    };
    let csv = format!("{ORDERS}{}", rows.iter().enumerate().map(row).collect::<String>());

    let report = site.import("orders", csv.as_bytes());

    assert_eq!((report.exit, &report.json["new"]), (DONE, &5.into()), "{}", report.json);
    let noted = report.json["noted_rows"].as_array().expect("a list");
    assert_eq!(noted.len(), 1, "{noted:?}");
    assert_eq!((&noted[0]["line"], &noted[0]["field"]), (&6.into(), &"due".into()));
}

#[test]
fn a_list_that_ends_most_approvals_is_not_written_before_somebody_says_so() {
    let site = Site::small();
    let all: Vec<String> = (1..=200).map(|number| format!("A{number},2020-01-01,\n")).collect();
    let whole =
        format!("vendor,valid_from,valid_to\nV1,2020-01-01,\nV2,2020-01-01,\n{}", all.concat());
    assert_eq!(site.import("approved-vendors", whole.as_bytes()).exit, DONE);
    let filtered = "vendor,valid_from,valid_to\nV1,2020-01-01,\n";

    let asked = site.import("approved-vendors", filtered.as_bytes());

    assert_eq!(asked.exit, REFUSED, "{}", asked.json);
    assert_eq!((&asked.json["withheld"], &asked.json["ended"]), (&true.into(), &201.into()));
    assert_eq!(asked.json["ends_many"]["ended"], 201);
    let again = site.import("approved-vendors", whole.as_bytes());
    assert_eq!(again.json["changed"], 0, "nothing was written: {}", again.json);

    let file = site.folder().join("filtered.csv");
    std::fs::write(&file, filtered).expect("it can be written");
    let file = file.to_str().expect("plain");
    let meant = site.administer(&["import", "approved-vendors", file, "--end-many"]);
    assert_eq!((meant.exit, &meant.json["ended"]), (DONE, &201.into()), "{}", meant.json);
}

#[test]
fn a_truck_that_comes_before_its_vendors_file_is_received() {
    let site = Site::small();
    let csv = format!(
        "{ORDERS}PU3,standard,NOV,1,SCREW,100,pcs,,open,,,\nPU4,standard,V1,1,WIRE,9,pcs,,open,,,\n"
    );

    let report = site.import("orders", csv.as_bytes());

    let noted = report.json["noted_rows"].as_array().expect("a list");
    let said: Vec<_> =
        noted.iter().map(|row| (row["key"].as_str(), row["field"].as_str())).collect();
    assert_eq!(said, [(Some("NOV"), Some("vendor")), (Some("PU4/1"), Some("unit"))]);
    assert_eq!(report.json["encoding"], "UTF-8");
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let opened = dock.ok("receipt open --po PU3");
    assert_eq!(opened["notices"][0]["rule"], "unknown-vendor", "{opened}");
    let receipt = opened["receipt"].as_str().expect("a number");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    dock.ok(&format!("receipt sign {receipt}"));
    let held = dock.make("receipt open --without-order --vendor NOV2", "receipt");
    let tallied = dock.ok(&format!("receipt tally {held} --line ?/NEW-1 --qty 5"));
    assert_eq!(tallied["notices"][0]["rule"], "unknown-item", "{tallied}");
}
