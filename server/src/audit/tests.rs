//! The chain, its files, and what a check finds.

use std::fs;

use sync_core::ids::{DeviceNumber, PersonNumber};

use super::file::files;
use super::reading::{Checked, Filter, last, verify};
use super::record::Head;
use super::*;

fn who() -> Who {
    Who::Person { person: PersonNumber(3), device: DeviceNumber(7) }
}

fn carried(lines: usize) -> What {
    What::Carried { lines, days: 30 }
}

/// A log of ten records over two months, and its folder.
fn written() -> (tempfile::TempDir, Vec<Head>) {
    let place = tempfile::tempdir().unwrap();
    let mut file = AuditFile::open(place.path()).unwrap();
    let november: Timestamp = "2026-11-30T23:59:59.000Z".parse().unwrap();
    let december: Timestamp = "2026-12-01T00:00:01.000Z".parse().unwrap();
    let mut heads = Vec::new();
    for n in 0..10 {
        let at = if n < 5 { november } else { december };
        let lines = file.append(at, [(who(), carried(n))].iter()).unwrap();
        heads.push(Head { n: n as u64 + 1, hash: record::hash_of(lines[0].as_bytes()) });
    }
    (place, heads)
}

fn check(place: &Path) -> Checked {
    verify(place, &[]).unwrap()
}

/// The record at which a check finds the log broken.
fn broken_at(place: &Path) -> Option<u64> {
    match check(place) {
        Checked::Broken { record, .. } => Some(record),
        Checked::Whole { .. } => None,
    }
}

#[test]
fn a_chain_goes_through_the_months_and_on_after_a_restart() {
    let (place, heads) = written();
    let names: Vec<_> = files(place.path()).unwrap();
    assert_eq!(names.len(), 2);

    // A clock that was set back begins no file before the last.
    let mut file = AuditFile::open(place.path()).unwrap();
    file.append("2026-10-01T00:00:00.000Z".parse().unwrap(), [(who(), carried(10))].iter())
        .unwrap();

    assert_eq!(files(place.path()).unwrap(), names);
    let Checked::Whole { first: 1, head, unfinished: false } = check(place.path()) else {
        panic!("{:?}", check(place.path()));
    };
    assert_eq!(head.n, 11);
    assert_eq!(verify(place.path(), &heads).unwrap(), check(place.path()));
}

#[test]
fn every_change_anywhere_is_found_where_it_is() {
    let (place, _) = written();
    let file = files(place.path()).unwrap().remove(0);
    let whole = fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    let put = |lines: &[&str]| fs::write(&file, lines.join("\n") + "\n").unwrap();

    for (place_of, line) in lines.iter().enumerate() {
        let forged = line.replace("\"days\":30", "\"days\":31");
        let mut changed = lines.clone();
        changed[place_of] = &forged;
        put(&changed);
        // A changed record is found by the next one, which still names the old.
        assert_eq!(broken_at(place.path()), Some(place_of as u64 + 2), "changed {place_of}");

        let mut shorter = lines.clone();
        shorter.remove(place_of);
        put(&shorter);
        assert_eq!(broken_at(place.path()), Some(place_of as u64 + 1), "taken out {place_of}");

        let mut longer = lines.clone();
        longer.insert(place_of, line);
        put(&longer);
        assert_eq!(broken_at(place.path()), Some(place_of as u64 + 2), "twice {place_of}");
    }
    let mut swapped = lines.clone();
    swapped.swap(1, 2);
    put(&swapped);
    assert_eq!(broken_at(place.path()), Some(2));
    put(&[lines[0], "rubbish"]);
    assert_eq!(broken_at(place.path()), Some(2));
    fs::write(&file, &whole).unwrap();
    assert_eq!(broken_at(place.path()), None);
}

#[test]
fn an_end_that_is_gone_and_a_whole_forgery_are_found_by_what_was_noted_elsewhere() {
    let (place, heads) = written();
    let last = files(place.path()).unwrap().remove(1);
    fs::remove_file(&last).unwrap();

    assert_eq!(broken_at(place.path()), None, "a chain alone does not tell where it ended");
    let noted = verify(place.path(), &heads[8..9]).unwrap();
    assert!(matches!(noted, Checked::Broken { record: 6, .. }), "{noted:?}");

    let (other, _) = written();
    let forged = files(other.path()).unwrap().remove(0);
    let text = fs::read_to_string(&forged).unwrap();
    let mut file = AuditFile::open(place.path()).unwrap();
    drop(fs::remove_file(files(place.path()).unwrap().remove(0)));
    let _ = (text, file.append(clock::now(), [(who(), carried(1))].iter()));
    assert!(matches!(verify(place.path(), &heads[..1]).unwrap(), Checked::Broken { .. }));
}

#[test]
fn older_files_may_be_put_away_where_it_is_known_how_far_they_went() {
    let (place, heads) = written();
    fs::remove_file(files(place.path()).unwrap().remove(0)).unwrap();

    assert_eq!(broken_at(place.path()), Some(1));
    let known = verify(place.path(), &heads[4..5]).unwrap();
    assert!(matches!(known, Checked::Whole { first: 6, .. }), "{known:?}");
}

#[test]
fn what_a_crash_left_is_cut_off_and_told() {
    let (place, _) = written();
    let last = files(place.path()).unwrap().remove(1);
    let mut bytes = fs::read(&last).unwrap();
    bytes.extend_from_slice(br#"{"n":11,"at":"2026"#);
    fs::write(&last, bytes).unwrap();
    assert!(matches!(check(place.path()), Checked::Whole { unfinished: true, .. }));

    drop(Audit::open(place.path()).unwrap());

    let Checked::Whole { head, unfinished: false, .. } = check(place.path()) else { panic!() };
    assert_eq!(head.n, 11);
    let found = self::last(place.path(), &Filter::default(), None, 1).unwrap();
    assert_eq!(found[0].line.what, "torn");
    assert_eq!(found[0].line.rest["bytes"], 18);
}

#[tokio::test]
async fn what_is_kept_is_on_the_disk_and_can_be_found() {
    let place = tempfile::tempdir().unwrap();
    let audit = Audit::open(place.path()).unwrap();
    let device = DeviceNumber(9);
    audit.note(Who::Device { device }, What::SetAside { facts: 2, reasons: Vec::new() });
    let revoked = What::PersonRevoked { person: PersonNumber(12), reason: None };
    audit.keep(who(), revoked).await.unwrap();

    let found = |filter: Filter| {
        let found = last(place.path(), &filter, None, 10).unwrap();
        found.into_iter().map(|found| found.line.n).collect::<Vec<_>>()
    };
    let of = |who: &str| found(Filter { who: Some(who.to_owned()), ..Filter::default() });
    assert_eq!(found(Filter::default()), [1, 2]);
    assert_eq!((of("person:3"), of("person:12"), of("person:1")), (vec![2], vec![2], vec![]));
    assert_eq!((of("device:9"), of("device:7")), (vec![1], vec![2]));
    let what = Some("person-revoked,torn".to_owned());
    assert_eq!(found(Filter { what, ..Filter::default() }), [2]);
    let until = Some(Timestamp::from_millis(0));
    assert_eq!(found(Filter { until, ..Filter::default() }), [0_u64; 0]);
    assert!(matches!(check(place.path()), Checked::Whole { first: 1, .. }));
}

#[test]
fn a_record_of_a_newer_server_is_listed_by_an_older_one() {
    let line = br#"{"n":1,"at":"2026-11-28T08:00:00.000Z","what":"teleported","to":"Mars","by":{"robot":5},"prev":"00"}"#;

    let line = record::Line::parse(line).unwrap();

    assert_eq!((line.what.as_str(), line.by().as_str()), ("teleported", r#"{"robot":5}"#));
    assert_eq!(line.rest["to"], "Mars");
}
