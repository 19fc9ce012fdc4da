//! Reason (原因): which acts must say why. The regulation asks for none; the return note that the
//! keeper raises (§4.7.1) tells the vendor why goods were rejected, and has it from the verdict.
//!
//! The rule is asked of whoever acts now. Facts that were written without a reason stay valid.

use crate::fact::{Judgement, Verdict};
use crate::ids::Text;

/// An act that nobody may do without saying why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MustSayWhy {
    /// Goods are rejected: the reason is a defect's code.
    Reject,
    /// A supervisor takes goods by concession: a code or words.
    Concession,
    /// A supervisor reopens a signed count: words.
    Reopening,
}

/// Which reason a verdict lacks; nothing where it says all that it must.
///
/// A reject, also of a part, wants its code; a concession is explained by a code or by words.
pub fn lacking_in_verdict(
    judgements: &[Judgement],
    code: Option<&Text>,
    words: Option<&Text>,
) -> Option<MustSayWhy> {
    let says =
        |verdict| judgements.iter().any(|said| said.verdict == verdict && !said.quantity.is_zero());
    if says(Verdict::Reject) && code.is_none() {
        return Some(MustSayWhy::Reject);
    }
    let unexplained = says(Verdict::Concession) && code.is_none() && words.is_none();
    unexplained.then_some(MustSayWhy::Concession)
}

/// Which reason the reopening of a signed count lacks; nothing where it says why.
pub fn lacking_in_reopening(words: Option<&Text>) -> Option<MustSayWhy> {
    words.is_none().then_some(MustSayWhy::Reopening)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;
    use crate::measure::Quantity;

    fn check(verdict: Verdict, why: [Option<&str>; 2], expected: Option<MustSayWhy>) {
        let quantity = Quantity::new(Decimal::TEN).unwrap();
        let [code, words] = why.map(|text| text.map(|text| text.parse().unwrap()));
        let judgements = [Judgement { verdict, quantity }];
        let lacking = lacking_in_verdict(&judgements, code.as_ref(), words.as_ref());
        assert_eq!(lacking, expected, "{verdict:?} {why:?}");
    }

    #[test]
    fn a_reject_wants_its_code_and_words_alone_do_not_do() {
        check(Verdict::Reject, [None, None], Some(MustSayWhy::Reject));
        check(Verdict::Reject, [None, Some("scratched")], Some(MustSayWhy::Reject));
        check(Verdict::Reject, [Some("C01"), None], None);
    }

    #[test]
    fn a_concession_is_explained_by_a_code_or_by_words() {
        check(Verdict::Concession, [None, None], Some(MustSayWhy::Concession));
        check(Verdict::Concession, [None, Some("line is down")], None);
        check(Verdict::Concession, [Some("urgent"), None], None);
    }

    #[test]
    fn a_pass_and_a_sort_need_no_reason() {
        check(Verdict::Pass, [None, None], None);
        check(Verdict::Sort, [None, None], None);
    }

    #[test]
    fn a_rejected_part_of_nothing_needs_no_reason() {
        let nothing = [Judgement { verdict: Verdict::Reject, quantity: Quantity::ZERO }];
        assert_eq!(lacking_in_verdict(&nothing, None, None), None);
    }
}
