//! Replays one seed with a readable trace, runs many, or shows which planted defects are caught.

use std::process::ExitCode;
use std::time::Instant;

use inwards_simulation::{Options, Outcome, Trace, defects_table, run_many, simulate};

const USAGE: &str =
    "SEED=N simulate | simulate --seeds FIRST..LAST [--threads N] | simulate --defects";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let value = |name: &str| {
        let place = arguments.iter().position(|argument| argument == name)?;
        arguments.get(place + 1).cloned()
    };
    let threads = value("--threads").and_then(|text| text.parse().ok()).unwrap_or(2);
    if arguments.iter().any(|argument| argument == "--defects") {
        let seeds = value("--seeds").and_then(|text| range(&text)).unwrap_or((1, 200));
        print!("{}", defects_table(seeds.0, seeds.1, threads));
        return ExitCode::SUCCESS;
    }
    let options = Options::default();
    if let Some((first, last)) = value("--seeds").and_then(|text| range(&text)) {
        return many(first, last, &options, threads);
    }
    let Some(seed) = std::env::var("SEED").ok().and_then(|text| text.parse().ok()) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let outcome = simulate(seed, &options, Trace::Printed);
    for (name, count) in outcome.figures.rows() {
        println!("{count:>10} {name}");
    }
    say(&outcome)
}

fn range(text: &str) -> Option<(u64, u64)> {
    let (first, last) = text.split_once("..")?;
    Some((first.parse().ok()?, last.trim_start_matches('=').parse().ok()?))
}

fn say(outcome: &Outcome) -> ExitCode {
    if outcome.broken.is_empty() {
        println!("seed {}: everything holds", outcome.seed);
        return ExitCode::SUCCESS;
    }
    println!("seed {}:", outcome.seed);
    for what in &outcome.broken {
        println!("  {what}");
    }
    ExitCode::FAILURE
}

fn many(first: u64, last: u64, options: &Options, threads: usize) -> ExitCode {
    let began = Instant::now();
    let sweep = run_many(first, last, options, threads);
    let took = began.elapsed().as_secs_f64();
    println!("| figure | count |\n| --- | ---: |");
    println!("| seeds | {} |", sweep.seeds);
    for (name, count) in sweep.figures.rows() {
        println!("| {name} | {count} |");
    }
    println!("| seconds | {took:.1} |");
    #[allow(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = sweep.seeds as f64 / took;
    println!("| seeds a second | {rate:.1} |");
    println!("| seeds that failed | {} |", sweep.failed.len());
    for outcome in &sweep.failed {
        say(outcome);
    }
    if sweep.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
