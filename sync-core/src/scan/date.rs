//! Days as labels write them: two digits of the year, weeks, days of the year.

/// So many years of two digits lie before this one; the others lie ahead (GS1 General Specifications,
/// 7.12).
const PAST: i32 = 50;

/// The whole year of two digits, seen from another.
pub(super) const fn century(two_digits: i32, this_year: i32) -> i32 {
    let ahead = two_digits - this_year.rem_euclid(100);
    let base = this_year - this_year.rem_euclid(100);
    if ahead > PAST {
        base - 100 + two_digits
    } else if ahead < 1 - PAST {
        base + 100 + two_digits
    } else {
        base + two_digits
    }
}

/// A day that calendars know, as `2026-01-31`.
pub(super) fn day(year: i32, month: u32, day: u32) -> Option<String> {
    (1..=days_of(year, month)).contains(&day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `YYMMDD`; where day 00 may stand it is the last day of the month.
pub(super) fn yymmdd(text: &str, this_year: i32, zero_is_last: bool) -> Option<String> {
    let year = century(number(text.get(..2)?)?, this_year);
    monthly(year, text.get(2..)?, zero_is_last)
}

/// `YYYYMMDD`.
pub(super) fn yyyymmdd(text: &str) -> Option<String> {
    monthly(number(text.get(..4)?)?, text.get(4..)?, false)
}

/// `DDMMYYYY`.
pub(super) fn ddmmyyyy(text: &str) -> Option<String> {
    let (date, year) = text.split_at_checked(4)?;
    let (of, month) = date.split_at_checked(2)?;
    day(number(year)?, positive(month)?, positive(of)?).filter(|_| text.len() == 8)
}

/// `DDMMYY` or, turned round, `MMDDYY`.
pub(super) fn with_year_last(text: &str, month_first: bool, this_year: i32) -> Option<String> {
    let (one, other, year) = (text.get(..2)?, text.get(2..4)?, text.get(4..)?);
    let (month, of) = if month_first { (one, other) } else { (other, one) };
    let year = century(number(year)?, this_year);
    day(year, positive(month)?, positive(of)?).filter(|_| text.len() == 6)
}

/// `YYDDD`: the day of the year.
pub(super) fn day_of_year(text: &str, this_year: i32) -> Option<String> {
    let year = century(number(text.get(..2)?)?, this_year);
    let mut left = positive(text.get(2..)?).filter(|_| text.len() == 5)?;
    for month in 1..=12 {
        let days = days_of(year, month);
        if left <= days {
            return day(year, month, left);
        }
        left -= days;
    }
    None
}

/// `YYWW` or `YYYYWW`, as `2026-W05`.
pub(super) fn week(text: &str, this_year: i32) -> Option<String> {
    let (year, week) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let year = match year.len() {
        2 => century(number(year)?, this_year),
        4 => number(year)?,
        _ => return None,
    };
    let week = positive(week).filter(|week| (1..=53).contains(week))?;
    Some(format!("{year:04}-W{week:02}"))
}

/// `HHMM`, `HH`, `HHMMSS`, as `13:05`.
pub(super) fn time(text: &str) -> Option<String> {
    let hour = positive(text.get(..2)?).filter(|hour| *hour < 24)?;
    let minutes = match text.get(2..4) {
        Some(minutes) => positive(minutes).filter(|minute| *minute < 60)?,
        None if text.len() == 2 => 0,
        None => return None,
    };
    Some(format!("{hour:02}:{minutes:02}"))
}

fn monthly(year: i32, rest: &str, zero_is_last: bool) -> Option<String> {
    let (month, of) = rest.split_at_checked(2).filter(|_| rest.len() == 4)?;
    let (month, of) = (positive(month)?, positive(of)?);
    let of = if of == 0 && zero_is_last { days_of(year, month) } else { of };
    day(year, month, of)
}

const fn days_of(year: i32, month: u32) -> u32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

fn number(text: &str) -> Option<i32> {
    positive(text).and_then(|number| i32::try_from(number).ok())
}

fn positive(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_digits_lie_within_fifty_years() {
        for (digits, year) in [(26, 2026), (76, 2076), (77, 1977), (99, 1999), (0, 2000)] {
            assert_eq!(century(digits, 2026), year, "{digits}");
        }
        assert_eq!(century(2, 1951), 1902);
        assert_eq!(century(1, 2098), 2101);
    }

    #[test]
    fn days_are_those_of_calendars() {
        assert_eq!(yymmdd("260200", 2026, true).as_deref(), Some("2026-02-28"));
        assert_eq!(yymmdd("280200", 2026, true).as_deref(), Some("2028-02-29"));
        assert_eq!(yymmdd("260200", 2026, false), None);
        assert_eq!(yymmdd("261301", 2026, true), None);
        assert_eq!(yyyymmdd("20260431"), None);
        assert_eq!(ddmmyyyy("31012026").as_deref(), Some("2026-01-31"));
        assert_eq!(with_year_last("013126", true, 2026).as_deref(), Some("2026-01-31"));
        assert_eq!(day_of_year("26060", 2026).as_deref(), Some("2026-03-01"));
        assert_eq!(day_of_year("26366", 2026), None);
        assert_eq!(week("1850", 2026).as_deref(), Some("2018-W50"));
        assert_eq!(week("202654", 2026), None);
        assert_eq!(time("2359").as_deref(), Some("23:59"));
        assert_eq!(time("2460"), None);
    }
}
