//! What was begun and not recorded, kept while somebody is elsewhere in the app.

use std::collections::BTreeMap;

use sync_core::fact::ExceptionKind;
use sync_core::ids::{ItemCode, PersonNumber};
use sync_core::number::ReceiptNumber;

use crate::device::PhotoFile;

/// What somebody half reported of a delivery when they left that screen.
pub(crate) type HalfReports = BTreeMap<(Option<PersonNumber>, ReceiptNumber), HalfReported>;

/// What was half reported when somebody left: it stands there again when they come back.
#[derive(Default)]
pub(crate) struct HalfReported {
    pub(crate) kind: Option<ExceptionKind>,
    /// Of which item; none for the whole delivery.
    pub(crate) item: Option<ItemCode>,
    /// How much of it, as it was typed.
    pub(crate) amount: String,
    pub(crate) note: String,
    /// What it looks like.
    pub(crate) photos: Vec<PhotoFile>,
}

impl HalfReported {
    /// Whether there is anything that would be missed: an amount alone says nothing.
    pub(crate) fn is_something(&self) -> bool {
        self.kind.is_some() || !self.note.trim().is_empty() || !self.photos.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_began_is_not_kept() {
        assert!(!HalfReported::default().is_something());
    }

    #[test]
    fn an_amount_or_blanks_alone_say_nothing() {
        let draft =
            HalfReported { amount: "3".to_owned(), note: "  ".to_owned(), ..Default::default() };

        assert!(!draft.is_something());
    }

    #[test]
    fn a_kind_or_a_note_is_kept() {
        let kind = HalfReported { kind: Some(ExceptionKind::Wet), ..Default::default() };
        let note = HalfReported { note: "corner torn".to_owned(), ..Default::default() };

        assert!(kind.is_something());
        assert!(note.is_something());
    }
}
