//! Texts that several faces share: what the device itself refuses, and what posts are called.

use std::borrow::Cow;

use sync_core::post::Post;
use sync_core::text::Language;

use crate::words::Words;

/// Why the device does not do something, apart from the rules of the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Nobody is signed in.
    NotSignedIn,
    /// The person was revoked.
    Revoked,
    /// Nothing was fetched yet.
    NeverSynced,
    /// More than one entry can hold.
    TooMuch,
    /// The database was put back to an older copy.
    OlderCopy,
}

impl Words for Refused {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::NotSignedIn => "没人登录：请先登录",
            Self::Revoked => "账号已停用：请找管理员",
            Self::NeverSynced => "这台设备还没取过数：请先联网",
            Self::TooMuch => "一次记不下这么多：请分几次",
            Self::OlderCopy => "这台设备的数据是旧的：请先联网，再找管理员",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::NotSignedIn => "Nobody is signed in: sign in first",
            Self::Revoked => "You may not work here any more: ask the administrator",
            Self::NeverSynced => "This device has fetched nothing yet: connect it first",
            Self::TooMuch => "This is more than one entry can hold: do it in parts",
            Self::OlderCopy => {
                "This device's data is an older copy: connect it, and call the administrator"
            }
        }
        .into()
    }
}

/// A post's name, as it stands under a person's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PostName(pub(crate) Post);

impl Words for PostName {
    fn chinese(&self) -> Cow<'static, str> {
        sync_core::text::post(self.0, Language::Chinese).into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self.0 {
            Post::DockClerk => "Dock clerk",
            Post::TerminalOperator => "Terminal operator",
            Post::QcInspector => "QC inspector",
            Post::NonconformingKeeper => "Nonconforming-goods keeper",
            Post::Supervisor => "Supervisor",
            Post::Purchasing => "Purchasing",
            Post::IeEngineer => "IE",
            Post::Finance => "Finance",
            Post::Administrator => "Administrator",
        }
        .into()
    }
}
