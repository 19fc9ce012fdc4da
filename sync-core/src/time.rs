//! Instants, the site's days, and hybrid logical time (SEMANTICS 2).

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, FixedOffset, NaiveDate, SecondsFormat, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An instant, in milliseconds of UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// A length of time in milliseconds; negative where it points back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Span(pub i64);

impl Span {
    /// A length of whole minutes; negative ones go back.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60_000)
    }

    /// A length of whole hours; negative ones go back.
    pub const fn hours(hours: i64) -> Self {
        Self::minutes(hours * 60)
    }

    /// A length of whole seconds; negative ones go back.
    pub const fn seconds(seconds: i64) -> Self {
        Self(seconds * 1_000)
    }

    /// Minutes in it, without what is left.
    pub const fn whole_minutes(self) -> i64 {
        self.0 / 60_000
    }

    /// Its length, whichever way it points.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
}

impl Timestamp {
    /// The year of the instant in UTC.
    pub fn year(self) -> i32 {
        chrono::Datelike::year(&self.to_datetime())
    }

    /// The instant so many milliseconds after 1970 in UTC.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970 in UTC.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// As chrono says it; what lies beyond the years 1 to 9999 is shown at their end.
    pub fn to_datetime(self) -> DateTime<Utc> {
        const FIRST: i64 = -62_135_596_800_000;
        const LAST: i64 = 253_402_300_799_999;
        DateTime::from_timestamp_millis(self.0.clamp(FIRST, LAST)).unwrap_or_default()
    }

    /// The instant that lies this span later, or earlier where it is negative; at the ends of time
    /// it stops.
    #[must_use]
    pub const fn plus(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }

    /// How long it is since `earlier`.
    pub const fn since(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(instant: DateTime<Utc>) -> Self {
        Self(instant.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.to_datetime().to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

/// Why a text is no instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an instant: write it like 2026-11-23T08:10:00+08:00")]
pub struct NotAnInstant(pub String);

impl FromStr for Timestamp {
    type Err = NotAnInstant;

    fn from_str(text: &str) -> Result<Self, NotAnInstant> {
        DateTime::parse_from_rfc3339(text.trim())
            .map(|instant| Self(instant.timestamp_millis()))
            .map_err(|_| NotAnInstant(text.to_owned()))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let text = String::deserialize(deserializer)?;
            return text.parse().map_err(serde::de::Error::custom);
        }
        i64::deserialize(deserializer).map(Self)
    }
}

/// The site's fixed distance from UTC, in minutes; its days begin and end by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct SiteOffset(i16);

impl SiteOffset {
    /// UTC+8, the whole of China, without summer time.
    pub const CHINA: Self = Self(480);

    /// The site's day at an instant.
    pub fn day_of(self, instant: Timestamp) -> NaiveDate {
        self.local(instant).date_naive()
    }

    /// The wall clock's reading at the site.
    pub fn local(self, instant: Timestamp) -> DateTime<FixedOffset> {
        let utc = instant.to_datetime();
        FixedOffset::east_opt(i32::from(self.0) * 60)
            .map_or_else(|| utc.fixed_offset(), |offset| utc.with_timezone(&offset))
    }
}

/// Why a number of minutes is no distance from UTC.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} minutes is not a distance from UTC: it lies between -840 and 840")]
pub struct NotAnOffset(i16);

impl TryFrom<i16> for SiteOffset {
    type Error = NotAnOffset;

    fn try_from(minutes: i16) -> Result<Self, NotAnOffset> {
        if (-840..=840).contains(&minutes) { Ok(Self(minutes)) } else { Err(NotAnOffset(minutes)) }
    }
}

impl From<SiteOffset> for i16 {
    fn from(offset: SiteOffset) -> Self {
        offset.0
    }
}

/// Merge time: hybrid logical time, which orders facts and is never a deadline.
///
/// 48 bits of milliseconds, 16 bits to tell apart what one millisecond saw.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hlc(pub u64);

impl Hlc {
    /// The first merge time of an instant.
    pub fn at(instant: Timestamp) -> Self {
        Self(u64::try_from(instant.millis()).unwrap_or(0).min((1 << 48) - 1) << 16)
    }

    /// The instant it is built on.
    pub fn instant(self) -> Timestamp {
        Timestamp::from_millis(i64::try_from(self.0 >> 16).unwrap_or(i64::MAX))
    }
}

/// The hybrid logical clock of one writer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HybridClock {
    last: Hlc,
}

impl HybridClock {
    /// A clock that has already shown `last`.
    pub const fn resumed(last: Hlc) -> Self {
        Self { last }
    }

    /// The next merge time: later than all this clock showed or saw, and not before `now`.
    pub fn tick(&mut self, now: Timestamp) -> Hlc {
        self.last = Hlc(Hlc::at(now).0.max(self.last.0.saturating_add(1)));
        self.last
    }

    /// Takes note of a fact seen, so that what is written next comes after it.
    pub fn observe(&mut self, seen: Hlc) {
        self.last = self.last.max(seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_reads_back_to_the_millisecond() {
        let instant: Timestamp = "2026-11-23T08:10:00.001+08:00".parse().unwrap();

        assert_eq!(instant.to_string(), "2026-11-23T00:10:00.001Z");
        assert_eq!(instant.to_string().parse(), Ok(instant));
    }

    #[test]
    fn a_day_ends_at_the_sites_midnight() {
        let before: Timestamp = "2026-11-23T15:59:59.999Z".parse().unwrap();

        let day = SiteOffset::CHINA.day_of(before);
        let next = SiteOffset::CHINA.day_of(before.plus(Span(1)));

        assert_eq!(day.to_string(), "2026-11-23");
        assert_eq!(next.to_string(), "2026-11-24");
    }

    #[test]
    fn merge_time_never_goes_back_with_the_wall_clock() {
        let mut clock = HybridClock::default();

        let first = clock.tick(Timestamp::from_millis(5_000));
        let second = clock.tick(Timestamp::from_millis(1_000));

        assert!(second > first);
    }

    #[test]
    fn what_is_written_after_seeing_a_fact_comes_after_it() {
        let mut clock = HybridClock::default();

        clock.observe(Hlc::at(Timestamp::from_millis(9_000)));

        assert!(clock.tick(Timestamp::from_millis(1)) > Hlc::at(Timestamp::from_millis(9_000)));
    }

    #[test]
    fn absurd_instants_do_not_panic() {
        for millis in [i64::MIN, i64::MAX, 0] {
            let instant = Timestamp::from_millis(millis);
            let _ = (instant.to_string(), SiteOffset::CHINA.day_of(instant), Hlc::at(instant));
            let _ = (instant.plus(Span(i64::MAX)), instant.since(Timestamp(i64::MIN)));
        }
    }
}
