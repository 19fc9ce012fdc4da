//! What is said in the frame of office and board, and of scans there.

use std::borrow::Cow;

use crate::words::Words;

/// Texts of the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PageWord {
    /// The tab of so many conflicts.
    Conflicts(usize),
    /// Work lists.
    Work,
    /// Search.
    Search,
    /// Administration.
    Admin,
    /// A scan that names nothing that can be shown.
    NothingToShow(String),
    /// A code that makes another browser a device.
    Enrols,
    /// A scan would lead away from what is half filled in.
    HalfTyped,
}

impl Words for PageWord {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Conflicts(count) => format!("冲突 {count}").into(),
            Self::Work => "工作清单".into(),
            Self::Search => "查询".into(),
            Self::Admin => "管理".into(),
            Self::NothingToShow(code) => format!("{code} 没有可看的内容").into(),
            Self::Enrols => "这是登记设备的码，请用新设备扫描".into(),
            Self::HalfTyped => "表单还没保存：先保存，或点“不改了”".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Conflicts(count) => format!("Conflicts {count}").into(),
            Self::Work => "Work list".into(),
            Self::Search => "Search".into(),
            Self::Admin => "Admin".into(),
            Self::NothingToShow(code) => format!("{code} names nothing to show").into(),
            Self::Enrols => "This code enrols a device: scan it with the new one".into(),
            Self::HalfTyped => "Save the form first, or change nothing".into(),
        }
    }
}
