//! The steps of a command: each says beforehand what it is and how long it may take.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};

/// Steps that are numbered, so that whoever waits sees how many are left.
pub struct Steps {
    count: usize,
    done: usize,
    begun: Instant,
}

impl Steps {
    /// So many steps; the clock of them all starts.
    #[must_use]
    pub fn of(count: usize) -> Self {
        Self { count, done: 0, begun: Instant::now() }
    }

    /// Does the next step under its heading, and says how long it took. `cold` is how many seconds
    /// it takes on two quiet cores in a fresh copy, 0 where that is not worth a word.
    pub fn step<T>(
        &mut self,
        heading: &str,
        cold: u64,
        work: impl FnOnce() -> Result<T>,
    ) -> Result<T> {
        let title = self.next(heading);
        println!("\n{title}{}", expected(cold));
        let begun = Instant::now();
        let outcome = work().with_context(|| format!("step {title}"))?;
        println!("{title}: {}", lasted(begun.elapsed()));
        Ok(outcome)
    }

    /// The heading of the next step with its number, for a step that says nothing afterwards.
    pub fn next(&mut self, heading: &str) -> String {
        self.done += 1;
        format!("[{}/{}] {heading}", self.done, self.count)
    }

    /// How long all steps took until now, as people say it.
    #[must_use]
    pub fn so_far(&self) -> String {
        lasted(self.begun.elapsed())
    }
}

/// Does a part of a step under a heading of its own, and says how long it took.
pub fn part<T>(heading: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("\n== {heading}");
    let begun = Instant::now();
    let outcome = work()?;
    println!("== {heading}: {}", lasted(begun.elapsed()));
    Ok(outcome)
}

fn expected(cold: u64) -> String {
    match cold {
        0 => String::new(),
        _ => format!(" (the first time about {})", rough(cold)),
    }
}

/// Seconds as one says them of something that has not happened yet.
fn rough(seconds: u64) -> String {
    if seconds < 100 { format!("{seconds} s") } else { format!("{} min", (seconds + 30) / 60) }
}

/// Seconds to a tenth, and minutes where there are some.
fn lasted(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 100 {
        format!("{seconds}.{} s", time.subsec_millis() / 100)
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    #[test]
    fn a_step_says_its_place_among_all() {
        let mut steps = Steps::of(3);

        assert_eq!(steps.next("form"), "[1/3] form");
        assert_eq!(steps.next("lints"), "[2/3] lints");
    }

    #[test]
    fn a_step_that_fails_is_named_in_what_went_wrong() {
        let failed: Result<()> = Steps::of(2).step("form", 0, || bail!("two blanks"));

        let told = failed.expect_err("it failed");
        assert_eq!(format!("{told:#}"), "step [1/2] form: two blanks");
    }

    #[test]
    fn times_are_told_as_people_say_them() {
        assert_eq!(expected(0), "");
        assert_eq!(expected(90), " (the first time about 90 s)");
        assert_eq!(expected(150), " (the first time about 3 min)");
        assert_eq!(lasted(Duration::from_millis(2_345)), "2.3 s");
        assert_eq!(lasted(Duration::from_secs(125)), "2 min 5 s");
    }
}
