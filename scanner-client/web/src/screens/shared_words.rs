//! Texts that several faces share: what posts are called.

use std::borrow::Cow;

use sync_core::post::Post;
use sync_core::text::Language;

use crate::words::Words;

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
