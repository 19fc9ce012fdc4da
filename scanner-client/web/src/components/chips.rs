//! Chips: a state as icon and word. A dashed edge stands for "only on this device".

use leptos::prelude::*;

use super::icon::{Icon, Size, sized};
use crate::messages::{Message, say};

/// What a chip's colour stands for, beside its icon and word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the set is the design's, whichever screens use of it")]
#[allow(missing_docs, reason = "the status roles of the tokens")]
pub(crate) enum Role {
    Ok,
    Warn,
    Bad,
    Info,
    Hold,
    Sort,
    Mute,
}

impl Role {
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
            Self::Hold => "hold",
            Self::Sort => "sort",
            Self::Mute => "mute",
        }
    }
}

pub(crate) fn chip(role: Role, which: Icon, text: Signal<String>) -> impl IntoView {
    view! {
        <span class=format!("chip {}", role.class())>{sized(which, Size::Small)}{text}</span>
    }
}

/// So many facts of a row are only on this device; nothing where all are sent.
pub(crate) fn unsent_chip(count: u64) -> impl IntoView {
    (count > 0).then(|| {
        view! {
            <span class="chip unsent" role="img" aria-label=say(Message::Unsent(count))>
                {sized(Icon::Upload, Size::Small)}{count.to_string()}
            </span>
        }
    })
}
