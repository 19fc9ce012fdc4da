//! The device's clocks: wall, monotonic, and which boot the latter counts from.

use std::time::{SystemTime, UNIX_EPOCH};

use inwards_engine::clock::ClockReading;
use sync_core::time::Timestamp;

/// Reads the wall clock, the clock that nobody can set, and which boot the latter counts from.
pub fn read_clock() -> ClockReading {
    let wall = match SystemTime::now().duration_since(UNIX_EPOCH) {
        Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
        Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |ms| -ms),
    };
    ClockReading { wall: Timestamp::from_millis(wall), monotonic_ms: monotonic(), boot: boot() }
}

/// Goes on while the device sleeps, and cannot be set.
#[cfg(target_os = "linux")]
fn monotonic() -> i64 {
    use nix::time::{ClockId, clock_gettime};

    clock_gettime(ClockId::CLOCK_BOOTTIME)
        .or_else(|_| clock_gettime(ClockId::CLOCK_MONOTONIC))
        .ok()
        .and_then(|time| i64::try_from(std::time::Duration::from(time).as_millis()).ok())
        .unwrap_or_default()
}

/// Elsewhere it counts from the start of the process, which then stands for the boot.
#[cfg(not(target_os = "linux"))]
fn monotonic() -> i64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    let start = START.get_or_init(std::time::Instant::now);
    i64::try_from(start.elapsed().as_millis()).unwrap_or(i64::MAX)
}

#[cfg(target_os = "linux")]
fn boot() -> u64 {
    static BOOT: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    *BOOT.get_or_init(|| {
        let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(16).collect();
        u64::from_str_radix(&digits, 16).unwrap_or_else(|_| process_mark())
    })
}

#[cfg(not(target_os = "linux"))]
fn boot() -> u64 {
    static BOOT: std::sync::OnceLock<u64> = std::sync::OnceLock::new();
    *BOOT.get_or_init(process_mark)
}

/// Differs from process to process: no other can be taken for the same boot.
fn process_mark() -> u64 {
    let mut bytes = [0; 8];
    if getrandom::fill(&mut bytes).is_err() {
        return u64::from(std::process::id());
    }
    u64::from_le_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use inwards_engine::clock::WallClockCourse;

    use super::*;

    #[test]
    fn two_readings_in_a_row_are_one_steady_course() {
        let first = read_clock();

        assert_eq!(read_clock().course_since(&first), WallClockCourse::Steady);
    }
}
