//! Photos of goods and lots.

use serde::{Deserialize, Serialize};

use crate::ids::{ContentHash, FactSet, Text};

/// What a photo's file is, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PhotoType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
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
    /// How many bytes.
    pub bytes: u32,
    /// How many pixels wide.
    pub width: u16,
    /// How many pixels high.
    pub height: u16,
    /// What it shows.
    pub shows: Option<Text>,
}

/// Photos were withdrawn as mistaken: hidden, never deleted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoVoided {
    /// Those withdrawn.
    pub facts: FactSet,
}
