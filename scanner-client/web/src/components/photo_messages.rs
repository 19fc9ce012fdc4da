//! What is said of photos, wherever they are taken or shown.

use std::borrow::Cow;

use sync_core::fact::Kind;
use sync_core::text::{Say, names};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PhotoMessage {
    Photos,
    Take,
    /// Choose one that is there already.
    Choose,
    /// It is being scaled down and stored.
    Storing,
    /// So many are only on this device.
    Unsent(usize),
    /// One was stored, as the fact and its file.
    Stored,
    StoredThen,
    /// It was taken back.
    TakenBack,
    /// What was chosen is no picture.
    NoPicture,
    /// What was chosen is too large.
    TooLarge,
    /// Fetch it and show it; how large it is.
    Show(String),
    /// It is being fetched.
    Fetching,
    /// The file has not arrived at the server.
    StillElsewhere,
    /// The server is not reached.
    Away,
    NotShown(String),
    /// A photo by somebody, at a time; what it shows.
    Of(String),
    /// It is only on this device.
    Kept,
    /// The server has it.
    Sent,
    /// Remove one that is not recorded yet.
    Remove,
}

impl Say for PhotoMessage {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Photos => names::fact_kind(Kind::PhotoTaken).chinese.into(),
            Self::Take => "拍照".into(),
            Self::Choose => "选照片".into(),
            Self::Storing => "正在存照片".into(),
            Self::Unsent(count) => format!("{count} 张照片未传").into(),
            Self::Stored => "照片存好了".into(),
            Self::StoredThen => "单子先传，照片后传".into(),
            Self::TakenBack => "照片撤销了".into(),
            Self::NoPicture => "这不是照片，没记 · 请选 JPEG、PNG 或 WebP".into(),
            Self::TooLarge => "照片超过 40 MB，没记 · 请重拍或选小一点的".into(),
            Self::Show(size) => format!("看照片 {size}").into(),
            Self::Fetching => "正在取".into(),
            Self::StillElsewhere => "照片还在拍它的设备上，传到后再看".into(),
            Self::Away => "连上服务器后再看".into(),
            Self::NotShown(why) => format!("看不了：{why}").into(),
            Self::Of(said) => format!("照片，{said}").into(),
            Self::Kept => "已存".into(),
            Self::Sent => "已传".into(),
            Self::Remove => "不要这张".into(),
        }
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Photos => "Photos".into(),
            Self::Take => "Take photo".into(),
            Self::Choose => "Choose photo".into(),
            Self::Storing => "Storing the photo".into(),
            Self::Unsent(1) => "1 photo unsent".into(),
            Self::Unsent(count) => format!("{count} photos unsent").into(),
            Self::Stored => "Photo stored".into(),
            Self::StoredThen => "Facts are sent first, then photos".into(),
            Self::TakenBack => "Photo taken back".into(),
            Self::NoPicture => {
                "This is no photo, not recorded · choose a JPEG, PNG or WebP file".into()
            }
            Self::TooLarge => {
                "This photo has more than 40 MB, not recorded · take it again, or choose a smaller one".into()
            }
            Self::Show(size) => format!("Show {size}").into(),
            Self::Fetching => "Fetching".into(),
            Self::StillElsewhere => {
                "The photo is still on the device that took it: look again once it is sent".into()
            }
            Self::Away => "Look again once the server is reached".into(),
            Self::NotShown(why) => format!("It cannot be shown: {why}").into(),
            Self::Of(said) => format!("Photo, {said}").into(),
            Self::Kept => "Saved".into(),
            Self::Sent => "Sent".into(),
            Self::Remove => "Remove this photo".into(),
        }
    }
}
