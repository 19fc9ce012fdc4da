//! Signatures that start a clock: the earliest live one does (DOMAIN §5, `earliest`).

use serde::Serialize;

use crate::fact::SignedLine;
use crate::ids::LineKey;
use crate::measure::Quantity;
use crate::state::Written;

/// What became of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureStatus {
    /// It holds, and may start the clock.
    Live,
    /// It was withdrawn as wrong.
    Voided,
    /// A supervisor reopened the count: its clock stopped, and stays visible.
    Reopened,
}

/// A signature under a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Who signed, and when.
    pub written: Written,
    /// For which lines, with the quantities seen.
    pub lines: Vec<SignedLine>,
    /// Whether it holds, was withdrawn, or was reopened.
    pub status: SignatureStatus,
}

impl Signature {
    /// What it says of a line, where it holds.
    pub fn live_quantity(&self, line: &LineKey) -> Option<Quantity> {
        let signed = self.lines.iter().find(|signed| signed.line == *line)?;
        (self.status == SignatureStatus::Live).then_some(signed.quantity)
    }
}

/// The signature that starts a line's clock.
///
/// One whose instant is in doubt counts only where there is no other (SEMANTICS 2).
pub fn starts_clock<'a>(
    signatures: &'a [Signature],
    line: &LineKey,
    is_doubtful: impl Fn(&Signature) -> bool,
) -> Option<&'a Signature> {
    signatures.iter().filter(|signature| signature.live_quantity(line).is_some()).min_by_key(
        |signature| (is_doubtful(signature), signature.written.at, signature.written.order()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::tests::written;

    fn line() -> LineKey {
        LineKey::Held("A1".parse().unwrap())
    }

    fn signature(device: u32, minute: i64, status: SignatureStatus) -> Signature {
        let quantity = Quantity::ZERO;
        Signature {
            written: written(device, 1, minute),
            lines: vec![SignedLine { line: line(), quantity }],
            status,
        }
    }

    fn check(signatures: &[Signature], doubtful: u32, device: Option<u32>) {
        let starts = starts_clock(signatures, &line(), |s| s.written.id.device.0 == doubtful);
        assert_eq!(starts.map(|s| s.written.id.device.0), device);
    }

    #[test]
    fn of_two_offline_signatures_the_earlier_starts_the_clock() {
        let live = SignatureStatus::Live;
        check(&[signature(1, 10, live), signature(2, 5, live)], 0, Some(2));
    }

    #[test]
    fn a_voided_or_reopened_signature_starts_nothing() {
        let (live, voided) = (SignatureStatus::Live, SignatureStatus::Voided);
        check(&[signature(1, 5, voided), signature(2, 10, live)], 0, Some(2));
        check(&[signature(1, 5, SignatureStatus::Reopened)], 0, None);
    }

    #[test]
    fn a_doubtful_signature_starts_the_clock_only_alone() {
        let live = SignatureStatus::Live;
        check(&[signature(1, 5, live), signature(2, 10, live)], 1, Some(2));
        check(&[signature(1, 5, live)], 1, Some(1));
    }
}
