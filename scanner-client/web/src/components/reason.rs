//! Asks in words why something is done that nobody does without a reason.

use std::borrow::Cow;

use leptos::prelude::*;
use sync_core::ids::Text;
use sync_core::text::Say;

use super::recording::refuse;
use super::sheet::Sheet;
use crate::app::use_app;
use crate::messages::{Message as Shared, say};
use crate::overlay::Toast;

/// A sheet that hands over what was written as the reason, and nothing else.
#[component]
pub(crate) fn AskReason(
    /// The name of the act, as its button says it.
    #[prop(into)]
    title: Signal<String>,
    give: Callback<Text>,
    /// Takes the sheet away.
    close: Callback<()>,
) -> impl IntoView {
    let app = use_app();
    let typed = RwSignal::new(String::new());
    let submit = move || match typed.get_untracked().trim().parse() {
        Ok(reason) => give.run(reason),
        Err(_) => refuse(Toast::refused(app.say(Message::WriteItFirst))),
    };
    view! {
        <Sheet label=title asks=true>
            <form class="reason" on:submit=move |event| { event.prevent_default(); submit(); }>
                <h2>{title}</h2>
                <label class="sec">{say(Message::Reason)}<input class="text" prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/></label>
                <div class="dock"><button class="btn" type="button" on:click=move |_| close.run(())>{say(Shared::Close)}</button>
                    <button class="btn main" type="submit">{title}</button></div>
            </form>
        </Sheet>
    }
}

/// What the sheet says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Message {
    Reason,
    WriteItFirst,
}

impl Say for Message {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::Reason => "原因",
            Self::WriteItFirst => "请先写原因",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::Reason => "Reason",
            Self::WriteItFirst => "Write the reason first",
        }
        .into()
    }
}
