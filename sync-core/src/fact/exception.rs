//! What is wrong when a container is unloaded.

use serde::{Deserialize, Serialize};

use crate::ids::{ContentHash, FactSet, ItemCode, Text};
use crate::measure::Quantity;

/// What is wrong with what came out of a container (§7.17).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExceptionKind {
    /// 短少: the packing list has it, the container has not.
    Missing,
    /// 多出: the container has it, the packing list has not.
    Over,
    /// 破损.
    Damaged,
    /// 受潮.
    Wet,
}

impl ExceptionKind {
    /// All kinds, in the order in which screens offer them.
    pub const ALL: [Self; 4] = [Self::Missing, Self::Over, Self::Damaged, Self::Wet];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Over => "over",
            Self::Damaged => "damaged",
            Self::Wet => "wet",
        }
    }
}

/// Something was wrong when a container was unloaded 卸柜异常 (`unloading`, §3.5, §7.17).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionReported {
    /// Whether goods are missing, too many, damaged or mixed up.
    pub kind: ExceptionKind,
    /// The container that they came in, for container unloading 卸柜.
    pub container: Option<Text>,
    /// The seal's number, as it was found.
    pub seal: Option<Text>,
    /// Which item, where one is meant.
    pub item: Option<ItemCode>,
    /// How much of the item is concerned, in its unit.
    pub quantity: Option<Quantity>,
    /// What was seen, in the clerk's words.
    pub note: Option<Text>,
    /// The photos that show it.
    pub photos: Vec<ContentHash>,
}

/// Exceptions were withdrawn as mistaken; they stay visible.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionVoided {
    /// The reports that are taken back; they stay visible.
    pub facts: FactSet,
}
