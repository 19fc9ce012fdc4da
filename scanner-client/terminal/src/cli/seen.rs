//! What is asked about what was seen: photos, and exceptions of unloading.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// A photo of a delivery or a lot.
#[derive(Debug, Args)]
pub struct PhotoAsk {
    /// The file: JPEG, PNG or WebP, at most 3,000,000 bytes.
    pub file: PathBuf,
    /// The number of the receipt or card.
    #[arg(long)]
    pub about: String,
    /// What can be seen on it, in words.
    #[arg(long)]
    pub shows: Option<String>,
}

/// An exception of unloading.
#[derive(Debug, Args)]
pub struct ExceptionAsk {
    /// The number of the receipt that the container's goods came on.
    pub receipt: String,
    /// What was wrong with the goods.
    #[arg(long)]
    pub kind: ExceptionName,
    /// The container's number; the receipt's otherwise.
    #[arg(long)]
    pub container: Option<String>,
    /// The seal's number, as it was found.
    #[arg(long)]
    pub seal: Option<String>,
    /// The code of the item, where one is meant.
    #[arg(long)]
    pub item: Option<String>,
    /// How much of the item is missing, over, damaged or wet.
    #[arg(long, allow_hyphen_values = true)]
    pub qty: Option<String>,
    /// What there is to add, in words.
    #[arg(long)]
    pub note: Option<String>,
    /// Files that show it.
    #[arg(long = "photo", value_name = "FILE")]
    pub photos: Vec<PathBuf>,
}

/// What can be wrong with goods when a container is unloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExceptionName {
    /// 短少.
    Missing,
    /// 多出.
    Over,
    /// 破损.
    Damaged,
    /// 受潮.
    Wet,
}
