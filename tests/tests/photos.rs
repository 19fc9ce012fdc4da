//! A photo's way: from a device without a network to the server's disk, and to others.

use std::fs;
use std::path::PathBuf;

use inwards_tests::device::Device;
use inwards_tests::site::{PIN, Site};

/// A file that passes for a photo of 1,600 × 1,200.
fn photo(site: &Site, name: &str, length: usize) -> PathBuf {
    let mut bytes = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xc0\x00\x0b\x08\x04\xb0\x06\x40\x01".to_vec();
    bytes.extend(name.bytes());
    bytes.resize(length, 0x5a);
    let path = site.folder().join(format!("{name}.jpg"));
    fs::write(&path, bytes).expect("it can be written");
    path
}

fn dock(site: &Site) -> (Device, String) {
    let dock = site.device("K1", "dock-clerk");
    dock.ok("sync");
    dock.sign_in("王建国", PIN);
    let receipt = dock.make("receipt open --po PO1 --container TCLU1234567", "receipt");
    (dock, receipt)
}

#[test]
fn photos_taken_offline_go_to_the_server_after_their_facts() {
    let mut site = Site::small();
    let (dock, receipt) = dock(&site);
    let (first, second) = (photo(&site, "door", 700_000), photo(&site, "floor", 40_000));
    site.server.stop();

    dock.ok(&format!("photo {} --about {receipt} --shows 柜门", first.display()));
    let report = format!("exception {receipt} --kind wet --qty 36 --item SCREW --note 底层受潮");
    dock.ok(&format!("{report} --photo {}", second.display()));
    assert_eq!(dock.ok("status")["photos_unsent"], 2);
    // What was chosen may be deleted: the device has its own.
    fs::remove_file(&first).expect("it is there");
    assert_eq!(dock.run("sync").exit, 4);
    assert_eq!(dock.ok("status")["photos_unsent"], 2);

    site.server.restart();
    dock.ok("sync");

    assert_eq!(dock.ok("status")["photos_unsent"], 0);
    let shown = site.server.get(&format!("/api/receipts/{receipt}"));
    assert_eq!(shown["photos"].as_array().map(Vec::len), Some(2));
    assert_eq!(
        (&shown["photos"][0]["width"], &shown["photos"][0]["bytes"]),
        (&1_600.into(), &700_000.into())
    );
    let exception = &shown["exceptions"][0];
    assert_eq!(exception["container"], "TCLU1234567");
    assert_eq!((&exception["kind"], &exception["quantity"]), (&"wet".into(), &"36".into()));
    assert_eq!(exception["photos"][0], shown["photos"][1]["content"]);
    for photo in shown["photos"].as_array().expect("photos") {
        let content = photo["content"].as_str().expect("a name");
        let url = format!("{}/api/photos/{content}", site.server.address());
        let bytes = ureq::get(url).call().expect("it is there").body_mut().read_to_vec();
        assert_eq!(bytes.expect("all of it").len() as u64, photo["bytes"]);
    }
}

#[test]
fn what_is_no_photo_is_not_recorded() {
    let site = Site::small();
    let (dock, receipt) = dock(&site);
    let page = site.folder().join("page.jpg");
    fs::write(&page, "<html>").expect("it can be written");

    let outcome = dock.run(&format!("photo {} --about {receipt}", page.display()));
    assert_eq!((outcome.exit, outcome.rule()), (2, "photo"), "{}", outcome.json);
    let outcome = dock.run(&format!("photo /nowhere.jpg --about {receipt}"));
    assert_eq!(outcome.exit, 2);
    assert_eq!(dock.ok("status")["recorded_here"], 1);
}
