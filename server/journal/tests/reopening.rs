//! What a journal holds after it is closed, cut, broken or robbed, and opened again.

#![allow(clippy::unwrap_used, reason = "the helpers of tests are tests")]

use std::fs;
use std::path::{Path, PathBuf};

use inwards_journal::{
    Harm, Journal, JournalError, Opening, Options, Purpose, RESERVED_KIND, RecordPlace,
};
use proptest::prelude::*;
use tempfile::TempDir;

const LOG: Purpose = Purpose(1);
const SMALL: Options = Options { segment_bytes: 200 };

/// Where the first record of a segment begins.
const FIRST: u64 = 25;

#[test]
fn what_was_appended_is_read_back_in_order_and_by_its_place() {
    let dir = TempDir::new().unwrap();
    let (mut journal, opening, _) = open(dir.path()).unwrap();

    let mut places = journal.append(&[(1, b"one"), (2, b"")]).unwrap();
    places.extend(journal.append(&[(3, b"three")]).unwrap());

    assert_eq!(opening, Opening { records: 0, segments: 1, torn: None });
    let read = journal.reader().read_all(&places).unwrap();
    assert_eq!(read, [(1, b"one".to_vec()), (2, vec![]), (3, b"three".to_vec())]);
    assert_eq!(journal.read(places[2]).unwrap(), b"three");
    drop(journal);
    let (_, opening, found) = open(dir.path()).unwrap();
    assert_eq!(opening, Opening { records: 3, segments: 1, torn: None });
    assert_eq!(found, [(1, b"one".to_vec()), (2, vec![]), (3, b"three".to_vec())]);
}

#[test]
fn segments_roll_and_the_journal_goes_on_across_them() {
    let dir = TempDir::new().unwrap();
    let written = fill(dir.path(), 20);

    let (mut journal, opening, found) = open(dir.path()).unwrap();
    let places = journal.append(&[(1, b"the next")]).unwrap();

    assert_eq!(found, written);
    assert_eq!(opening.records, 20);
    assert!(opening.segments > 5);
    assert_eq!(journal.read(places[0]).unwrap(), b"the next");
    for number in 1..opening.segments {
        assert!(fs::metadata(file(dir.path(), number)).unwrap().len() <= SMALL.segment_bytes);
    }
}

#[test]
fn a_record_longer_than_a_segment_has_one_to_itself() {
    let dir = TempDir::new().unwrap();
    let (mut journal, ..) = open(dir.path()).unwrap();

    let long = journal.append(&[(1, &[7; 1000])]).unwrap();
    let next = journal.append(&[(1, b"short")]).unwrap();

    assert_eq!((long[0].segment, next[0].segment), (1, 2));
    drop(journal);
    assert_eq!(open(dir.path()).unwrap().2.len(), 2);
}

#[test]
fn sealed_segments_copied_away_open_as_a_backup() {
    let dir = TempDir::new().unwrap();
    let backup = TempDir::new().unwrap();
    let written = fill(dir.path(), 20);
    let segments = open(dir.path()).unwrap().1.segments;
    for number in 1..segments {
        fs::copy(file(dir.path(), number), file(backup.path(), number)).unwrap();
    }

    let (mut journal, opening, found) = open(backup.path()).unwrap();
    let places = journal.append(&[(1, b"after the restore")]).unwrap();

    assert_eq!(found, written[..found.len()]);
    assert_eq!((opening.segments, places[0].segment), (segments - 1, segments));
}

#[test]
fn two_processes_never_have_the_same_journal() {
    let dir = TempDir::new().unwrap();
    let (journal, ..) = open(dir.path()).unwrap();

    let second = open(dir.path());

    let error = second.err().unwrap();
    assert!(matches!(error, JournalError::Locked { .. }));
    assert!(error.to_string().ends_with("is in use by another process: stop that one first"));
    drop(journal);
    assert!(open(dir.path()).is_ok());
}

#[test]
fn a_journal_for_something_else_is_not_opened() {
    let dir = TempDir::new().unwrap();
    fill(dir.path(), 1);

    let error = Journal::open(dir.path(), Purpose(2), SMALL, |_| Ok(())).unwrap_err();

    let harm = harm_of(&error, &file(dir.path(), 1), 0);
    assert_eq!(harm, Harm::OtherPurpose { found: 1, expected: 2 });
}

#[test]
fn a_kind_of_the_journals_own_is_refused_and_the_journal_goes_on() {
    let dir = TempDir::new().unwrap();
    let (mut journal, ..) = open(dir.path()).unwrap();

    let error = journal.append(&[(RESERVED_KIND, b"")]).unwrap_err();

    assert!(matches!(error, JournalError::ReservedKind { .. }));
    assert!(journal.append(&[]).unwrap().is_empty());
    assert!(journal.append(&[(1, b"goes on")]).is_ok());
}

#[test]
fn what_the_opener_refuses_is_named() {
    let dir = TempDir::new().unwrap();
    fill(dir.path(), 3);

    let error = Journal::open(dir.path(), LOG, SMALL, |_| Err("not a batch".into())).unwrap_err();

    let name = file(dir.path(), 1).display().to_string();
    let sentence = format!("the record at byte {FIRST} of {name} cannot be used: not a batch");
    assert_eq!(error.to_string(), sentence);
}

#[test]
fn a_torn_tail_is_dropped_and_said_and_never_comes_back() {
    let dir = TempDir::new().unwrap();
    let written = fill(dir.path(), 2);
    let path = file(dir.path(), 1);
    let length = fs::metadata(&path).unwrap().len();
    set_length(&path, length - 1);

    let (mut journal, opening, found) = open(dir.path()).unwrap();
    journal.append(&[(9, b"instead")]).unwrap();
    drop(journal);

    let torn = opening.torn.unwrap();
    assert_eq!(found, written[..1]);
    assert_eq!((&torn.file, torn.offset + torn.bytes), (&path, length - 1));
    let (_, opening, found) = open(dir.path()).unwrap();
    assert_eq!(opening, Opening { records: 2, segments: 1, torn: None });
    assert_eq!(found[1], (9, b"instead".to_vec()));
}

#[test]
fn a_torn_tail_in_an_earlier_segment_is_damage() {
    let dir = TempDir::new().unwrap();
    fill(dir.path(), 20);
    let path = file(dir.path(), 2);
    set_length(&path, fs::metadata(&path).unwrap().len() - 1);

    let error = open(dir.path()).err().unwrap();

    let JournalError::Damaged { file, harm, .. } = error else { panic!("{error}") };
    assert_eq!((file, harm), (path, Harm::Unsealed));
}

#[test]
fn a_missing_segment_is_named() {
    for missing in [1, 3] {
        let dir = TempDir::new().unwrap();
        fill(dir.path(), 20);
        fs::remove_file(file(dir.path(), missing)).unwrap();

        let error = open(dir.path()).err().unwrap();

        assert!(
            matches!(&error, JournalError::Missing { file: named } if *named == file(dir.path(), missing)),
            "{error}"
        );
    }
}

#[test]
fn a_segment_under_another_name_is_noticed() {
    let dir = TempDir::new().unwrap();
    fill(dir.path(), 20);
    fs::copy(file(dir.path(), 3), file(dir.path(), 2)).unwrap();

    let error = open(dir.path()).err().unwrap();

    let harm = harm_of(&error, &file(dir.path(), 2), 0);
    assert_eq!(harm, Harm::OtherSegment { found: 3, expected: 2 });
}

#[test]
fn a_segment_of_another_journal_with_other_records_is_noticed() {
    let dir = TempDir::new().unwrap();
    let other = TempDir::new().unwrap();
    fill(dir.path(), 20);
    let (mut journal, ..) = open(other.path()).unwrap();
    journal.append(&[(1, &[7; 1000])]).unwrap();
    journal.append(&[(1, b"one record stands before this")]).unwrap();
    drop(journal);
    fs::copy(file(other.path(), 1), file(dir.path(), 1)).unwrap();

    let error = open(dir.path()).err().unwrap();

    let harm = harm_of(&error, &file(dir.path(), 2), 0);
    assert!(matches!(harm, Harm::OtherPosition { found: 1, .. }));
}

#[test]
fn an_emptied_file_is_damage_and_not_an_empty_journal() {
    let dir = TempDir::new().unwrap();
    fill(dir.path(), 1);
    set_length(&file(dir.path(), 1), 0);

    let error = open(dir.path()).err().unwrap();

    assert!(matches!(harm_of(&error, &file(dir.path(), 1), 0), Harm::Header(_)));
}

#[test]
fn a_segment_that_was_never_finished_is_forgotten() {
    let dir = TempDir::new().unwrap();
    let written = fill(dir.path(), 1);
    let unfinished = dir.path().join("0000000002.journal.new");
    fs::write(&unfinished, b"INW").unwrap();

    let (_, _, found) = open(dir.path()).unwrap();

    assert_eq!(found, written);
    assert!(!unfinished.exists());
}

#[test]
fn a_place_that_holds_no_record_is_said_to_be_damaged() {
    let dir = TempDir::new().unwrap();
    let (mut journal, ..) = open(dir.path()).unwrap();
    let place = journal.append(&[(1, b"here")]).unwrap()[0];

    for elsewhere in [
        RecordPlace { offset: place.offset + 1, ..place },
        RecordPlace { length: place.length + 1, ..place },
        RecordPlace { length: place.length - 1, ..place },
    ] {
        assert!(matches!(journal.read(elsewhere), Err(JournalError::Damaged { .. })));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_flipped_byte_is_never_passed_over_in_silence(
        at in any::<prop::sample::Index>(),
        number in 1u32..4,
        flip in 1u8..,
    ) {
        let dir = TempDir::new().unwrap();
        let written = fill(dir.path(), 7);
        let path = file(dir.path(), number);
        let mut bytes = fs::read(&path).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= flip;
        fs::write(&path, &bytes).unwrap();

        match open(dir.path()) {
            Err(JournalError::Damaged { file, offset, .. }) => {
                prop_assert_eq!(file, path);
                prop_assert!(offset <= at as u64);
            }
            Err(error) => prop_assert!(false, "{}", error),
            Ok((_, opening, found)) => {
                // Only in the very last write, of which nobody can say that it was finished.
                prop_assert_eq!(opening.torn.unwrap().file, path);
                prop_assert_eq!(&found[..], &written[..written.len() - 1]);
            }
        }
    }

    #[test]
    fn a_cut_keeps_every_whole_record_before_it(cut in any::<prop::sample::Index>()) {
        let dir = TempDir::new().unwrap();
        let written = fill(dir.path(), 20);
        let segments = open(dir.path()).unwrap().1.segments;
        let path = file(dir.path(), segments);
        let length = fs::metadata(&path).unwrap().len();
        let cut = FIRST + cut.index(usize::try_from(length - FIRST).unwrap()) as u64;
        set_length(&path, cut);

        let (_, opening, found) = open(dir.path()).unwrap();

        prop_assert_eq!(&found[..], &written[..found.len()]);
        let end = opening.torn.map_or(cut, |torn| torn.offset + torn.bytes);
        prop_assert_eq!(end, cut);
    }
}

type Found = Vec<(u8, Vec<u8>)>;

fn open(dir: &Path) -> Result<(Journal, Opening, Found), JournalError> {
    let mut found = Vec::new();
    let (journal, opening) = Journal::open(dir, LOG, SMALL, |record| {
        found.push((record.kind, record.payload.to_vec()));
        Ok(())
    })?;
    Ok((journal, opening, found))
}

/// Appends so many records, one write each; few fit into a segment.
fn fill(dir: &Path, count: u8) -> Found {
    let (mut journal, ..) = open(dir).unwrap();
    let records: Found = (0..count).map(|number| (number, vec![number; 40])).collect();
    for (kind, payload) in &records {
        journal.append(&[(*kind, payload)]).unwrap();
    }
    records
}

fn file(dir: &Path, number: u32) -> PathBuf {
    dir.join(format!("{number:010}.journal"))
}

fn set_length(path: &Path, length: u64) {
    fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
}

fn harm_of(error: &JournalError, expected: &Path, at: u64) -> Harm {
    let JournalError::Damaged { file, offset, harm } = error else { panic!("{error}") };
    assert_eq!((file.as_path(), *offset), (expected, at));
    harm.clone()
}
