//! Damaged files, and servers that answer rubbish: what was recorded on a device stays there.

use std::fs;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use inwards_tests::device::Device;
use inwards_tests::network::{Network, Weather};
use inwards_tests::site::{PIN, Site};
use serde_json::Value;
use sync_core::api::{JSON, SYNC_MESSAGE};

const UNREACHABLE: i32 = 4;
const STORAGE: i32 = 5;

#[test]
fn an_outbox_that_is_damaged_in_the_middle_is_refused_and_left_as_it_is() {
    let (_site, _network, device) = at_work();
    let journal = only_file(&device.folder.join("outbox"), "journal");
    let whole = fs::read(&journal).expect("it can be read");
    let mut damaged = whole.clone();
    damaged[whole.len() / 2] ^= 0x20;
    fs::write(&journal, &damaged).expect("it can be written");

    let outcome = device.run("receipt open --po PO1");

    assert_eq!(outcome.exit, STORAGE, "{}", outcome.json);
    assert!(outcome.message().contains(&journal.display().to_string()), "{}", outcome.json);
    assert_eq!(fs::read(&journal).expect("it can be read"), damaged, "evidence was altered");
    fs::write(&journal, &whole).expect("it can be written");
    assert_eq!(device.ok("status")["recorded_here"], 4, "put back, it works again");
}

#[test]
fn a_write_that_a_power_cut_tore_is_dropped_and_all_before_it_is_kept() {
    let (site, _network, device) = at_work();
    let journal = only_file(&device.folder.join("outbox"), "journal");
    let before = device.ok("status")["recorded_here"].clone();
    device.ok("receipt open --po PO4");
    let length = journal.metadata().expect("it is there").len();
    fs::File::options()
        .write(true)
        .open(&journal)
        .and_then(|file| file.set_len(length - 7))
        .expect("it can be cut");

    let after = device.ok("status")["recorded_here"].clone();
    device.ok("receipt open --po PO4");
    device.ok("sync");

    assert_eq!(after, before);
    assert_eq!(site.server.get("/api/receipts").as_array().map(Vec::len), Some(2));
}

#[test]
fn a_cache_that_cannot_be_read_is_fetched_again_and_nothing_recorded_is_lost() {
    let (site, _network, device) = at_work();
    for path in files(&device.folder.join("replica")) {
        let mut open = fs::File::options().write(true).open(path).expect("it opens");
        open.seek(SeekFrom::Start(10))
            .and_then(|_| open.write_all(&[0xA5; 4096]))
            .expect("written");
    }

    let found = device.ok("status");
    device.ok("sync");

    assert_eq!((&found["recorded_here"], &found["unsent"]), (&4.into(), &4.into()));
    assert_eq!(found["cursor"]["position"], 0, "{found}");
    assert_eq!(device.ok("list receipts")["receipts"], site.server.get("/api/receipts"));
    assert_eq!(device.ok("list lines")["lines"], site.server.get("/api/order-lines"));
}

#[test]
fn a_servers_index_that_is_damaged_or_gone_is_built_again_from_the_log() {
    let (mut site, _network, device) = at_work();
    device.ok("sync");
    let [history, lots] = histories(&site, &device);
    site.server.stop();
    fs::remove_dir_all(site.folder().join("server/index")).expect("it can be removed");

    site.server.restart();

    assert_eq!(histories(&site, &device), [history, lots]);
}

#[test]
fn a_servers_log_that_is_damaged_is_refused_with_the_place() {
    let (mut site, _network, device) = at_work();
    device.ok("sync");
    site.server.stop();
    let journal = only_file(&site.folder().join("server/journal"), "journal");
    let mut bytes = fs::read(&journal).expect("it can be read");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x20;
    fs::write(&journal, &bytes).expect("it can be written");

    let outcome = site.administer(&["status"]);

    assert_eq!(outcome.exit, STORAGE, "{}", outcome.json);
    assert_eq!(fs::read(&journal).expect("it can be read"), bytes, "evidence was altered");
}

#[test]
fn a_server_that_is_not_there_is_told_and_everything_stays() {
    let (_site, network, device) = at_work();
    network.set(Weather::Off);

    let outcome = device.run("sync");

    assert_eq!((outcome.exit, outcome.rule()), (UNREACHABLE, "server"), "{}", outcome.json);
    assert!(outcome.message().contains("everything recorded stays here"), "{}", outcome.json);
    assert_eq!(device.ok("status")["unsent"], 4);
}

#[test]
fn a_server_that_answers_rubbish_is_told_and_everything_stays() {
    let html = "<html><body>Welcome to the guest network</body></html>";
    let ten_megabytes = vec![b'x'; 10_000_000];
    let (sync, json) = (SYNC_MESSAGE, JSON);
    let rubbish: [(&str, Vec<u8>); 9] = [
        ("a login page", http("200 OK", "text/html", html.as_bytes())),
        ("an error page", http("502 Bad Gateway", "text/html", html.as_bytes())),
        ("a redirect", b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n".to_vec()),
        ("half an answer", http("200 OK", json, &[b'{'; 200])[..120].to_vec()),
        ("JSON of another shape", http("200 OK", json, b"[1,2,3]")),
        ("an endless answer", http("200 OK", json, &ten_megabytes)),
        ("endless rubbish of our type", http("200 OK", sync, &ten_megabytes)),
        ("rubbish of our type", http("200 OK", sync, &[0xC1; 100])),
        ("no HTTP at all", b"\x16\x03\x01\x02\x00SSH-2.0-rubbish\r\n\r\n".to_vec()),
    ];
    let (site, network, device) = at_work();

    for request in ["POST /api/token", "POST /api/sync"] {
        for (what, bytes) in &rubbish {
            network.answer(request, bytes);
            let outcome = device.run("sync");

            assert_eq!(outcome.exit, UNREACHABLE, "{what}: {}", outcome.json);
            assert!(outcome.message().len() < 500, "{what}: {}", outcome.json);
            assert!(!outcome.message().is_empty(), "{what}");
            assert_eq!(device.ok("status")["unsent"], 4, "{what}");
        }
    }

    network.answer_honestly();
    device.ok("sync");
    assert_eq!(site.server.get("/api/receipts").as_array().map(Vec::len), Some(1));
}

/// A device that recorded three facts and has not sent them.
fn at_work() -> (Site, Network, Device) {
    let site = Site::small();
    let network = Network::to(site.server.port(), 5);
    let device = site.device_over(&network.address(), "K1", "dock-clerk");
    device.sign_in("王建国", PIN);
    let receipt = device.make("receipt open --po PO1", "receipt");
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 7"));
    device.ok(&format!("receipt sign {receipt}"));
    (site, network, device)
}

fn histories(site: &Site, device: &Device) -> [Value; 2] {
    let receipts = device.ok("list receipts");
    let number = receipts["receipts"][0]["number"].as_str().expect("a number").to_owned();
    ["history", "receipts"].map(|view| site.server.get(&format!("/api/{view}/{number}")))
}

fn http(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

fn only_file(folder: &Path, ending: &str) -> PathBuf {
    let mut files = files(folder);
    files.retain(|path| path.extension().is_some_and(|found| found == ending));
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path());
    entries.filter(|path| path.is_file()).collect()
}
