//! Photos and unloading exceptions: grow-only, and withdrawn by a void (`grow-only`).

use std::collections::BTreeSet;

use serde::Serialize;

use super::Written;
use crate::fact::{ExceptionReported, PhotoTaken};
use crate::ids::FactId;

/// One photo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhotoOnce {
    /// Who took it, and when.
    pub written: Written,
    /// What it is.
    pub taken: PhotoTaken,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// One unloading exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExceptionOnce {
    /// Who reported it, and when.
    pub written: Written,
    /// What is wrong.
    pub reported: ExceptionReported,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// Marks the photos that were withdrawn.
pub(super) fn settle(photos: &mut [PhotoOnce], withdrawn: &BTreeSet<FactId>) {
    for photo in photos {
        photo.voided = withdrawn.contains(&photo.written.id);
    }
}
