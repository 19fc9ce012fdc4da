//! What two people did without knowing of each other adds up as the floor expects.

use inwards_tests::device::Device;
use inwards_tests::site::Site;
use serde_json::Value;

#[test]
fn what_two_clerks_count_offline_adds_up_and_a_void_takes_only_its_own() {
    let dock = Dock::open();
    dock.a.ok(&dock.tally(100));
    let second = dock.a.make(&dock.tally(100), "tally");
    dock.b.ok(&dock.tally(50));
    dock.sync();

    assert_eq!(dock.line()["counted"], "250");

    dock.a.ok(&format!("receipt void-tally {} {second}", dock.receipt));
    dock.sync();

    assert_eq!(dock.line()["counted"], "150");
    assert_eq!(dock.line()["count_again"], false);
}

#[test]
fn a_recount_stands_and_a_tally_that_it_had_not_seen_asks_to_count_again() {
    let dock = Dock::open();
    dock.a.ok(&dock.tally(200));
    dock.b.ok(&dock.tally(50));
    dock.sync();

    dock.a.ok(&format!("receipt recount {} --line PO1/1 --qty 240", dock.receipt));
    dock.b.ok(&dock.tally(10));
    dock.sync();

    let line = dock.line();
    assert_eq!(line["counted"], "250", "240 recounted, and 10 that nobody who recounted had seen");
    assert_eq!(line["count_again"], true);
}

#[test]
fn a_box_that_two_clerks_scan_counts_once() {
    let dock = Dock::open();
    for device in [&dock.a, &dock.b] {
        device.ok(&format!("{} --package BOX-1", dock.tally(80)));
    }
    dock.sync();

    assert_eq!(dock.line()["counted"], "80");
    assert_eq!(dock.line()["package_twice"], true);
}

#[test]
fn facts_wait_for_what_they_are_about_and_take_effect_when_it_arrives() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let tablet = site.device_of("T1", "qc-inspector", "周婷");
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 10"));
    dock.ok(&format!("receipt sign {receipt}"));
    let card = dock.make(&format!("card issue {receipt} --line 1"), "card");

    // The tablet read the card's number off the paper; the server hears of the card last.
    tablet.ok(&format!("verdict {card} pass --accepted 10"));
    tablet.ok("sync");
    let early = site.server.get(&format!("/api/lots/{card}"));
    dock.ok("sync");
    let late = site.server.get(&format!("/api/lots/{card}"));

    assert_eq!(early["status"], "waiting");
    assert_eq!((&late["passed"], &late["on_time"]), (&"10".into(), &true.into()));
}

/// Two handhelds that know of one receipt, and lost the network then.
struct Dock {
    site: Site,
    a: Device,
    b: Device,
    receipt: String,
}

impl Dock {
    fn open() -> Self {
        let site = Site::small();
        let a = site.device_of("A", "dock-clerk", "王建国");
        let b = site.device_of("B", "dock-clerk", "杨丽萍");
        let receipt = a.make("receipt open --po PO1", "receipt");
        Self { site, a, b, receipt }
    }

    fn tally(&self, quantity: u32) -> String {
        format!("receipt tally {} --line PO1/1 --qty {quantity}", self.receipt)
    }

    fn sync(&self) {
        for device in [&self.b, &self.a, &self.b] {
            device.ok("sync");
        }
    }

    /// The line as all three see it.
    fn line(&self) -> Value {
        let on_server = self.site.server.get(&format!("/api/receipts/{}", self.receipt));
        for device in [&self.a, &self.b] {
            let here = device.ok(&format!("show {}", self.receipt));
            assert_eq!(here["line_rows"], on_server["line_rows"], "{}", device.name);
        }
        on_server["line_rows"][0].clone()
    }
}
