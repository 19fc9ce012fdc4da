//! The device's clock: its known offset, and re-dating what nobody has seen yet (`device-time`).

use serde::{Deserialize, Serialize};
use sync_core::time::{Hlc, HybridClock, Span, Timestamp};

/// How far wall and monotonic clock may part before the wall clock counts as stepped, and the
/// least difference that counts as a correction.
pub const STEP: Span = Span::seconds(2);

/// A clock that was behind by more than this, and shows so much more, was set right: after a battery
/// ran empty it stands years behind.
const LONG_BEHIND: Span = Span::hours(24);

/// What the device's clocks showed at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// The wall clock, uncorrected.
    pub wall: Timestamp,
    /// Milliseconds on a clock that nobody can set; counted since the boot.
    pub monotonic_ms: i64,
    /// Which boot that clock counts from.
    pub boot: u64,
}

/// What became of the wall clock between two stamps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WallClockCourse {
    /// It ran on as far as the clock that nobody can set.
    Steady,
    /// Somebody or something set it.
    Stepped,
    /// Nobody can say: the device was started again.
    OtherBoot,
}

impl ClockReading {
    /// How the wall clock got here from an earlier stamp.
    pub fn course_since(&self, then: &Self) -> WallClockCourse {
        if self.boot != then.boot {
            return WallClockCourse::OtherBoot;
        }
        let by_wall = self.wall.since(then.wall).0;
        let by_monotonic = self.monotonic_ms.saturating_sub(then.monotonic_ms);
        if Span(by_wall.saturating_sub(by_monotonic)).abs() <= STEP {
            WallClockCourse::Steady
        } else {
            WallClockCourse::Stepped
        }
    }
}

/// What the device knows of its clock's error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceClock {
    /// The server's clock minus the device's.
    pub offset: Span,
    /// How far the offset may be wrong: half the time that question and answer took, and 1 ms.
    pub uncertainty: Span,
    /// When it was learned; never, on a device that has not met its server.
    pub learned: Option<ClockReading>,
}

impl DeviceClock {
    /// The instant that is recorded at a stamp: the wall clock plus the known offset, as long as
    /// that offset can be the clock's still.
    pub fn instant(&self, stamp: ClockReading) -> Timestamp {
        if self.was_set_right(stamp) { stamp.wall } else { stamp.wall.plus(self.offset) }
    }

    /// Whether somebody has set the clock right since its error was learned: with the known offset
    /// time would have run back since, or more of it passed than the clock was behind, where that
    /// was days. A steady clock was not set.
    fn was_set_right(&self, stamp: ClockReading) -> bool {
        let Some(learned) = self.learned else { return false };
        if stamp.course_since(&learned) == WallClockCourse::Steady
            && stamp.monotonic_ms >= learned.monotonic_ms
        {
            return false;
        }
        let passed = stamp.wall.since(learned.wall).0;
        let passed_if_right = passed.saturating_sub(self.offset.0);
        let ran_back = passed < -STEP.0;
        let leapt = self.offset.0 > LONG_BEHIND.0 && passed > STEP.0;
        passed_if_right >= -STEP.0 && (ran_back || leapt)
    }

    /// The instant at a stamp that was taken before the error was learned, where the clock ran on
    /// undisturbed until then: what was promised by it moves, as facts do.
    pub fn learned_of(&self, earlier: ClockReading) -> Option<Timestamp> {
        let steady = self.learned?.course_since(&earlier) == WallClockCourse::Steady;
        steady.then(|| earlier.wall.plus(self.offset))
    }

    /// The smallest difference of instants that is more than jitter.
    fn tolerance(&self) -> Span {
        self.uncertainty.max(STEP)
    }
}

/// When a fact that was never sent says that it happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// Which fact of this device.
    pub sequence: u64,
    /// Its merge time so far.
    pub merge_time: Hlc,
    /// Its recording instant so far.
    pub recorded: Timestamp,
    /// What the clocks showed when it was written.
    pub written: ClockReading,
}

/// New times of a fact that was never sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redating {
    /// Which fact of this device.
    pub sequence: u64,
    /// Its merge time from now on.
    pub merge_time: Hlc,
    /// Its recording instant from now on.
    pub recorded: Timestamp,
}

/// What a contact with the server says about the times of facts never sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Correction {
    /// Those that get other times.
    pub redated: Vec<Redating>,
    /// Those whose instants nobody can vouch for.
    pub doubtful: Vec<u64>,
    /// The latest merge time that this device has shown or seen.
    pub last: Hlc,
}

/// Corrects the times of facts that nobody else has seen, in sequence.
///
/// `clock` is as just learned, at `now`; `floor` is the latest merge time among what those
/// facts' authors had seen. Merge times keep the facts in sequence, and none stays ahead of
/// the server's time, unless one already seen was.
pub fn correct(
    unsealed: &[Dated],
    clock: &DeviceClock,
    now: ClockReading,
    floor: Hlc,
) -> Correction {
    let server_now = clock.instant(now);
    let mut correction = Correction { last: floor, ..Correction::default() };
    for fact in unsealed {
        let recorded = match verdict_on(fact, clock, now) {
            Dating::Stands => fact.recorded,
            Dating::Corrected(instant) => instant,
            Dating::Doubtful => {
                correction.doubtful.push(fact.sequence);
                fact.recorded
            }
        };
        let stays = recorded == fact.recorded
            && fact.merge_time.instant() <= server_now
            && fact.merge_time > correction.last;
        let merge_time = if stays {
            fact.merge_time
        } else {
            HybridClock::resumed(correction.last).tick(recorded.min(server_now))
        };
        correction.last = merge_time;
        if !stays {
            correction.redated.push(Redating { sequence: fact.sequence, merge_time, recorded });
        }
    }
    correction
}

enum Dating {
    Stands,
    Corrected(Timestamp),
    Doubtful,
}

fn verdict_on(fact: &Dated, clock: &DeviceClock, now: ClockReading) -> Dating {
    match now.course_since(&fact.written) {
        WallClockCourse::Steady => {
            let corrected = fact.written.wall.plus(clock.offset);
            if corrected.since(fact.recorded).abs() > clock.tolerance() {
                Dating::Corrected(corrected)
            } else {
                Dating::Stands
            }
        }
        WallClockCourse::Stepped => Dating::Doubtful,
        WallClockCourse::OtherBoot => {
            let dated_with = fact.recorded.since(fact.written.wall);
            let change = Span(clock.offset.0.saturating_sub(dated_with.0)).abs();
            let allowed = Span(STEP.0.saturating_add(clock.uncertainty.0));
            // What lies in the future was written by a clock that has been set right since.
            let is_past = fact.recorded <= clock.instant(now).plus(allowed);
            if change <= allowed && is_past { Dating::Stands } else { Dating::Doubtful }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BOOT: u64 = 7;
    /// 2026-11-23T00:00:00Z.
    const DAY: i64 = 1_795_392_000_000;

    /// A stamp at a true instant, on a device whose wall clock is wrong by `error`.
    fn stamp(truth: i64, error: i64, boot: u64) -> ClockReading {
        ClockReading {
            wall: Timestamp::from_millis(truth + error),
            monotonic_ms: truth - DAY,
            boot,
        }
    }

    fn learned(offset: i64, at: ClockReading) -> DeviceClock {
        DeviceClock { offset: Span(offset), uncertainty: Span(10), learned: Some(at) }
    }

    /// Facts written with no known offset.
    fn written(truths: &[i64], error: i64, boot: u64) -> Vec<Dated> {
        let mut clock = HybridClock::default();
        (1..)
            .zip(truths)
            .map(|(sequence, truth)| {
                let written = stamp(*truth, error, boot);
                Dated {
                    sequence,
                    merge_time: clock.tick(written.wall),
                    recorded: written.wall,
                    written,
                }
            })
            .collect()
    }

    fn apply(facts: &mut [Dated], correction: &Correction) {
        for redating in &correction.redated {
            for fact in facts.iter_mut().filter(|f| f.sequence == redating.sequence) {
                fact.merge_time = redating.merge_time;
                fact.recorded = redating.recorded;
            }
        }
    }

    #[test]
    fn a_clock_ten_minutes_fast_is_corrected_before_anything_is_sent() {
        let error = 600_000;
        let facts = written(&[DAY, DAY + 5_000], error, BOOT);
        let now = stamp(DAY + 60_000, error, BOOT);

        let correction = correct(&facts, &learned(-error, now), now, Hlc::default());

        let instants: Vec<i64> = correction.redated.iter().map(|r| r.recorded.millis()).collect();
        assert_eq!(instants, [DAY, DAY + 5_000]);
        assert_eq!(correction.doubtful, [0_u64; 0]);
    }

    #[test]
    fn an_offset_that_cannot_be_the_clocks_any_more_is_not_added() {
        let year = 365 * 86_400_000;
        let check = |error: i64, now: ClockReading, expected: i64| {
            let clock = learned(-error, stamp(DAY, error, BOOT));
            assert_eq!(clock.instant(now).millis(), expected, "{error}");
        };

        // A year ahead, and set right: in the same boot, and after another.
        check(year, stamp(DAY + 60_000, 0, BOOT), DAY + 60_000);
        check(year, stamp(DAY + 60_000, 0, BOOT + 1), DAY + 60_000);
        // Decades behind after the battery ran empty, and set right.
        check(-50 * year, stamp(DAY + 60_000, 0, BOOT + 1), DAY + 60_000);
        // As wrong as ever, awake, asleep and after another start.
        for error in [year, -50 * year, 600_000, -600_000] {
            check(error, stamp(DAY + 3_600_000, error, BOOT), DAY + 3_600_000);
            check(error, stamp(DAY + 60_000, error, BOOT + 1), DAY + 60_000);
        }
        let asleep = ClockReading { monotonic_ms: DAY, ..stamp(DAY + 3_600_000, 600_000, BOOT) };
        check(600_000, asleep, DAY + 3_600_000);
    }

    #[test]
    fn jitter_of_the_network_is_no_correction() {
        let facts = written(&[DAY], 1_500, BOOT);
        let now = stamp(DAY + 60_000, 1_500, BOOT);

        let correction = correct(&facts, &learned(-1_500, now), now, Hlc::default());

        assert_eq!(correction.redated, []);
    }

    #[test]
    fn a_clock_that_was_set_leaves_facts_in_doubt() {
        let facts = written(&[DAY], 3_600_000, BOOT);
        let now = stamp(DAY + 60_000, 0, BOOT);

        let correction = correct(&facts, &learned(0, now), now, Hlc::default());

        assert_eq!(correction.doubtful, [1]);
    }

    #[test]
    fn after_a_restart_facts_stand_where_the_offset_is_the_same() {
        let facts = written(&[DAY], 0, BOOT);
        let now = stamp(DAY + 60_000, 0, BOOT + 1);

        let same = correct(&facts, &learned(2_010, now), now, Hlc::default());
        let other = correct(&facts, &learned(2_011, now), now, Hlc::default());

        assert_eq!(same, Correction { last: facts[0].merge_time, ..Correction::default() });
        assert_eq!(other.doubtful, [1]);
    }

    #[test]
    fn a_doubtful_fact_from_the_future_does_not_win_merges_for_ever() {
        let ten_years = 10 * 365 * 86_400_000;
        let facts = written(&[DAY], ten_years, BOOT);
        let now = stamp(DAY + 60_000, 0, BOOT + 1);

        let correction = correct(&facts, &learned(0, now), now, Hlc::default());

        assert_eq!(correction.doubtful, [1]);
        assert_eq!(correction.redated[0].recorded, facts[0].recorded);
        assert_eq!(correction.last.instant(), now.wall);
    }

    proptest! {
        #[test]
        fn own_facts_keep_their_order_and_none_is_ahead_of_the_server(
            gaps in proptest::collection::vec((0..600_000_i64, -100_000_000..100_000_000_i64, 0..2_u64), 1..40),
            error in -100_000_000_i64..100_000_000,
        ) {
            let mut truth = DAY;
            let mut clock = HybridClock::default();
            let mut facts = Vec::new();
            for (sequence, (gap, wrong, boot)) in (1..).zip(&gaps) {
                truth += gap;
                let written = stamp(truth, *wrong, *boot);
                facts.push(Dated {
                    sequence,
                    merge_time: clock.tick(written.wall),
                    recorded: written.wall,
                    written,
                });
            }
            let now = stamp(truth + 1, error, 1);
            let clock = learned(-error, now);
            let floor = Hlc::at(Timestamp::from_millis(DAY - 5));

            let correction = correct(&facts, &clock, now, floor);
            apply(&mut facts, &correction);

            prop_assert!(facts.is_sorted_by(|a, b| a.merge_time < b.merge_time));
            prop_assert!(facts.iter().all(|f| f.merge_time > floor));
            prop_assert!(facts.iter().all(|f| f.merge_time.instant() <= clock.instant(now)));
        }

        #[test]
        fn a_steady_clock_however_wrong_ends_in_true_instants(
            gaps in proptest::collection::vec(0..3_600_000_i64, 1..40),
            error in -400_000_000_000_i64..400_000_000_000,
        ) {
            let truths: Vec<i64> = gaps
                .iter()
                .scan(DAY, |truth, gap| { *truth += gap; Some(*truth) })
                .collect();
            let mut facts = written(&truths, error, BOOT);
            let now = stamp(truths[truths.len() - 1] + 1, error, BOOT);
            let clock = learned(-error, now);

            let correction = correct(&facts, &clock, now, Hlc::default());
            apply(&mut facts, &correction);

            prop_assert!(correction.doubtful.is_empty());
            for (fact, truth) in facts.iter().zip(&truths) {
                prop_assert!(Span(fact.recorded.millis() - truth).abs() <= STEP);
            }
            let again = correct(&facts, &clock, now, Hlc::default());
            prop_assert!(again.redated.is_empty());
        }

        #[test]
        fn absurd_clocks_do_not_panic(
            (wall, then, mono) in (any::<i64>(), any::<i64>(), any::<i64>()),
            (offset, uncertainty) in (any::<i64>(), any::<i64>()),
            (time, recorded) in (any::<u64>(), any::<i64>()),
            boot in 0..2_u64,
        ) {
            let now = ClockReading { wall: Timestamp::from_millis(wall), monotonic_ms: mono, boot: 0 };
            let written = ClockReading { wall: Timestamp::from_millis(then), monotonic_ms: 0, boot };
            let clock = DeviceClock {
                offset: Span(offset),
                uncertainty: Span(uncertainty),
                learned: Some(now),
            };
            let fact = Dated {
                sequence: 1,
                merge_time: Hlc(time),
                recorded: Timestamp::from_millis(recorded),
                written,
            };

            let _ = correct(&[fact], &clock, now, Hlc(time));
        }
    }
}
