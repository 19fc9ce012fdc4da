//! Photos of goods and lots.

use serde::{Deserialize, Serialize};

use crate::ids::{ContentHash, FactSet, Text};

/// What a photo's file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhotoType {
    /// `image/jpeg`, as cameras of handhelds write it.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// `image/png`, as screenshots are.
    #[serde(rename = "image/png")]
    Png,
    /// `image/webp`, which some browsers write smaller.
    #[serde(rename = "image/webp")]
    Webp,
}

impl PhotoType {
    /// Its name in HTTP.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
        }
    }
}

/// A photo was taken of goods or a lot. Its file travels by itself, under its content's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoTaken {
    /// What its file holds.
    pub content: ContentHash,
    /// Which sort of file it is.
    pub media: PhotoType,
    /// The size of its file.
    pub bytes: u32,
    /// How many pixels wide.
    pub width: u16,
    /// How many pixels high.
    pub height: u16,
    /// What it is of, as whoever took it wrote.
    pub shows: Option<Text>,
}

/// Photos were withdrawn as mistaken: hidden, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoVoided {
    /// The photos that are taken back; they stay visible.
    pub facts: FactSet,
}
