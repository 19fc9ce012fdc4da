//! Photos and unloading exceptions: grow-only, and withdrawn by a void (`grow-only`).

use serde::Serialize;

use super::Written;
use crate::fact::{ExceptionReported, PhotoTaken};
use crate::ids::FactSet;

/// One photo of a delivery or a lot, and whether it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PhotoOnce {
    /// The person who took it, and when.
    pub written: Written,
    /// Content hash, type and size: the file itself is kept apart.
    pub taken: PhotoTaken,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// One report of an unloading exception, and whether it was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExceptionOnce {
    /// Who reported it, and when.
    pub written: Written,
    /// Kind, item, quantity and note of the report.
    pub reported: ExceptionReported,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// Marks the photos that were withdrawn.
pub(super) fn settle(photos: &mut [PhotoOnce], withdrawn: &FactSet) {
    for photo in photos {
        photo.voided = withdrawn.contains(photo.written.id);
    }
}
