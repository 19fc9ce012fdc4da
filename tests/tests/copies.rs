//! Copied device folders, and logs that were taken away or cut short: nothing is lost in silence.

use std::fs;
use std::path::Path;

use inwards_tests::device::Device;
use inwards_tests::site::Site;

const REFUSED: i32 = 3;
const STORAGE: i32 = 5;

#[test]
fn of_two_copies_of_a_device_both_facts_are_kept_and_the_second_is_told() {
    let site = Site::small();
    let device = site.device_of("K1", "dock-clerk", "王建国");
    device.ok("receipt open --po PO1");
    device.ok("sync");
    device.ok("sync");
    let folder = device.folder.with_file_name("copy");
    copy(&device.folder, &folder);
    let copied = Device::at(&folder, "copy of K1");

    let first = device.make("receipt open --po PO1", "receipt");
    let second = copied.make("receipt open --po PO4", "receipt");
    device.ok("sync");
    let told = copied.run("sync");

    assert_eq!(first, second, "two copies count alike");
    assert_eq!(told.exit, REFUSED, "{}", told.json);
    assert!(told.message().contains("copied"), "{}", told.json);
    let aside = site.server.get("/api/set-aside");
    assert_eq!(aside.as_array().map(Vec::len), Some(1), "{aside}");
    assert_eq!(aside[0]["reason"], "name-taken");
    assert!(site.server.told().contains("this device was cloned"), "no alarm was raised");
    assert_ne!(copied.make("receipt open --po PO4", "receipt"), first);
    assert_eq!(device.run("sync").exit, 0, "the first goes on");
}

#[test]
fn a_device_from_an_older_copy_hears_what_was_taken_sees_the_server_and_is_enrolled_anew() {
    let site = Site::small();
    let device = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = device.make("receipt open --po PO1", "receipt");
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 10"));
    device.ok("sync");
    device.ok("sync");
    let backup = device.folder.with_file_name("backup");
    copy(&device.folder, &backup);
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 20"));
    device.ok("sync");
    fs::remove_dir_all(&device.folder).expect("it can be removed");
    copy(&backup, &device.folder);
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 33"));

    let told = device.run("sync");

    assert_eq!((told.exit, told.rule()), (REFUSED, "never-lost"), "{}", told.json);
    assert!(told.message().contains("copied"), "{}", told.json);
    assert!(told.message().contains("enrol --anew"), "{}", told.json);
    let counted =
        |device: &Device| device.ok(&format!("show {receipt}"))["line_rows"][0]["counted"].clone();
    let status = device.ok("status");
    assert_eq!((&status["unsent"], &status["set_aside"]), (&0.into(), &1.into()), "{status}");
    assert_eq!(counted(&device), "30", "as on the server");
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 44"));
    assert_eq!(device.run("sync").exit, 0, "what follows is taken");
    let on_server = site.server.get(&format!("/api/receipts/{receipt}"));
    assert_eq!(
        (&on_server["line_rows"][0]["counted"], &counted(&device)),
        (&"74".into(), &"74".into())
    );

    let desk = site.device_of("D1", "supervisor", "徐振华");
    desk.ok("set-aside readmit --all --reason name-taken");
    desk.ok("sync");
    let code = site.code("K1 anew", "dock-clerk");
    let anew = format!("enrol --anew --server {} --code {code}", site.server.address());
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 1"));
    assert_eq!(device.run(&anew).rule(), "never-lost", "something is not sent yet");
    device.ok("sync");
    let before = device.ok("status")["device"].clone();
    let enrolled = device.ok(&anew);
    assert_ne!(enrolled["device"], before);
    assert!(device.folder.join(format!("outbox-of-{before}")).is_dir(), "what was recorded stays");
    device.ok("sync");
    device.sign_in("王建国", inwards_tests::site::PIN);
    assert_eq!(counted(&device), "108", "33 that were let in, and 1");
    device.ok(&format!("receipt tally {receipt} --line 1 --qty 2"));
    device.ok("sync");
}

#[test]
fn a_device_whose_outbox_was_taken_away_gives_no_name_twice() {
    let site = Site::small();
    let device = site.device_of("K1", "dock-clerk", "王建国");
    let before = device.make("receipt open --po PO1", "receipt");
    device.ok("sync");
    device.ok("sync");
    fs::remove_dir_all(device.folder.join("outbox")).expect("it can be removed");

    let refused = device.run("receipt open --po PO1");
    assert_eq!(refused.exit, STORAGE, "{}", refused.json);
    device.ok("sync");

    assert_ne!(device.make("receipt open --po PO1", "receipt"), before);
    device.ok("sync");
}

#[test]
fn a_site_without_its_log_does_not_begin_anew() {
    let mut site = Site::small();
    site.server.stop();
    fs::remove_dir_all(site.folder().join("server/journal")).expect("it can be removed");

    let outcome = site.administer(&["status"]);

    assert_eq!(outcome.exit, STORAGE, "{}", outcome.json);
}

#[test]
fn a_log_that_lost_its_end_is_not_served() {
    let mut site = Site::small();
    let device = site.device_of("K1", "dock-clerk", "王建国");
    device.ok("receipt open --po PO1");
    device.ok("sync");
    site.server.stop();
    let journal = fs::read_dir(site.folder().join("server/journal"))
        .expect("it is there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension() == Some("journal".as_ref()))
        .expect("a segment");
    let length = journal.metadata().expect("it is there").len();
    let open = fs::File::options().write(true).open(&journal);
    open.and_then(|file| file.set_len(length - 20)).expect("it can be cut");

    let outcome = site.administer(&["serve", "--listen", "127.0.0.1:0"]);

    assert_eq!(outcome.exit, STORAGE, "{}", outcome.json);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("it can be copied");
        }
    }
}
