//! Bad input at the dock and in the office: a clear sentence, the right exit code, nothing lost.

use inwards_tests::clock::Clock;
use inwards_tests::device::Device;
use inwards_tests::site::{PIN, Site};
use serde_json::Value;

const USAGE: i32 = 2;
const REFUSED: i32 = 3;

#[test]
fn amounts_that_nobody_counts_are_refused_by_name() {
    let (_site, dock, receipt) = dock();
    for (quantity, says) in [
        ("0", "0 is not more than zero"),
        ("-5", "-5 is not more than zero"),
        ("1e30", "“1e30” is larger"),
        ("99999999999999", "“99999999999999” is larger"),
        ("abc", "“abc” is not a number"),
        ("NaN", "“NaN” is not a number"),
        ("0x10", "“0x10” is not a number"),
        ("1,000", "write 1000, or 1.000"),
        ("１,０００", "write 1000"),
        ("1.5", "more decimals than pcs allows"),
    ] {
        let line = format!("receipt tally {receipt} --line 1 --qty {quantity}");
        check(&dock, &line, USAGE, "amount", says);
    }
    assert_eq!(dock.ok("status")["recorded_here"], 1);
}

#[test]
fn full_width_digits_are_digits() {
    let (_site, dock, receipt) = dock();

    dock.ok(&format!("receipt tally {receipt} --line 1 --qty １２"));
    dock.ok(&format!("receipt tally {receipt} --line ２ --qty 3．500"));

    let lines = dock.ok(&format!("show {receipt}"))["line_rows"].clone();
    assert_eq!((&lines[0]["counted"], &lines[1]["counted"]), (&"12".into(), &"3.5".into()));
}

#[test]
fn an_unknown_order_is_refused_and_the_way_without_one_is_named() {
    let (_site, dock, _) = dock();

    check(&dock, "receipt open --po PO999", REFUSED, "order", "without an order");
    dock.ok("receipt open --without-order --vendor V1");
}

#[test]
fn goods_of_a_closed_order_are_counted_and_marked() {
    let (_site, dock, _) = dock();

    let opened = dock.ok("receipt open --po PO3");

    assert_eq!(opened["notices"][0]["rule"], "stale-order", "{opened}");
    let receipt = opened["receipt"].as_str().expect("a number");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 10"));
    let shown = dock.ok(&format!("show {receipt}"));
    assert_eq!(shown["line_rows"][0]["stale_order"], true, "{shown}");
}

#[test]
fn a_number_that_was_misread_is_told_with_those_that_may_be_meant() {
    let (_site, dock, receipt) = dock();
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 5"));
    dock.ok(&format!("receipt sign {receipt}"));
    let card = dock.make(&format!("card issue {receipt} --line 1"), "card");

    for (number, wrong) in [
        (&receipt, misread(&receipt)),
        (&receipt, swapped(&receipt)),
        (&card, misread(&card)),
        (&card, swapped(&card)),
    ] {
        for line in [format!("show {wrong}"), format!("card reprint {wrong}")] {
            if number == &receipt && line.starts_with("card") {
                continue;
            }
            let outcome = check(&dock, &line, USAGE, "number", &wrong);
            let near = outcome["error"]["near"].as_array().expect("numbers that may be meant");
            assert!(near.contains(&Value::from(number.as_str())), "{line}: {near:?}");
        }
        let scanned = dock.ok(&format!("scan {wrong}"));
        assert_eq!(scanned["kind"], "misread");
        assert_eq!(scanned["near"][0], number.as_str());
    }
}

#[test]
fn a_receipt_is_signed_once_and_its_count_is_closed_then() {
    let (_site, dock, receipt) = dock();
    check(&dock, &format!("receipt sign {receipt}"), REFUSED, "", &receipt);
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 5"));
    dock.ok(&format!("receipt sign {receipt}"));

    let again = format!("receipt sign {receipt}");
    check(&dock, &again, REFUSED, "signature", "signed already");
    let tally = format!("receipt tally {receipt} --line 1 --qty 1");
    check(&dock, &tally, REFUSED, "signature", "supervisor must reopen");
    assert_eq!(dock.ok("status")["recorded_here"], 4);
}

#[test]
fn lines_that_the_receipt_has_not_are_refused_with_those_it_has() {
    let (_site, dock, receipt) = dock();

    let line = format!("receipt tally {receipt} --line 9 --qty 1");
    check(&dock, &line, REFUSED, "order", "PO1/1, PO1/2");
    let line = format!("receipt tally {receipt} --line first --qty 1");
    check(&dock, &line, USAGE, "", "“first”");
}

#[test]
fn nobody_works_beyond_their_post() {
    let (site, dock, receipt) = dock();
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 5"));
    dock.ok(&format!("receipt sign {receipt}"));
    let card = dock.make(&format!("card issue {receipt} --line 1"), "card");

    check(&dock, &format!("verdict {card} pass"), REFUSED, "", "post");
    let nobody = site.device("K2", "dock-clerk");
    check(&nobody, "receipt open --po PO1", REFUSED, "signed-in", "sign-in");
}

#[test]
fn wrong_pins_are_refused_and_slowed_and_the_right_one_is_not_locked_out_for_good() {
    let eight = Clock::at("2026-11-23 08:00:00");
    let site = Site::small_at(&eight);
    let mut dock = site.device_of("K1", "dock-clerk", "王建国");
    for _ in 0..5 {
        check_pin(&dock, "000000", "wrong");
    }

    check_pin(&dock, PIN, "the next try is possible at 2026-11-23 16:00:");
    // Who is signed in goes on working meanwhile.
    dock.ok("receipt open --po PO1");
    dock.clock = Clock::at("2026-11-23 08:10:00");
    dock.sign_in("王建国", PIN);
}

#[test]
fn nobody_signs_in_on_a_device_that_serves_none_of_their_posts() {
    let site = Site::small();
    let dock = site.device("K1", "dock-clerk");

    let outcome = dock.run_with("sign-in 周婷 --pin-stdin", PIN);

    assert_eq!((outcome.exit, outcome.rule()), (REFUSED, "person"), "{}", outcome.json);
    assert!(outcome.message().contains("no post"), "{}", outcome.json);
    check(&dock, "receipt open --po PO1", REFUSED, "signed-in", "sign-in");
}

fn check_pin(device: &Device, pin: &str, says: &str) {
    let outcome = device.run_with("sign-in 王建国 --pin-stdin", pin);
    assert_eq!((outcome.exit, outcome.rule()), (REFUSED, "pin"), "{}", outcome.json);
    assert!(outcome.message().contains(says), "{}", outcome.json);
}

#[test]
fn an_enrolment_code_is_good_once() {
    let site = Site::small();
    let code = site.code("K1", "dock-clerk");
    let enrol = format!("enrol --server {} --code {code}", site.server.address());
    let [first, second] = ["1", "2"].map(|name| Device::at(&site.folder().join(name), name));

    first.ok(&enrol);
    check(&second, &enrol, REFUSED, "code", "used");
    check(&first, &enrol, REFUSED, "enrolled", "already");
    check(&second, "sync", REFUSED, "enrolled", "no device yet");
    let wrong = enrol.replace(&code, "AAAA-BBBB");
    check(&second, &wrong, REFUSED, "code", "new code");
}

#[test]
fn a_file_of_commands_tells_which_line_was_wrong_and_keeps_the_others() {
    let (site, dock, receipt) = dock();
    let file = site.folder().join("commands");
    let good = format!("receipt tally {receipt} --line 1 --qty 1\n");
    std::fs::write(&file, format!("# a remark\n{good}frobnicate\n{good}")).expect("it is written");

    let stopped = dock.run(&format!("run {}", file.display()));
    let went_on = dock.run(&format!("run {} --keep-going", file.display()));

    assert_eq!((stopped.exit, &stopped.json["line"]), (USAGE, &3.into()), "{}", stopped.json);
    assert_eq!(went_on.exit, USAGE);
    assert_eq!(dock.ok("status")["recorded_here"], 1 + 2 + 2);
}

#[test]
fn a_csv_of_another_shape_is_refused_whole_and_says_what_it_looks_like() {
    let site = Site::small();
    for (kind, csv, says) in [
        ("vendors", "a,b,c\n1,2,3\n", "vendor (供应商代号)"),
        ("orders", "vendor,name,currency\nV1,x,CNY\n", "it looks like the vendors import"),
        ("vendors", "", "empty"),
        ("vendors", "vendor,name,currency\nV1,\"x\n", "line 2"),
    ] {
        let outcome = site.import(kind, csv.as_bytes());
        let detail = outcome.json["detail"].as_str().unwrap_or_default();
        assert_eq!(outcome.exit, USAGE, "{}", outcome.json);
        assert!(detail.contains(says), "{detail}");
    }
    let missing = site.administer(&["import", "vendors", "no-such-file.csv"]);
    assert_eq!(missing.exit, USAGE);
}

#[test]
fn bad_rows_are_told_and_good_rows_go_in_and_twice_changes_nothing() {
    let site = Site::small();
    let csv = "vendor,name,currency\nV8,好,CNY\n,无号,CNY\nV9,好,CNY,more\n";

    let withheld = {
        let file = site.folder().join("import.csv");
        std::fs::write(&file, csv).expect("it is written");
        site.administer(&["import", "vendors", file.to_str().expect("plain"), "--all-or-nothing"])
    };
    let first = site.import("vendors", csv.as_bytes());
    let second = site.import("vendors", csv.as_bytes());

    assert_eq!((withheld.exit, &withheld.json["withheld"]), (REFUSED, &true.into()));
    assert_eq!(first.exit, REFUSED, "rows were refused, and nobody said that they may be");
    assert_eq!((&first.json["new"], &first.json["refused"]), (&1.into(), &2.into()));
    assert_eq!(first.json["refused_rows"][0]["line"], 3, "{}", first.json);
    assert_eq!((&second.json["new"], &second.json["unchanged"]), (&0.into(), &1.into()));
}

#[test]
fn the_exports_of_chinese_erps_are_read() {
    let site = Site::small();
    let utf8 = "供应商代号,名称,币别\r\nV9,深圳华峤漆包线科技,CNY\r\n";
    let (gb18030, _, _) = encoding_rs::GB18030.encode(utf8);
    let with_mark = [b"\xef\xbb\xbf", utf8.as_bytes()].concat();

    let first = site.import("vendors", &gb18030);
    let second = site.import("vendors", &with_mark);

    assert_eq!((&first.json["encoding"], &first.json["new"]), (&"GB18030".into(), &1.into()));
    assert_eq!(second.json["unchanged"], 1, "the same name: {}", second.json);
}

/// A clerk at the dock, and the receipt that they opened.
fn dock() -> (Site, Device, String) {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = dock.make("receipt open --po PO1", "receipt");
    (site, dock, receipt)
}

/// Runs what must fail; its answer. An empty rule is any rule.
fn check(device: &Device, line: &str, exit: i32, rule: &str, says: &str) -> Value {
    let before = device.run("status").json["recorded_here"].clone();
    let outcome = device.run(line);
    assert_eq!(outcome.exit, exit, "{line}: {}", outcome.json);
    assert!(rule.is_empty() || outcome.rule() == rule, "{line}: {}", outcome.json);
    assert!(outcome.message().contains(says), "{line}: {}", outcome.json);
    assert_eq!(outcome.json["error"]["exit"], exit);
    assert_eq!(device.run("status").json["recorded_here"], before, "{line} recorded something");
    outcome.json
}

/// Another letter at the end.
fn misread(number: &str) -> String {
    let (head, last) = number.split_at(number.len() - 1);
    format!("{head}{}", if last == "7" { "8" } else { "7" })
}

/// The last two neighbours that differ, swapped.
fn swapped(number: &str) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    let place = (1..letters.len() - 1).rev().find(|place| letters[*place] != letters[place + 1]);
    let place = place.expect("two letters that differ");
    letters.swap(place, place + 1);
    letters.into_iter().collect()
}
