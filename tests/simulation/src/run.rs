//! Runs: one seed, many seeds on several threads, each defect over the same seeds.

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::defect::Defect;
use crate::figures::Figures;
use crate::trace::Trace;
use crate::world::World;

/// What came of a seed.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The seed that the run grew from, to run it again.
    pub seed: u64,
    /// Counts of what happened in the run.
    pub figures: Figures,
    /// Promises that were broken, each as a sentence; none in a good run.
    pub broken: Vec<String>,
}

/// What is different from the product as it is.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The one defect to plant; none to run the product as it is.
    pub defect: Option<Defect>,
}

/// Lives the day of a seed, heals, and checks everything.
pub fn simulate(seed: u64, options: &Options, trace: Trace) -> Outcome {
    let lived = catch_unwind(AssertUnwindSafe(|| {
        let mut world = World::new(seed, options, trace);
        world.live_the_day();
        world.heal();
        world.check_everything();
        (world.figures, world.ledger.broken)
    }));
    match lived {
        Ok((figures, broken)) => Outcome { seed, figures, broken },
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
            let broken = vec![format!("panic: {}", said.unwrap_or_default())];
            Outcome { seed, figures: Figures::default(), broken }
        }
    }
}

/// What came of many seeds.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// How many seeds ran.
    pub seeds: u64,
    /// The counts of all seeds together.
    pub figures: Figures,
    /// The seeds that failed, in order.
    pub failed: Vec<Outcome>,
}

/// Runs seeds from `first` to `last`, both included, on so many threads.
pub fn run_many(first: u64, last: u64, options: &Options, threads: usize) -> Sweep {
    let next = AtomicU64::new(first);
    let sweep = Mutex::new(Sweep::default());
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed > last {
                        return;
                    }
                    let outcome = simulate(seed, options, Trace::Silent);
                    let mut sweep = sweep.lock().expect("nobody panics while holding it");
                    sweep.seeds += 1;
                    sweep.figures += outcome.figures;
                    if !outcome.broken.is_empty() {
                        sweep.failed.push(outcome);
                    }
                }
            });
        }
    });
    let mut sweep = sweep.into_inner().expect("nobody panics while holding it");
    sweep.failed.sort_by_key(|outcome| outcome.seed);
    sweep
}

/// A table of the planted defects: in how many of these seeds each is caught, and by what first.
pub fn defects_table(first: u64, last: u64, threads: usize) -> String {
    let mut table = format!(
        "| planted defect | caught in … of {} seeds | first said |\n| --- | ---: | --- |\n",
        last - first + 1
    );
    for defect in Defect::ALL {
        let sweep = run_many(first, last, &Options { defect: Some(defect) }, threads);
        let said = sweep.failed.first().and_then(|outcome| outcome.broken.first());
        let said = said.map_or("", String::as_str);
        let _ = writeln!(table, "| {} | {} | {said} |", defect.says(), sweep.failed.len());
    }
    table
}
