//! Days and instants in a cell, as people, spreadsheets and databases write them.
//!
//! A program that exports a day from a database often writes an instant: the day's first moment.
//! That moment is the day; any other clock beside a day is refused, since another day might be
//! meant.

use chrono::{NaiveDate, NaiveTime};
use sync_core::fact::Day;
use sync_core::ids::to_half_width;
use sync_core::time::{SiteOffset, Span, Timestamp};

use super::reason::RowErrorKind;

/// A day: 2026-11-23, 2026/11/23, 2026.11.23, 2026年11月23日 or 20261123, year first.
///
/// The first moment of a day, as it is written or on the site's clock, is that day: a midnight
/// with or without fractions, `12:00:00 AM`, `上午 12:00:00`, or an instant with its zone.
/// 9999-12-31 is the ERP's “for ever”.
pub(super) fn day(site: SiteOffset) -> impl Fn(&str) -> Result<Day, RowErrorKind> {
    move |text| {
        let plain = to_half_width(text);
        let written = Written::read(plain.trim());
        let first_of = |written: Written| {
            if written.time == NaiveTime::MIN {
                return Some(written.date);
            }
            let at_site = written.in_zone(site)?;
            (at_site.time() == NaiveTime::MIN).then(|| at_site.date())
        };
        written.and_then(first_of).map(Day).ok_or_else(|| RowErrorKind::NotADay(text.to_owned()))
    }
}

/// An instant: with its zone, or the site's day and clock; a day alone is its first moment.
pub(super) fn instant(site: SiteOffset) -> impl Fn(&str) -> Result<Timestamp, RowErrorKind> {
    move |text| {
        let plain = to_half_width(text);
        let plain = plain.trim();
        if let Ok(instant) = plain.parse() {
            return Ok(instant);
        }
        let written = Written::read(plain);
        written
            .map(|written| written.instant(site))
            .ok_or_else(|| RowErrorKind::NotAnInstant(text.to_owned()))
    }
}

/// A date with the clock beside it, and the zone where one is written.
#[derive(Clone, Copy)]
struct Written {
    date: NaiveDate,
    time: NaiveTime,
    /// Minutes ahead of UTC.
    zone: Option<i64>,
}

impl Written {
    fn read(text: &str) -> Option<Self> {
        let Some((date, clock)) = text.split_once([' ', 'T']) else {
            return Some(Self { date: calendar(text)?, time: NaiveTime::MIN, zone: None });
        };
        let (clock, zone) = split_zone(clock.trim())?;
        Some(Self { date: calendar(date)?, time: time_of_day(clock)?, zone })
    }

    fn instant(self, site: SiteOffset) -> Timestamp {
        let zone = self.zone.unwrap_or_else(|| i64::from(i16::from(site)));
        Timestamp::from(self.date.and_time(self.time).and_utc()).plus(Span::minutes(-zone))
    }

    /// The same moment on the site's clock; nothing where no zone says which moment it is.
    fn in_zone(self, site: SiteOffset) -> Option<chrono::NaiveDateTime> {
        let ahead = i64::from(i16::from(site)) - self.zone?;
        let moved = chrono::TimeDelta::try_minutes(ahead)?;
        self.date.and_time(self.time).checked_add_signed(moved)
    }
}

/// Takes `Z`, `+08:00` or `+0800` off a clock; the zone is in minutes ahead of UTC.
fn split_zone(clock: &str) -> Option<(&str, Option<i64>)> {
    if let Some(clock) = clock.strip_suffix(['Z', 'z']) {
        return Some((clock.trim_end(), Some(0)));
    }
    let Some(at) = clock.rfind(['+', '-']) else {
        return Some((clock, None));
    };
    let (clock, zone) = clock.split_at_checked(at)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let digits: String = zone.chars().skip(1).filter(|sign| *sign != ':').collect();
    let is_number = matches!(digits.len(), 2 | 4) && digits.bytes().all(|b| b.is_ascii_digit());
    if !is_number {
        return None;
    }
    let hours: i64 = digits.get(..2)?.parse().ok()?;
    let minutes: i64 = digits
        .get(2..)
        .filter(|rest| !rest.is_empty())
        .map_or(Some(0), |rest| rest.parse().ok())?;
    (hours <= 14 && minutes < 60).then_some((clock.trim_end(), Some(sign * (hours * 60 + minutes))))
}

fn calendar(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![text.get(..4)?, text.get(4..6)?, text.get(6..)?]
    } else {
        let text = text.strip_suffix('日').unwrap_or(text);
        text.split(['-', '/', '.', '年', '月']).collect()
    };
    let [year, month, day] = parts.as_slice() else {
        return None;
    };
    if year.len() != 4 || !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
        return None;
    }
    let year = year.parse().ok().filter(|year| *year >= 1900)?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// A clock: 8:10, 08:10:05.250, or of twelve hours with AM, PM, 上午, 下午.
fn time_of_day(text: &str) -> Option<NaiveTime> {
    let (clock, half) = split_half(text);
    let mut parts = clock.split(':');
    let number = |part: &str| is_number(part, 2).then(|| part.parse::<u32>().ok()).flatten();
    let (hour, minute) = (number(parts.next()?)?, number(parts.next()?)?);
    let (second, millis) = match parts.next() {
        None => (0, 0),
        Some(second) => match second.split_once('.') {
            None => (number(second)?, 0),
            Some((second, fraction)) => (number(second)?, thousandths(fraction)?),
        },
    };
    if parts.next().is_some() {
        return None;
    }
    let hour = match half {
        None => hour,
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(Half::Morning) => hour % 12,
        Some(Half::Afternoon) => hour % 12 + 12,
    };
    NaiveTime::from_hms_milli_opt(hour, minute, second, millis)
}

/// A half of the day, where a clock has twelve hours.
#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// Takes the half of the day off a clock; Chinese programs write it in front.
fn split_half(text: &str) -> (&str, Option<Half>) {
    const WORDS: [(&str, Half); 6] = [
        ("上午", Half::Morning),
        ("下午", Half::Afternoon),
        ("AM", Half::Morning),
        ("PM", Half::Afternoon),
        ("am", Half::Morning),
        ("pm", Half::Afternoon),
    ];
    for (word, half) in WORDS {
        if let Some(clock) = text.strip_prefix(word).or_else(|| text.strip_suffix(word)) {
            return (clock.trim(), Some(half));
        }
    }
    (text, None)
}

/// A fraction of a second in thousandths, whatever comes behind them.
fn thousandths(fraction: &str) -> Option<u32> {
    if !is_number(fraction, 9) {
        return None;
    }
    let digits: String = fraction.chars().chain("00".chars()).take(3).collect();
    digits.parse().ok()
}

fn is_number(part: &str, most: usize) -> bool {
    (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_day(text: &str) -> Result<String, RowErrorKind> {
        day(SiteOffset::CHINA)(text).map(|day| day.0.to_string())
    }

    #[test]
    fn days_are_read_year_first_in_every_spelling() {
        for text in [
            "2026-11-03",
            "2026/11/3",
            "20261103",
            "2026.11.03",
            "2026年11月3日",
            "２０２６－１１－０３",
            "2026/11/3 0:00",
            "2026-11-03T00:00:00",
        ] {
            assert_eq!(read_day(text), Ok("2026-11-03".into()), "{text}");
        }
        for text in [
            "03/11/2026",
            "26-11-03",
            "2026-13-01",
            "2026-02-29",
            "2026-11",
            "0026-11-03",
            "2026-11-03 08:10",
            "tomorrow",
            "2026-+1-03",
        ] {
            assert_eq!(read_day(text), Err(RowErrorKind::NotADay(text.into())), "{text}");
        }
    }

    #[test]
    fn the_first_moment_of_a_day_is_the_day_however_a_database_writes_it() {
        for text in [
            "2026-11-23 00:00:00.000",
            "2026-11-23 00:00:00.0000000",
            "2026-11-23T00:00:00.000Z",
            "2026-11-23T00:00:00Z",
            "2026-11-23T00:00:00+08:00",
            "2026-11-23 00:00:00 +0800",
            "2026-11-22T16:00:00.000Z",
            "2026-11-23 12:00:00 AM",
            "2026/11/23 12:00 am",
            "2026/11/23 上午 12:00:00",
            "2026/11/23 上午12:00:00",
            "2026/11/23 12:00:00 上午",
            "２０２６／１１／２３　００：００：００",
        ] {
            assert_eq!(read_day(text), Ok("2026-11-23".into()), "{text}");
        }
        for text in [
            "2026-11-23 00:00:00.001",
            "2026-11-23 12:00:00 PM",
            "2026/11/23 下午 12:00:00",
            "2026-11-23T15:00:00.000Z",
            "2026-11-23 16:00:00",
            "2026-11-23 00:00:00 AM",
            "2026-11-23 13:00:00 AM",
            "2026-11-23T00:00:00.000+99:00",
            "2026-11-23T00:00:00.",
        ] {
            assert_eq!(read_day(text), Err(RowErrorKind::NotADay(text.into())), "{text}");
        }
    }

    #[test]
    fn instants_without_a_zone_are_the_sites() {
        let check = |text: &str, utc: &str| {
            let read = instant(SiteOffset::CHINA)(text).unwrap();
            assert_eq!(read.to_string(), utc, "{text}");
        };

        check("2026-11-23 08:10", "2026-11-23T00:10:00.000Z");
        check("2026/11/23 8:10:05", "2026-11-23T00:10:05.000Z");
        check("2026-11-23T08:10:00", "2026-11-23T00:10:00.000Z");
        check("2026-11-23T08:10:00+08:00", "2026-11-23T00:10:00.000Z");
        check("2026-11-23T08:10:00Z", "2026-11-23T08:10:00.000Z");
        check("2026-11-23 08:10:00.250", "2026-11-23T00:10:00.250Z");
        check("2026/11/23 下午 8:10:00", "2026-11-23T12:10:00.000Z");
        check("2026-11-23 08:10:00 +0900", "2026-11-22T23:10:00.000Z");
        check("2026-11-23", "2026-11-22T16:00:00.000Z");
        for text in ["08:10", "2026-11-23 25:00", "2026-11-23 8", "now", "2026-11-23 08:10:00:00"] {
            assert!(instant(SiteOffset::CHINA)(text).is_err(), "{text}");
        }
    }
}
