//! Where in the journal each batch stands: 24 bytes of memory for a batch, whatever its length.

use std::num::NonZeroU32;

use inwards_journal::RecordPlace;

use super::batch::Position;
use super::record::{BATCH_HEADER, RecordError};

/// The places of all batches, in order.
#[derive(Debug, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
    head: Position,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    first: Position,
    place: RecordPlace,
}

impl Index {
    /// Where the next batch will begin.
    pub(super) fn head(&self) -> Position {
        self.head
    }

    /// Takes note of the next batch.
    pub(super) fn push(
        &mut self,
        first: Position,
        count: NonZeroU32,
        place: RecordPlace,
    ) -> Result<(), RecordError> {
        if first != self.head || first.0.checked_add(u64::from(count.get())).is_none() {
            return Err(RecordError::OutOfOrder { found: first, expected: self.head });
        }
        self.entries.push(Entry { first, place });
        self.head = first.after(count);
        Ok(())
    }

    /// The batches from the one that holds `from`, as many as `max_bytes` allow, but at least one
    /// if there is one; and where the one after them begins.
    pub(super) fn page(&self, from: Position, max_bytes: usize) -> (Vec<RecordPlace>, Position) {
        if from >= self.head {
            return (Vec::new(), self.head);
        }
        let begin = self.entries.partition_point(|entry| entry.first <= from).saturating_sub(1);
        let mut left = max_bytes;
        let mut places = Vec::new();
        for entry in &self.entries[begin..] {
            let length = (entry.place.length as usize).saturating_sub(BATCH_HEADER);
            if length > left && !places.is_empty() {
                return (places, entry.first);
            }
            left = left.saturating_sub(length);
            places.push(entry.place);
        }
        (places, self.head)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_begins_with_the_batch_that_holds_the_position() {
        check(0, 1000, &[0, 1, 2], 9);
        check(3, 1000, &[0, 1, 2], 9);
        check(4, 1000, &[1, 2], 9);
        check(8, 1000, &[2], 9);
        check(9, 1000, &[], 9);
    }

    #[test]
    fn a_page_keeps_to_its_limit_but_holds_one_batch() {
        check(0, 0, &[0], 4);
        check(0, 19, &[0], 4);
        check(0, 20, &[0, 1], 5);
        check(4, 20, &[1, 2], 9);
    }

    #[test]
    fn a_batch_out_of_order_is_refused() {
        let mut index = index();

        for wrong in [8, 10] {
            let refused = index.push(Position(wrong), count(1), place(3));

            let expected = Position(9);
            let found = Position(wrong);
            assert_eq!(refused, Err(RecordError::OutOfOrder { found, expected }));
        }
    }

    /// Three batches of 4, 1 and 4 facts, 10 bytes each.
    fn index() -> Index {
        let mut index = Index::default();
        index.push(Position(0), count(4), place(0)).unwrap();
        index.push(Position(4), count(1), place(1)).unwrap();
        index.push(Position(5), count(4), place(2)).unwrap();
        index
    }

    fn check(from: u64, max_bytes: usize, expected: &[u64], next: u64) {
        let (places, after) = index().page(Position(from), max_bytes);

        let offsets: Vec<u64> = places.iter().map(|place| place.offset).collect();
        assert_eq!((offsets.as_slice(), after), (expected, Position(next)));
    }

    fn count(count: u32) -> NonZeroU32 {
        NonZeroU32::new(count).unwrap()
    }

    fn place(offset: u64) -> RecordPlace {
        RecordPlace { segment: 1, offset, length: 22 }
    }
}
