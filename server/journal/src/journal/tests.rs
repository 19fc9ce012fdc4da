//! A journal on a disk that fails.

use std::fs;

use tempfile::TempDir;

use super::*;
use crate::disk::Fault;

const OUTBOX: Purpose = Purpose(2);

#[test]
fn a_full_disk_keeps_what_was_there_and_goes_on_when_there_is_room() {
    let dir = TempDir::new().unwrap();
    let (mut journal, _) = open(&dir);
    journal.append(&[(1, b"before")]).unwrap();

    journal.segment.disk.fault = Some(Fault::Full);
    let refused = journal.append(&[(1, b"too much")]);
    journal.segment.disk.fault = None;
    journal.append(&[(1, b"after")]).unwrap();

    assert!(matches!(refused, Err(JournalError::Full { .. })));
    drop(journal);
    assert_eq!(open(&dir).1, ["before", "after"]);
}

#[test]
fn a_disk_too_full_for_the_seal_refuses_and_rolls_later() {
    let dir = TempDir::new().unwrap();
    let (mut journal, _) = open(&dir);
    journal.options.segment_bytes = 100;
    journal.append(&[(1, &[b'x'; 60])]).unwrap();

    journal.segment.disk.fault = Some(Fault::Full);
    let refused = journal.append(&[(1, b"next segment")]);
    journal.segment.disk.fault = None;
    let places = journal.append(&[(1, b"next segment")]).unwrap();

    assert!(matches!(refused, Err(JournalError::Full { .. })));
    assert_eq!(places[0].segment, 2);
    drop(journal);
    assert_eq!(open(&dir).1.len(), 2);
}

#[test]
fn a_failed_sync_ends_the_handle_for_good() {
    check_poisoned_by(Fault::Sync);
}

#[test]
fn a_failed_write_ends_the_handle_for_good() {
    check_poisoned_by(Fault::Write);
}

#[test]
fn a_segment_that_cannot_be_made_ends_the_handle_and_loses_nothing() {
    let dir = TempDir::new().unwrap();
    let (mut journal, _) = open(&dir);
    journal.options.segment_bytes = 100;
    journal.append(&[(1, &[b'x'; 60])]).unwrap();
    // A directory in its place cannot be removed as a file.
    fs::create_dir(directory::unfinished_path(dir.path(), 2)).unwrap();

    let refused = journal.append(&[(1, b"next segment")]);

    assert!(matches!(refused, Err(JournalError::Io { .. })));
    assert!(journal.is_poisoned());
    drop(journal);
    fs::remove_dir(directory::unfinished_path(dir.path(), 2)).unwrap();
    assert_eq!(open(&dir).1.len(), 1);
}

fn check_poisoned_by(fault: Fault) {
    let dir = TempDir::new().unwrap();
    let (mut journal, _) = open(&dir);
    journal.append(&[(1, b"confirmed")]).unwrap();

    journal.segment.disk.fault = Some(fault);
    let first = journal.append(&[(1, b"perhaps")]);
    journal.segment.disk.fault = None;
    let second = journal.append(&[(1, b"never")]);

    assert!(matches!(first, Err(JournalError::Io { .. })));
    assert!(matches!(second, Err(JournalError::Poisoned { .. })));
    drop(journal);
    let found = open(&dir).1;
    assert_eq!(found[0], "confirmed");
    assert!(!found.contains(&"never".to_owned()));
}

fn open(dir: &TempDir) -> (Journal, Vec<String>) {
    let mut found = Vec::new();
    let (journal, _) = Journal::open(dir.path(), OUTBOX, Options::default(), |record| {
        found.push(String::from_utf8(record.payload.to_vec())?);
        Ok(())
    })
    .unwrap();
    (journal, found)
}
