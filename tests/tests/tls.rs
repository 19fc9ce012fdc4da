//! The real terminal and the real server by TLS: the root that the enrolment link pins, and no other.

use inwards_tests::device::Device;
use inwards_tests::site::Site;

/// The machine's own name: it needs no server of names, and the plant's root stands for it.
const NAME: &str = "localhost";

fn link(site: &Site, name: &str) -> String {
    let answer = site.administer(&["devices", "code", "--name", name, "--post", "dock-clerk"]);
    answer.json["link"].as_str().expect("a server that speaks TLS gives a link").to_owned()
}

fn device(site: &Site, name: &str) -> Device {
    Device::at(&site.folder().join("devices").join(name), name)
}

#[test]
fn the_link_enrols_by_tls_and_all_goes_that_way_over_a_restart() {
    let mut site = Site::small();
    site.server.restart_with_tls(NAME);
    let k1 = device(&site, "k1");

    k1.ok(&format!("enrol --link {}", link(&site, "k1")));
    k1.ok("sync");
    k1.sign_in("1", inwards_tests::site::PIN);
    let receipt = k1.make("receipt open --po PO1", "receipt");
    let lines = format!(
        "receipt tally {receipt} --line 1 --qty 100\nreceipt tally {receipt} --line 1 --qty 50\n"
    );
    let live = k1.run_with("run - --live", &lines);
    assert_eq!(live.exit, 0, "{}", live.json);
    let known = |site: &Site| site.known().into_iter().find(|(name, _)| name == "k1");
    assert!(known(&site).is_some_and(|(_, known)| known >= 3), "{:?}", site.known());

    site.server.stop();
    site.server.restart();
    k1.ok(&format!("receipt tally {receipt} --line 2 --qty 5"));
    let synced = k1.ok("sync");
    // The count, and what its line was counted as.
    assert_eq!(synced["sent"], 2, "{synced}");
}

#[test]
fn a_link_with_another_root_sends_nothing_and_leaves_the_code_good() {
    let mut site = Site::small();
    site.server.restart_with_tls(NAME);
    let good = link(&site, "k1");
    let (before, root) = good.split_once("&root=").expect("it pins a root");
    let turned: String = root.chars().map(|c| if c == '0' { '1' } else { '0' }).collect();
    let k1 = device(&site, "k1");

    let refused = k1.run(&format!("enrol --link {before}&root={turned}"));
    assert_eq!((refused.exit, refused.rule()), (3, "root"), "{}", refused.json);
    assert!(refused.message().contains("not used up"), "{}", refused.message());

    let damaged = k1.run(&format!("enrol --link {before}&root={}", &root[1..]));
    assert_eq!(damaged.exit, 2, "{}", damaged.json);

    k1.ok(&format!("enrol --link {good}"));
}

#[test]
fn without_a_pin_the_plants_own_root_is_not_believed() {
    let mut site = Site::small();
    site.server.restart_with_tls(NAME);
    let address = format!("https://{NAME}:{}", site.server.port());
    let code = site.code("k1", "dock-clerk");
    let k1 = device(&site, "k1");

    let refused = k1.run(&format!("enrol --server {address} --code {code}"));

    assert_eq!((refused.exit, refused.rule()), (4, "root"), "{}", refused.json);
    assert!(refused.message().contains("nothing was sent"), "{}", refused.message());
}

#[test]
fn a_device_that_pinned_one_root_believes_no_other_server_at_that_address() {
    let mut site = Site::small();
    site.server.restart_with_tls(NAME);
    let k1 = device(&site, "k1");
    k1.ok(&format!("enrol --link {}", link(&site, "k1")));
    k1.ok("sync");
    site.server.stop();
    std::fs::remove_dir_all(site.folder().join("server").join("tls")).expect("the root is there");
    site.server.restart();

    let refused = k1.run("sync");

    assert_eq!((refused.exit, refused.rule()), (4, "root"), "{}", refused.json);
}

#[test]
fn an_address_in_clear_is_answered_with_the_one_to_use() {
    let mut site = Site::small();
    site.server.restart_with_tls(NAME);
    let code = site.code("k1", "dock-clerk");
    let k1 = device(&site, "k1");

    let refused = k1.run(&format!("enrol --server {} --code {code}", site.server.address()));

    assert_eq!(refused.exit, 4, "{}", refused.json);
    assert!(refused.message().contains("https://"), "{}", refused.message());
}
