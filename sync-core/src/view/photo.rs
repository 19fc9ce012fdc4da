//! Photos and unloading exceptions on a screen.

use serde::Serialize;

use super::{Stamp, stamp};
use crate::fact::{ExceptionKind, PhotoType};
use crate::ids::{ContentHash, ItemCode};
use crate::measure::Quantity;
use crate::replica::Replica;
use crate::state::{ExceptionOnce, PhotoOnce};

/// A photo on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhotoView {
    /// The person who took it, and when.
    pub recorded: Stamp,
    /// Its file's SHA-256, by which the server has it at `/api/photos`.
    pub content: ContentHash,
    /// Which sort of file it is.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "image/jpeg"))]
    pub media: PhotoType,
    /// The size of its file.
    pub bytes: u32,
    /// How many pixels wide.
    pub width: u16,
    /// How many pixels high.
    pub height: u16,
    /// What it is of, as whoever took it wrote.
    pub shows: Option<String>,
    /// Whether it was withdrawn.
    pub voided: bool,
}

/// An unloading exception on a screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ExceptionView {
    /// Who reported it, and when.
    pub recorded: Stamp,
    /// Missing, too many, damaged or mixed up.
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "wet"))]
    pub kind: ExceptionKind,
    /// The container that the goods came in.
    pub container: Option<String>,
    /// The seal's number, as it was found.
    pub seal: Option<String>,
    /// Which item, where one is meant.
    pub item: Option<ItemCode>,
    /// How much of the item is concerned.
    pub quantity: Option<Quantity>,
    /// What was seen, in the clerk's words.
    pub note: Option<String>,
    /// The photos that show it.
    pub photos: Vec<ContentHash>,
    /// Whether it was withdrawn.
    pub voided: bool,
}

pub(super) fn photos(replica: &Replica, photos: &[PhotoOnce]) -> Vec<PhotoView> {
    let view = |once: &PhotoOnce| PhotoView {
        recorded: stamp(replica, once.written),
        content: once.taken.content,
        media: once.taken.media,
        bytes: once.taken.bytes,
        width: once.taken.width,
        height: once.taken.height,
        shows: once.taken.shows.as_ref().map(ToString::to_string),
        voided: once.voided,
    };
    photos.iter().map(view).collect()
}

pub(super) fn exceptions(replica: &Replica, exceptions: &[ExceptionOnce]) -> Vec<ExceptionView> {
    let view = |once: &ExceptionOnce| ExceptionView {
        recorded: stamp(replica, once.written),
        kind: once.reported.kind,
        container: once.reported.container.as_ref().map(ToString::to_string),
        seal: once.reported.seal.as_ref().map(ToString::to_string),
        item: once.reported.item.clone(),
        quantity: once.reported.quantity,
        note: once.reported.note.as_ref().map(ToString::to_string),
        photos: once.reported.photos.clone(),
        voided: once.voided,
    };
    exceptions.iter().map(view).collect()
}
