//! What a camera sees, many times a second: which of it is one more scan.

use sync_core::label::Label;

/// So long a label has to be out of sight before it counts again, in milliseconds.
pub const SAME_LABEL_MS: u64 = 2_000;

/// What a camera has in sight.
#[derive(Clone, Debug, Default)]
pub struct DuplicateFilter {
    /// Labels by what names them, each with when it was last seen.
    seen: Vec<(String, u64)>,
}

impl DuplicateFilter {
    /// Takes the codes of one picture; answers the one that is a scan.
    ///
    /// While `held`, somebody has to answer something first: nothing new is taken, and what is
    /// in sight stays what it was, so that the same label does not answer twice.
    pub fn handle_seen(&mut self, codes: &[String], held: bool, now: u64) -> Option<String> {
        self.seen.retain(|(_, at)| held || now.saturating_sub(*at) < SAME_LABEL_MS);
        let first = codes.first()?;
        let names: Vec<String> = codes.iter().map(|code| name_of(code)).collect();
        let is_known = self.seen.iter().any(|(seen, _)| names.contains(seen));
        if held && !is_known {
            return None;
        }
        self.seen.retain(|(seen, _)| !names.contains(seen));
        self.seen.extend(names.into_iter().map(|name| (name, now)));
        (!is_known).then(|| first.clone())
    }
}

/// What stands for a label: a card says its number twice, in bars and with more in squares,
/// and one picture may hold the one, the next picture the other.
fn name_of(code: &str) -> String {
    match code.parse() {
        Ok(Label::Card(card)) => card.number.to_string(),
        Ok(Label::Document(number)) => number.to_string(),
        Ok(Label::Location(_) | Label::Badge(_) | Label::KeyedBadge(_) | Label::Enrolment(_))
        | Err(_) => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use sync_core::ids::FactId;
    use sync_core::number::CardNumber;

    use super::*;

    fn look(sight: &mut DuplicateFilter, codes: &[&str], now: u64) -> Option<String> {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        sight.handle_seen(&codes, false, now)
    }

    #[test]
    fn a_label_that_stays_in_sight_is_one_scan() {
        let mut sight = DuplicateFilter::default();

        assert_eq!(look(&mut sight, &["BOLT"], 0).as_deref(), Some("BOLT"));
        for now in (100..9_000).step_by(100) {
            assert_eq!(look(&mut sight, &["BOLT"], now), None);
        }
    }

    #[test]
    fn it_is_another_scan_once_it_was_out_of_sight() {
        let mut sight = DuplicateFilter::default();

        assert!(look(&mut sight, &["BOLT"], 0).is_some());
        assert_eq!(look(&mut sight, &["BOLT"], SAME_LABEL_MS - 1), None);
        assert!(look(&mut sight, &["BOLT"], 2 * SAME_LABEL_MS - 1).is_some());
    }

    #[test]
    fn another_label_is_another_scan_at_once() {
        let mut sight = DuplicateFilter::default();

        assert!(look(&mut sight, &["BOLT"], 0).is_some());
        assert_eq!(look(&mut sight, &["STRIP"], 50).as_deref(), Some("STRIP"));
        assert_eq!(look(&mut sight, &[], 90), None);
        assert_eq!(look(&mut sight, &["BOLT"], 100), None);
    }

    #[test]
    fn the_codes_of_one_label_are_one_scan_whichever_is_read_first() {
        let number = CardNumber(FactId::new(7, 1));
        let (label, number) = (Label::Document(number.into()).encode(), number.to_string());
        let mut sight = DuplicateFilter::default();

        assert_eq!(look(&mut sight, &[&number], 0), Some(number.clone()));
        assert_eq!(look(&mut sight, &[&label, &number], 100), None);
        assert_eq!(look(&mut sight, &[&label], 200), None);
        let mut other = DuplicateFilter::default();
        assert_eq!(look(&mut other, &[&label], 0), Some(label));
        assert_eq!(look(&mut other, &[&number], 100), None);
    }

    #[test]
    fn while_somebody_is_asked_nothing_new_is_taken_and_the_label_stays_the_same() {
        let mut sight = DuplicateFilter::default();
        let (bolt, strip) = (["BOLT".to_owned()], ["STRIP".to_owned()]);

        assert!(sight.handle_seen(&bolt, false, 0).is_some());
        assert_eq!(sight.handle_seen(&bolt, true, 5_000), None);
        assert_eq!(sight.handle_seen(&strip, true, 5_100), None);
        assert_eq!(sight.handle_seen(&bolt, false, 5_200), None);
        assert!(sight.handle_seen(&strip, false, 5_300).is_some());
    }
}
