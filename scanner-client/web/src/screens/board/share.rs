//! How much of a line's goods an order line gets: all that is left, unless somebody types less.

use leptos::prelude::*;
use sync_core::command::{Command, LineChoice, OrderChoice};
use sync_core::ids::{LineKey, OrderLine};
use sync_core::measure::parse_decimal;
use sync_core::number::ReceiptNumber;
use sync_core::text::{Language, Say as _};
use sync_core::view::ToAssign;

use super::messages::Message;
use crate::app::use_app;
use crate::components::once::Once;
use crate::components::recording::{not_recorded_because, notices, record_with_toast};
use crate::components::sheet::Sheet;
use crate::device::signal::Signal as Sounded;
use crate::messages::{Message as Shared, say};
use crate::number_format;
use crate::overlay::Toast;

/// A quantity with its unit, as it is said here.
pub(super) fn amount(
    of: &ToAssign,
    quantity: sync_core::measure::Quantity,
    language: Language,
) -> String {
    let unit = of.unit.map(|unit| number_format::unit(unit, language)).unwrap_or_default();
    format!("{} {unit}", number_format::quantity(quantity)).trim_end().to_owned()
}

/// The question, and its answer recorded; `close` takes it away.
#[component]
pub(super) fn HowMuch(
    receipt: ReceiptNumber,
    /// The line that the goods were counted on.
    line: LineKey,
    /// The order line that is to get them.
    to: OrderLine,
    of: ToAssign,
    close: Callback<()>,
    /// Runs once it is recorded, with whether that were all of the goods.
    assigned: Callback<bool>,
) -> impl IntoView {
    let app = use_app();
    let language = app.language.get_untracked();
    let all = of.next();
    let typed = RwSignal::new(all.to_string());
    let once = Once::new();
    let goods = of.item.as_ref().map(|item| item.name_or_code(language).into_owned());
    let there = Message::LeftToAssign(amount(&of, all, language));
    let replace = of.is_given_anew;
    let name = Message::AssignToLine(to.to_string()).say(language).into_owned();
    let submit = move || {
        let quantity = match parse_decimal(&typed.get_untracked()) {
            Ok(quantity) => quantity,
            Err(wrong) => return not_recorded_because(wrong.say(language).into_owned()),
        };
        let order = OrderChoice { order: to.order.clone(), line: Some(to.line) };
        let (line, quantity) = (LineChoice::Exact(line.clone()), Some(quantity));
        let command = Command::AssignLine { receipt, line, to: order, quantity, replace };
        let given = Message::AssignedTo(to.to_string());
        let (done, is_all) = (given.say(language).into_owned(), quantity == Some(all.value()));
        once.go(async move {
            let told = |told: &_| Some(Toast::done(done).with_more(notices(told, |_| false)));
            let recorded = record_with_toast(&command, &[], Sounded::Done, told).await;
            if recorded.is_some() {
                // What came meanwhile may have drawn the screen anew, and taken the sheet with it.
                close.try_run(());
                assigned.try_run(is_all);
            }
        });
    };
    view! {
        <Sheet label=name.clone() asks=true>
            <form class="reason" data-how-much="" on:submit=move |event| { event.prevent_default(); submit(); }>
                <h2>{name}</h2>
                <p>{goods}" · "{say(there)}</p>
                <label class="sec">{say(Message::HowMuchOfIt)}
                    <input class="text" inputmode="decimal" autocomplete="off" prop:value=move || typed.get()
                        on:focus=select_all
                        on:input=move |event| typed.set(event_target_value(&event))/></label>
                <div class="dock"><button class="btn" type="button" on:click=move |_| close.run(())>{say(Shared::Close)}</button>
                    <button class="btn main" type="submit" data-assign="" disabled=move || once.is_busy()>{say(Message::Assign)}</button></div>
            </form>
        </Sheet>
    }
}

/// What stands there is written over by what is typed.
fn select_all(event: web_sys::FocusEvent) {
    let field: web_sys::HtmlInputElement = event_target(&event);
    field.select();
}
