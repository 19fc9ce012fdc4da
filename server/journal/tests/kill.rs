//! Whoever appends may be killed at any moment: every confirmed record is kept, once.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write, stdout};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use inwards_journal::{Journal, Options, Purpose};
use tempfile::TempDir;

const DIRECTORY: &str = "INWARDS_JOURNAL_TO_APPEND_TO";
const CONFIRMED: &str = "confirmed ";
const OUTBOX: Purpose = Purpose(2);
const KILLS: u64 = 30;

#[test]
fn every_confirmed_record_survives_thirty_kills_and_stands_there_once() {
    let dir = TempDir::new().unwrap();
    let seed = RandomState::new().hash_one(0);
    println!("seed {seed}");
    let mut confirmed = 0;

    for kill in 0..KILLS {
        let moment = seed.rotate_left(u32::try_from(kill).unwrap()) % 2000;
        confirmed = append_until_killed(dir.path(), moment).unwrap_or(confirmed);

        let numbers = read_numbers(dir.path());

        assert!(numbers.len() as u64 > confirmed, "{} of {confirmed}", numbers.len());
        assert!(numbers.iter().copied().eq(0..numbers.len() as u64));
    }
    assert!(confirmed > 0);
}

/// The process that is killed: this very test, when a directory is given to it.
#[test]
fn appends_until_it_is_killed() {
    let Some(dir) = env::var_os(DIRECTORY) else {
        return;
    };
    let mut next = 0;
    let options = Options { segment_bytes: 100_000 };
    let (mut journal, _) = Journal::open(Path::new(&dir), OUTBOX, options, |_| {
        next += 1;
        Ok(())
    })
    .unwrap();

    loop {
        let payloads: Vec<_> = (next..next + 1 + next % 3).map(payload).collect();
        let records: Vec<_> = payloads.iter().map(|payload| (1, payload.as_slice())).collect();
        journal.append(&records).unwrap();
        next += records.len() as u64;
        let mut out = stdout().lock();
        writeln!(out, "{CONFIRMED}{}", next - 1).unwrap();
        out.flush().unwrap();
    }
}

/// Lets a process append, kills it so many microseconds after some confirmation, and answers the
/// last number that it confirmed.
fn append_until_killed(dir: &Path, moment: u64) -> Option<u64> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["--exact", "appends_until_it_is_killed", "--nocapture"])
        .env(DIRECTORY, dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut numbers = BufReader::new(child.stdout.take().unwrap()).lines().filter_map(|line| {
        // The test harness may print on the same line before the first number.
        line.unwrap().split_once(CONFIRMED)?.1.parse().ok()
    });

    let early = numbers.by_ref().take(usize::try_from(1 + moment % 37).unwrap()).last();
    let start = Instant::now();
    while start.elapsed() < Duration::from_micros(moment) {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    let last = numbers.last().or(early);
    child.wait().unwrap();
    last
}

/// The numbers in the journal; each record is whole.
fn read_numbers(dir: &Path) -> Vec<u64> {
    let mut numbers = Vec::new();
    Journal::open(dir, OUTBOX, Options::default(), |record| {
        let number = u64::from_le_bytes(record.payload[..8].try_into()?);
        assert_eq!(record.payload, payload(number));
        numbers.push(number);
        Ok(())
    })
    .unwrap();
    numbers
}

/// Records of very different lengths, some longer than a page.
fn payload(number: u64) -> Vec<u8> {
    let filler = usize::try_from(number * 7919 % 9000).unwrap();
    [&number.to_le_bytes()[..], &vec![number.to_le_bytes()[0]; filler]].concat()
}
