//! Measures: the way of a tally to another device, and folding. `cargo xtask bench` runs it.

use std::time::{Duration, Instant};

use inwards_tests::day::Day;
use inwards_tests::protocol::Forger;
use inwards_tests::site::Site;
use sample_plant::Size;
use sync_core::post::{Post, Posts};
use sync_core::replica::Replica;

const TALLIES: usize = 500;

fn main() {
    tell_latency(&latencies());
    fold();
}

/// From the clerk's command to what another device, connected all the while, tells of it; the
/// fact is durable on the first device and on the server in between.
fn latencies() -> Vec<Duration> {
    let site = Site::small();
    let writer = site.device_of("K1", "dock-clerk", "王建国");
    let reader = site.device_of("K2", "dock-clerk", "杨丽萍");
    let receipt = writer.make("receipt open --po PO1", "receipt");
    let (mut writer, mut reader) = (writer.live_pipe(), reader.live_pipe());
    for pipe in [&mut writer, &mut reader] {
        pipe.wait_for(|event| event["event"] == "connected");
    }
    writer.ok("sync");

    let tally = format!("receipt tally {receipt} --line 1 --qty 1");
    let mut latencies = Vec::with_capacity(TALLIES);
    for _ in 0..TALLIES {
        let begun = Instant::now();
        let fact = writer.ok(&tally)["facts"][0].clone();
        let told = reader
            .wait_for(|event| event["facts"].as_array().is_some_and(|facts| facts.contains(&fact)));
        latencies.push(told - begun);
    }
    latencies.sort();
    latencies
}

fn tell_latency(sorted: &[Duration]) {
    let at = |share: usize| {
        sorted[(sorted.len() * share / 100).min(sorted.len() - 1)].as_secs_f64() * 1e3
    };
    println!(
        "tally on one device to another's view, {} tallies: p50 {:.2} ms, p99 {:.2} ms, most {:.2} ms",
        sorted.len(),
        at(50),
        at(99),
        at(100)
    );
}

/// Everything that the desk may read at the end of the sample day, from bare facts to views.
fn fold() {
    let day = Day::play(Size::Full, 1);
    let desk = day.device("desk-1");
    let facts = Forger::of(&desk).pull(&day.site);
    let count = facts.len();
    let everybody: Posts = Post::ALL.into_iter().collect();

    let mut best = Duration::MAX;
    let mut things = 0;
    for _ in 0..5 {
        let facts = facts.clone();
        let begun = Instant::now();
        let mut replica = Replica::default();
        for fact in facts {
            replica.insert(fact);
        }
        let digest = replica.digest(everybody);
        best = best.min(begun.elapsed());
        assert_eq!(digest.len(), 64);
        things = replica.entities().count();
    }
    let milliseconds = best.as_secs_f64() * 1e3;
    let pace = f64::from(u32::try_from(count).expect("a day's facts")) / best.as_secs_f64();
    println!(
        "folded {count} facts of {things} things in {milliseconds:.1} ms: {pace:.0} facts a second"
    );
}
