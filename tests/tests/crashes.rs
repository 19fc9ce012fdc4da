//! Processes die at any moment: whatever was confirmed is there afterwards, once.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use inwards_tests::device::Device;
use inwards_tests::pipe::Pipe;
use inwards_tests::random::Random;
use inwards_tests::site::Site;
use serde_json::Value;

const KILLS: usize = 32;
const TALLIES: usize = 15;

#[test]
fn a_server_that_is_killed_while_devices_push_loses_nothing_it_acknowledged() {
    let mut site = Site::small();
    let mut random = Random::new(7);
    let devices = ["K1", "K2"].map(|name| site.device_of(name, "dock-clerk", "王建国"));
    let receipts = devices.each_ref().map(|device| device.make("receipt open --po PO1", "receipt"));
    // One sends each fact at once, the other at the end of each round.
    let mut pipes = [devices[0].live_pipe(), devices[1].pipe()];
    let mut confirmed = BTreeSet::new();
    let mut broken = 0;

    for _ in 0..KILLS {
        for (pipe, receipt) in pipes.iter_mut().zip(&receipts) {
            count(pipe, receipt);
        }
        assert!(pipes[1].give("sync"));
        // The moment is what the test is about: nothing is waited for here.
        thread::sleep(Duration::from_millis(random.below(20)));
        site.server.kill();
        for pipe in &mut pipes {
            confirmed.extend((0..TALLIES).flat_map(|_| facts(&pipe.answer().expect("an answer"))));
        }
        let synced = pipes[1].answer().expect("an answer");
        broken += usize::from(synced.get("error").is_some());
        let acknowledged = pipes.each_mut().map(|pipe| pipe.ok("status")["acknowledged"].as_u64());
        site.server.restart();

        for ((name, known), acknowledged) in site.known().iter().zip(acknowledged) {
            assert!(Some(*known) >= acknowledged, "{name}: {known} known, {acknowledged:?} told");
        }
    }

    assert!(broken > KILLS / 8, "the kills came when nothing was on the way: {broken}");
    for pipe in &mut pipes {
        pipe.sync();
    }
    for receipt in &receipts {
        confirmed.retain(|fact| !is_in_history(&site, receipt).contains(fact));
    }
    assert!(confirmed.is_empty(), "confirmed and gone: {confirmed:?}");
    assert_eq!(pipes[0].ok("list lines")["lines"], site.server.get("/api/order-lines"));
}

#[test]
fn a_device_that_is_killed_at_any_moment_loses_nothing_it_confirmed() {
    let site = Site::small();
    let mut random = Random::new(11);
    let device = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = device.make("receipt open --po PO1", "receipt");
    let mut confirmed = BTreeSet::new();
    let mut interrupted = 0;

    for round in 0..KILLS {
        let mut pipe = if round % 2 == 0 { device.live_pipe() } else { device.pipe() };
        let ready = pipe.ok("status");
        assert!(ready["recorded_here"].as_u64() > Some(confirmed.len() as u64), "{ready}");
        count(&mut pipe, &receipt);
        pipe.give("sync");
        count(&mut pipe, &receipt);
        thread::sleep(Duration::from_millis(random.below(60)));
        let answers = pipe.kill();

        interrupted += usize::from(answers.len() < 2 * TALLIES + 1);
        for fact in answers.iter().flat_map(facts) {
            assert!(confirmed.insert(fact.clone()), "{fact} was given to two tallies");
        }
        let shown = tallies(&device, &receipt);
        assert!(confirmed.is_subset(&shown), "{:?}", confirmed.difference(&shown));
    }

    assert!(interrupted > KILLS / 3, "the kills came after everything was done: {interrupted}");
    device.ok("sync");
    let on_server = is_in_history(&site, &receipt);
    assert!(confirmed.is_subset(&on_server), "{:?}", confirmed.difference(&on_server));
    // Beside them that it was opened, and what its line was counted as.
    assert_eq!(tallies(&device, &receipt).len() + 2, on_server.len());
}

#[test]
fn a_server_that_is_stopped_in_order_starts_with_everything() {
    let mut site = Site::small();
    let device = site.device_of("K1", "dock-clerk", "王建国");
    let receipt = device.make("receipt open --po PO1", "receipt");
    device.ok("sync");

    site.server.stop();
    let outcome = device.run("sync");
    site.server.restart();

    assert_eq!(outcome.exit, 4, "{}", outcome.json);
    assert!(is_in_history(&site, &receipt).len() == 1);
}

/// Gives tallies without waiting for their answers.
fn count(pipe: &mut Pipe, receipt: &str) {
    for _ in 0..TALLIES {
        pipe.give(&format!("receipt tally {receipt} --line 1 --qty 1"));
    }
}

fn facts(answer: &Value) -> Vec<String> {
    let facts = answer["facts"].as_array().into_iter().flatten();
    facts.map(|fact| fact.as_str().expect("a name").to_owned()).collect()
}

fn tallies(device: &Device, receipt: &str) -> BTreeSet<String> {
    let shown = device.ok(&format!("show {receipt}"));
    let lines = shown["line_rows"].as_array().expect("lines").iter();
    let tallies = lines.flat_map(|line| line["tallies"].as_array().expect("tallies"));
    tallies.map(|tally| tally["recorded"]["id"].as_str().expect("a name").to_owned()).collect()
}

fn is_in_history(site: &Site, number: &str) -> BTreeSet<String> {
    let history = site.server.get(&format!("/api/history/{number}"));
    let rows = history.as_array().expect("rows").iter();
    rows.map(|row| row["recorded"]["id"].as_str().expect("a name").to_owned()).collect()
}
