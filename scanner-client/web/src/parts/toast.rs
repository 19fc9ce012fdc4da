//! Toasts: what was done elsewhere than where one looks, with undo where it can be undone.

use std::rc::Rc;

use leptos::prelude::*;

use super::icon::{Icon, icon};
use crate::app::{after, use_app};
use crate::words::{Word, say};

/// How long a toast stays.
const STAYS_MS: u64 = 6_000;

/// What to do when somebody takes it back.
type Undo = Rc<dyn Fn()>;

/// A toast.
#[derive(Clone)]
pub(crate) struct Toast {
    /// What happened.
    pub(crate) text: String,
    /// More of it, in small print.
    pub(crate) more: String,
    /// What taking it back does, where that can be.
    pub(crate) undo: Option<Undo>,
    /// Whether nothing was recorded: then it is an alert.
    pub(crate) is_refusal: bool,
}

impl Toast {
    /// Something was done.
    pub(crate) fn done(text: String) -> Self {
        Self { text, more: String::new(), undo: None, is_refusal: false }
    }

    /// Something was not done.
    pub(crate) fn refused(text: String) -> Self {
        Self { text, more: String::new(), undo: None, is_refusal: true }
    }

    /// It can be taken back.
    pub(crate) fn with_undo(mut self, undo: impl Fn() + 'static) -> Self {
        self.undo = Some(Rc::new(undo));
        self
    }

    /// In small print.
    pub(crate) fn with_more(mut self, more: String) -> Self {
        self.more = more;
        self
    }
}

/// The toast on show: one at a time.
#[derive(Clone, Copy)]
pub(crate) struct Toasts {
    shown: RwSignal<Option<(u32, Toast)>, LocalStorage>,
}

impl Default for Toasts {
    fn default() -> Self {
        Self { shown: RwSignal::new_local(None) }
    }
}

impl Toasts {
    /// Shows a toast instead of the one before.
    pub(crate) fn show(self, toast: Toast) {
        let number = self.shown.with_untracked(|shown| shown.as_ref().map_or(1, |(n, _)| n + 1));
        self.shown.set(Some((number, toast)));
        after(STAYS_MS, move || {
            let is_same = self
                .shown
                .with_untracked(|shown| shown.as_ref().is_some_and(|(n, _)| *n == number));
            if is_same {
                self.shown.set(None);
            }
        });
    }

    fn close(self) {
        self.shown.set(None);
    }
}

/// Where toasts appear.
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
                                }>{icon(Icon::Undo)}{say(Word::Undo)}</button>
                            }
                        })}
                    </section>
                }
            })}
        </div>
    }
}
