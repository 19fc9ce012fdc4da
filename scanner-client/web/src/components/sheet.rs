//! A sheet over the lower part of a screen: a question, or a keypad. Scans wait meanwhile.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::icon::{Icon, Size, sized};
use super::scan_field::ScanField;
use crate::app::use_app;
use crate::browser::after;
use crate::device::scanner::take_focus;
use crate::messages::{Message, say};

/// A sheet. Whoever shows it takes it away; scans that came meanwhile follow then.
#[component]
pub(crate) fn Sheet(
    #[prop(into)] label: Signal<String>,
    /// Whether it asks something that must be answered.
    #[prop(optional)]
    asks: bool,
    children: Children,
) -> impl IntoView {
    let app = use_app();
    app.scanner.hold();
    app.half_typed.update(|count| *count += 1);
    on_cleanup(move || {
        app.half_typed.update(|count| *count = count.saturating_sub(1));
        app.scanner.release();
        after(0, take_focus);
    });
    let sheet = NodeRef::<leptos::html::Section>::new();
    Effect::new(move || {
        let Some(sheet) = sheet.get() else { return };
        // A field to write in, else the one for scans: no answer is nearer than another.
        let field = sheet.query_selector("input:not([type=file])").ok().flatten();
        let field = field.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok());
        let _ = match field {
            Some(field) => field.focus(),
            None => sheet.focus(),
        };
    });
    view! {
        <div class="scrim"></div>
        <section class="sheet" node_ref=sheet tabindex="-1" role=if asks { "alertdialog" } else { "dialog" }
            aria-modal="true" aria-label=label>
            {children()}
            {move || {
                let waiting = app.scanner.waiting.get();
                (waiting > 0).then(|| view! {
                    <p class="wait cap ix" role="status">
                        {sized(Icon::Scan, Size::Small)}{say(Message::ScansWait(waiting))}
                    </p>
                })
            }}
            <ScanField/>
        </section>
    }
}
