//! The worked examples of the floor, to the millisecond: clocks are moved from outside.

use inwards_tests::clock::Clock;
use inwards_tests::device::Device;
use inwards_tests::site::Site;
use serde_json::Value;

const CLERK: &str = "王建国";
const INSPECTOR: &str = "周婷";

/// A morning on one timeline: server and devices stand still at one instant, until moved.
struct Morning {
    site: Site,
    dock: Device,
    tablets: [Device; 2],
}

impl Morning {
    /// Two tablets and a handheld, synced at 08:00.
    fn begin() -> Self {
        let at_eight = Clock::at("2026-11-23 08:00:00.000");
        let site = Site::small_at(&at_eight);
        let dock = site.device_of("K1", "dock-clerk", CLERK);
        let tablets = ["T1", "T2"].map(|name| site.device_of(name, "qc-inspector", INSPECTOR));
        for device in [&dock, &tablets[0], &tablets[1]] {
            let clock = &device.ok("status")["clock"];
            assert_eq!(clock["offset_ms"], 0, "one timeline");
            assert_eq!(clock["corrected"], "2026-11-23T08:00:00.000Z");
        }
        Self { site, dock, tablets }
    }

    /// A signed lot of 100 screws; its card's number.
    fn sign_lot_at(&mut self, time: &str) -> String {
        let dock = by(&self.dock, time);
        let receipt = dock.make("receipt open --po PO1", "receipt");
        dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
        dock.ok(&format!("receipt sign {receipt}"));
        dock.make(&format!("card issue {receipt} --line 1"), "card")
    }

    /// Everybody meets the server: what is on one is on all.
    fn sync_at(&mut self, time: &str) {
        self.site.set_clock(&clock(time));
        for _ in 0..2 {
            for device in [&self.dock, &self.tablets[0], &self.tablets[1]] {
                by(device, time).ok("sync");
            }
        }
    }

    /// The lot as everybody sees it, server and devices alike.
    fn lot_at(&self, time: &str, card: &str) -> Value {
        let on_server = self.site.server.get(&format!("/api/lots/{card}"));
        for device in [&self.dock, &self.tablets[0], &self.tablets[1]] {
            let list = by(device, time).ok("list lots");
            let mut lots = list["lots"].as_array().expect("a list").clone();
            for lot in &mut lots {
                lot.as_object_mut().expect("a row").remove("standing");
            }
            assert!(lots.contains(&on_server), "{}: {lots:?}\n{on_server}", device.name);
        }
        on_server
    }

    fn conflicts(&self) -> usize {
        self.site.server.get("/api/conflicts").as_array().expect("a list").len()
    }
}

#[test]
fn a_lot_judged_offline_a_second_before_its_deadline_and_synced_hours_later_is_on_time() {
    let mut morning = Morning::begin();

    let card = morning.sign_lot_at("08:10:00.000");
    morning.sync_at("08:20:00.000");
    by(&morning.tablets[0], "12:09:59.000").ok(&format!("verdict {card} pass"));
    morning.sync_at("15:00:00.000");

    let lot = morning.lot_at("15:00:00.000", &card);
    assert_eq!(lot["signed"], "2026-11-23T08:10:00.000Z");
    assert_eq!(lot["due"], "2026-11-23T12:10:00.000Z");
    assert_eq!(lot["judged"], "2026-11-23T12:09:59.000Z");
    assert_eq!(lot["on_time"], true);
}

#[test]
fn exactly_four_hours_is_on_time() {
    assert_eq!(on_time_when_judged_at("12:10:00.000"), true);
}

#[test]
fn a_millisecond_more_than_four_hours_is_late() {
    assert_eq!(on_time_when_judged_at("12:10:00.001"), false);
}

fn on_time_when_judged_at(time: &str) -> Value {
    let mut morning = Morning::begin();
    let card = morning.sign_lot_at("08:10:00.000");
    morning.sync_at("08:20:00.000");
    by(&morning.tablets[0], time).ok(&format!("verdict {card} pass"));
    morning.sync_at("15:00:00.000");
    morning.lot_at("15:00:00.000", &card)["on_time"].clone()
}

#[test]
fn a_tablet_whose_clock_is_wrong_is_dated_with_what_it_learned() {
    let mut morning = Morning::begin();
    let card = morning.sign_lot_at("08:10:00.000");
    // The tablet's clock is ten minutes slow when it meets the server at 08:20, and stays so.
    let slow = by(&morning.tablets[0], "08:10:00.000");
    morning.sync_at("08:20:00.000");
    slow.ok("sync");

    by(&slow, "12:00:00.001").ok(&format!("verdict {card} pass"));
    morning.site.set_clock(&clock("15:00:00.000"));
    by(&slow, "14:50:00.000").ok("sync");

    let lot = morning.site.server.get(&format!("/api/lots/{card}"));
    assert_eq!(lot["judged"], "2026-11-23T12:10:00.001Z");
    assert_eq!(lot["on_time"], false);
}

#[test]
fn of_two_inspectors_offline_the_stricter_stands_until_one_judges_both() {
    let mut morning = Morning::begin();
    let card = morning.sign_lot_at("08:10:00.000");
    morning.sync_at("08:20:00.000");

    by(&morning.tablets[1], "08:50:00.000").ok(&format!("verdict {card} reject --reason C01"));
    by(&morning.tablets[0], "09:00:00.000").ok(&format!("verdict {card} pass"));
    morning.sync_at("09:30:00.000");

    let lot = morning.lot_at("09:30:00.000", &card);
    assert_eq!((&lot["rejected"], &lot["passed"]), (&"100".into(), &"0".into()));
    assert_eq!(lot["status"], "conflict");
    assert_eq!(morning.conflicts(), 1);

    by(&morning.tablets[1], "10:00:00.000").ok(&format!("verdict {card} pass --replace"));
    morning.sync_at("10:05:00.000");

    let lot = morning.lot_at("10:05:00.000", &card);
    assert_eq!((&lot["rejected"], &lot["passed"]), (&"0".into(), &"100".into()));
    assert_eq!(lot["conflicts"].as_array().map(Vec::len), Some(0));
    assert_eq!(morning.conflicts(), 0);
}

#[test]
fn a_reopened_count_starts_another_clock_and_shows_both_signatures() {
    let mut morning = Morning::begin();
    let card = morning.sign_lot_at("08:10:00.000");
    morning.sync_at("08:20:00.000");
    let desk = morning.site.device_of("D1", "supervisor", "徐振华");
    let receipt = morning.lot_at("08:20:00.000", &card)["receipt"].clone();
    let receipt = receipt.as_str().expect("a number");

    by(&desk, "09:00:00.000").ok(&format!("receipt reopen {receipt} --reason 重点"));
    morning.site.set_clock(&clock("09:00:00.000"));
    by(&desk, "09:00:00.000").ok("sync");
    by(&morning.dock, "09:00:00.000").ok("sync");
    by(&morning.dock, "09:30:00.000").ok(&format!("receipt sign {receipt}"));
    morning.sync_at("09:40:00.000");

    let lot = morning.lot_at("09:40:00.000", &card);
    assert_eq!(lot["due"], "2026-11-23T13:30:00.000Z");
    let receipt = morning.site.server.get(&format!("/api/receipts/{receipt}"));
    assert_eq!(receipt["signatures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_session_that_began_a_year_ahead_lasts_a_shift_once_the_clock_is_known() {
    let morning = Morning::begin();
    let dock = at(&morning.dock, "2027-11-23 08:00:00.000");
    dock.sign_in(CLERK, inwards_tests::site::PIN);

    at(&dock, "2027-11-23 08:05:00.000").ok("sync");

    let until = &by(&dock, "08:10:00.000").ok("status")["person"]["until"];
    let until: String = until.as_str().expect("somebody is signed in").to_owned();
    assert!(until.starts_with("2026-11-23T19:") || until.starts_with("2026-11-23T20:"), "{until}");
    let month_later = at(&dock, "2026-12-23 08:00:00.000");
    assert_eq!(month_later.run("receipt open --po PO1").rule(), "signed-in");
}

#[test]
fn a_server_whose_clock_is_set_right_takes_what_was_recorded_since() {
    let mut morning = Morning::begin();
    // The server is an hour ahead, adds somebody, and everybody meets it.
    morning.site.set_clock(&clock("09:10:00.000"));
    let added = morning.site.administer(&["people", "add", "新人", "--post", "dock-clerk"]);
    assert_eq!(added.exit, 0, "{}", added.json);
    by(&morning.dock, "08:10:00.000").ok("sync");

    morning.site.set_clock(&clock("08:20:00.000"));
    let dock = by(&morning.dock, "08:20:00.000");
    dock.ok("sync");
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    let synced = dock.ok("sync");

    assert_eq!(synced["set_aside"], serde_json::json!([]), "{synced}");
    let on_server = morning.site.server.get(&format!("/api/receipts/{receipt}"));
    assert_eq!(on_server["line_rows"][0]["counted"], "100");
}

fn clock(time: &str) -> Clock {
    Clock::at(&format!("2026-11-23 {time}"))
}

/// A device by its clock at a time of the day.
fn by(device: &Device, time: &str) -> Device {
    Device { clock: clock(time), ..device.clone() }
}

/// A device by its clock at an instant.
fn at(device: &Device, instant: &str) -> Device {
    Device { clock: Clock::at(instant), ..device.clone() }
}
