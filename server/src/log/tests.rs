//! The log as those see it who append and read.

use std::fs;
use std::num::NonZeroU32;

use sync_core::time::Timestamp;
use tempfile::TempDir;

use super::*;

const SMALL: Options = Options { segment_bytes: 500 };

#[tokio::test]
async fn what_was_appended_is_read_back_from_any_position() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);

    assert_eq!(log.append(batch(3, b"one")).await, Ok(Position(0)));
    assert_eq!(log.append(batch(1, b"two")).await, Ok(Position(3)));

    let page = log.read(Position(2), 1000).await.unwrap();
    assert_eq!((page.next, page.head), (Position(4), Position(4)));
    assert_eq!(page.records.len(), 2);
    assert_eq!((page.records[0].first, page.records[0].count.get()), (Position(0), 3));
    assert_eq!(page.records[1].bytes, b"two");
}

#[tokio::test]
async fn a_log_goes_on_where_it_stood_and_stays_the_same_log() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);
    for _ in 0..50 {
        log.append(batch(2, &[7; 40])).await.unwrap();
    }
    let epoch = log.epoch();
    drop(log);

    let (log, opening) = Log::open(dir.path(), LogEpoch(99), SMALL).unwrap();

    assert_eq!((log.epoch(), log.head()), (epoch, Position(100)));
    assert!(opening.segments > 1);
    assert_eq!(log.append(batch(1, b"next")).await, Ok(Position(100)));
    assert_eq!(read_all(&log, 100).await.len(), 51);
}

#[tokio::test]
async fn a_new_log_is_empty_and_has_the_incarnation_it_was_given() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);

    let page = log.read(Position::START, 1000).await.unwrap();

    assert_eq!(log.epoch(), LogEpoch(1));
    let nothing = Page { records: vec![], next: Position::START, head: Position::START };
    assert_eq!(page, nothing);
}

#[tokio::test]
async fn a_position_beyond_the_end_is_said_to_be() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);
    log.append(batch(2, b"facts")).await.unwrap();

    let error = log.read(Position(3), 1000).await.unwrap_err();

    assert_eq!(error.to_string(), "position 3 is beyond the end of the log, which is 2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_writers_at_once_all_get_their_own_positions() {
    let dir = TempDir::new().unwrap();
    let log = Arc::new(open(&dir));

    let mut writers = task::JoinSet::new();
    for writer in 0..64_u8 {
        let log = Arc::clone(&log);
        writers.spawn(async move {
            let mut placed = Vec::new();
            for round in 0..20_u8 {
                let count = u32::from(1 + round % 3);
                let first = log.append(batch(count, &[writer, round])).await.unwrap();
                placed.push((first, count, vec![writer, round]));
            }
            placed
        });
    }
    let mut placed: Vec<_> = writers.join_all().await.into_iter().flatten().collect();
    placed.sort();

    let found: Vec<_> = read_all(&log, 300)
        .await
        .into_iter()
        .map(|record| (record.first, record.count.get(), record.bytes))
        .collect();
    assert_eq!(found, placed);
}

#[tokio::test]
async fn the_end_moves_once_a_batch_can_be_read() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);
    let mut moves = log.head.clone();

    let (heard, placed) = tokio::join!(
        async { moves.wait_for(|end| *end > Position::START).await.map(|end| *end) },
        log.append(batch(5, b"facts")),
    );

    assert_eq!((heard.unwrap(), placed), (Position(5), Ok(Position::START)));
    assert_eq!(log.read(Position::START, 100).await.unwrap().records.len(), 1);
}

#[tokio::test]
async fn a_batch_over_the_limit_is_refused_and_the_longest_is_kept() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);

    let refused = log.append(batch(1, &vec![1; MAX_BATCH + 1])).await;
    let kept = log.append(batch(1, &vec![1; MAX_BATCH])).await;

    assert_eq!(refused, Err(AppendError::TooLong(MAX_BATCH + 1)));
    assert_eq!(kept, Ok(Position::START));
    let page = log.read(Position::START, 0).await.unwrap();
    assert_eq!(page.records[0].bytes.len(), MAX_BATCH);
}

#[tokio::test]
async fn a_batch_is_kept_although_nobody_waits_for_the_answer() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);
    let mut moves = log.head.clone();

    {
        let mut asked = std::pin::pin!(log.append(batch(1, b"impatient")));
        tokio::select! {
            biased;
            _ = &mut asked => {}
            () = std::future::ready(()) => {}
        }
    }

    moves.wait_for(|end| *end == Position(1)).await.unwrap();
    assert_eq!(read_all(&log, 100).await[0].bytes, b"impatient");
}

#[tokio::test]
async fn a_log_that_can_no_longer_be_written_says_so_and_confirms_nothing_more() {
    let dir = TempDir::new().unwrap();
    let log = open(&dir);
    log.append(batch(1, &[1; 300])).await.unwrap();
    // In the place of the next segment, and no file.
    fs::create_dir(dir.path().join("0000000002.journal.new")).unwrap();

    let first = log.append(batch(1, &[2; 300])).await;
    let second = log.append(batch(1, b"later")).await;

    assert_eq!((first, second), (Err(AppendError::Unknown), Err(AppendError::Poisoned)));
    log.failed().await;
    assert_eq!(read_all(&log, 1000).await.len(), 1);
}

#[test]
fn a_log_with_facts_out_of_order_is_not_opened() {
    let dir = TempDir::new().unwrap();
    let payload = record::encode_batch(Position(4), &batch(1, b"too far"));
    let records = [(EPOCH, record::encode_epoch(LogEpoch(1)).to_vec()), (BATCH, payload)];
    append_raw(&dir, &records);

    let error = Log::open(dir.path(), LogEpoch(2), SMALL).unwrap_err();

    let sentence = "cannot be used: it begins at position 4, and the log stands at 0";
    assert!(error.to_string().ends_with(sentence), "{error}");
}

#[test]
fn a_log_that_does_not_begin_with_its_incarnation_is_not_opened() {
    let dir = TempDir::new().unwrap();
    append_raw(&dir, &[(BATCH, record::encode_batch(Position::START, &batch(1, b"first")))]);

    let error = Log::open(dir.path(), LogEpoch(2), SMALL).unwrap_err();

    assert!(error.to_string().ends_with("cannot be used: it is not a record of the log"));
}

fn append_raw(dir: &TempDir, records: &[(u8, Vec<u8>)]) {
    let (mut journal, _) = Journal::open(dir.path(), PURPOSE, SMALL, |_| Ok(())).unwrap();
    let records: Vec<_> = records.iter().map(|(kind, bytes)| (*kind, bytes.as_slice())).collect();
    journal.append(&records).unwrap();
}

fn open(dir: &TempDir) -> Log {
    Log::open(dir.path(), LogEpoch(1), SMALL).unwrap().0
}

fn batch(count: u32, bytes: &[u8]) -> Batch {
    let origin = Origin { arrived: Timestamp::from_millis(9), seal: None };
    Batch { count: NonZeroU32::new(count).unwrap(), origin, bytes: bytes.to_vec() }
}

/// Reads page after page to the end.
async fn read_all(log: &Log, max_bytes: usize) -> Vec<LogRecord> {
    let mut records = Vec::new();
    let mut next = Position::START;
    loop {
        let page = log.read(next, max_bytes).await.unwrap();
        next = page.next;
        records.extend(page.records);
        if next == page.head {
            return records;
        }
    }
}
