//! The icons: 24-unit grid, 2-unit stroke, always beside a word.

use leptos::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the set is the design's, whichever screens use of it")]
#[allow(missing_docs, reason = "each is named after what it shows")]
pub(crate) enum Icon {
    Back,
    Offline,
    Upload,
    Online,
    Undo,
    Done,
    Check,
    Warn,
    Stop,
    Lines,
    Keyboard,
    Camera,
    Scan,
    Pin,
    Truck,
    Pen,
    Clock,
    Print,
    Minus,
    Plus,
    Badge,
    Lock,
    Backspace,
    Again,
    Close,
    Gear,
    Person,
    Box,
    Search,
    Hold,
    Filter,
    Scale,
    Eye,
    Refresh,
    Board,
    Desk,
    Note,
    Right,
    Slip,
    Sort,
    Shield,
    Fork,
    Question,
    Forward,
    Picture,
    Torn,
    Drop,
    Light,
}

impl Icon {
    const fn shape(self) -> &'static str {
        match self {
            Self::Back => "M15 5l-7 7 7 7",
            Self::Right => "M9 5l7 7-7 7",
            Self::Offline => {
                "M3 3l18 18M9 6.2A6 6 0 0 1 17.6 10 4.5 4.5 0 0 1 20.6 17M6.7 9.1A5 5 0 0 0 7 19h9.5"
            }
            Self::Upload => {
                "M7 18a5 5 0 0 1-.4-10A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1 0 8.5M12 20v-8M9 15l3-3 3 3"
            }
            Self::Online => {
                "M7 18a5 5 0 0 1-.4-10A6 6 0 0 1 18 9.5a4.3 4.3 0 0 1 0 8.5zM9 13.5l2.2 2.2 4-4.2"
            }
            Self::Undo => "M8 5L4 9l4 4M4 9h10a5 5 0 0 1 0 10h-4",
            Self::Done => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M8 12.3l2.8 2.8L16 9.5",
            Self::Check => "M4.5 12.5l5 5 10-11",
            Self::Warn => "M12 4L2.8 20h18.4zM12 10v4.5M12 17.3v.2",
            Self::Stop => "M8.3 3h7.4L21 8.3v7.4L15.7 21H8.3L3 15.7V8.3zM9 9l6 6M15 9l-6 6",
            Self::Lines => "M8 6h12M8 12h12M8 18h12M4 6h.1M4 12h.1M4 18h.1",
            Self::Keyboard => {
                "M4.5 6h15A1.5 1.5 0 0 1 21 7.5v9a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 16.5v-9A1.5 1.5 0 0 1 4.5 6zM7 10h.1M11 10h.1M15 10h.1M17 14h.1M7 14h.1M10 14h4"
            }
            Self::Camera => {
                "M4 8h3.5L9 5h6l1.5 3H20v11H4zM8.5 13a3.5 3.5 0 1 0 7 0 3.5 3.5 0 1 0-7 0"
            }
            Self::Scan => {
                "M4 8V5a1 1 0 0 1 1-1h3M16 4h3a1 1 0 0 1 1 1v3M20 16v3a1 1 0 0 1-1 1h-3M8 20H5a1 1 0 0 1-1-1v-3M8 9v6M12 9v6M16 9v6"
            }
            Self::Pin => {
                "M12 21s7-6.2 7-11.5a7 7 0 0 0-14 0C5 14.8 12 21 12 21zM9.5 9.5a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0"
            }
            Self::Truck => {
                "M3 6h11v11H3zM14 10h4l3 3.5V17h-7M5.5 18a2 2 0 1 0 4 0 2 2 0 1 0-4 0M15.5 18a2 2 0 1 0 4 0 2 2 0 1 0-4 0"
            }
            Self::Pen => "M4 20h16M5 16l10-10 3 3L8 19H5z",
            Self::Clock => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M12 7v5l3.5 2",
            Self::Print => "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z",
            Self::Minus => "M5 12h14",
            Self::Plus => "M12 5v14M5 12h14",
            Self::Badge => {
                "M7 3h10a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2zM9.5 11a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0M8.5 17.5c.5-2 1.8-3 3.5-3s3 1 3.5 3M10 6h4"
            }
            Self::Lock => {
                "M6.5 11h11a1.5 1.5 0 0 1 1.5 1.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 5 18.5v-6A1.5 1.5 0 0 1 6.5 11zM8 11V8a4 4 0 0 1 8 0v3"
            }
            Self::Backspace => "M8 5h13v14H8l-6-7zM12 9.5l5 5M17 9.5l-5 5",
            Self::Again => {
                "M20 11a8 8 0 0 0-14.5-3.5M4 4v4.5h4.5M4 13a8 8 0 0 0 14.5 3.5M20 20v-4.5h-4.5"
            }
            Self::Close => "M6 6l12 12M18 6L6 18",
            Self::Gear => {
                "M9 12a3 3 0 1 0 6 0 3 3 0 1 0-6 0M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2"
            }
            Self::Person => {
                "M8 8a4 4 0 1 0 8 0 4 4 0 1 0-8 0M4.5 20.5c.8-4 3.6-6 7.5-6s6.7 2 7.5 6"
            }
            Self::Box => "M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8",
            Self::Search => "M4 10.500a6.5 6.5 0 1 0 13 0 6.5 6.5 0 1 0-13 0M15.5 15.500L21 21",
            Self::Hold => "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M10 9v6M14 9v6",
            Self::Filter => "M4 5h16l-6 7.500V19l-4-2v-4.500z",
            Self::Scale => "M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM9.5 12a2.5 2.5 0 1 0 5 0 2.5 2.5 0 1 0-5 0"
            }
            Self::Refresh => "M20 11a8 8 0 1 0-2.3 6.500M20 5v6h-6",
            Self::Board => "M3 4h18v12H3zM8 20h8M12 16v4",
            Self::Desk => "M4 6h16v4H4zM5 10v9M19 10v9M8 14h8",
            Self::Note => "M6 3h9l4 4v14H6zM9 11h7M9 15h7",
            Self::Sort => "M4 6h16M7 12h10M10 18h4",
            Self::Shield => {
                "M12 3l7.5 3v5.500c0 4.500-3 7.800-7.500 9.500-4.500-1.700-7.500-5-7.500-9.500V6zM12 8v5M12 16v.2"
            }
            Self::Fork => {
                "M12 21v-7M12 14L6 8.500V4M12 14l6-5.500V4M3 6.500L6 3.500l3 3M15 6.500l3-3 3 3"
            }
            Self::Question => {
                "M3 12a9 9 0 1 0 18 0 9 9 0 1 0-18 0M9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .9-1 1.700M12 16.500v.2"
            }
            Self::Picture => {
                "M4.5 5h15A1.5 1.5 0 0 1 21 6.5v11a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 17.5v-11A1.5 1.5 0 0 1 4.5 5zM4 17l5-5 4 4 3-3 4 4M14.2 9.5a1.3 1.3 0 1 0 2.6 0 1.3 1.3 0 1 0-2.6 0"
            }
            Self::Torn => "M4 7h16v12H4zM13 7l-3 4 4 3-3 5",
            Self::Drop => "M12 3.5s6.5 7 6.5 11a6.5 6.5 0 0 1-13 0c0-4 6.5-11 6.5-11z",
            Self::Light => "M8 3h8v3l-2 3v12h-4V9L8 6zM8 6h8M12 12v3",
            Self::Forward => "M4 12h15M13 6l6 6-6 6",
            Self::Slip => "M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6",
        }
    }
}

/// How large an icon is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is a size")]
pub(crate) enum Size {
    Small,
    #[default]
    Normal,
    Large,
    Huge,
}

pub(crate) fn icon(which: Icon) -> impl IntoView {
    sized(which, Size::Normal)
}

/// Draws an icon in a size.
pub(crate) fn sized(which: Icon, size: Size) -> impl IntoView {
    let class = match size {
        Size::Small => "i s",
        Size::Normal => "i",
        Size::Large => "i l",
        Size::Huge => "i xl",
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true"><path d=which.shape()></path></svg>
    }
}
