//! What looks the same is the same, commas are told, and what is unlikely is said: the real programs.

use inwards_tests::site::Site;
use serde_json::Value;

const REFUSED: i32 = 3;
const USAGE: i32 = 2;

const ITEMS: &str =
    "item,name_zh,name_en,unit,decimals,packaging,subcontracted,inspection_minutes,tolerance\n";

fn items(codes: &[&str]) -> Vec<u8> {
    let rows = codes.iter().map(|code| format!("{code},螺丝,,pcs,0,no,no,,\n"));
    format!("{ITEMS}{}", rows.collect::<Vec<_>>().concat()).into_bytes()
}

fn open(device: &inwards_tests::device::Device, order: &str, note: &str) -> String {
    device.make(&format!("receipt open --po {order} --delivery-note {note}"), "receipt")
}

#[test]
fn an_import_takes_one_item_for_one_however_its_code_is_written() {
    let site = Site::small();

    let first = site.import("items", &items(&["ABC-1", "ABC-1\u{200B}", "\u{202A}ABC-1", "abc–1"]));
    let again = site.import("items", &items(&["ＡＢＣ－１", "ABC\u{AD}-1"]));
    let shortened = site.import("items", &items(&["\"6,93217E+12\"", "6.93217E12", "'0693216935"]));

    let counts = |outcome: &inwards_tests::device::Outcome| {
        ["new", "unchanged", "refused"].map(|name| outcome.json[name].as_u64())
    };
    assert_eq!(counts(&first), [Some(1), Some(3), Some(0)], "{}", first.json);
    assert_eq!(counts(&again), [Some(0), Some(2), Some(0)], "{}", again.json);
    assert_eq!(counts(&shortened), [Some(1), Some(0), Some(2)], "{}", shortened.json);
}

#[test]
fn a_sum_is_no_vendor() {
    let site = Site::small();

    let report = site.import("vendors", "vendor,name,currency\nV9,九,CNY\n合计,2,\n".as_bytes());

    assert_eq!(report.json["new"], 1, "{}", report.json);
    assert!(report.json["notes"][0]["zh"].as_str().is_some_and(|note| note.contains("合计")));
}

#[test]
fn a_comma_is_told_what_it_can_mean_where_amounts_are_typed() {
    let site = Site::small();
    let dock = site.device_of("h1", "dock-clerk", "王建国");
    let receipt = open(&dock, "PO1", "DN-1");
    let says = |quantity: &str, words: &str| {
        let outcome = dock.run(&format!("receipt tally {receipt} --line 2 --qty {quantity}"));
        assert_eq!((outcome.exit, outcome.rule()), (USAGE, "amount"), "{}", outcome.json);
        assert!(outcome.message().contains(words), "{}", outcome.message());
    };

    says("13,75", "write 13.75 (");
    says("1.000,5", "write 1000.5 (");
    says("1,234", "write 1234, or 1.234 if");
    says("1,2,3", "without thousands separators");
}

#[test]
fn one_package_one_shelf_and_one_delivery_whatever_the_scanner_sends() {
    let site = Site::small();
    let (one, two) = (
        site.device_of("h1", "dock-clerk", "王建国"),
        site.device_of("h2", "dock-clerk", "杨丽萍"),
    );
    let receipt = open(&one, "PO1", "DN-7001");
    one.ok("sync");
    two.ok("sync");
    one.ok(&format!("receipt tally {receipt} --line 1 --qty 100 --package LPN-77"));
    two.ok(&format!("receipt tally {receipt} --line 1 --qty 100 --package ]C1lpn–77"));
    let other = open(&two, "PO4", "dn–7001");
    let tallied = two.ok(&format!("receipt tally {other} --line 1 --qty 5"));
    let is_asked = tallied["notices"]
        .as_array()
        .is_some_and(|all| all.iter().any(|notice| notice["rule"] == "same-delivery"));
    assert!(is_asked, "{tallied}");
    two.ok("sync");
    one.ok("sync");

    let shown = one.ok(&format!("show {receipt}"));
    assert_eq!(shown["line_rows"][0]["counted"], "100", "{shown}");
    assert_eq!(shown["maybe_same_delivery"][0], other.as_str(), "{shown}");

    let card = signed_card(&one, &receipt);
    let bench = site.device_of("t1", "qc-inspector", "周婷");
    one.ok("sync");
    bench.ok("sync");
    bench.ok(&format!("verdict {card} pass"));
    bench.ok("sync");
    one.ok("sync");
    for (quantity, location) in [(10, "A-01-2"), (20, "a–01–2"), (30, "INW:1*L*A-01-2")] {
        one.ok(&format!("putaway {card} --location {location} --qty {quantity}"));
    }
    let lot = one.ok(&format!("show {card}"));
    let places: Vec<&Value> =
        lot["putaways"].as_array().expect("rows").iter().map(|put| &put["location"]).collect();
    assert_eq!(places, ["A-01-2"; 3]);
}

#[test]
fn more_than_the_lot_is_not_weighed_and_a_slip_is_said() {
    let site = Site::small();
    let dock = site.device_of("h1", "dock-clerk", "王建国");
    let bench = site.device_of("t1", "qc-inspector", "周婷");
    let receipt = open(&dock, "PO2", "DN-2");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    let card = signed_card(&dock, &receipt);
    dock.ok("sync");
    bench.ok("sync");

    let refused = bench.run(&format!("weigh {card} --pieces 5000 --gross 640 --tare 33 --unit g"));
    assert_eq!((refused.exit, refused.rule()), (REFUSED, "unit-weight"), "{}", refused.json);
    let slipped = bench.ok(&format!("weigh {card} --pieces 5 --gross 640 --tare 33 --unit g"));
    assert_eq!(slipped["notices"][0]["rule"], "unlikely-measure", "{slipped}");
    let passed = bench.ok(&format!("verdict {card} pass"));
    assert_eq!(passed["notices"][0]["rule"], "passes-far-off", "{passed}");
    let nothing = bench.ok(&format!("measure {card} --what colour --value 5 --unit x"));
    assert_eq!(nothing["notices"][0]["rule"], "measures-nothing", "{nothing}");
}

/// Signs a delivery and issues the card of its line 1.
fn signed_card(dock: &inwards_tests::device::Device, receipt: &str) -> String {
    dock.ok(&format!("receipt sign {receipt}"));
    dock.make(&format!("card issue {receipt} --line 1"), "card")
}
