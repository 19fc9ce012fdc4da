//! A disk that is really full: refused with a plain sentence, and nothing stored is touched.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

use std::fs;
use std::path::Path;
use std::process::Command;

use inwards_journal::{Journal, JournalError, Options, Purpose, RecordPlace};
use tempfile::TempDir;

const OUTBOX: Purpose = Purpose(2);

#[test]
fn a_full_disk_refuses_keeps_all_and_goes_on_when_there_is_room() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let ballast = disk.path().join("ballast");
    fs::write(&ballast, vec![0; 300_000]).unwrap();
    let dir = disk.path().join("outbox");
    let (mut journal, _) = open(&dir);

    let kept = append_until_full(&mut journal);
    let again = journal.append(&[(1, &vec![2; 60_000])]).unwrap_err();
    fs::remove_file(&ballast).unwrap();
    let after = journal.append(&[(1, b"there is room again")]).unwrap();

    assert!(
        again.to_string().ends_with("is full: nothing was written, and what was there is intact")
    );
    assert_eq!(journal.read(after[0]).unwrap(), b"there is room again");
    drop(journal);
    let (_, lengths) = open(&dir);
    assert_eq!(lengths.len(), kept.len() + 1);
    assert!(lengths[..kept.len()].iter().all(|length| *length == 7_000));
}

#[test]
fn a_disk_that_is_full_at_a_restart_opens_with_all_that_was_kept() {
    let Some(disk) = SmallDisk::mount() else {
        return;
    };
    let dir = disk.path().join("outbox");
    let (mut journal, _) = open(&dir);
    let kept = append_until_full(&mut journal);
    drop(journal);

    let (journal, lengths) = open(&dir);

    assert_eq!(lengths.len(), kept.len());
    assert!(kept.iter().all(|place| journal.read(*place).unwrap() == [1; 7_000]));
}

fn append_until_full(journal: &mut Journal) -> Vec<RecordPlace> {
    let mut kept = Vec::new();
    loop {
        match journal.append(&[(1, &[1; 7_000])]) {
            Ok(places) => kept.extend(places),
            Err(JournalError::Full { .. }) => return kept,
            Err(error) => panic!("{error}"),
        }
    }
}

fn open(dir: &Path) -> (Journal, Vec<usize>) {
    let mut lengths = Vec::new();
    let options = Options { segment_bytes: 50_000 };
    let (journal, opening) = Journal::open(dir, OUTBOX, options, |record| {
        lengths.push(record.payload.len());
        Ok(())
    })
    .unwrap();
    assert_eq!(opening.torn, None);
    (journal, lengths)
}

/// A disk of one megabyte, for as long as it lives.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None`, loudly, where nobody may mount.
    fn mount() -> Option<Self> {
        let dir = TempDir::new().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"])
            .arg(dir.path())
            .status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Self(dir));
        }
        eprintln!("SKIPPED: a full disk needs a small tmpfs, and only root may mount one");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let unmounted = Command::new("umount").arg(self.0.path()).status();
        assert!(unmounted.is_ok_and(|status| status.success()), "the small disk stays mounted");
    }
}
