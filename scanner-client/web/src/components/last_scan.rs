//! The last-scan panel: what the last scan did, loud at first, then calm until the next.

use leptos::prelude::*;

use super::icon::{Icon, Size, sized};
use crate::browser::after;
use crate::messages::{Message, say};
use crate::overlay::Undo;

/// How long it is loud.
const LOUD_MS: u64 = 1_600;

/// How a scan ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ScanOutcome {
    Counted,
    /// Counted, and there is something to know.
    Marked,
    NotCounted,
    Undone,
}

/// What the last scan did.
#[derive(Clone)]
pub(crate) struct Last {
    pub(crate) ended: ScanOutcome,
    /// The amount, large: `+200`.
    pub(crate) amount: String,
    /// What follows it: `→ 1,200 pcs`.
    pub(crate) sum: String,
    /// The item, or what to do.
    pub(crate) what: String,
    /// In small print: saved, when, which package.
    pub(crate) more: Signal<String>,
    /// Takes it back, where that can be.
    pub(crate) undo: Option<Undo>,
}

/// The panel's content, which a screen sets.
#[derive(Clone, Copy)]
pub(crate) struct LastScan {
    shown: RwSignal<Option<Last>, LocalStorage>,
    is_loud: RwSignal<bool>,
    count: StoredValue<u32>,
}

impl Default for LastScan {
    fn default() -> Self {
        Self {
            shown: RwSignal::new_local(None),
            is_loud: RwSignal::new(false),
            count: StoredValue::new(0),
        }
    }
}

impl LastScan {
    /// Shows what a scan did.
    pub(crate) fn show(self, last: Last) {
        // Its screens may be gone: who went elsewhere is told nothing.
        let Some(count) = self.count.try_get_value().map(|count| count + 1) else { return };
        self.count.set_value(count);
        self.shown.set(Some(last));
        self.is_loud.set(true);
        after(LOUD_MS, move || {
            if self.count.try_get_value() == Some(count) {
                self.is_loud.set(false);
            }
        });
    }

    pub(crate) fn clear(self) {
        self.shown.set(None);
    }
}

#[component]
pub(crate) fn LastScanPanel(last: LastScan) -> impl IntoView {
    view! {
        {move || last.shown.get().map(|shown| {
            let (role, shape) = match shown.ended {
                ScanOutcome::Counted | ScanOutcome::Undone => ("ok", Icon::Done),
                ScanOutcome::Marked => ("warn", Icon::Warn),
                ScanOutcome::NotCounted => ("bad", Icon::Stop),
            };
            let shape = if shown.ended == ScanOutcome::Undone { Icon::Undo } else { shape };
            let says = if shown.ended == ScanOutcome::NotCounted { "alert" } else { "status" };
            // What was not counted stays loud: nobody may overlook it.
            let is_loud = move || last.is_loud.get() || says == "alert";
            let class = move || if is_loud() { format!("last loud {role}") } else { format!("last calm {role}") };
            let more = shown.more;
            view! {
                <section class=class role=says data-ended=format!("{:?}", shown.ended)
                    data-number=last.count.get_value().to_string()>
                    {sized(shape, Size::Large)}
                    <div class="txt">
                        <div class="big">{shown.amount}<span class="sec">{shown.sum}</span></div>
                        <div class="mid clip2">{shown.what}</div>
                        <div class="cap clip1">{move || more.get()}</div>
                    </div>
                    {shown.undo.map(|undo| {
                        let undo = StoredValue::new_local(undo);
                        view! {
                            <button class="undo" type="button" on:click=move |_| undo.get_value()()>
                                {sized(Icon::Undo, Size::Large)}{say(Message::Undo)}
                            </button>
                        }
                    })}
                </section>
            }
        })}
    }
}
