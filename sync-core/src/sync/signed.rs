//! Signed pushes: what a device signs of a push, and the fact before it that it names (decision 0032).
//!
//! The chain stands in the facts themselves: whoever pushes names their own fact before the first one.
//! So neither side has to remember anything, and after a lost answer the next push fits by itself.

use serde::{Deserialize, Serialize};

use crate::fact::Fact;
use crate::ids::{ContentHash, DeviceNumber};
use crate::wire;

/// Stands before everything else in what is signed: no other signature of the key is one of a push.
const PUSH_CONTEXT: &str = "inwards-push-v1:";

/// A device's own fact that stands before the first of a push.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviousFact {
    /// Its sequence.
    pub sequence: u64,
    /// The hash of its bytes.
    pub content: ContentHash,
}

impl PreviousFact {
    /// A fact as the next push names it.
    pub fn of(fact: &Fact) -> Self {
        let content = ContentHash(wire::content_hash(fact));
        Self { sequence: fact.header.id.sequence, content }
    }
}

/// Where a push stands: in which log, and in which device's facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushPlace {
    /// The log that it is for.
    pub epoch: u64,
    /// Whose facts they are.
    pub device: DeviceNumber,
    /// The sequence of the first fact.
    pub first: u64,
    /// The sequence of the last fact.
    pub last: u64,
    /// The device's fact before the first; none where that is its first of all.
    pub previous: Option<PreviousFact>,
}

impl PushPlace {
    /// The text that is signed for a batch of these facts, whose bytes have this hash.
    pub fn message(&self, batch: ContentHash) -> String {
        let Self { epoch, device, first, last, previous } = self;
        let previous = previous.map_or_else(
            || "0".to_owned(),
            |PreviousFact { sequence, content }| format!("{sequence}/{content}"),
        );
        format!("{PUSH_CONTEXT}{epoch:016x}:{device}:{first}-{last}:{previous}:{batch}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_differs_is_signed_otherwise() {
        let place =
            PushPlace { epoch: 5, device: DeviceNumber(7), first: 3, last: 9, previous: None };
        let previous = Some(PreviousFact { sequence: 2, content: ContentHash::of(b"fact") });
        let batch = ContentHash::of(b"batch");
        let others = [
            PushPlace { epoch: 6, ..place },
            PushPlace { device: DeviceNumber(8), ..place },
            PushPlace { first: 4, ..place },
            PushPlace { last: 8, ..place },
            PushPlace { previous, ..place },
        ];

        let said = place.message(batch);
        assert!(said.starts_with("inwards-push-v1:0000000000000005:7:3-9:0:"), "{said}");
        assert!(others.iter().all(|other| other.message(batch) != said));
        assert_ne!(place.message(ContentHash::of(b"other")), said);
    }
}
