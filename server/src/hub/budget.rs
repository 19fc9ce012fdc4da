//! What a device may bring within a time: facts an hour, and set-aside facts a day.
//!
//! Decided beside the append, where the facts of a push are sorted, so that two connections of one
//! device share one allowance. What is not taken stays on the device, which is told why and until
//! when (decision 0028).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use sync_core::api::HeldBack;
use sync_core::fact::Fact;
use sync_core::ids::DeviceNumber;
use sync_core::time::Timestamp;

/// An hour, in milliseconds.
const HOUR: u64 = 3_600_000;
/// A day, in milliseconds.
const DAY: u64 = 24 * HOUR;
/// So many hours' facts may come at once: what was recorded in a week without network.
const HOURS_AT_ONCE: u64 = 10;
/// A fact counts once more for each of these bytes of its payload; real ones have some hundred.
const PAYLOAD_UNIT: usize = 512;

/// What every device of a site may do; 0 is without a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budgets {
    /// Facts an hour, in the long run.
    pub facts_an_hour: u32,
    /// Facts a day that are set aside.
    pub set_aside_a_day: u32,
    /// Live connections at once.
    pub live_lines: u32,
}

impl Default for Budgets {
    fn default() -> Self {
        Self { facts_an_hour: 5_000, set_aside_a_day: 50, live_lines: 2 }
    }
}

/// What is left of a device's allowance; taken from while a push is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    /// Facts, larger ones counted several times.
    pub facts: u64,
    /// Facts that may be set aside.
    pub set_aside: u64,
}

impl Allowance {
    /// Without a bound.
    pub const ENDLESS: Self = Self { facts: u64::MAX, set_aside: u64::MAX };

    /// Takes one fact from what is left; tells what is used up where there is no room for it.
    pub fn take(&mut self, fact: &Fact, is_set_aside: bool) -> Result<(), HeldBack> {
        let facts = self.facts.checked_sub(units(fact)).ok_or(HeldBack::Facts)?;
        let aside = self.set_aside.checked_sub(u64::from(is_set_aside));
        let set_aside = aside.ok_or(HeldBack::SetAside)?;
        *self = Self { facts, set_aside };
        Ok(())
    }
}

/// How often a fact counts.
fn units(fact: &Fact) -> u64 {
    1 + u64::try_from(fact.payload.len() / PAYLOAD_UNIT).unwrap_or(u64::MAX)
}

/// An allowance that fills up again as time passes.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    left: u64,
    /// Until when it was filled up.
    filled: Timestamp,
}

/// How fast a bucket fills up, and how much it holds.
#[derive(Clone, Copy, Debug)]
struct Filling {
    amount: u64,
    /// Within so many milliseconds.
    within: u64,
    most: u64,
}

impl Bucket {
    fn fill(&mut self, how: Filling, now: Timestamp) {
        // A clock that was set back fills nothing, and holds nothing up either.
        let passed = u64::try_from(now.since(self.filled).0).unwrap_or(0);
        if passed == 0 {
            self.filled = self.filled.min(now);
            return;
        }
        let more = passed.saturating_mul(how.amount) / how.within;
        if self.left.saturating_add(more) >= how.most {
            // What an administrator allowed beyond it stays.
            *self = Self { left: self.left.max(how.most), filled: now };
        } else if more > 0 {
            self.left += more;
            let used = i64::try_from(more * how.within / how.amount).unwrap_or(i64::MAX);
            self.filled = self.filled.plus(sync_core::time::Span(used));
        }
    }
}

/// What a device has left, and whether it was held back when it last pushed.
#[derive(Clone, Copy, Debug)]
struct Spending {
    facts: Bucket,
    set_aside: Bucket,
    held_back: Option<HeldBack>,
}

/// The allowances of a site's devices.
#[derive(Debug)]
pub struct Allowances {
    budgets: Budgets,
    devices: Mutex<BTreeMap<DeviceNumber, Spending>>,
}

impl Allowances {
    /// All full.
    pub fn new(budgets: Budgets) -> Self {
        Self { budgets, devices: Mutex::default() }
    }

    /// What every device may do.
    pub const fn budgets(&self) -> Budgets {
        self.budgets
    }

    /// What a device has left now.
    pub fn left(&self, device: DeviceNumber, now: Timestamp) -> Allowance {
        let spending = self.with(device, now, |spending| *spending);
        let endless = |per: u32, left| if per == 0 { u64::MAX } else { left };
        Allowance {
            facts: endless(self.budgets.facts_an_hour, spending.facts.left),
            set_aside: endless(self.budgets.set_aside_a_day, spending.set_aside.left),
        }
    }

    /// A push is durable: what it took of an allowance is spent. `held_back` says what kept the
    /// rest of it out.
    pub fn spend(
        &self,
        device: DeviceNumber,
        (before, after): (Allowance, Allowance),
        held_back: Option<HeldBack>,
        now: Timestamp,
    ) {
        self.with(device, now, |spending| {
            let facts = before.facts - after.facts;
            let set_aside = before.set_aside - after.set_aside;
            spending.facts.left = spending.facts.left.saturating_sub(facts);
            spending.set_aside.left = spending.set_aside.left.saturating_sub(set_aside);
            spending.held_back = held_back;
        });
    }

    /// A fact was set aside before this server started.
    pub fn was_set_aside(&self, device: DeviceNumber, at: Timestamp) {
        self.with(device, at, |spending| {
            spending.set_aside.left = spending.set_aside.left.saturating_sub(1);
        });
    }

    /// An administrator lets a device bring so many facts more, set aside or not.
    pub fn allow(&self, device: DeviceNumber, facts: u64, now: Timestamp) {
        self.with(device, now, |spending| {
            spending.facts.left = spending.facts.left.saturating_add(facts);
            spending.set_aside.left = spending.set_aside.left.saturating_add(facts);
            spending.held_back = None;
        });
    }

    /// What held a device back when it last pushed.
    pub fn held_back(&self, device: DeviceNumber) -> Option<HeldBack> {
        let devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
        devices.get(&device).and_then(|spending| spending.held_back)
    }

    /// After how many seconds a device that is held back may bring something again.
    pub fn retry_after(&self, held_back: HeldBack) -> u64 {
        let how = match held_back {
            HeldBack::Facts => self.facts(),
            HeldBack::SetAside => self.set_aside(),
        };
        // Not the next single fact: a device that asks for each gains nothing by it.
        (how.within / 1_000 / how.amount.max(1)).clamp(60, 3_600)
    }

    fn facts(&self) -> Filling {
        let amount = u64::from(self.budgets.facts_an_hour);
        Filling { amount, within: HOUR, most: amount * HOURS_AT_ONCE }
    }

    fn set_aside(&self) -> Filling {
        let amount = u64::from(self.budgets.set_aside_a_day);
        Filling { amount, within: DAY, most: amount }
    }

    fn with<T>(
        &self,
        device: DeviceNumber,
        now: Timestamp,
        change: impl FnOnce(&mut Spending) -> T,
    ) -> T {
        let (facts, set_aside) = (self.facts(), self.set_aside());
        let mut devices = self.devices.lock().unwrap_or_else(PoisonError::into_inner);
        let spending = devices.entry(device).or_insert(Spending {
            facts: Bucket { left: facts.most, filled: now },
            set_aside: Bucket { left: set_aside.most, filled: now },
            held_back: None,
        });
        spending.facts.fill(facts, now);
        spending.set_aside.fill(set_aside, now);
        change(spending)
    }
}

#[cfg(test)]
mod tests {
    use sync_core::time::Span;

    use super::*;

    const DEVICE: DeviceNumber = DeviceNumber(7);

    fn after(hours: i64) -> Timestamp {
        Timestamp::from_millis(1_800_000_000_000).plus(Span::hours(hours))
    }

    fn spend(allowances: &Allowances, facts: u64, set_aside: u64, now: Timestamp) {
        let before = allowances.left(DEVICE, now);
        let left =
            Allowance { facts: before.facts - facts, set_aside: before.set_aside - set_aside };
        allowances.spend(DEVICE, (before, left), None, now);
    }

    #[test]
    fn a_week_without_network_comes_at_once_and_fills_up_again_by_the_hour() {
        let allowances = Allowances::new(Budgets::default());
        spend(&allowances, 50_000, 0, after(0));

        assert_eq!(allowances.left(DEVICE, after(0)).facts, 0);
        assert_eq!(allowances.left(DEVICE, after(1)).facts, 5_000);
        assert_eq!(allowances.left(DEVICE, after(1_000)).facts, 50_000);
    }

    #[test]
    fn looking_often_fills_up_no_less_than_looking_once() {
        let allowances = Allowances::new(Budgets { set_aside_a_day: 7, ..Budgets::default() });
        spend(&allowances, 0, 7, after(0));
        for minute in 0..24 * 60 {
            allowances.left(DEVICE, after(0).plus(Span::minutes(minute)));
        }

        assert_eq!(allowances.left(DEVICE, after(24)).set_aside, 7);
    }

    #[test]
    fn a_clock_that_was_set_back_fills_nothing_and_holds_nothing_up() {
        let allowances = Allowances::new(Budgets::default());
        spend(&allowances, 0, 50, after(10_000));
        assert_eq!(allowances.left(DEVICE, after(0)).set_aside, 0);

        assert_eq!(allowances.left(DEVICE, after(24)).set_aside, 50);
    }

    #[test]
    fn what_an_administrator_allowed_is_there_until_it_is_used() {
        let allowances = Allowances::new(Budgets::default());
        spend(&allowances, 0, 50, after(0));
        allowances.allow(DEVICE, 400, after(0));

        assert_eq!(allowances.left(DEVICE, after(0)).set_aside, 400);
        assert_eq!(allowances.left(DEVICE, after(100)).set_aside, 400);
        assert_eq!(allowances.left(DeviceNumber(8), after(100)).set_aside, 50);
    }

    #[test]
    fn no_bound_is_no_bound() {
        let budgets = Budgets { facts_an_hour: 0, set_aside_a_day: 0, live_lines: 0 };

        assert_eq!(Allowances::new(budgets).left(DEVICE, after(0)), Allowance::ENDLESS);
    }
}
