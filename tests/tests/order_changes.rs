//! Orders that the ERP restates under counted goods, and orders that are known after their goods.

use inwards_tests::clock::Clock;
use inwards_tests::device::Device;
use inwards_tests::site::{self, Site};
use serde_json::{Value, json};

const HEAD: &str =
    "order,type,vendor,line,item,quantity,unit,due,status,effective,replaced_by,increase_of";

#[test]
fn an_order_restated_under_counted_goods_leaves_them_what_they_are_and_asks_purchasing() {
    let site = with_purchasing();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let office = site.device_of("P1", "purchasing", "林采购");
    let receipt = counted(&dock, "PO1", &[("1", "100"), ("2", "50")]);
    let printed = dock.ok(&format!("show {receipt}"))["line_rows"].clone();
    let card = printed[0]["cards"][0].as_str().expect("a card").to_owned();
    dock.ok("sync");

    // The next export: line 1 is of another item, line 2 is gone.
    restate(&site, "PO1,standard,V1,1,SHAFT,1000,pcs,2026-12-22,open,,,");
    for device in [&dock, &office] {
        device.ok("sync");
    }

    let lines = dock.ok(&format!("show {receipt}"))["line_rows"].clone();
    let said = |line: &Value| (line["item"].clone(), line["unit"].clone());
    assert_eq!(said(&lines[0]), ("SCREW".into(), "pcs".into()));
    assert_eq!(said(&lines[1]), ("WIRE".into(), "kg".into()));
    assert_eq!(
        (&lines[0]["order_changed"], &lines[1]["order_changed"]),
        (&true.into(), &true.into())
    );
    let lot = site.server.get(&format!("/api/lots/{card}"));
    assert_eq!((&lot["item"], &lot["order_changed"]), (&"SCREW".into(), &true.into()));
    let order = office.ok("show PO1")["changed"].clone();
    assert_eq!((&order[0]["counted"], &order[1]["counted"]), (&"100".into(), &"50".into()));
    assert_eq!(order[1]["differences"], serde_json::json!(["no-such-line"]));
    assert_eq!(dock.ok(&format!("scan {card}"))["order_changed"], true);
    assert_eq!(waiting(&office), ["PO1/1", "PO1/2"]);

    office.ok(&format!("conflict settle {receipt}.changed.PO1/1 --choose accept"));
    office.ok(&format!("conflict settle {receipt}.changed.PO1/2 --choose return"));
    for device in [&office, &dock] {
        device.ok("sync");
    }

    assert_eq!(waiting(&office), [""; 0]);
    let blocks = |card: &Value| {
        let card = card.as_str().expect("a card");
        site.server.get(&format!("/api/lots/{card}"))["blocked_by"].to_string()
    };
    assert!(!blocks(&printed[0]["cards"][0]).contains("order-changed"));
    assert!(blocks(&printed[1]["cards"][0]).contains("sent-back"));
}

#[test]
fn parts_of_pieces_and_lines_that_no_order_has_are_marked_once_the_order_is_known() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = counted(&dock, "PO1", &[("PN9001/1", "12.5"), ("PN9001/7", "5")]);
    dock.ok("sync");

    restate(&site, "PN9001,standard,V1,1,SCREW,500,pcs,2026-12-22,open,,,");
    dock.ok("sync");

    let lines = dock.ok(&format!("show {receipt}"))["line_rows"].clone();
    let marks = |line: &Value| (line["count_again"].clone(), line["order_changed"].clone());
    assert_eq!(marks(&lines[0]), (true.into(), false.into()));
    assert_eq!(marks(&lines[1]), (false.into(), true.into()));
}

/// The small site, with somebody who answers for orders.
fn with_purchasing() -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    for (kind, csv) in site::SMALL {
        let file = folder.path().join(format!("{kind}.csv"));
        std::fs::write(file, csv).expect("it can be written");
    }
    let exports = site::SMALL.map(|(kind, _)| kind);
    let people = [("王建国", "dock-clerk", site::PIN), ("林采购", "purchasing", site::PIN)];
    Site::open(folder, &exports, &people, &Clock::Real)
}

/// The ERP's next export, of this one row.
#[test]
fn an_import_names_the_lines_that_it_restates_or_drops_under_counted_goods() {
    let site = Site::small();
    let dock = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = dock.make("receipt open --po PO1", "receipt");
    dock.ok(&format!("receipt tally {receipt} --line 1 --qty 100"));
    dock.ok("sync");
    let import = |rows: &str| {
        let report = site.import("orders", format!("{HEAD}\n{rows}\n").as_bytes());
        report.json.get("under_goods").cloned().unwrap_or_else(|| json!([]))
    };

    // A quantity is no other goods, and an order that nobody counted on is nobody's business.
    let more = import("PO1,standard,V1,1,SCREW,2000,pcs,2026-12-22,open,,,");
    assert_eq!(more, json!([]));
    let other = import("PO2,standard,V1,1,SHAFT,2000,pcs,2026-12-22,open,,,");
    assert_eq!(other, json!([]));

    let restated = import("PO1,standard,V1,1,SHAFT,2000,pcs,2026-12-22,open,,,");
    assert_eq!(restated[0]["key"], "PO1/1", "{restated}");
    assert_eq!(restated[0]["receipts"], json!([receipt]));
    for language in ["zh", "en"] {
        let said = restated[0]["reason"][language].as_str();
        assert!(said.is_some_and(|said| said.contains("SHAFT")), "{restated}");
    }
    let again = import("PO1,standard,V1,1,SHAFT,2100,pcs,2026-12-22,open,,,");
    assert_eq!(again, json!([]), "it was told when it was stated");

    let dropped = import("PO1,standard,V1,2,SHAFT,100,pcs,2026-12-22,open,,,");
    assert_eq!(dropped[0]["key"], "PO1/1", "{dropped}");
    assert_eq!(dropped[0]["receipts"], json!([receipt]));
}

fn restate(site: &Site, row: &str) {
    let outcome = site.import("orders", format!("{HEAD}\n{row}\n").as_bytes());
    assert_eq!(outcome.exit, 0, "{}", outcome.json);
}

/// Opens a receipt, counts, signs and cards its lines.
fn counted(dock: &Device, order: &str, lines: &[(&str, &str)]) -> String {
    let receipt = dock.make(&format!("receipt open --po {order}"), "receipt");
    for (line, quantity) in lines {
        dock.ok(&format!("receipt tally {receipt} --line {line} --qty {quantity}"));
    }
    dock.ok(&format!("receipt sign {receipt}"));
    dock.ok(&format!("card issue {receipt}"));
    receipt
}

/// The lines that wait for purchasing because their order changed.
fn waiting(office: &Device) -> Vec<String> {
    let rows = office.ok("work")["work"].clone();
    let rows = rows.as_array().cloned().unwrap_or_default();
    let changed = rows.iter().filter(|row| row["kind"] == "order-changed");
    changed.map(|row| row["line"].as_str().unwrap_or_default().to_owned()).collect()
}
