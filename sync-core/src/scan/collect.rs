//! Several codes of one label, scanned one after the other, become one reading.

use super::reading::{DoubtKind, DoubtReason, MeaningKind, Reading, Syntax, System};
use crate::time::Timestamp;

/// So long after the last code another one may belong to the same label, in milliseconds.
pub const WINDOW_MS: i64 = 15_000;

/// What a label has to say before its goods can be counted.
pub const WANTED: [MeaningKind; 2] = [MeaningKind::Item, MeaningKind::Quantity];

/// Codes of one label that were scanned so far.
#[derive(Clone, Debug, Default)]
pub struct Collector {
    whole: Option<(Reading, Timestamp)>,
}

/// What a code came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collected {
    /// It is the first of its label.
    Began,
    /// It adds to what was scanned before.
    Added,
    /// It says what was scanned before.
    Repeated,
}

impl Collector {
    /// Takes a code that was scanned at an instant. A code that comes late, or that says of the same
    /// identifier something else, begins another label, as does one that says everything itself.
    pub fn offer(&mut self, reading: &Reading, at: Timestamp) -> Collected {
        let of_same = self.whole.take().filter(|(whole, last)| {
            let waited = at.millis().saturating_sub(last.millis());
            (0..=WINDOW_MS).contains(&waited)
                && is_part(reading)
                && is_part(whole)
                && !contradicts(whole, reading)
        });
        let Some((mut whole, _)) = of_same else {
            self.whole = Some((reading.clone(), at));
            return Collected::Began;
        };
        let before = whole.identifiers.len();
        for identifier in &reading.identifiers {
            if !whole.identifiers.contains(identifier) {
                whole.identifiers.push(identifier.clone());
            }
        }
        for meaning in &reading.meanings {
            if !whole.meanings.contains(meaning) {
                whole.meanings.push(meaning.clone());
            }
        }
        for doubt in &reading.doubts {
            if !whole.doubts.contains(doubt) {
                whole.doubts.push(doubt.clone());
            }
        }
        let added = whole.identifiers.len() > before;
        if whole.identifiers.len() > 1 {
            // Two identifiers beside each other are no chance.
            whole.doubts.retain(|doubt| doubt.reason != DoubtReason::PlainOrIdentifier);
        }
        self.whole = Some((whole, at));
        if added { Collected::Added } else { Collected::Repeated }
    }

    /// What the codes say together.
    pub fn reading(&self) -> Option<&Reading> {
        self.whole.as_ref().map(|(whole, _)| whole)
    }

    /// What is still to be scanned: the item under any of its numbers, and how much.
    pub fn missing(&self) -> Vec<MeaningKind> {
        let says = |kind| self.reading().is_some_and(|reading| reading.says(kind).is_some());
        let item = [MeaningKind::SuppliersItem, MeaningKind::MakersItem, MeaningKind::TradeItem];
        let is_said = |kind: &MeaningKind| {
            says(*kind) || (*kind == MeaningKind::Item && item.into_iter().any(says))
        };
        WANTED.into_iter().filter(|kind| !is_said(kind)).collect()
    }

    /// Forgets what was scanned: it was used, or somebody gave up.
    pub fn clear(&mut self) {
        self.whole = None;
    }
}

/// A code that may be one of several: a single field.
fn is_part(reading: &Reading) -> bool {
    let fields = reading.syntax == Syntax::Mh10Fields
        && reading.identifiers.iter().all(|one| one.system == System::Mh10);
    reading.refused.is_none()
        && fields
        && reading.doubts.iter().all(|doubt| {
            doubt.kind == DoubtKind::Breach || doubt.reason == DoubtReason::PlainOrIdentifier
        })
}

fn contradicts(whole: &Reading, reading: &Reading) -> bool {
    reading.identifiers.iter().any(|one| {
        whole.identifiers.iter().any(|other| {
            other.system == one.system && other.id == one.id && other.value != one.value
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::read;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(seconds * 1_000)
    }

    fn offer(collector: &mut Collector, code: &str, seconds: i64) -> Collected {
        collector.offer(&read(code, 2026), at(seconds))
    }

    #[test]
    fn codes_of_one_label_say_one_thing_whatever_their_order() {
        let codes = ["P417-0005", "Q250", "1TL77", "KPO240001"];
        for turn in 0..codes.len() {
            let mut collector = Collector::default();
            for (seconds, place) in (0..).zip(0..codes.len()) {
                let code = codes[(place + turn) % codes.len()];
                let expected = if place == 0 { Collected::Began } else { Collected::Added };
                assert_eq!(offer(&mut collector, code, seconds), expected, "{code}");
            }
            let reading = collector.reading().unwrap();
            assert_eq!(collector.missing(), []);
            assert_eq!(reading.question(), None);
            assert_eq!(reading.says(MeaningKind::Order).unwrap().value, "PO240001");
            assert_eq!(reading.says(MeaningKind::Lot).unwrap().value, "L77");
        }
    }

    #[test]
    fn what_is_missing_is_said() {
        let mut collector = Collector::default();
        assert_eq!(collector.missing(), WANTED);
        offer(&mut collector, "Q250", 0);
        assert_eq!(collector.missing(), [MeaningKind::Item]);
        assert_eq!(offer(&mut collector, "Q250", 1), Collected::Repeated);
    }

    #[test]
    fn another_value_or_a_long_wait_begins_another_label() {
        let mut collector = Collector::default();
        offer(&mut collector, "P417-0005", 0);
        assert_eq!(offer(&mut collector, "P417-0006", 1), Collected::Began);
        assert_eq!(offer(&mut collector, "Q5", 17), Collected::Began);
        assert_eq!(offer(&mut collector, "P417-0006", 18), Collected::Added);
        assert_eq!(offer(&mut collector, "]C10109506000134352", 19), Collected::Began);
        assert_eq!(offer(&mut collector, "Q5", 1), Collected::Began);
    }
}
