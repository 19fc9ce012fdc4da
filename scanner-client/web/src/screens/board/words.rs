//! Texts of this face.

use std::borrow::Cow;

use crate::words::Words;

/// Texts of this face.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// What is listed.
    Title,
}

impl Words for Word {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Title => "点收单".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Title => "Receipts".into(),
        }
    }
}
