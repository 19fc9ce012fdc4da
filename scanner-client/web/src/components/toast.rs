//! Toasts: what was done elsewhere than where one looks, with undo where it can be undone.

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::app::use_app;
use crate::messages::{Message, say};

#[component]
pub(crate) fn Shown() -> impl IntoView {
    let toasts = use_app().toasts();
    view! {
        <div class="toasts">
            {move || toasts.shown.get().map(|(_, toast)| {
                let role = if toast.is_refusal { "alert" } else { "status" };
                let shape = if toast.is_refusal { Icon::Stop } else { Icon::Done };
                view! {
                    <section class="toast" class:bad=toast.is_refusal role=role>
                        {icon(shape)}
                        <div class="txt"><div class="mid">{toast.text}</div><div class="cap">{toast.more}</div></div>
                        {toast.undo.map(|undo| {
                            let undo = StoredValue::new_local(undo);
                            view! {
                                <button type="button" on:click=move |_| {
                                    let undo = undo.get_value();
                                    toasts.close();
                                    undo();
                                }>{icon(Icon::Undo)}{say(Message::Undo)}</button>
                            }
                        })}
                    </section>
                }
            })}
        </div>
    }
}
