//! A thousand days on the floor, those that once went wrong, and days with a planted defect.

use inwards_simulation::{Defect, Options, Outcome, Trace, run_many, simulate};

/// Seeds that once failed, each with a line of postmortem.
const REGRESSIONS: &str = include_str!("../regressions.txt");

#[test]
fn a_thousand_days_end_in_agreement() {
    let sweep = run_many(1, 1_000, &Options::default(), 2);

    assert_eq!(sweep.seeds, 1_000);
    assert!(sweep.failed.is_empty(), "{}", told(&sweep.failed));
}

#[test]
fn days_that_once_went_wrong_go_well() {
    let mut ran = 0;
    for line in REGRESSIONS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let seed = line.split_whitespace().next().expect("a line begins with its seed");
        let seed = seed.parse().expect("a seed is a number");
        let outcome = simulate(seed, &Options::default(), Trace::Silent);
        assert!(outcome.broken.is_empty(), "{line}\n{}", told(&[outcome]));
        ran += 1;
    }
    assert!(ran > 0);
}

#[test]
fn a_seed_replays_exactly() {
    let lived = || simulate(7, &Options::default(), Trace::Silent).figures;

    assert_eq!(lived(), lived());
}

#[test]
fn every_planted_defect_is_caught() {
    for defect in Defect::ALL {
        let options = Options { defect: Some(defect) };
        let caught = (0..20).any(|block| {
            let first = 1 + block * 20;
            !run_many(first, first + 19, &options, 2).failed.is_empty()
        });
        assert!(caught, "nothing notices that {}", defect.says());
    }
}

fn told(failed: &[Outcome]) -> String {
    let lines = failed.iter().map(|outcome| {
        let broken = outcome.broken.join("; ");
        format!("SEED={}: {broken}", outcome.seed)
    });
    lines.collect::<Vec<_>>().join("\n")
}
