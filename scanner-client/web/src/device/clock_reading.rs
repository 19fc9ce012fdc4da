//! The browser's clocks. Its monotonic clock stands still while the device sleeps, and nothing
//! tells a sleep from a clock that was set: after either, another boot is counted from, and the
//! engine compares offsets instead of trusting the difference.

use std::cell::Cell;

use inwards_engine::clock::ClockReading;
use leptos::prelude::window;
use sync_core::time::Timestamp;

/// How far the clocks may part between two readings before it was a sleep or a step.
const APART_MS: i64 = 1_000;

thread_local! {
    static LAST: Cell<Option<ClockReading>> = const { Cell::new(None) };
}

/// Reads both clocks; counts from another boot where they parted since the last reading.
pub(crate) fn read_clock() -> ClockReading {
    let wall = Timestamp::from_millis(whole(js_sys::Date::now()));
    let monotonic_ms = whole(window().performance().map(|clock| clock.now()).unwrap_or_default());
    let last = LAST.get();
    let boot = match last {
        Some(last) if is_steady(last, wall, monotonic_ms) => last.boot,
        Some(_) | None => new_boot(),
    };
    let stamp = ClockReading { wall, monotonic_ms, boot };
    LAST.set(Some(stamp));
    stamp
}

fn is_steady(last: ClockReading, wall: Timestamp, monotonic_ms: i64) -> bool {
    let parted = wall.since(last.wall).0 - (monotonic_ms - last.monotonic_ms);
    parted.abs() <= APART_MS
}

/// Differs from page to page and from boot to boot.
fn new_boot() -> u64 {
    let mut bytes = [0_u8; 8];
    let filled = window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).map(|_| ()));
    match filled {
        Ok(()) => u64::from_le_bytes(bytes),
        Err(_) => whole(js_sys::Date::now()).unsigned_abs(),
    }
}

/// Milliseconds without their fraction.
#[allow(clippy::cast_possible_truncation, reason = "browsers' clocks stay far below 2^53")]
fn whole(milliseconds: f64) -> i64 {
    milliseconds as i64
}
